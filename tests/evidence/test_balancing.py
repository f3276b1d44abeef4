"""Groups made alike: the job training of LaLonde against WeightIt, ebal, cobalt, sandwich and survey in R."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.effectiveness import entropy_balancing
from mentorway.evidence.effectiveness import logit as logit_module
from mentorway.evidence.effectiveness.balance import balance
from mentorway.evidence.effectiveness.entropy_balancing import Balancing, entropy_balance, entropy_effect
from mentorway.evidence.effectiveness.logit import logit
from mentorway.evidence.effectiveness.propensity import Weighing, propensity_effect, propensity_weights
from mentorway.wording import InvalidInputError

HERE = Path(__file__).parents[1] / "oracles"
ORACLE = json.loads((HERE / "effects.json").read_text())
with (HERE / "lalonde.csv").open() as file:
    PEOPLE = list(csv.DictReader(file))
NUMBERS = ("treat", "age", "educ", "married", "nodegree", "re74", "re75", "re78")
DATA = {name: np.array([float(one[name]) for one in PEOPLE]) for name in NUMBERS}
DATA |= {race: np.array([float(one["race"] == race) for one in PEOPLE]) for race in ("black", "hispan")}
ORDER = ("age", "educ", "black", "hispan", "married", "nodegree", "re74", "re75")
COLUMNS = {name: DATA[name] for name in ORDER}
TREATED, EARNED = DATA["treat"], DATA["re78"]
ORGANISATION = np.arange(614) % 30
TARGETS = pytest.mark.parametrize(("target", "theirs"), [("ATE", "ATE"), ("ATT", "ATT"), ("overlap", "ATO")])


def test_the_logit_equals_glm():
    found, theirs = logit(TREATED, COLUMNS), ORACLE["logit"]
    assert found.values == pytest.approx(theirs["values"], rel=1e-6)
    assert found.errors == pytest.approx(theirs["errors"], rel=1e-6)
    assert found.log_likelihood == pytest.approx(theirs["loglik"], rel=1e-9)


@TARGETS
def test_weights_equal_weightit(target, theirs):
    found = propensity_weights(TREATED, logit(TREATED, COLUMNS).probabilities, Weighing(target))
    assert found.weights[[0, 1, 199, 399, 613]] == pytest.approx(ORACLE[theirs]["weights"], rel=1e-6)
    assert [found.people.treated_worth, found.people.untreated_worth] == pytest.approx(
        ORACLE[theirs]["ess"], rel=1e-6
    )


@TARGETS
def test_the_effect_and_its_errors_equal_weightit_and_sandwich_and_survey(target, theirs):
    found = propensity_effect(EARNED, TREATED, COLUMNS, weighing=Weighing(target))
    r = ORACLE[theirs]
    assert found.effect.value == pytest.approx(r["effect"], rel=1e-6)
    assert found.effect.error == pytest.approx(r["error"], rel=1e-6)
    assert found.error_as_given == pytest.approx(r["hc0"], rel=1e-6)
    assert found.error_as_given * np.sqrt(614 / 613) == pytest.approx(r["survey"], rel=1e-6)


@TARGETS
def test_clustered_errors_equal_weightit(target, theirs):
    found = propensity_effect(EARNED, TREATED, COLUMNS, weighing=Weighing(target), clusters=ORGANISATION)
    assert found.effect.error == pytest.approx(ORACLE[theirs]["clustered"], rel=1e-6)


@TARGETS
def test_balance_equals_cobalt(target, theirs):
    weights = propensity_weights(TREATED, logit(TREATED, COLUMNS).probabilities, Weighing(target)).weights
    found = balance(COLUMNS, TREATED, weights=weights, divisor="treated" if target == "ATT" else "pooled")
    r = ORACLE[theirs]
    assert [one.name for one in found.columns] == r["rows"] == list(ORDER)
    for name in ("before", "after", "ratio_before", "ratio_after"):
        ours = [getattr(one, name) for one in found.columns]
        assert [one is None for one in ours] == [one is None for one in r[name]]
        assert [one or 0 for one in ours] == pytest.approx([one or 0 for one in r[name]], rel=1e-6, abs=1e-7)


def test_entropy_balancing_equals_ebal_and_its_error_that_of_stacked_equations():
    found, r = entropy_balance(TREATED, COLUMNS), ORACLE["ebal"]
    assert found.weights[TREATED == 0].sum() == pytest.approx(185)
    assert found.weights[[185, 199, 399, 613]] == pytest.approx(r["weights"], rel=1e-7)
    effect = entropy_effect(EARNED, TREATED, COLUMNS)
    assert [effect.effect.value, effect.error_as_given] == pytest.approx([r["effect"], r["hc0"]], rel=1e-8)
    assert effect.effect.value == pytest.approx(r["weightit"], rel=1e-4)
    assert effect.effect.error == pytest.approx(r["stacked"], rel=1e-6)
    assert effect.effect.error == pytest.approx(r["error"], rel=0.02)  # takes the means aimed at as known


def test_entropy_balancing_makes_means_equal_to_rounding():
    left = balance(COLUMNS, TREATED, weights=entropy_balance(TREATED, COLUMNS).weights)
    assert left.largest < 1e-8


def test_two_moments_equal_ebal_and_make_variances_equal():
    found, r = entropy_balance(TREATED, COLUMNS, moments=2), ORACLE["ebal2"]
    assert found.moments[-4:] == ("age²", "educ²", "re74²", "re75²")
    assert found.weights[[185, 199, 399, 613]] == pytest.approx(r["weights"], rel=1e-6)
    ratios = [one.ratio_after for one in balance(COLUMNS, TREATED, weights=found.weights).columns]
    assert [one for one in ratios if one is not None] == pytest.approx([1] * 4, rel=0.05)
    effect = entropy_effect(EARNED, TREATED, COLUMNS, balancing=Balancing(moments=2))
    assert effect.effect.value == pytest.approx(r["effect"], rel=1e-6)


def test_the_experiment_lies_within_every_interval_and_the_raw_difference_far_off():
    """About 1,794 USD in the experiment itself (Dehejia and Wahba 1999); the raw difference is -635."""
    raw = EARNED[TREATED == 1].mean() - EARNED[TREATED == 0].mean()
    assert raw == pytest.approx(ORACLE["raw"])
    effects = [propensity_effect(EARNED, TREATED, COLUMNS), entropy_effect(EARNED, TREATED, COLUMNS)]
    assert [one.effect.low < 1794 < one.effect.high for one in effects] == [True, True]
    assert [round(one.effect.value) for one in effects] == [1214, 1273]


def test_errors_that_know_of_the_logit_hold_their_level():
    """A true effect of 1 lies in about 95 of 100 intervals; those with weights as given are too wide."""
    rng = np.random.default_rng(6)
    held, wide = [], []
    for _ in range(200):
        x = rng.normal(size=400)
        treated = (rng.uniform(size=400) < 1 / (1 + np.exp(-0.5 * x))).astype(float)
        y = treated + 2 * x + rng.normal(size=400)
        found = propensity_effect(y, treated, {"x": x}, weighing=Weighing("ATE"))
        held.append(found.effect.low < 1 < found.effect.high)
        wide.append(found.error_as_given / found.effect.error)
    assert 0.9 < np.mean(held) < 0.99
    assert np.mean(wide) > 1.3


def test_errors_of_entropy_balancing_are_those_of_draws():
    rng = np.random.default_rng(7)
    found = []
    for _ in range(300):
        x = rng.normal(size=(300, 2))
        treated = (rng.uniform(size=300) < 1 / (1 + np.exp(0.5 - 0.5 * x[:, 0]))).astype(float)
        y = treated * (1 + x[:, 1]) + x @ [2.0, 1.0] + rng.normal(size=300)
        found.append(entropy_effect(y, treated, {"a": x[:, 0], "b": x[:, 1]}))
    spread = np.std([one.effect.value for one in found])
    assert np.mean([one.effect.error for one in found]) == pytest.approx(spread, rel=0.12)


def test_stabilising_changes_weights_and_not_the_effect():
    plain = propensity_effect(EARNED, TREATED, COLUMNS, weighing=Weighing("ATE"))
    steady = propensity_effect(EARNED, TREATED, COLUMNS, weighing=Weighing("ATE", stabilised=True))
    assert steady.effect.value == pytest.approx(plain.effect.value)
    assert steady.effect.error == pytest.approx(plain.effect.error)
    assert steady.weights[TREATED == 1].mean() == pytest.approx(1)


def test_trimming_leaves_people_out():
    chance = logit(TREATED, COLUMNS).probabilities
    found = propensity_weights(TREATED, chance, Weighing("ATE", trim=0.1))
    assert (found.weights > 0).tolist() == ((chance >= 0.1) & (chance <= 0.9)).tolist()


def test_weights_that_explode_are_said():
    said = propensity_weights(TREATED, logit(TREATED, COLUMNS).probabilities, Weighing("ATE")).warnings
    assert any("carry most of the weight" in str(one) for one in said)


def test_people_unlike_all_others_are_said():
    found = propensity_weights([1, 1, 1, 0, 0, 0], [0.9, 0.8, 0.4, 0.5, 0.3, 0.1])
    assert "67 of 100 people" in str(found.warnings[0])


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"age": [20, 25, 30, 35, 40, 45]}, ": age. Nobody"),
        ({"x": [1, 5, 3, 2, 3, 3], "member": [0, 0, 0, 0, 0, 1]}, ": member. Nobody"),
        ({"a": [0, 4, 2, 1, 6, 3], "b": [0, -4, -2, 1, -4.5, -1]}, ": a, b. Nobody"),
        ({"a": [1, 1, 1, 1, 1, 1]}, "“a” says nothing"),
    ],
)
def test_columns_that_tell_exactly_who_took_part_are_named(columns, said):
    with pytest.raises(InvalidInputError, match=said):
        logit([0, 0, 0, 1, 1, 1], columns)


@pytest.mark.parametrize(
    ("columns", "moments", "said"),
    [
        ({"age": [50, 60, 20, 30, 40, 45]}, 1, "same mean of: age"),
        ({"member": [1, 1, 0, 0, 0, 0]}, 1, "same mean of: member"),
        ({"a": [0, 1, 0, 1, 0, 1], "b": [1, 0.5, 0, 0, 0, 1]}, 3, "one moment"),
        ({"age": [10, 50, 29, 30, 31, 32]}, 2, "same mean of: age²"),
        ({}, 1, "at least one column"),
    ],
)
def test_moments_that_no_weights_can_give_are_named(columns, moments, said):
    with pytest.raises(InvalidInputError, match=said):
        entropy_balance([1, 1, 0, 0, 0, 0], columns, moments=moments)


def test_means_that_can_be_had_alone_and_not_together_are_named():
    """Of the others nobody is high in both, those who took part are."""
    columns = {"a": [0.9, 0.9, 1, 0, 0, 0.5], "b": [0.9, 0.9, 0, 1, 0, 0.4]}
    with pytest.raises(InvalidInputError, match=r"same mean of: (a|b)"):
        entropy_balance([1, 1, 0, 0, 0, 0], columns)


@pytest.mark.parametrize(
    ("treated", "chance", "weighing", "said"),
    [
        ([1, 1], [0.5, 0.5], Weighing(), "“treated” is the same for everyone"),
        ([1, 2], [0.5, 0.5], Weighing(), "another number came"),
        ([1, 0], [0.5, 1.0], Weighing(), "without the ends"),
        ([1, 0], [0.5, 0.5], Weighing("ATC"), "“ATC”"),
        ([1, 0], [0.5, 0.5], Weighing(trim=0.6), "below 0.5"),
        ([1, 0], [0.99, 0.5], Weighing(trim=0.1), "hardly overlap"),
        ([1, 0], [0.5], Weighing(), "1 numbers, but there are 2 people"),
    ],
)
def test_weights_that_cannot_be_had_are_explained(treated, chance, weighing, said):
    with pytest.raises(InvalidInputError, match=said):
        propensity_weights(treated, chance, weighing)


def test_balance_needs_columns_and_someone_of_each_group_who_counts():
    with pytest.raises(InvalidInputError, match="nothing varies"):
        entropy_balance([1, 1, 0, 0], {"age": [2, 2, 2, 2]})
    with pytest.raises(InvalidInputError, match="at least one column"):
        balance({}, [1, 0])
    with pytest.raises(InvalidInputError, match="each group has to count"):
        balance({"a": [1, 2]}, [1, 0], weights=[1, 0])


def test_columns_that_never_vary_have_no_difference_however_they_are_rounded():
    found = balance({"a": [0.1] * 6}, [1, 1, 1, 0, 0, 0], weights=[1, 1, 1, 0.3, 0.7, 0.9])
    assert (found.columns[0].before, found.columns[0].after) == (None, None)
    kept = entropy_balance([1, 1, 0, 0, 0], {"a": [0.1] * 5, "age": [30, 34, 20, 30, 40]})
    assert kept.weights == pytest.approx(
        entropy_balance([1, 1, 0, 0, 0], {"age": [30, 34, 20, 30, 40]}).weights
    )


def test_people_on_the_edge_of_what_can_be_had_get_all_of_the_weight():
    """Those who took part lie on the line between two of the others: the rest count next to nothing."""
    columns = {"a": [0.5, 0.5, 0, 1, 0, 0.2], "b": [0.5, 0.5, 1, 0, 0, 0.2]}
    found = entropy_balance([1, 1, 0, 0, 0, 0], columns)
    assert found.weights == pytest.approx([1, 1, 1, 1, 0, 0], abs=1e-8)
    effect = entropy_effect([3, 4, 1, 2, 9, 9], [1, 1, 0, 0, 0, 0], columns)
    assert effect.effect.value == pytest.approx(2)
    assert 0 < effect.effect.error < 2


def test_weights_that_do_not_come_to_rest_are_refused(monkeypatch):
    monkeypatch.setattr(entropy_balancing, "STEPS", 1)
    with pytest.raises(InvalidInputError, match="run away"):
        entropy_balance(TREATED, COLUMNS)


def test_someone_very_far_off_is_no_separation():
    """One person 40 spreads away among many: logits run high, but columns tell nobody exactly."""
    rng = np.random.default_rng(9)
    x = np.append(rng.normal(size=200), 60.0)
    treated = np.append((rng.uniform(size=200) < 1 / (1 + np.exp(-x[:200]))).astype(float), 1.0)
    found = logit(treated, {"x": x})
    assert found.values[1] == pytest.approx(logit(treated[:200], {"x": x[:200]}).values[1], rel=0.01)
    assert found.probabilities[-1] > 1 - 1e-12


def test_a_step_that_leads_down_is_halved():
    x, took = np.column_stack([np.ones(4), [0.0, 1, 2, 3]]), np.array([0.0, 1, 0, 1])
    start, far = np.zeros(2), np.array([-300.0, 200.0])
    reached = logit_module._climbed(x, took, start, far)
    assert 0 < reached[1] < 200
    assert logit_module._likelihood(x @ reached, took) >= logit_module._likelihood(x @ start, took)


def test_errors_of_entropy_balancing_count_who_belongs_together():
    alone = entropy_effect(EARNED, TREATED, COLUMNS)
    own = entropy_effect(EARNED, TREATED, COLUMNS, clusters=np.arange(614))
    together = entropy_effect(EARNED, TREATED, COLUMNS, clusters=ORGANISATION)
    assert own.effect.error == pytest.approx(alone.effect.error * np.sqrt(614 / 613))
    assert together.effect.value == alone.effect.value
    assert together.effect.error > 1.2 * alone.effect.error
    assert "30 clusters" in str(together.warnings[-1])
