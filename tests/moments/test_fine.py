"""Fine cells add up to coarser ones exactly, and are what the plainest counting gives."""

import itertools
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorway.moments import (
    Block,
    Cube,
    FineCell,
    Wanted,
    clusters_by,
    facts,
    fine,
    patterns,
    patterns_by,
    pool,
    reading,
    reduce_answers,
    reduce_finely,
    reduction,
    weighted_by,
)
from mentorway.wording import InvalidInputError

BLOCK = Block("calm", ("a", "b", "c"), reverse=(False, True, False), low=1, high=5)
ALL = Wanted(by=("land", "wave", "school"), patterns=True, pairs=True, weight="w")


def drawn(rows: int, seed: int = 1, holes: float = 0.2) -> dict[str, list]:
    """Columns of people: answers, three facts with gaps, and weights that are sums of halves."""
    rng = np.random.default_rng(seed)
    columns = {
        name: [None if rng.random() < holes else int(rng.integers(1, 6)) for _ in range(rows)]
        for name in BLOCK.items
    }
    return columns | {
        "land": rng.choice(["LT", "LV", None], rows).tolist(),
        "wave": rng.choice(["1", "2", "3", None], rows, p=[0.3, 0.3, 0.3, 0.1]).tolist(),
        "school": [f"s{number}" for number in rng.integers(0, 7, rows)],
        "w": (rng.integers(1, 9, rows) / 2).tolist(),
    }


def write(path: Path, columns: dict[str, list]) -> Path:
    types = {name: pa.int16() for name in BLOCK.items} | {"w": pa.float64()}
    table = {name: pa.array(values, types.get(name, pa.string())) for name, values in columns.items()}
    pq.write_table(pa.table(table), path)
    return path


def cut(columns: dict[str, list], part: slice) -> dict[str, list]:
    return {name: values[part] for name, values in columns.items()}


def plain_cells(columns: dict[str, list], by: tuple[str, ...]) -> dict[tuple, dict]:
    """The same fine cells by going from person to person."""
    found: dict[tuple, dict] = {}
    for person in range(len(columns["land"])):
        values = tuple(columns[fact][person] for fact in by)
        answers = [columns[item][person] for item in BLOCK.items]
        turned = [
            None if one is None else (6 - one if reverse else one)
            for one, reverse in zip(answers, BLOCK.reverse, strict=True)
        ]
        key = (values, tuple(one is not None for one in turned))
        cell = found.setdefault(key, {"rows": 0, "weight": 0.0, "people": []})
        cell["rows"] += 1
        cell["weight"] += columns["w"][person]
        cell["people"].append((turned, columns["w"][person]))
    return found


def test_fine_cells_are_those_of_counting_person_by_person(tmp_path):
    columns = drawn(600)
    (cube,) = reduce_finely(write(tmp_path / "a.parquet", columns), [BLOCK], ALL)
    expected = plain_cells(columns, ALL.by)
    assert {(cell.values, tuple(cell.observed.tolist())): cell.rows for cell in cube.cells} == {
        key: cell["rows"] for key, cell in expected.items()
    }
    for cell in cube.cells:
        people = expected[(cell.values, tuple(cell.observed.tolist()))]["people"]
        sums, products = np.zeros(3, int), np.zeros((3, 3), int)
        heavy, counts, tables = np.zeros((3, 3)), np.zeros((3, 5), int), np.zeros((3, 3, 5, 5), int)
        for answers, weight in people:
            moved = np.array([0 if one is None else one - BLOCK.pivot for one in answers])
            sums += moved
            products += np.outer(moved, moved)
            heavy += weight * np.outer(moved, moved)
            for i, j in itertools.product(range(3), range(3)):
                if answers[i] is not None and answers[j] is not None:
                    tables[i, j, answers[i] - 1, answers[j] - 1] += 1
            for i in range(3):
                if answers[i] is not None:
                    counts[i, answers[i] - 1] += 1
        assert cell.sums.tolist() == sums.tolist()
        assert cell.products.tolist() == products.tolist()
        assert cell.counts.tolist() == counts.tolist()
        assert cell.tables.tolist() == tables.tolist()
        assert cell.missing.tolist() == (cell.rows - counts.sum(axis=1)).tolist()
        assert cell.weight == sum(weight for _, weight in people)
        assert cell.weighted_products.tolist() == heavy.tolist()  # halves add up exactly


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(2, 60), share=st.floats(0, 1), apart=st.booleans())
def test_a_file_split_anywhere_adds_up_to_the_whole(tmp_path, seed, rows, share, apart):
    columns = drawn(rows, seed)
    middle = 1 + int(share * (rows - 2))
    wanted = Wanted(by=("wave", "land"), patterns=apart, pairs=True, weight="w")
    (whole,) = reduce_finely(write(tmp_path / "all.parquet", columns), [BLOCK], wanted)
    parts = [
        reduce_finely(write(tmp_path / "part.parquet", cut(columns, part)), [BLOCK], wanted)[0]
        for part in (slice(0, middle), slice(middle, rows))
    ]
    assert (parts[0] + parts[1]).cells == whole.cells
    assert whole.people == rows


