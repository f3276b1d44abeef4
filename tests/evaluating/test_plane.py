import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from mentorway.evaluating.drawing import Drawing
from mentorway.evaluating.people import Arm, Level, Measured, Outcome, People, Wave
from mentorway.evaluating.plane import against_usual, each_cost

DATA = json.loads((Path(__file__).parents[1] / "oracles" / "evaluating_costs.json").read_text("utf-8"))[
    "beside"
]
TRUST = Outcome("trust", "Trust", Level.LEARNING, -20, 20)


def people_of(took, pilots=("P",)):
    n = len(took)
    arms = tuple(Arm.PROGRAMME if one else Arm.COMPARISON for one in took)
    return People(
        tuple(map(str, range(n))),
        tuple(pilots[place % len(pilots)] for place in range(n)),
        arms,
        ("",) * n,
        ("",) * n,
        (),
    )


def found_of(took, gain, costs, **more):
    measured = Measured(TRUST, {Wave.BEFORE: np.zeros(len(gain)), Wave.AFTER: np.asarray(gain)})
    return against_usual(
        people_of(took, **more),
        measured,
        np.asarray(costs, dtype=float),
        rng=np.random.default_rng(4),
        drawing=Drawing(4000),
    )


def test_beside_the_usual_is_what_r_says():
    found = found_of(DATA["took"], DATA["gain"], DATA["costs"])
    assert (found.cost, found.effect) == (pytest.approx(DATA["cost"]), pytest.approx(DATA["effect"]))
    ratio = found.ratio
    assert [ratio.value, ratio.low, ratio.high] == pytest.approx(
        [DATA["ratio"], DATA["low"], DATA["high"]], rel=1e-8
    )
    assert found.plane.acceptability(DATA["worths"]) == pytest.approx(DATA["acceptable"], abs=0.03)
    assert (found.n_programme, found.n_usual) == (35, 25)
    assert found.acceptable[0] == 0.0
    assert any("people were drawn again and not pilots" in str(one) for one in found.messages)


def test_whole_pilots_are_drawn_where_there_are_ten_of_each():
    took = np.arange(240) % 2 == 0
    rng = np.random.default_rng(2)
    pilots = tuple(f"P{place}" for place in range(24))
    found = found_of(took, took + rng.normal(0, 1, 240), np.where(took, 100, 20), pilots=pilots)
    assert any("Whole pilots were drawn" in str(one) for one in found.messages)


@pytest.mark.parametrize("few", [0, 3, 4])
def test_an_arm_of_a_few_shows_nothing(few):
    took = np.arange(30) >= few
    found = found_of(took, np.ones(30), np.ones(30))
    assert (found.cost, found.effect, found.ratio, found.plane) == (None, None, None, None)
    assert f"and {few} of the comparison group" in str(found.messages[-1])


def test_an_arm_of_seven_has_numbers_and_no_intervals():
    took = np.arange(30) >= 7
    found = found_of(took, np.where(took, 2.0, 1.0), np.where(took, 90, 10))
    assert (found.cost, found.effect, found.ratio, found.plane) == (80.0, 1.0, None, None)


def test_people_whose_costs_are_not_known_are_left_out_and_counted():
    took = np.arange(40) % 2 == 0
    costs = np.where(took, 90.0, 10.0)
    costs[:3] = np.nan
    found = found_of(took, np.random.default_rng(1).normal(took, 0.5), costs)
    assert found.n_programme + found.n_usual == 37
    assert str(found.messages[0]).startswith("3 people are left out")


def test_costs_are_shared_evenly_within_a_pilot():
    who = people_of([1] * 4, pilots=("A", "B"))
    assert each_cost(who, {"A": Decimal(30)}).tolist()[0] == 15.0
    assert np.isnan(each_cost(who, {"A": Decimal(30)})[1])
