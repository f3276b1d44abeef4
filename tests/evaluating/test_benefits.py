import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from mentorway.evaluating.benefits import Benefit, benefit_cost
from mentorway.evaluating.money import CostLine, Kind, Sheet
from mentorway.wording import InvalidInputError

EXPECTED = json.loads((Path(__file__).parents[1] / "oracles" / "evaluating_costs.json").read_text("utf-8"))[
    "returned"
]


def sheet_of(*amounts, years=None, currency="EUR"):
    years = years or (2026,) * len(amounts)
    lines = tuple(
        CostLine("x", Kind.OTHER, Decimal(str(amount)), currency, year)
        for amount, year in zip(amounts, years, strict=True)
    )
    return Sheet(lines, "EUR", 2026, {}, {2026: Decimal(1), 2027: Decimal(1), 2028: Decimal(1)})


def benefit(amount, year=2026, isolation=1.0, confidence=1.0, currency="EUR"):
    return Benefit("Hours saved", Decimal(amount), currency, year, isolation, confidence, "Managers")


def test_what_returns_is_what_r_says_discounted_and_over_the_grid():
    found = benefit_cost(
        sheet_of(4200.5, 700),
        [benefit(12000, 2026, 0.6, 0.8), benefit(15000, 2027, 0.5, 0.9)],
        discount=0.03,
    )
    assert found.returned.costs == pytest.approx(EXPECTED["costs"])
    assert found.returned.benefits == pytest.approx(EXPECTED["owed"], rel=1e-12)
    assert found.returned.ratio == pytest.approx(EXPECTED["ratio"], rel=1e-12)
    assert found.returned.percent == pytest.approx(EXPECTED["percent"], rel=1e-12)
    assert found.break_even == pytest.approx(EXPECTED["break_even"], rel=1e-12)
    assert found.payback == pytest.approx(EXPECTED["payback"], rel=1e-12)
    assert np.array(found.ratios) == pytest.approx(np.array(EXPECTED["grid"]), rel=1e-12)


def test_what_was_declared_stands_beside_the_result():
    found = benefit_cost(sheet_of(100), [benefit(50, isolation=0.5, confidence=0.8)])
    (owed,) = found.benefits
    assert (owed.counted, owed.owed, owed.isolation, owed.confidence, owed.source) == (
        50,
        Decimal("20.00"),
        0.5,
        0.8,
        "Managers",
    )
    assert "declared by people, not measured" in str(found.messages[0])


def test_costs_that_do_not_come_back_are_said():
    found = benefit_cost(sheet_of(100), [benefit(50)])
    assert (found.payback, found.break_even) == (None, 2.0)
    assert "not paid back" in str(found.messages[-1])


def test_costs_of_later_years_count_when_they_come():
    found = benefit_cost(sheet_of(100, 100, years=(2026, 2027)), [benefit(150, 2026), benefit(150, 2027)])
    assert found.payback == pytest.approx(1 + 50 / 150)


def test_a_benefit_before_the_costs_pays_at_once():
    found = benefit_cost(sheet_of(100, years=(2027,)), [benefit(150, 2026)])
    assert found.payback == 0.0


def test_a_benefit_in_another_currency_without_a_rate_leaves_no_return():
    found = benefit_cost(sheet_of(100), [benefit(50, currency="SEK"), benefit(60)])
    assert found.returned is None
    assert len(found.benefits) == 1
    assert "(50 SEK, 2026) could not be counted" in str(found.messages[0])
    assert "no rate for SEK" in str(found.messages[1])


def test_without_benefits_or_costs_nothing_returns():
    assert "No benefit in money" in str(benefit_cost(sheet_of(100), []).messages[0])
    assert benefit_cost(sheet_of(0), [benefit(1)]).returned is None
    assert benefit_cost(sheet_of(5, currency="SEK"), [benefit(1)]).returned is None


def test_a_share_above_one_is_refused():
    with pytest.raises(InvalidInputError, match="lie between 0 and 1"):
        benefit_cost(sheet_of(100), [benefit(50, isolation=1.2)])
