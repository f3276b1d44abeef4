"""Sets of cut-offs: what each allows a step to cost."""

from dataclasses import replace

import numpy as np
import pytest

from mentorway.comparing.rules import PRESETS, preset_of
from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments, Level
from mentorway.evidence.psychometrics.invariance.ladder import ladder
from mentorway.evidence.psychometrics.invariance.licence import DEFAULT, judge

LEVELS = (Level.CONFIGURAL, Level.METRIC, Level.SCALAR)


def costing(loadings, intercepts):
    """A ladder of two large groups whose steps cost so much CFI, RMSEA and SRMR, surely."""
    covariance = np.full((4, 4), 1.0) + np.eye(4)
    groups = [GroupMoments(name, 500, np.full(4, 3.0), covariance) for name in ("LT", "LV")]
    found = ladder(groups, FactorModel.one_factor("trust", ["a", "b", "c", "d"]), levels=LEVELS)
    steps = tuple(
        replace(step, cfi=cfi, rmsea=rmsea, srmr=srmr, p=0.001)
        for step, (cfi, rmsea, srmr) in zip(found.steps, (loadings, intercepts), strict=True)
    )
    return replace(found, steps=steps)


def verdict(key, loadings, intercepts):
    return judge(costing(loadings, intercepts), (), PRESETS[key].rules).verdict.value


NOTHING = (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("loadings", "intercepts", "expected"),
    [
        ((-0.008, 0, 0), NOTHING, ("means", "form", "means", "means")),
        ((-0.015, 0, 0), NOTHING, ("form", "form", "form", "means")),
        ((0, 0.020, 0), NOTHING, ("form", "form", "means", "means")),
        ((-0.025, 0, 0), NOTHING, ("form", "form", "form", "form")),
        (NOTHING, (-0.015, 0, 0), ("associations",) * 4),
        (NOTHING, (0, 0.012, 0), ("means", "associations", "means", "associations")),
        (NOTHING, (0, 0, 0.020), ("associations", "associations", "means", "means")),
    ],
)
def test_what_each_set_allows_a_step_to_cost(loadings, intercepts, expected):
    assert list(PRESETS) == ["usual", "strict", "cheung_rensvold", "rutkowski_svetina"]
    assert tuple(verdict(key, loadings, intercepts) for key in PRESETS) == expected


def test_the_usual_set_is_the_default_and_every_set_is_known_by_its_numbers():
    assert PRESETS["usual"].rules == DEFAULT
    for key, preset in PRESETS.items():
        assert preset_of(preset.rules) == key == preset.key
        assert "doi:10." in str(preset.source)
    assert preset_of(replace(DEFAULT, few=90)) == "own"


def test_the_strict_set_refuses_by_any_index_even_where_chance_could_do_it():
    found = costing(NOTHING, (0, 0.012, 0))
    by_chance = replace(found, steps=tuple(replace(step, p=0.9) for step in found.steps))
    assert judge(by_chance, (), PRESETS["strict"].rules).verdict.value == "associations"
    assert judge(by_chance, (), PRESETS["usual"].rules).verdict.value == "means"
