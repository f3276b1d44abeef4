from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorway.moments import Block, facts, pool, reading, reduce_answers, reduction
from mentorway.wording import InvalidInputError

BLOCK = Block("calm", ("a", "b", "c"), reverse=(False, True, False), low=1, high=5)


def write(
    path: Path, answers: np.ndarray, groups: list[str | None], names: tuple[str, ...] = BLOCK.items
) -> Path:
    """A file with the answers, 0 standing for a missing one."""
    columns = {
        name: pa.array(answers[:, i].astype(np.int16), mask=answers[:, i] == 0)
        for i, name in enumerate(names)
    }
    pq.write_table(pa.table({**columns, "land": pa.array(groups, pa.string())}), path)
    return path


def drawn(rows: int, seed: int = 1, items: int = 3) -> tuple[np.ndarray, list[str | None]]:
    rng = np.random.default_rng(seed)
    groups = rng.choice(["LT", "LV", "EE"], rows).tolist()
    return rng.integers(0, 6, (rows, items)), groups


def plain(answers: np.ndarray, groups: list[str | None], key: str, block: Block = BLOCK) -> dict[str, object]:
    """The same sums in the plainest NumPy."""
    mine = answers[[name == key for name in groups]].astype(np.int64)
    turned = np.where(block.reverse, block.low + block.high - mine, mine)
    turned[mine == 0] = 0
    whole = turned[(mine != 0).all(axis=1)] - block.pivot
    return {
        "rows": len(mine),
        "complete": len(whole),
        "sums": whole.sum(axis=0).tolist(),
        "products": (whole.T @ whole).tolist(),
        "counts": [
            [int((turned[:, i] == v).sum()) for v in range(block.low, block.high + 1)]
            for i in range(len(block.items))
        ],
        "missing": (mine == 0).sum(axis=0).tolist(),
    }


def found(cell) -> dict[str, object]:
    return {
        "rows": cell.rows,
        "complete": cell.complete,
        "sums": cell.sums.tolist(),
        "products": cell.products.tolist(),
        "counts": cell.counts.tolist(),
        "missing": cell.missing.tolist(),
    }


def test_the_sums_are_those_of_plain_numpy(tmp_path):
    answers, groups = drawn(5000)
    (result,) = reduce_answers(write(tmp_path / "a.parquet", answers, groups), [BLOCK], group="land")
    assert [cell.key for cell in result.cells] == ["EE", "LT", "LV"]
    assert [found(cell) for cell in result.cells] == [
        plain(answers, groups, key) for key in ("EE", "LT", "LV")
    ]


def test_several_batches_give_the_sums_of_one(tmp_path, monkeypatch):
    answers, groups = drawn(5000)
    path = write(tmp_path / "a.parquet", answers, groups)
    (whole,) = reduce_answers(path, [BLOCK], group="land")
    monkeypatch.setattr(reading, "BATCH_ROWS", 700)
    monkeypatch.setattr(reduction, "PRODUCT_ROWS", 64)
    (parts,) = reduce_answers(path, [BLOCK], group="land")
    assert parts == whole


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(2, 60), share=st.floats(0, 1))
def test_a_file_split_anywhere_gives_the_same_integers(tmp_path, seed, rows, share):
    answers, groups = drawn(rows, seed)
    cut = 1 + int(share * (rows - 2))
    (whole,) = reduce_answers(write(tmp_path / "all.parquet", answers, groups), [BLOCK], group="land")
    added = {}
    for part in (slice(0, cut), slice(cut, rows)):
        path = write(tmp_path / "part.parquet", answers[part], groups[part])
        (some,) = reduce_answers(path, [BLOCK], group="land")
        for cell in some.cells:
            added[cell.key] = added[cell.key] + cell if cell.key in added else cell
    assert tuple(added[key] for key in sorted(added)) == whole.cells


def test_blocks_share_one_pass_and_may_share_items(tmp_path):
    answers, groups = drawn(300)
    path = write(tmp_path / "a.parquet", answers, groups)
    pair = Block("pair", ("c", "b"), reverse=(False, True), low=1, high=5)
    both = reduce_answers(path, [BLOCK, pair], group="land")
    assert both == (
        *reduce_answers(path, [BLOCK], group="land"),
        *reduce_answers(path, [pair], group="land"),
    )


def test_people_without_a_group_are_left_out(tmp_path):
    answers = np.array([[1, 2, 3], [4, 4, 4], [5, 5, 1]])
    path = write(tmp_path / "a.parquet", answers, [None, "LT", None])
    (result,) = reduce_answers(path, [BLOCK], group="land")
    assert [(cell.key, cell.rows) for cell in result.cells] == [("LT", 1)]


def test_a_file_in_which_nobody_names_a_group_has_no_cells(tmp_path):
    path = write(tmp_path / "a.parquet", np.array([[1, 2, 3]]), [None])
    assert reduce_answers(path, [BLOCK], group="land")[0].cells == ()


def test_an_empty_file_has_no_cells(tmp_path):
    path = write(tmp_path / "a.parquet", np.zeros((0, 3)), [])
    assert reduce_answers(path, [BLOCK], group="land")[0].cells == ()


def test_wide_scales_stay_exact(tmp_path):
    block = Block("wide", ("a", "b"), reverse=(True, False), low=1, high=30_000)
    rng = np.random.default_rng(3)
    answers = rng.integers(1, 30_001, (40_000, 2))
    path = write(tmp_path / "a.parquet", answers, ["LT"] * 40_000, ("a", "b"))
    (result,) = reduce_answers(path, [block], group="land")
    turned = np.where(block.reverse, 30_001 - answers, answers) - block.pivot
    assert result.cells[0].products.tolist() == (turned.T @ turned).tolist()
    assert result.cells[0].covariance == pytest.approx(np.cov(turned.T, bias=True), rel=1e-12)


