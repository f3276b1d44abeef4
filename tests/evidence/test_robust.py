"""Robust errors: what is refused, and what must hold whatever the numbers are."""

import math
from dataclasses import replace

import numpy as np
import pytest

from mentorway.evidence.psychometrics.factors.models import FactorModel, Level
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.evidence.psychometrics.invariance.ladder import ladder, mean_differences
from mentorway.evidence.psychometrics.robust.errors import robust, scaled_difference
from mentorway.evidence.psychometrics.robust.units import (
    ClusteredGroup,
    PeopleGroup,
    check_units,
    clusters_of,
    moments_of,
)
from mentorway.wording import InvalidInputError

ITEMS = tuple("abcde")
ONE = FactorModel.one_factor("trust", ITEMS)
SCHOOLS = np.repeat(np.arange(60), 5)


def answers(seed, apart=0.6):
    rng = np.random.default_rng(seed)
    return (
        apart * rng.normal(size=(60, 1))[SCHOOLS] + rng.normal(size=(300, 1)) + rng.normal(size=(300, 5)) + 3
    )


def weights(seed):
    return np.random.default_rng(seed).uniform(0.3, 3, 300)


def refusal(groups):
    with pytest.raises(InvalidInputError) as refused:
        check_units(groups)
    return str(refused.value)


@pytest.mark.parametrize("heavy", [0.0, -1.0, np.nan, np.inf])
def test_weights_that_are_not_above_zero_are_refused(heavy):
    wrong = weights(1)
    wrong[4] = heavy
    assert refusal([PeopleGroup("LT", answers(1), wrong)]) == (
        f"In group LT the weight of person 5 is {heavy}. Every weight must be a number above 0; "
        "leave out people who should not count."
    )
    with pytest.raises(InvalidInputError, match="the weight of person 5"):
        clusters_of("LT", answers(1), SCHOOLS, wrong)


def test_a_lone_organisation_is_refused():
    group = clusters_of("LT", answers(1), np.zeros(300))
    assert refusal([group]) == (
        "Group LT has 1 organisation. How much organisations differ can only be seen in two or more."
    )


def test_an_organisation_with_nobody_is_refused():
    group = clusters_of("LT", answers(1), SCHOOLS)
    assert refusal([replace(group, n=group.n - 5)]) == (
        "An organisation of group LT has nobody in it, or weights that are not above 0. Leave it out."
    )


@pytest.mark.parametrize(
    "wrong",
    [
        PeopleGroup("LT", np.zeros(3)),
        PeopleGroup("LT", np.zeros((0, 5))),
        PeopleGroup("LT", np.array([[1.0, np.nan]])),
        PeopleGroup("LT", np.zeros((3, 2)), np.ones(2)),
        ClusteredGroup("LT", 4, np.ones(2), np.zeros((2, 3)), np.zeros((2, 3, 2))),
        ClusteredGroup("LT", 1, np.ones(2), np.zeros((2, 3)), np.zeros((2, 3, 3))),
        ClusteredGroup("LT", 4, np.ones(2), np.full((2, 3), np.nan), np.zeros((2, 3, 3))),
    ],
)
def test_numbers_that_do_not_go_together_are_refused(wrong):
    assert "do not go together, or numbers are missing" in refusal([wrong])


def test_organisations_for_other_people_are_refused():
    with pytest.raises(InvalidInputError, match="do not go together"):
        clusters_of("LT", answers(1), SCHOOLS[:-1])


def test_no_groups_and_groups_of_two_kinds_are_refused():
    assert refusal([]) == "There are no groups to fit a model to. Choose at least one."
    mixed = [PeopleGroup("LT", answers(1)), clusters_of("LV", answers(2), SCHOOLS)]
    assert "Give all groups in one way" in refusal(mixed)


def test_a_fit_of_other_answers_is_refused():
    found = fit(moments_of([PeopleGroup("LT", answers(1))]), ONE)
    for other in (PeopleGroup("LT", answers(2)), PeopleGroup("LV", answers(1))):
        with pytest.raises(InvalidInputError, match="fitted to other answers"):
            robust(found, [other])


