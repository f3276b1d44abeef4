"""Every problem is said with its place, what came and what to do."""

import numpy as np
import pyarrow as pa
import pytest

from mentorway.answers import Codebook, Item, Severity, check, read_table
from mentorway.answers.origin import Origin


def item(name, scale="Trust", *, missing=(0,)):
    return Item(name, scale, name, reverse=False, low=1, high=5, missing=frozenset(missing))


BOOK = Codebook(tuple(item(name) for name in ("T1", "T2", "T3")))


def answers(rows=40, seed=1, **columns):
    rng = np.random.default_rng(seed)
    usual = {"country": ["LT", "LV"] * (rows // 2)}
    usual |= {name: [str(one) for one in rng.integers(1, 6, rows)] for name in ("T1", "T2", "T3")}
    return usual | columns


def problems(columns, book=BOOK, group="country"):
    return check(pa.table(columns), book, group=group).problems


def said(columns, book=BOOK, group="country"):
    return [str(problem.message) for problem in problems(columns, book, group)]


def with_cells(name, cells):
    """Return good answers with some cells of one column changed, by row in the file."""
    columns = answers()
    for row, value in cells.items():
        columns[name][row - 2] = value
    return columns


def test_good_answers_have_no_problems():
    preview = check(pa.table(answers()), BOOK, group="country")
    assert preview.problems == ()
    assert preview.usable
    assert preview.groups == (("LT", 20), ("LV", 20))
    assert preview.columns == ("country", "T1", "T2", "T3")
    assert len(preview.head) == 10
    assert preview.rows == 40


@pytest.mark.parametrize("value", ["4", " 4 ", "4.0", "4,0", "4,", "+4", "0", "", "  ", None])
def test_a_whole_number_may_be_written_in_several_ways(value):
    assert said(with_cells("T1", {5: value})) == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("6", "the value “6” is outside the scale from 1 to 5"),
        ("-1", "the value “-1” is outside the scale"),
        ("4.5", "“4.5” is not a whole number"),
        ("4,5", "“4,5” is not a whole number"),
        (".5", "“.5” is not a whole number"),
        ("agree", "“agree” is text where a whole number from 1 to 5 is needed"),
        ("1e0", "“1e0” is text"),
        ("٣", "“٣” is text"),
    ],
)
def test_a_cell_that_is_no_answer_is_an_error_with_its_place(value, words):
    (problem,) = problems(with_cells("T2", {7: value}))
    assert words in str(problem.message)
    assert (problem.severity, problem.column, problem.row, problem.value) == (Severity.ERROR, "T2", 7, value)


def test_values_that_are_alike_are_one_problem_with_a_count():
    (problem,) = problems(with_cells("T2", dict.fromkeys(range(4, 12), "9")))
    assert (problem.row, problem.count) == (4, 8)
    assert "Column T2, 8 rows (4, 5, 6, 7, 8, …): the value “9”" in str(problem.message)


def test_many_different_wrong_values_keep_their_own_rows():
    found = problems(with_cells("T2", {row: f"x{row}" for row in range(2, 42)}))
    assert [(one.row, one.value) for one in found if one.value] == [(row, f"x{row}") for row in range(2, 42)]


def test_numbers_are_judged_like_texts():
    columns = answers(T1=[1, 2, 3, 4] * 10, T2=[1.0, float("nan"), 3.0, 5.0, 2.0] * 8)
    assert said(columns) == []
    columns["T2"][3:6] = [4.5, float("inf"), 7.0]
    assert [(one.row, one.value) for one in problems(columns)] == [(5, "4.5"), (6, "inf"), (7, "7.0")]


@pytest.mark.parametrize("word", ["NA", "n/a", ".", "NULL"])
def test_a_word_for_no_answer_is_taken_as_such_and_said(word):
    (problem,) = problems(with_cells("T2", {7: word}))
    assert problem.severity is Severity.WARNING
    assert str(problem.message) == f"Column T2, row 7: “{word}” is taken as no answer."


def test_a_value_is_shown_short_and_harmless():
    (problem,) = problems(with_cells("T2", {7: "\x1b[31m" + "x" * 500}))
    assert problem.value == "�[31m" + "x" * 55 + "…"


def test_at_most_two_hundred_problems_are_shown():
    columns = {name: [f"x{row}" for row in range(300)] for name in ("T1", "T2", "T3")}
    preview = check(pa.table({"country": ["LT", "LV"] * 150} | columns), BOOK, group="country")
    assert len(preview.problems) == 200
    assert preview.problems_left_out == 900 + 3 + 1 - 200


def test_a_missing_item_is_an_error_with_similar_names():
    columns = answers()
    columns["t_2"] = columns.pop("T2")
    assert said(columns) == [
        "The item “T2” of the codebook is not a column of the file. Similar columns: t_2."
    ]


def test_a_file_of_one_column_asks_for_the_delimiter():
    assert "Was the delimiter found?" in said({"country:T1:T2": ["a"]})[1]


def test_a_codebook_for_another_file_is_one_error():
    found = said({"country": ["LT", "LV"], "Q1": ["1", "2"]})
    assert found[0].startswith("None of the 3 items of the codebook is a column of the file.")
    assert len([one for one in found if "of the codebook" in one]) == 1


def test_a_missing_group_column_lists_the_columns():
    assert said(answers(), group="land")[0] == (
        "There is no column “land” for the groups. The columns are: country, T1, T2, T3."
    )


def test_an_item_cannot_be_the_group():
    assert "cannot be the group too" in said(answers(), group="T1")[0]


