"""Equivalence against R's one-sided tests and a searched likelihood, and its power against PowerTOST."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mentorway.evidence.comparisons.checking import histograms_of, moments_of
from mentorway.evidence.comparisons.equivalence import (
    Verdict,
    equivalent_change,
    equivalent_means,
    equivalent_share,
    equivalent_shares,
)
from mentorway.evidence.comparisons.power_of_equivalence import (
    people_for_equivalent_change,
    people_for_equivalent_means,
    people_for_equivalent_share,
    people_for_equivalent_shares,
    power_for_equivalent_change,
    power_for_equivalent_means,
    power_for_equivalent_share,
)
from mentorway.evidence.comparisons.proportions import chi_square
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "comparisons.json").read_text())
UNHURRIED = settings(deadline=None)
HALF = (-0.5, 0.5)


def close(value):
    return pytest.approx(value, rel=1e-8, abs=1e-10)


@pytest.mark.parametrize("oracle", ORACLES["pairs"].values(), ids=ORACLES["pairs"])
def test_equivalence_of_means_equals_welchs_one_sided_tests_of_r(oracle):
    taken = histograms_of([oracle["x"], oracle["y"]])
    sample = moments_of(taken.scores, taken.counts)
    found = equivalent_means(sample.n, sample.mean, sample.sd, bounds=HALF)
    theirs = oracle["tost"]
    assert [found.p_low, found.p_high] == close([theirs["low"], theirs["high"]])
    assert [found.low, found.high] == close(theirs["interval"])
    assert found.p == max(found.p_low, found.p_high)
    assert found.p_difference == close(oracle["welch"]["p"])


@pytest.mark.parametrize("oracle", ORACLES["changes"])
def test_equivalence_of_a_change_equals_the_one_sided_tests_of_r(oracle):
    change = np.subtract(oracle["after"], oracle["before"])
    found = equivalent_change(len(change), change.mean(), change.std(ddof=1), bounds=(-0.7, 0.7))
    theirs = oracle["tost"]
    assert [found.p_low, found.p_high, found.low, found.high] == close(
        [theirs["low"], theirs["high"], *theirs["interval"]]
    )


@pytest.mark.parametrize("oracle", ORACLES["one_share"])
def test_equivalence_of_a_share_equals_the_binomial_tests_of_r(oracle):
    found = equivalent_share(oracle["x"], oracle["n"], expected=0.5, bounds=(0.4, 0.6))
    assert [found.p_low, found.p_high, found.low, found.high] == close(
        [oracle["low"], oracle["high"], *oracle["interval"]]
    )


@pytest.mark.parametrize("oracle", ORACLES["two_shares"])
def test_equivalence_of_two_shares_equals_the_likelihood_searched_by_r(oracle):
    x1, n1, x2, n2 = oracle["counts"]
    found = equivalent_shares((x1, n1), (x2, n2), bounds=(-0.15, 0.15))
    assert [found.p_low, found.p_high, found.p_difference] == pytest.approx(
        [oracle["low"], oracle["high"], oracle["none"]], rel=1e-6
    )
    assert [found.low, found.high] == pytest.approx(oracle["interval"], abs=1e-7)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0533, 0.3377),
        ((9, 10), (3, 10), 0.1821, 0.8370),
        ((10, 10), (0, 20), 0.7225, 1.0),
        ((84, 101), (89, 105), -0.1188, 0.0857),
    ],
)
def test_the_published_intervals_of_mee(first, second, low, high):
    """Garner (2016), proceedings of WUSS, paper 127, method 5."""
    found = equivalent_shares(first, second, bounds=HALF, alpha=0.025)
    assert [found.low, found.high] == pytest.approx([low, high], abs=0.00005)


def test_no_difference_of_two_shares_is_tested_as_by_chi_square():
    found = equivalent_shares((56, 70), (48, 80), bounds=HALF)
    assert found.p_difference == close(chi_square([[56, 14], [48, 32]]).p)


@pytest.mark.parametrize(
    ("n", "mean", "sd", "verdict"),
    [
        ([200, 200], [3.0, 3.05], [1, 1], Verdict.EQUIVALENT),
        ([200, 200], [3.0, 4.0], [1, 1], Verdict.DIFFERENT),
        ([5000, 5000], [3.0, 3.1], [1, 1], Verdict.BOTH),
        ([8, 8], [3.0, 3.4], [1, 1], Verdict.UNDECIDED),
    ],
)
def test_both_questions_together_give_one_of_four_verdicts(n, mean, sd, verdict):
    assert equivalent_means(n, mean, sd, bounds=HALF).verdict is verdict


sizes = st.integers(2, 300)


@given(st.tuples(sizes, sizes), st.floats(-1, 1), st.tuples(st.floats(0.1, 3), st.floats(0.1, 3)))
@UNHURRIED
def test_means_are_equivalent_exactly_where_the_interval_lies_within_the_bounds(n, apart, sd):
    found = equivalent_means(n, [apart, 0.0], sd, bounds=HALF)
    within = found.low > -0.5 and found.high < 0.5
    assert (found.verdict in (Verdict.EQUIVALENT, Verdict.BOTH)) == within


pairs = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(pairs, pairs)
@UNHURRIED
def test_shares_are_equivalent_exactly_where_the_interval_lies_within_the_bounds(first, second):
    found = equivalent_shares(first, second, bounds=(-0.2, 0.3))
    within = found.low > -0.2 and found.high < 0.3
    assert (found.verdict in (Verdict.EQUIVALENT, Verdict.BOTH)) == within
    assert -1 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1
    back = equivalent_shares(second, first, bounds=(-0.3, 0.2))
    assert [back.low, back.high] == pytest.approx([-found.high, -found.low], abs=1e-6)


@given(pairs)
@UNHURRIED
def test_a_share_is_equivalent_exactly_where_the_interval_lies_within_the_bounds(count):
    found = equivalent_share(*count, expected=0.5, bounds=(0.3, 0.75))
    within = found.low > 0.3 and found.high < 0.75
    assert (found.verdict in (Verdict.EQUIVALENT, Verdict.BOTH)) == within


def test_shares_that_do_not_vary_still_have_an_interval():
    found = equivalent_shares((0, 40), (0, 40), bounds=(-0.1, 0.1))
    assert (found.value, found.p_difference, found.verdict) == (0.0, 1.0, Verdict.EQUIVALENT)
    assert found.low == pytest.approx(-found.high, abs=1e-9)
    assert found.high == pytest.approx(stats.norm.isf(0.05) ** 2 / (40 + stats.norm.isf(0.05) ** 2), abs=1e-6)
    apart = equivalent_shares((10, 10), (0, 10), bounds=(-0.1, 0.1))
    assert (apart.value, apart.high, apart.verdict) == (1.0, 1.0, Verdict.DIFFERENT)


def test_scores_that_do_not_vary_decide_nothing_and_say_so():
    found = equivalent_means([3, 3], [2, 2], [0, 0], bounds=HALF)
    assert (found.p, found.verdict) == (None, Verdict.UNDECIDED)
    assert "everyone has the same score" in str(found.warnings[0])


@pytest.mark.parametrize(("cv", "n", "power"), [(0.3, 40, 0.815845), (0.2, 20, 0.834680)])
def test_power_equals_that_of_powertost_for_a_crossover(cv, n, power):
    """Printed by sampleN.TOST of R's PowerTOST: two periods, so half the variance of two groups of n / 2."""
    sd = math.sqrt(math.log(1 + cv**2) / 2)
    bounds = math.log(0.8), math.log(1.25)
    options = {"bounds": bounds, "difference": math.log(0.95)}
    assert power_for_equivalent_means(n / 2, sd, **options) == pytest.approx(power, abs=5e-7)


