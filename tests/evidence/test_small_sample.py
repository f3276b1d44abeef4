"""Errors for few organisations: what a known formula gives, and that they are right on average."""

import numpy as np
import pytest
from tests.evidence.making import LOADINGS, one_factor

from mentorway.evidence.psychometrics.factors.models import Level
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.evidence.psychometrics.robust.errors import robust
from mentorway.evidence.psychometrics.robust.small_sample import with_small_sample_errors
from mentorway.evidence.psychometrics.robust.units import PeopleGroup, clusters_of, moments_of
from mentorway.wording import InvalidInputError

SIZES = (150, 60, 20, 15, 10, 10, 10, 10, 10, 5)


def answers(rng, sizes=SIZES, items=3, alike=0.4):
    school = np.repeat(np.arange(len(sizes)), sizes)
    people = len(school)
    rows = rng.normal(size=(people, 1)) * np.array(LOADINGS[:items]) + rng.normal(size=(people, items))
    return rows + alike * rng.normal(size=(len(sizes), 1))[school], school


def both(groups, model, level=Level.CONFIGURAL):
    """Return errors with the plain correction and with the one for few organisations."""
    plain = robust(fit(moments_of(groups), model, level), groups)
    return plain, with_small_sample_errors(plain, groups)


def test_errors_of_means_are_those_of_the_known_formula():
    rows, school = answers(np.random.default_rng(1))
    groups = [clusters_of("LT", rows, school)]
    _, found = both(groups, one_factor(3))
    n, total = groups[0].n, groups[0].n.sum()
    gaps = n[:, None] * (groups[0].mean - rows.mean(axis=0))
    expected = np.sqrt((gaps**2 / (1 - n / total)[:, None]).sum(axis=0)) / total
    assert found.fit.groups[0].intercept_errors == pytest.approx(expected, rel=1e-6)


def test_organisations_of_one_size_get_the_plain_correction_for_their_means():
    rows, school = answers(np.random.default_rng(2), sizes=(20,) * 12)
    plain, found = both([clusters_of("LT", rows, school)], one_factor(3))
    assert found.fit.groups[0].intercept_errors == pytest.approx(
        plain.fit.groups[0].intercept_errors, rel=1e-6
    )


def test_variances_of_means_are_right_on_average_where_plain_ones_are_too_small():
    rng = np.random.default_rng(3)
    means, plain, corrected = [], [], []
    for _ in range(150):
        rows, school = answers(rng, alike=0.0)
        first, second = both([clusters_of("LT", rows, school)], one_factor(3))
        means.append(rows.mean(axis=0))
        plain.append(first.fit.groups[0].intercept_errors ** 2)
        corrected.append(second.fit.groups[0].intercept_errors ** 2)
    true = (1 + np.array(LOADINGS[:3]) ** 2) / sum(SIZES)  # people are independent here
    assert np.mean(np.mean(corrected, axis=0) / true) == pytest.approx(1.0, abs=0.1)
    assert np.mean(np.mean(plain, axis=0) / true) < 0.85


def test_shared_parameters_of_two_groups_are_corrected_too():
    rng = np.random.default_rng(4)
    groups = [clusters_of(name, *answers(rng, items=6)) for name in ("LT", "SE")]
    plain, found = both(groups, one_factor(), Level.SCALAR)
    assert found.fit.groups[1].latent_mean_errors[0] > plain.fit.groups[1].latent_mean_errors[0]
    assert found.fit.groups[0].loading_errors[1:] == pytest.approx(found.fit.groups[1].loading_errors[1:])
    assert found.scaled == plain.scaled
    assert found.fit.latent_covariance[2, 2] == pytest.approx(found.fit.groups[1].latent_mean_errors[0] ** 2)


def test_a_single_organisation_with_nearly_all_people_is_refused():
    rows, school = answers(np.random.default_rng(5))
    groups = [clusters_of("LT", rows, school, np.where(school == 0, 1e9, 1.0))]
    plain = robust(fit(moments_of(groups), one_factor(3)), groups)
    with pytest.raises(InvalidInputError, match="a single organisation has nearly all the people"):
        with_small_sample_errors(plain, groups)


def test_people_one_by_one_are_refused():
    rows, _ = answers(np.random.default_rng(6))
    groups = [PeopleGroup("LT", rows)]
    plain = robust(fit(moments_of(groups), one_factor(3)), groups)
    with pytest.raises(InvalidInputError, match="Give all groups by organisation"):
        with_small_sample_errors(plain, groups)
