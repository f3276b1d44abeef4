"""The permutation test of invariance against R semTools: oracles/permutation.R made the reference."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from mentorway.evidence.psychometrics.factors.models import FactorModel, Level
from mentorway.evidence.psychometrics.permutation.fits import nested_of
from mentorway.evidence.psychometrics.permutation.pool import pool_of
from mentorway.evidence.psychometrics.permutation.testing import PermutationPlan, permutation_test
from mentorway.evidence.psychometrics.robust.units import PeopleGroup

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "permutation.json").read_text("utf-8"))
MODEL = FactorModel.one_factor("f", ORACLE["items"])
GROUPS = [PeopleGroup(one["name"], np.array(one["rows"])) for one in ORACLE["groups"]]
NAMES = {"chisq": "chi_square", "cfi": "cfi", "rmsea": "rmsea", "srmr": "srmr"}
LEVELS = (Level.CONFIGURAL, Level.METRIC)
OFF = 3.5  # standard errors of the difference between two shares


@pytest.fixture(scope="module")
def found():
    """Return the test with as many permutations as semTools was given."""
    plan = PermutationPlan(permutations=200)
    return permutation_test(GROUPS, MODEL, plan, rng=np.random.default_rng(2018))


def test_what_was_observed_agrees(found):
    for theirs, ours in NAMES.items():
        assert getattr(found.observed, ours) == pytest.approx(ORACLE["observed"][theirs], abs=1e-6)


@pytest.mark.parametrize("place", range(len(ORACLE["dealt"])))
def test_groups_dealt_out_in_the_same_way_cost_the_same(place):
    dealt = ORACLE["dealt"][place]
    first = np.array(dealt["first"]) - 1
    people = sum(group.people for group in GROUPS)
    order = np.concatenate([first, np.setdiff1d(np.arange(people), first)])
    pool = pool_of(GROUPS, 1.0)
    changes = nested_of(pool, MODEL, LEVELS, ()).compare(pool.sample(order)).changes
    for theirs, ours in NAMES.items():
        assert getattr(changes, ours) == pytest.approx(dealt["changes"][theirs], abs=1e-5)


def test_p_values_agree_as_far_as_two_draws_can(found):
    for theirs, ours in NAMES.items():
        p, q = getattr(found.p, ours), ORACLE["p"][theirs]
        middle = (p + q) / 2
        assert abs(p - q) <= OFF * np.sqrt(2 * middle * (1 - middle) / 200) + 1 / 201


@pytest.mark.parametrize("place", range(4))
def test_what_chance_costs_has_the_same_distribution(found, place):
    theirs = np.array(ORACLE["drawn"])[:, place]
    assert stats.ks_2samp(found.drawn[:, place], theirs).pvalue > 0.01


def test_every_item_has_the_score_test_of_semtools_and_a_p_value_for_all_items_together(found):
    ours = {one.item: one for one in found.items}
    for item, test in zip(ORACLE["items"], ORACLE["tests"], strict=True):
        assert ours[item].chi_square == pytest.approx(test["chi_square"], rel=1e-4, abs=1e-4)
        middle = (ours[item].p + test["p"]) / 2
        assert abs(ours[item].p - test["p"]) <= OFF * np.sqrt(2 * middle * (1 - middle) / 200) + 1 / 201
    assert found.items[0].item == "t4"
