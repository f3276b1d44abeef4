"""Files for spreadsheets hold texts as texts."""

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from mentorway.cells import unguarded
from mentorway.web.core.tables import csv_file, xlsx_file

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]
MOMENT = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)


def read_csv(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def read_xlsx(answer):
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return book.active, [[cell.value for cell in row] for row in book.active.iter_rows()]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula_in_csv(text):
    assert read_csv(csv_file("a", [text], [[text]])) == [[f"'{text}"], [f"'{text}"]]


@pytest.mark.parametrize("text", DANGEROUS[:4])
def test_no_text_is_a_formula_in_a_workbook(text):
    page, rows = read_xlsx(xlsx_file("a", "List", [text], [[text]]))
    assert (rows, page["A2"].data_type) == ([[text], [text]], "s")


@pytest.mark.parametrize(
    "text", [*DANGEROUS, "+358-40-123", "+358401234567", "+1 1", "Sweden", "'s-Gravenhage"]
)
def test_what_was_guarded_is_read_as_it_was(text):
    assert unguarded(read_csv(csv_file("a", ["x"], [[text]]))[1][0]) == text


@pytest.mark.parametrize("text", ["+358 00 000 0000", "+46 (0)70 123 45", "+371 2012-3456"])
def test_a_telephone_number_is_written_as_it_is(text):
    assert read_csv(csv_file("a", ["x"], [[text]]))[1] == [text]


@pytest.mark.parametrize("text", ["+1 2 3", "+358 40 123 4567+A1", "+358 40 1234567\n=1", "+(1 2345678)"])
def test_what_only_begins_like_a_telephone_number_is_guarded(text):
    assert read_csv(csv_file("a", ["x"], [[text]]))[1] == [f"'{text}"]


def test_values_of_every_kind_are_written():
    row = ["Ąžuolas, «a»\nb", -5, 0.1, Decimal("1.50"), True, None, dt.date(2026, 3, 1), MOMENT]
    assert read_csv(csv_file("a", ["x"] * 8, [row]))[1] == [
        "Ąžuolas, «a»\nb", "-5", "0.1", "1.50", "1", "", "2026-03-01", "2026-03-01 09:30+00:00",
    ]  # fmt: skip
    assert read_xlsx(xlsx_file("a", "L", ["x"] * 8, [row]))[1][1] == [
        "Ąžuolas, «a»\nb", -5, 0.1, 1.5, 1, None, dt.datetime(2026, 3, 1), dt.datetime(2026, 3, 1, 9, 30),  # noqa: DTZ001
    ]  # fmt: skip


def test_spreadsheets_know_the_encoding_and_browsers_the_name():
    answer = csv_file("Ąžuolo sąrašas", ["a"], [])
    assert answer.content == b"\xef\xbb\xbfa\r\n"
    assert (
        answer["Content-Disposition"] == "attachment; filename*=utf-8''%C4%84%C5%BEuolo_s%C4%85ra%C5%A1as.csv"
    )
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "text/csv; charset=utf-8",
        "nosniff",
    )


def test_what_a_workbook_cannot_hold_is_cut_or_left_out():
    page, rows = read_xlsx(
        xlsx_file("a", "A/B: [too long a name] for one sheet", ["x"], [["a" * 40_000], ["b\x01\x00"]])
    )
    assert page.title == "A B   too long a name  for one"
    assert (len(rows[1][0]), rows[1][0][-1], rows[2][0]) == (32_767, "…", "b")
    assert read_xlsx(xlsx_file("a", "''", ["x"], []))[0].title == "1"
