"""Every engine gives the numbers that reading a file gives: one suite, each engine that is there.

DuckDB always; PostgreSQL where a server answers (MENTORWAY_TEST_POSTGRES names one); Spark by `make spark`.
"""

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.moments.engines.making import OnDuckDB, OnPostgreSQL, OnSpark, people, same_cubes, written

from mentorway.moments import Block, Wanted, fine, patterns, reduce_answers, reduce_finely
from mentorway.moments.engines import asking, connect, gathering, reduce_answers_in, reduce_finely_in
from mentorway.wording import InvalidInputError

LOW, HIGH = -2, 4
BLOCK = Block("first", ("q0", "q1", "q2"), reverse=(False, True, False), low=LOW, high=HIGH)
BLOCKS = (
    BLOCK,
    Block("second", ("q3", "q4", "q0"), reverse=(True, False, True), low=LOW, high=HIGH),
    Block("third", ("q5",), reverse=(True,), low=LOW, high=HIGH),
    Block("slider", ("slider", "q0"), reverse=(True, False), low=-50, high=150),
    Block("all", ("q0", "q1", "q2", "q3", "q4", "q5"), reverse=(False,) * 6, low=-9, high=9),
)
ODD = ["Š'veda\"ģē — «ą»", "back\\slash %s", ""]
FAR = str(2**53 + 1)


@pytest.fixture(
    scope="module",
    params=[
        OnDuckDB,
        pytest.param(OnPostgreSQL, marks=pytest.mark.enable_socket),
        # Spark's own Python leaves sockets to the garbage collector, which warns of them.
        pytest.param(
            OnSpark,
            marks=[pytest.mark.spark, pytest.mark.enable_socket, pytest.mark.filterwarnings("default")],
        ),
    ],
    ids=["duckdb", "postgresql", "spark"],
)
def engine(request):
    one = request.param()
    yield one
    one.close()


@pytest.fixture(scope="module")
def kept(engine, tmp_path_factory):
    """A table with holes of every kind in the engine, and the same as a file here."""
    folder = tmp_path_factory.mktemp("answers")
    with engine.opened(folder, people(700)) as answers:
        yield answers, folder / "answers.parquet"


@pytest.mark.parametrize(
    ("blocks", "group", "where"),
    [
        (BLOCKS, "land", None),
        (BLOCKS[2:3], "wave", {"land": ODD}),
        (BLOCKS[3:4], "far", {"far": [FAR], "first": ["true"]}),
        (BLOCKS[2:3], "first", {}),
    ],
)
def test_groups_of_scales_that_share_items(kept, blocks, group, where):
    answers, path = kept
    found = reduce_answers_in(answers, blocks, group=group, where=where)
    assert found == reduce_answers(path, blocks, group=group, where=where)
    assert sum(cell.rows for cell in found[0].cells) > 100


@pytest.mark.parametrize(
    ("blocks", "wanted"),
    [
        (BLOCKS[:2], Wanted(by=("land", "wave", "far", "first"))),
        (BLOCKS[2:3], Wanted(by=())),
        (BLOCKS[3:4], Wanted(by=("wave",), pairs=True, where={"land": ODD})),
        (BLOCKS[4:], Wanted(by=("first", "land"), patterns=True)),
        (BLOCKS[:1], Wanted(by=("wave",), patterns=True, pairs=True, weight="w", where={"land": ODD})),
        (BLOCKS[1:3], Wanted(by=("land",), weight="w")),
    ],
    ids=["facts", "no fact", "pairs", "patterns", "all at once", "weights"],
)
def test_fine_cells(kept, blocks, wanted):
    answers, path = kept
    found = reduce_finely_in(answers, blocks, wanted)
    same_cubes(found, reduce_finely(path, blocks, wanted))
    assert found[0].people > 100