def test_an_answer_outside_the_scale_is_named(tmp_path):
    answers, groups = drawn(50)
    answers[7, 1] = 9
    path = write(tmp_path / "a.parquet", answers, groups)
    with pytest.raises(InvalidInputError, match="Item b has the answer 9, but its scale runs from 1 to 5"):
        reduce_answers(path, [BLOCK], group="land")


def test_a_column_that_is_not_there_is_named(tmp_path):
    path = write(tmp_path / "a.parquet", *drawn(5))
    with pytest.raises(InvalidInputError, match=r"Column region is not in a\.parquet"):
        reduce_answers(path, [BLOCK], group="region")


def test_text_answers_are_refused_and_whole_floats_taken(tmp_path):
    path = tmp_path / "a.parquet"
    block = Block("one", ("a",), reverse=(False,), low=1, high=5)
    pq.write_table(pa.table({"land": ["LT", "LT"], "a": [4.0, float("nan")]}), path)
    (result,) = reduce_answers(path, [block], group="land")
    assert (result.cells[0].complete, result.cells[0].missing.tolist()) == (1, [1])
    pq.write_table(pa.table({"land": ["LT"], "a": [4.5]}), path)
    with pytest.raises(InvalidInputError, match="Item a holds something that is not a whole number"):
        reduce_answers(path, [block], group="land")
    pq.write_table(pa.table({"land": ["LT"], "a": ["often"]}), path)
    with pytest.raises(InvalidInputError, match="Item a holds something that is not a whole number"):
        reduce_answers(path, [block], group="land")


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_text("not a table, not at all, by no means")
    with pytest.raises(InvalidInputError, match=r"a\.parquet is not a Parquet file"):
        reduce_answers(path, [BLOCK], group="land")


def test_a_column_that_numbers_people_is_no_group(tmp_path, monkeypatch):
    monkeypatch.setattr(facts, "MOST_GROUPS", 2)
    path = write(tmp_path / "a.parquet", *drawn(50))
    with pytest.raises(InvalidInputError, match="Column land has more than 2 different values"):
        reduce_answers(path, [BLOCK], group="land")


def test_groups_written_as_numbers_become_text(tmp_path):
    path = tmp_path / "a.parquet"
    block = Block("one", ("a",), reverse=(False,), low=1, high=5)
    pq.write_table(pa.table({"school": [2, 1, 2], "a": [4, 3, 2]}), path)
    (result,) = reduce_answers(path, [block], group="school")
    assert [(cell.key, cell.rows) for cell in result.cells] == [("1", 1), ("2", 2)]


def test_progress_rises_to_one(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "BATCH_ROWS", 40)
    told: list[float] = []
    reduce_answers(write(tmp_path / "a.parquet", *drawn(100)), [BLOCK], group="land", progress=told.append)
    assert told == [0.4, 0.8, 1.0]


def test_cells_with_another_coding_do_not_add(tmp_path):
    path = write(tmp_path / "a.parquet", *drawn(100))
    other = Block("calm", ("a", "b", "c"), reverse=(False, False, False), low=1, high=5)
    mine, theirs = reduce_answers(path, [BLOCK, other], group="land")
    assert mine.coding_hash != theirs.coding_hash
    assert mine.cells[0] != theirs.cells[0]
    assert mine.cells[0] != "EE"
    with pytest.raises(InvalidInputError, match="are coded differently"):
        mine.cells[0] + theirs.cells[0]


def test_pooled_groups_are_the_file_without_groups(tmp_path):
    answers, groups = drawn(400)
    (apart,) = reduce_answers(write(tmp_path / "a.parquet", answers, groups), [BLOCK], group="land")
    (together,) = reduce_answers(write(tmp_path / "b.parquet", answers, ["all"] * 400), [BLOCK], group="land")
    assert pool(apart.cells, key="all") == together.cells[0]
    assert (apart.cells[0] + apart.cells[1]).key == "EE + LT"


def test_means_and_covariances_are_those_of_the_complete_rows(tmp_path):
    answers, groups = drawn(400)
    (result,) = reduce_answers(write(tmp_path / "a.parquet", answers, groups), [BLOCK], group="land")
    mine = answers[[name == "LT" for name in groups]]
    turned = np.where(BLOCK.reverse, 6 - mine, mine)[(mine != 0).all(axis=1)]
    cell = result.cells[1]
    assert cell.mean == pytest.approx(turned.mean(axis=0), rel=1e-14)
    assert cell.covariance == pytest.approx(np.cov(turned.T, bias=True), rel=1e-13, abs=1e-14)


def test_a_group_without_complete_rows_has_no_mean(tmp_path):
    path = write(tmp_path / "a.parquet", np.array([[0, 1, 2]]), ["LT"])
    cell = reduce_answers(path, [BLOCK], group="land")[0].cells[0]
    assert np.isnan(cell.mean).all()
    assert np.isnan(cell.covariance).all()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"items": (), "reverse": ()}, "has no items"),
        ({"items": ("a", "a")}, "names a more than once"),
        ({"reverse": (True,)}, "2 items but 1 reverse keys"),
        ({"low": 5}, "runs from 5 to 5"),
        ({"high": 70_000}, "runs from 1 to 70000"),
    ],
)
def test_an_impossible_block_is_refused(fields, says):
    given = {"name": "s", "items": ("a", "b"), "reverse": (False, False), "low": 1, "high": 5}
    with pytest.raises(InvalidInputError, match=says):
        Block(**{**given, **fields})
