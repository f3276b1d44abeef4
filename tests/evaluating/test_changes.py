"""What changed: against R, with few people, with holes, and never showing anybody alone."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorway.evaluating.changes import Way, change_between, changed, detectable_change
from mentorway.evaluating.counting import Counts, Kind, reliably
from mentorway.evaluating.people import Level, Measured, Outcome, Wave
from mentorway.wording import InvalidInputError, Message

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "evaluating_changes.json").read_text())
SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)
HOURS = Outcome("sleep", "Sleep", Level.RESULTS, -5, 10)
SKILL = Outcome("skill", "Skill", Level.LEARNING, 1, 5, reliability=0.8)
PILOTS = ORACLE["pilots"]
BEFORE, AFTER = np.array(PILOTS["before"]), np.array(PILOTS["after"])


def asked(outcome, before, after=None, **more):
    waves = {Wave.BEFORE: before, Wave.AFTER: after, **more}
    known = {wave: np.array(scores, dtype=float) for wave, scores in waves.items() if scores is not None}
    return Measured(outcome, known)


def everybody(measured):
    return np.ones(len(next(iter(measured.waves.values()))), dtype=bool)


def told(found):
    return " ".join(str(one) for one in found.cautions)


def test_sleep_equals_r():
    measured = asked(HOURS, *SLEEP)
    found = changed(measured, everybody(measured)).after
    theirs = ORACLE["sleep"]
    t, g = found.paired.change, found.paired.g_av
    assert [t.difference, t.low, t.high, t.p] == pytest.approx(
        [theirs[name] for name in ("difference", "low", "high", "p_t")], abs=1e-10
    )
    assert [g.value, g.low, g.high] == pytest.approx(
        [theirs[name] for name in ("g_av", "g_low", "g_high")], abs=1e-7
    )
    assert found.p == found.flips.p == theirs["p_signs"]
    assert found.way is Way.BETTER
    assert found.detectable.of_changes == pytest.approx(theirs["detectable"], abs=1e-7)
    assert found.detectable.points == pytest.approx(theirs["detectable"] * theirs["sd_change"], abs=1e-7)
    assert found.detectable.sd == pytest.approx(found.detectable.points / theirs["sd_before"], abs=1e-12)
    assert found.detectable.at_least


def test_detectable_changes_equal_power_t_test():
    ours = [detectable_change(n) for n in (6, 12, 34, 100)]
    assert ours == pytest.approx(ORACLE["detectable"], abs=1e-7)


def test_pilots_as_clusters_equal_clubsandwich():
    measured = asked(SKILL, BEFORE, AFTER)
    pilots = [str(one) for one in PILOTS["pilot"]]
    found = changed(measured, everybody(measured), pilots=pilots).after
    assert [
        found.across.error,
        found.across.df,
        found.across.low,
        found.across.high,
        found.p,
    ] == pytest.approx([PILOTS[name] for name in ("error", "df", "low", "high", "p")], abs=1e-9)


def test_few_pilots_are_a_caution_and_no_clusters():
    measured = asked(SKILL, BEFORE, AFTER)
    found = changed(measured, everybody(measured), pilots=["a", "b"] * 30)
    assert found.after.across is None
    assert "There are 2 pilots, too few to reckon with this" in told(found)


def test_reliable_change_equals_the_count_by_hand():
    found = reliably(SKILL, BEFORE, AFTER)
    assert found.needed == pytest.approx(PILOTS["needed"], abs=1e-12)
    assert [(one.kinds, one.people) for one in found.cells] == [
        ((Kind.BETTER,), PILOTS["better"]),
        ((Kind.SAME, Kind.WORSE), PILOTS["same"] + PILOTS["worse"]),
    ]
    assert "counted with their neighbour" in str(found.why)


def test_where_less_is_better_numbers_stay_and_better_is_down():
    worry = Outcome("worry", "Worry", Level.LEARNING, 1, 5, higher_is_better=False, reliability=0.8)
    measured = asked(worry, 6 - BEFORE, 6 - AFTER)
    found = changed(measured, everybody(measured))
    assert found.after.paired.change.difference < 0
    assert found.after.way is Way.BETTER
    assert found.reliable.cells[0].kinds == (Kind.BETTER,)
    assert found.reliable.cells[0].people == PILOTS["better"]


def test_asked_and_answered_are_counted_wave_by_wave():
    measured = asked(SKILL, [1, 2, np.nan, 4, 5, 3, 3], [2, np.nan, 3, 4, 5, 4, 4])
    found = changed(measured, np.array([True] * 6 + [False]))
    assert [(one.wave, one.asked, one.answered) for one in found.asked] == [
        (Wave.BEFORE, 6, 5),
        (Wave.THEN, 0, 0),
        (Wave.AFTER, 6, 5),
        (Wave.FOLLOW_UP, 0, 0),
    ]
    assert found.lost == pytest.approx(0.2)
    assert (found.after.n, found.after.paired) == (4, None)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (None, [1, 2], "Skill: nobody was asked before the programme, so there is no change."),
        ([1, 2], None, "Skill: nobody was asked after the programme, so there is no change."),
        ([1, np.nan], [np.nan, 2], "Skill: nobody answered both times."),
        (
            [1, np.nan],
            [2, 2],
            "Skill: only 1 person answered both times. Results of fewer than 5 are not shown.",
        ),
        (
            [1, 2, 3],
            [2, 2, 4],
            "Skill: only 3 people answered both times. Results of fewer than 5 are not shown.",
        ),
    ],
)
def test_a_change_that_cannot_be_told_says_why(before, after, why):
    measured = asked(SKILL, before, after)
    found = changed(measured, everybody(measured))
    assert str(found.after.why) == why
    assert found.after.paired is found.after.p is found.after.flips is None
    assert isinstance(found.reliable, Message)


def test_nobody_at_all_is_no_error():
    found = changed(asked(SKILL, [1, 2], [2, 3]), np.zeros(2, dtype=bool))
    assert found.after.n == 0
    assert found.lost is None


def test_five_alike_changes_are_not_beyond_chance():
    measured = asked(SKILL, [1, 2, 3, 2, 1], [2, 3, 4, 3, 2])
    found = changed(measured, everybody(measured))
    assert (found.after.p, found.after.way, found.after.detectable) == (0.0625, Way.NEITHER, None)
    assert "Only 5 people answered both times" in told(found)


def test_thirty_alike_changes_are_beyond_chance_without_a_spread():
    measured = asked(SKILL, [1, 2, 3] * 10, [2, 3, 4] * 10)
    found = changed(measured, everybody(measured)).after
    assert found.p == 2.0**-29
    assert (found.way, found.detectable) == (Way.BETTER, None)


def test_nobody_who_changed_is_no_change():
    measured = asked(SKILL, [1, 2, 3] * 10, [1, 2, 3] * 10)
    assert changed(measured, everybody(measured)).after.p == 1.0


def test_a_ceiling_and_heavy_loss_are_cautions():
    before = [5.0] * 10 + [3.0] * 20
    after = [5.0] * 10 + [4.0] * 5 + [np.nan] * 15
    measured = asked(SKILL, before, after)
    found = changed(measured, everybody(measured))
    assert found.ends.best == pytest.approx(1 / 3)
    assert found.ends.worst is None
    assert "33 % had the best score before already (a ceiling)" in told(found)
    assert "50 % of those who answered before did not answer after" in told(found)


def test_a_floor_is_the_other_end_where_less_is_better():
    worry = Outcome("worry", "Worry", Level.LEARNING, 1, 5, higher_is_better=False)
    measured = asked(worry, [5.0] * 10 + [3.0] * 20, [4.0] * 30)
    found = changed(measured, everybody(measured))
    assert (found.ends.worst, found.ends.best) == (pytest.approx(1 / 3), None)
    assert "(a floor)" in told(found)


def test_a_few_at_an_end_are_not_told():
    measured = asked(SKILL, [5.0] * 4 + [3.0] * 16, [4.0] * 20)
    assert changed(measured, everybody(measured)).ends.best is None


def test_without_reliability_nobody_is_counted():
    plain = Outcome("skill", "Skill", Level.LEARNING, 1, 5)
    assert "reliability is not known" in str(reliably(plain, BEFORE, AFTER))


def test_a_scale_that_does_not_vary_counts_nobody():
    assert isinstance(reliably(SKILL, np.full(10, 3.0), np.full(10, 4.0)), Message)


def test_all_but_a_few_are_said_to_be_alike_without_a_number():
    before = np.array([2.0, 2.5] * 15)
    after = before + np.array([1.0] * 28 + [0.0] * 2)
    found = reliably(SKILL, before, after)
    assert found.cells == ()
    assert str(found.why) == "All but fewer than 5 of 30 people became reliably better."


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=5, max_size=40),
    st.floats(0.3, 0.95),
)
def test_no_count_ever_has_fewer_than_five_people(pairs, reliability):
    outcome = Outcome("skill", "Skill", Level.LEARNING, 1, 5, reliability=reliability)
    found = reliably(outcome, *np.array(pairs, dtype=float).T)
    if isinstance(found, Counts):
        assert all(one.people >= 5 for one in found.cells)
        assert sum(one.people for one in found.cells) in (0, len(pairs))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=5, max_size=30))
def test_turning_the_scale_round_turns_better_into_worse(pairs):
    before, after = np.array(pairs, dtype=float).T
    turned = Outcome("skill", "Skill", Level.LEARNING, 1, 5, higher_is_better=False)
    one = change_between(SKILL, (before, after), Wave.AFTER)
    other = change_between(turned, (6 - before, 6 - after), Wave.AFTER)
    assert one.way is other.way
    assert one.p == pytest.approx(other.p, rel=1e-6)


def test_a_confidence_out_of_range_is_refused():
    measured = asked(SKILL, BEFORE, AFTER)
    with pytest.raises(InvalidInputError):
        changed(measured, everybody(measured), confidence=95)


def simulated(rng, runs, pilots, people, effect):
    """How often the interval holds the true change, and how often a change is called one."""
    held = called = 0
    for _ in range(runs):
        of_pilot = np.repeat(rng.normal(0, 0.3, pilots), people)
        before = rng.normal(50, 8, pilots * people)
        after = before + effect + of_pilot * 8 + rng.normal(0, 6, pilots * people)
        scale = Outcome("s", "S", Level.LEARNING, -1000, 1000)
        labels = [str(one) for one in np.repeat(np.arange(pilots), people)]
        found = change_between(scale, (before, after), Wave.AFTER, pilots=labels if pilots > 1 else None)
        ends = found.across or found.paired.change
        held += ends.low <= effect <= ends.high
        called += found.way is not Way.NEITHER
    return held / runs, called / runs


def test_intervals_hold_the_truth_though_people_of_a_pilot_change_alike():
    held, called = simulated(np.random.default_rng(3), 300, 12, 8, 0.0)
    assert 0.92 <= held <= 0.98
    assert called <= 0.08
