"""Response shift: which change is to be read, and the sentence that says it."""

import numpy as np
import pytest

from mentorway.evaluating.people import Level, Measured, Outcome, Wave
from mentorway.evaluating.shifts import Reading, Shifted, shifted
from mentorway.wording import Message

SKILL = Outcome("skill", "Skill", Level.LEARNING, 1, 7)
RNG = np.random.default_rng(5)
BEFORE = np.round(RNG.normal(4, 0.8, 30).clip(2.5, 5.5), 1)


def shift(then, after, before=BEFORE, people=None):
    scores = {Wave.BEFORE: before, Wave.THEN: then, Wave.AFTER: after}
    known = {wave: one for wave, one in scores.items() if one is not None}
    return shifted(Measured(SKILL, known), np.ones(30, dtype=bool) if people is None else people)


def wobble(size=0.1):
    return np.where(np.arange(30) % 2, size, -size)


def test_a_yardstick_that_stands_leaves_the_plain_change():
    found = shift(BEFORE + wobble(), BEFORE + 0.8 + wobble())
    assert (found.read, found.moved, found.contradicts) == (Reading.CONVENTIONAL, False, False)
    assert str(found.sentence).endswith("Read the change from before to after: +0.80 points.")


def test_a_yardstick_that_moved_gives_both_changes():
    found = shift(BEFORE - 0.7 + wobble(), BEFORE + 0.5 + wobble(0.3))
    assert (found.read, found.contradicts) == (Reading.BOTH, False)
    assert "by -0.70 points" in str(found.sentence)
    assert "+0.50 by the yardstick of each time, and +1.20 by that of afterwards" in str(found.sentence)


@pytest.mark.parametrize("after", [wobble(), -0.4 + wobble()])
def test_changes_that_contradict_stand_neither(after):
    found = shift(BEFORE - 0.7 + wobble(), BEFORE + after)
    assert (found.read, found.contradicts) == (Reading.NEITHER, True)
    assert "The two contradict each other" in str(found.sentence)


def test_people_who_do_not_remember_leave_the_plain_change():
    then = np.sort(BEFORE)[::-1][np.argsort(np.argsort(BEFORE))] - 0.7
    found = shift(then, BEFORE + 0.8)
    assert found.moved
    assert (found.read, found.contradicts) == (Reading.CONVENTIONAL, False)
    assert "they did not remember or judged something else" in str(found.sentence)


def test_parts_add_up():
    found = shift(BEFORE - 0.7 + wobble(), BEFORE + 0.5)
    parts = [getattr(found.found, name).change.difference for name in ("recalibration", "adjusted")]
    assert found.found.conventional.change.difference == pytest.approx(sum(parts))


def test_few_people_are_tested_by_changing_signs():
    people = np.arange(30) < 5
    found = shift(BEFORE - 0.7, BEFORE + 0.5, people=people)
    assert (found.n, found.p, found.moved) == (5, (0.0625, 0.0625, 0.0625), False)


@pytest.mark.parametrize("gone", ["before", "then", "after"])
def test_a_wave_that_is_missing_is_said(gone):
    given = {"before": BEFORE, "then": BEFORE, "after": BEFORE, gone: None}
    assert isinstance(shift(**given), Message)


def test_fewer_than_five_are_not_shown():
    found = shift(BEFORE, BEFORE, people=np.arange(30) < 4)
    assert "fewer than 5 people" in str(found)
    assert not isinstance(found, Shifted)
