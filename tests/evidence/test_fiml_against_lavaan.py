"""Factor models of answers with holes against R lavaan: oracles/fiml.R made the reference."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.psychometrics.factors.models import FactorModel, Level, Release
from mentorway.evidence.psychometrics.incomplete.fiml import fit_incomplete, ladder_incomplete
from mentorway.evidence.psychometrics.incomplete.missing import patterns_of
from mentorway.evidence.psychometrics.incomplete.saturated import saturated

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "fiml.json").read_text("utf-8"))
MODEL = FactorModel(
    tuple(ORACLE["items"]), tuple((name, tuple(members)) for name, members in ORACLE["factors"].items())
)
ROWS = {name: np.array(rows, dtype=np.float64) for name, rows in ORACLE["rows"].items()}
SCHOOLS = [patterns_of(name, rows) for name, rows in ROWS.items()]
EVERYONE = [patterns_of("all", np.vstack(list(ROWS.values())))]
FITS = [("single", 0), *(("two", place) for place in range(len(ORACLE["two"])))]
INDICES = {
    "chisq": "chi_square", "df": "df", "pvalue": "p", "cfi": "cfi", "tli": "tli", "rmsea": "rmsea",
    "rmsea.ci.lower": "rmsea_low", "rmsea.ci.upper": "rmsea_high", "srmr": "srmr", "aic": "aic", "bic": "bic",
    "logl": "log_likelihood", "npar": "parameters",
}  # fmt: skip
PARTS = {
    "loadings": "loading_errors",
    "intercepts": "intercept_errors",
    "uniquenesses": "uniqueness_errors",
    "factor_covariance": "factor_covariance_errors",
    "latent_means": "latent_mean_errors",
}


@pytest.fixture(params=FITS, ids=[f"{name}-{place}" for name, place in FITS])
def both(request):
    """What we find, and what lavaan found."""
    name, place = request.param
    oracle = ORACLE[name][place]
    named = [oracle["releases"]] if isinstance(oracle["releases"], str) else oracle["releases"]
    releases = [Release("intercept", one.split("~")[0]) for one in named if one]
    groups = SCHOOLS if name == "two" else EVERYONE
    return fit_incomplete(groups, MODEL, Level(oracle["level"]), releases), oracle


def test_every_index_agrees(both):
    found, oracle = both
    for theirs, ours in INDICES.items():
        assert getattr(found.indices, ours) == pytest.approx(oracle["indices"][theirs], rel=1e-5, abs=1e-7)


def test_the_saturated_likelihood_agrees(both):
    found, oracle = both
    ours = found.indices.log_likelihood + found.indices.chi_square / 2
    assert ours == pytest.approx(oracle["saturated"], rel=1e-9)


def test_every_estimate_and_standard_error_agrees(both):
    found, oracle = both
    for group in found.groups:
        estimates, errors = oracle["estimates"][group.name], oracle["errors"][group.name]
        for part, error in PARTS.items():
            assert getattr(group, part) == pytest.approx(np.array(estimates[part]), rel=1e-5, abs=1e-6)
            assert getattr(group, error) == pytest.approx(np.array(errors[part]), rel=1e-5, abs=1e-6)


def test_every_score_test_agrees(both):
    found, oracle = both
    scores = oracle.get("scores") or []
    ours = {(one.kind, one.item): one for one in found.score_tests if one.group is None}
    assert len(ours) == len(scores)
    for theirs in scores:
        mine = ours[theirs["kind"], theirs["item"]]
        assert mine.chi_square == pytest.approx(theirs["chi_square"], rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("name", list(ROWS))
def test_the_saturated_means_and_covariances_agree(name):
    found = saturated(patterns_of(name, ROWS[name]), MODEL.items)
    assert found.mean == pytest.approx(np.array(ORACLE["saturated"][name]["mean"]), abs=1e-6)
    assert found.covariance == pytest.approx(np.array(ORACLE["saturated"][name]["covariance"]), abs=1e-6)


def test_the_ladder_fits_what_each_level_fits_alone():
    found = ladder_incomplete(SCHOOLS, MODEL)
    theirs = [one["indices"]["chisq"] for one in ORACLE["two"][:4]]
    assert [one.indices.chi_square for one in found.fits] == pytest.approx(theirs, rel=1e-5)
    assert [step.df for step in found.steps] == [6, 6, 9]
