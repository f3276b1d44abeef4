"""The Malmquist index against lp_solve in R, by its theorems, and with waves that do not fit."""

import numpy as np
import pytest
from hypothesis import given
from tests.evidence.test_frontier import ORACLES, ORIENTATIONS, UNHURRIED, drawn, seeds, sites

from mentorway.evidence.efficiency.malmquist import malmquist
from mentorway.wording import InvalidInputError


def two_waves():
    """The sites and a made-up second wave, as in the script."""
    x, y = sites()
    site = np.arange(1, len(x) + 1)
    later_x = x * (1 + 0.1 * np.sin(np.outer(site, np.arange(1, 6))))
    later_y = y * (1.05 + 0.1 * np.cos(np.outer(site, np.arange(1, 4))))
    return (x, y), (later_x, later_y)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_changes_equal_those_from_scores_by_lp_solve(orientation):
    scores = {name: np.array(found) for name, found in ORACLES["malmquist"][orientation].items()}
    if orientation == "output":
        scores = {name: 1 / found for name, found in scores.items()}
    catching_up = scores["second"] / scores["first"]
    moved = np.sqrt(
        scores["second_by_first"] / scores["second"] * scores["first"] / scores["first_by_second"]
    )
    found = malmquist(*two_waves(), orientation=orientation)
    assert found.efficiency_change == pytest.approx(catching_up, abs=1e-8)
    assert found.technical_change == pytest.approx(moved, abs=1e-8)
    assert found.index == pytest.approx(catching_up * moved, abs=1e-8)
    assert found.gap.max() < 1e-9
    assert found.reasons == (None,) * 70


@given(seeds)
@UNHURRIED
def test_both_orientations_give_the_same_and_the_way_back_undoes_it(seed):
    first, second = drawn(seed), drawn(seed + 1)
    there = malmquist(first, second)
    assert malmquist(first, second, orientation="output").index == pytest.approx(there.index, rel=1e-8)
    back = malmquist(second, first)
    assert np.multiply(there.index, back.index) == pytest.approx(np.ones(20), rel=1e-8)


def test_nothing_changed_is_one_and_twice_the_output_is_two():
    x, y = drawn(4)
    assert malmquist((x, y), (x, y)).index == pytest.approx(np.ones(20), rel=1e-9)
    found = malmquist((x, y), (x, 2 * y))
    assert found.technical_change == pytest.approx(np.full(20, 2.0), rel=1e-9)
    assert found.efficiency_change == pytest.approx(np.ones(20), rel=1e-9)


def test_a_unit_that_alone_makes_something_cannot_be_compared_and_says_so():
    first = [[1], [1]], [[1, 0], [1, 1]]
    second = [[1], [1]], [[1, 1], [1, 1]]
    assert malmquist(first, second).reasons == (None, None)
    third = [[1, 1], [1, 1]], [[1], [1]]
    fourth = [[1, 0], [1, 1]], [[1], [1]]
    found = malmquist(third, fourth)
    assert found.index[0] is None
    assert found.efficiency_change[0] == pytest.approx(1)
    assert "Unit 1 cannot be compared across the waves" in str(found.reasons[0])


def test_waves_that_do_not_fit_are_refused():
    x, y = drawn(4)
    with pytest.raises(InvalidInputError, match="the same units in the same order"):
        malmquist((x, y), (x[1:], y[1:]))
    with pytest.raises(InvalidInputError, match="sideways and constant came"):
        malmquist((x, y), (x, y), orientation="sideways")
