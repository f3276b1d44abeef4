"""A study feeds the comparison: the codebook and both files are read by what `mentorway compare` uses."""

import pytest
from tests.datasets.making import make_form, make_layout, question, texts

from mentorway.answers import check, read_codebook, read_table
from mentorway.datasets import Record, ScaleItem, comparison_codebook, export_csv, store
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
