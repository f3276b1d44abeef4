"""What comes out of fine cells is what the models of the evidence take, number for number."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.evidence.psychometrics.incomplete.fiml import ladder_incomplete
from mentorway.evidence.psychometrics.incomplete.missing import IncompleteGroup, Pattern, patterns_of
from mentorway.evidence.psychometrics.robust.clustered_answers import organisations_with_holes
from mentorway.evidence.psychometrics.robust.errors import robust
from mentorway.evidence.psychometrics.robust.units import ClusteredGroup, PeopleGroup, clusters_of, moments_of
from mentorway.moments import (
    Block,
    PatternMoments,
    Wanted,
    clusters_by,
    gathered,
    holed_clusters_by,
    patterns_by,
    reduce_finely,
    rows_of,
    weighted_by,
)
from mentorway.wording import InvalidInputError

ITEMS = ("a", "b", "c", "d")
BLOCK = Block("calm", ITEMS, reverse=(False, True, False, False), low=1, high=5)
MODEL = FactorModel.one_factor("calm", ITEMS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rng = np.random.default_rng(11)
    people = 1_200
    school = rng.integers(0, 40, people)
    factor = rng.normal(size=people) + 0.5 * rng.normal(size=40)[school]
    columns = {}
    for place, item in enumerate(ITEMS):
        steps = np.clip(
            np.rint(3 + factor * (-1 if BLOCK.reverse[place] else 1) + rng.normal(size=people)), 1, 5
        )
        columns[item] = pa.array(steps.astype(np.int16), mask=rng.random(people) < 0.08)
    columns["land"] = pa.array(np.where(school < 20, "LT", "LV"))
    columns["school"] = pa.array([f"s{number:02d}" for number in school])
    columns["w"] = pa.array(rng.gamma(4, 0.25, people) + 0.1)
    pq.write_table(pa.table(columns), tmp_path / "answers.parquet")
    return tmp_path / "answers.parquet"


def same(mine, theirs) -> None:
    """Two results of the same kind in every field."""
    assert [field.name for field in fields(mine)] == [field.name for field in fields(theirs)]
    for field in fields(mine):
        one, two = getattr(mine, field.name), getattr(theirs, field.name)
        assert one == two if isinstance(two, str) else one == pytest.approx(two, rel=1e-11, abs=1e-12)


def test_patterns_are_those_that_evidence_makes_of_the_rows(path):
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=("land", "school"), patterns=True))
    groups = [
        IncompleteGroup(group.name, tuple(Pattern(**vars(one)) for one in group.patterns))
        for group in patterns_by(cube, "land")
    ]
    people = gathered(rows_of(path, BLOCK, group="land"))
    expected = [patterns_of(rows.group, rows.answers) for rows in people]
    for mine, theirs in zip(groups, expected, strict=True):
        by_kind = {one.observed.tobytes(): one for one in theirs.patterns}
        assert len(mine.patterns) == len(by_kind)
        for one in mine.patterns:
            same(PatternMoments(**vars(one)), by_kind[one.observed.tobytes()])
    found, wanted = ladder_incomplete(groups, MODEL), ladder_incomplete(expected, MODEL)
    assert [one.chi_square for one in (step.indices for step in found.fits)] == pytest.approx(
        [one.chi_square for one in (step.indices for step in wanted.fits)], rel=1e-7, abs=1e-7
    )


def test_clusters_with_holes_are_those_that_evidence_makes_of_the_rows(path):
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=("school", "land"), patterns=True))
    people = gathered(rows_of(path, BLOCK, group="land", beside=["school"]))
    expected = [
        organisations_with_holes(one.group, one.answers, one.beside["school"].astype(str)) for one in people
    ]
    for mine, theirs in zip(holed_clusters_by(cube, "land", "school"), expected, strict=True):
        assert (mine.name, len(mine.clusters)) == (theirs.name, theirs.units)
        order = np.lexsort((*mine.observed.T, mine.unit)), np.lexsort((*theirs.seen.T, theirs.unit))
        for field, other in zip(
            ("unit", "n", "observed", "mean", "covariance"),
            ("unit", "n", "seen", "mean", "covariance"),
            strict=True,
        ):
            one, two = getattr(mine, field)[order[0]], getattr(theirs, other)[order[1]]
            assert one == pytest.approx(two, rel=1e-11, abs=1e-12)


def test_clusters_with_holes_need_patterns(path):
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=("school", "land")))
    with pytest.raises(InvalidInputError, match="Ask for patterns"):
        holed_clusters_by(cube, "land", "school")


@pytest.mark.parametrize("weight", [None, "w"])
def test_clusters_are_those_that_evidence_makes_of_the_rows(path, weight):
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=("school", "land"), weight=weight))
    groups = [
        ClusteredGroup(one.name, one.people, one.n, one.mean, one.covariance)
        for one in clusters_by(cube, "land", "school")
    ]
    people = [rows.complete for rows in gathered(rows_of(path, BLOCK, group="land", beside=["school", "w"]))]
    expected = [
        clusters_of(
            rows.group, rows.answers, rows.beside["school"].astype(str), rows.beside["w"] if weight else None
        )
        for rows in people
    ]
    for mine, theirs in zip(moments_of(groups), moments_of(expected), strict=True):
        same(mine, theirs)
    plain = fit(moments_of(groups), MODEL)
    errors = [robust(plain, one).fit.groups[0].loading_errors for one in (groups, expected)]
    assert errors[0] == pytest.approx(errors[1], rel=1e-9)


def test_weighted_moments_are_those_that_evidence_makes_of_the_rows(path):
    (cube,) = reduce_finely(path, [BLOCK], Wanted(by=("land",), weight="w"))
    people = [rows.complete for rows in gathered(rows_of(path, BLOCK, group="land", beside=["w"]))]
    expected = moments_of([PeopleGroup(rows.group, rows.answers, rows.beside["w"]) for rows in people])
    for mine, theirs in zip(weighted_by(cube, "land"), expected, strict=True):
        same(GroupMoments(**vars(mine)), theirs)
