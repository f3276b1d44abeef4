"""The bootstrap against one programme a unit on the same draws, a known frontier, and bad plans."""

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.evidence.test_frontier import drawn, sites

from mentorway.evidence.efficiency.bootstrap import Plan, _draw, _moved, bandwidth, bootstrapped
from mentorway.evidence.efficiency.frontier import frontier
from mentorway.evidence.efficiency.measures import measures
from mentorway.evidence.efficiency.radial import Kind, scores_against
from mentorway.wording import InvalidInputError

KINDS = [(way, returns) for way in ("input", "output") for returns in ("constant", "variable")]


def against(x, y, star, kind):
    """Scores of units against other ones, one linear programme each."""
    n = len(x)
    back_x, back_y = star.inputs, star.outputs
    row = {"A_eq": np.r_[0, np.ones(n)][None], "b_eq": [1.0]} if kind[1] == "variable" else {}
    scores = []
    for one, two in zip(x, y, strict=True):
        if kind[0] == "input":
            first, right = np.r_[-one, 0 * two], np.r_[0 * one, -two]
        else:
            first, right = np.r_[0 * one, two], np.r_[one, 0 * two]
        table = np.column_stack([first, np.vstack([back_x.T, -back_y.T])])
        costs = np.r_[1.0 if kind[0] == "input" else -1.0, np.zeros(n)]
        scores.append(linprog(costs, A_ub=table, b_ub=right, **row).x[0])
    return np.array(scores)


@pytest.mark.parametrize("kind", KINDS, ids="-".join)
def test_a_replication_equals_highs_one_programme_a_unit(kind):
    x, y = drawn(7, 15)
    scores = frontier(x, y, orientation=kind[0], returns=kind[1]).scores
    rng = np.random.default_rng(3)
    for _time in range(3):
        target = _draw(scores, bandwidth(scores), Plan(*kind), rng)
        star = _moved(measures(x, y), scores / target, kind[0])
        found = scores_against(measures(x, y), Kind(*kind), star, stretched=True)
        assert found.own[:, 0] == pytest.approx(against(x, y, star, kind), abs=1e-8)
        assert found.gap.max() < 1e-9


@pytest.mark.parametrize("kind", KINDS, ids="-".join)
def test_the_bias_is_taken_off_towards_less_efficiency(kind):
    x, y = sites()
    found = bootstrapped(x, y, rng=np.random.default_rng(1), plan=Plan(*kind, replications=100))
    side = 1 if kind[0] == "input" else -1
    assert (side * found.bias > 0).all()
    assert found.corrected == pytest.approx(found.scores - found.bias)
    assert (side * (found.scores - (found.high if side == 1 else found.low)) >= 0).all()
    assert ((found.low <= found.corrected) & (found.corrected <= found.high)).all()
    assert (found.worth_correcting == (found.bias**2 > 3 * found.variance)).all()
    assert "100 replications are few" in str(found.warnings[-1])


@pytest.mark.parametrize("shrink", ["first", "last"])
def test_draws_keep_the_mean_and_the_spread_and_stay_off_the_far_side(shrink):
    rng = np.random.default_rng(5)
    scores = np.clip(rng.normal(0.8, 0.1, 400), 0.4, 1)
    plan = Plan(shrink=shrink)
    many = np.concatenate([_draw(scores, bandwidth(scores), plan, rng) for _time in range(200)])
    assert many.mean() == pytest.approx(scores.mean(), abs=0.01)
    assert many.std() == pytest.approx(scores.std(), rel=0.06)
    assert many.max() <= 1
    assert (many.max() > 0.999) == (shrink == "first")  # as published, draws keep off the frontier
    plan = Plan(orientation="output", shrink=shrink)
    assert _draw(1 / scores, bandwidth(1 / scores), plan, rng).min() >= 1
    assert _draw(np.array([0.01, 1.0]), 5.0, plan=Plan(), rng=rng).min() >= 0.0025


@pytest.mark.long
@pytest.mark.parametrize(("shrink", "holds"), [("first", 0.7), ("last", 0.5)])
def test_intervals_hold_the_true_scores_of_a_known_frontier_less_often_than_they_say(shrink, holds):
    held, nearer = [], []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        x = rng.uniform(1, 9, (60, 2))
        true = np.exp(-abs(rng.normal(0, 0.5, 60)))  # share of the inputs that would do
        y = np.sqrt(x.prod(axis=1)) * true
        plan = Plan(replications=150, shrink=shrink)
        found = bootstrapped(x, y[:, None], rng=rng, plan=plan)
        held.append(((found.low <= true) & (true <= found.high)).mean())
        nearer.append(abs(found.corrected - true).mean() < abs(found.scores - true).mean())
    assert holds < np.mean(held) < 0.95
    assert np.mean(nearer) > 0.7


def test_the_same_seed_gives_the_same_and_each_replication_is_heeded():
    x, y = drawn(2, 14)
    calls = []
    plan = Plan(replications=100)
    first = bootstrapped(x, y, rng=np.random.default_rng(9), plan=plan, heed=lambda: calls.append(1))
    second = bootstrapped(x, y, rng=np.random.default_rng(9), plan=plan)
    assert first.corrected.tolist() == second.corrected.tolist()
    assert len(calls) == 100


def test_what_heed_raises_ends_the_work():
    def stop():
        raise TimeoutError

    with pytest.raises(TimeoutError):
        bootstrapped(*drawn(2, 14), rng=np.random.default_rng(9), heed=stop)


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (Plan(returns="free"), "input and free came"),
        (Plan(orientation="none"), "none and constant came"),
        (Plan(replications=99), "at least 100 replications; 99 were asked for"),
        (Plan(level=1.0), "between 0 and 1"),
        (Plan(level=0.0), "between 0 and 1"),
        (Plan(shrink="never"), "first or last"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(plan, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        bootstrapped(*drawn(2, 14), rng=np.random.default_rng(9), plan=plan)


def test_where_every_unit_is_efficient_nothing_can_be_said():
    with pytest.raises(InvalidInputError, match="Every unit is efficient"):
        bootstrapped(np.ones((5, 1)), np.ones((5, 1)), rng=np.random.default_rng(9))