@pytest.mark.parametrize("apart", [True, False])
@pytest.mark.parametrize("fact", ["land", "wave", "school"])
def test_the_groups_of_a_fact_are_those_of_the_plain_reduction(tmp_path, fact, apart):
    path = write(tmp_path / "a.parquet", drawn(700))
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=ALL.by, patterns=apart))
    assert cube.by_fact(fact) == reduce_answers(path, [BLOCK], group=fact)[0]


def test_coarser_cells_are_those_counted_coarsely(tmp_path):
    path = write(tmp_path / "a.parquet", drawn(500))
    (fine_cube,) = reduce_finely(path, [BLOCK], ALL)
    coarse = Wanted(by=("school", "land"), patterns=True, pairs=True, weight="w")
    assert fine_cube.coarser(("school", "land")).cells == reduce_finely(path, [BLOCK], coarse)[0].cells


def test_several_batches_give_the_cells_of_one(tmp_path, monkeypatch):
    path = write(tmp_path / "a.parquet", drawn(900))
    (whole,) = reduce_finely(path, [BLOCK], ALL)
    monkeypatch.setattr(reading, "BATCH_ROWS", 130)
    monkeypatch.setattr(fine, "PRODUCT_ROWS", 7)
    monkeypatch.setattr(fine, "ONE_HOT_BYTES", 400)
    (parts,) = reduce_finely(path, [BLOCK], ALL)
    assert parts.cells == whole.cells


def test_who_is_looked_at_is_who_has_the_values_asked_for(tmp_path):
    columns = drawn(400)
    path = write(tmp_path / "a.parquet", columns)
    where = {"wave": ["1", "3"], "land": ["LT"]}
    kept = [
        person
        for person in range(400)
        if columns["wave"][person] in {"1", "3"} and columns["land"][person] == "LT"
    ]
    mine = write(
        tmp_path / "b.parquet", {name: [values[one] for one in kept] for name, values in columns.items()}
    )
    (some,) = reduce_answers(path, [BLOCK], group="school", where=where)
    assert some == reduce_answers(mine, [BLOCK], group="school")[0]
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=("school",), where=where))
    assert cube.by_fact("school") == some
    (whole,) = reduce_finely(path, [BLOCK], ALL)
    assert whole.where("wave", ["1", "3"]).where("land", ["LT"]).by_fact("school") == some


def test_a_value_that_nobody_has_is_refused(tmp_path):
    path = write(tmp_path / "a.parquet", drawn(50))
    with pytest.raises(InvalidInputError, match=r"Nobody has “4” in column wave\. Its values are: 1, 2, 3"):
        reduce_answers(path, [BLOCK], group="land", where={"wave": ["1", "4"]})
    with pytest.raises(InvalidInputError, match="Nobody has “–” in column wave"):
        reduce_finely(path, [BLOCK], Wanted(by=("land",), where={"wave": []}))
    with pytest.raises(InvalidInputError, match=r"Column region is not in a\.parquet"):
        reduce_answers(path, [BLOCK], group="land", where={"region": ["1"]})


def test_when_nobody_is_left_there_are_no_groups_and_an_empty_whole(tmp_path):
    columns = drawn(2) | {"wave": ["1", "2"], "land": ["LT", "LV"]}
    path = write(tmp_path / "a.parquet", columns)
    where = {"wave": ["1"], "land": ["LV"]}
    assert reduce_answers(path, [BLOCK], group="school", where=where)[0].cells == ()
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=("school",), where=where, patterns=True))
    assert (cube.cells, cube.people, cube.values("school"), patterns_by(cube, "school")) == ((), 0, (), ())
    assert cube.cell().rows == 0
    assert np.isnan(cube.cell().mean).all()


