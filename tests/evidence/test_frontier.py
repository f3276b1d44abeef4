"""Radial efficiency against lp_solve in R, against HiGHS, by its theorems, and with bad input."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from mentorway.evidence.efficiency import certificate, simplex
from mentorway.evidence.efficiency import frontier as efficiency_frontier
from mentorway.evidence.efficiency.frontier import frontier
from mentorway.evidence.efficiency.measures import measures
from mentorway.evidence.efficiency.scale import scale_efficiency, super_efficiency
from mentorway.wording import InvalidInputError

HERE = Path(__file__).parents[1] / "oracles"
ORACLES = json.loads((HERE / "frontier.json").read_text())
UNHURRIED = settings(deadline=None, max_examples=25)
ORIENTATIONS = ("input", "output")
RETURNS = ("constant", "variable", "decreasing", "increasing")
EVERY = [(orientation, returns) for orientation in ORIENTATIONS for returns in RETURNS]
seeds = st.integers(0, 10_000)


def sites():
    rows = list(csv.reader((HERE / "frontier_pft1981.csv").read_text().splitlines()))[1:]
    table = np.array([[float(number) for number in row[1:9]] for row in rows])
    return table[:, :5], table[:, 5:]


def drawn(seed, units=20, m=2, s=2, *, whole=False):
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 5, (units, m)) if whole else rng.uniform(1, 10, (units, m))
    y = rng.integers(1, 5, (units, s)) if whole else rng.uniform(1, 10, (units, s))
    return x.astype(float), y.astype(float)


def by_highs(x, y, unit, kind, *, others_only=False):
    """The score of one unit by one linear programme; None where it has no solution."""
    orientation, returns = kind
    n, m = x.shape
    s = y.shape[1]
    one = x[unit], y[unit]
    first = np.r_[-one[0], np.zeros(s)] if orientation == "input" else np.r_[np.zeros(m), one[1]]
    table = np.column_stack([first, np.vstack([x.T, -y.T])])
    right = np.r_[np.zeros(m), -one[1]] if orientation == "input" else np.r_[one[0], np.zeros(s)]
    row = np.r_[0, np.ones(n)]
    if returns in ("decreasing", "increasing"):
        sign = 1 if returns == "decreasing" else -1
        table, right = np.vstack([table, sign * row]), np.r_[right, sign]
    bounds = [(0, None)] * (n + 1)
    if others_only:
        bounds[unit + 1] = (0, 0)
    costs = np.r_[1.0 if orientation == "input" else -1.0, np.zeros(n)]
    equal = {"A_eq": row[None], "b_eq": [1.0]} if returns == "variable" else {}
    found = linprog(costs, A_ub=table, b_ub=right, bounds=bounds, **equal)
    return found.x[0] if found.status == 0 else None


@pytest.mark.parametrize("kind", EVERY, ids="-".join)
def test_scores_of_the_seventy_sites_equal_lp_solve(kind):
    orientation, returns = kind
    oracle = ORACLES["radial"][orientation][returns]
    found = frontier(*sites(), orientation=orientation, returns=returns)
    assert found.scores == pytest.approx(oracle["scores"], abs=1e-8)
    assert found.gap.max() < 1e-12
    assert found.solved_again == ()


@pytest.mark.parametrize("kind", EVERY, ids="-".join)
def test_scores_equal_highs_one_programme_a_unit(kind):
    x, y = sites()
    orientation, returns = kind
    found = frontier(x, y, orientation=orientation, returns=returns)
    theirs = [by_highs(x, y, unit, kind) for unit in range(len(x))]
    assert found.scores == pytest.approx(theirs, abs=1e-8)


def test_nineteen_sites_are_efficient_by_constant_and_twenty_seven_by_variable_returns():
    for orientation in ORIENTATIONS:
        for returns, count in (("constant", 19), ("variable", 27)):
            found = frontier(*sites(), orientation=orientation, returns=returns)
            assert int((abs(found.scores - 1) < 1e-7).sum()) == count
            assert int(found.efficient.sum()) == count


@pytest.mark.parametrize("kind", EVERY, ids="-".join)
def test_raw_slacks_add_up_to_the_most_that_lp_solve_finds(kind):
    orientation, returns = kind
    oracle = ORACLES["radial"][orientation][returns]["slack"]
    found = frontier(*sites(), orientation=orientation, returns=returns, slacks="raw")
    total = found.input_slacks.sum(axis=1) + found.output_slacks.sum(axis=1)
    assert total == pytest.approx(oracle, abs=1e-4)  # the script gives the score some room


@pytest.mark.parametrize("kind", EVERY, ids="-".join)
def test_each_unit_less_its_slacks_is_the_mix_of_its_peers(kind):
    orientation, returns = kind
    x, y = sites()
    found = frontier(x, y, orientation=orientation, returns=returns)
    score = found.scores[:, None]
    x0, y0 = (x * score, y) if orientation == "input" else (x, y * score)
    assert found.lambdas @ x + found.input_slacks == pytest.approx(x0, rel=1e-9)
    assert found.lambdas @ y - found.output_slacks == pytest.approx(y0, rel=1e-9)
    assert found.input_slacks.min() >= 0
    assert found.output_slacks.min() >= 0
    total = found.lambdas.sum(axis=1)
    holds = {
        "constant": True,
        "variable": total == pytest.approx(np.ones(70), abs=1e-9),
        "decreasing": total.max() <= 1 + 1e-9,
        "increasing": total.min() >= 1 - 1e-9,
    }
    assert holds[returns]


@pytest.mark.parametrize("kind", EVERY, ids="-".join)
def test_the_weights_prove_the_score(kind):
    orientation, returns = kind
    x, y = sites()
    found = frontier(x, y, orientation=orientation, returns=returns)
    v, u, w = found.input_weights, found.output_weights, found.intercept
    spent, made = (v * x).sum(axis=1), (u * y).sum(axis=1)
    value, one = (made, spent) if orientation == "input" else (spent, made)
    assert one == pytest.approx(np.ones(70), abs=1e-9)
    assert value + w == pytest.approx(found.scores, abs=1e-9)
    side = 1 if orientation == "input" else -1
    assert (u @ y.T - v @ x.T + side * w[:, None]).max() <= 1e-9  # no unit is better by these weights
    assert min(v.min(), u.min()) >= 0
    assert {"decreasing": (side * w).max() <= 1e-12, "increasing": (side * w).min() >= -1e-12}.get(
        returns, True
    )


@pytest.mark.parametrize("kind", EVERY, ids="-".join)
def test_super_efficiency_of_the_sites_equals_lp_solve(kind):
    orientation, returns = kind
    oracle = ORACLES["radial"][orientation][returns]["others"]
    found = super_efficiency(*sites(), orientation=orientation, returns=returns)
    assert [score is None for score in found.scores] == [score is None for score in oracle]
    assert [reason is None for reason in found.reasons] == [score is not None for score in found.scores]
    for ours, theirs in zip(found.scores, oracle, strict=True):
        assert ours == pytest.approx(theirs, abs=1e-8)


@given(seeds, st.sampled_from(EVERY), st.booleans(), st.booleans())
@UNHURRIED
def test_scores_equal_highs_on_any_data_with_ties_or_without(seed, kind, whole, others_only):
    x, y = drawn(seed, 16, 1 + seed % 3, 1 + seed % 2, whole=whole)
    orientation, returns = kind
    if others_only:
        ours = super_efficiency(x, y, orientation=orientation, returns=returns).scores
    else:
        ours = frontier(x, y, orientation=orientation, returns=returns).scores.tolist()
    for unit, score in enumerate(ours):
        theirs = by_highs(x, y, unit, kind, others_only=others_only)
        assert (score is None) == (theirs is None)
        assert theirs is None or score == pytest.approx(theirs, rel=1e-7)


@given(seeds, st.sampled_from(EVERY))
@UNHURRIED
def test_zeros_are_taken_as_they_are(seed, kind):
    rng = np.random.default_rng(seed)
    x, y = drawn(seed, 10)
    x[rng.random(x.shape) < 0.3] = 0
    y[rng.random(y.shape) < 0.3] = 0
    x[x.sum(axis=1) == 0, 0] = 1
    y[y.sum(axis=1) == 0, 0] = 1
    found = frontier(x, y, orientation=kind[0], returns=kind[1])
    for unit in range(len(x)):
        assert found.scores[unit] == pytest.approx(by_highs(x, y, unit, kind), rel=1e-7)


@pytest.mark.parametrize("kind", EVERY, ids="-".join)
def test_many_units_are_solved_with_candidates_as_without(kind):
    x, y = drawn(3, 700, 3, 2)
    orientation, returns = kind
    found = frontier(x, y, orientation=orientation, returns=returns)
    assert found.gap.max() < 1e-12
    for unit in range(0, 700, 35):
        assert found.scores[unit] == pytest.approx(by_highs(x, y, unit, kind), abs=1e-8)


@given(seeds, st.sampled_from(EVERY))
@UNHURRIED
def test_units_of_measure_and_the_order_of_units_do_not_matter(seed, kind):
    x, y = drawn(seed)
    options = {"orientation": kind[0], "returns": kind[1]}
    found = frontier(x, y, **options)
    other = frontier(x * [1e6, 0.01], y * [1e-5, 40], **options)
    assert other.scores == pytest.approx(found.scores, rel=1e-9)
    assert other.efficient.tolist() == found.efficient.tolist()
    assert other.output_slacks / [1e-5, 40] == pytest.approx(found.output_slacks, abs=1e-6)
    order = np.random.default_rng(seed).permutation(len(x))
    assert frontier(x[order], y[order], **options).scores == pytest.approx(found.scores[order], rel=1e-9)


@given(seeds)
@UNHURRIED
def test_constant_returns_give_the_same_both_ways_and_are_the_strictest(seed):
    x, y = drawn(seed, m=3)
    scores = {kind: frontier(x, y, orientation=kind[0], returns=kind[1]).efficiency for kind in EVERY}
    assert scores["input", "constant"] == pytest.approx(scores["output", "constant"], rel=1e-9)
    for way in ORIENTATIONS:
        free = frontier(x, y, orientation=way, returns="free").efficiency
        assert (scores[way, "constant"] <= scores[way, "decreasing"] + 1e-9).all()
        assert (scores[way, "constant"] <= scores[way, "increasing"] + 1e-9).all()
        both = np.maximum(scores[way, "decreasing"], scores[way, "increasing"])
        assert scores[way, "variable"] == pytest.approx(both, abs=1e-9)
        assert (scores[way, "variable"] <= free + 1e-9).all()


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("whole", [True, False])
def test_the_free_disposal_hull_equals_a_look_at_every_pair(orientation, whole):
    x, y = drawn(5, 40, whole=whole)
    found = frontier(x, y, orientation=orientation, returns="free")
    for unit in range(40):
        if orientation == "input":
            shares = [(x[j] / x[unit]).max() for j in range(40) if (y[j] >= y[unit]).all()]
            assert found.scores[unit] == min(shares)
        else:
            shares = [(y[j] / y[unit]).min() for j in range(40) if (x[j] <= x[unit]).all()]
            assert found.scores[unit] == pytest.approx(max(shares), rel=1e-12)
    (peer,) = found.peers(0)
    assert found.efficient[peer]
    assert found.input_weights is None
    assert found.gap.max() == 0


def test_alone_in_the_hull_has_no_super_efficiency_and_a_reason():
    found = super_efficiency([[1], [2]], [[1], [2]], returns="free")
    assert found.scores == (2.0, None)
    assert str(found.reasons[1]).startswith("The other units, however mixed, do not make as much as unit 2")
    found = super_efficiency([[1], [2]], [[1], [2]], returns="free", orientation="output")
    assert found.scores == (None, 0.5)
    assert "make do with what unit 1 uses" in str(found.reasons[0])


def test_weakly_efficient_units_have_score_one_but_slacks():
    found = frontier([[1, 1], [1, 2]], [[1], [1]])
    assert found.scores == pytest.approx([1, 1], abs=1e-12)
    assert found.efficient.tolist() == [True, False]
    assert found.input_slacks[1] == pytest.approx([0, 1], abs=1e-12)
    assert found.peers(1).tolist() == [0]


def test_identical_units_are_all_efficient():
    found = frontier(np.ones((9, 1)), np.ones((9, 1)), returns="variable")
    assert found.scores == pytest.approx(np.ones(9), abs=1e-12)
    assert found.efficient.all()
    proportional = frontier(np.arange(1.0, 400)[:, None], np.arange(1.0, 400)[:, None])
    assert proportional.efficient.all()


@pytest.mark.parametrize("kind", EVERY, ids="-".join)
def test_what_is_not_proved_is_solved_again_by_highs_and_said(kind, monkeypatch):
    x, y = drawn(4, 12)
    orientation, returns = kind
    first = frontier(x, y, orientation=orientation, returns=returns)
    ahead = super_efficiency(x, y, orientation=orientation, returns=returns)
    monkeypatch.setattr(certificate, "PROVED", -1.0)
    found = frontier(x, y, orientation=orientation, returns=returns)
    assert found.scores == pytest.approx(first.scores, abs=1e-9)
    assert found.lambdas @ x + found.input_slacks == pytest.approx(
        x * (found.scores[:, None] if orientation == "input" else 1), abs=1e-7
    )
    assert found.solved_again == tuple(range(12))
    assert found.gap.max() < 1e-9
    assert str(found.warnings[-1]).startswith("12 units were solved again with another solver")
    again = super_efficiency(x, y, orientation=orientation, returns=returns)
    assert [score is None for score in again.scores] == [score is None for score in ahead.scores]


def test_pivots_that_run_out_of_steps_are_solved_again(monkeypatch):
    x, y = drawn(4, 12)
    first = [frontier(x, y), super_efficiency(x, y, returns="variable")]
    monkeypatch.setattr(simplex, "STEPS", 1)
    found = [frontier(x, y), super_efficiency(x, y, returns="variable")]
    assert found[0].solved_again
    assert found[0].scores == pytest.approx(first[0].scores, abs=1e-9)
    for ours, theirs in zip(found[1].scores, first[1].scores, strict=True):
        assert ours == pytest.approx(theirs, abs=1e-9)


def test_rounds_that_run_out_are_solved_again(monkeypatch):
    x, y = drawn(3, 400, 3, 2)
    first = frontier(x, y)
    monkeypatch.setattr(simplex, "ROUNDS", 1)
    found = frontier(x, y)
    assert 0 < len(found.solved_again) < 400
    assert found.scores == pytest.approx(first.scores, abs=1e-9)


def test_ahead_by_a_hair_is_still_alone():
    found = super_efficiency([[1], [1], [1]], [[1], [1], [1 + 1e-6]], returns="variable")
    assert found.scores[:2] == pytest.approx((1, 1), abs=1e-9)
    assert found.scores[2] is None
    assert found.reasons[2] is not None


def test_a_score_without_proof_is_said(monkeypatch):
    monkeypatch.setattr(efficiency_frontier, "PROVED", -1.0)
    said = str(frontier(*drawn(4, 12)).warnings[-1])
    assert said.startswith(
        "The scores of 12 units could not be proved to eight digits, the first of them unit 1"
    )


@pytest.mark.parametrize("returns", ["constant", "variable"])
def test_super_efficiency_of_many_units_equals_highs(returns):
    x, y = drawn(3, 400, 3, 2)
    found = super_efficiency(x, y, returns=returns)
    ahead = [unit for unit, score in enumerate(found.scores) if score is None or score > 1]
    for unit in ahead[:12]:
        theirs = by_highs(x, y, unit, ("input", returns), others_only=True)
        assert found.scores[unit] == (theirs and pytest.approx(theirs, rel=1e-8))


def test_the_size_of_units_is_judged_by_their_scores():
    found = scale_efficiency([[1], [2], [4], [4]], [[1], [3], [4], [1]])
    assert found.returns == ("increasing", "constant", "decreasing", "increasing")
    assert found.efficiency == pytest.approx([2 / 3, 1, 2 / 3, 2 / 3], abs=1e-12)
    outwards = scale_efficiency([[1], [2], [4], [4]], [[1], [3], [4], [1]], orientation="output")
    assert outwards.returns == ("increasing", "constant", "decreasing", "decreasing")
    assert found.warnings[0].text.startswith("%(units)d units are few")


def test_scale_times_variable_is_constant():
    x, y = sites()
    for way in ORIENTATIONS:
        found = scale_efficiency(x, y, orientation=way)
        pure = found.variable if way == "input" else 1 / found.variable
        whole = found.constant if way == "input" else 1 / found.constant
        assert found.efficiency * pure == pytest.approx(whole, rel=1e-12)
        assert found.returns.count("constant") >= 19


def test_few_units_are_warned_of():
    assert frontier(*drawn(1, 12)).warnings == ()
    (said,) = frontier(*drawn(1, 11)).warnings
    assert "11 units are few for 2 inputs and 2 outputs" in str(said)
    assert "At least 12 units" in str(said)


@pytest.mark.parametrize(
    ("inputs", "outputs", "sentence"),
    [
        ([[1], [2]], [[1]], "the same units in both"),
        ([1, 2], [3, 4], "tables with a row for each unit"),
        ([[1], ["many"]], [[1], [2]], "tables with a row for each unit"),
        ([[1], [2, 3]], [[1], [2]], "tables with a row for each unit"),
        ([[], []], [[1], [2]], "a column for each measure"),
        ([[1]], [[1]], "at least two are needed"),
        ([], [], "tables with a row for each unit"),
        ([[1], [float("nan")]], [[1], [2]], "Inputs are numbers: none is missing"),
        ([[1], [2]], [[1], [float("inf")]], "Outputs are numbers: none is missing"),
        ([[1], [-2]], [[1], [2]], "Inputs are not below zero; unit 2"),
        ([[1], [2]], [[-1], [2]], "Outputs are not below zero; unit 1"),
        ([[1, 1], [0, 0]], [[1], [2]], "Unit 2 has only zeros as inputs"),
        ([[1], [2]], [[0], [2]], "Unit 1 has only zeros as outputs"),
        ([[1, 0], [2, 0]], [[1], [2]], "Input 2 is zero for every unit"),
        ([[1], [2]], [[0, 1], [0, 2]], "Output 1 is zero for every unit"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(inputs, outputs, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        measures(inputs, outputs)


@pytest.mark.parametrize(
    "options", [{"orientation": "sideways"}, {"returns": "crs"}, {"slacks": "none"}, {"returns": None}]
)
def test_options_that_are_not_known_are_refused(options):
    with pytest.raises(InvalidInputError):
        frontier([[1], [2]], [[1], [2]], **options)
