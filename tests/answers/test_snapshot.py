"""What is stored is what was checked, whole or not at all."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mentorway.answers import Codebook, Item, open_snapshot, snapshot, store
from mentorway.wording import InvalidInputError

BOOK = Codebook(
    tuple(
        Item(name, "Trust", name, reverse=False, low=1, high=5, missing=frozenset({0}))
        for name in ("T1", "T2", "T3")
    ),
    "Trust",
    "a test",
)


def answers(**columns):
    usual = {
        "country": ["LT", "LT", "LV", "LV", " ", "=1+1"],
        "T1": ["1", "2", "3", "4", "5", "1"],
        "T2": ["4.0", "4,0", "0", "", " 1 ", "5"],
        "T3": ["2", "3", "2", "3", "5", "5"],
        "note": ["a", "b", "c", "d", "e", "f"],
    }
    return pa.table(usual | columns)


def test_answers_are_whole_numbers_and_missing_ones_null(tmp_path):
    kept = store(answers(), BOOK, group="country", folder=tmp_path)
    assert pq.read_table(kept.path).to_pydict() == {
        "country": ["LT", "LT", "LV", "LV", "=1+1"],
        "T1": [1, 2, 3, 4, 1],
        "T2": [4, 4, None, None, 5],
        "T3": [2, 3, 2, 3, 5],
    }


def test_the_same_answers_give_the_same_file(tmp_path):
    first = store(answers(), BOOK, group="country", folder=tmp_path / "a")
    second = store(answers(), BOOK, group="country", folder=tmp_path / "b")
    assert first.sha256 == second.sha256
    assert first.path.read_bytes() == second.path.read_bytes()


def test_only_the_chosen_groups_are_kept(tmp_path):
    kept = store(answers(), BOOK, group="country", folder=tmp_path, keep_groups=["LV"])
    assert pq.read_table(kept.path)["country"].to_pylist() == ["LV", "LV"]
    assert kept.rows == 2


def test_a_group_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InvalidInputError, match="no group EE"):
        store(answers(), BOOK, group="country", folder=tmp_path, keep_groups=["LV", "EE"])


def test_a_snapshot_opens_with_its_codebook(tmp_path):
    kept = store(answers(), BOOK, group="country", folder=tmp_path)
    assert open_snapshot(kept.path) == kept


def test_a_changed_snapshot_is_refused(tmp_path):
    kept = store(answers(), BOOK, group="country", folder=tmp_path)
    kept.path.write_bytes(kept.path.read_bytes() + b" ")
    with pytest.raises(InvalidInputError, match="changed or renamed"):
        open_snapshot(kept.path)


def test_a_missing_snapshot_is_named(tmp_path):
    with pytest.raises(InvalidInputError, match="cannot be read"):
        open_snapshot(tmp_path / ("0" * 64 + ".parquet"))


def test_another_parquet_file_is_no_snapshot(tmp_path):
    pq.write_table(pa.table({"a": [1]}), tmp_path / "x.parquet")
    digest = snapshot._hash(tmp_path / "x.parquet")
    (tmp_path / "x.parquet").rename(tmp_path / f"{digest}.parquet")
    with pytest.raises(InvalidInputError, match="is not stored answers"):
        open_snapshot(tmp_path / f"{digest}.parquet")


def test_answers_with_errors_are_not_stored(tmp_path):
    with pytest.raises(InvalidInputError, match="outside the scale"):
        store(answers(T1=["9"] * 6), BOOK, group="country", folder=tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("place", ["write", "hash", "replace"])
def test_a_failure_in_the_middle_leaves_nothing_behind(tmp_path, monkeypatch, place):
    def half(table, path, **options):
        path.write_bytes(b"PAR1 half of")
        raise OSError(28, "No space left on device")

    def fail(*args):
        raise OSError(5, "Input/output error")

    target = {
        "write": (pq, "write_table", half),
        "hash": (snapshot, "_hash", fail),
        "replace": (snapshot.os, "replace", fail),
    }
    monkeypatch.setattr(*target[place])
    with pytest.raises(InvalidInputError, match="could not be stored"):
        store(answers(), BOOK, group="country", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_nothing_behind(tmp_path, monkeypatch):
    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(snapshot, "_hash", stop)
    with pytest.raises(KeyboardInterrupt):
        store(answers(), BOOK, group="country", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
