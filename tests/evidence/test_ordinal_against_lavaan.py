"""Factor models of ordinal items against R lavaan (estimator WLSMV): oracles/ordinal.R made the reference."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.psychometrics.factors.models import FactorModel, Level, Release
from mentorway.evidence.psychometrics.ordinal.categorical_answers import categorical_group
from mentorway.evidence.psychometrics.ordinal.categorical_moments import categorical_sample
from mentorway.evidence.psychometrics.ordinal.fitting import ordinal_fit
from mentorway.evidence.psychometrics.ordinal.ladder import ordinal_difference

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "ordinal.json").read_text("utf-8"))
CASES = ORACLE["cases"]
FITS = [(case, place) for case, found in CASES.items() for place in range(len(found["fits"]))]
PLAIN = {
    "npar": "parameters", "chisq": "chi_square", "df": "df", "cfi": "cfi", "tli": "tli", "rmsea": "rmsea",
    "srmr": "srmr",
}  # fmt: skip
STOPS_SHORT = {("mixed", "strict")}  # lavaan's search ends a little above the lowest chi-square
SHIFTED = {
    "chisq.scaled": "chi_square", "pvalue.scaled": "p", "cfi.scaled": "cfi", "tli.scaled": "tli",
    "rmsea.scaled": "rmsea", "rmsea.ci.lower.scaled": "rmsea_low", "rmsea.ci.upper.scaled": "rmsea_high",
}  # fmt: skip
ADJUSTED = {name: SHIFTED[name] for name in list(SHIFTED)[:5]}
PARTS = {
    "loadings": "loading_errors",
    "intercepts": "intercept_errors",
    "factor_covariance": "factor_covariance_errors",
    "latent_means": "latent_mean_errors",
}


def model_of(case):
    items, factors = CASES[case]["items"], CASES[case]["factors"]
    return FactorModel(tuple(items), tuple((name, tuple(members)) for name, members in factors.items()))


@cache
def sample_of(case, *, together=False):
    groups = [(group["name"], np.array(group["rows"])) for group in CASES[case]["groups"]]
    if together:
        groups = [("all", np.concatenate([rows for _, rows in groups]))]
    return categorical_sample([categorical_group(*group) for group in groups], CASES[case]["items"])


@cache
def fitted(case, level, *, together=False, releases=(), theta=False):
    return ordinal_fit(
        sample_of(case, together=together),
        model_of(case),
        (Level(level), releases),
        parameterization="theta" if theta else "delta",
    )


def same_indices(found, oracle):
    for theirs, ours in PLAIN.items():
        assert getattr(found.plain, ours) == pytest.approx(oracle["indices"][theirs], rel=1e-4, abs=1e-6)
    for theirs, ours in SHIFTED.items():
        value = getattr(found.fit.indices, ours)
        assert value == pytest.approx(oracle["indices"][theirs], rel=1e-4, abs=2e-6), theirs


def same_estimates(found, oracle, close=1e-4):
    for group, thresholds in zip(found.fit.groups, found.thresholds, strict=True):
        estimates, errors = oracle["estimates"][group.name], oracle["errors"][group.name]
        values = np.concatenate([one.values for one in thresholds])
        assert values == pytest.approx(np.array(estimates["thresholds"]), abs=1e-4)
        spread = np.concatenate([one.errors for one in thresholds])
        assert spread == pytest.approx(np.array(errors["thresholds"]), abs=1e-4)
        for part, error in PARTS.items():
            assert getattr(group, part) == pytest.approx(
                np.reshape(estimates[part], getattr(group, part).shape), rel=close, abs=1e-4
            )
            assert getattr(group, error) == pytest.approx(
                np.reshape(errors[part], getattr(group, part).shape), rel=close, abs=1e-4
            )
        assert group.uniquenesses == pytest.approx(np.array(estimates["uniquenesses"]), rel=close, abs=1e-4)
        if found.parameterization == "theta":
            assert group.uniqueness_errors == pytest.approx(
                np.array(errors["uniquenesses"]), rel=close, abs=1e-4
            )
    scales = [oracle["estimates"][group.name]["scales"] for group in found.fit.groups]
    assert found.scales == pytest.approx(np.array(scales), abs=1e-4)


@pytest.mark.parametrize("case", CASES)
def test_every_threshold_correlation_and_variance_agrees(case):
    sample = sample_of(case)
    for place, name in enumerate(sample.names):
        theirs = CASES[case]["sample"][name]
        assert sample.statistics[place, : sample.thresholds] == pytest.approx(
            np.array(theirs["thresholds"]), abs=1e-9
        )
        assert sample.correlations(place) == pytest.approx(np.array(theirs["correlations"]), abs=1e-6)
        order = np.lexsort((sample.columns, sample.rows))
        variances = np.diagonal(sample.gamma[place])
        both = np.concatenate([variances[: sample.thresholds], variances[sample.thresholds :][order]])
        assert both == pytest.approx(np.array(theirs["variances"]), rel=1e-4)


def test_the_whole_covariance_of_statistics_agrees():
    for case in ("four", "mixed"):
        assert sample_of(case).gamma[0] == pytest.approx(np.array(CASES[case]["gamma"]), abs=1e-4)


@pytest.mark.parametrize(("case", "place"), FITS)
def test_every_index_agrees(case, place):
    oracle = CASES[case]["fits"][place]
    found = fitted(case, oracle["level"])
    same_indices(found, oracle)
    for theirs, ours in ADJUSTED.items():
        value = getattr(found.mean_adjusted, ours)
        assert value == pytest.approx(oracle["mean_adjusted"][theirs], rel=1e-4, abs=2e-6), theirs


@pytest.mark.parametrize(("case", "place"), FITS)
def test_every_estimate_and_robust_error_agrees(case, place):
    oracle = CASES[case]["fits"][place]
    found = fitted(case, oracle["level"])
    same_estimates(found, oracle, 5e-4 if (case, oracle["level"]) in STOPS_SHORT else 1e-4)
    assert found.plain.chi_square <= oracle["indices"]["chisq"] * (1 + 1e-7)


@pytest.mark.parametrize("case", CASES)
def test_every_test_of_a_step_agrees(case):
    found = CASES[case]
    fits = [fitted(case, oracle["level"]) for oracle in found["fits"]]
    for place, theirs in enumerate(found["steps"]):
        test = ordinal_difference(fits[place], fits[place + 1])
        assert (test.chi_square, test.df, test.p) == (
            pytest.approx(theirs["chi_square"], rel=1e-4),
            theirs["df"],
            pytest.approx(theirs["p"], rel=1e-3, abs=1e-7),
        )


def test_one_group_agrees():
    oracle = CASES["four"]["single"]
    found = fitted("four", "configural", together=True)
    same_indices(found, oracle)
    same_estimates(found, oracle)


def test_partial_invariance_agrees():
    releases = (Release("loading", "x8"), Release("intercept", "x3"))
    found = fitted("four", "scalar", releases=releases)
    same_indices(found, ORACLE["partial"])
    same_estimates(found, ORACLE["partial"])


def test_the_theta_parameterisation_agrees():
    found = fitted("four", "scalar", theta=True)
    same_indices(found, ORACLE["theta"])
    same_estimates(found, ORACLE["theta"])
