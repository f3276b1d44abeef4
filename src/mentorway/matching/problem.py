"""The plain values of matching: pairs that may be made, what must hold, and the matching that was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.wording import InvalidInputError, Message

Integers = NDArray[np.int32]
Wide = NDArray[np.int64]
Mode = Literal["total", "floor", "leximin", "stable"]
Lock = tuple[int, int]

BEST = 1000  # the highest score a pair can have
MOST = 2**31 - 1
UNMATCHED = -1


class ImpossibleError(InvalidInputError):
    """What must hold cannot all hold together: kept pairs, seats, or fewest mentees per mentor."""


def _empty() -> Integers:
    return np.zeros(0, dtype=np.int32)


def _whole(name: str, values: ArrayLike, highest: int) -> Integers:
    """Whole numbers from 0 to `highest` that nobody can change afterwards."""
    given: NDArray[Any] = np.asarray(values)
    if given.ndim != 1:
        raise InvalidInputError(
            Message(
                "“%(name)s” must be one list of whole numbers; it has %(dimensions)d dimensions.",
                {"name": name, "dimensions": given.ndim},
            )
        )
    if not given.size:
        return _frozen(_empty())
    if given.dtype.kind not in "iu" and not (
        given.dtype.kind == "f" and bool(np.all(given == np.rint(given)))
    ):
        raise InvalidInputError(
            Message("“%(name)s” must hold whole numbers only; round them first.", {"name": name})
        )
    if given.min() < 0 or given.max() > highest:
        found = {"least": int(given.min()), "most": int(given.max())}
        raise InvalidInputError(
            Message(
                "“%(name)s” must hold numbers from 0 to %(highest)d; it has %(least)d to %(most)d.",
                {"name": name, "highest": highest, **found},
            )
        )
    return _frozen(given.astype(np.int32))


def _frozen(values: Integers) -> Integers:
    values.setflags(write=False)
    return values


def _as_long(name: str, values: Integers, needed: int) -> None:
    if values.size != needed:
        raise InvalidInputError(
            Message(
                "“%(name)s” must have %(needed)d numbers; it has %(found)d.",
                {"name": name, "needed": needed, "found": values.size},
            )
        )


@dataclass(frozen=True, eq=False)
class Arcs:
    """Pairs that may be made, each with its score; whatever order they come in, they are kept in one order.

    Parameters
    ----------
    mentee, mentor : array of int
        Who, as numbers from 0. Number people in the order of their public ids, so that the same people always
        have the same numbers.
    score : array of int
        From 0 to 1000; more is better.

    Raises
    ------
    InvalidInputError
        The lists differ in length, a number is out of its range, or a pair comes twice.

    Examples
    --------
    >>> arcs = Arcs(mentee=[1, 0, 0], mentor=[0, 1, 0], score=[700, 400, 900])
    >>> arcs.mentee.tolist(), arcs.mentor.tolist(), arcs.score.tolist()
    ([0, 0, 1], [0, 1, 0], [900, 400, 700])
    >>> arcs.places([1, 1], [0, 1]).tolist()
    [2, -1]
    """

    mentee: Integers
    mentor: Integers
    score: Integers

    def __post_init__(self) -> None:
        """Check, sort by mentee and mentor, and freeze."""
        mentee, mentor = _whole("mentee", self.mentee, MOST), _whole("mentor", self.mentor, MOST)
        score = _whole("score", self.score, BEST)
        _as_long("mentor", mentor, mentee.size)
        _as_long("score", score, mentee.size)
        key = _key(mentee, mentor)
        if not bool(np.all(key[1:] > key[:-1])):
            order = np.argsort(key, kind="stable")
            mentee, mentor, score, key = mentee[order], mentor[order], score[order], key[order]
            twice = np.flatnonzero(key[1:] == key[:-1])
            if twice.size:
                pair = {"mentee": int(mentee[twice[0]]), "mentor": int(mentor[twice[0]])}
                raise InvalidInputError(
                    Message(
                        "Mentee %(mentee)d and mentor %(mentor)d are a pair more than once; give each "
                        "pair once.",
                        pair,
                    )
                )
        for name, values in (("mentee", mentee), ("mentor", mentor), ("score", score)):
            object.__setattr__(self, name, _frozen(values))

    @property
    def count(self) -> int:
        """How many pairs may be made."""
        return self.mentee.size

    def places(self, mentee: ArrayLike, mentor: ArrayLike) -> Wide:
        """Where each of these pairs stands in the lists; -1 where the pair may not be made."""
        key, wanted = _key(self.mentee, self.mentor), _key(mentee, mentor)
        if not key.size:
            return np.full(wanted.shape, UNMATCHED, dtype=np.int64)
        place = np.minimum(np.searchsorted(key, wanted), key.size - 1)
        return np.where(key[place] == wanted, place, UNMATCHED).astype(np.int64)

    def some(self, wanted: NDArray[Any]) -> Arcs:
        """Only these pairs, given as places or as true and false."""
        return Arcs(self.mentee[wanted], self.mentor[wanted], self.score[wanted])


def _key(mentee: ArrayLike, mentor: ArrayLike) -> Wide:
    """One number per pair, in the order of the pairs."""
    return np.asarray(mentee, dtype=np.int64) * 2**31 + np.asarray(mentor, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Problem:
    """Who may be matched with whom, and what must hold.

    Parameters
    ----------
    mentees : int
        How many there are; those without any arc count too.
    capacity : array of int, shape (mentors,)
        The most mentees each mentor takes.
    arcs : Arcs
    locks : sequence of (mentee, mentor), optional
        Pairs that are kept as they are.
    minimum : array of int, shape (mentors,), optional
        The fewest mentees each mentor must have; 0 for all if left out.
    stay : array of int, shape (arcs,), optional
        What is added to the score of a pair that exists already, in the order of `arcs`; 0 if left out.
        It helps to decide and is never part of a total that is shown.
    seed : int, optional
        Decides between matchings that are equally good, always in the same way.

    Raises
    ------
    InvalidInputError
        A number is out of its range, a list has another length, a person is unknown, or a mentee is locked
        twice. Whether all can hold together is found when it is solved (`ImpossibleError`).

    Examples
    --------
    >>> problem = Problem(mentees=2, capacity=[1, 1], arcs=Arcs([0, 0, 1], [0, 1, 0], [900, 400, 700]))
    >>> problem.mentors, problem.seats, problem.minimum.tolist()
    (2, 2, [0, 0])
    """

    mentees: int
    capacity: Integers
    arcs: Arcs
    locks: tuple[Lock, ...] = ()
    minimum: Integers = field(default_factory=_empty)
    stay: Integers = field(default_factory=_empty)
    seed: int = 0

    def __post_init__(self) -> None:
        """Check, fill what was left out, and freeze."""
        capacity, minimum = _whole("capacity", self.capacity, MOST), _whole("minimum", self.minimum, MOST)
        stay = _whole("stay", self.stay, MOST)
        minimum = minimum if minimum.size else np.zeros_like(capacity)
        stay = stay if stay.size else np.zeros_like(self.arcs.mentee)
        _as_long("minimum", minimum, capacity.size)
        _as_long("stay", stay, self.arcs.count)
        _known("mentee", self.arcs.mentee, self.mentees)
        _known("mentor", self.arcs.mentor, capacity.size)
        locks = tuple(sorted((int(mentee), int(mentor)) for mentee, mentor in self.locks))
        _check_locks(locks, self.mentees, capacity.size)
        for name, value in (("capacity", capacity), ("minimum", minimum), ("stay", stay)):
            object.__setattr__(self, name, _frozen(value))
        object.__setattr__(self, "locks", locks)

    @property
    def mentors(self) -> int:
        """How many mentors there are, those with no seat counted too."""
        return self.capacity.size

    @property
    def seats(self) -> int:
        """How many mentees all mentors together can take."""
        return int(self.capacity.sum(dtype=np.int64))


def _known(name: str, who: Integers, count: int) -> None:
    if who.size and int(who.max()) >= count:
        raise InvalidInputError(
            Message(
                "A pair names %(name)s %(found)d, but there are %(count)d, numbered from 0.",
                {"name": name, "found": int(who.max()), "count": count},
            )
        )


def _check_locks(locks: Sequence[Lock], mentees: int, mentors: int) -> None:
    for place, (mentee, mentor) in enumerate(locks):
        if not (0 <= mentee < mentees and 0 <= mentor < mentors):
            raise InvalidInputError(
                Message(
                    "A kept pair names mentee %(mentee)d and mentor %(mentor)d; one of them is unknown.",
                    {"mentee": mentee, "mentor": mentor},
                )
            )
        if place and locks[place - 1][0] == mentee:
            raise InvalidInputError(
                Message("Mentee %(mentee)d is in two kept pairs; keep one of them.", {"mentee": mentee})
            )


@dataclass(frozen=True, eq=False)
class Certificate:
    """Prices that prove that no matching is better: every pair costs at least what it is worth.

    A mentee's price and a mentor's price together reach the worth of every pair they could make. So the sum
    of all prices (`dual`) bounds the worth of every matching, and a matching worth as much (`primal`) is
    best. `reward` is what each matched mentee is worth beyond the score, so that matching more people always
    comes first; prices and sums leave kept pairs out.
    """

    primal: int
    dual: int
    reward: int
    mentee_price: Wide
    mentor_price: Wide

    @property
    def proven(self) -> bool:
        """Whether the bound is reached."""
        return self.primal == self.dual


@dataclass(frozen=True, eq=False)
class Matching:
    """The mentor of each mentee, -1 for none; `total` is the sum of scores alone, without `stay`.

    `certificate` proves a total; for `floor` it proves the total among pairs that reach the floor.
    """

    mentor: Integers
    total: int
    mode: Mode
    certificate: Certificate | None = None

    @property
    def matched(self) -> int:
        """How many mentees have a mentor."""
        return int(np.count_nonzero(self.mentor >= 0))

    @property
    def unmatched(self) -> Wide:
        """The mentees without a mentor."""
        return np.flatnonzero(self.mentor < 0)

    @property
    def pairs(self) -> tuple[Lock, ...]:
        """The pairs, in the order of the mentees."""
        return tuple((mentee, int(mentor)) for mentee, mentor in enumerate(self.mentor) if mentor >= 0)


def matching_of(
    problem: Problem, mentor: ArrayLike, mode: Mode, certificate: Certificate | None = None
) -> Matching:
    """Make a matching from the mentor of each mentee, having checked that it keeps to the problem.

    Parameters
    ----------
    problem : Problem
    mentor : array of int, shape (mentees,)
        -1 for none.
    mode : {"total", "floor", "leximin", "stable"}
    certificate : Certificate, optional

    Returns
    -------
    Matching

    Raises
    ------
    InvalidInputError
        A pair may not be made, a mentor has too many mentees, or a kept pair is missing. Fewest mentees per
        mentor are not asked for here: a stable matching may be unable to reach them.

    Examples
    --------
    >>> problem = Problem(mentees=2, capacity=[1, 1], arcs=Arcs([0, 0, 1], [0, 1, 0], [900, 400, 700]))
    >>> matching_of(problem, [1, 0], "total").total
    1100
    """
    chosen = np.maximum(np.asarray(mentor, dtype=np.int32), UNMATCHED)
    _as_long("mentor", chosen, problem.mentees)
    mentee = np.flatnonzero(chosen >= 0)
    place = problem.arcs.places(mentee, chosen[mentee])
    if bool(np.any(place < 0)):
        first = int(mentee[np.flatnonzero(place < 0)[0]])
        raise InvalidInputError(
            Message(
                "Mentee %(mentee)d and mentor %(mentor)d may not be a pair.",
                {"mentee": first, "mentor": int(chosen[first])},
            )
        )
    taken = np.bincount(chosen[mentee], minlength=problem.mentors)
    over = np.flatnonzero(taken > problem.capacity)
    if over.size:
        values = {
            "mentor": int(over[0]),
            "found": int(taken[over[0]]),
            "most": int(problem.capacity[over[0]]),
        }
        raise InvalidInputError(
            Message("Mentor %(mentor)d has %(found)d mentees, but takes at most %(most)d.", values)
        )
    _check_kept(problem, chosen)
    total = int(problem.arcs.score[place].sum(dtype=np.int64))
    return Matching(_frozen(chosen), total, mode, certificate)


def _check_kept(problem: Problem, chosen: Integers) -> None:
    for mentee, mentor in problem.locks:
        if chosen[mentee] != mentor:
            raise InvalidInputError(
                Message(
                    "Mentee %(mentee)d and mentor %(mentor)d must stay a pair, but the matching parts them.",
                    {"mentee": mentee, "mentor": mentor},
                )
            )
