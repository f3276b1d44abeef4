"""The robust ladder is made of `robust` and `scaled_difference`, which are checked against lavaan."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from mentorway.evidence.psychometrics.factors.models import FactorModel, Level
from mentorway.evidence.psychometrics.incomplete.fiml import ladder_incomplete
from mentorway.evidence.psychometrics.invariance.ladder import ladder
from mentorway.evidence.psychometrics.invariance.licence import judge
from mentorway.evidence.psychometrics.robust import ladder as module
from mentorway.evidence.psychometrics.robust.clustered import robust_incomplete
from mentorway.evidence.psychometrics.robust.clustered_answers import organisations_with_holes, without_units
from mentorway.evidence.psychometrics.robust.errors import ScaledDifference, robust, scaled_difference
from mentorway.evidence.psychometrics.robust.ladder import robust_ladder, robust_ladder_incomplete
from mentorway.evidence.psychometrics.robust.units import PeopleGroup, clusters_of, moments_of
from mentorway.wording import InvalidInputError

FOUR = FactorModel.one_factor("trust", ["a", "b", "c", "d"])


@pytest.fixture(scope="module")
def schools():
    rng = np.random.default_rng(3)
    school = np.repeat(np.arange(50), 8)
    groups = []
    for name in ("LT", "LV"):
        common = 0.8 * rng.normal(size=(50, 1))[school] + rng.normal(size=(400, 1))
        own = 0.5 * rng.normal(size=(50, 4))[school]
        groups.append(clusters_of(name, common + own + rng.normal(size=(400, 4)), school))
    return groups


def test_every_fit_is_robust_and_every_step_scaled(schools):
    found = robust_ladder(schools, FOUR)
    plain = ladder(moments_of(schools), FOUR)
    each = [robust(one, schools) for one in plain.fits]
    assert [one.level for one in found.fits] == list(Level)
    for mine, other in zip(found.fits, each, strict=True):
        assert mine.indices.chi_square == other.scaled.chi_square
        assert (mine.indices.cfi, mine.indices.rmsea) == (other.scaled.cfi, other.scaled.rmsea)
        assert mine.indices.srmr == other.fit.indices.srmr
        errors = mine.groups[1].intercept_errors
        assert errors == pytest.approx(other.fit.groups[1].intercept_errors)
    for place, step in enumerate(found.steps):
        expected = scaled_difference(each[place], each[place + 1])
        assert (step.chi_square, step.p, step.df) == (expected.chi_square, expected.p, expected.df)
        assert step.cfi == found.fits[place + 1].indices.cfi - found.fits[place].indices.cfi
    assert found.score_tests == plain.score_tests
    assert judge(found).verdict.value == "means"


@pytest.fixture(scope="module")
def holed_schools():
    rng = np.random.default_rng(4)
    school, groups = np.repeat(np.arange(40), 8), []
    for name in ("LT", "LV"):
        rows = rng.normal(size=(320, 1)) + 0.6 * rng.normal(size=(40, 4))[school] + rng.normal(size=(320, 4))
        rows[rng.random(rows.shape) < 0.1] = np.nan
        groups.append(organisations_with_holes(name, rows, school))
    return groups


def test_with_holes_every_fit_is_robust_and_every_step_scaled_as_well(holed_schools):
    found = robust_ladder_incomplete(holed_schools, FOUR)
    plain = ladder_incomplete(without_units(holed_schools), FOUR)
    each = [robust_incomplete(one, holed_schools) for one in plain.fits]
    assert [one.indices.chi_square for one in found.fits] == [one.scaled.chi_square for one in each]
    assert [one.indices.srmr for one in found.fits] == [one.indices.srmr for one in plain.fits]
    expected = [scaled_difference(*pair) for pair in pairwise(each)]
    assert [step.chi_square for step in found.steps] == [one.chi_square for one in expected]
    errors = found.fits[0].groups[1].intercept_errors
    assert errors == pytest.approx(each[0].fit.groups[1].intercept_errors)
    assert (errors > 1.1 * plain.fits[0].groups[1].intercept_errors).all()


def test_a_single_organisation_with_holes_is_refused_by_name(holed_schools):
    alone = replace(holed_schools[0], unit=np.zeros_like(holed_schools[0].unit))
    with pytest.raises(InvalidInputError, match="Group LT has answers of a single organisation"):
        robust_ladder_incomplete([alone, holed_schools[1]], FOUR)


def test_a_model_that_always_fits_keeps_its_plain_indices():
    rng = np.random.default_rng(5)
    groups = [PeopleGroup(name, rng.normal(size=(300, 1)) + rng.normal(size=(300, 3))) for name in "AB"]
    found = robust_ladder(groups, FactorModel.one_factor("t", ["a", "b", "c"]))
    first = found.fits[0].indices
    assert (first.df, first.cfi, first.rmsea) == (0, 1.0, 0.0)
    assert math.isfinite(found.steps[0].p)


def test_where_the_scaled_difference_cannot_be_had_the_plain_one_decides(schools, monkeypatch):
    nothing = ScaledDifference(math.nan, 3, math.nan, math.nan)
    monkeypatch.setattr(module, "scaled_difference", lambda *_pair: nothing)
    found = robust_ladder(schools, FOUR)
    plain = ladder(moments_of(schools), FOUR)
    assert [step.p for step in found.steps] == [step.p for step in plain.steps]


def test_a_scaling_below_zero_is_refused_and_never_a_licence(schools, monkeypatch):
    def spoilt(fit, groups):
        found = robust(fit, groups)
        return replace(found, scaled=replace(found.scaled, scaling=math.nan, cfi=math.nan))

    monkeypatch.setattr(module, "robust", spoilt)
    with pytest.raises(InvalidInputError, match="below zero, which cannot be"):
        robust_ladder(schools, FOUR)


def test_who_does_not_want_it_any_more_ends_it(schools):
    asked = []

    def stop():
        asked.append(1)
        if len(asked) > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        robust_ladder(schools, FOUR, heed=stop)
