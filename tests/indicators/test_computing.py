"""Computing: values in the stated unit, missing answers, and reasons why there is no value."""

import numpy as np
import pytest

from mentorway.indicators import Given, evaluate, mathml, parse, spoken
from mentorway.wording import InvalidInputError

TRUST = Given("points", is_column=True)


def computed(text, unit, values, **quantities):
    return evaluate(parse(text), quantities, values, unit=unit)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("mean(trust)", "points", 3.0),
        ("median(trust)", "points", 3.0),
        ("sum(trust)", "points", 9.0),
        ("count(trust)", "people", 3.0),
        ("share(trust, 3)", "%", 200 / 3),
        ("min(trust)", "points", 1.0),
        ("max(trust)", "points", 5.0),
        ("max(trust) − min(trust)", "points", 4.0),
        ("(max(trust) ÷ min(trust)) ^ 2", "1", 25.0),
        ("−sum(trust) + 2 × sum(trust)", "points", 9.0),
    ],
)
def test_every_function_leaves_out_who_did_not_answer(text, unit, value):
    found = computed(text, unit, {"trust": [1, None, 3, 5]}, trust=TRUST)
    assert found.value == pytest.approx(value, rel=1e-15)
    assert (found.n, found.missing, found.notes) == (3, 1, ())


def test_units_are_converted():
    minutes = Given("min", is_column=True)
    assert computed("sum(time)", "h", {"time": [30, 60]}, time=minutes).value == 1.5
    assert computed("sum(time)", "min", {"time": [30, 60]}, time=minutes).value == 90


def test_a_share_of_those_who_have_something():
    assert computed("share(met)", "%", {"met": [1, 0, 1, np.nan]}, met=TRUST).value == pytest.approx(200 / 3)


def test_nothing_is_divided_by_zero_and_it_is_said():
    found = computed("a ÷ (b − b)", "1", {"a": 1, "b": 2}, a=Given("h"), b=Given("h"))
    assert found.value is None
    assert [str(note) for note in found.notes] == ["“b − b” is 0, and nothing can be divided by 0."]


def test_people_with_a_zero_divisor_are_left_out_and_counted():
    hours = Given("h", is_column=True)
    found = computed("mean(a ÷ b)", "1", {"a": [2, 4, 6], "b": [1, 0, 2]}, a=hours, b=hours)
    assert (found.value, found.n, found.missing) == (2.5, 2, 1)
    assert [str(note) for note in found.notes] == [
        "“b” is 0 for 1 person, who is left out: nothing can be divided by 0."
    ]


@pytest.mark.parametrize("values", [[], [None, float("nan")]])
def test_without_answers_there_is_no_mean(values):
    found = computed("mean(trust)", "points", {"trust": values}, trust=TRUST)
    assert (found.value, found.n) == (None, 0)
    assert [str(note) for note in found.notes] == ["Nobody has a value for “trust”."]


def test_a_missing_number_is_named():
    found = computed("cost × 2", "EUR", {"cost": None}, cost=Given("EUR"))
    assert (found.value, [str(note) for note in found.notes]) == (None, ["“cost” is missing."])


def test_a_missing_border_is_named():
    found = computed(
        "share(trust, least)", "%", {"trust": [1, 2], "least": None}, trust=TRUST, least=Given("points")
    )
    assert found.value is None
    assert [str(note) for note in found.notes] == ["“least” is missing."]


def test_what_contradicts_itself_is_not_computed():
    with pytest.raises(InvalidInputError, match="the stated unit is “EUR”"):
        computed("mean(trust)", "EUR", {"trust": [1]}, trust=TRUST)


def test_what_is_too_large_is_no_number():
    found = computed("a ^ 9", "1", {"a": 1e99}, a=Given(""))
    assert (found.value, [str(note) for note in found.notes]) == (
        None,
        ["The result is too large to be a number."],
    )


def test_a_root_of_something_negative_is_explained():
    found = computed("a ^ 0.5", "1", {"a": -1}, a=Given(""))
    assert [str(note) for note in found.notes] == ["“a” is negative, and has no such power."]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"trust": 3}, "“trust” needs one value for each person."),
        ({"trust": ["a"]}, "The values of “trust” are not numbers."),
        ({"trust": [1, float("inf")]}, "A value of “trust” is not a finite number."),
    ],
)
def test_values_of_another_kind_are_refused(values, said):
    with pytest.raises(InvalidInputError) as caught:
        computed("mean(trust)", "points", values, trust=TRUST)
    assert str(caught.value) == said


def test_columns_of_other_people_are_refused():
    with pytest.raises(InvalidInputError, match="not of the same people; values: a: 2, b: 1"):
        computed("mean(change(a, b))", "points", {"a": [1, 2], "b": [1]}, a=TRUST, b=TRUST)


def test_several_values_for_one_number_are_refused():
    with pytest.raises(InvalidInputError, match="needs one number, and several came"):
        computed("a", "EUR", {"a": [1, 2]}, a=Given("EUR"))


def test_a_million_answers_are_computed():
    answers = np.arange(1_000_000, dtype=float)
    assert computed("mean(trust)", "points", {"trust": answers}, trust=TRUST).value == 499_999.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(a + b) × c", "(a plus b) times c"),
        ("a − (b − c)", "a minus (b minus c)"),
        ("a ÷ b × c", "(a, divided by b) times c"),
        ("a × b ÷ c", "a times b, divided by c"),
        ("−(a + b)", "minus (a plus b)"),
        ("a ^ 2", "a to the power of 2"),
        ("mean(change(a, b))", "the mean of the change from b to a"),
        ("share(a, 4)", "the share of people whose a is at least 4"),
        ("max(a) − min(a)", "the largest a minus the smallest a"),
    ],
)
def test_a_formula_is_said_in_words(text, said):
    assert spoken(parse(text), {}) == said


def test_a_formula_is_drawn():
    assert mathml(parse("−(a + b) × 2 − (a − b) ^ 2"), {"a": "x & y"}) == (
        '<math display="block"><mrow><mrow><mrow><mo>−</mo><mrow><mo>(</mo><mrow><mtext>x &amp; y</mtext>'
        "<mo>+</mo><mtext>b</mtext></mrow><mo>)</mo></mrow></mrow><mo>·</mo><mn>2</mn></mrow><mo>−</mo><msup>"
        "<mrow><mo>(</mo><mrow><mtext>x &amp; y</mtext><mo>−</mo><mtext>b</mtext></mrow><mo>)</mo></mrow>"
        "<mn>2</mn></msup></mrow></math>"
    )