def test_more_parameters_than_organisations_is_warned_of():
    groups = [clusters_of("LT", answers(1), SCHOOLS // 5)]  # 12 organisations, 15 parameters
    found = robust(fit(moments_of(groups), ONE), groups)
    (warning,) = found.warnings
    assert str(warning) == (
        "There are 12 organisations and 15 parameters. With no more organisations than parameters, standard "
        "errors and chi-square are not to be trusted."
    )
    assert found.units == 12


def test_weighted_moments_are_those_of_people_counted_more_than_once():
    rows, times = answers(3), np.random.default_rng(4).integers(1, 4, 300)
    found = moments_of([PeopleGroup("LT", rows, times.astype(float))])[0]
    counted = np.repeat(rows, times, axis=0)
    assert found.mean == pytest.approx(counted.mean(axis=0))
    assert found.covariance == pytest.approx(np.cov(counted.T, bias=True))
    assert (found.n, found.weight) == (300, pytest.approx(300))


def test_organisations_and_people_have_the_same_moments():
    by_person = moments_of([PeopleGroup("LT", answers(5), weights(5))])[0]
    by_school = moments_of([clusters_of("LT", answers(5), SCHOOLS, weights(5))])[0]
    assert by_school.mean == pytest.approx(by_person.mean)
    assert by_school.covariance == pytest.approx(by_person.covariance)


def test_the_size_of_weights_says_nothing():
    small, large = ([PeopleGroup("LT", answers(6), times * weights(6))] for times in (1, 1000))
    errors = [robust(fit(moments_of(one), ONE), one).fit.groups[0].loading_errors for one in (small, large)]
    assert errors[0] == pytest.approx(errors[1], rel=1e-8)


def test_organisations_of_one_person_each_are_people():
    rows = {"LT": answers(7), "LV": answers(8)}
    people = [PeopleGroup(name, one, weights(9)) for name, one in rows.items()]
    alone = [clusters_of(name, one, np.arange(300), weights(9)) for name, one in rows.items()]
    plain = fit(moments_of(people), ONE, Level.SCALAR)
    one, two = robust(plain, people), robust(plain, alone, correct=False)
    assert two.fit.latent_covariance == pytest.approx(one.fit.latent_covariance, rel=1e-9)
    assert two.scaled.scaling == pytest.approx(one.scaled.scaling, rel=1e-9)


def test_the_correction_for_few_organisations_is_their_number_over_one_less():
    groups = [clusters_of("LT", answers(10), SCHOOLS)]
    plain = fit(moments_of(groups), ONE)
    raised, bare = robust(plain, groups), robust(plain, groups, correct=False)
    ratio = raised.fit.groups[0].intercept_errors / bare.fit.groups[0].intercept_errors
    assert ratio == pytest.approx(np.full(5, math.sqrt(60 / 59)))
    assert raised.scaled.scaling == pytest.approx(bare.scaled.scaling * 60 / 59)


def test_errors_of_means_are_those_of_the_means_of_organisations():
    groups = [clusters_of("LT", answers(11), SCHOOLS)]  # all of one size, so the mean is that of their means
    found = robust(fit(moments_of(groups), ONE), groups)
    expected = groups[0].mean.std(axis=0, ddof=1) / math.sqrt(60)
    assert found.fit.groups[0].intercept_errors == pytest.approx(expected, rel=1e-6)


def test_many_organisations_and_people_come_in_blocks():
    rng = np.random.default_rng(12)
    rows = rng.normal(size=(9000, 1)) + rng.normal(size=(9000, 5))
    people, alone = [PeopleGroup("LT", rows)], [clusters_of("LT", rows, np.arange(9000) // 20)]
    for groups in (people, alone):
        found = robust(fit(moments_of(groups), ONE), groups)
        assert found.scaled.scaling == pytest.approx(1, abs=0.3)
        plain = fit(moments_of(groups), ONE).groups[0].loading_errors
        assert found.fit.groups[0].loading_errors == pytest.approx(plain, rel=0.15)


def test_what_is_fixed_has_no_error_and_latent_means_have_robust_ones():
    groups = [clusters_of(name, answers(seed), SCHOOLS) for name, seed in (("LT", 13), ("LV", 14))]
    plain = fit(moments_of(groups), ONE, Level.SCALAR)
    found = robust(plain, groups).fit
    assert (found.groups[0].latent_mean_errors[0], found.groups[0].loading_errors[0, 0]) == (0, 0)
    assert found.score_tests == ()
    ours, theirs = mean_differences(found)[0], mean_differences(plain)[0]
    assert ours.error == pytest.approx(found.groups[1].latent_mean_errors[0])
    assert ours.error > 1.2 * theirs.error


def test_a_model_without_degrees_of_freedom_has_errors_but_no_scaling():
    groups = [PeopleGroup("LT", answers(15)[:, :3])]
    found = robust(fit(moments_of(groups), FactorModel.one_factor("trust", ITEMS[:3])), groups)
    assert found.fit.indices.df == 0
    assert math.isnan(found.scaled.scaling)
    assert found.warnings == ()
    assert (found.fit.groups[0].intercept_errors > 0).all()


def test_differences_run_from_the_looser_to_the_tighter():
    groups = [PeopleGroup(name, answers(seed)) for name, seed in (("LT", 16), ("LV", 17))]
    fits = [robust(found, groups) for found in ladder(moments_of(groups), ONE).fits]
    assert scaled_difference(fits[0], fits[1]).df == 4
    with pytest.raises(InvalidInputError, match="Give the looser one first"):
        scaled_difference(fits[1], fits[0])
    below = replace(fits[1], scaled=replace(fits[1].scaled, scaling=-1.0))
    assert math.isnan(scaled_difference(fits[0], below).chi_square)
