"""The search for partial invariance step by step against R lavaan: oracles/partial.R made the reference."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.comparisons.multiplicity import Adjustment
from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments
from mentorway.evidence.psychometrics.invariance.licence import DEFAULT
from mentorway.evidence.psychometrics.invariance.partial import partial_invariance
from mentorway.evidence.psychometrics.invariance.partial_trail import Ending, SearchRules

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "partial.json").read_text("utf-8"))
MODEL = FactorModel.one_factor("f", ORACLE["items"])
WAYS = {"holm": Adjustment.HOLM, "BH": Adjustment.BENJAMINI_HOCHBERG}
NAMES = {"cfi": "cfi", "rmsea": "rmsea", "srmr": "srmr", "chisq": "chi_square", "df": "df"}


@pytest.fixture(params=ORACLE["cases"], ids=[case["method"] for case in ORACLE["cases"]])
def both(request):
    """Return what we find, and what lavaan found."""
    case = request.param
    groups = [
        GroupMoments(one["name"], one["n"], np.array(one["mean"]), np.array(one["covariance"]))
        for one in case["groups"]
    ]
    rules = SearchRules(adjustment=WAYS[case["method"]])
    return partial_invariance(groups, MODEL, rules=(rules, DEFAULT)), case


def test_the_same_items_are_set_free_in_the_same_order(both):
    found, case = both
    ours = [[step.taken.release.item for step in search.steps] for search in found.searches]
    assert ours == [[step["item"] for step in search["trail"]] for search in case["searches"]]
    assert {search.ending for search in found.searches} == {Ending.HOLDS}
    assert [one.item for one in found.releases] == ["t1", "t5", "t4", "t7"]


def test_every_test_of_every_step_agrees_with_its_adjusted_p_value(both):
    found, case = both
    for search, theirs in zip(found.searches, case["searches"], strict=True):
        for step, oracle in zip(search.steps, theirs["trail"], strict=True):
            mine = {one.release.item: one for one in step.tests}
            assert len(mine) == len(oracle["tests"])
            for test in oracle["tests"]:
                one = mine[test["item"]]
                assert (one.chi_square, one.df) == (pytest.approx(test["chi_square"], rel=1e-4), test["df"])
                assert one.p == pytest.approx(test["p"], rel=1e-3, abs=1e-12)
                assert one.adjusted == pytest.approx(test["adjusted"], rel=1e-3, abs=1e-12)


def test_the_partial_models_fit_as_they_do_in_lavaan(both):
    found, case = both
    before = case["configural"]
    for search, theirs in zip(found.searches, case["searches"], strict=True):
        for place, step in enumerate(search.steps):
            after = theirs["trail"][place + 1]["before"] if place + 1 < len(search.steps) else theirs["last"]
            for cost, oracle in ((step.before, theirs["trail"][place]["before"]), (step.after, after)):
                for name, ours in NAMES.items():
                    change = oracle[name] - before[name]
                    assert getattr(cost, ours) == pytest.approx(change, rel=1e-5, abs=1e-6)
        before = theirs["last"]
    for fit, theirs in zip(found.ladder.fits[1:3], case["searches"], strict=True):
        assert fit.indices.chi_square == pytest.approx(theirs["last"]["chisq"], rel=1e-6)
