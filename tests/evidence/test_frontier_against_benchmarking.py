"""Radial efficiency against R's Benchmarking, on the 70 sites of Program Follow Through."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.evidence.test_frontier import sites

from mentorway.evidence.efficiency.frontier import frontier
from mentorway.evidence.efficiency.scale import super_efficiency

FOUND = json.loads((Path(__file__).parents[1] / "oracles" / "benchmarking.json").read_text())
ASSURANCE = 1e-8
EVERY = [
    (orientation, returns) for orientation in FOUND["radial"] for returns in FOUND["radial"][orientation]
]


@pytest.mark.parametrize(("orientation", "returns"), EVERY)
def test_scores_are_those_of_benchmarking(orientation, returns):
    inputs, outputs = sites()
    ours = frontier(inputs, outputs, orientation=orientation, returns=returns).scores
    theirs = FOUND["radial"][orientation][returns]["scores"]
    assert np.abs(ours - theirs).max() < ASSURANCE


@pytest.mark.parametrize(("returns", "count"), [("constant", 19), ("variable", 27)])
def test_as_many_are_efficient(returns, count):
    inputs, outputs = sites()
    ours = frontier(inputs, outputs, returns=returns)
    assert int(ours.efficient.sum()) == FOUND["efficient"][returns] == count


@pytest.mark.parametrize(("orientation", "returns"), [each for each in EVERY if each[1] != "free"])
def test_super_efficiency_is_that_of_benchmarking_where_there_is_one(orientation, returns):
    inputs, outputs = sites()
    ours = super_efficiency(inputs, outputs, orientation=orientation, returns=returns).scores
    theirs = [np.nan if each is None else each for each in FOUND["radial"][orientation][returns]["super"]]
    known = np.isfinite(theirs) & np.isfinite(np.array(ours, dtype=float))
    assert known.sum() >= 60
    assert np.abs(np.array(ours, dtype=float)[known] - np.array(theirs)[known]).max() < ASSURANCE