@pytest.mark.parametrize("oracle", ORACLES["tost_power"])
def test_power_for_means_equals_the_integral_of_r(oracle):
    n, sd, bound, true = oracle["given"]
    found = power_for_equivalent_means(n, sd, bounds=(-bound, bound), difference=true)
    assert found == pytest.approx(oracle["power"], rel=1e-8)


def test_power_for_a_change_is_how_often_draws_are_found_equivalent():
    rng = np.random.default_rng(4)
    draws = rng.normal(0.1, 1, size=(4000, 25))
    found = [
        equivalent_change(25, mean, sd, bounds=(-0.6, 0.6)).p < 0.05
        for mean, sd in zip(draws.mean(axis=1), draws.std(axis=1, ddof=1), strict=True)
    ]
    power = power_for_equivalent_change(25, 1, bounds=(-0.6, 0.6), change=0.1)
    assert np.mean(found) == pytest.approx(power, abs=0.02)


def test_power_for_a_share_is_the_chance_of_all_counts_that_are_found_equivalent():
    options = {"bounds": (0.3, 0.75)}
    shown = [
        stats.binom.pmf(x, 50, 0.5)
        for x in range(51)
        if equivalent_share(x, 50, expected=0.5, **options).p < 0.05
    ]
    assert power_for_equivalent_share(50, 0.5, **options) == close(sum(shown))


