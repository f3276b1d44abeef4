"""Responses stored under their hash."""

import datetime as dt
import hashlib
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.datasets.making import FULL, RECORDS, make_form, make_layout, question, texts_layout

from mentorway.datasets import Record, open_snapshot, store
from mentorway.datasets import snapshot as snapshots
from mentorway.questionnaire import Choice, ChoiceList, Kind
from mentorway.wording import InvalidInputError


def rows_of(snapshot):
    return [row for batch in snapshot.batches() for row in batch.to_pylist()]


def test_typed_and_stored_answers_come_back(snapshot):
    full, stored, empty = rows_of(snapshot)
    assert full["age"] == 42
    assert full["height"] == 1.75
    assert full["born"] == dt.date(1984, 2, 29)
    assert full["wakes"] == dt.time(6, 30)
    assert full["met"] == dt.datetime(2026, 5, 1, 8, 30, tzinfo=dt.UTC)
    assert full["trust"] == "3"
    assert (full["goal__work"], full["goal__friends"], full["goal__health"]) == (1, 0, 1)
    assert (full["order__work"], full["order__friends"], full["order__health"]) == (2, 3, 1)
    assert stored["born"] == dt.date(1900, 1, 1)
    assert stored["wakes"] == dt.time(23, 59)
    assert stored["met"].isoformat() == "2026-01-01T00:30:00+02:00"
    assert (stored["goal__work"], stored["goal__friends"], stored["order__work"]) == (0, 1, None)
    assert {name for name, value in empty.items() if value is not None} == {"response"}


def test_the_same_responses_give_the_same_file(layout, tmp_path):
    one = store(RECORDS, layout, tmp_path / "one")
    two = store(iter(list(RECORDS)), layout, tmp_path / "two")
    assert one.path.read_bytes() == two.path.read_bytes()
    assert one.path.name == f"{one.sha256}.parquet"
    assert one.sha256 != store(RECORDS[:2], layout, tmp_path / "one").sha256


def test_a_snapshot_opens_as_it_was_stored(snapshot):
    assert open_snapshot(snapshot.path) == snapshot
    assert snapshot.rows == 3
    assert pq.read_schema(snapshot.path).metadata[b"mentorway.forms"] == b'["%s"]' % make_form().hash.encode()


def test_a_study_without_responses_can_be_stored(nobody):
    assert open_snapshot(nobody.path).rows == 0
    assert rows_of(nobody) == []


def test_a_changed_file_is_refused(snapshot):
    data = bytearray(snapshot.path.read_bytes())
    data[100] ^= 1
    snapshot.path.write_bytes(data)
    with pytest.raises(InvalidInputError, match="not what their name says"):
        open_snapshot(snapshot.path)


def test_other_files_are_refused(snapshot, tmp_path):
    with pytest.raises(InvalidInputError, match="cannot be read"):
        open_snapshot(tmp_path / "none.parquet")
    with pytest.raises(InvalidInputError, match="not what their name says"):
        open_snapshot(snapshot.path.rename(tmp_path / "renamed.parquet"))


def test_a_parquet_file_of_another_kind_is_refused(tmp_path):
    pq.write_table(pa.table({"a": [1]}), tmp_path / "x")
    name = hashlib.sha256((tmp_path / "x").read_bytes()).hexdigest()
    with pytest.raises(InvalidInputError, match="is not stored responses"):
        open_snapshot((tmp_path / "x").rename(tmp_path / f"{name}.parquet"))


def test_cancelling_leaves_nothing_behind(layout, tmp_path):
    class CancelledError(Exception):
        pass

    def cancel(rows):
        assert rows == 3
        raise CancelledError

    with pytest.raises(CancelledError):
        store(RECORDS, layout, tmp_path / "data", progress=cancel)
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("age", "many"), ("age", 2**63), ("stars", 40_000), ("height", "tall"), ("born", "yesterday"),
        ("born", 3), ("wakes", "early"), ("met", 1.5), ("trust", 3), ("words", 7), ("goal", 3),
        ("age", [1]), ("words", "\ud800"),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_refused_with_its_row(layout, tmp_path, name, value):
    wrong = Record({}, {name: value})
    with pytest.raises(InvalidInputError, match=f"Response 2 has “.*” for “{name}”"):
        store([FULL, wrong, FULL], layout, tmp_path / "data")
    assert list((tmp_path / "data").iterdir()) == []


