"""Costs and effects against R: Fieller's ends, net benefit, acceptability, and plain reckoning."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.efficiency.costs import arm, cost_ratio, increments, net_benefit
from mentorway.evidence.efficiency.costs_drawn import drawn_plane
from mentorway.evidence.efficiency.costs_of_options import ranked_options
from mentorway.evidence.efficiency.costs_returned import cost_per_unit, paid_back, present_value, returned
from mentorway.wording import InvalidInputError

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "costs.json").read_text())
COST, EFFECT, GROUP, CLUSTER = (np.array(ORACLE[name]) for name in ("cost", "effect", "group", "cluster"))
WAYS = pytest.mark.parametrize("way", ["people", "clusters"])


def arms(way="people"):
    return [
        arm(COST[one], EFFECT[one], clusters=CLUSTER[one] if way == "clusters" else None)
        for one in (GROUP == 1, GROUP == 0)
    ]


def drawn(way="people", draws=8000, seed=1):
    return drawn_plane(*arms(way), draws=draws, rng=np.random.default_rng(seed))


@WAYS
def test_the_ratio_and_fiellers_ends_equal_the_roots_of_the_t_test(way):
    found = cost_ratio(increments(*arms(way)))
    assert [found.value, found.low, found.high] == pytest.approx(ORACLE[way]["ratio"], rel=1e-8)
    assert (found.quadrant, found.not_between) == ("dearer and better", None)


@WAYS
def test_net_benefit_equals_regression(way):
    found = net_benefit(increments(*arms(way)), worth=200)
    assert [found.value, found.error, found.low, found.high, found.p] == pytest.approx(
        ORACLE[way]["nmb"], rel=1e-8
    )


def test_errors_of_both_increments_equal_sandwich():
    assert np.sqrt(np.diag(increments(*arms()).covariance)) == pytest.approx(ORACLE["errors"], rel=1e-9)


def test_net_benefit_is_not_sure_exactly_at_fiellers_ends():
    both = increments(*arms())
    ratio = cost_ratio(both)
    assert net_benefit(both, worth=ratio.low).high == pytest.approx(0, abs=1e-6)
    assert net_benefit(both, worth=ratio.high).low == pytest.approx(0, abs=1e-6)


def test_draws_come_near_to_those_of_r():
    plane = drawn()
    worths = [50, 100, 150, 200, 300]
    assert plane.acceptability(worths) == pytest.approx(ORACLE["acceptability"], abs=0.03)
    assert [plane.low, plane.high] == pytest.approx(ORACLE["percentiles"], rel=0.05)
    assert sum(plane.shares.values()) == pytest.approx(1)


def test_drawing_clusters_spreads_as_their_covariance_says():
    plane = drawn("clusters")
    spread = np.sqrt(np.diag(increments(*arms("clusters")).covariance))
    assert [plane.cost.std(), plane.effect.std()] == pytest.approx(spread * np.sqrt([0.92, 0.92]), rel=0.06)
    assert plane.cost.std() != pytest.approx(drawn("people").cost.std(), rel=0.1)


def test_the_same_rng_draws_the_same():
    assert (drawn(draws=200).cost == drawn(draws=200).cost).all()


def test_acceptability_rises_to_the_share_of_draws_with_an_effect():
    plane = drawn(draws=1000)
    curve = plane.acceptability(np.linspace(0, 1e6, 50))
    assert (np.diff(curve) >= 0).all()
    assert curve[-1] == (plane.effect > 0).mean()


def test_an_effect_that_is_not_sure_leaves_the_ratio_without_ends_and_says_so():
    rng = np.random.default_rng(2)
    one, other = (arm(rng.normal(100 + add, 20, 40), rng.normal(2, 1, 40)) for add in (30, 0))
    found = cost_ratio(increments(one, other))
    assert (found.low, found.high) == (None, None)
    assert "may be anything" in str(found.warnings[0])
    assert found.not_between[0] < 0 < found.not_between[1]
    plane = drawn_plane(one, other, rng=rng)
    assert plane.low is None
    assert "cannot be put in order" in str(plane.warnings[0])


def test_values_outside_the_gap_of_an_open_interval_are_not_refused():
    rng = np.random.default_rng(2)
    one, other = (arm(rng.normal(100 + add, 20, 40), rng.normal(2, 1, 40)) for add in (30, 0))
    both = increments(one, other)
    low, high = cost_ratio(both).not_between
    assert net_benefit(both, worth=high).high == pytest.approx(0, abs=1e-6)
    assert net_benefit(both, worth=high - 1).high < 0 < net_benefit(both, worth=high + 1).high
    assert low < high


def test_no_difference_in_effect_has_no_ratio():
    one, other = arm([3.0, 5.0, 4.0], [1, 2, 3]), arm([1.0, 2.0, 3.0], [1, 2, 3])
    found = cost_ratio(increments(one, other))
    assert (found.value, found.low, found.quadrant) == (None, None, "on an axis")
    assert any("The effect is 0" in str(one) for one in found.warnings)


@pytest.mark.parametrize(
    ("cost", "effect", "quadrant"),
    [
        (10, 1, "dearer and better"),
        (-10, 1, "cheaper and better"),
        (10, -1, "dearer and worse"),
        (-10, -1, "cheaper and worse"),
    ],
)
def test_quadrants_and_what_is_said_of_them(cost, effect, quadrant):
    rng = np.random.default_rng(3)
    money, gain = rng.normal(100, 2, 50), rng.normal(3, 0.2, 50)
    found = cost_ratio(increments(arm(money + cost, gain + effect), arm(money, gain)))
    assert found.quadrant == quadrant
    ends_alike = quadrant in ("cheaper and better", "dearer and worse")
    assert any("says nothing more" in str(one) for one in found.warnings) == ends_alike


def test_few_people_are_said():
    assert "3 people or clusters only" in str(
        increments(arm([1, 2, 3], [1, 2, 3]), arm([1, 2, 3], [1, 2, 3])).warnings[0]
    )


@pytest.mark.parametrize(
    ("costs", "effects", "options", "said"),
    [
        ([1, 2], [1], {}, "“effects” has 1 numbers, but there are 2 people"),
        ([1, float("nan")], [1, 2], {}, "“costs” has no number for 1 person"),
        (["12 EUR", "13 EUR"], [1, 2], {}, "“costs” must be a column of numbers"),
        ([1], [1], {}, "at least two people"),
        ([1, 2], [1, 2], {"clusters": ["a", "a"]}, "two clusters"),
    ],
)
def test_arms_that_cannot_be_used_are_explained(costs, effects, options, said):
    with pytest.raises(InvalidInputError, match=said):
        arm(costs, effects, **options)


def test_worths_confidence_and_draws_out_of_range_are_explained():
    both = increments(*arms())
    with pytest.raises(InvalidInputError, match="not below 0"):
        net_benefit(both, worth=-1)
    with pytest.raises(InvalidInputError, match="not below 0"):
        drawn(draws=200).acceptability([float("nan")])
    with pytest.raises(InvalidInputError, match="between 0 and 1"):
        cost_ratio(both, confidence=1)
    with pytest.raises(InvalidInputError, match="at least 200 draws; 10"):
        drawn(draws=10)


def test_options_are_dominated_by_one_or_by_a_mix():
    found = ranked_options(
        {
            "a": (0, 0),
            "b": (20, 1),
            "c": (25, 0.9),
            "d": (60, 2),
            "e": (80, 4),
            "f": (300, 5),
            "g": (300, 4.5),
        }
    )
    assert {one.name: one.standing for one in found if one.standing != "on the frontier"} == {
        "c": "dominated",
        "d": "dominated by a mix",
        "g": "dominated",
    }
    assert [(one.name, one.ratio) for one in found if one.ratio] == [("b", 20), ("e", 20), ("f", 220)]


@pytest.mark.parametrize(
    ("options", "said"), [({"a": (1, 1)}, "1 came"), ({"a": (1, float("nan")), "b": (1, 1)}, "“a”")]
)
def test_options_that_cannot_be_put_in_order_are_explained(options, said):
    with pytest.raises(InvalidInputError, match=said):
        ranked_options(options)


def test_return_on_investment_counts_only_what_is_owed_to_the_programme():
    found = returned(50_000, 20_000, isolation=0.6, confidence=0.8)
    assert (found.benefits, found.net) == pytest.approx((24_000, 4_000))
    assert (found.ratio, found.percent) == pytest.approx((1.2, 20))
    assert returned(20_000, 20_000).percent == 0


def test_money_of_later_years_is_worth_less():
    assert present_value([-100, 110], 0.1) == pytest.approx(0)
    assert present_value([5], 0.5) == 5


def test_a_programme_pays_for_itself_within_a_year_or_never():
    assert paid_back([-100, 50, 100]) == pytest.approx(1.5)
    assert paid_back([-100, 99]) is None


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cost_per_unit(100, 0), "more than 0 units"),
        (lambda: cost_per_unit(-1, 5), "at least 0"),
        (lambda: present_value([], 0.1), "Money of each year"),
        (lambda: present_value([1], -1), "Money of each year"),
        (lambda: returned(1, 0), "costs are above 0"),
        (lambda: returned(1, 1, isolation=60), "between 0 and 1; 60"),
        (lambda: paid_back([1, 2]), "below 0"),
        (lambda: paid_back([]), "below 0"),
    ],
)
def test_money_that_cannot_be_reckoned_is_explained(call, said):
    with pytest.raises(InvalidInputError, match=said):
        call()


def test_where_neither_cost_nor_effect_is_sure_every_ratio_is_possible():
    rng = np.random.default_rng(5)
    one, other = (arm(rng.normal(100, 20, 30), rng.normal(2, 1, 30)) for _ in range(2))
    found = cost_ratio(increments(one, other))
    assert (found.low, found.high, found.not_between) == (None, None, None)
