"""Power of tests of model fit, and of steps of the invariance ladder, against semTools."""

import json
from pathlib import Path

import pytest

from mentorway.evidence.psychometrics.factors.power_of_fit import (
    detectable_fit,
    ladder_df,
    people_for_fit,
    people_for_step,
    power_for_fit,
    power_for_step,
)
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "published_figures.json").read_text())


def test_power_for_fit_equals_semtools():
    for case in ORACLES["close_fit"]:
        tested, true, df, n, groups = case["given"]
        found = power_for_fit(n, df, rmseas=(tested, true), groups=groups)
        assert found == pytest.approx(case["power"], abs=1e-9)


def test_people_for_fit_equal_semtools():
    for case in ORACLES["close_people"]:
        tested, true, df = case["given"]
        assert people_for_fit(df, rmseas=(tested, true)) == case["people"]


def test_power_for_a_step_of_the_ladder_equals_semtools():
    for case in ORACLES["nested"]:
        worse, better, strict, free, n = case["given"]
        found = power_for_step(n, (strict, free), rmseas=(worse, better))
        assert found == pytest.approx(case["power"], abs=1e-9)


def test_the_people_found_are_enough_and_one_less_is_not():
    n = people_for_step((32, 20), rmseas=(0.06, 0.05), groups=4)
    assert power_for_step(n, (32, 20), rmseas=(0.06, 0.05), groups=4) >= 0.8
    assert power_for_step(n - 1, (32, 20), rmseas=(0.06, 0.05), groups=4) < 0.8


def test_the_smallest_misfit_found_has_the_power_asked_for():
    true = detectable_fit(250, 27, power=0.9)
    assert power_for_fit(250, 27, rmseas=(0.05, true)) == pytest.approx(0.9, abs=1e-8)


def test_groups_fitted_at_once_see_as_much_as_one_group_of_their_size():
    assert power_for_fit(401, 54, groups=4) == pytest.approx(power_for_fit(101, 54))


def test_power_rises_up_to_certainty_for_very_many_people():
    assert power_for_fit(1e7, 500) == pytest.approx(1)
    assert power_for_fit(1e7, 500, rmseas=(0.05, 0.02)) == pytest.approx(1)


def test_degrees_of_freedom_of_the_ladder_are_those_of_lavaan():
    assert ladder_df(5, 4) == (20, 32, 44)
    assert ladder_df(3, 1) == (0, 0, 0)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: power_for_fit(1, 27),
        lambda: power_for_fit(200, 0),
        lambda: power_for_fit(200, 27, rmseas=(0.05, 0.05)),
        lambda: power_for_fit(200, 27, rmseas=(0.05, 1.5)),
        lambda: power_for_fit(200, 27, alpha=0),
        lambda: people_for_fit(1, rmseas=(0.05, 0.0500001)),
        lambda: detectable_fit(3, 1, tested=0.9),
        lambda: power_for_step(200, (20, 22), rmseas=(0.06, 0.05)),
        lambda: power_for_step(200, (22, 20), rmseas=(0.01, 0.05)),
        lambda: ladder_df(2, 2),
    ],
)
def test_what_cannot_be_is_refused(ask):
    with pytest.raises(InvalidInputError):
        ask()