def test_an_empty_file_has_no_fine_cells(tmp_path):
    (cube,) = reduce_finely(write(tmp_path / "a.parquet", drawn(0)), [BLOCK], ALL)
    assert cube.cells == ()
    assert cube.tables()["calm"].sum() == 0


def test_everybody_in_one_cell_when_no_fact_is_asked_for(tmp_path):
    path = write(tmp_path / "a.parquet", drawn(300))
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=()))
    (by_school,) = reduce_answers(path, [BLOCK], group="school")
    assert [cell.values for cell in cube.cells] == [(), ()]
    assert cube.cell() == pool(by_school.cells, key="all")


def test_tables_of_pairs_hold_counts_and_products(tmp_path):
    path = write(tmp_path / "a.parquet", drawn(800))
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=("land",), pairs=True))
    cells = {cell.key: cell for cell in cube.by_fact("land").cells}
    moved = np.arange(1, 6) - BLOCK.pivot
    for name, table in cube.tables("land").items():
        assert np.einsum("iiaa->ia", table).tolist() == cells[name].counts.tolist()
        assert np.array_equal(table, table.transpose(1, 0, 3, 2))
    for name, table in cube.tables("land", complete=True).items():
        assert np.einsum("ijab,a,b->ij", table, moved, moved).tolist() == cells[name].products.tolist()
        assert set(table.sum(axis=(2, 3)).ravel().tolist()) == {cells[name].complete}


def test_patterns_are_those_of_the_rows(tmp_path):
    columns = drawn(500)
    (cube,) = reduce_finely(write(tmp_path / "a.parquet", columns), [BLOCK], ALL)
    (group,) = [one for one in patterns_by(cube, "land") if one.name == "LV"]
    rows = np.array([[np.nan if v is None else v for v in columns[item]] for item in BLOCK.items]).T
    rows = np.where(BLOCK.reverse, 6 - rows, rows)[[land == "LV" for land in columns["land"]]]
    assert len(group.patterns) == 7
    assert sum(one.n for one in group.patterns) == (~np.isnan(rows)).any(axis=1).sum()
    assert [int(one.observed.sum()) for one in group.patterns] == [3, 2, 2, 2, 1, 1, 1]
    for one in group.patterns:
        mine = rows[(~np.isnan(rows) == one.observed).all(axis=1)][:, one.observed]
        assert one.n == len(mine)
        assert one.mean == pytest.approx(mine.mean(axis=0), rel=1e-14)
        assert one.covariance == pytest.approx(
            np.cov(mine.T, bias=True).reshape(one.covariance.shape), abs=1e-13
        )


def test_clusters_are_those_of_the_rows(tmp_path):
    columns = drawn(500)
    path = write(tmp_path / "a.parquet", columns)
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=("school", "land")))
    group = clusters_by(cube, "land", "school")[0]
    rows = np.array([[np.nan if v is None else v for v in columns[item]] for item in BLOCK.items]).T
    rows = np.where(BLOCK.reverse, 6 - rows, rows)
    whole = ~np.isnan(rows).any(axis=1)
    assert (group.name, group.clusters) == ("LT", tuple(f"s{number}" for number in range(7)))
    for place, school in enumerate(group.clusters):
        mine = rows[
            [
                land == "LT" and one == school and bool(complete)
                for land, one, complete in zip(columns["land"], columns["school"], whole, strict=True)
            ]
        ]
        assert group.n[place] == len(mine)
        assert group.mean[place] == pytest.approx(mine.mean(axis=0), rel=1e-14)
        assert group.covariance[place] == pytest.approx(np.cov(mine.T, bias=True), abs=1e-13)
    assert group.people == group.n.sum()


def test_weighted_moments_are_those_of_the_rows_and_weights_add_up_to_people(tmp_path):
    columns = drawn(500)
    (cube,) = reduce_finely(write(tmp_path / "a.parquet", columns), [BLOCK], ALL)
    found = weighted_by(cube, "land")
    rows = np.array([[np.nan if v is None else v for v in columns[item]] for item in BLOCK.items]).T
    rows = np.where(BLOCK.reverse, 6 - rows, rows)
    for group in found:
        mine = np.array([land == group.name for land in columns["land"]]) & ~np.isnan(rows).any(axis=1)
        weights = np.array(columns["w"])[mine]
        assert group.n == mine.sum()
        assert group.mean == pytest.approx(np.average(rows[mine], axis=0, weights=weights), rel=1e-13)
        assert group.covariance == pytest.approx(np.cov(rows[mine].T, aweights=weights, bias=True), abs=1e-13)
    assert sum(group.weight for group in found) == pytest.approx(sum(group.n for group in found), rel=1e-14)
    clusters = clusters_by(cube, "land", "school")
    assert sum(one.n.sum() for one in clusters) == pytest.approx(
        sum(one.people for one in clusters), rel=1e-14
    )


