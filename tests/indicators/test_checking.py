"""Checking: contradictions of names and units are named, and what is sound passes."""

import pytest

from mentorway.indicators import Given, check, parse

COST, HOURS = Given("EUR"), Given("h", is_column=True)
TRUST = Given("points", is_column=True)
MINUTES, RATE = Given("min", is_column=True), Given("%")


def problems(text, unit, **quantities):
    return [str(one) for one in check(parse(text), quantities, unit)]


@pytest.mark.parametrize(
    ("text", "unit", "quantities"),
    [
        ("cost ÷ count(trust)", "EUR per person", {"cost": COST, "trust": TRUST}),
        ("sum(minutes)", "h", {"minutes": MINUTES}),
        ("mean(change(after, before))", "points", {"after": TRUST, "before": TRUST}),
        ("share(trust, 4)", "%", {"trust": TRUST}),
        ("share(trust, least)", "%", {"trust": TRUST, "least": Given("points")}),
        ("mean(trust) ^ 2", "points^2", {"trust": TRUST}),
        ("mean(trust) ^ −1", "1 per point", {"trust": TRUST}),
        ("(gain − cost) ÷ cost", "%", {"gain": COST, "cost": COST}),
        ("2 ^ rate", "1", {"rate": Given("1")}),
    ],
)
def test_what_is_sound_has_no_problem(text, unit, quantities):
    assert problems(text, unit, **quantities) == []


@pytest.mark.parametrize(
    ("text", "unit", "quantities", "said"),
    [
        (
            "sum(hours)",
            "EUR",
            {"hours": HOURS},
            "The formula gives “h”, but the stated unit is “EUR”.",
        ),
        (
            "cost + trust",
            "EUR",
            {"cost": COST, "trust": TRUST},
            "“cost” is in EUR and “trust” in points: they cannot be added or compared.",
        ),
        (
            "mean(change(hours, trust))",
            "h",
            {"hours": HOURS, "trust": TRUST},
            "“hours” is in h and “trust” in points: they cannot be added or compared.",
        ),
        (
            "mean(cost)",
            "EUR",
            {"cost": COST},
            "mean needs one value for each person, but “cost” is one number.",
        ),
        (
            "hours",
            "h",
            {"hours": HOURS},
            (
                "The formula gives one value for each person. Say how they become one number, as mean(…) or "
                "sum(…)."
            ),
        ),
        (
            "2 ^ cost",
            "1",
            {"cost": COST},
            "A power has no unit, but “cost” is in EUR.",
        ),
        (
            "cost ^ 0.5",
            "EUR",
            {"cost": COST},
            "“cost” is in EUR, so its power must be a whole number up to 9.",
        ),
        (
            "share(trust, other)",
            "%",
            {"trust": TRUST, "other": TRUST},
            "share needs one number as its border, but “other” has one value for each person.",
        ),
        (
            "cost",
            "EUR +",
            {"cost": COST},
            "The unit “EUR +” cannot be read. Write words joined by “per” or “×”, as EUR per person.",
        ),
    ],
)
def test_a_contradiction_names_both_sides(text, unit, quantities, said):
    assert problems(text, unit, **quantities) == [said]


def test_names_and_quantities_must_meet():
    assert problems("a + b", "1", a=Given(""), c=Given("")) == [
        "The formula names “b”, which is no quantity here. There are: a, c.",
        "The formula does not use the quantity “c”.",
    ]


@pytest.mark.parametrize(
    ("text", "unit", "quantities"),
    [
        ("100 × share(trust)", "%", {"trust": TRUST}),
        ("sum(minutes) ÷ 60", "h", {"minutes": MINUTES}),
        ("100 × (after − before) ÷ before", "%", {"after": COST, "before": COST}),
    ],
)
def test_units_converted_by_hand_are_refused(text, unit, quantities):
    (found,) = problems(text, unit, **quantities)
    assert "units are converted by themselves" in found


@pytest.mark.parametrize(
    ("text", "quantities"),
    [("100 − rate", {"rate": RATE}), ("share(minutes, 30)", {"minutes": MINUTES})],
)
def test_a_number_beside_a_converted_quantity_needs_a_unit(text, quantities):
    (found,) = problems(text, "%", **quantities)
    assert "Make the number a quantity, with its unit." in found
