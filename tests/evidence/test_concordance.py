"""Lin's concordance: against its formula in R, what it is by definition, and refusals."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.psychometrics.concordance import concordance
from mentorway.wording import InvalidInputError

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "evaluating_effects.json").read_text())


def test_sleep_equals_the_formula_in_r():
    found = concordance(ORACLE["sleep"]["one"], ORACLE["sleep"]["two"])
    assert [found.value, found.low, found.high] == pytest.approx(ORACLE["pair"]["ccc"], rel=1e-9)


def test_it_is_the_correlation_times_the_accuracy_and_falls_with_a_shift():
    rng = np.random.default_rng(1)
    one = rng.normal(size=50)
    other = one + 0.5 * rng.normal(size=50)
    plain, moved = concordance(one, other), concordance(one, other + 1)
    assert plain.value == pytest.approx(plain.correlation * plain.accuracy)
    assert moved.correlation == pytest.approx(plain.correlation)
    assert moved.value < plain.value


def test_it_is_the_same_both_ways_round():
    assert concordance([1, 2, 4, 3, 5], [2, 2, 3, 4, 4]).value == pytest.approx(
        concordance([2, 2, 3, 4, 4], [1, 2, 4, 3, 5]).value
    )


def test_intervals_hold_the_concordance_as_often_as_they_say():
    rng, true, held = np.random.default_rng(2), 2 * 0.6 / (2 + 0.25), []
    for _ in range(400):
        drawn = rng.multivariate_normal([0, 0.5], [[1, 0.6], [0.6, 1]], 40)
        found = concordance(drawn[:, 0], drawn[:, 1])
        held.append(found.low < true < found.high)
    assert 0.92 < np.mean(held) < 0.98


@pytest.mark.parametrize(
    ("first", "second", "confidence", "said"),
    [
        ([1, 2, 3], [1, 2, 3], 0.95, "at least four people"),
        ([1, 2, 3, 4], [1, 2, 3], 0.95, "at least four people"),
        ([1, 2, 3, np.nan], [1, 2, 3, 4], 0.95, "none missing"),
        ([1, 2, 3, 4], [2, 4, 6, 8], 0.95, "lie on one line"),
        ([1, 1, 1, 1], [2, 4, 6, 8], 0.95, "do not vary"),
        ([1, 2, 3, 5], [2, 4, 6, 8], 1.0, "between 0 and 1"),
    ],
)
def test_what_has_no_concordance_is_refused(first, second, confidence, said):
    with pytest.raises(InvalidInputError, match=said):
        concordance(first, second, confidence=confidence)
