"""What holds for every factor model, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.making import drawn, exact, one_factor

from mentorway.evidence.psychometrics.factors.indices import noncentrality, rmsea_interval
from mentorway.evidence.psychometrics.factors.models import (
    ConvergenceError,
    FactorModel,
    GroupMoments,
    Level,
    Release,
)
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.evidence.psychometrics.invariance.ladder import ladder, mean_differences
from mentorway.wording import InvalidInputError

seeds = st.integers(0, 10_000)
SLOW = settings(max_examples=15, deadline=None)


def pair_of(seed):
    rng = np.random.default_rng(seed)
    return [drawn(rng, "LT"), drawn(rng, "SE")]


@given(seeds)
@SLOW
def test_the_order_of_the_groups_does_not_matter(seed):
    pair = pair_of(seed)
    there, back = ladder(pair, one_factor()), ladder(pair[::-1], one_factor())
    for first, second in zip(there.fits, back.fits, strict=True):
        assert first.indices.chi_square == pytest.approx(second.indices.chi_square, rel=1e-6, abs=1e-6)
    (forth,), (reverse,) = mean_differences(there.fits[2]), mean_differences(back.fits[2])
    assert forth.standardised == pytest.approx(-reverse.standardised, rel=1e-5, abs=1e-7)


@given(seeds, st.floats(0.1, 10), st.floats(-50, 50))
@SLOW
def test_the_unit_and_origin_of_an_item_do_not_matter(seed, factor, shift):
    pair = pair_of(seed)
    scale = np.array([1, factor, 1, 1, 1, 1])
    other = [
        replace(one, mean=one.mean * scale + shift, covariance=one.covariance * np.outer(scale, scale))
        for one in pair
    ]
    there, back = ladder(pair, one_factor()), ladder(other, one_factor())
    for first, second in zip(there.fits, back.fits, strict=True):
        assert first.indices.chi_square == pytest.approx(second.indices.chi_square, rel=1e-5, abs=1e-5)


@given(seeds)
@SLOW
def test_every_tighter_model_fits_worse_and_has_more_degrees_of_freedom(seed):
    found = ladder(pair_of(seed), one_factor())
    assert all(step.chi_square >= -1e-6 and step.df > 0 for step in found.steps)


@given(seeds)
@SLOW
def test_the_configural_model_is_the_sum_of_its_groups(seed):
    pair = pair_of(seed)
    alone = [fit([one], one_factor()).indices for one in pair]
    both = fit(pair, one_factor()).indices
    assert both.chi_square == pytest.approx(sum(one.chi_square for one in alone), rel=1e-6)
    assert both.df == sum(one.df for one in alone)


def test_moments_that_follow_a_model_give_it_back():
    found = fit([exact("LT"), exact("SE", mean=0.5)], one_factor(), Level.STRICT)
    assert found.indices.chi_square == pytest.approx(0, abs=1e-6)
    assert found.groups[1].latent_means == pytest.approx([0.5])
    assert found.groups[0].uniquenesses == pytest.approx(np.ones(6))
    (difference,) = mean_differences(found)
    assert (difference.difference, difference.standardised) == (pytest.approx(0.5), pytest.approx(0.5))


def test_two_factors_of_two_items_are_enough():
    model = FactorModel(("a", "b", "c", "d"), (("x", ("a", "b")), ("y", ("c", "d"))))
    loadings = np.array([[1, 0], [0.8, 0], [0, 1], [0, 1.1]])
    covariance = loadings @ np.array([[1, 0.4], [0.4, 1]]) @ loadings.T + np.eye(4) * 0.5
    found = fit([GroupMoments("LT", 200, np.zeros(4), covariance)], model)
    assert found.indices.df == 1
    assert found.groups[0].factor_covariance[0, 1] == pytest.approx(0.4)


@pytest.mark.parametrize("people", [1e6, 1e9, 1e12])
def test_no_interval_of_rmsea_is_lost_to_the_number_of_people(people):
    low, high = rmsea_interval(people * 0.01, 48, people, 8)
    assert 0 < low < high < 1


def test_the_two_ways_to_the_noncentrality_meet():
    for share in (0.05, 0.95):
        assert noncentrality(1.001e7, 400, share) == pytest.approx(
            noncentrality(0.999e7, 400, share) + 2e4, rel=1e-5
        )


def test_an_impossible_error_variance_is_warned_about():
    covariance = np.array([[1.0, 0.8, 0.8], [0.8, 1.0, 0.5], [0.8, 0.5, 1.0]])
    found = fit([GroupMoments("LT", 300, np.zeros(3), covariance)], one_factor(3))
    assert found.groups[0].uniquenesses.min() < 0
    (warning,) = found.warnings
    assert str(warning).startswith("In group LT item t1 gets a negative error variance, which cannot be.")


def test_items_without_a_factor_do_not_settle_and_that_is_said():
    nothing_in_common = GroupMoments("LT", 300, np.zeros(4), np.eye(4))
    with pytest.raises(ConvergenceError, match="did not settle"):
        fit([nothing_in_common], one_factor(4))


def spoilt(**changes):
    return [exact("LT"), replace(exact("SE"), **changes)]


def with_item(place, row):
    covariance = exact("SE").covariance.copy()
    covariance[place], covariance[:, place] = row, row
    return covariance


ORDINARY = exact("SE").covariance
AGAINST_EACH_OTHER = np.where(np.eye(6), 1, 0.9) * np.outer(*[np.array([1, -1, 1, 1, 1, 1])] * 2)
AGAINST_EACH_OTHER[1, 2] = AGAINST_EACH_OTHER[2, 1] = 0.9
TWIN = with_item(1, [*ORDINARY[0, :1], ORDINARY[0, 0], *ORDINARY[0, 2:]])


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([], "at least two groups; 0 came"),
        ([exact("LT")], "at least two groups; 1 came"),
        (spoilt(n=6), "Group SE has 6 people who answered every item, and the scale has 6 items"),
        (spoilt(n=1), "needs more people than items"),
        (
            spoilt(covariance=with_item(2, np.zeros(6))),
            "In group SE everyone gave the same answer to item t3",
        ),
        (spoilt(covariance=TWIN), "these items repeat each other exactly: t1, t2"),
        (spoilt(covariance=AGAINST_EACH_OTHER), "covariances of group SE contradict each other"),
        (spoilt(covariance=ORDINARY * np.nan), "numbers are missing"),
        (spoilt(covariance=np.eye(5)), "do not belong to the 6 items"),
        (spoilt(mean=np.zeros(5)), "do not belong to the 6 items"),
        (spoilt(mean=np.full(6, np.inf)), "numbers are missing"),
    ],
)
def test_groups_that_cannot_carry_a_model_are_refused_by_name(groups, said):
    with pytest.raises(InvalidInputError, match=said):
        ladder(groups, one_factor())


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (FactorModel((), ()), "belong to one factor"),
        (FactorModel(("a", "b"), (("x", ("a", "b")),)), "has 2 items, but its model needs at least 3"),
        (FactorModel(("a", "b", "c"), (("x", ("a", "b")), ("y", ("c",)))), "Scale y has 1 item"),
        (FactorModel(("a", "b", "c"), (("x", ("a", "b", "d")),)), "item c is not"),
        (FactorModel(("a", "a", "b"), (("x", ("a", "a", "b")),)), "named once"),
    ],
)
def test_models_that_contradict_themselves_are_refused(model, said):
    with pytest.raises(InvalidInputError, match=said):
        fit([GroupMoments("LT", 100, np.zeros(3), np.eye(3))], model)


@pytest.mark.parametrize(
    ("releases", "said"),
    [
        ([Release("loading", "x1")], "Item x1 cannot be set free"),
        ([Release("loading", f"t{number}") for number in range(1, 7)], "have nothing in common"),
        ([Release("intercept", f"t{number}") for number in range(1, 7)], "Keep at least one item equal"),
    ],
)
def test_releases_that_leave_nothing_are_refused(releases, said):
    with pytest.raises(InvalidInputError, match=said):
        ladder([exact("LT"), exact("SE")], one_factor(), releases)


def test_means_are_not_compared_while_intercepts_differ():
    with pytest.raises(InvalidInputError, match="only where intercepts are held equal"):
        mean_differences(fit([exact("LT"), exact("SE")], one_factor(), Level.METRIC))


def test_a_ladder_asks_at_every_step_whether_to_go_on():
    asked = []
    found = ladder([exact("LT"), exact("SE")], one_factor(), heed=lambda: asked.append(True))
    assert len(asked) >= sum(one.iterations for one in found.fits)

    def stop():
        if len(asked) == 3:
            raise KeyboardInterrupt
        asked.append(True)

    asked.clear()
    with pytest.raises(KeyboardInterrupt):
        ladder([exact("LT"), exact("SE")], one_factor(), heed=stop)
    assert len(asked) == 3


def test_the_score_test_finds_the_item_that_was_moved():
    other = exact("SE", intercepts=(0, 0, 0, 0.7, 0, 0))
    found = ladder([exact("LT"), other], one_factor())
    tests = [one for one in found.score_tests if one.kind == "intercept" and one.group == "SE"]
    worst = max(tests, key=lambda one: one.chi_square)
    assert worst.item == "t4"
    assert worst.expected_change == pytest.approx(0.7, abs=0.15)