def test_two_shares_found_with_the_people_planned_are_equivalent_about_as_often_as_planned():
    n = people_for_equivalent_shares(0.7, 0.7, bounds=(-0.2, 0.2))
    chances = stats.binom.pmf(np.arange(n + 1), n, 0.7)
    likely = np.flatnonzero(chances > 1e-4)
    power = sum(
        chances[x] * chances[y]
        for x in likely
        for y in likely
        if equivalent_shares((x, n), (y, n), bounds=(-0.2, 0.2)).p < 0.05
    )
    assert power == pytest.approx(0.8, abs=0.03)


def test_one_person_fewer_has_too_little_power():
    n = people_for_equivalent_means(1.0, bounds=HALF, difference=0.1)
    at = [power_for_equivalent_means(k, 1.0, bounds=HALF, difference=0.1) for k in (n - 1, n)]
    assert at[0] < 0.8 <= at[1]
    n = people_for_equivalent_change(1.0, bounds=HALF, power=0.9)
    at = [power_for_equivalent_change(k, 1.0, bounds=HALF) for k in (n - 1, n)]
    assert at[0] < 0.9 <= at[1]
    n = people_for_equivalent_share(0.5, bounds=(0.4, 0.6))
    assert power_for_equivalent_share(n, 0.5, bounds=(0.4, 0.6)) >= 0.8
    assert all(power_for_equivalent_share(k, 0.5, bounds=(0.4, 0.6)) < 0.8 for k in range(50, n))


def test_too_few_people_have_no_power_at_all():
    assert power_for_equivalent_means(2, 50.0, bounds=(-0.01, 0.01)) == pytest.approx(0, abs=1e-9)
    assert power_for_equivalent_share(3, 0.5, bounds=(0.4, 0.6)) == 0.0
    assert power_for_equivalent_means(3000, 1000.0, bounds=(-1, 1)) == 0.0


@pytest.mark.parametrize(
    ("ask", "given_", "options", "said"),
    [
        (equivalent_means, ([5, 5], [1, 1], [1, 1]), {"bounds": (0.1, 0.5)}, "0.1 and 0.5 came"),
        (equivalent_means, ([5, 5], [1, 1], [1, 1]), {"bounds": (-0.1, math.inf)}, "inf came"),
        (equivalent_means, ([5, 5], [1, 1], [1, 1]), {"bounds": HALF, "alpha": 0.5}, "between 0 and 0.5"),
        (equivalent_means, ([5, 1], [1, 1], [1, 1]), {"bounds": HALF}, "group 2 has 1"),
        (equivalent_change, (5, 1, 1), {"bounds": (-1, 0)}, "-1 and 0 came"),
        (equivalent_share, (1, 5), {"expected": 0.5, "bounds": (-0.1, 0.6)}, "lie between 0 and 1"),
        (equivalent_share, (1, 5), {"expected": 0.5, "bounds": (0.6, 0.7)}, "below 0.5"),
        (equivalent_share, (6, 5), {"expected": 0.5, "bounds": (0.4, 0.7)}, "6 out of 5 came"),
        (equivalent_shares, ((1, 5), (2, 5)), {"bounds": (-1, 0.5)}, "between -1 and 1"),
        (equivalent_shares, ((1, 5), (0, 0)), {"bounds": HALF}, "Nobody answered"),
        (power_for_equivalent_means, (1, 1), {"bounds": HALF}, "at least 2 people"),
        (power_for_equivalent_means, (5, 0), {"bounds": HALF}, "lies above 0"),
        (power_for_equivalent_means, (5, 1), {"bounds": HALF, "difference": 1}, "1 came"),
        (power_for_equivalent_change, (5, 1), {"bounds": HALF, "alpha": 0.6}, "between 0 and 0.5"),
        (people_for_equivalent_means, (1,), {"bounds": HALF, "power": 0.01}, "Power must lie"),
        (people_for_equivalent_means, (1,), {"bounds": (-1e-6, 1e-6)}, "more than 10000000 people"),
        (people_for_equivalent_share, (0.5,), {"bounds": (0.49999, 0.6)}, "more than 20000 people"),
        (people_for_equivalent_shares, (1.0, 0.9), {"bounds": HALF}, "Shares lie between"),
    ],
)
def test_what_cannot_be_shown_is_refused(ask, given_, options, said):
    with pytest.raises(InvalidInputError, match=said):
        ask(*given_, **options)