def test_columns_with_one_name_are_an_error_when_they_matter():
    table = (
        pa.table(answers()).append_column("T1", pa.array(["1"] * 40)).append_column("x", pa.array(["1"] * 40))
    )
    preview = check(table.append_column("x", pa.array(["1"] * 40)), BOOK, group="country")
    assert [(one.severity, str(one.message)) for one in preview.problems] == [
        (Severity.ERROR, "2 columns are named “T1”. Rename or remove all but one."),
        (Severity.WARNING, "Several columns have the same name; they are not used: x."),
    ]


def test_a_blank_group_is_warned_of_and_counted():
    (problem,) = problems(with_cells("country", {3: "", 9: " ", 11: None}))
    assert "3 rows have nothing in the column “country”" in str(problem.message)
    assert (problem.severity, problem.row, problem.count) == (Severity.WARNING, 3, 3)


def test_a_group_column_without_groups_is_an_error():
    assert said(answers(country=[""] * 40)) == ["The column “country” is empty in every row."]


def test_a_column_of_people_is_no_group():
    assert (
        "Choose a column that names groups"
        in said(answers(rows=600, country=[f"p{row}" for row in range(600)]))[0]
    )


def test_one_group_and_groups_that_differ_in_capitals_are_warned_of():
    assert "There is one group only, “LT”" in said(answers(country=["LT"] * 40))[0]
    assert "“LT” and “lt” differ in capital letters only" in said(answers(country=["LT", "lt"] * 20))[0]


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x", "<b>x</b>", "%(row)s"])
def test_a_group_name_is_only_data(name):
    preview = check(pa.table(answers(country=["LT", name] * 20)), BOOK, group="country")
    assert dict(preview.groups) == {"LT": 20, name: 20}
    assert preview.problems == ()


def test_a_group_name_of_more_than_a_hundred_letters_is_an_error_with_its_row():
    columns = answers()
    columns["country"][4:6] = ["x" * 101, "y" * 100]
    found = [problem for problem in problems(columns) if problem.severity is Severity.ERROR]
    assert [(problem.column, problem.row) for problem in found] == [("country", 6)]
    assert "Row 6 has a name of 101 letters in the column “country”" in str(found[0].message)


def test_signs_that_turn_the_direction_are_taken_out_of_group_names():
    columns = answers()
    columns["country"][0] = "\u202aLT\u202c"
    columns["country"][1] = "\u2067\u2069"
    preview = check(pa.table(columns), BOOK, group="country")
    assert (preview.groups, preview.group_missing) == ((("LT", 20), ("LV", 19)), 1)


def test_groups_too_small_to_compare_are_warned_of():
    found = problems(answers(country=["EE", "IS", "IS", "FI", "FI", "FI", *["LT"] * 34]))
    assert [str(one.message) for one in found] == [
        "A group of one person cannot be compared: EE.",
        (
            "The scale “Trust” has 3 items, and these groups have no more people than that: FI (3), IS (2). "
            "They can be described, not compared."
        ),
    ]
    assert {one.severity for one in found} == {Severity.WARNING}


def test_an_item_that_everyone_answers_alike_is_an_error():
    (problem,) = problems(answers(T2=["3"] * 39 + [""]))
    assert problem.severity is Severity.ERROR
    assert "Everyone who answered “T2” gave the same answer" in str(problem.message)
    assert "or no one did" in said(answers(T2=["0"] * 40))[0]


def test_an_item_that_one_group_answers_alike_is_a_warning():
    columns = answers()
    columns["T2"] = ["3" if row % 2 else value for row, value in enumerate(columns["T2"])]
    (problem,) = problems(columns)
    assert problem.severity is Severity.WARNING
    assert str(problem.message) == "In LV, everyone who answered “T2” gave the same answer, or no one did."


@pytest.mark.parametrize("turned", [False, True])
def test_items_with_the_same_answers_are_named(turned):
    columns = answers()
    columns["T3"] = [str(6 - int(value)) if turned else value for value in columns["T1"]]
    assert said(columns)[0].startswith("The items “T1” and “T3” have the same answers in every row")


def test_a_scale_of_two_items_is_warned_of():
    book = Codebook((*BOOK.items, item("D1", "Doubt"), item("D2", "Doubt")))
    columns = answers() | {"D1": answers(seed=2)["T1"], "D2": answers(seed=3)["T1"]}
    assert said(columns, book)[0].startswith("The scale “Doubt” has fewer than three items")


def test_rows_without_answers_and_repeated_rows_are_warned_of():
    names = [f"Q{number}" for number in range(1, 25)]
    book = Codebook(tuple(item(name, "Long") for name in names))
    rng = np.random.default_rng(5)
    rows = rng.integers(1, 6, (80, 24))
    rows[9], rows[20] = rows[3], 0
    rows[30] = rows[31] = 3
    rows[32:34] = rows[32]
    columns = {"country": ["LT"] * 33 + ["LV"] * 47} | {
        name: rows[:, place] for place, name in enumerate(names)
    }
    found = problems(columns, book)
    assert [(one.row, one.count) for one in found] == [(22, 1), (11, 1)]


def test_rows_count_as_in_the_file():
    table = Origin(first=4, skipped=(6,)).attach(pa.table(with_cells("T1", {5: "9"})))
    assert check(table, BOOK, group="country").problems[0].row == 8


def test_what_the_reader_assumed_is_a_warning(text):
    path = text("country,T1,T2,T3\nMalmö,1,2,3\nÅbo,3,1,2\n", encoding="cp1252")
    preview = check(read_table(path), BOOK, group="country")
    assert preview.problems[0].severity is Severity.WARNING
    assert "it was read as cp1252" in str(preview.problems[0].message)
