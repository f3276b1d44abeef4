"""Goals as people read them, how far they were reached, and the mean of a round for those who run it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.utils.translation import gettext_lazy as _

from mentorway.evidence.comparisons.groups import paired_t
from mentorway.evidence.effectiveness.goal_attainment import goal_attainment
from mentorway.web.mentoring.models import LEVELS, MOST_GOALS, Goal, Place, Rating, Round
from mentorway.web.mentoring.queries import together as queries

FEWEST: Final = 5  # mentees in a mean that those who run a round may see
WORDS: Final = {
    -2: _("much less than hoped"),
    -1: _("less than hoped"),
    0: _("as hoped"),
    1: _("more than hoped"),
    2: _("much more than hoped"),
}
WEIGHTS: Final = {1: _("It matters"), 2: _("It matters a lot"), 3: _("It matters most")}


@dataclass(frozen=True)
class Level:
    """One of the five levels of a goal: its number, what it means, and what it looks like here."""

    number: int
    words: str
    text: str
    is_start: bool

    @property
    def name(self) -> str:
        """Number and meaning, with a true minus."""
        return f"{signed(self.number)} · {self.words}"


@dataclass(frozen=True)
class Score:
    """How far a mentee's goals were reached, as one person rated them: T scores now and at the start."""

    rater: Place
    goals: int
    now: float
    start: float


@dataclass(frozen=True)
class Shown:
    """A goal with its levels and what it was rated."""

    goal: Goal
    levels: Sequence[Level]
    ratings: Sequence[tuple[Rating, Level]]  # the newest first
    latest: Sequence[tuple[Rating, Level]]  # one of each person

    @property
    def is_ready(self) -> bool:
        """Whether every level says what it looks like."""
        return all(one.text for one in self.levels)

    @property
    def weight(self) -> str:
        """How much it matters, in words."""
        return str(WEIGHTS[self.goal.weight])


@dataclass(frozen=True)
class Goals:
    """The goals of one mentee, and how far they were reached."""

    mentee: Place
    goals: Sequence[Shown]
    scores: Sequence[Score]

    @property
    def has_room(self) -> bool:
        """Whether another goal can be added."""
        return len(self.goals) < MOST_GOALS


@dataclass(frozen=True)
class Attained:
    """How far goals were reached in a round: the mean T score of mentees, with its 95 % interval."""

    mentees: int
    mean: float
    low: float
    high: float


def signed(level: int) -> str:
    """Return a level as people write it.

    >>> [signed(level) for level in (-2, 0, 2)]
    ['−2', '0', '+2']
    """
    return f"+{level}" if level > 0 else str(level).replace("-", "−")


def levels_of(goal: Goal) -> list[Level]:
    """Return the five levels of a goal, from the least; not written ones are empty."""
    texts = [*goal.levels, *[""] * len(LEVELS)]
    return [
        Level(number, str(WORDS[number]), text, number == goal.start)
        for number, text in zip(LEVELS, texts, strict=False)
    ]


def shown(goal: Goal) -> Shown:
    """Return a goal as its page shows it."""
    levels = levels_of(goal)
    by_number = {one.number: one for one in levels}
    ratings = [(one, by_number[one.level]) for one in goal.ratings.all()]
    latest = {one.place_id: (one, level) for one, level in ratings}
    return Shown(goal, levels, ratings[::-1], list(latest.values()))


def goals_for(place: Place) -> list[Goals]:
    """Return the goals that a person may read, mentee by mentee."""
    by_mentee: dict[int, list[Goal]] = defaultdict(list)
    for goal in queries.goals_seen_by(place):
        by_mentee[goal.place_id].append(goal)
    return [_of(mentee, by_mentee[mentee.pk]) for mentee in queries.mentees_for(place)]


def _of(mentee: Place, goals: Sequence[Goal]) -> Goals:
    raters = {one.place_id: one.place for goal in goals for one in goal.ratings.all()}
    order = sorted(raters.values(), key=lambda one: (one.pk != mentee.pk, one.pk))
    found = [_score(rater, goals) for rater in order]
    return Goals(mentee, [shown(goal) for goal in goals], [one for one in found if one])


def _score(rater: Place, goals: Iterable[Goal]) -> Score | None:
    """Return the T scores of the goals that somebody has rated, by the latest rating of each."""
    rated = [(goal, level) for goal in goals if (level := _latest(goal, rater)) is not None]
    if not rated:
        return None
    found = goal_attainment(
        [[level for _goal, level in rated]],
        weights=[[goal.weight for goal, _level in rated]],
        start=[[goal.start for goal, _level in rated]],
    )
    start = float(found.start[0]) if found.start is not None else math.nan
    return Score(rater, len(rated), float(found.scores[0]), start)


def _latest(goal: Goal, rater: Place) -> int | None:
    if goal.fixed is None:
        return None
    levels = [one.level for one in goal.ratings.all() if one.place_id == rater.pk]
    return levels[-1] if levels else None


def attained(whole: Round) -> Attained | None:
    """Return the mean over mentees who share it, as their mentors do; None below five of them.

    A mentee counts with what they rated themselves last, and once: with the newest relationship.
    """
    by_place: dict[Place, list[Goal]] = defaultdict(list)
    for goal in queries.shared_goals(whole):
        by_place[goal.place].append(goal)
    scores: dict[int, float] = {}
    for mentee in sorted(by_place, key=lambda one: one.relation_id):
        found = _score(mentee, by_place[mentee])
        if found:
            scores[mentee.person_id] = found.now
    if len(scores) < FEWEST:
        return None
    values = np.array(list(scores.values()))
    test = paired_t(len(values), float(values.mean()), float(values.std(ddof=1)))
    return Attained(len(values), test.difference, test.low, test.high)