def test_without_weights_everybody_weighs_one(tmp_path):
    path = write(tmp_path / "a.parquet", drawn(300))
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=("land",)))
    cell = cube.by_fact("land").cells[0]
    found = weighted_by(cube, "land")[0]
    assert (found.n, found.weight) == (cell.complete, cell.complete)
    assert found.mean.tolist() == cell.mean.tolist()
    assert found.covariance.tolist() == cell.covariance.tolist()


def test_a_group_without_complete_answers_has_no_weighted_moments(tmp_path):
    columns = drawn(2) | {"a": [None, 1], "b": [1, 1], "c": [1, 1], "land": ["LT", "LV"]}
    (cube,) = reduce_finely(
        write(tmp_path / "a.parquet", columns), [BLOCK], Wanted(by=("land", "school"), weight="w")
    )
    found = weighted_by(cube, "land")
    assert [(one.name, one.n, one.weight) for one in found] == [("LT", 0, 0.0), ("LV", 1, 1.0)]
    assert np.isnan(found[0].mean).all()
    assert clusters_by(cube, "land", "school")[0].mean.shape == (0, 3)


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0.0"), (-1.5, "-1.5"), (None, "–"), (float("inf"), "inf")]
)
def test_a_weight_that_is_not_above_zero_is_refused_with_its_row(tmp_path, value, shown):
    columns = drawn(20)
    columns["w"][7] = value
    path = write(tmp_path / "a.parquet", columns)
    with pytest.raises(InvalidInputError, match=f"Column w, person 8: the weight is {shown}"):
        reduce_finely(path, [BLOCK], ALL)


def test_weights_that_are_no_numbers_are_refused(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(drawn(5) | {"w": ["much"] * 5}), path)
    with pytest.raises(InvalidInputError, match="Column w holds something that is no number"):
        reduce_finely(path, [BLOCK], ALL)


def test_too_many_patterns_are_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(patterns, "MOST_PATTERNS", 4)
    with pytest.raises(InvalidInputError, match="left incomplete in more than 4 different ways"):
        reduce_finely(write(tmp_path / "a.parquet", drawn(200)), [BLOCK], ALL)


@pytest.mark.parametrize(("limit", "value"), [("MOST_CELLS", 3), ("MOST_BYTES", 5_000)])
def test_too_many_cells_are_refused_in_words(tmp_path, monkeypatch, limit, value):
    monkeypatch.setattr(fine, limit, value)
    with pytest.raises(InvalidInputError, match="cells or more, too many to hold"):
        reduce_finely(write(tmp_path / "a.parquet", drawn(200)), [BLOCK], ALL)


def test_too_many_or_repeated_facts_are_refused(tmp_path):
    path = write(tmp_path / "a.parquet", drawn(20))
    for by in (("land", "land"), ("land", "wave", "school", "a", "b")):
        with pytest.raises(InvalidInputError, match="at most 4 different columns at once"):
            reduce_finely(path, [BLOCK], Wanted(by=by))


def test_a_fact_that_the_cube_does_not_have_is_refused(tmp_path):
    (cube,) = reduce_finely(write(tmp_path / "a.parquet", drawn(20)), [BLOCK], Wanted(by=("land",)))
    with pytest.raises(InvalidInputError, match="not told apart by “wave”, but by: land"):
        cube.by_fact("wave")
    with pytest.raises(InvalidInputError, match="Pairs of answers were not counted"):
        cube.tables("land")
    with pytest.raises(InvalidInputError, match="Ask for patterns"):
        patterns_by(cube, "land")


def test_cubes_counted_differently_do_not_add(tmp_path):
    path = write(tmp_path / "a.parquet", drawn(20))
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=("land",)))
    (other,) = reduce_finely(path, [BLOCK], Wanted(by=("land",), patterns=True))
    with pytest.raises(InvalidInputError, match="were counted differently"):
        cube + other
    assert cube.cells[0] != "LT"


