"""Workbooks, SPSS and Parquet files, and the traps that they may hold."""

import datetime as dt
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mentorway.answers import Codebook, Item, Limits, check, read_table
from mentorway.answers.origin import origin_of
from mentorway.wording import InvalidInputError

HEADER = ["country", "E1", "E2"]


def notes(table):
    return [str(note) for note in origin_of(table).notes]


def test_a_sheet_is_a_table_of_texts(sheet):
    path = sheet([HEADER, ["LT", 4, 2.0], ["LV", None, 3.5], [None, True, dt.date(2026, 1, 2)]])
    assert read_table(path).to_pydict() == {
        "country": ["LT", "LV", ""],
        "E1": ["4", "", "TRUE"],
        "E2": ["2", "3.5", "2026-01-02T00:00:00"],
    }


def test_only_the_first_sheet_is_read_and_that_is_said(sheet):
    table = read_table(sheet([HEADER, ["LT", 4, 2]], [["x"]], [["y"]]))
    assert table.num_rows == 1
    assert notes(table) == ["Only the first sheet, “Sheet 1”, was read. Not read: Sheet 2, Sheet 3."]


def test_rows_of_a_sheet_are_numbered_as_in_the_sheet(sheet):
    table = read_table(sheet([[], HEADER, ["LT", 4, 2], [], [], ["LV", 1, 1]]))
    assert [origin_of(table).row(index) for index in range(2)] == [3, 6]


def test_formulas_are_refused_by_cell(sheet):
    path = sheet([HEADER, ["LT", "=1+3", 2], ["LV", 4, "=SUM(B2:B3)"]])
    with pytest.raises(InvalidInputError, match="2 formulas, in cells B2, C3"):
        read_table(path)


def test_a_text_that_only_looks_like_a_formula_is_text(tmp_path):
    import xlsxwriter  # noqa: PLC0415 - only here

    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet()
        for column, name in enumerate(["country", "E1"]):
            page.write_string(0, column, name)
        page.write_string(1, 0, "=cmd()")
        page.write_number(1, 1, 4)
    assert read_table(tmp_path / "a.xlsx").to_pylist() == [{"country": "=cmd()", "E1": "4"}]


def test_a_value_beyond_the_header_is_named(sheet):
    with pytest.raises(InvalidInputError, match=r"Row 2 of “answers\.xlsx” has the value “9” in column 4"):
        read_table(sheet([HEADER, ["LT", 4, 2, 9]]))


@pytest.mark.parametrize(("rows", "said"), [([], "is empty"), ([HEADER], "a header and no rows")])
def test_an_empty_sheet_is_refused(sheet, rows, said):
    with pytest.raises(InvalidInputError, match=said):
        read_table(sheet(rows))


def test_limits_hold_for_sheets(sheet):
    path = sheet([HEADER, *[["LT", 4, 2]] * 20])
    for limits, said in (
        (Limits(rows=10), "more than 10 rows"),
        (Limits(columns=2), "at most 2"),
        (Limits(unzipped=1000), "Unpacked"),
    ):
        with pytest.raises(InvalidInputError, match=said):
            read_table(path, limits=limits)


@pytest.mark.long
def test_a_zip_bomb_is_refused_unread(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/a.xml", "w") as part:
        for _ in range(110):
            part.write(b" " * 10_000_000)
    assert path.stat().st_size < 2_000_000
    with pytest.raises(InvalidInputError, match=r"more than 1000\.0 MB"):
        read_table(path)


def altered(path, part, change):
    """Return the workbook with one part changed."""
    target = path.with_name("altered.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == part else data)
    return target


LAUGHS = b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("attack", [LAUGHS, OUTSIDE])
def test_entities_are_refused_in_every_part(sheet, part, attack):
    path = altered(sheet([HEADER, ["LT", 4, 2]]), part, lambda data: attack + data)
    with pytest.raises(InvalidInputError, match="not safe to read"):
        read_table(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: (b'<?xml version="1.0" encoding="UTF-16"?>' + OUTSIDE + data).decode().encode("utf-16"),
        lambda data: b'<?xml version="1.0" encoding="cp037"?>' + OUTSIDE.decode().encode("cp037") + data,
        lambda data: b" " * ((1 << 20) - 5) + OUTSIDE + data,
    ],
)
def test_entities_cannot_hide(sheet, change):
    with pytest.raises(InvalidInputError, match="not safe to read"):
        read_table(altered(sheet([HEADER, ["LT", 4, 2]]), "xl/worksheets/sheet1.xml", change))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b'r="A1"', b'r="what"'),
        lambda data: data.replace(b'r="2"', b'r="many"'),
        lambda data: data.replace(b"<v>4</v>", b"<v>four</v>"),
        lambda _: b"",
    ],
)
def test_a_damaged_sheet_is_refused(sheet, change):
    with pytest.raises(InvalidInputError, match="not a readable Excel workbook"):
        read_table(altered(sheet([HEADER, ["LT", 4, 2]]), "xl/worksheets/sheet1.xml", change))


