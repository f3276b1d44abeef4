"""The second look gives the people of each group as they answered, in batches and as distinct answers."""

from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorway.moments import Block, gathered, reading, reduce_answers, responses_of, rows, rows_of
from mentorway.wording import InvalidInputError

BLOCK = Block("calm", ("a", "b"), reverse=(False, True), low=-1, high=2)


def drawn(people: int, seed: int = 1) -> dict[str, list]:
    rng = np.random.default_rng(seed)
    columns = {
        name: [None if rng.random() < 0.2 else int(rng.integers(-1, 3)) for _ in range(people)]
        for name in "ab"
    }
    return columns | {
        "land": rng.choice(["LT", "LV", None], people).tolist(),
        "school": rng.choice(["s1", "s2", None], people).tolist(),
        "w": rng.random(people).tolist(),
    }


def write(path: Path, columns: dict[str, list]) -> Path:
    types = {"a": pa.int16(), "b": pa.int16(), "w": pa.float64()}
    pq.write_table(
        pa.table({name: pa.array(values, types.get(name, pa.string())) for name, values in columns.items()}),
        path,
    )
    return path


def plain(columns: dict[str, list], land: str) -> list[list[int]]:
    """Steps above the lowest answer, person by person."""
    return [
        [-1 if a is None else a + 1, -1 if b is None else 2 - b]
        for a, b, mine in zip(columns["a"], columns["b"], columns["land"], strict=True)
        if mine == land
    ]


@pytest.mark.parametrize("size", [7, 131_072])
def test_rows_are_the_people_of_each_group_in_the_order_of_the_file(tmp_path, monkeypatch, size):
    monkeypatch.setattr(reading, "BATCH_ROWS", size)
    columns = drawn(300)
    path = write(tmp_path / "a.parquet", columns)
    parts = list(rows_of(path, BLOCK, group="land", beside=["school", "w"]))
    assert max(len(part.codes) for part in parts) <= size
    found = gathered(parts)
    assert [one.group for one in found] == ["LT", "LV"]
    for one in found:
        mine = [place for place, land in enumerate(columns["land"]) if land == one.group]
        assert one.codes.tolist() == plain(columns, one.group)
        assert one.beside["school"].tolist() == [columns["school"][place] for place in mine]
        assert one.beside["w"].tolist() == [columns["w"][place] for place in mine]


def test_complete_rows_give_the_moments_of_the_reduction(tmp_path):
    path = write(tmp_path / "a.parquet", drawn(400))
    (reduced,) = reduce_answers(path, [BLOCK], group="land")
    for cell, one in zip(
        reduced.cells, gathered(rows_of(path, BLOCK, group="land", beside=["w"])), strict=True
    ):
        whole = one.complete
        assert len(whole.codes) == len(whole.beside["w"]) == cell.complete
        assert whole.answers.mean(axis=0) == pytest.approx(cell.mean, rel=1e-13)
        assert np.isnan(one.answers).sum(axis=0).tolist() == cell.missing.tolist()


def test_where_chooses_the_rows(tmp_path):
    columns = drawn(200)
    path = write(tmp_path / "a.parquet", columns)
    (found,) = gathered(
        rows_of(path, BLOCK, group="land", where={"land": ["LV"], "school": ["s2"]}, beside=["school"])
    )
    assert found.group == "LV"
    assert set(found.beside["school"]) == {"s2"}
    with pytest.raises(InvalidInputError, match="Nobody has “s3” in column school"):
        list(rows_of(path, BLOCK, group="land", where={"school": ["s3"]}))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32 - 1), people=st.integers(1, 80), size=st.integers(1, 90))
def test_distinct_answers_are_counted_as_person_by_person(tmp_path, monkeypatch, seed, people, size):
    monkeypatch.setattr(reading, "BATCH_ROWS", size)
    columns, complete = drawn(people, seed), seed % 2 == 0
    found = responses_of(write(tmp_path / "a.parquet", columns), BLOCK, group="land", complete=complete)
    for one in found:
        expected = Counter(tuple(row) for row in plain(columns, one.group) if not complete or -1 not in row)
        assert [tuple(row) for row in one.codes.tolist()] == sorted(expected)
        assert one.counts.tolist() == [expected[key] for key in sorted(expected)]
    assert {one.group for one in found} == {land for land in columns["land"] if land is not None}


def test_an_empty_file_has_no_rows(tmp_path):
    path = write(tmp_path / "a.parquet", drawn(0))
    assert list(rows_of(path, BLOCK, group="land")) == []
    assert gathered(()) == ()
    assert responses_of(path, BLOCK, group="land") == ()


def test_more_than_can_be_held_is_refused_in_words(tmp_path, monkeypatch):
    path = write(tmp_path / "a.parquet", drawn(100))
    monkeypatch.setattr(rows, "MOST_BYTES", 100)
    with pytest.raises(InvalidInputError, match="too many to hold row by row"):
        gathered(rows_of(path, BLOCK, group="land"))
    monkeypatch.setattr(rows, "MOST_KINDS", 3)
    with pytest.raises(InvalidInputError, match="answered in more than 3 different ways"):
        responses_of(path, BLOCK, group="land")


def test_a_wide_scale_has_wide_codes(tmp_path):
    block = Block("wide", ("a",), reverse=(True,), low=0, high=60_000)
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"land": ["LT", "LT", "LT"], "a": [0, 60_000, None], "n": [1, None, 3]}), path)
    (found,) = rows_of(path, block, group="land", beside=["n"])
    assert found.codes.ravel().tolist() == [60_000, 0, -1]
    assert found.beside["n"][[0, 2]].tolist() == [1.0, 3.0]
    assert np.isnan(found.beside["n"][1])
