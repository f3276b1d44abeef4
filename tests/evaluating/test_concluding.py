"""What can be concluded: grade by grade, and what takes a step."""

from dataclasses import dataclass

import numpy as np
import pytest

from mentorway.evaluating.changes import Way, changed
from mentorway.evaluating.concluding import Piece, concluded
from mentorway.evaluating.overall import Grade
from mentorway.evaluating.people import Level, Measured, Outcome, Wave
from mentorway.evaluating.shifts import shifted
from mentorway.wording import InvalidInputError, Message

SKILL = Outcome("skill", "Skill", Level.LEARNING, 1, 7)
WORRY = Outcome("worry", "Worry", Level.LEARNING, 1, 7, higher_is_better=False)
BEFORE = np.tile([3.0, 4.0, 3.5, 4.5, 3.0], 6)
WOBBLE = np.tile([0.3, -0.3, 0.1], 10)


@dataclass(frozen=True)
class Effect:
    value: float
    low: float
    high: float
    n: int = 60


CLEAR, NONE = Effect(0.5, 0.2, 0.8), Effect(0.1, -0.2, 0.4)


def change(by, n=30, outcome=SKILL, lost=0):
    after = BEFORE + by + WOBBLE
    after[:lost] = np.nan
    measured = Measured(outcome, {Wave.BEFORE: BEFORE[:n], Wave.AFTER: after[:n]})
    return changed(measured, np.ones(n, dtype=bool))


def one(**given):
    return concluded([Piece(given.pop("outcome", SKILL), **given)])[0]


def reasons(found):
    return " ".join(str(reason) for reason in found.reasons)


def test_an_effect_off_zero_is_shown():
    found = one(changed=change(0.8), effect=CLEAR)
    assert (found.grade, found.way) == (Grade.SHOWN, Way.BETTER)
    assert str(found.sentence).startswith(
        "Skill: the programme changed people for the better, by +0.50 points (+0.20 to +0.80)"
    )
    assert "assumptions of the comparison" in reasons(found)


def test_a_rise_of_what_should_fall_is_shown_to_be_worse():
    found = one(outcome=WORRY, effect=CLEAR)
    assert (found.grade, found.way) == (Grade.SHOWN, Way.WORSE)
    assert "for the worse" in str(found.sentence)


def test_an_effect_that_may_be_none_is_not_shown_nor_its_absence():
    found = one(effect=NONE)
    assert (found.grade, found.way) == (Grade.NOT_SHOWN, Way.NEITHER)
    assert "anything from -0.20 to +0.40 points fits" in str(found.sentence)


def test_before_and_after_alone_is_suggested_at_best():
    found = one(changed=change(3.0))
    assert (found.grade, found.way) == (Grade.SUGGESTED, Way.BETTER)
    assert "That the programme did it is not shown, as nobody else was looked at." in str(found.sentence)
    assert "wait for the next round" in str(found.next_step)


def test_no_change_beyond_chance_says_what_may_have_been_missed():
    found = one(changed=change(0.0))
    assert found.grade is Grade.NOT_SHOWN
    assert "would often be missed" in str(found.sentence)


def test_why_there_is_no_comparison_is_said():
    found = one(changed=change(1.0), effect=Message("The groups do not overlap."))
    assert found.grade is Grade.SUGGESTED
    assert "The groups do not overlap." in reasons(found)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"lost": 0.45}, "45 % of those who began"),
        ({"uneven": -0.2}, "One group lost 20 percentage points more"),
        ({"effect": Effect(0.5, 0.2, 0.8, 12)}, "Only 12 people are in both groups"),
    ],
)
def test_each_weakness_takes_one_step(given, words):
    found = one(**{"changed": change(0.8), "effect": CLEAR, **given})
    assert found.grade is Grade.SUGGESTED
    assert words in reasons(found)


def test_steps_end_at_not_shown():
    found = one(changed=change(0.8), effect=Effect(0.5, 0.2, 0.8, 12), lost=0.9)
    assert (found.grade, found.way) == (Grade.NOT_SHOWN, Way.BETTER)
    assert "too much speaks against" in str(found.sentence)


def test_a_loss_is_taken_from_the_change_where_nothing_else_is_known():
    found = one(changed=change(0.8, lost=14))
    assert found.grade is Grade.NOT_SHOWN
    assert "47 % of those who began" in reasons(found)