def test_a_wide_scale_stays_exact_with_holes(tmp_path):
    block = Block("wide", ("a", "b"), reverse=(True, False), low=1, high=30_000)
    rng = np.random.default_rng(3)
    answers = rng.integers(1, 30_001, (40_000, 2))
    gone = rng.random(40_000) < 0.1
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": pa.array(answers[:, 0], mask=gone), "b": answers[:, 1]}), path)
    (cube,) = reduce_finely(path, [block], Wanted(by=(), patterns=True))
    turned = np.where(block.reverse, 30_001 - answers, answers) - block.pivot
    whole, holed = cube.cells
    assert whole.products.tolist() == (turned[~gone].T @ turned[~gone]).tolist()
    assert holed.products[1, 1] == (turned[gone][:, 1] ** 2).sum()
    assert (holed.products[0].tolist(), holed.sums[0]) == ([0, 0], 0)


def test_many_items_have_patterns_of_their_own(tmp_path):
    rng = np.random.default_rng(5)
    items = tuple(f"i{number}" for number in range(70))
    block = Block("long", items, reverse=(False,) * 70, low=0, high=1)
    gone = np.zeros((90, 70), bool)
    gone[np.arange(90), rng.integers(0, 70, 90)] = True
    gone[:10] = gone[0]
    path = tmp_path / "a.parquet"
    columns = {
        item: pa.array(rng.integers(0, 2, 90).astype(np.int16), mask=gone[:, place])
        for place, item in enumerate(items)
    }
    pq.write_table(pa.table(columns), path)
    (cube,) = reduce_finely(path, [block], Wanted(by=(), patterns=True))
    kinds, sizes = np.unique(~gone, axis=0, return_counts=True)
    assert {cell.observed.tobytes(): cell.rows for cell in cube.cells} == {
        kind.tobytes(): size for kind, size in zip(kinds, sizes.tolist(), strict=True)
    }


def test_a_fact_with_too_many_values_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(facts, "MOST_GROUPS", 2)
    with pytest.raises(InvalidInputError, match="Column wave has more than 2 different values"):
        reduce_finely(write(tmp_path / "a.parquet", drawn(50)), [BLOCK], ALL)


def test_progress_rises_to_one(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "BATCH_ROWS", 40)
    told: list[float] = []
    reduce_finely(write(tmp_path / "a.parquet", drawn(100)), [BLOCK], ALL, progress=told.append)
    assert told == [0.4, 0.8, 1.0]
    assert reduction.PRODUCT_ROWS == 16_384


def test_many_combinations_are_sorted_and_few_counted_off(tmp_path, monkeypatch):
    path = write(tmp_path / "a.parquet", drawn(400))
    (counted,) = reduce_finely(path, [BLOCK], ALL)
    monkeypatch.setattr(facts, "FEW", 1)
    assert reduce_finely(path, [BLOCK], ALL)[0].cells == counted.cells


def test_facts_may_come_as_a_dictionary(tmp_path):
    land = pa.DictionaryArray.from_arrays(pa.array([0, 1, 0, None]), pa.array(["LV", "LT"]))
    columns = {item: pa.array([1, 2, 3, 4], pa.int16()) for item in BLOCK.items}
    pq.write_table(pa.table(columns | {"land": land}), tmp_path / "a.parquet")
    (cube,) = reduce_finely(tmp_path / "a.parquet", [BLOCK], Wanted(by=("land",)))
    assert [(cell.values, cell.rows) for cell in cube.cells] == [((None,), 1), (("LT",), 1), (("LV",), 2)]


def test_numbers_beyond_64_bits_lose_nothing():
    n, low, high = 3_000_000_000, 1_000_000_007, 999_999_937
    block = Block("wide", ("a", "b"), reverse=(False, False), low=-2, high=2)
    sums = np.array([low, high])
    products = np.array([[4 * low, high], [high, 2 * high]]) * 2
    observed = np.array([True, True])
    counts, missing = np.zeros((2, 5), np.int64), np.zeros(2, np.int64)
    cube = Cube(
        block, ("land",), (FineCell(("LT",), observed, n, sums, products, counts, missing),), patterns=True
    )
    expected = [
        [float(Fraction(n * int(products[i, j]) - int(sums[i]) * int(sums[j]), n * n)) for j in range(2)]
        for i in range(2)
    ]
    assert patterns_by(cube, "land")[0].patterns[0].covariance == pytest.approx(np.array(expected), rel=1e-15)
    assert cube.cell().covariance == pytest.approx(np.array(expected), rel=1e-15)
