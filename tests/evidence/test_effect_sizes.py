"""Effect sizes and their intervals against effectsize, R's noncentral distributions, and identities."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mentorway.evidence.comparisons import conversions, noncentral
from mentorway.evidence.comparisons.checking import histograms_of, moments_of
from mentorway.evidence.comparisons.effect_sizes import (
    change_of_changes,
    change_of_scores,
    cohens_d,
    correction,
    glass_delta,
    hedges_g,
)
from mentorway.evidence.comparisons.explained import explained, partly_explained
from mentorway.evidence.comparisons.groups import anova, student_t
from mentorway.evidence.comparisons.odds import association, odds_ratio, risk_ratio
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "comparisons.json").read_text())
UNHURRIED = settings(deadline=None)
PAIRS = pytest.mark.parametrize("oracle", ORACLES["pairs"].values(), ids=ORACLES["pairs"])
SAMPLE = [9, 14], [3.1, 3.9], [0.7, 1.2]


def of(groups):
    taken = histograms_of(groups)
    found = moments_of(taken.scores, taken.counts)
    return found.n, found.mean, found.sd


def near(values):
    """Compare with ends of intervals that R finds to about 1e-5."""
    return pytest.approx(values, rel=1e-4, abs=1e-4)


@PAIRS
@pytest.mark.parametrize(("measure", "name"), [(cohens_d, "d"), (hedges_g, "g"), (glass_delta, "glass")])
def test_standardised_differences_equal_effectsize(oracle, measure, name):
    found, theirs = measure(*of([oracle["x"], oracle["y"]])), oracle[name]
    assert found.value == pytest.approx(theirs[0], rel=1e-9)
    assert [found.low, found.high] == near(theirs[1:])


@pytest.mark.parametrize("oracle", ORACLES["changes"])
def test_standardised_changes_equal_effectsize_and_the_formula_of_algina_and_keselman(oracle):
    before, after = np.array(oracle["before"]), np.array(oracle["after"])
    change = after - before
    found = change_of_changes(len(change), change.mean(), change.std(ddof=1))
    assert found.value == pytest.approx(oracle["dz"][0], rel=1e-9)
    assert [found.low, found.high] == near(oracle["dz"][1:])
    scores = [before.mean(), after.mean()], [before.std(ddof=1), after.std(ddof=1)]
    found = change_of_scores(len(change), *scores, np.corrcoef(before, after)[0, 1])
    assert found.value == pytest.approx(oracle["dav"], rel=1e-9)
    assert [found.low, found.high] == pytest.approx(oracle["dav_interval"], rel=1e-7)


def test_the_interval_of_a_change_holds_the_true_one_as_often_as_it_says():
    rng = np.random.default_rng(5)
    held, draws = 0, 400
    for _ in range(draws):
        before = rng.normal(size=20)
        after = 0.5 + 0.6 * before + 0.8 * rng.normal(size=20)
        means, sds = [before.mean(), after.mean()], [before.std(ddof=1), after.std(ddof=1)]
        found = change_of_scores(20, means, sds, np.corrcoef(before, after)[0, 1])
        held += found.low < 0.5 < found.high
    assert 0.92 < held / draws < 0.98


def test_an_interval_of_d_leaves_out_0_exactly_where_the_t_test_does():
    p = student_t(*SAMPLE).p
    assert cohens_d(*SAMPLE, confidence=1 - p - 1e-9).high < 0
    assert cohens_d(*SAMPLE, confidence=1 - p + 1e-9).high > 0


def test_the_unit_of_scores_does_not_matter_and_turning_groups_round_changes_the_sign():
    n, mean, sd = (np.array(one, dtype=float) for one in SAMPLE)
    for measure in (cohens_d, hedges_g, glass_delta):
        plain, scaled = measure(n, mean, sd), measure(n, 10 * mean + 4, 10 * sd)
        assert [plain.value, plain.low] == pytest.approx([scaled.value, scaled.low])
    there, back = cohens_d(n, mean, sd), cohens_d(n[::-1], mean[::-1], sd[::-1])
    assert [there.low, there.high] == pytest.approx([-back.high, -back.low])


def test_hedges_factor_is_that_of_the_gamma_function_and_near_its_approximation():
    assert correction(2) == pytest.approx(math.gamma(1) / math.gamma(0.5))
    assert correction(50) == pytest.approx(1 - 3 / (4 * 50 - 1), abs=2e-5)
    assert correction(1e6) == pytest.approx(1)


@pytest.mark.parametrize(
    ("statistic", "df"), [(0.0, 5), (-2.5, 3), (40.0, 100), (300.0, 2000), (2.0, 1), (-40.0, 1), (40.0, 1)]
)
def test_ends_of_noncentrality_of_t_leave_the_tails_that_they_should(statistic, df):
    found = noncentral.of_t(statistic, df, confidence=0.9)
    tails = stats.nct.cdf(statistic, df, [found.low, found.high])
    assert tails.tolist() == pytest.approx([0.95, 0.05], abs=1e-7)


def test_ends_of_noncentrality_are_found_far_from_the_statistic():
    found = noncentral.of_t(-40.0, 1, confidence=0.999)
    assert found.low < -120
    tails = stats.nct.cdf(-40.0, 1, [found.low, found.high])
    assert tails.tolist() == pytest.approx([0.9995, 0.0005], abs=1e-7)


@pytest.mark.parametrize(("statistic", "df1", "df2"), [(5.0, 3, 96), (900.0, 1, 20), (1.0, 2, 1e5)])
def test_ends_of_noncentrality_of_f_leave_the_tails_that_they_should(statistic, df1, df2):
    found = noncentral.of_f(statistic, df1, df2)
    assert stats.ncf.cdf(statistic, df1, df2, found.high) == pytest.approx(0.025, abs=1e-7)
    if found.low:
        assert stats.ncf.cdf(statistic, df1, df2, found.low) == pytest.approx(0.975, abs=1e-7)
    else:
        assert stats.f.cdf(statistic, df1, df2) <= 0.975


def test_small_statistics_have_noncentralities_of_0():
    assert noncentral.of_f(0.0, 2, 30) == noncentral.Noncentrality(0.0, 0.0)
    assert noncentral.of_chi_square(0.0, 3) == noncentral.Noncentrality(0.0, 0.0)
    found = noncentral.of_chi_square(3.0, 3)
    assert found.low == 0.0
    assert stats.ncx2.cdf(3.0, 3, found.high) == pytest.approx(0.025)


@pytest.mark.parametrize("oracle", ORACLES["many"])
def test_shares_of_variance_equal_effectsize_and_their_interval_that_of_r(oracle):
    found, theirs = explained(*of(oracle["groups"])), oracle["explained"]
    assert [found.eta_squared, found.f] == pytest.approx([theirs["eta"], theirs["f"]], rel=1e-9)
    # effectsize shows no share below 0
    assert [max(found.epsilon_squared, 0), max(found.omega_squared, 0)] == pytest.approx(
        [theirs["epsilon"], theirs["omega"]], rel=1e-9
    )
    assert [found.low, found.high] == pytest.approx(theirs["interval"], rel=1e-6, abs=1e-9)


def test_eta_squared_is_the_share_of_the_sums_of_squares():
    sample = [5, 9, 7], [1, 2, 4], [1, 2, 1]
    test = anova(*sample)
    assert explained(*sample).eta_squared == pytest.approx(test.between / (test.between + test.within))


def test_an_interval_of_ninety_per_cent_leaves_out_0_exactly_where_the_f_test_is_below_five():
    critical = stats.f.isf(0.05, 3, 96)
    assert partly_explained(critical * 1.001, 3, 96, 100, confidence=0.9).low > 0
    assert partly_explained(critical * 0.999, 3, 96, 100, confidence=0.9).low == 0


def test_means_that_are_all_the_same_explain_less_than_nothing_without_bias():
    found = explained([5, 5], [2, 2], [1, 1])
    assert (found.eta_squared, found.low, found.high) == (0.0, 0.0, 0.0)
    assert found.omega_squared < 0


@pytest.mark.parametrize("oracle", ORACLES["ratios"])
def test_ratios_equal_effectsize_and_the_formula_of_katz(oracle):
    odds, risk = odds_ratio(oracle["table"]), risk_ratio(oracle["table"])
    assert [odds.value, odds.low, odds.high] == pytest.approx(oracle["odds"], rel=1e-9)
    assert [risk.value, risk.low, risk.high] == pytest.approx(oracle["risk"], rel=1e-9)
    assert association(oracle["table"]).phi == pytest.approx(oracle["phi"])


@pytest.mark.parametrize("oracle", ORACLES["associations"])
def test_cramers_v_equals_effectsize(oracle):
    found = association(oracle["table"])
    assert [found.value, found.low, found.high] == near(oracle["v"])


def test_full_association_is_1_and_none_is_0():
    full, none = association([[0, 20], [20, 0]]), association([[10, 20], [20, 40]])
    assert (full.value, full.phi, full.high) == (1.0, -1.0, 1.0)
    assert (none.value, none.phi, none.low) == (0.0, 0.0, 0.0)
    assert association([[30, 20, 10], [20, 20, 20]]).phi is None
    assert "not to be trusted" in str(association([[3, 1], [1, 3]]).warnings[0])


@pytest.mark.parametrize(
    ("measure", "table", "value"),
    [
        (odds_ratio, [[5, 0], [2, 3]], None),
        (odds_ratio, [[0, 5], [2, 3]], 0.0),
        (risk_ratio, [[0, 5], [2, 3]], 0.0),
        (risk_ratio, [[5, 1], [0, 3]], None),
        (risk_ratio, [[5, 0], [3, 0]], 1.0),
    ],
)
def test_empty_cells_leave_no_interval_unless_halves_are_added(measure, table, value):
    found = measure(table)
    assert (found.value, found.low, found.high) == (value, None, None)
    assert "is empty" in str(found.warnings[0])
    halved = measure(table, add_half=True)
    full = measure((2 * np.array(table) + 1).tolist())
    assert halved.value == pytest.approx(full.value)
    assert halved.low < halved.value < halved.high
    assert "half a person" in str(halved.warnings[0])


def test_a_risk_ratio_needs_no_empty_second_column_cell_filled():
    found = risk_ratio([[5, 0], [2, 3]])
    assert found.value == 2.5
    assert found.warnings == ()


def test_conversions_equal_effectsize():
    theirs = ORACLES["conversion"]
    assert conversions.r_from_d(0.5) == pytest.approx(theirs["r"])
    assert conversions.odds_ratio_from_d(0.5) == pytest.approx(theirs["odds"])
    assert conversions.d_from_r(0.3) == pytest.approx(theirs["d_of_r"])
    assert conversions.d_from_odds_ratio(3) == pytest.approx(theirs["d_of_odds"])
    assert conversions.r_from_odds_ratio(3) == pytest.approx(theirs["r_of_odds"])
    assert conversions.odds_ratio_from_r(0.3) == pytest.approx(theirs["odds_of_r"])


def test_uneven_groups_convert_by_the_formula_of_borenstein():
    factor = 100**2 / (30 * 70)
    assert conversions.r_from_d(0.5, share=0.3) == pytest.approx(0.5 / math.sqrt(0.25 + factor))


@given(st.floats(-5, 5), st.floats(0.05, 0.95))
@UNHURRIED
def test_conversions_there_and_back_change_nothing(d, share):
    assert conversions.d_from_r(conversions.r_from_d(d, share=share), share=share) == pytest.approx(d)
    assert conversions.d_from_odds_ratio(conversions.odds_ratio_from_d(d)) == pytest.approx(d)


def test_no_spread_leaves_no_standardised_difference_and_says_so():
    flat = [3, 4], [2, 3], [0, 0]
    for found in (
        cohens_d(*flat),
        hedges_g(*flat),
        glass_delta([3, 4], [2, 3], [1, 0]),
        change_of_changes(3, 1.0, 0.0),
        change_of_scores(3, [1, 2], [0, 0], 0.0),
    ):
        assert (found.value, found.low, found.high) == (None, None, None)
        assert "no size in standard deviations" in str(found.warnings[0])
    assert explained(*flat).eta_squared is None
    assert "there is no test" in str(explained(*flat).warnings[0])


def test_everyone_changing_alike_leaves_an_interval_without_width():
    found = change_of_scores(10, [2, 3], [1, 1], 1.0)
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("measure", "given_", "options", "said"),
    [
        (cohens_d, ([1, 1], [1, 2], [0, 0]), {}, "one person only"),
        (cohens_d, ([5], [1], [1]), {}, "exactly 2 groups; 1 came"),
        (cohens_d, SAMPLE, {"confidence": 2}, "between 0 and 1"),
        (hedges_g, ([1, 2], [1, 2], [0, 1]), {}, "at least four people"),
        (glass_delta, ([3, 1], [1, 2], [1, 0]), {}, "group 2 has 1"),
        (change_of_changes, (1, 1.0, 1.0), {}, "group 1 has 1"),
        (change_of_changes, ([3, 3], [1, 1], [1, 1]), {}, "several came"),
        (change_of_scores, (9, [1, 2], [1, 1], 1.5), {}, "between -1 and 1"),
        (change_of_scores, (9, [1, 2, 3], [1, 1, 1], 0.5), {}, "2, 3 and 3 came"),
        (correction, (1,), {}, "more than one degree"),
        (partly_explained, (-1, 2, 3, 9), {}, "not below 0"),
        (partly_explained, (1, 2, 30, 9), {}, "at least as many people"),
        (odds_ratio, ([[1, 2, 3], [1, 2, 3]],), {}, "two rows and two columns"),
        (odds_ratio, ([[1, 2], [1, 2]],), {"confidence": 0}, "between 0 and 1"),
        (risk_ratio, ([[0, 0], [1, 2]],), {}, "A row of the table is empty"),
        (association, ([[0, 0], [1, 2]],), {}, "is empty. Leave it out"),
        (conversions.d_from_r, (1.0,), {}, "between -1 and 1"),
        (conversions.d_from_r, (0.5,), {"share": 1}, "between 0 and 1"),
        (conversions.r_from_d, (math.nan,), {}, "is a number, not nan"),
        (conversions.d_from_odds_ratio, (0.0,), {}, "lies above 0"),
    ],
)
def test_what_has_no_size_is_refused(measure, given_, options, said):
    with pytest.raises(InvalidInputError, match=said):
        measure(*given_, **options)
