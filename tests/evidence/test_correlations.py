"""Correlations of factors against R lavaan: oracles/latent_correlations.R made the reference."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.psychometrics.factors.correlations import latent_correlations
from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments, Level
from mentorway.evidence.psychometrics.factors.structure import fit
from mentorway.wording import InvalidInputError

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "latent_correlations.json").read_text("utf-8"))
ITEMS = tuple(f"x{number}" for number in range(1, 10))
MODEL = FactorModel(ITEMS, (("visual", ITEMS[:3]), ("textual", ITEMS[3:6]), ("speed", ITEMS[6:])))
GROUPS = [
    GroupMoments(one["name"], one["n"], np.array(one["mean"]), np.array(one["covariance"]))
    for one in ORACLE["groups"]
]


@pytest.fixture(scope="module")
def found():
    return latent_correlations(fit(GROUPS, MODEL, Level.METRIC), GROUPS)


def test_correlations_and_their_errors_are_those_of_lavaan(found):
    mine = {(one.group, one.factor, one.other): one for one in found.groups}
    assert len(mine) == len(ORACLE["alone"]) == 6
    for one in ORACLE["alone"]:
        seen = mine[one["group"], one["factor"], one["other"]]
        assert seen.value == pytest.approx(one["value"], rel=1e-5)
        assert seen.error == pytest.approx(one["error"], rel=1e-4)
        assert seen.low < seen.value < seen.high


def test_differences_between_groups_heed_what_the_groups_share(found):
    mine = {(one.factor, one.other): one for one in found.differences}
    for one in ORACLE["apart"]:
        seen = mine[one["factor"], one["other"]]
        assert seen.difference == pytest.approx(one["difference"], abs=1e-5)
        assert seen.error == pytest.approx(one["error"], rel=1e-4)


def test_the_units_of_the_answers_do_not_matter(found):
    tens = [replace(one, mean=10 * one.mean, covariance=100 * one.covariance) for one in GROUPS]
    again = latent_correlations(fit(tens, MODEL, Level.METRIC), tens)
    assert [one.value for one in again.groups] == pytest.approx([one.value for one in found.groups])
    assert [one.error for one in again.groups] == pytest.approx([one.error for one in found.groups])


@pytest.mark.parametrize("level", [Level.CONFIGURAL])
def test_free_loadings_and_one_factor_alone_are_refused(level):
    with pytest.raises(InvalidInputError, match="loadings are held equal"):
        latent_correlations(fit(GROUPS, MODEL, level), GROUPS)
    alone = FactorModel.one_factor("g", ITEMS)
    with pytest.raises(InvalidInputError, match="two scales or more"):
        latent_correlations(fit(GROUPS, alone, Level.METRIC), GROUPS)


def test_other_answers_than_those_of_the_fit_are_refused():
    metric = fit(GROUPS, MODEL, Level.METRIC)
    with pytest.raises(InvalidInputError, match="fitted to other answers"):
        latent_correlations(metric, [replace(GROUPS[0], n=9), GROUPS[1]])


def test_factors_that_cannot_be_have_no_correlation():
    metric = fit(GROUPS, MODEL, Level.METRIC)
    first = metric.groups[0]
    worse = first.factor_covariance.copy()
    worse[0, 1] = worse[1, 0] = 1.05 * math.sqrt(worse[0, 0] * worse[1, 1])
    spoilt = replace(metric, groups=(replace(first, factor_covariance=worse), metric.groups[1]))
    found = latent_correlations(spoilt, GROUPS)
    one = next(
        one for one in found.groups if (one.group, one.factor, one.other) == (first.name, "visual", "textual")
    )
    assert one.value == pytest.approx(1.05)
    assert math.isnan(one.low)
