"""Power, detectable effects and numbers of people against pwr and R, and clusters against psych."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.comparisons.checking import histograms_of, moments_of
from mentorway.evidence.comparisons.clusters import design_effect, intraclass_correlation, recruits
from mentorway.evidence.comparisons.power import (
    detectable_groups,
    detectable_means,
    people_for_change,
    people_for_groups,
    people_for_means,
    power_for_change,
    power_for_groups,
    power_for_means,
)
from mentorway.evidence.comparisons.power_of_shares import (
    detectable_correlation,
    detectable_shares,
    people_for_correlation,
    people_for_shares,
    power_for_correlation,
    power_for_shares,
)
from mentorway.evidence.comparisons.searching import effect_at
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "comparisons.json").read_text())
POWER = ORACLES["power"]


def close(value):
    return pytest.approx(value, rel=1e-7)


def test_power_for_means_and_changes_equals_pwr():
    for case in POWER["means"]:
        first, second, d = case["given"]
        assert power_for_means([first, second], d) == close(case["power"])
        assert power_for_means([second, first], -d) == close(case["power"])
    assert power_for_change(25, 0.4) == close(POWER["change"])


def test_detectable_means_equal_pwr():
    found = [detectable_means([20, 20]), detectable_means([10, 35], power=0.9)]
    assert found == pytest.approx(POWER["detectable"], rel=1e-4)  # pwr looks no closer


def test_people_for_means_and_changes_equal_pwr():
    for case in POWER["people"]:
        assert people_for_means(case["d"]) == (case["n"], case["n"])
        assert people_for_change(case["d"]) == case["change"]


def test_power_for_groups_equals_pwr():
    for case in POWER["groups"]:
        n, groups, f = case["given"]
        assert power_for_groups(n, groups, f) == close(case["power"])
    assert detectable_groups(45, 4) == pytest.approx(POWER["groups_f"], rel=1e-5)
    assert people_for_groups(5, 0.2, power=0.9) == POWER["groups_n"]


def test_power_for_two_groups_is_the_same_by_t_and_by_f():
    assert power_for_groups(20, 2, 0.25) == close(power_for_means([20, 20], 0.5))


def test_power_for_shares_equals_r():
    for case in POWER["shares"]:
        n, first, second = case["given"]
        assert power_for_shares([n, n], first, second) == close(case["power"])
    assert people_for_shares(0.5, 0.6) == POWER["shares_n"]
    assert detectable_shares([100, 100], 0.5).above == pytest.approx(POWER["shares_above"], rel=1e-6)


def test_power_for_correlations_equals_pwr():
    for case in POWER["correlation"]:
        assert power_for_correlation(*case["given"]) == close(case["power"])
    assert people_for_correlation(0.2, power=0.9) == POWER["correlation_n"]
    assert detectable_correlation(60) == pytest.approx(POWER["correlation_r"], rel=1e-4)


def test_an_effect_of_nothing_is_found_at_the_level_of_the_test():
    assert power_for_means([10, 10], 0.0, alpha=0.1) == pytest.approx(0.1)
    assert power_for_change(10, 0.0) == pytest.approx(0.05)
    assert power_for_groups(10, 3, 0.0) == 0.05
    assert power_for_shares([10, 10], 0.3, 0.3) == 0.05


def test_shares_of_none_and_all_are_found_if_any_can_be():
    assert power_for_shares([50, 50], 0.0, 1.0) == 1.0
    assert power_for_shares([1, 2], 0.0, 1.0) == 0.0
    found = detectable_shares([30, 30], 0.05)
    assert found.below is None
    assert power_for_shares([30, 30], 0.05, found.above) == pytest.approx(0.8)


def test_effects_that_are_detectable_are_found_with_the_power_asked_for():
    assert power_for_means([12, 30], detectable_means([12, 30], power=0.95)) == pytest.approx(0.95)
    assert power_for_correlation(30, detectable_correlation(30)) == pytest.approx(0.8)


@pytest.mark.parametrize("ratio", [0.25, 1.0, 3.0])
def test_one_person_fewer_in_the_first_group_has_too_little_power(ratio):
    first, second = people_for_means(0.4, ratio=ratio)
    assert second == math.ceil(first * ratio)
    assert power_for_means([first, second], 0.4) >= 0.8
    assert power_for_means([first - 1, math.ceil((first - 1) * ratio)], 0.4) < 0.8


def test_intraclass_correlations_equal_psych():
    taken = histograms_of(ORACLES["icc"]["groups"])
    sample = moments_of(taken.scores, taken.counts)
    found = intraclass_correlation(sample.n, sample.mean, sample.sd)
    assert [found.single, found.low, found.high] == pytest.approx(ORACLES["icc"]["single"], rel=1e-8)
    assert [found.mean, found.mean_low, found.mean_high] == pytest.approx(ORACLES["icc"]["mean"], rel=1e-8)
    assert (found.size, found.warnings) == (6.0, ())


def test_groups_of_unequal_size_have_an_approximate_interval_and_say_so():
    found = intraclass_correlation([5, 9, 20], [3.1, 3.9, 3.3], [0.8, 0.9, 0.7])
    assert found.size == pytest.approx((34 - (25 + 81 + 400) / 34) / 2)
    assert "approximate" in str(found.warnings[0])


def test_the_interval_holds_the_true_correlation_about_as_often_as_it_says():
    rng = np.random.default_rng(6)
    sizes = np.array([4, 8, 12, 6, 10, 9, 7, 5, 20, 15])
    held, draws = 0, 400
    for _ in range(draws):
        groups = [rng.normal(rng.normal(0, 0.5), 1, size) for size in sizes]
        means, sds = [group.mean() for group in groups], [group.std(ddof=1) for group in groups]
        found = intraclass_correlation(sizes, means, sds)
        held += found.low < 0.2 < found.high
    assert 0.92 < held / draws < 0.98


def test_groups_that_do_not_differ_at_all_have_a_correlation_below_0():
    found = intraclass_correlation([5, 5], [2, 2], [1, 1])
    assert found.single == pytest.approx(-0.25)
    assert (found.mean, found.mean_low, found.mean_high) == (None, None, None)
    flat = intraclass_correlation([5, 5], [2, 3], [0, 0])
    assert (flat.single, flat.mean) == (None, None)
    assert "there is no test" in str(flat.warnings[0])


def test_design_effects_and_drop_out_raise_the_number_to_ask():
    assert design_effect(1, 0.3) == 1.0
    assert design_effect(21, 0.05) == 2.0
    assert design_effect(21, 0.05, variation=1.0) == pytest.approx(3.05)
    assert recruits(50) == 50
    assert recruits(50, effect=2.0, attrition=0.5) == 200
    assert recruits(3, attrition=0.1) == 4


@pytest.mark.parametrize(
    ("ask", "given_", "options", "said"),
    [
        (power_for_means, ([10], 0.5), {}, "exactly two groups; 1 sizes"),
        (power_for_means, ([1, 1], 0.5), {}, "at least 3 people"),
        (power_for_means, ([0, 9], 0.5), {}, "at least 1 people; 0"),
        (power_for_means, ([9, 9], 0.5), {"alpha": 0}, "level of a test"),
        (power_for_means, ([9, 9], math.nan), {}, "is a number"),
        (detectable_means, ([9, 9],), {"power": 1}, "Power must lie"),
        (effect_at, (lambda _: 0.1, 0.8, 1.0), {}, "too few people"),
        (people_for_means, (0.0,), {}, "more than 10000000 people"),
        (people_for_means, (0.5,), {"ratio": 0}, "above 0, not at 0"),
        (power_for_change, (1, 0.5), {}, "at least 2 people"),
        (power_for_groups, (10, 1, 0.5), {}, "at least two groups"),
        (power_for_groups, (10, 3, -0.5), {}, "not below 0"),
        (power_for_shares, ([9, 9], 0.5, 1.5), {}, "Shares lie between"),
        (power_for_correlation, (3, 0.5), {}, "at least 4 people"),
        (power_for_correlation, (9, 1.0), {}, "between -1 and 1"),
        (design_effect, (0.5, 0.1), {}, "0.5 and 0.1 came"),
        (recruits, (10,), {"attrition": 1}, "less than everyone drops out"),
        (intraclass_correlation, ([5], [1], [1]), {}, "at least 2 groups"),
    ],
)
def test_what_cannot_be_planned_is_refused(ask, given_, options, said):
    with pytest.raises(InvalidInputError, match=said):
        ask(*given_, **options)
