"""Robust errors of answers with holes: what they are without holes, when they warn, what they refuse."""

from dataclasses import replace

import numpy as np
import pytest
from tests.evidence.making import LOADINGS, one_factor

from mentorway.evidence.psychometrics.factors.models import ConvergenceError, Level
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.evidence.psychometrics.incomplete.fiml import fit_incomplete
from mentorway.evidence.psychometrics.incomplete.missing import patterns_of
from mentorway.evidence.psychometrics.incomplete.saturated import saturated
from mentorway.evidence.psychometrics.robust import clustered
from mentorway.evidence.psychometrics.robust.clustered import robust_incomplete
from mentorway.evidence.psychometrics.robust.clustered_answers import (
    organisations_with_holes,
    people_with_holes,
    without_units,
)
from mentorway.evidence.psychometrics.robust.errors import robust
from mentorway.evidence.psychometrics.robust.units import PeopleGroup, clusters_of, moments_of
from mentorway.wording import InvalidInputError

ERRORS = ("loading_errors", "intercept_errors", "uniqueness_errors", "latent_mean_errors")


def answers(rng, schools=40, each=10, *, holes=0.0):
    """Return answers of people whose school makes them answer alike, and the schools."""
    school = np.repeat(np.arange(schools), each)
    people = schools * each
    rows = (0.7 * rng.normal(size=(schools, 1))[school] + rng.normal(size=(people, 1))) * np.array(LOADINGS)
    rows += rng.normal(size=(people, 6))
    rows[rng.random(rows.shape) < holes] = np.nan
    return rows, school


@pytest.mark.parametrize("by_school", [True, False])
def test_without_holes_they_are_the_errors_of_complete_answers(by_school):
    rng = np.random.default_rng(1)
    both = [answers(rng), answers(rng)]
    names = ("LT", "SE")
    if by_school:
        holed = [organisations_with_holes(name, *one) for name, one in zip(names, both, strict=True)]
        whole = [clusters_of(name, *one) for name, one in zip(names, both, strict=True)]
    else:
        holed = [people_with_holes(name, one[0]) for name, one in zip(names, both, strict=True)]
        whole = [PeopleGroup(name, one[0]) for name, one in zip(names, both, strict=True)]
    ours = robust_incomplete(fit_incomplete(without_units(holed), one_factor(), Level.SCALAR), holed)
    theirs = robust(fit(moments_of(whole), one_factor(), Level.SCALAR), whole)
    for part in ERRORS:
        for mine, other in zip(ours.fit.groups, theirs.fit.groups, strict=True):
            assert getattr(mine, part) == pytest.approx(getattr(other, part), rel=1e-5)
    assert ours.scaled.scaling == pytest.approx(theirs.scaled.scaling, rel=1e-5)
    assert ours.scaled.baseline_scaling == pytest.approx(theirs.scaled.baseline_scaling, rel=1e-6)
    assert ours.scaled.cfi == pytest.approx(theirs.scaled.cfi, abs=1e-6)
    assert ours.fit.latent_covariance == pytest.approx(theirs.fit.latent_covariance, rel=1e-4, abs=1e-8)
    assert ours.units == theirs.units


def test_units_change_nothing_in_what_is_fitted():
    rows, school = answers(np.random.default_rng(2), holes=0.15)
    rows[3] = np.nan  # someone who answered nothing
    for group in (people_with_holes("LT", rows), organisations_with_holes("LT", rows, school)):
        ours, theirs = without_units([group])[0], patterns_of("LT", rows)
        assert ours.n == theirs.n == group.people
        kinds = {tuple(one.observed): one for one in theirs.patterns}
        for one in ours.patterns:
            other = kinds[tuple(one.observed)]
            assert (one.n, one.mean.tolist()) == (other.n, pytest.approx(other.mean))
            assert one.covariance == pytest.approx(other.covariance, abs=1e-12)


def test_people_of_one_organisation_who_answer_alike_make_errors_larger():
    rows, school = answers(np.random.default_rng(3), holes=0.1)
    people, schools = [people_with_holes("LT", rows)], [organisations_with_holes("LT", rows, school)]
    plain = fit_incomplete(without_units(people), one_factor())
    apart, together = robust_incomplete(plain, people), robust_incomplete(plain, schools)
    assert (together.fit.groups[0].intercept_errors > 1.2 * apart.fit.groups[0].intercept_errors).all()
    raised = (
        together.fit.groups[0].intercept_errors
        / robust_incomplete(plain, schools, correct=False).fit.groups[0].intercept_errors
    )
    assert raised == pytest.approx([np.sqrt(40 / 39)] * 6)


def test_few_organisations_are_warned_of():
    rows, school = answers(np.random.default_rng(4), schools=25, each=20, holes=0.05)
    groups = [organisations_with_holes("LT", rows, school)]
    found = robust_incomplete(fit_incomplete(without_units(groups), one_factor()), groups)
    assert [str(one)[:67] for one in found.warnings] == [
        "There are only 25 organisations. With fewer than 30, robust standar"
    ]


def test_complete_answers_of_few_organisations_are_warned_of_as_well():
    rows, school = answers(np.random.default_rng(4), schools=25, each=20)
    groups = [clusters_of("LT", rows, school)]
    (warning,) = robust(fit(moments_of(groups), one_factor()), groups).warnings
    assert "With fewer than 30" in str(warning)


def test_a_fit_to_other_answers_is_refused():
    rng = np.random.default_rng(5)
    first, second = ([people_with_holes("LT", answers(rng, holes=0.1)[0])] for _ in range(2))
    plain = fit_incomplete(without_units(first), one_factor())
    with pytest.raises(InvalidInputError, match="fitted to other answers"):
        robust_incomplete(plain, second)
    with pytest.raises(InvalidInputError, match="fitted to other answers"):
        robust_incomplete(plain, [people_with_holes("SE", answers(rng)[0])])


def test_groups_in_two_ways_and_a_lone_organisation_are_refused():
    rows, school = answers(np.random.default_rng(6))
    mixed = [people_with_holes("LT", rows), organisations_with_holes("SE", rows, school)]
    plain = fit_incomplete(without_units(mixed), one_factor())
    with pytest.raises(InvalidInputError, match="Give all groups in one way"):
        robust_incomplete(plain, mixed)
    with pytest.raises(InvalidInputError, match="a single organisation"):
        organisations_with_holes("LT", rows, np.zeros(len(rows)))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (np.zeros(3), "must be a table of numbers"),
        (np.full((2, 2), np.inf), "must be a table of numbers"),
        (np.full((2, 2), np.nan), "nobody answered anything"),
    ],
)
def test_answers_that_are_none_are_refused(rows, said):
    with pytest.raises(InvalidInputError, match=said):
        people_with_holes("LT", rows)


def test_an_organisation_for_each_row_is_needed():
    with pytest.raises(InvalidInputError, match="one organisation for each row"):
        organisations_with_holes("LT", np.zeros((3, 2)), ["a", "b"])


def test_means_and_covariances_that_cannot_be_are_refused(monkeypatch):
    rows, _ = answers(np.random.default_rng(7), holes=0.1)
    groups = [people_with_holes("LT", rows)]
    plain = fit_incomplete(without_units(groups), one_factor())
    monkeypatch.setattr(
        clustered, "saturated", lambda *one: replace(saturated(*one), covariance=-saturated(*one).covariance)
    )
    with pytest.raises(ConvergenceError, match="did not settle"):
        robust_incomplete(plain, groups)
