"""Robust errors and chi-squares against R lavaan (estimator MLR): oracles/robust.R made the reference."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.psychometrics.factors.models import FactorModel, Level
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.evidence.psychometrics.invariance.ladder import ladder
from mentorway.evidence.psychometrics.robust.errors import robust, scaled_difference
from mentorway.evidence.psychometrics.robust.units import PeopleGroup, clusters_of, moments_of

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "robust.json").read_text("utf-8"))
MODEL = FactorModel(
    tuple(ORACLE["items"]), tuple((name, tuple(members)) for name, members in ORACLE["factors"].items())
)
KINDS = ("people", "clusters", "weights", "both")
FITS = [(kind, place) for kind in KINDS for place in (None, 0, 1, 2, 3)]
PLAIN = {
    "chisq": "chi_square", "df": "df", "cfi": "cfi", "tli": "tli", "rmsea": "rmsea", "srmr": "srmr",
    "logl": "log_likelihood",
}  # fmt: skip
SCALED = {
    "chisq.scaled": "chi_square", "pvalue.scaled": "p", "chisq.scaling.factor": "scaling",
    "baseline.chisq.scaling.factor": "baseline_scaling", "cfi.robust": "cfi", "tli.robust": "tli",
    "rmsea.robust": "rmsea", "rmsea.ci.lower.robust": "rmsea_low", "rmsea.ci.upper.robust": "rmsea_high",
}  # fmt: skip
PARTS = {
    "loadings": "loading_errors",
    "intercepts": "intercept_errors",
    "uniquenesses": "uniqueness_errors",
    "factor_covariance": "factor_covariance_errors",
    "latent_means": "latent_mean_errors",
}


def units_of(kind, *, together):
    """The groups of a case, as organisations or people, with or without weights."""
    found = []
    groups = [
        (one["name"], *(np.array(one[n]) for n in ("rows", "organisations", "weights")))
        for one in ORACLE["groups"]
    ]
    if together:
        groups = [("all", *(np.concatenate(parts) for parts in list(zip(*groups, strict=True))[1:]))]
    for name, rows, organisations, weights in groups:
        heavy = weights if kind in ("weights", "both") else None
        if kind in ("clusters", "both"):
            found.append(clusters_of(name, rows, organisations, heavy))
        else:
            found.append(PeopleGroup(name, rows, heavy))
    return found


@pytest.fixture(params=FITS, ids=[f"{kind}-{place}" for kind, place in FITS])
def both(request):
    """What we find, and what lavaan found."""
    kind, place = request.param
    case = ORACLE["cases"][kind]
    oracle = case["single"] if place is None else case["two"][place]
    groups = units_of(kind, together=place is None)
    return robust(fit(moments_of(groups), MODEL, Level(oracle["level"])), groups), oracle


def test_every_plain_index_agrees(both):
    found, oracle = both
    for theirs, ours in PLAIN.items():
        assert getattr(found.fit.indices, ours) == pytest.approx(oracle["indices"][theirs], rel=1e-5)


def test_every_scaled_index_agrees(both):
    found, oracle = both
    for theirs, ours in SCALED.items():
        assert getattr(found.scaled, ours) == pytest.approx(oracle["indices"][theirs], rel=1e-5, abs=1e-6), (
            ours
        )


def test_every_estimate_and_robust_error_agrees(both):
    found, oracle = both
    for group in found.fit.groups:
        estimates, errors = oracle["estimates"][group.name], oracle["errors"][group.name]
        for part, error in PARTS.items():
            assert getattr(group, part) == pytest.approx(np.array(estimates[part]), rel=1e-5, abs=1e-6)
            assert getattr(group, error) == pytest.approx(np.array(errors[part]), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_every_scaled_difference_agrees(kind):
    groups = units_of(kind, together=False)
    fits = [robust(found, groups) for found in ladder(moments_of(groups), MODEL).fits]
    for place, theirs in enumerate(ORACLE["cases"][kind]["steps"]):
        found = scaled_difference(fits[place], fits[place + 1])
        assert (found.chi_square, found.df, found.p) == (
            pytest.approx(theirs["chi_square"], rel=1e-5, abs=1e-6),
            theirs["df"],
            pytest.approx(theirs["p"], rel=1e-3, abs=1e-7),
        )
