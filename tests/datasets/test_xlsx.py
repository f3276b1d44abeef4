"""Excel: responses and codebook, read back by openpyxl."""

import datetime as dt

import openpyxl
import pytest
from tests.datasets.making import texts_layout

from mentorway.datasets import Record, Snapshot, Style, export_xlsx, store, xlsx
from mentorway.wording import InvalidInputError


def sheets_of(path):
    book = openpyxl.load_workbook(path)
    return {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book}


def test_values_are_typed_cells(snapshot, tmp_path):
    rows = sheets_of(export_xlsx(snapshot, tmp_path / "x.xlsx").path)["responses"]
    full = dict(zip(rows[0], rows[1], strict=True))
    assert full["age"] == 42
    assert full["height"] == 1.75
    assert full["born"] == dt.datetime.fromisoformat("1984-02-29")
    assert full["wakes"] == dt.time(6, 30)
    assert full["met"] == dt.datetime.fromisoformat("2026-05-01T11:30")
    assert full["trust"] == "3"
    assert full["goal__health"] == 1
    assert dict(zip(rows[0], rows[2], strict=True))["words"] == "=1+1"


def test_a_formula_stays_a_text(snapshot, tmp_path):
    book = openpyxl.load_workbook(export_xlsx(snapshot, tmp_path / "x.xlsx").path)
    kinds = {cell.data_type for row in book["responses"].iter_rows() for cell in row}
    assert "f" not in kinds


def test_labels_and_codebook_are_in_the_chosen_language(snapshot, tmp_path):
    style = Style(labels=True, language="lv")
    found = sheets_of(export_xlsx(snapshot, tmp_path / "x.xlsx", style).path)
    full = dict(zip(found["responses"][0], found["responses"][1], strict=True))
    assert full["trust"] == "Piekrītu"
    trust = next(place for place, row in enumerate(found["codebook"]) if row[0] == "trust")
    assert found["codebook"][trust][:3] == ["trust", "I trust my mentor (lv ņķ)", "text"]
    assert found["codebook"][trust + 4] == ["trust", None, None, "99", "Nezinu", "yes", None]


def test_long_texts_are_cut_and_told(tmp_path):
    snapshot = store([Record({}, {"a": "ž" * 40_000})], texts_layout("a"), tmp_path)
    written = export_xlsx(snapshot, tmp_path / "x.xlsx")
    assert len(sheets_of(written.path)["responses"][1][0]) == 32_767
    assert str(written.notes[0]).startswith("In “a”, 1 text is longer than the 32767 letters")


def test_years_before_excel_are_texts(layout, tmp_path):
    snapshot = store([Record({}, {"born": "1899-12-31"})], layout, tmp_path)
    rows = sheets_of(export_xlsx(snapshot, tmp_path / "x.xlsx").path)["responses"]
    assert dict(zip(rows[0], rows[1], strict=True))["born"] == "1899-12-31"


def test_more_rows_than_excel_has_are_refused(snapshot, tmp_path):
    many = Snapshot(snapshot.path, snapshot.sha256, 1_048_576, snapshot.layout)
    with pytest.raises(
        InvalidInputError, match="at most 1048575 responses on a sheet, and there are 1048576"
    ):
        export_xlsx(many, tmp_path / "x.xlsx")


def test_more_columns_than_excel_has_are_refused(snapshot, tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_COLUMNS", 20)
    with pytest.raises(InvalidInputError, match="at most 20 columns, and there are 21"):
        export_xlsx(snapshot, tmp_path / "x.xlsx")


def test_a_study_without_responses_has_both_sheets(nobody, tmp_path):
    found = sheets_of(export_xlsx(nobody, tmp_path / "x.xlsx").path)
    assert len(found["responses"]) == 1
    assert len(found["codebook"]) > 20


def test_cancelling_leaves_nothing_behind(snapshot, tmp_path):
    def cancel(_rows):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        export_xlsx(snapshot, tmp_path / "out" / "x.xlsx", progress=cancel)
    assert list((tmp_path / "out").iterdir()) == []


def test_the_same_snapshot_gives_the_same_file(snapshot, tmp_path):
    one = export_xlsx(snapshot, tmp_path / "1.xlsx").path.read_bytes()
    assert one == export_xlsx(snapshot, tmp_path / "2.xlsx").path.read_bytes()