def test_a_row_far_away_is_refused(sheet):
    far = altered(
        sheet([HEADER, ["LT", 4, 2]]),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b'<row r="2"', b'<row r="999999999"').replace(b'A2"', b'A999999999"'),
    )
    with pytest.raises(InvalidInputError, match="more than 1000 rows"):
        read_table(far, limits=Limits(rows=1000))


def test_spss_numbers_texts_labels_and_missing_codes(text, spss):
    data = spss(
        [("country", False), ("town", True), ("E1", False)],
        [[1.0, "Vilnius", 4.0], [2.0, "Rīga", 9.0], [1.0, "", None]],
        labels={"country": {1.0: "Lietuva", 2.0: "Latvija"}},
        missing={"E1": 9.0},
    )
    table = read_table(text(data, "answers.sav"))
    assert table.to_pydict() == {
        "COUNTRY": [1.0, 2.0, 1.0],
        "TOWN": ["Vilnius", "Rīga", ""],
        "E1": [4.0, None, None],
    }
    book = Codebook((Item("E1", "E", "", reverse=False, low=1, high=5),))
    assert check(table, book, group="COUNTRY").groups == (("Lietuva", 2), ("Latvija", 1))


def test_limits_hold_for_spss(text, spss):
    path = text(spss([("E1", False)], [[1.0]] * 20), "answers.sav")
    for limits, said in ((Limits(rows=10), "more than 10 rows"), (Limits(unzipped=100), "Unpacked")):
        with pytest.raises(InvalidInputError, match=said):
            read_table(path, limits=limits)


def test_spss_without_cases_is_refused(text, spss):
    with pytest.raises(InvalidInputError, match="a header and no rows"):
        read_table(text(spss([("E1", False)], []), "answers.sav"))


@pytest.mark.parametrize("name", ["answers.sav", "answers.zsav", "answers.parquet", "answers.xlsx"])
@pytest.mark.parametrize("content", [b"x", b"$FL2" + b"\xff" * 500, b"country,E1\nLT,4\n", b"PARE" * 9])
def test_a_damaged_or_encrypted_file_is_refused(text, name, content):
    with pytest.raises(InvalidInputError, match=r"is not a readable|has the content of"):
        read_table(text(content, name))


def test_parquet_keeps_numbers_and_texts(tmp_path):
    table = pa.table(
        {
            "country": pa.array(["LT", "LV", None]).dictionary_encode(),
            "E1": pa.array([4, None, 1], pa.int8()),
            "E2": pa.array([1.0, float("nan"), 3.0], pa.float32()),
            "day": pa.array([dt.date(2026, 1, 2)] * 3),
            "many": [[1], [2], [3]],
            "raw": [b"a", b"b", b"c"],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    got = read_table(tmp_path / "a.parquet")
    assert got.column_names == ["country", "E1", "E2", "day"]
    assert got["day"].to_pylist() == ["2026-01-02"] * 3
    assert notes(got) == ["Left out, as they hold neither numbers nor text: many, raw."]


def test_limits_hold_for_parquet(tmp_path):
    pq.write_table(pa.table({"E1": [1] * 100_000, "E2": [2] * 100_000}), tmp_path / "a.parquet")
    for limits, said in (
        (Limits(rows=10), "more than 10 rows"),
        (Limits(columns=1), "2 columns"),
        (Limits(unzipped=100_000), "Unpacked"),
    ):
        with pytest.raises(InvalidInputError, match=said):
            read_table(tmp_path / "a.parquet", limits=limits)


@pytest.mark.parametrize(
    ("table", "said"), [({"a": [[1]]}, "no column of numbers"), ({"a": pa.array([], pa.int8())}, "no rows")]
)
def test_parquet_without_answers_is_refused(tmp_path, table, said):
    pq.write_table(pa.table(table), tmp_path / "a.parquet")
    with pytest.raises(InvalidInputError, match=said):
        read_table(tmp_path / "a.parquet")
