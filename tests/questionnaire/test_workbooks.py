"""Files people send: read, linted cell by cell, written again; traps refused before they spring."""

import contextlib
import io
import re
import struct
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.questionnaire.making import YES_NO, book, sheet
from tests.questionnaire.mentoring import EN, mentoring_book

from mentorway.questionnaire import (
    Limits,
    Sheet,
    Workbook,
    columns_of,
    convert,
    header_of,
    languages_of,
    lint,
    publish,
    read_workbook,
    row_type,
    write_workbook,
)
from mentorway.questionnaire.packed import read_packed
from mentorway.questionnaire.plaintext import read_plain
from mentorway.wording import InvalidInputError


def xlsx(**sheets):
    """Return an .xlsx file made by openpyxl."""
    out = openpyxl.Workbook()
    out.remove(out.active)
    for name, rows in sheets.items():
        page = out.create_sheet(name)
        for row in rows:
            page.append(row)
    data = io.BytesIO()
    out.save(data)
    return data.getvalue()


def repacked(data, name, content):
    """Return the .xlsx file with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, content if part.filename == name else old.read(part))
    return out.getvalue()


def places(workbook, severity="error"):
    return [each.place for each in lint(workbook) if each.severity == severity]


def said(workbook, severity="error"):
    return {each.place: str(each.message) for each in lint(workbook) if each.severity == severity}


PLAIN = xlsx(survey=[["type", "name", "label"], ["text", "q", "Which?"]])


def test_a_workbook_is_read_as_texts_with_its_row_numbers():
    data = xlsx(
        survey=[["type", "name ", "label", None, "default"], [None], ["integer", " a", "A\u00a0b", "x", 3.0]],
        choices=[["list_name", "name", "label"], ["l", True, 2.5]],
        Notes=[["anything"]],
    )
    found = read_workbook(data, "form.xlsx")
    survey = found.sheet("survey")
    assert list(survey.records()) == [(3, {"type": "integer", "name": "a", "label": "A b", "default": "3"})]
    assert found.sheet("choices").rows == (("l", "TRUE", "2.5"),)
    assert [each.name for each in found.sheets] == ["survey", "choices", "Notes"]


def test_a_workbook_comes_back_as_it_was_written():
    before = mentoring_book()
    after = read_workbook(write_workbook(before), "mentoring.xlsx")
    assert [list(each.records()) for each in after.sheets] == [list(each.records()) for each in before.sheets]
    assert Workbook.from_json(before.to_json()) == before
    assert lint(after) == lint(before) == ()


def test_a_formula_is_written_as_text():
    written = write_workbook(Workbook((Sheet("survey", ("=1+1",), (("=HYPERLINK(1)",),)),)))
    page = openpyxl.load_workbook(io.BytesIO(written))["survey"]
    assert [(cell.value, cell.data_type) for row in page for cell in row] == [
        ("=1+1", "s"),
        ("=HYPERLINK(1)", "s"),
    ]


def test_csv_holds_all_sheets_or_the_survey_alone():
    whole = b"survey,,\n,type,name\n,text,q\n\nchoices,,\n,list_name,name\n,l,a\n"
    assert [each.name for each in read_workbook(whole, "form.csv").sheets] == ["survey", "choices"]
    alone = "\ufefftype;name;label\ntext;q;Kā iet?\n".encode()
    assert list(read_workbook(alone, "form.csv").sheet("survey").records()) == [
        (2, {"type": "text", "name": "q", "label": "Kā iet?"})
    ]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.xlsx", "The file is empty"),
        (b"text", "a.docx", "and this is neither"),
        (b"text", "a.xlsx", "not a readable Excel workbook"),
        (b"PK\x03\x04 no zip", "a.xlsx", "not a readable Excel workbook"),
        (PLAIN[: len(PLAIN) // 2], "a.xlsx", "not a readable Excel workbook"),
        (b"\xd0\xcf\x11\xe0", "a.xls", "old Excel workbook"),
        (b"\xff\xfe\x00", "a.csv", "not in UTF-8"),
        (b"caf\xe9", "a.csv", "not in UTF-8"),
        (b'survey,"type', "a.csv", "a quote is not closed"),
        (b",,\n,type,name", "a.csv", "no sheet called “survey”"),
        (b"survey,," + b"a" * 30_000, "a.csv", "more than 20000 letters"),
        (b"a" * 6_000_000, "a.csv", "has 6.0 MB"),
        (b"survey,,\n" + b",a,b\n" * 31_000, "a.csv", "more than 30000 rows"),
    ],
)
def test_a_file_that_is_no_questionnaire_is_refused_with_a_sentence(data, name, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        read_workbook(data, name)


def test_a_zip_bomb_is_refused_unopened():
    bomb = repacked(PLAIN, "xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert len(bomb) < 1_000_000
    with pytest.raises(InvalidInputError, match=r"Unpacked, the file has more than 50.0 MB"):
        read_workbook(bomb, "a.xlsx")


def test_a_zip_bomb_that_lies_about_its_size_is_refused():
    bomb = bytearray(repacked(PLAIN, "xl/worksheets/sheet1.xml", b"0" * 60_000_000))
    size = struct.pack("<L", 60_000_000)
    place = bomb.rfind(size)
    bomb[place : place + 4] = struct.pack("<L", 1000)
    with pytest.raises(InvalidInputError):
        read_workbook(bytes(bomb), "a.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
    ],
)
def test_entities_are_refused_before_the_xml_is_read(content):
    with pytest.raises(InvalidInputError, match="not safe to read"):
        read_workbook(repacked(PLAIN, "xl/worksheets/sheet1.xml", content), "a.xlsx")


def test_formulas_that_were_computed_are_taken_with_a_warning_and_others_refused():
    data = xlsx(survey=[["type", "name", "label"], ["text", "q", "=1+1"]])
    with pytest.raises(InvalidInputError, match="formulas without a result, in survey!C2"):
        read_workbook(data, "a.xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        page = packed.read("xl/worksheets/sheet1.xml").decode()
    computed = repacked(
        data,
        "xl/worksheets/sheet1.xml",
        re.sub(r"<f>1\+1</f><v ?/>|<f>1\+1</f><v></v>", "<f>1+1</f><v>2</v>", page),
    )
    found = read_workbook(computed, "a.xlsx")
    assert found.sheet("survey").cell(2, "label") == "2"
    assert any("survey!C2" in str(each.message) for each in lint(found))


def test_a_sheet_that_is_too_large_or_a_text_that_is_too_long_is_refused():
    with pytest.raises(InvalidInputError, match="more than 2 rows"):
        read_packed(xlsx(survey=[["a"]] * 4), Limits(rows=2))
    with pytest.raises(InvalidInputError, match="Cell A2 of the sheet “survey” has 50 letters"):
        read_packed(xlsx(survey=[["a"], ["b" * 50]]), Limits(letters=20))


def test_a_workbook_that_takes_too_long_or_too_much_memory_is_given_up():
    with pytest.raises(InvalidInputError, match="too long or too much memory to read"):
        read_workbook(PLAIN, "a.xlsx", limits=Limits(seconds=0))
    with pytest.raises(InvalidInputError, match="too long or too much memory"):
        convert(mentoring_book(), limits=Limits(memory=30_000_000))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_as_csv(data):
    with contextlib.suppress(InvalidInputError):
        lint(read_plain(data, Limits()))


CELLS = st.sampled_from(
    ["", "text", "note", "select_one l", "select_multiple l or_other", "begin_group", "end_group",
    "begin repeat",
     "calculate", "q", "1q", "q q", "${q}", "yes", "Text", "geopoint", "deviceid", "l", "range", "${", "'"]
)  # fmt: skip
COLUMNS = st.sampled_from(
    ["type", "name", "label", "label::English (en)", "label:Latviešu", "relevant", "calculation", "list_name",
     "constraint", "media::image", "hint", "", "bind::x", "appearance", "choice_filter"]
)  # fmt: skip


@st.composite
def any_sheet(draw, name):
    header = draw(st.lists(COLUMNS, min_size=1, max_size=6))
    rows = draw(st.lists(st.lists(CELLS, max_size=7).map(tuple), max_size=6))
    return Sheet(name, tuple(header), tuple(rows))


@given(any_sheet("survey"), any_sheet("choices"), any_sheet("settings"))
def test_any_workbook_is_linted_without_an_exception(survey, choices, settings):
    for problem in lint(Workbook((survey, choices, settings))):
        assert str(problem.message)
        assert problem.row == 0 or problem.cell


def test_every_problem_names_its_cell():
    survey = [
        ("txt", "a"), ("text", "a b"), ("text", "b"), ("text", "b"), ("select_one nolist", "c"),
        ("begin_repeat", "r"), ("text", "in_r"), ("end_repeat", ""), ("deviceid", "device"), ("geopoint",
        "geo"),
        ("image", "pic"), ("text", "m", {"media::image": "a.png"}), ("text", "s", {"trigger": "${b}"}),
        ("calculate", "empty"), ("end_group", ""), ("begin_group", "open"), ("text", "last"),
    ]  # fmt: skip
    choices = [
        ("l", "a", "A"),
        ("l", "a", "A"),
        ("l", "b c", "B"),
        ("l", "", "C"),
        ("l", "d", ""),
        ("", "e", "E"),
    ]
    found = said(book(survey, choices))
    assert " ".join(found) == (
        "choices!B3 choices!B4 choices!B5 choices!C6 choices!A7 survey!D13 survey!E14 survey!A2 "
        "survey!B3 survey!B5 "
        "survey!A6 survey!A7 survey!A10 survey!A11 survey!A12 survey!A15 survey!A16 survey!A17"
    )
    assert found["survey!B5"] == (
        "The name “b” is already in row 4. Give each question and group a name of its own."
    )
    assert "Repeated groups are not supported." in found["survey!A7"]
    assert found["survey!A10"].startswith("This row would record which device or person answers.")


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"label::English": "A"}, "needs its code, as in “label::Latviešu (lv)”"),
        ({"label:English (en)": "A"}, "needs two colons before the language"),
        ({f"label::{EN}": "A", "label": "A"}, "names no language, while other columns do"),
        (
            {f"label::{EN}": "A", "label::British (en)": "A"},
            "is written as “English (en)” and as “British (en)”",
        ),
        ({f"label::{EN}": "A", f"Label::{EN}": "A"}, "mean the same. Keep one of them."),
    ],
)
def test_language_columns_are_exactly_as_they_must_be(columns, sentence):
    found = Workbook((sheet("survey", [{"type": "text", "name": "q", **columns}]),))
    (problem,) = [each for each in lint(found) if each.row == 1]
    assert (problem.severity, problem.sheet) == ("error", "survey")
    assert sentence in str(problem.message)
    assert problem.cell[0] in "CD"


def test_a_missing_translation_is_a_warning_at_its_cell():
    row = {"type": "text", "name": "q", f"label::{EN}": "A", "label::Suomi (fi)": ""}
    found = Workbook((sheet("survey", [row]),))
    assert places(found) == []
    assert said(found, "warning") == {
        "survey!D2": "The Suomi (fi) text is missing; people who choose that language will see another one."
    }


def test_settings_and_sheets_that_are_not_supported_are_named():
    found = book([("text", "q")], settings={"default_language": EN, "public_key": "x"}, language="Suomi (fi)")
    found = found.with_sheet(sheet("entities", [{"list_name": "a"}]))
    assert places(found) == ["entities", "settings!C2", "settings!D2"]


def test_a_workbook_is_edited_without_changing_the_old_one():
    old = book([("text", "a"), ("text", "c")])
    survey = old.sheet("survey").with_row({"type": "text", "name": "b", "hint": "new"}, before=3)
    new = old.with_sheet(survey.with_cell(2, "label", "Changed").without_row(4))
    assert [cells["name"] for _, cells in new.sheet("survey").records()] == ["a", "b"]
    assert new.sheet("survey").cell(2, "label") == "Changed"
    assert new.sheet("survey").cell(3, "hint") == "new"
    assert old.sheet("survey").cell(2, "label") == "Text of a"
    assert new.with_setting("version", "9").settings["version"] == "9"
    assert Workbook(()).with_setting("form_id", "x").settings == {"form_id": "x"}


def test_columns_and_languages_are_found_by_meaning():
    found = mentoring_book()
    assert [each.code for each in languages_of(found)] == ["en", "lt"]
    assert header_of(sheet("survey", [{"Relevance": "x"}]), "relevant") == "Relevance"
    assert [each.meaning for each in columns_of(sheet("choices", [{"list name": "l", "value": "v"}]))] == [
        "list_name",
        "name",
    ]
    assert row_type("select all that apply from l").kind == "select_multiple"


def test_publishing_gives_a_form_with_a_hash_and_the_identity_that_was_asked_for():
    found = publish(mentoring_book(), name="study-1", version="2026-1")
    assert found.problems == ()
    assert (found.form.name, found.form.version, found.form.title) == ("study-1", "2026-1", "Mentoring")
    assert found.workbook.settings["version"] == "2026-1"
    assert type(found.form).from_json(found.form.to_json()) == found.form
    assert found.form.hash == publish(mentoring_book(), name="study-1", version="2026-1").form.hash
    assert found.form.hash != publish(mentoring_book(), name="study-1", version="2026-2").form.hash


def test_what_cannot_be_published_is_named_with_its_cell():
    survey = [("integer", "a"), ("text", "b", {"relevant": "${a} > nonsense(1)", "constraint": ". != ''"})]
    found = publish(book(survey), name="f", version="1")
    assert found.form is None
    assert [(each.place, str(each.message)[:36]) for each in found.problems if each.severity == "error"] == [
        ("survey!D3", "The function “nonsense” is not suppo")
    ]


def test_what_pyxform_refuses_is_said_with_its_row():
    found = publish(book([("text", "a", {"relevant": "${nobody} = 1"})]), name="f", version="1")
    (problem,) = [each for each in found.problems if each.severity == "error"]
    assert found.form is None
    assert "The converter says: " in str(problem.message)


@pytest.mark.parametrize(
    ("name", "version"), [("1a", "1"), ("a b", "1"), ("a", ""), ("a", "1/2"), ("a" * 99, "1")]
)
def test_an_identity_that_cannot_be_used_is_refused(name, version):
    with pytest.raises(InvalidInputError, match="cannot be"):
        publish(mentoring_book(), name=name, version=version)


def test_typographic_quotes_stay_in_texts():
    found = publish(book([("text", "q", {"hint": "„Taip“ ‘ne’ ”"})], YES_NO), name="quotes", version="1")
    assert found.form.by_name["q"].hints == {"": ("„Taip“ ‘ne’ ”",)}


def test_lists_with_strange_names_and_searches_in_files_are_named():
    survey = [("select_one a'b", "q"), ("select_one yn", "r", {"appearance": "search('file')"})]
    assert places(book(survey, [("a'b", "x", "X"), *YES_NO])) == ["choices!A2", "survey!D3"]
