"""The slacks-based measure against Tone's own numbers, lp_solve in R, and its theorems."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.test_frontier import HERE, ORACLES, UNHURRIED, drawn, seeds, sites

from mentorway.evidence.efficiency import certificate
from mentorway.evidence.efficiency.frontier import frontier
from mentorway.evidence.efficiency.slacks import slacks_based
from mentorway.wording import InvalidInputError

EVERY = [(side, returns) for side in ("input", "output", "none") for returns in ("constant", "variable")]


def tone():
    rows = list(csv.reader((HERE / "frontier_tone2001.csv").read_text().splitlines()))[1:]
    table = np.array([[float(number) for number in row[1:]] for row in rows])
    return table[:, :2], table[:, 2:]


def test_the_scores_are_those_of_the_paper():
    found = slacks_based(*tone())
    assert found.scores == pytest.approx([0.797980, 0.568182, 1, 0.666667, 1], abs=5e-7)
    assert found.efficient.tolist() == [False, False, True, False, True]


@pytest.mark.parametrize("kind", EVERY, ids="-".join)
@pytest.mark.parametrize("data", ["pft", "tone"])
def test_scores_equal_lp_solve(kind, data):
    side, returns = kind
    x, y = sites() if data == "pft" else tone()
    found = slacks_based(x, y, orientation=side, returns=returns)
    assert found.scores == pytest.approx(ORACLES["sbm"][side][returns][data], abs=1e-8)
    assert found.gap.max() < 1e-12
    assert found.solved_again == ()


@given(seeds, st.sampled_from(EVERY), st.booleans())
@UNHURRIED
def test_the_slacks_give_the_score_and_lead_to_the_mix_of_peers(seed, kind, whole):
    side, returns = kind
    x, y = drawn(seed, whole=whole)
    found = slacks_based(x, y, orientation=side, returns=returns)
    assert found.lambdas @ x + found.input_slacks == pytest.approx(x, rel=1e-8)
    assert found.lambdas @ y - found.output_slacks == pytest.approx(y, rel=1e-8)
    saved, added = (found.input_slacks / x).mean(axis=1), (found.output_slacks / y).mean(axis=1)
    scores = {"input": 1 - saved, "output": 1 / (1 + added), "none": (1 - saved) / (1 + added)}
    assert found.scores == pytest.approx(scores[side], rel=1e-9)


@given(seeds, st.sampled_from(EVERY))
@UNHURRIED
def test_it_is_never_above_the_radial_score_and_finds_the_same_efficient_units(seed, kind):
    side, returns = kind
    x, y = drawn(seed)
    found = slacks_based(x, y, orientation=side, returns=returns)
    for way in ("input", "output") if side == "none" else (side,):
        radial = frontier(x, y, orientation=way, returns=returns)
        assert (found.scores <= radial.efficiency + 1e-9).all()
        assert found.efficient.tolist() == radial.efficient.tolist()
    larger = slacks_based(x * [1e5, 0.1], y * [3, 1e-4], orientation=side, returns=returns)
    assert larger.scores == pytest.approx(found.scores, rel=1e-9)


def test_what_is_saved_of_both_sides_is_found_also_by_one_side():
    found = slacks_based([[1], [1]], [[1, 1], [1, 2]], orientation="input")
    assert found.scores == pytest.approx([1, 1], abs=1e-12)
    assert found.efficient.tolist() == [False, True]
    assert found.output_slacks[0] == pytest.approx([0, 1], abs=1e-12)


@pytest.mark.parametrize("kind", EVERY, ids="-".join)
def test_what_is_not_proved_is_solved_again_and_said(kind, monkeypatch):
    side, returns = kind
    first = slacks_based(*tone(), orientation=side, returns=returns)
    monkeypatch.setattr(certificate, "PROVED", -1.0)
    found = slacks_based(*tone(), orientation=side, returns=returns)
    assert found.scores == pytest.approx(first.scores, abs=1e-9)
    assert found.solved_again == tuple(range(5))
    assert "solved again" in str(found.warnings[-1])


def test_zeros_and_unknown_options_are_refused():
    with pytest.raises(InvalidInputError, match="none may be zero"):
        slacks_based([[1, 0], [1, 1]], [[1], [1]])
    with pytest.raises(InvalidInputError, match="none may be zero"):
        slacks_based([[1, 1], [1, 1]], [[1, 0], [1, 1]])
    with pytest.raises(InvalidInputError, match="sideways and constant came"):
        slacks_based([[1], [1]], [[1], [1]], orientation="sideways")
    with pytest.raises(InvalidInputError, match="none and free came"):
        slacks_based([[1], [1]], [[1], [1]], returns="free")
