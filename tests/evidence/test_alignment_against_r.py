"""Alignment against R: lavaan, sirt and an optimiser of its own; oracles/alignment.R made the reference."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.psychometrics.alignment.aligning import AlignmentPlan, Way, align
from mentorway.evidence.psychometrics.alignment.input import separate_estimates
from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "alignment.json").read_text("utf-8"))
MODEL = FactorModel.one_factor("f", ORACLE["items"])
GROUPS = [
    GroupMoments(one["name"], one["n"], np.array(one["mean"]), np.array(one["covariance"]))
    for one in ORACLE["groups"]
]


@pytest.fixture(scope="module", params=list(Way))
def both(request):
    """Return what we find, and what the optimiser in R found."""
    plan = AlignmentPlan(way=request.param, epsilon=ORACLE["epsilon"], starts=6)
    return align(GROUPS, MODEL, plan, rng=np.random.default_rng(1)), ORACLE[request.param]


def test_each_groups_own_estimates_and_their_covariances_are_those_of_lavaan():
    found, _ = separate_estimates(GROUPS, MODEL)
    for place, own in enumerate(ORACLE["own"]):
        assert found.loadings[place] == pytest.approx(own["loadings"], abs=1e-5)
        assert found.intercepts[place] == pytest.approx(own["intercepts"], abs=1e-6)
        assert found.covariance[place] == pytest.approx(np.array(own["covariance"]), abs=1e-7)


def test_the_loss_is_as_small_as_r_finds_it(both):
    found, theirs = both
    assert found.loss == pytest.approx(theirs["loss"], rel=1e-8)
    assert sum(one.loss for one in found.parameters) == pytest.approx(found.loss)
    assert found.agreeing == found.starts == 8


def test_means_and_variances_agree(both):
    found, theirs = both
    assert [one.mean for one in found.groups] == pytest.approx(theirs["means"], abs=1e-5)
    assert [one.variance for one in found.groups] == pytest.approx(theirs["variances"], rel=1e-5)


def test_means_variances_and_loadings_agree_with_sirt():
    found, theirs = align(GROUPS, MODEL), ORACLE["sirt"]
    assert [one.mean for one in found.groups] == pytest.approx(theirs["means"], abs=1e-5)
    assert [one.variance for one in found.groups] == pytest.approx(theirs["variances"], rel=1e-5)
    loadings = np.stack([one.loadings for one in found.groups])
    assert loadings == pytest.approx(np.array(theirs["loadings"]), abs=1e-5)


def test_what_was_made_to_differ_is_found_to_differ(both):
    found, _ = both
    differing = {
        kind: sorted(
            [group, one.item] for one in found.parameters if one.kind == kind for group in one.differing
        )
        for kind in ("loading", "intercept")
    }
    assert differing == {kind: sorted(pairs) for kind, pairs in ORACLE["differing"].items()}
    assert found.share == 7 / 80


def test_fixed_means_lie_within_three_errors_of_the_truth():
    found = align(GROUPS, MODEL)
    for group, mean, variance in zip(
        found.groups, ORACLE["truth"]["means"], ORACLE["truth"]["variances"], strict=True
    ):
        assert abs(group.mean - mean) <= 3 * group.mean_error
        assert abs(group.variance - variance) <= 3 * group.variance_error + 1e-12
