import numpy as np
import pytest

from mentorway.evaluating.frontier import units_compared
from mentorway.evaluating.frontier_words import Units
from mentorway.evaluating.mentoring_models import models_compared
from mentorway.evaluating.pilots import Rows
from mentorway.wording import Message

NAMES = tuple(f"P{place:02d}" for place in range(14))
COST = np.array([2, 3, 4, 5, 6, 7, 5, 8, 3, 4, 6, 9, 2, 5.0])
DONE = np.array([1, 2, 3, 3, 4, 4, 2, 6, 2, 2, 5, 6, 1, 4.0])
MODELS = {name: f"M{place // 2}" for place, name in enumerate(NAMES)}


def rows(few=()):
    is_few = np.array([name in few for name in NAMES])
    return Rows(NAMES, {"cost": COST}, {"completed": DONE}, {"completed": is_few}, 0)


def found_of(table=None, models=None, beside=None):
    beside = Message("Too few.") if beside is None else beside
    chance = np.random.default_rng(3)
    return models_compared(table or rows(), MODELS if models is None else models, beside, rng=chance)


@pytest.mark.long
def test_a_model_stands_as_the_mean_of_its_pilots():
    means = {"cost": COST.reshape(7, 2).mean(axis=1)}, {"completed": DONE.reshape(7, 2).mean(axis=1)}
    names = [f"M{place}" for place in range(7)]
    same = units_compared(means, names, units=Units.MODELS, rng=np.random.default_rng(3))
    assert found_of().compared == same
    assert len(same.pilots) == 7


def test_scores_are_corrected_for_chance_and_peers_are_named():
    for one in found_of().compared.pilots:
        assert one.low < one.corrected < one.high <= one.score
        assert one.is_best or one.peers


@pytest.mark.long
def test_that_many_pilots_work_by_a_model_makes_it_not_larger():
    """Each pilot twice: all models have the same means, and so the same scores."""
    twice = Rows(
        (*NAMES, *(f"{name}b" for name in NAMES)),
        {"cost": np.tile(COST, 2)},
        {"completed": np.tile(DONE, 2)},
        {"completed": np.zeros(28, dtype=bool)},
        0,
    )
    models = MODELS | {f"{name}b": model for name, model in MODELS.items() if model == "M1"}
    scores = [[one.score for one in found_of(*args).compared.pilots] for args in ((), (twice, models))]
    assert scores[0] == pytest.approx(scores[1])


def test_five_models_are_too_few_and_have_ratios():
    models = {name: model for name, model in MODELS.items() if model < "M5"}
    found = found_of(models=models)
    assert found.compared.pilots == ()
    assert "at least 6 are needed" in str(found.compared.messages[0])
    assert len(found.compared.ratios[0].values) == 5
    assert "P10, P11, P12, P13" in str(found.messages[0])


def test_a_model_with_a_pilot_that_is_not_shown_is_left_out():
    """Or that pilot could be reckoned from the model and its other pilots."""
    found = found_of(models=MODELS | {"hidden": "M2"})
    assert "M2" not in found.compared.names
    assert "M2" in str(found.messages[0])


def test_a_ratio_that_would_show_a_few_people_of_one_pilot_is_not_shown():
    values = found_of(rows(few=("P02",))).compared.ratios[0].values
    assert [value is None for value in values] == [False, True, *[False] * 5]


@pytest.mark.long
def test_scores_of_pilots_are_put_together_by_model():
    beside = units_compared(
        ({"cost": COST}, {"completed": DONE}), NAMES, units=Units.PILOTS, rng=np.random.default_rng(2)
    )
    first = found_of(beside=beside).pilots[0]
    assert (first.model, first.pilots) == ("M0", ("P00", "P01"))
    assert first.score == pytest.approx(np.mean([one.score for one in beside.pilots[:2]]))
    assert first.corrected < first.score


def test_one_model_is_compared_with_nobody():
    assert "No two mentoring models" in str(found_of(models={"P00": "M0"}))
    assert str(found_of(Message("Nothing."))) == "Nothing."