columns = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(1, 3)),
        st.one_of(st.none(), st.integers(1, 3)),
        st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))),
        st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)),
        st.floats(1e-3, 1e3),
    ),
    max_size=9,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=4,
)
@given(rows=columns, reverse=st.tuples(st.booleans(), st.booleans()), patterns_apart=st.booleans())
def test_whatever_the_table(engine, tmp_path, rows, reverse, patterns_apart):
    first, second, land, number, w = zip(*rows, strict=True) if rows else ((),) * 5
    table = pa.table(
        {
            "a": pa.array(first, pa.int8()),
            "b": pa.array(second, pa.float64()),
            "land": pa.array(land, pa.string()),
            "n": pa.array(number, pa.int64()),
            "w": pa.array(w, pa.float64()),
        }
    )
    block = Block("both", ("a", "b"), reverse=reverse, low=1, high=3)
    wanted = Wanted(by=("n", "land"), patterns=patterns_apart, pairs=True, weight="w")
    with engine.opened(tmp_path, table) as answers:
        path = tmp_path / "answers.parquet"
        same_cubes(reduce_finely_in(answers, [block], wanted), reduce_finely(path, [block], wanted))
        found = reduce_answers_in(answers, [block], group="land")
        assert found == reduce_answers(path, [block], group="land")


def test_wide_scales_and_answers_far_from_zero(engine, tmp_path):
    """Products of the farthest answers do not fit in 16 bits, the answers themselves not in 32."""
    far = 10**12
    table = pa.table(
        {
            "wide": pa.array([1, 65_535, None, 65_535], pa.int32()),
            "also": pa.array([65_535, 65_535, 1, 1], pa.int32()),
            "far": pa.array([far, far + 9, far + 3, None], pa.int64()),
            "exact": pa.array([Decimal(far), Decimal(far + 1), None, Decimal(far + 9)], pa.decimal128(20, 2)),
            "land": ["LT", "LT", "LV", "LV"],
        }
    )
    blocks = [
        Block("wide", ("wide", "also"), reverse=(False, True), low=1, high=65_535),
        Block("far", ("far", "exact"), reverse=(True, False), low=far, high=far + 9),
    ]
    with engine.opened(tmp_path, table) as answers:
        found = reduce_answers_in(answers, blocks, group="land")
    assert found == reduce_answers(tmp_path / "answers.parquet", blocks, group="land")
    assert found[0].cells[0].products.max() > 2**30


def test_more_items_than_one_number_has_flags(kept, monkeypatch):
    answers, path = kept
    for module in (asking, gathering):
        monkeypatch.setattr(module, "FLAGS", 2)
    wanted = Wanted(by=("first",), patterns=True)
    found = reduce_finely_in(answers, BLOCKS[1:2], wanted)
    same_cubes(found, reduce_finely(path, BLOCKS[1:2], wanted))
    assert any(cell.observed is not None and not cell.observed[2] for cell in found[0].cells)


def refusal(work):
    with pytest.raises(InvalidInputError) as refused:
        work()
    return str(refused.value)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("b", pa.array([1, 4, None], pa.int16())),
        ("b", pa.array([0, 2, 5], pa.int64())),
        ("b", pa.array([1.0, 2.5, None])),
        ("b", pa.array([1.0, 7.0, None])),
        ("b", pa.array([1.0, float("inf"), 2.0])),
        ("b", pa.array([1.0, 1e300, 2.0])),
        ("b", pa.array([Decimal("1.00"), Decimal("2.50"), None])),
        ("b", pa.array(["yes", "no", None])),
    ],
    ids=["above", "below", "half", "float above", "infinite", "huge", "decimal", "text"],
)
def test_answers_that_cannot_be_are_refused_in_the_same_words(engine, tmp_path, column, values):
    block = Block("both", ("a", "b"), reverse=(False, True), low=1, high=3)
    table = pa.table({"a": pa.array([1, 2, 3], pa.int8()), column: values, "land": ["LT", None, "LV"]})
    with engine.opened(tmp_path, table) as answers:
        mine = refusal(lambda: reduce_answers_in(answers, [block], group="land"))
    assert mine == refusal(lambda: reduce_answers(tmp_path / "answers.parquet", [block], group="land"))


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(by=("land", "wave", "far", "first", "w")),
        Wanted(by=("land", "land")),
        Wanted(by=("land",), where={"land": ["LT", "Atlantis"]}),
        Wanted(by=("land",), where={"wave": []}),
        Wanted(by=("land",), weight="land"),
    ],
    ids=["five facts", "twice", "nobody", "no value", "text as weight"],
)
def test_questions_that_cannot_be_asked_are_refused_in_the_same_words(kept, wanted):
    answers, path = kept
    mine = refusal(lambda: reduce_finely_in(answers, [BLOCK], wanted))
    assert mine == refusal(lambda: reduce_finely(path, [BLOCK], wanted))


