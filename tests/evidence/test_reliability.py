import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorway.evidence.psychometrics.items import item_statistics
from mentorway.evidence.psychometrics.reliability import alpha, omega
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "reliability.json").read_text())
SAMPLES = pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle["name"])
EVEN = np.array([[2.0, 1.0, 1.0], [1.0, 2.0, 1.0], [1.0, 1.0, 2.0]])


def close(expected):
    return pytest.approx(expected, rel=1e-5, abs=1e-8)


@SAMPLES
def test_alpha_and_its_feldt_interval_equal_psych(oracle):
    found = alpha(oracle["covariance"], oracle["n"])
    assert [found.value, found.low, found.high] == close(
        [oracle["alpha"][key] for key in ("value", "low", "high")]
    )


@SAMPLES
def test_omega_and_its_interval_equal_lavaan(oracle):
    assert oracle["converged"]
    found = omega(oracle["covariance"], oracle["n"])
    assert [found.value, found.low, found.high] == close(
        [oracle["omega"][key] for key in ("value", "low", "high")]
    )


@SAMPLES
def test_item_statistics_equal_psych(oracle):
    size = len(oracle["covariance"])
    counts = oracle.get("counts") or np.ones((size, 2))
    found = item_statistics(
        [f"x{i}" for i in range(size)], counts, [0] * size, low=oracle["low"], covariance=oracle["covariance"]
    )
    assert [item.corrected_item_total for item in found] == close(oracle["item_total"])
    assert [item.alpha_if_dropped for item in found] == close(oracle["dropped"])
    if oracle.get("counts"):
        assert [item.mean for item in found] == close(oracle["mean"])
        assert [item.sd for item in found] == close(oracle["sd"])


@given(st.lists(st.floats(0.3, 2), min_size=3, max_size=8), st.integers(20, 10**7), st.floats(0.1, 1000))
def test_omega_is_found_again_and_does_not_depend_on_the_unit(loadings, n, unit):
    model = np.outer(loadings, loadings) + np.eye(len(loadings))
    expected = sum(loadings) ** 2 / (sum(loadings) ** 2 + len(loadings))
    found, rescaled = omega(model, n), omega(model * unit, n)
    assert found.value == pytest.approx(expected, rel=1e-6)
    assert [rescaled.low, rescaled.high] == pytest.approx([found.low, found.high], rel=1e-5)


def test_alpha_of_alike_items_is_the_formula_of_spearman_and_brown():
    assert alpha(EVEN, 50).value == pytest.approx(3 * 0.5 / (1 + 2 * 0.5))


def test_negative_alpha_is_kept_and_warned_of():
    found = alpha([[1.0, -0.4], [-0.4, 1.0]], 30)
    assert found.value == pytest.approx(2 * (1 - 2 / 1.2))
    assert [str(message)[:20] for message in found.warnings] == ["Alpha is below zero:"]


def test_a_heywood_case_is_warned_of():
    found = omega([[1.0, 0.8, 0.8], [0.8, 1.0, 0.5], [0.8, 0.5, 1.0]], 100)
    assert [str(message)[:20] for message in found.warnings] == ["The one-factor model"]


@pytest.mark.parametrize(
    ("measure", "covariance", "n", "says"),
    [
        (alpha, [[1.0]], 30, "at least two items"),
        (alpha, [[1.0, math.nan], [math.nan, 1.0]], 30, "missing numbers"),
        (alpha, [[1.0, 0.5], [0.2, 1.0]], 30, "not symmetric"),
        (alpha, EVEN, 2, "at least 3 people who answered every item; 2 did"),
        (alpha, [[1.0, 0.0], [0.0, 0.0]], 30, "same answer to item 2"),
        (alpha, [[1.0, -1.0], [-1.0, 1.0]], 30, "does not vary"),
        (omega, [[1.0, 0.5], [0.5, 1.0]], 30, "cannot be found from two items"),
        (omega, EVEN, 3, "3 people and 3 items"),
        (omega, np.ones((3, 3)), 30, "repeat each other"),
        (omega, np.eye(3), 30, "too little information|did not settle"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(measure, covariance, n, says):
    with pytest.raises(InvalidInputError, match=says):
        measure(covariance, n)


def test_a_constant_item_is_named_and_confidence_is_checked():
    with pytest.raises(InvalidInputError, match="item calm2"):
        alpha([[1.0, 0.0], [0.0, 0.0]], 30, names=["calm1", "calm2"])
    with pytest.raises(InvalidInputError, match="between 0 and 1, not 95"):
        alpha(EVEN, 30, confidence=95)


def test_an_item_nobody_answered_has_no_numbers():
    (found,) = item_statistics(["a"], [[0, 0]], [7], low=1, covariance=None)
    assert (found.n, found.missing, found.corrected_item_total) == (0, 7, None)
    assert all(math.isnan(value) for value in (found.mean, found.sd, found.floor, found.ceiling))


def test_a_single_item_and_a_constant_one_have_no_item_total():
    (alone,) = item_statistics(["a"], [[3, 1]], [0], low=1, covariance=[[1.0]])
    assert (alone.corrected_item_total, alone.alpha_if_dropped) == (None, None)
    first, _ = item_statistics(
        ["a", "b"], [[4, 0], [3, 1]], [0, 0], low=1, covariance=[[0.0, 0.0], [0.0, 0.25]]
    )
    assert (first.corrected_item_total, first.floor, first.sd) == (None, 1.0, 0.0)


def test_shapes_that_do_not_belong_together_are_refused():
    with pytest.raises(InvalidInputError, match="same 2 items"):
        item_statistics(["a", "b"], [[1, 1]], [0], low=1, covariance=None)
