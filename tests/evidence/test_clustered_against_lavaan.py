"""Robust errors and chi-squares of answers with holes against lavaan: oracles/clustered.R made them."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.psychometrics.factors.models import FactorModel, Level
from mentorway.evidence.psychometrics.incomplete.fiml import fit_incomplete, ladder_incomplete
from mentorway.evidence.psychometrics.robust.clustered import robust_incomplete
from mentorway.evidence.psychometrics.robust.clustered_answers import (
    HoledUnits,
    organisations_with_holes,
    people_with_holes,
    without_units,
)
from mentorway.evidence.psychometrics.robust.errors import scaled_difference

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "clustered.json").read_text("utf-8"))
MODEL = FactorModel(
    tuple(ORACLE["items"]), tuple((name, tuple(members)) for name, members in ORACLE["factors"].items())
)
ROWS = [np.array(one["rows"], dtype=np.float64) for one in ORACLE["groups"]]
NAMES = [one["name"] for one in ORACLE["groups"]]
ORGANISATIONS = [np.array(one["organisations"]) for one in ORACLE["groups"]]
FITS = [(kind, name, place) for kind in ("people", "clusters") for name, place in
        (("single", 0), *(("two", place) for place in range(4)))]  # fmt: skip
PARTS = {
    "loadings": "loading_errors",
    "intercepts": "intercept_errors",
    "uniquenesses": "uniqueness_errors",
    "factor_covariance": "factor_covariance_errors",
    "latent_means": "latent_mean_errors",
}


def units(kind: str, name: str) -> list[HoledUnits]:
    rows, organisations, names = ROWS, ORGANISATIONS, NAMES
    if name == "single":
        rows, organisations, names = [np.vstack(ROWS)], [np.concatenate(ORGANISATIONS)], ["all"]
    if kind == "people":
        return [people_with_holes(*one) for one in zip(names, rows, strict=True)]
    return [organisations_with_holes(*one) for one in zip(names, rows, organisations, strict=True)]


@pytest.fixture(scope="module", params=FITS, ids=["-".join(map(str, one)) for one in FITS])
def both(request):
    """Return what we find, and what lavaan found."""
    kind, name, place = request.param
    oracle = ORACLE["cases"][kind][name]
    oracle = oracle if name == "single" else oracle[place]
    groups = units(kind, name)
    plain = fit_incomplete(without_units(groups), MODEL, Level(oracle["level"]))
    return robust_incomplete(plain, groups), oracle


def test_the_scaled_chi_square_and_its_scalings_agree(both):
    found, oracle = both
    theirs, scaled = oracle["indices"], found.scaled
    assert found.fit.indices.chi_square == pytest.approx(theirs["chisq"], rel=1e-6)
    assert (scaled.df, scaled.scaling) == (
        theirs["df"],
        pytest.approx(theirs["chisq.scaling.factor"], rel=1e-5),
    )
    assert scaled.chi_square == pytest.approx(theirs["chisq.scaled"], rel=1e-5)
    assert scaled.p == pytest.approx(theirs["pvalue.scaled"], rel=1e-3)
    assert scaled.baseline_scaling == pytest.approx(theirs["baseline.chisq.scaling.factor"], rel=1e-5)


def test_every_robust_standard_error_agrees(both):
    found, oracle = both
    for group in found.fit.groups:
        errors = oracle["errors"][group.name]
        for part, error in PARTS.items():
            assert getattr(group, error) == pytest.approx(np.array(errors[part]), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("kind", ["people", "clusters"])
def test_the_steps_of_the_ladder_cost_what_lavaan_says(kind):
    groups = units(kind, "two")
    fits = [robust_incomplete(one, groups) for one in ladder_incomplete(without_units(groups), MODEL).fits]
    for place, theirs in enumerate(ORACLE["cases"][kind]["steps"]):
        step = scaled_difference(fits[place], fits[place + 1])
        assert step.chi_square == pytest.approx(theirs["chi_square"], rel=1e-5, abs=1e-6)
        assert (step.df, step.p) == (theirs["df"], pytest.approx(theirs["p"], rel=1e-3))
