"""The permutation test of invariance: what it finds, that it is fair, and where it cannot be asked."""

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.counting import at_most
from tests.evidence.making import LOADINGS, moved, one_factor

from mentorway.evidence.psychometrics.factors.models import ConvergenceError, Level, Release
from mentorway.evidence.psychometrics.factors.scoring import maximise
from mentorway.evidence.psychometrics.invariance.ladder import ladder
from mentorway.evidence.psychometrics.permutation import fits as permutation_fits
from mentorway.evidence.psychometrics.permutation.pool import pool_of, ways_to_deal
from mentorway.evidence.psychometrics.permutation.testing import PermutationPlan, permutation_test
from mentorway.evidence.psychometrics.robust.units import PeopleGroup, clusters_of, moments_of, scale_of
from mentorway.wording import InvalidInputError

FEW = PermutationPlan(permutations=39)
SCALAR = PermutationPlan(looser=Level.METRIC, tighter=Level.SCALAR, permutations=39)
FEWEST = PermutationPlan(looser=Level.METRIC, tighter=Level.SCALAR, permutations=19)


def people(rng, name, n=200, *, loadings=LOADINGS, levels=0.0):
    rows = rng.normal(size=(n, 1)) * np.array(loadings) + rng.normal(size=(n, 6)) + levels
    return PeopleGroup(name, rows)


def test_a_real_difference_is_worse_than_every_permutation():
    rng = np.random.default_rng(1)
    groups = [people(rng, "LT"), people(rng, "SE", levels=np.array(moved((0.0,) * 6, 3, 1.0)))]
    found = permutation_test(groups, one_factor(), SCALAR, rng=rng)
    assert found.p.chi_square == found.p.cfi == 1 / 40
    assert (found.items[0].kind, found.items[0].item, found.items[0].p) == ("intercept", "t4", 1 / 40)
    assert found.units == 400


def test_the_item_that_gives_the_factor_its_unit_is_tested_as_well():
    rng = np.random.default_rng(2)
    groups = [people(rng, "LT", 400), people(rng, "SE", 400, loadings=moved(LOADINGS, 0, 0.8))]
    found = permutation_test(groups, one_factor(), FEW, rng=rng)
    assert (found.items[0].kind, found.items[0].item) == ("loading", "t1")
    assert len(found.items) == 6


def test_what_was_observed_is_what_the_ladder_costs():
    rng = np.random.default_rng(3)
    groups = [people(rng, name) for name in ("LT", "SE", "FI")]
    releases = (Release("loading", "t2"),)
    plan = PermutationPlan(releases=releases, permutations=19)
    found = permutation_test(groups, one_factor(), plan, rng=rng)
    step = ladder(moments_of(groups), one_factor(), releases).step_to(Level.METRIC)
    expected = (step.chi_square, step.cfi, step.rmsea, step.srmr)
    assert tuple(found.observed) == pytest.approx(expected, abs=1e-7)


@pytest.mark.long
def test_p_values_are_fair_where_groups_do_not_differ():
    p_values = []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        groups = [people(rng, "LT", 80), people(rng, "SE", 120)]
        p_values.append(permutation_test(groups, one_factor(), FEWEST, rng=rng).p.chi_square)
    assert 0.35 < np.mean(p_values) < 0.65
    assert np.mean(np.array(p_values) <= 0.1) <= 0.25


def test_the_same_generator_gives_the_same_test():
    rng = np.random.default_rng(4)
    groups = [people(rng, "LT"), people(rng, "SE")]
    found = [permutation_test(groups, one_factor(), FEW, rng=np.random.default_rng(9)) for _ in range(2)]
    assert (found[0].drawn == found[1].drawn).all()


def test_the_moments_of_the_order_that_came_are_those_of_the_groups():
    rng = np.random.default_rng(5)
    weighted = [
        PeopleGroup(name, 100 + rng.normal(size=(50, 6)), rng.uniform(0.5, 2, 50)) for name in ("LT", "SE")
    ]
    clustered = [
        clusters_of(name, 100 + rng.normal(size=(60, 6)), np.repeat(np.arange(12), 5))
        for name in ("LT", "SE")
    ]
    for groups in ([people(rng, "LT"), people(rng, "SE", 90)], weighted, clustered):
        pool = pool_of(groups, scale_of(groups))
        found = pool.sample(np.arange(int(pool.ends[-1])))
        for place, moments in enumerate(moments_of(groups)):
            assert found.n[place] == pytest.approx(moments.weight)
            assert found.mean[place] == pytest.approx(moments.mean)
            assert found.covariance[place] == pytest.approx(moments.covariance)


@pytest.mark.long
def test_organisations_are_dealt_out_whole_and_then_do_not_pass_for_a_difference_between_groups():
    """Dealt out one by one, people of one organisation make chance look smaller than it is."""
    apart, whole = [], []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        school = np.repeat(np.arange(10), 30)
        rows = [
            rng.normal(size=(300, 1)) * np.array(LOADINGS)
            + rng.normal(size=(300, 6))
            + 0.7 * rng.normal(size=(10, 6))[school]
            for _ in range(2)
        ]
        names = ("LT", "SE")
        one_by_one = [PeopleGroup(name, own) for name, own in zip(names, rows, strict=True)]
        together = [clusters_of(name, own, school) for name, own in zip(names, rows, strict=True)]
        apart.append(permutation_test(one_by_one, one_factor(), FEWEST, rng=rng).p.chi_square)
        found = permutation_test(together, one_factor(), FEWEST, rng=rng)
        whole.append(found.p.chi_square)
        assert found.units == 20
    assert np.mean(np.array(apart) <= 0.05) > 0.7
    assert np.mean(np.array(whole) <= 0.05) < 0.3


