"""What is known of the people of an evaluation: a row each, a column a measure.

Nobody has a name here: people are pseudonyms, kept only to find who is there twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from mentorway.evaluating.arms import Arm as Arm  # noqa: PLC0414 - the rest takes it from here
from mentorway.wording import InvalidInputError, Message, listed

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]
Word = TypeVar("Word", bound=str)
FEWEST_SHOWN = 5  # people in a cell that is shown


class Level(StrEnum):
    """The levels of Kirkpatrick's model of evaluating training; money comes after them."""

    REACTION = "reaction"
    LEARNING = "learning"
    BEHAVIOUR = "behaviour"
    RESULTS = "results"


class Wave(StrEnum):
    """When somebody was asked; THEN is asked afterwards, about the time before."""

    BEFORE = "before"
    THEN = "then"
    AFTER = "after"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Outcome:
    """A scale: its key and title, the level it speaks of, its lowest and highest score, and its reliability.

    `reliability` is without unit, 0 to 1, of scores before; None if it is not known, and then nobody's own
    change can be called reliable.
    """

    key: str
    title: str
    level: Level
    low: float
    high: float
    higher_is_better: bool = True
    reliability: float | None = None

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise InvalidInputError(
                Message(
                    "%(outcome)s: the highest score must be above the lowest, not %(low)s to %(high)s.",
                    {"outcome": self.title, "low": self.low, "high": self.high},
                )
            )
        if self.reliability is not None and not 0 < self.reliability <= 1:
            raise InvalidInputError(
                Message(
                    "%(outcome)s: reliability lies above 0 and up to 1, not at %(came)s.",
                    {"outcome": self.title, "came": self.reliability},
                )
            )


@dataclass(frozen=True, eq=False)
class Later:
    """The scores of one follow-up among several, shape (people,), NaN where somebody did not answer.

    The scores of the one that `is_main` stand at Wave.FOLLOW_UP too; `why` says by what it is the main one.
    """

    key: str
    name: Message
    scores: Vector
    is_main: bool = False
    why: Message | None = None


@dataclass(frozen=True, eq=False)
class Measured:
    """The scores of an outcome, shape (people,), NaN where somebody did not answer.

    `others` are judgements of the same people by their mentees (the mean of them), after the programme.
    `later` holds every follow-up where there are several, the nearest first.
    """

    outcome: Outcome
    waves: Mapping[Wave, Vector]
    others: Vector | None = None
    later: tuple[Later, ...] = ()

    def at(self, wave: Wave) -> Vector | None:
        """The scores of a wave, or None if nobody was asked then."""
        return self.waves.get(wave)

    def columns(self) -> Iterator[Vector]:
        """Everything that is measured, column by column."""
        yield from self.waves.values()
        yield from (one.scores for one in self.later if not one.is_main)  # the main one is among the waves
        if self.others is not None:
            yield self.others


@dataclass(frozen=True, eq=False)
class People:
    """All people of an evaluation, each in a pilot, an arm, a country and an organisation ("" if unknown).

    `facts` are numbers from before (age, years of work, scores of other scales), `completed` who finished the
    programme, `hours` the hours that each took part.
    """

    people: tuple[str, ...]
    pilot: tuple[str, ...]
    arm: tuple[Arm, ...]
    country: tuple[str, ...]
    organisation: tuple[str, ...]
    measured: tuple[Measured, ...]
    facts: Mapping[str, Vector] = field(default_factory=lambda: MappingProxyType({}))
    completed: Mask | None = None
    hours: Vector | None = None

    def __post_init__(self) -> None:
        _refuse_doubles(self.people)
        for words in (self.pilot, self.arm, self.country, self.organisation):
            _refuse_length(len(words), len(self.people))
        for numbers in _columns(self):
            _refuse_length(len(numbers), len(self.people))
        for one in self.measured:
            _refuse_beyond(one)

    def __len__(self) -> int:
        return len(self.people)

    def in_arm(self, arm: Arm) -> Mask:
        """Who is in an arm."""
        return np.array([one is arm for one in self.arm], dtype=bool)

    def outcome(self, key: str) -> Measured | None:
        """The measure with this key."""
        return next((one for one in self.measured if one.outcome.key == key), None)

    def only(self, mask: Mask) -> People:
        """Some of the people, with everything known of them.

        >>> both = People(("a", "b"), ("P", "P"), (Arm.PROGRAMME, Arm.COMPARISON), ("LT", ""), ("", ""), ())
        >>> both.only(both.in_arm(Arm.COMPARISON)).people
        ('b',)
        """
        places = np.flatnonzero(mask)
        measured = tuple(
            Measured(
                one.outcome,
                {wave: scores[places] for wave, scores in one.waves.items()},
                None if one.others is None else one.others[places],
                tuple(replace(later, scores=later.scores[places]) for later in one.later),
            )
            for one in self.measured
        )

        def some(words: tuple[Word, ...]) -> tuple[Word, ...]:
            return tuple(words[place] for place in places)

        return People(
            some(self.people),
            some(self.pilot),
            some(self.arm),
            some(self.country),
            some(self.organisation),
            measured,
            {name: numbers[places] for name, numbers in self.facts.items()},
            None if self.completed is None else self.completed[places],
            None if self.hours is None else self.hours[places],
        )


def _columns(table: People) -> Iterator[NDArray[Any]]:
    for one in table.measured:
        yield from one.columns()
    yield from table.facts.values()
    if table.completed is not None:
        yield table.completed
    if table.hours is not None:
        yield table.hours


def _refuse_doubles(people: Sequence[str]) -> None:
    seen: set[str] = set()
    doubled = list(dict.fromkeys(one for one in people if one in seen or seen.add(one)))  # type: ignore[func-returns-value]
    if doubled:
        raise InvalidInputError(
            Message(
                "%(count)d person is there twice: %(people)s. Each person has one row.",
                {"count": len(doubled), "people": listed(doubled)},
                plural="%(count)d people are there twice: %(people)s. Each person has one row.",
                count=len(doubled),
            )
        )


def _refuse_length(came: int, needed: int) -> None:
    if came != needed:
        raise InvalidInputError(
            Message(
                "A column has %(came)d values, and there are %(needed)d people.",
                {"came": came, "needed": needed},
            )
        )


def _refuse_beyond(one: Measured) -> None:
    for scores in one.columns():
        known = scores[~np.isnan(scores)]
        beyond = known[(known < one.outcome.low) | (known > one.outcome.high)]
        if beyond.size:
            raise InvalidInputError(
                Message(
                    "%(outcome)s goes from %(low)s to %(high)s, and a score is %(came)s.",
                    {
                        "outcome": one.outcome.title,
                        "low": one.outcome.low,
                        "high": one.outcome.high,
                        "came": float(beyond[0]),
                    },
                )
            )


def each(labels: Sequence[str], keep: Callable[[str], bool] = bool) -> dict[str, Mask]:
    """Return, for each label in order, who has it.

    >>> {label: mask.tolist() for label, mask in each(["LT", "", "FI", "LT"]).items()}
    {'FI': [False, False, True, False], 'LT': [True, False, False, True]}
    """
    array = np.array(labels, dtype=object)
    return {label: array == label for label in sorted(set(labels)) if keep(label)}
