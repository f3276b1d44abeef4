"""Reading formulas: what the grammar takes, and how it explains what it does not."""

import pytest

from mentorway.indicators import MOST_LETTERS, parse
from mentorway.indicators.checking import written
from mentorway.indicators.formulas import MOST_DEPTH, MOST_NAMES
from mentorway.wording import InvalidInputError


def refusal(text):
    with pytest.raises(InvalidInputError) as caught:
        parse(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a+b*c", "a + (b × c)"),
        ("(a+b)/c", "(a + b) ÷ c"),
        ("a-b-c", "(a − b) − c"),
        ("-a^2", "−(a ^ 2)"),
        ("a^-1", "a ^ −1"),
        ("mean(change(after; before))", "mean(change(after, before))"),
        ("share(trust, 4)", "share(trust, 4)"),
        ("2.5·a", "2.5 × a"),
    ],
)
def test_signs_bind_as_in_mathematics(text, read):
    assert written(parse(text).root) == read


def test_names_are_in_the_order_of_the_formula():
    assert parse("b ÷ a + sum(b) × c").names == ("b", "a", "c")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("   ", "The formula is empty."),
        ("a +", "The formula ends where a number or a name was expected."),
        ("(a", "A “)” is missing at the end of the formula."),
        ("a b", "“b” stands where a sign was expected."),
        ("a)", "“)” stands where a sign was expected."),
        ("a + × b", "“×” stands where a number or a name was expected."),
        ("(1,5 + a)", "A comma stands where a sign was expected. Write 1.5, not 1,5."),
        ("__import__('os')", "“'” has no meaning in a formula."),
        (
            "eval(a)",
            "There is no function “eval”. There are: mean, median, sum, count, share, min, max, change.",
        ),
        ("change(a)", "Number of arguments of change: 1; needed: 2."),
        ("share(a, b, c)", "Number of arguments of share: 3; needed: 1–2."),
        ("(a b)", "“b” stands where a “)” was expected."),
    ],
)
def test_what_cannot_be_read_is_explained(text, said):
    assert refusal(text) == said


def test_a_long_formula_is_refused():
    assert refusal("a" * (MOST_LETTERS + 1)) == "The formula has 501 letters; at most 500 can be read."


@pytest.mark.parametrize("text", ["(" * 200 + "a" + ")" * 200, "−" * 400 + "a", "^".join("a" * 200)])
def test_a_deep_formula_is_refused(text):
    assert refusal(text) == f"The formula is nested more than {MOST_DEPTH} deep."


def test_too_many_names_are_refused():
    text = "+".join(f"a{place}" for place in range(MOST_NAMES + 1))
    assert refusal(text) == "The formula has 31 names; at most 30."
