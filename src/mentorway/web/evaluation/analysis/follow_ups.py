"""Follow-ups: how each is called, and which of several is the one that counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from mentorway.evaluating import follow_ups
from mentorway.evaluating.people import Later, Mask, Vector
from mentorway.web.evaluation.models import AskedWave
from mentorway.wording import Message

FOR_OUTCOME: Final = Message("The follow-up that counts was chosen for this outcome.")
CHOSEN: Final = Message("The follow-up that counts was chosen for the evaluation.")
NOT_YET: Final = Message(
    "Nobody has answered yet at the follow-up that was chosen as the one that counts, so another one counts "
    "until then."
)


@dataclass(frozen=True)
class Scored:
    """The scores of a follow-up, and how many of those who took part answered it, and before where asked."""

    asked: AskedWave
    scores: Vector
    n: int


def name_of(asked: AskedWave) -> Message:
    """Return how a follow-up is called: by how long after the end it asks, or by its wave."""
    if asked.months is not None:
        return follow_ups.months_later(asked.months)
    if asked.days is not None:
        return follow_ups.days_later(asked.days)
    return Message("Later, in the wave “%(wave)s”", {"wave": asked.wave.title})


def main_among(scored: Sequence[Scored], after: int, named: str) -> tuple[Scored, Message]:
    """Return the follow-up that counts, and by what.

    The one that is ``named`` for the outcome (its key), else the one chosen for the evaluation, else the
    latest with enough answers, else that of most answers. Only follow-ups that somebody answered come here.
    """
    for one in scored:
        if one.asked.key == named:
            return one, FOR_OUTCOME
    for one in scored:
        if one.asked.is_main:
            return one, CHOSEN
    place, why = follow_ups.main_among([one.n for one in scored], after)
    return scored[place], why


def later_of(scored: Sequence[Scored], main: Scored, why: Message) -> tuple[Later, ...]:
    """Return every follow-up, the nearest first; of the one that counts it is said by what."""
    return tuple(
        Later(
            one.asked.key,
            name_of(one.asked),
            one.scores,
            is_main=one is main,
            why=why if one is main else None,
        )
        for one in scored
    )


def scored_of(
    asked: Sequence[AskedWave], columns: Mapping[str, Vector], before: Vector | None, took: Mask
) -> list[Scored]:
    """Return follow-ups with their scores and how many of those who took part answered, the nearest first."""
    return [Scored(one, columns[one.key], count_of(columns[one.key], before, took)) for one in asked]


def count_of(scores: Vector | None, before: Vector | None, took: Mask) -> int:
    """Return how many of those who took part answered, and before too where that was asked."""
    if scores is None:
        return 0
    known = took & ~np.isnan(scores)
    return int(np.count_nonzero(known if before is None else known & ~np.isnan(before)))
