"""Own view and that of mentees: the two drugs of sleep as two views against R, few pairs, and odd ones."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evaluating.dyads import Dyads, seen_by_others
from mentorway.evaluating.people import Level, Measured, Outcome, Wave
from mentorway.wording import InvalidInputError, Message

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "evaluating_effects.json").read_text())
R, SLEEP = ORACLE["pair"], ORACLE["sleep"]
CLOSE = {"rel": 1e-5}


def seen(own, others, who=None):
    scale = Outcome("k", "Listening", Level.BEHAVIOUR, -100, 100)
    measured = Measured(
        scale,
        {Wave.AFTER: np.asarray(own, dtype=float)},
        None if others is None else np.asarray(others, float),
    )
    return seen_by_others(measured, np.ones(len(own), dtype=bool) if who is None else np.asarray(who))


def test_difference_and_interval_equal_r():
    found, theirs = seen(SLEEP["one"], SLEEP["two"]), R["t"]
    assert [found.difference, found.low, found.high, found.p] == pytest.approx(
        [theirs["value"], theirs["low"], theirs["high"], theirs["p"]], **CLOSE
    )
    assert found.own - found.others == pytest.approx(found.difference)


def test_concordance_and_correlation_equal_r():
    one = seen(SLEEP["one"], SLEEP["two"]).concordance
    assert [one.value, one.low, one.high] == pytest.approx(R["ccc"], **CLOSE)
    assert [one.correlation, one.correlation_low, one.correlation_high] == pytest.approx(R["r"], **CLOSE)


def test_the_agreement_of_single_judgements_equals_psych():
    one = seen(SLEEP["one"], SLEEP["two"]).icc
    assert [one.value, one.low, one.high] == pytest.approx(R["icc"], **CLOSE)


def test_limits_of_agreement_and_their_intervals_equal_r():
    one = seen(SLEEP["one"], SLEEP["two"]).limits
    assert [one.lower, one.upper] == pytest.approx(R["limits"], **CLOSE)
    edges = [one.lower_low, one.upper_low, one.lower_high, one.upper_high]
    assert edges == pytest.approx(R["edges"], **CLOSE)


@pytest.mark.parametrize(
    ("shift", "said"),
    [
        (2.0, "higher than their mentees do, by 1.99 points"),
        (-2.0, "lower than their mentees do, by"),
        (0.0, "cannot be told"),
    ],
)
def test_who_judges_higher_is_said(shift, said):
    rng = np.random.default_rng(1)
    others = rng.normal(size=30)
    assert said in str(seen(others + shift + 0.3 * rng.normal(size=30), others).sentence)


def test_ends_of_an_interval_said_of_lower_views_run_upwards():
    found = seen([1, 2, 1, 2, 3, 2, 1, 2, 3, 1], [3, 4, 2, 3, 5, 4, 3, 4, 4, 2])
    assert str(found.sentence).endswith("by 1.60 points (1.23 to 1.97).")


@pytest.mark.parametrize(
    ("shift", "said"),
    [(1.0, "judge themselves higher"), (-1.0, "judge themselves lower"), (0.0, "cannot be told")],
)
def test_fewer_than_ten_pairs_are_tested_by_changing_signs(shift, said):
    apart = np.array([0.1, -0.2, 0.3, -0.1, 0.2, -0.3, 0.1]) + shift
    found = seen(3 + apart, [3.0] * 7)
    assert isinstance(found, Dyads)
    assert (found.low, found.high) == (None, None)
    assert found.p == pytest.approx(2 / 128) or not shift
    assert isinstance(found.concordance, Message)
    assert said in str(found.sentence)


def test_below_five_pairs_nothing_is_shown_but_how_many():
    found = seen([4, 5, 3, np.nan, 4, 4], [4, 3, np.nan, 4, 4, 4], who=[True] * 5 + [False])
    assert isinstance(found, Message)
    assert "of 3 people both" in str(found)


def test_only_those_asked_for_count():
    found = seen([1.0] * 10 + [9.0] * 10, np.arange(20.0), who=[True] * 10 + [False] * 10)
    assert (found.n, found.own) == (10, 1.0)


def test_views_that_never_vary_have_a_difference_and_reasons_for_the_rest():
    found = seen([4.0] * 12, np.tile([3.0, 3.5, 4.0], 4))
    assert found.difference == 0.5
    assert isinstance(found.concordance, Message)
    assert not isinstance(found.limits, Message)


def test_a_view_that_was_not_asked_for_is_a_message():
    assert "one was not asked for" in str(seen([1.0] * 12, None))


def test_a_mask_of_another_length_is_refused():
    with pytest.raises(InvalidInputError, match="There are 2 people, and the mask is of 3"):
        seen([1, 2], [1, 2], who=[True] * 3)
