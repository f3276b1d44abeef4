"""What is next for a person in a round."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from mentorway.web.mentoring.models import Answer, Person, Place, RelationState, RoundState


class Step(StrEnum):
    """What a person is told first on their own page."""

    CANCELLED = "cancelled"
    FINISHED = "finished"
    LEFT = "left"
    ANSWER = "answer"
    PROFILE = "profile"
    AGREED = "agreed"  # the person has accepted, somebody else has not yet
    AT_WORK = "at_work"
    GOODBYE = "goodbye"  # a relationship has just ended
    AWAY = "away"
    WAIT = "wait"


def step_of(person: Person, places: Sequence[Place], day: dt.date, *, goodbye: Place | None = None) -> Step:
    """Return what is next; ``places`` are those in proposals and relationships, over or not.

    ``goodbye`` is a place in a relationship that has just ended, in which goodbye was not said yet.
    """
    ended = {RoundState.CANCELLED: Step.CANCELLED, RoundState.FINISHED: Step.FINISHED}
    if person.round.state in ended:
        return ended[RoundState(person.round.state)]
    if person.left is not None:
        return Step.LEFT
    step = _open_step(person, [one for one in places if one.is_open], day)
    if step in (Step.WAIT, Step.AWAY) and goodbye is not None:
        return Step.GOODBYE
    return step


def _open_step(person: Person, places: Sequence[Place], day: dt.date) -> Step:
    """Return what is next for somebody who takes part."""
    proposed = [one for one in places if one.relation.state == RelationState.PROPOSED]
    if any(one.answer == Answer.OPEN for one in proposed):
        return Step.ANSWER
    if person.profiled is None:
        return Step.PROFILE
    if proposed or places:
        return Step.AGREED if proposed else Step.AT_WORK
    return Step.AWAY if person.is_away_on(day) else Step.WAIT