def test_progress_is_told_and_the_work_can_be_ended():
    told = []
    rng = np.random.default_rng(6)
    groups = [people(rng, "LT"), people(rng, "SE")]
    permutation_test(
        groups, one_factor(), PermutationPlan(permutations=19), rng=rng, heed=lambda *step: told.append(step)
    )
    assert told == [(done, 19) for done in range(20)]

    class Enough(Exception):  # noqa: N818 - it is no error
        pass

    def stop(done, of):
        if done == 3:
            raise Enough

    with pytest.raises(Enough):
        permutation_test(groups, one_factor(), FEW, rng=rng, heed=stop)


def test_a_hundred_permutations_of_many_people_take_little_work():
    rng = np.random.default_rng(7)
    groups = [people(rng, "LT", 20_000), people(rng, "SE", 20_000)]
    with at_most(2_000_000):
        permutation_test(groups, one_factor(), PermutationPlan(permutations=99), rng=rng)


def test_few_organisations_are_said_to_make_p_values_coarse():
    rng = np.random.default_rng(8)
    groups = [
        clusters_of(name, rng.normal(size=(60, 1)) + rng.normal(size=(60, 6)), np.repeat([1, 2, 3], 20))
        for name in ("LT", "SE")
    ]
    found = permutation_test(groups, one_factor(), FEW, rng=rng)
    (warning,) = found.warnings
    assert str(warning).startswith("There are only 20 ways to deal the organisations or people out")


def test_ways_to_deal_are_counted():
    assert math.exp(ways_to_deal(np.array([0, 2, 5, 7]))) == pytest.approx(210)


def test_permutations_that_cannot_be_fitted_are_counted_and_too_many_end_the_test():
    rng = np.random.default_rng(10)
    groups = [people(rng, "LT", 200), people(rng, "SE", 40)]
    for group, answered in zip(groups, (2, 6), strict=True):
        group.rows[answered:, 5] = 0.0  # hardly anyone answers anything but 0
    with pytest.raises(ConvergenceError, match=r"did not settle in 8 of \d+ permutations"):
        permutation_test(groups, one_factor(), FEW, rng=rng)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (PermutationPlan(looser=Level.METRIC, tighter=Level.METRIC), "must hold more equal than the first"),
        (PermutationPlan(permutations=18), "18 permutations came; at least 19"),
        (PermutationPlan(releases=(Release("loading", "t9"),)), "it is not in the scale"),
    ],
)
def test_plans_that_nothing_can_follow_are_refused(plan, said):
    rng = np.random.default_rng(11)
    with pytest.raises(InvalidInputError, match=said):
        permutation_test([people(rng, "LT"), people(rng, "SE")], one_factor(), plan, rng=rng)


def test_one_group_too_few_people_and_holes_are_refused():
    rng = np.random.default_rng(12)
    with pytest.raises(InvalidInputError, match="at least two groups; 1 came"):
        permutation_test([people(rng, "LT")], one_factor(), rng=rng)
    with pytest.raises(InvalidInputError, match="more people than items"):
        permutation_test([people(rng, "LT"), people(rng, "SE", 6)], one_factor(), rng=rng)
    holes = people(rng, "SE").rows
    holes[3, 3] = np.nan
    with pytest.raises(InvalidInputError, match="numbers are missing"):
        permutation_test([people(rng, "LT"), PeopleGroup("SE", holes)], one_factor(), rng=rng)


def test_a_model_that_settles_on_no_group_or_not_in_all_is_said_not_to(monkeypatch):
    rng = np.random.default_rng(13)
    groups = [people(rng, "LT"), people(rng, "SE")]
    for most in (0, 1):
        monkeypatch.setattr(
            permutation_fits,
            "maximise",
            lambda *at, most=most: maximise(*at) if at[1].groups <= most else None,
        )
        with pytest.raises(ConvergenceError, match="did not settle"):
            permutation_test(groups, one_factor(), FEW, rng=rng)


def test_a_looser_model_that_came_out_worse_is_fitted_again_from_the_tighter_one(monkeypatch):
    rng = np.random.default_rng(14)
    groups = [people(rng, "LT"), people(rng, "SE")]
    pool = pool_of(groups, 1.0)
    nested = permutation_fits.nested_of(pool, one_factor(), (Level.CONFIGURAL, Level.METRIC), ())
    sample = pool.sample(np.arange(400))
    right = nested.compare(sample).changes
    calls = []

    def astray(*at):
        found = maximise(*at)
        calls.append(at)
        if len(calls) > 1:
            return found
        return replace(found, point=replace(found.point, half_chi_square=found.point.half_chi_square + 100))

    monkeypatch.setattr(permutation_fits, "maximise", astray)
    assert nested.compare(sample).changes == pytest.approx(right, abs=1e-8)