def test_a_contradicting_yardstick_takes_a_step():
    waves = {Wave.BEFORE: BEFORE, Wave.THEN: BEFORE + 0.8 + WOBBLE, Wave.AFTER: BEFORE + 0.8 - WOBBLE}
    measured, who = Measured(SKILL, waves), np.ones(30, dtype=bool)
    shift = shifted(measured, who)
    assert shift.contradicts
    found = one(changed=changed(measured, who), shift=shift)
    assert found.grade is Grade.NOT_SHOWN
    assert "The two contradict each other" in reasons(found)


def test_few_people_are_said_but_take_no_step():
    found = one(changed=change(1.0, n=8))
    assert found.grade is Grade.SUGGESTED
    assert "Only 8 people answered both times" in reasons(found)


@pytest.mark.parametrize("given", [{}, {"changed": change(1.0, n=3)}])
def test_without_answers_nothing_can_be_said(given):
    found = one(**given)
    assert found.grade is Grade.CANNOT_BE_SAID
    assert str(found.sentence) == "Skill: whether anything changed cannot be said."
    assert found.next_step is not None


def test_one_of_many_takes_a_step():
    edge = Effect(0.31, 0.01, 0.61)
    alone, many = concluded([Piece(SKILL, effect=edge)]), concluded([Piece(SKILL, effect=edge)] * 5)
    assert alone[0].grade is Grade.SHOWN
    assert many[0].grade is Grade.SUGGESTED
    assert "Several outcomes were looked at" in reasons(many[0])


def test_kinds_of_evidence_do_not_count_against_each_other():
    edge = Effect(0.31, 0.01, 0.61)
    others = [Piece(SKILL, changed=change(0.0))] * 9
    assert concluded([Piece(SKILL, effect=edge), *others])[0].grade is Grade.SHOWN


def test_an_interval_and_its_chance_say_the_same_of_zero():
    for low in (-1e-9, 1e-9):
        found = one(effect=Effect(0.5, low, 1 - low))
        assert (found.grade is Grade.SHOWN) is (low > 0)
    assert one(effect=Effect(0.5, -0.001, 0.8)).grade is Grade.NOT_SHOWN
    assert one(effect=Effect(0.5, 0.001, 2.0)).grade is Grade.SHOWN


@pytest.mark.parametrize(
    ("effects", "grade", "way", "words"),
    [
        ([CLEAR, NONE], Grade.SHOWN, Way.BETTER, "became better in 1 of 2 outcomes, and worse in none"),
        ([Effect(-0.5, -0.8, -0.2)], Grade.SHOWN, Way.WORSE, "became worse in 1 of 1 outcomes"),
        (
            [CLEAR, Effect(-0.5, -0.8, -0.2)],
            Grade.SHOWN,
            Way.NEITHER,
            "became better in 1 of 2 outcomes, and worse in 1",
        ),
        ([NONE], Grade.NOT_SHOWN, Way.NEITHER, "is not shown; that it did not is not shown either"),
        ([None], Grade.CANNOT_BE_SAID, Way.NEITHER, "cannot be said from what was asked"),
    ],
)
def test_the_whole_has_the_best_grade(effects, grade, way, words):
    whole = concluded([Piece(SKILL, effect=effect) for effect in effects])[-1]
    assert (whole.outcome, whole.grade, whole.way) == (None, grade, way)
    assert words in str(whole.sentence)


def test_the_whole_is_suggested_where_nobody_else_was_looked_at():
    whole = concluded([Piece(SKILL, changed=change(1.0))])[-1]
    assert whole.grade is Grade.SUGGESTED
    assert "suggested, not shown" in str(whole.sentence)


def test_a_confidence_out_of_range_is_refused():
    with pytest.raises(InvalidInputError):
        concluded([], confidence=95)


def test_shown_is_rarely_said_of_programmes_that_do_nothing():
    rng = np.random.default_rng(11)
    wrong = 0
    for _ in range(400):
        values = rng.normal(0, 0.1, 4)
        effects = [Effect(value, value - 0.196, value + 0.196) for value in values]
        whole = concluded([Piece(SKILL, effect=effect) for effect in effects])[-1]
        wrong += whole.grade is Grade.SHOWN
    assert wrong / 400 <= 0.08
