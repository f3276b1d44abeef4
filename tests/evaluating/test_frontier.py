import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evaluating.frontier import pilots_compared
from mentorway.wording import InvalidInputError

DATA = json.loads((Path(__file__).parents[1] / "oracles" / "evaluating_costs.json").read_text("utf-8"))[
    "pilots"
]
USED, MADE = np.array(DATA["x"], dtype=float), np.array(DATA["y"], dtype=float)
NAMES = [f"P{place}" for place in range(16)]


def found_of(used=USED, made=MADE, names=NAMES):
    inputs = {"cost": used[:, 0], "hours": used[:, 1]}
    outputs = {"completed": made[:, 0], "better": made[:, 1]}
    return pilots_compared(inputs, outputs, names, rng=np.random.default_rng(6))


@pytest.fixture(scope="module")
def found():
    return found_of()


def test_scores_are_those_of_lp_solve(found):
    assert [one.score for one in found.pilots] == pytest.approx(DATA["theta"], rel=1e-8)


def test_peers_are_the_best_and_their_weights_make_one(found):
    best = {one.name for one in found.pilots if one.is_best}
    for one in found.pilots:
        assert sum(peer.weight for peer in one.peers) == pytest.approx(1)
        assert {peer.name for peer in one.peers} <= best
        if one.is_best:
            assert [peer.name for peer in one.peers] == [one.name]


def test_corrected_scores_lie_within_their_intervals_below_the_scores(found):
    for one in found.pilots:
        assert one.low < one.corrected < one.high <= one.score


def test_sentences_name_the_pilot_and_its_peers(found):
    worst = min(found.pilots, key=lambda one: one.score)
    said = str(worst.sentence)
    assert said.startswith(f"{worst.name}: ")
    assert all(peer.name in said for peer in worst.peers)
    assert any("is among the best" in str(one.sentence) for one in found.pilots)


def test_eleven_pilots_are_too_few_for_four_measures_and_have_ratios_only():
    found = found_of(USED[:11], MADE[:11], NAMES[:11])
    assert found.pilots == ()
    assert "at least 12 are needed" in str(found.messages[-1])
    first = found.ratios[0]
    assert (first.input, first.output) == ("cost", "completed")
    assert first.values == pytest.approx(USED[:11, 0] / MADE[:11, 0])


def test_a_pilot_of_which_something_is_not_known_is_left_out_and_named():
    used = USED.copy()
    used[3, 0] = np.nan
    found = found_of(used)
    assert "P3" not in {one.name for one in found.pilots}
    assert "1 pilot is left out" in str(found.messages[0])
    assert found.ratios[0].values[3] is None


def test_pilots_alike_have_scores_without_intervals():
    found = found_of(np.ones((16, 2)), np.ones((16, 2)))
    assert {one.score for one in found.pilots} == {1.0}
    assert {one.corrected for one in found.pilots} == {None}
    assert "Every unit is efficient" in str(found.messages[-1])


def test_a_pilot_twice_a_column_too_short_and_no_output_are_refused():
    with pytest.raises(InvalidInputError, match="P0"):
        found_of(names=["P0", "P0", *NAMES[2:]])
    with pytest.raises(InvalidInputError, match="15 values"):
        pilots_compared({"a": np.ones(15)}, {"b": np.ones(16)}, NAMES, rng=np.random.default_rng(1))
    with pytest.raises(InvalidInputError, match="at least one input"):
        pilots_compared({}, {"b": np.ones(16)}, NAMES, rng=np.random.default_rng(1))


def test_who_does_not_want_it_any_more_ends_it():
    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pilots_compared({"a": USED[:, 0]}, {"b": MADE[:, 0]}, NAMES, rng=np.random.default_rng(1), heed=stop)
