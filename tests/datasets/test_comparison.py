"""A study feeds the comparison: the codebook and both files are read by what `mentorway compare` uses."""

from dataclasses import replace

import pytest
from tests.datasets.making import make_form, make_layout, question, texts

from mentorway.answers import check, read_codebook, read_table
from mentorway.answers import store as keep
from mentorway.comparing import Plan, compare
from mentorway.datasets import (
    Record,
    ScaleItem,
    Type,
    Variable,
    comparison_codebook,
    comparison_facts,
    comparison_layout,
    export_csv,
    store,
)
from mentorway.datasets.comparison import FACTS
from mentorway.questionnaire import Choice, ChoiceList, Kind
from mentorway.wording import InvalidInputError

ITEMS = [ScaleItem("t1", "Trust"), ScaleItem("t2", "Trust", reverse=True), ScaleItem("t3", "Trust")]


def likert_layout():
    agree = ChoiceList(
        "agree",
        (*(Choice(str(code), texts(f"Step {code}")) for code in range(1, 6)),
         Choice("99", texts("Do not know"), {"missing": "yes"})),
    )  # fmt: skip
    items = [
        question(f"t{number}", Kind.SELECT_ONE, "I trust, always", choices="agree") for number in (1, 2, 3)
    ]
    items += [question("n", Kind.INTEGER, "Number"), question("free", Kind.TEXT, "Words")]
    return make_layout(make_form(items, lists=(agree,)), missing={"n": (-1,)})


def test_the_codebook_is_read_by_the_comparison(tmp_path):
    path = tmp_path / "codebook.csv"
    path.write_text(comparison_codebook(likert_layout(), ITEMS), encoding="utf-8")
    first, second, _ = read_codebook(path).items
    assert (first.name, first.scale, first.low, first.high, first.missing) == ("t1", "Trust", 1, 5, {99})
    assert (first.reverse, second.reverse) == (False, True)
    assert first.text == "I trust, always"
    assert first.texts["lt"] == "I trust, always (lt ąž)"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_responses_fit_the_codebook(tmp_path, kind):
    layout = likert_layout()
    records = [
        Record(
            {"organisation": "ab"[row % 2]},
            {"t1": str(1 + row % 5), "t2": "99" if row == 0 else str(1 + row % 3), "t3": str(2 + row % 4)},
        )
        for row in range(40)
    ]
    snapshot = store(records, layout, tmp_path)
    path = export_csv(snapshot, tmp_path / "a.csv").path if kind == "csv" else snapshot.path
    book = tmp_path / "codebook.csv"
    book.write_text(comparison_codebook(layout, ITEMS), encoding="utf-8")
    preview = check(read_table(path), read_codebook(book), group="organisation")
    assert [problem for problem in preview.problems if problem.severity == "error"] == []
    assert preview.usable
    assert [name for name, _ in preview.groups] == ["a", "b"]


def test_a_number_is_an_item_when_its_ends_are_given():
    text = comparison_codebook(likert_layout(), [ScaleItem("n", "Count", low=0, high=7)])
    assert text.splitlines()[1].endswith(",no,0,7,-1")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (ScaleItem("gone", "Trust"), "names the question “gone”"),
        (ScaleItem("free", "Trust"), "“free” cannot be an item"),
        (ScaleItem("n", "Trust"), "“n” cannot be an item"),
    ],
)
def test_questions_that_cannot_be_items_are_refused(item, said):
    with pytest.raises(InvalidInputError, match=said):
        comparison_codebook(likert_layout(), [item])


def test_a_list_of_missing_codes_only_is_refused():
    only = ChoiceList("only", (Choice("9", texts("None"), {"missing": "yes"}),))
    layout = make_layout(make_form([question("q", Kind.SELECT_ONE, choices="only")], lists=(only,)))
    with pytest.raises(InvalidInputError, match="“q” has no choice that is an answer"):
        comparison_codebook(layout, [ScaleItem("q", "Trust")])


def fact_layout():
    roles = ChoiceList("roles", (Choice("mentor", texts("Mentor")), Choice("mentee", texts("Mentee"))))
    agree = ChoiceList("agree", tuple(Choice(str(code), texts(f"Step {code}")) for code in range(1, 6)))
    items = [question(f"t{number}", Kind.SELECT_ONE, choices="agree") for number in (1, 2, 3)]
    items += [
        question("role", Kind.SELECT_ONE, choices="roles"),
        question("years", Kind.INTEGER),
        question("name", Kind.TEXT),
        question("forms", Kind.SELECT_MULTIPLE, choices="roles"),
    ]
    return make_layout(make_form(items, lists=(agree, roles)))


def test_only_items_and_chosen_facts_leave_a_study():
    found = comparison_layout(fact_layout(), ITEMS, ["role", "years"])
    questions = [each.name for each in found.variables if not each.about]
    assert questions == ["t1", "t2", "t3", "role", "years"]
    assert {each.name for each in found.variables if each.about} <= set(FACTS)


def test_the_facts_are_columns_by_which_answers_are_stored_and_grouped(tmp_path):
    layout = comparison_layout(fact_layout(), ITEMS, ["role"])
    wave = Variable("wave", Kind.INTEGER, Type.INT16, about=True)
    country = Variable("country", Kind.SELECT_ONE, Type.TEXT, about=True)
    layout = replace(
        layout, variables=(wave, country, *(each for each in layout.variables if not each.about))
    )
    facts = comparison_facts(layout, ITEMS, ["role"])
    assert facts == ("country", "wave", "role")
    records = [
        Record(
            {"country": ["LT", "LV"][row % 2], "wave": 1 + row % 3 // 2},
            {
                "role": ["mentor", "mentee"][row // 2 % 2],
                **{f"t{item}": str(1 + (row * item + row // 3) % 5) for item in (1, 2, 3)},
            },
        )
        for row in range(120)
    ]
    path = export_csv(store(records, layout, tmp_path), tmp_path / "a.csv").path
    book = tmp_path / "codebook.csv"
    book.write_text(comparison_codebook(layout, ITEMS), encoding="utf-8")
    kept = keep(
        read_table(path), read_codebook(book), group=facts[0], folder=tmp_path / "kept", facts=facts[1:]
    )
    assert compare(kept, Plan(by="role")).groups == ("mentee", "mentor")
    assert compare(kept, Plan(where={"wave": ("2",)})).rows == 40


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("gone", "no question “gone”"),
        ("t1", "is an item of a scale"),
        ("name", "“name” cannot make groups"),
        ("forms", "“forms” cannot make groups"),
    ],
)
def test_questions_that_make_no_groups_are_refused(fact, said):
    with pytest.raises(InvalidInputError, match=said):
        comparison_layout(fact_layout(), ITEMS, [fact])
