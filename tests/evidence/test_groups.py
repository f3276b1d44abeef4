"""Means and spreads of groups against R, and the cases where there is nothing to test."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorway.evidence.comparisons.checking import histograms, histograms_of, moments, moments_of
from mentorway.evidence.comparisons.covariance import ancova
from mentorway.evidence.comparisons.groups import (
    anova,
    levene,
    medians,
    paired_t,
    student_t,
    welch_anova,
    welch_t,
)
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "comparisons.json").read_text())
UNHURRIED = settings(deadline=None)
MANY = pytest.mark.parametrize("oracle", ORACLES["many"])
PAIRS = pytest.mark.parametrize("oracle", ORACLES["pairs"].values(), ids=ORACLES["pairs"])
rows = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=12), min_size=2, max_size=4)


def of(groups):
    """Return sizes, means and standard deviations, by way of counts of scores."""
    found = moments_of(*counted(groups))
    return found.n, found.mean, found.sd


def counted(groups):
    taken = histograms_of(groups)
    return taken.scores, taken.counts


def close(value):
    return pytest.approx(value, rel=1e-9, abs=1e-12)


@MANY
def test_analyses_of_variance_equal_r(oracle):
    plain, welch = anova(*of(oracle["groups"])), welch_anova(*of(oracle["groups"]))
    theirs = oracle["anova"]
    assert [plain.statistic, plain.p] == close([theirs["statistic"], theirs["p"]])
    assert [plain.df1, plain.df2] == theirs["df"]
    assert [plain.between, plain.within] == close(theirs["squares"])
    theirs = oracle["welch"]
    assert [welch.statistic, welch.df1, welch.df2, welch.p] == close(
        [theirs["statistic"], *theirs["df"], theirs["p"]]
    )


@MANY
@pytest.mark.parametrize("centre", ["median", "mean"])
def test_tests_of_spread_equal_car(oracle, centre):
    found = levene(*counted(oracle["groups"]), centre=centre)
    theirs = oracle["levene"][centre]
    assert [found.statistic, found.p] == close([theirs["statistic"], theirs["p"]])


@PAIRS
@pytest.mark.parametrize(("test", "name"), [(student_t, "student"), (welch_t, "welch")])
def test_t_tests_of_two_groups_equal_r(oracle, test, name):
    found, theirs = test(*of([oracle["x"], oracle["y"]])), oracle[name]
    assert [found.statistic, found.df, found.p] == close([theirs["statistic"], theirs["df"], theirs["p"]])
    assert [found.low, found.high] == close(theirs["interval"])


@pytest.mark.parametrize("oracle", ORACLES["changes"])
def test_the_t_test_of_the_same_people_equals_r(oracle):
    change = np.subtract(oracle["after"], oracle["before"])
    found = paired_t(len(change), change.mean(), change.std(ddof=1))
    assert [found.statistic, found.p, found.low, found.high] == close(
        [oracle["statistic"], oracle["p"], *oracle["interval"]]
    )


def test_two_groups_give_the_same_by_t_and_by_f():
    sample = [9, 14], [3.1, 3.9], [0.7, 1.2]
    assert student_t(*sample).statistic ** 2 == close(anova(*sample).statistic)
    assert welch_t(*sample).statistic ** 2 == close(welch_anova(*sample).statistic)
    assert welch_t(*sample).df == close(welch_anova(*sample).df2)


@given(rows)
@UNHURRIED
def test_counts_of_scores_give_the_moments_of_people(groups):
    n, mean, sd = of(groups)
    assert n.tolist() == [len(group) for group in groups]
    assert mean == pytest.approx([np.mean(group) for group in groups])
    assert sd == pytest.approx([np.std(group, ddof=1) if len(group) > 1 else 0 for group in groups])


@given(rows)
@UNHURRIED
def test_medians_from_counts_are_those_of_people(groups):
    assert medians(histograms(*counted(groups))).tolist() == [np.median(group) for group in groups]


def test_missing_scores_are_left_out_of_counts():
    assert histograms_of([[1, np.nan, 2], [2, 2]]).counts.tolist() == [[1, 1], [0, 2]]


@pytest.mark.parametrize("oracle", ORACLES["covariance"])
def test_the_analysis_of_covariance_equals_linear_models_of_r(oracle):
    found = ancova(oracle["n"], oracle["means"], oracle["covariances"])
    for ours, name in (
        (found.groups, "groups"),
        (found.covariates, "covariates"),
        (found.equal_slopes, "equal"),
    ):
        theirs = oracle[name]
        assert [ours.statistic, ours.p] == close([theirs["statistic"], theirs["p"]])
        assert [ours.df1, ours.df2] == theirs["df"]
    assert found.slopes.tolist() == close(oracle["slopes"])
    assert found.partial_eta_squared == close(oracle["eta"])
    for mean, theirs in zip(found.means, oracle["adjusted"], strict=True):
        assert [mean.value, mean.error] == close([theirs["value"], theirs["error"]])
        assert mean.low < mean.value < mean.high
    for apart, theirs in zip(found.differences, oracle["differences"], strict=True):
        assert [apart.difference, apart.error, apart.p] == close(list(theirs.values()))
    assert [(one.first, one.second) for one in found.differences] == [(0, 1), (0, 2), (1, 2)]
    assert found.warnings == ()


def test_without_a_slope_adjusted_means_are_plain_means_and_the_unit_of_a_covariate_does_not_matter():
    n, means = [10, 12], np.array([[3.0, 50.0], [3.5, 60.0]])
    flat = np.array([[[1.0, 0.0], [0.0, 4.0]]] * 2)
    assert [mean.value for mean in ancova(n, means, flat).means] == close([3.0, 3.5])
    sloped = np.array([[[1.0, 0.9], [0.9, 4.0]]] * 2)
    unit = np.array([1.0, 1e6])
    fine, coarse = (ancova(n, means * by, sloped * np.outer(by, by)) for by in (np.ones(2), unit))
    assert fine.groups.statistic == pytest.approx(coarse.groups.statistic, rel=1e-8)
    assert fine.means[0].value == close(coarse.means[0].value)


def test_a_group_of_one_has_no_slope_of_its_own():
    found = ancova([10, 1], [[3, 2], [4, 2.5]], [[[1, 0.3], [0.3, 1]], np.full((2, 2), np.nan)])
    assert found.equal_slopes is None
    assert "whether slopes are equal is not tested" in str(found.warnings[0])
    assert found.groups.df2 == 8.0


def test_outcomes_that_groups_follow_exactly_leave_equal_slopes_untested():
    products = [[[1, 1], [1, 1]], [[4, 2], [2, 1]]]
    assert ancova([5, 5], [[1, 1], [2, 1]], products).equal_slopes is None


GOOD = [[1.0, 0.2], [0.2, 1.0]]


@pytest.mark.parametrize(
    ("n", "means", "covariances", "said"),
    [
        ([5, 5], [[1], [2]], [[[1]], [[1]]], "at least one covariate"),
        ([5, 5], [1, 2], [GOOD] * 2, "at least one covariate"),
        ([5], [[1, 2], [1, 2]], [GOOD] * 2, "Each group needs a size"),
        ([5], [[1, 2]], [GOOD], "at least 2 groups; 1 came"),
        ([5, 0], [[1, 2]] * 2, [GOOD] * 2, "Leave out empty groups"),
        ([5, 5], [[1, 2]] * 2, [[[1, 0], [0, 0]]] * 2, "does not vary within groups"),
        ([5, 5], [[1, 2, 2]] * 2, [[[1, 0.2, 0.2], [0.2, 1, 1], [0.2, 1, 1]]] * 2, "follows from the others"),
        ([5, 5], [[1, 2]] * 2, [[[1, 1], [1, 1]]] * 2, "follows exactly"),
        ([5, 5], [[1, np.nan]] * 2, [GOOD] * 2, "none missing"),
        ([5, 5], [[1, 2]] * 2, [[[-1, 0], [0, 1]]] * 2, "below zero"),
        ([2, 1], [[1, 2]] * 2, [GOOD] * 2, "too few people"),
    ],
)
def test_what_cannot_have_an_analysis_of_covariance_is_refused(n, means, covariances, said):
    with pytest.raises(InvalidInputError, match=said):
        ancova(n, means, covariances)


def test_groups_of_one_count_in_the_classical_analysis_only():
    found = anova([1, 5, 6], [2, 3, 4], [np.nan, 1, 1])
    assert (found.df1, found.df2) == (2.0, 9.0)
    with pytest.raises(InvalidInputError, match="group 1 has 1"):
        welch_anova([1, 5, 6], [2, 3, 4], [np.nan, 1, 1])
    with pytest.raises(InvalidInputError, match="group 1 has 1"):
        welch_t([1, 5], [2, 3], [0, 1])


def test_groups_in_which_all_score_the_same_have_no_test_and_say_so():
    for found in (
        anova([3, 4], [2, 3], [0, 0]),
        welch_anova([3, 4], [2, 3], [0, 0]),
        student_t([3, 4], [2, 3], [0, 0]),
        welch_t([3, 4], [2, 3], [0, 0]),
        paired_t(3, 1.0, 0.0),
        levene([1, 2], [[3, 0], [0, 4]]),
    ):
        assert (found.statistic, found.p) == (None, None)
        assert "everyone has the same score" in str(found.warnings[0])


def test_one_group_without_spread_stops_welchs_analysis_but_not_his_t_test():
    found = welch_anova([3, 4], [2, 3], [0, 1])
    assert found.statistic is None
    assert "at least one group" in str(found.warnings[0])
    assert welch_t([3, 4], [2, 3], [0, 1]).df == 3.0


def test_rounding_of_equal_scores_is_no_spread():
    found = moments_of([0.1, 0.2], [[7, 0], [3, 0]])
    assert found.sd.tolist() == [0.0, 0.0]
    assert moments([7], [0.1], [1.4e-17]).sd.tolist() == [0.0]


@pytest.mark.parametrize(
    ("n", "mean", "sd", "said"),
    [
        ([5], [1], [1], "at least 2 groups; 1 came"),
        ([], [], [], "at least 2 groups; 0 came"),
        ([5, 5], [1], [1], "2, 1 and 1 came"),
        ([5, 0], [1, 1], [1, 1], "Group 2 is empty"),
        ([5, 2.5], [1, 1], [1, 1], "whole numbers"),
        ([5, -2], [1, 1], [1, 1], "whole numbers"),
        ([5, 5], [1, np.nan], [1, 1], "none missing"),
        ([5, 5], [1, 1], [1, np.nan], "none missing"),
        ([5, 5], [1, 1], [1, -1], "below zero"),
        ([1, 1], [1, 2], [0, 0], "one person only"),
    ],
)
def test_groups_that_cannot_be_are_refused(n, mean, sd, said):
    with pytest.raises(InvalidInputError, match=said):
        anova(n, mean, sd)


@pytest.mark.parametrize(
    ("test", "given_", "options", "said"),
    [
        (student_t, ([5] * 3, [1] * 3, [1] * 3), {}, "exactly 2 groups; 3 came"),
        (student_t, ([1, 1], [1, 2], [0, 0]), {}, "one person only"),
        (welch_t, ([5] * 2, [1] * 2, [1] * 2), {"confidence": 95}, "between 0 and 1"),
        (paired_t, (1, 1.0, 0.0), {}, "group 1 has 1"),
        (paired_t, ([3, 3], [1, 1], [1, 1]), {}, "several came"),
        (levene, ([1, 2], [[1, 2], [2, 1]]), {"centre": "mode"}, "“mode” is no middle"),
        (levene, ([2, 1], [[1, 2], [2, 1]]), {}, "rising order"),
        (levene, ([1, 2, 3], [[1, 2], [2, 1]]), {}, "each of 3 scores; 2 counts came"),
        (levene, ([1, 2], [[1, 2], [0, 0]]), {}, "Group 2 is empty"),
        (histograms_of, ([],), {}, "A table holds counts"),
        (histograms_of, ([[1], [np.nan]],), {}, "Group 2 is empty"),
    ],
)
def test_what_has_no_test_is_refused(test, given_, options, said):
    with pytest.raises(InvalidInputError, match=said):
        test(*given_, **options)
