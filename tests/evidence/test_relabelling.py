"""Two groups dealt anew: the two drugs of sleep against every way in R, its interval, and refusals."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.comparisons.relabelling import relabelled
from mentorway.wording import InvalidInputError

R = json.loads((Path(__file__).parents[1] / "oracles" / "evaluating_effects.json").read_text())["sleep"]


def test_every_way_of_dealing_sleep_gives_the_p_of_r():
    found = relabelled(R["one"], R["two"])
    assert (found.ways, found.every) == (184756, True)
    assert found.p == pytest.approx(R["dealt"], rel=1e-9)
    assert relabelled(np.array(R["one"]) + 3, R["two"]).p == pytest.approx(R["dealt_half"], rel=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_the_interval_holds_the_shifts_that_are_not_refused(seed):
    rng = np.random.default_rng(seed)
    one, other = rng.normal(size=7) + 0.5, rng.normal(size=6)
    found = relabelled(one, other)
    for end, inside in ((found.low, 1), (found.high, -1)):
        assert relabelled(one - end - inside * 1e-6, other).p > 0.05
        assert relabelled(one - end + inside * 1e-6, other).p <= 0.05


def test_drawn_ways_come_near_to_all_and_the_same_source_gives_the_same():
    rng = np.random.default_rng(1)
    one, other = rng.normal(size=12) + 0.8, rng.normal(size=12)
    first, second = (relabelled(one, other, rng=np.random.default_rng(2)) for _ in range(2))
    assert first == second
    assert not first.every
    pooled = np.sqrt((one.var(ddof=1) + other.var(ddof=1)) / 12)
    assert first.high - first.low == pytest.approx(2 * 2.074 * pooled, rel=0.15)


def test_the_test_holds_its_level_for_six_and_seven():
    rng = np.random.default_rng(3)
    refused = [relabelled(rng.normal(size=6), rng.normal(size=7)).p <= 0.05 for _ in range(400)]
    assert 0.02 < np.mean(refused) < 0.07


def test_groups_alike_to_the_last_have_a_p_of_one():
    found = relabelled([1, 1, 1, 1], [1, 1, 1, 1])
    assert (found.p, found.difference) == (1.0, 0.0)


def test_too_few_ways_to_refuse_anything_leave_the_interval_open():
    found = relabelled([1, 2], [3, 4])
    assert (found.low, found.high) == (None, None)


@pytest.mark.parametrize(
    ("first", "second", "more", "said"),
    [
        ([], [1], {}, "none missing"),
        ([1, np.nan], [1], {}, "none missing"),
        ([1] * 30, [1] * 30, {}, "source of chance"),
        ([1] * 30, [1] * 30, {"draws": 5, "rng": np.random.default_rng(1)}, "at least 99 draws"),
        ([1], [2], {"confidence": 2}, "between 0 and 1"),
    ],
)
def test_what_cannot_be_dealt_is_refused(first, second, more, said):
    with pytest.raises(InvalidInputError, match=said):
        relabelled(first, second, **more)
