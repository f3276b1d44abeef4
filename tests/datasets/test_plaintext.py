"""CSV: what spreadsheets and programs read."""

import csv
import re

import pytest
from tests.datasets.making import texts_layout

from mentorway.datasets import Record, Style, export_csv, store

RISKY = ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\rx", "\n=1", "  =1", "＝1", "'=1", "''-a", "\u00a0=1"]
HARMLESS = ["-99", "+370", "3.5", "'quoted'", "a=1", "", "-1,5", "Jānis"]
SIGN = re.compile("'+([\\s\u00a0]*[=+\\-@＝＋－＠]|[\t\r\n])")


def cells_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_codes_lists_and_dates_are_written(snapshot, tmp_path):
    written = export_csv(snapshot, tmp_path / "x.csv")
    assert written.rows == 3
    assert (tmp_path / "x.csv").read_bytes().startswith(b'\xef\xbb\xbf"response"')
    full, stored, empty = cells_of(written.path)
    assert full == {
        "response": "r-1", "wave": "1", "organisation": "a", "day": "2026-05-01", "age": "42", "stars": "9",
        "height": "1.75", "born": "1984-02-29", "wakes": "06:30:00", "met": "2026-05-01T11:30:00+03:00",
        "trust": "3", "city": "rīga-centrs", "goal": "work health", "goal__work": "1", "goal__friends": "0",
        "goal__health": "1", "order": "health work friends", "order__work": "2", "order__friends": "3",
        "order__health": "1", "agreed": "OK", "words": "Ačiū, paldies “tack”", "sum": "2",
    }  # fmt: skip
    assert stored["words"] == "'=1+1"
    assert {name for name, text in empty.items() if text} == {"response"}


def test_labels_are_written_in_the_chosen_language(snapshot, tmp_path):
    full, stored, _ = cells_of(export_csv(snapshot, tmp_path / "x.csv", Style(True, "lt")).path)  # noqa: FBT003
    assert full["trust"] == "Sutinku"
    assert full["organisation"] == "Ąžuolas"
    assert full["goal"] == "Darbas; Sveikata ąčęėįšųūž"
    assert full["order"] == "Sveikata ąčęėįšųūž; Darbas; Draugai"
    assert full["goal__work"] == "1"
    assert stored["city"] == "Vilnius"


def test_a_code_without_a_label_stays_a_code(layout, tmp_path):
    snapshot = store([Record({}, {"trust": "7"})], layout, tmp_path)
    (row,) = cells_of(export_csv(snapshot, tmp_path / "x.csv", Style(labels=True, language="lv")).path)
    assert row["trust"] == "7"


def test_no_text_is_taken_for_a_formula_and_every_text_can_be_had_back(tmp_path):
    texts = [*RISKY, *HARMLESS]
    snapshot = store([Record({}, {"a": text, "b": "b"}) for text in texts], texts_layout("a", "b"), tmp_path)
    found = [row["a"] for row in cells_of(export_csv(snapshot, tmp_path / "x.csv").path)]
    assert found[: len(RISKY)] == [f"'{text}" for text in RISKY]
    assert found[len(RISKY) :] == HARMLESS
    assert [text[1:] if SIGN.match(text) else text for text in found] == texts


def test_a_study_without_responses_has_its_header(nobody, tmp_path):
    path = export_csv(nobody, tmp_path / "x.csv").path
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) == 1
    assert cells_of(path) == []


def test_a_question_with_no_choice_made_differs_from_one_not_answered(layout, tmp_path):
    snapshot = store([Record({}, {"goal": []}), Record({}, {"goal": ["fame"]})], layout, tmp_path)
    first, second = cells_of(export_csv(snapshot, tmp_path / "x.csv").path)
    assert (first["goal"], first["goal__work"]) == ("", "")
    assert (second["goal"], second["goal__work"]) == ("", "0")


def test_cancelling_leaves_nothing_behind(snapshot, tmp_path):
    def cancel(_rows):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_csv(snapshot, tmp_path / "out" / "x.csv", progress=cancel)
    assert list((tmp_path / "out").iterdir()) == []


def test_an_older_file_stays_when_the_new_one_fails(snapshot, tmp_path):
    def cancel(_rows):
        raise KeyboardInterrupt

    (tmp_path / "x.csv").write_text("before")
    with pytest.raises(KeyboardInterrupt):
        export_csv(snapshot, tmp_path / "x.csv", progress=cancel)
    assert (tmp_path / "x.csv").read_text() == "before"
