"""Text files of answers: delimiters, alphabets, packed files, lines that do not fit."""

import gzip
import re

import pytest

from mentorway.answers import Limits, read_table
from mentorway.answers.origin import origin_of
from mentorway.wording import InvalidInputError

ROWS = [{"country": "Šiauliai", "E1": "4", "E2": "1"}, {"country": "Åbo", "E1": "", "E2": "5"}]


def notes(table):
    return [str(note) for note in origin_of(table).notes]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("packed", [False, True])
def test_each_delimiter_and_line_end_is_found(text, delimiter, end, packed):
    content = end.join(
        delimiter.join(row) for row in [["country", "E1", "E2"], *([*row.values()] for row in ROWS)]
    )
    data = content.encode()
    path = text(gzip.compress(data) if packed else data, "answers.csv.gz" if packed else "answers.csv")
    assert read_table(path).to_pylist() == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_a_word(text, encoding):
    table = read_table(text("country,E1,E2\nŠiauliai,4,1\nÅbo,,5\n", encoding=encoding))
    assert table.to_pylist() == ROWS
    assert notes(table) == []


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", ["Malmö", "Åbo", "Tromsø", "Sjælland", "Ísafjörður", "Þórshöfn"]),
        ("cp1257", ["Šiauliai", "Panevėžys", "Mažeikiai", "Rīga", "Jūrmala", "Ķekava"]),
        ("utf-16-le", ["Malmö", "Šiauliai"]),
        ("utf-16-be", ["Malmö", "Šiauliai"]),
    ],
)
def test_an_old_alphabet_is_recognised_and_said(text, encoding, names):
    table = read_table(text("town,E1\n" + "".join(f"{name},3\n" for name in names), encoding=encoding))
    assert table["town"].to_pylist() == names
    assert re.search(f"not in UTF-8; it was read as {encoding}", notes(table)[0])


def test_a_delimiter_in_quotes_is_text(text):
    table = read_table(text('town;E1\n"a;b";4\n"say ""x""\nhere";5\n'))
    assert table["town"].to_pylist() == ["a;b", 'say "x"\nhere']


def test_excel_may_name_its_delimiter(text):
    assert read_table(text("sep=;\ntown;E1\na;4\n")).to_pylist() == [{"town": "a", "E1": "4"}]


def test_decimal_commas_do_not_look_like_a_delimiter(text):
    assert read_table(text("town;E1\na;4,0\nb;3,0\n")).column_names == ["town", "E1"]


def test_nameless_empty_columns_at_the_end_are_dropped(text):
    assert read_table(text("town,E1,,\na,4,,\n")).column_names == ["town", "E1"]


def test_rows_are_numbered_as_in_the_file_in_spite_of_empty_lines(text):
    table = read_table(text("\ntown,E1\n\na,4\n\n\nb,5\nc,5\n"))
    assert [origin_of(table).row(index) for index in range(3)] == [4, 7, 8]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "The file “answers.csv” has no text in it"),
        (b"a,b\n", "a header and no rows"),
        (b"a,b\n\n\n", "a header and no rows"),
        (b"a,b\n1,2\n\n3\n", "In “answers.csv”, line 4 has another number of cells (1) than the header (2)"),
        (
            b"a,b\n1,2,3\n3\n1,2\n",
            "In “answers.csv”, 2 lines have another number of cells than the header (2): lines 2, 3",
        ),
        (b'a,b\n1,"2\n3,4\n', "never closed, near line 2"),
        (b"a,b\n1,\x002\n", "line 2 has a byte (0x00)"),
        (b"a,b\n1,\x01\n", "line 2 has a byte (0x01)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "“answers.csv” is not a text file"),
        (b"PK\x03\x04rest", "content of a .xlsx file"),
        (b"PAR1rest", "content of a .parquet file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
        (b"\xff\xfea\x00,\x00b", "cannot be read as that to its end"),
        (b"\x1f\x8b\x08broken", "cannot be unpacked"),
        (gzip.compress(b"a,b\n1,2\n" * 99, mtime=0)[:-9], "cannot be unpacked"),
        (gzip.compress(b"", mtime=0), "is empty"),
    ],
)
def test_what_cannot_be_read_is_said(text, content, said):
    content = content if content != b"\xff\xfea\x00,\x00b" else b"\xff\xfea\x00\x00\xd8"
    with pytest.raises(InvalidInputError, match=re.escape(said)):
        read_table(text(content))


@pytest.mark.parametrize("name", ["answers", "answers.doc", "answers.xlsx.gz"])
def test_another_kind_of_file_is_refused(text, name):
    with pytest.raises(InvalidInputError, match="is not known"):
        read_table(text("a,b\n1,2\n", name))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InvalidInputError, match=r"no file “nothing\.csv”"):
        read_table(tmp_path / "nothing.csv")


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "xlsx", "sav", "parquet"])
def test_two_gigabytes_are_refused_unread(tmp_path, ending, monkeypatch):
    path = tmp_path / f"answers.{ending}"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    monkeypatch.setattr(type(path), "open", None)
    with pytest.raises(InvalidInputError, match=r"has 2000\.0 MB, and at most 500\.0 MB"):
        read_table(path)


def test_a_packed_file_that_unfolds_too_far_is_refused(text):
    path = text(gzip.compress(b"a,b\n" + b"1,2\n" * 1_000_000), "answers.csv.gz")
    with pytest.raises(InvalidInputError, match=r"more than 1\.0 MB"):
        read_table(path, limits=Limits(unzipped=1_000_000))


def test_too_many_rows_or_columns_are_refused(text):
    path = text("a,b\n" + "1,2\n" * 20)
    with pytest.raises(InvalidInputError, match="more than 10 rows"):
        read_table(path, limits=Limits(rows=10))
    with pytest.raises(InvalidInputError, match="2 columns, and at most 1"):
        read_table(path, limits=Limits(columns=1))


def test_progress_goes_from_little_to_all(text):
    shares = []
    read_table(text("a,b\n" + "1,2\n" * 20), progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
