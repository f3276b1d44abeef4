"""Every number of the factor models against R lavaan: oracles/factor_models.R made the reference."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments, Level, Release
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.evidence.psychometrics.invariance.ladder import ladder, mean_differences

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "factor_models.json").read_text("utf-8"))
CASES = {name: case for name, case in ORACLES.items() if name != "software"}
FITS = [(name, place) for name, case in CASES.items() for place in range(len(case["fits"]))]
INDICES = {
    "chisq": "chi_square", "df": "df", "pvalue": "p", "cfi": "cfi", "tli": "tli", "rmsea": "rmsea",
    "rmsea.ci.lower": "rmsea_low", "rmsea.ci.upper": "rmsea_high", "srmr": "srmr", "aic": "aic", "bic": "bic",
    "logl": "log_likelihood", "npar": "parameters",
}  # fmt: skip
PARTS = ("loadings", "intercepts", "uniquenesses", "factor_covariance", "latent_means")
ERRORS = (
    "loading_errors",
    "intercept_errors",
    "uniqueness_errors",
    "factor_covariance_errors",
    "latent_mean_errors",
)


def groups_of(case):
    return [
        GroupMoments(one["name"], one["n"], np.array(one["mean"]), np.array(one["covariance"]))
        for one in case["groups"]
    ]


def model_of(case):
    factors = case["factors"]
    items = tuple(item for members in factors.values() for item in members)
    return FactorModel(items, tuple((name, tuple(members)) for name, members in factors.items()))


def releases_of(oracle):
    """What lavaan was told to let differ: «x3~1», «f=~x2» or «x7~~x7»."""
    named = oracle["releases"]
    found = []
    for text in [named] if isinstance(named, str) else named:
        if "=~" in text:
            found.append(Release("loading", text.split("=~")[1]))
        elif "~~" in text:
            found.append(Release("uniqueness", text.split("~~")[0]))
        elif text:
            found.append(Release("intercept", text.split("~")[0]))
    return tuple(found)


@pytest.fixture(params=FITS, ids=[f"{name}-{place}" for name, place in FITS])
def both(request):
    """What we find, and what lavaan found."""
    name, place = request.param
    oracle = CASES[name]["fits"][place]
    found = fit(groups_of(CASES[name]), model_of(CASES[name]), Level(oracle["level"]), releases_of(oracle))
    return found, oracle


def test_every_index_agrees(both):
    found, oracle = both
    for theirs, ours in INDICES.items():
        assert getattr(found.indices, ours) == pytest.approx(oracle["indices"][theirs], rel=1e-5, abs=1e-8)


def test_every_estimate_and_standard_error_agrees(both):
    found, oracle = both
    for group in found.groups:
        estimates, errors = oracle["estimates"][group.name], oracle["errors"][group.name]
        for part, error in zip(PARTS, ERRORS, strict=True):
            shape = getattr(group, part).shape  # R's JSON drops the dimensions of a single number
            assert getattr(group, part) == pytest.approx(
                np.reshape(estimates[part], shape), rel=1e-5, abs=1e-6
            )
            assert getattr(group, error) == pytest.approx(np.reshape(errors[part], shape), rel=1e-5, abs=1e-6)


def test_every_score_test_agrees(both):
    found, oracle = both
    scores = oracle.get("scores") or {"single": [], "total": []}
    ours = {(one.kind, one.item, one.group): one for one in found.score_tests}
    assert len(scores["total"]) == len([one for one in ours.values() if one.group is None])
    for theirs in scores["total"]:
        mine = ours[theirs["kind"], theirs["item"], None]
        assert (mine.chi_square, mine.df) == (
            pytest.approx(theirs["chi_square"], rel=1e-5, abs=1e-6),
            theirs["df"],
        )
    if len(found.groups) == 2:  # where there are more, lavaan frees one equation and we free one group
        for theirs in scores["single"]:
            mine = ours[theirs["kind"], theirs["item"], theirs["group"]]
            assert mine.chi_square == pytest.approx(theirs["chi_square"], rel=1e-5, abs=1e-6)


def test_every_difference_between_latent_means_agrees(both):
    found, oracle = both
    if not oracle.get("mean_differences"):
        return
    ours = {(one.factor, one.first, one.second): one for one in mean_differences(found)}
    assert len(ours) == len(oracle["mean_differences"])
    for theirs in oracle["mean_differences"]:
        mine = ours[theirs["factor"], theirs["first"], theirs["second"]]
        for name in ("difference", "error", "standardised", "standardised_error"):
            assert getattr(mine, name) == pytest.approx(theirs[name], rel=1e-5, abs=1e-6)


def test_holzinger_and_swineford_give_the_numbers_of_the_textbooks():
    case = CASES["holzinger_three_factors"]
    found = ladder(groups_of(case), model_of(case))
    numbers = [(round(one.indices.chi_square, 3), one.indices.df) for one in found.fits]
    assert numbers == [(115.851, 48), (124.044, 54), (164.103, 60), (181.511, 69)]
    assert [step.df for step in found.steps] == [6, 6, 9]
    assert found.stopped is None


def test_what_is_tested_at_each_level_is_what_that_level_holds():
    case = CASES["holzinger_three_factors"]
    found = ladder(groups_of(case), model_of(case))
    assert {test.kind for test in found.score_tests} == {"loading", "intercept", "uniqueness"}
    assert len({(test.kind, test.item, test.group) for test in found.score_tests}) == len(found.score_tests)
