"""The codebook is read from several kinds of file, and refused when it contradicts itself."""

import json
import re

import pytest

from mentorway.answers import Codebook, Item, read_codebook
from mentorway.wording import InvalidInputError

PLAIN = """# title: Trust: in three questions
# source: made for this test

item,scale,text,text_lt,reverse,low,high,missing,note
T1,Trust,"Most people, I trust",Pasitikiu,no,1,5,0;9,first

T2,Trust,Some,,yes,1,5,0,
"""
BOOK = Codebook(
    (
        Item(
            "T1",
            "Trust",
            "Most people, I trust",
            reverse=False,
            low=1,
            high=5,
            missing=frozenset({0, 9}),
            texts={"lt": "Pasitikiu"},
        ),
        Item("T2", "Trust", "Some", reverse=True, low=1, high=5, missing=frozenset({0}), texts={}),
    ),
    "Trust: in three questions",
    "made for this test",
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_codebook_is_read_with_its_title_and_source(text, encoding):
    assert read_codebook(text(PLAIN, "codebook.csv", encoding)) == BOOK


def test_a_codebook_may_be_a_workbook(sheet):
    path = sheet(
        [
            ["# title: Trust: in three questions"],
            ["# source: made for this test"],
            ["item", "scale", "text", "text_lt", "reverse", "low", "high", "missing"],
            ["T1", "Trust", "Most people, I trust", "Pasitikiu", "no", 1, 5, "0;9"],
            ["T2", "Trust", "Some", None, "yes", 1.0, 5, 0],
        ]
    )
    assert read_codebook(path) == BOOK


def test_a_codebook_comes_back_from_json(text):
    assert Codebook.from_json(BOOK.to_json()) == BOOK
    assert read_codebook(text(BOOK.to_json(), "codebook.json")) == BOOK


def test_json_may_be_written_by_hand(text):
    items = [
        {"item": "T1", "scale": "Trust", "low": 1, "high": 5},
        {"item": "T2", "scale": "Trust", "low": 1, "high": 5, "reverse": True},
    ]
    book = read_codebook(text(json.dumps({"items": items}), "codebook.json"))
    assert [(item.text, item.reverse, item.missing) for item in book.items] == [
        ("T1", False, frozenset()),
        ("T2", True, frozenset()),
    ]


def test_spreadsheets_leave_delimiters_behind_the_title(text):
    path = text("# title: Trust;;;\n# source: here;;;\nitem;scale;low;high\nT1;Trust;1;5\n", "codebook.csv")
    book = read_codebook(path)
    assert (book.title, book.source) == ("Trust", "here")


def test_scales_keep_the_order_of_the_codebook(text):
    book = read_codebook(text("item,scale,low,high\nB1,B,1,5\nA1,A,1,7\nB2,B,1,5\n", "codebook.csv"))
    assert {scale: [item.name for item in items] for scale, items in book.scales().items()} == {
        "B": ["B1", "B2"],
        "A": ["A1"],
    }


HEAD = "item,scale,reverse,low,high,missing\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("# title: nothing\n", "The codebook has no items."),
        (HEAD, "The codebook has no items."),
        ("itm,scale,low,high\nT1,A,1,5\n", "unknown column “itm”; the nearest known one is “item”"),
        (
            "item,scale,low,high,revers\nT1,A,1,5,yes\n",
            "unknown column “revers”; the nearest known one is “reverse”",
        ),
        ("item,scale\nT1,A\n", "lacks the columns low, high. It has: item, scale."),
        ("item,scale,low\nT1,A,1\n", "lacks the column high. It has: item, scale, low."),
        ("item,scale,low,low,high\nT1,A,1,1,5\n", "“low” more than once"),
        (HEAD + "T1,A,no,1,5,\nT1,B,no,1,5,\n", "names the item “T1” 2 times"),
        (
            HEAD + ",A,no,1,5,\n",
            "Row 2 of the codebook needs a name of at most 100 letters in the column “item”",
        ),
        (HEAD + "T1,,no,1,5,\n", "in the column “scale”"),
        (HEAD + "T1,A,perhaps,1,5,\n", "Row 2 of the codebook has “perhaps” in the column “reverse”"),
        (HEAD + "T1,A,no,one,5,\n", "Row 2 of the codebook has “one” in the column “low”"),
        (HEAD + "T1,A,no,1,5,0;x\n", "Row 2 of the codebook has “x” in the column “missing”"),
        (
            HEAD + "T1,A,no,1,40000,\n",
            "Row 2 of the codebook has 40000 in the column “high”, where whole numbers from -30000 to 30000 ",
        ),
        (HEAD + "T1,A,no,1,5,12345678\n", "has 12345678 in the column “missing”, where whole numbers from"),
        (
            HEAD + "T\u202e1,A,no,1,5,\n",
            "has a sign that cannot be seen in the column “item”: “T�1”. Type the name anew.",
        ),
        (HEAD + "T1,A\u2067,no,1,5,\n", "has a sign that cannot be seen in the column “scale”"),
        (HEAD + "T1,A,no,5,1,\n", "goes from 5 to 1"),
        (HEAD + "T1,A,no,1,1,\n", "goes from 1 to 1"),
        (HEAD + "T1,A,no,1,500,\n", "with at most 100 steps"),
        (HEAD + "T1,A,no,1,5,0;3\n", "the missing code 3 inside its range of 1 to 5"),
        (HEAD + "T1,A,no,1,5,\nT2,A,no,1,7,\n", "T1 goes from 1 to 5 and T2 from 1 to 7"),
        (HEAD + "T1,A,no,1,5,0,9\n", "Row 2 of the codebook has more cells than the header"),
    ],
)
def test_a_codebook_that_contradicts_itself_is_refused(text, content, said):
    with pytest.raises(InvalidInputError, match=re.escape(said)):
        read_codebook(text(content, "codebook.csv"))


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"item,scale\x00\x01", "codebook.csv", "“codebook.csv” is not a text file"),
        (b"\xff\xfea\x00\x00\xd8", "codebook.txt", "“codebook.txt” begins as utf-16 text"),
        (b"# title: T\nitem\t" + b"x" * 200_000, "codebook.tsv", "“codebook.tsv” cannot be split"),
        (b"\x00\x01", "codebook.json", "“codebook.json” is not a text file"),
        (b"item," * 200 + b"scale\n", "codebook.csv", "“codebook.csv” has 201 columns, and at most 100"),
        (b"", "codebook.csv", "“codebook.csv” is empty"),
    ],
)
def test_what_is_wrong_with_the_file_itself_names_the_codebook(text, content, name, said):
    with pytest.raises(InvalidInputError, match=re.escape(said)):
        read_codebook(text(content, name))


def test_a_folder_is_no_codebook(tmp_path):
    with pytest.raises(InvalidInputError, match=r"is a folder\. Name the file in it"):
        read_codebook(tmp_path)


def test_title_and_source_cannot_turn_what_stands_after_them(text):
    path = text(
        "# title: Tr\u202eust\n# source: \u2066here\nitem,scale,low,high\nT1,Trust,1,5\n", "codebook.csv"
    )
    book = read_codebook(path)
    assert (book.title, book.source) == ("Trust", "here")


@pytest.mark.parametrize("content", ["[]", "{", '{"items": 3}', '{"items": [3]}', "[" * 100_000])
def test_other_json_is_refused(text, content):
    with pytest.raises(InvalidInputError, match="is not JSON of the form needed"):
        read_codebook(text(content, "codebook.json"))


def test_another_kind_of_codebook_is_refused(text):
    with pytest.raises(InvalidInputError, match="is not known"):
        read_codebook(text(PLAIN, "codebook.doc"))
