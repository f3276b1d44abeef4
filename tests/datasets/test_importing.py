"""Old responses from spreadsheets."""

import pytest
from tests.datasets.making import make_form, make_layout, question, texts

from mentorway.datasets import Target, read_rows, suggest_mapping
from mentorway.questionnaire import Choice, ChoiceList, Kind
from mentorway.wording import InvalidInputError


def one(layout, cells, mapping=None):
    (row,) = read_rows([(2, cells)], mapping or suggest_mapping(list(cells), layout), layout)
    return row


def test_columns_are_recognised_by_name_label_and_choice(layout):
    header = [
        "AGE",
        "i trust  my mentor (LT ąž)",
        "goal/work",
        "goal__friends",
        "goal[Veselība āčēģīķļņšūž]",
        "?",
    ]
    assert suggest_mapping(header, layout) == {
        "AGE": Target("age"),
        "i trust  my mentor (LT ąž)": Target("trust"),
        "goal/work": Target("goal", "work"),
        "goal__friends": Target("goal", "friends"),
        "goal[Veselība āčēģīķļņšūž]": Target("goal", "health"),
    }


def test_a_label_that_two_questions_have_is_not_guessed():
    layout = make_layout(
        make_form([question("a", Kind.TEXT, "Why?"), question("b", Kind.TEXT, "Why?")], lists=())
    )
    assert suggest_mapping(["Why?", "a"], layout) == {"a": Target("a")}


def test_a_question_is_suggested_for_one_column_only_and_computed_ones_for_none(layout):
    assert suggest_mapping(["age", "Age", "sum"], layout) == {"age": Target("age")}


def test_choices_are_recognised_in_any_language(layout):
    assert one(layout, {"trust": "piekrītu"}).answers == {"trust": "3"}
    assert one(layout, {"trust": "2.0"}).answers == {"trust": "2"}
    assert one(layout, {"city": "VIĻŅA"}).answers == {"city": "vilnius"}
    assert one(layout, {"goal": "Friends; Work, study"}).answers == {"goal": ["friends", "work"]}
    assert one(layout, {"goal": "health work"}).answers == {"goal": ["health", "work"]}
    assert one(layout, {"goal": "Darbas, Draugai"}).answers == {"goal": ["work", "friends"]}
    assert one(layout, {"order": "health work friends"}).answers == {"order": ["health", "work", "friends"]}


def test_columns_of_choices_are_put_together(layout):
    row = one(
        layout,
        {
            "goal/health": "x",
            "goal/friends": "0",
            "goal/work": "Taip",
            "order/work": "2",
            "order/health": "1",
        },
    )
    assert row.answers == {"goal": ["work", "health"], "order": ["health", "work"]}
    assert one(layout, {"goal/health": "Veselība āčēģīķļņšūž"}).answers == {"goal": ["health"]}


def test_no_choice_made_is_an_empty_list(layout):
    assert one(layout, {"goal/health": "0", "goal/work": "0"}).answers == {"goal": []}


def test_numbers_and_dates_are_read_as_spreadsheets_write_them(layout):
    cells = {
        "age": "42.0",
        "height": "1,75",
        "born": "29.2.1984",
        "met": "2026-05-01 08:30:00",
        "words": " a ",
        "x": "y",
    }
    row = one(layout, cells)
    assert row.answers == {
        "age": "42", "height": "1,75", "born": "1984-02-29", "met": "2026-05-01T08:30:00", "words": "a"
    }  # fmt: skip
    assert row.others == {"x": "y"}
    assert row.problems == ()


def test_what_is_not_understood_is_told_with_its_place(layout):
    row = one(
        layout,
        {"trust": "perhaps", "born": "05/06/1984", "goal/work": "maybe", "goal/health": "1", "age": "many"},
    )
    assert row.answers == {"goal": ["health"], "age": "many"}
    assert [(each.row, each.column) for each in row.problems] == [(2, "trust"), (2, "born"), (2, "goal/work")]
    assert str(row.problems[0].message) == (
        "“perhaps” is none of the choices of “trust”, neither as a value nor as a label. "
        "The values are: 1, 2, 3, 99."
    )


def test_a_label_of_two_choices_is_not_guessed():
    twice = ChoiceList("twice", (Choice("1", texts("Other")), Choice("2", texts("Other"))))
    layout = make_layout(make_form([question("q", Kind.SELECT_ONE, choices="twice")], lists=(twice,)))
    row = one(layout, {"q": "other"})
    assert row.answers == {}
    assert str(row.problems[0].message).startswith("“other” is the label of several choices")


@pytest.mark.parametrize("target", [Target("gone"), Target("goal", "fame"), Target("sum")])
def test_a_mapping_to_what_is_not_asked_is_refused(layout, target):
    with pytest.raises(InvalidInputError, match="which the questionnaire does not ask"):
        list(read_rows([], {"x": target}, layout))


def test_empty_cells_are_no_answers(layout):
    assert one(layout, {"age": " ", "goal": "", "trust": ""}).answers == {}