@pytest.mark.parametrize("block", [BLOCK, Block("x", ("q0", "lost"), (False, False), low=-2, high=4)])
def test_a_column_that_is_absent_is_named(kept, block):
    answers, _ = kept
    absent = "lost" if block is not BLOCK else "land'; --"
    said = refusal(lambda: reduce_answers_in(answers, [block], group=absent))
    assert said.startswith(f"Column {absent} is not in ")


def test_too_much_is_refused_in_the_same_words(kept, monkeypatch):
    answers, path = kept
    wanted = Wanted(by=("land",), patterns=True)
    for module, name, most in (
        (patterns, "MOST_PATTERNS", 3),
        (fine, "MOST_CELLS", 3),
        (fine, "MOST_BYTES", 2000),
    ):
        with monkeypatch.context() as less:
            less.setattr(module, name, most)
            mine = refusal(lambda: reduce_finely_in(answers, [BLOCK], wanted))
            assert mine == refusal(lambda: reduce_finely(path, [BLOCK], wanted))


def test_too_many_groups_are_refused_in_the_same_words(engine, tmp_path):
    numbers = list(range(10_001))
    table = pa.table({"a": pa.array([1] * 10_001, pa.int8()), "land": pa.array(numbers, pa.int32())})
    block = Block("one", ("a",), reverse=(False,), low=1, high=2)
    with engine.opened(tmp_path, table) as answers:
        mine = refusal(lambda: reduce_answers_in(answers, [block], group="land"))
    assert mine == refusal(lambda: reduce_answers(tmp_path / "answers.parquet", [block], group="land"))
    assert "10000 different values" in mine


@pytest.mark.parametrize(
    ("weights", "people_wrong"),
    [
        ([1.0, 0.0, 2.0], "1 person"),
        ([-1.0, float("nan"), None], "3 people"),
        ([float("inf"), 1.0, 0.5], "1 person"),
    ],
)
def test_weights_that_cannot_be_are_counted(engine, tmp_path, weights, people_wrong):
    table = pa.table({"a": pa.array([1, 2, 2], pa.int8()), "w": pa.array(weights), "land": ["LT"] * 3})
    block = Block("one", ("a",), reverse=(False,), low=1, high=2)
    with engine.opened(tmp_path, table) as answers:
        said = refusal(lambda: reduce_finely_in(answers, [block], Wanted(by=("land",), weight="w")))
    assert people_wrong in said


def test_progress_is_told_to_the_end_and_can_stop_the_work(kept):
    answers, _ = kept
    shares = []
    reduce_finely_in(answers, BLOCKS[:1], Wanted(by=("land",), pairs=True), progress=shares.append)
    assert shares == sorted(set(shares))
    assert shares[-1] == 1.0
    assert len(shares) == 5  # checked, cells, counts, products, tables

    class Stopped(Exception):  # noqa: N818 - what a caller raises
        pass

    def stop(share):
        if share > 0.3:
            raise Stopped

    with pytest.raises(Stopped):
        reduce_finely_in(answers, BLOCKS[:1], Wanted(by=("land",), pairs=True), progress=stop)
    assert reduce_answers_in(answers, BLOCKS[2:3], group="land")[0].cells  # the connection still serves


def test_codes_for_no_answer_are_taken_out(engine, tmp_path):
    table = pa.table({"a": pa.array([1, -9, 99], pa.int16()), "b": [2.0, 3.0, -9.0], "land": ["LT"] * 3})
    block = Block("both", ("a", "b"), reverse=(False, True), low=1, high=3)
    with engine.opened(tmp_path, table) as answers:
        coded = answers.without({"a": {-9, 99}, "b": {-9}, "land": {-9}})
        (found,) = reduce_answers_in(coded, [block], group="land")
    assert found.cells[0].missing.tolist() == [2, 1]
    assert found.cells[0].rows == 3


def test_there_is_no_such_table(engine, tmp_path):
    written(tmp_path, people(3))
    names = {"duckdb": str(tmp_path / "lost*"), "postgresql": "public.lost", "spark": str(tmp_path / "lost/")}
    address = getattr(engine, "address", "")
    said = refusal(lambda: connect(engine.name, names[engine.name], address=address))
    assert "has no table or file" in said