def test_choices_that_no_version_has_are_counted(layout, tmp_path):
    odd = Record({}, {"trust": "7", "goal": ["work", "fame", "money"], "order": ["fame"]})
    snapshot = store([FULL, odd], layout, tmp_path)
    assert snapshot.unknown == {"trust": 1, "goal": 2, "order": 1}
    assert rows_of(snapshot)[1]["trust"] == "7"
    assert open_snapshot(snapshot.path).notes == snapshot.notes
    assert str(snapshot.notes[1]) == "“goal” has 2 answers that are none of its choices."


def test_chunks_do_not_change_what_is_stored(layout, tmp_path, monkeypatch):
    monkeypatch.setattr(snapshots, "ROWS", 2)
    monkeypatch.setattr(snapshots, "FEWEST", 1)
    monkeypatch.setattr(snapshots, "READ_CELLS", 21)
    seen = []
    snapshot = store(RECORDS, layout, tmp_path, progress=seen.append)
    assert seen == [2, 3]
    assert [batch.num_rows for batch in snapshot.batches()] == [1, 1, 1]
    assert [row["response"] for row in rows_of(snapshot)] == ["r-1", "r-2", "r-3"]


def test_long_texts_are_stored_whole_and_bound_the_chunks(tmp_path):
    long = "ž" * 1_000_000
    seen = []
    records = [Record({}, {"a": long})] * 33
    snapshot = store(records, texts_layout("a"), tmp_path, progress=seen.append)
    assert seen == [16, 32, 33]
    assert all(row["a"] == long for row in rows_of(snapshot))


def test_two_thousand_choices_have_two_thousand_columns(tmp_path):
    many = ChoiceList("many", tuple(Choice(f"c{number}") for number in range(2000)))
    layout = make_layout(make_form([question("q", Kind.SELECT_MULTIPLE, choices="many")], lists=(many,)))
    snapshot = store([Record({}, {"q": ["c1999", "c0"]}), Record()], layout, tmp_path)
    first, second = rows_of(snapshot)
    assert (first["q__c0"], first["q__c1"], first["q__c1999"]) == (1, 0, 1)
    assert second["q__c0"] is None
    assert len(first) == 2004


def test_only_the_columns_asked_for_are_read_in_their_order(snapshot):
    assert [batch.schema.names for batch in snapshot.batches(["words", "age"])] == [["words", "age"]]


def test_decimals_and_moments_may_be_typed_or_plain(layout, tmp_path):
    naive = Record({}, {"met": dt.datetime.fromisoformat("2026-07-01T12:00"), "height": Decimal("0.1")})
    day = Record({}, {"met": dt.date(2026, 7, 1), "height": 1})
    rows = rows_of(store([naive, day], layout, tmp_path))
    assert rows[0]["met"].isoformat() == "2026-07-01T12:00:00+03:00"
    assert rows[1]["met"].isoformat() == "2026-07-01T00:00:00+03:00"
    assert [row["height"] for row in rows] == [0.1, 1.0]


def test_a_folder_that_cannot_be_written_is_told(layout, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InvalidInputError, match="could not be written"):
        store(RECORDS, layout, tmp_path / "file")


def test_today_is_a_date_and_start_a_moment(tmp_path):
    form = make_form(
        [
            replace(question("today", Kind.META), preload="today"),
            replace(question("begun", Kind.META), preload="start"),
        ],
        lists=(),
    )
    record = Record({}, {"today": "2026-05-01", "begun": "2026-05-01T08:30:00.000+03:00"})
    row = rows_of(store([record], make_layout(form), tmp_path))[0]
    assert row["today"] == dt.date(2026, 5, 1)
    assert row["begun"].isoformat() == "2026-05-01T08:30:00+03:00"
