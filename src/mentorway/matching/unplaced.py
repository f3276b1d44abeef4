"""Why somebody has no mentor, and which single rule, if it were given up, would help whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from mentorway.matching.fitting import Fitting
from mentorway.matching.problem import Matching, Problem
from mentorway.matching.profiles import RuleKind
from mentorway.wording import N_, Message

Mask = NDArray[np.bool_]

FORBIDDING: Mapping[RuleKind, str] = MappingProxyType(
    {
        RuleKind.ONESELF: N_("Mentors who are the same person: %(count)d of %(mentors)d."),
        RuleKind.LANGUAGE: N_("Mentors without a language in common: %(count)d of %(mentors)d."),
        RuleKind.LINE: N_("Mentors in the same line of management: %(count)d of %(mentors)d."),
        RuleKind.CONFLICT: N_("Mentors who are to be kept apart: %(count)d of %(mentors)d."),
        RuleKind.HOURS: N_("Mentors with too little time in common: %(count)d of %(mentors)d."),
        RuleKind.ORGANISATION: N_("Mentors of the same organisation: %(count)d of %(mentors)d."),
        RuleKind.COUNTRY: N_("Mentors in another country: %(count)d of %(mentors)d."),
    }
)


class Cause(StrEnum):
    """Why a mentee has no mentor."""

    NOBODY = "nobody"  # the rules allow no mentor
    SEATS = "seats"  # too few seats with the mentors that these mentees can have
    CHOICE = "choice"  # a matching with more pairs exists; this one was chosen for another reason


@dataclass(frozen=True)
class Breach:
    """How many of all mentors one rule forbids to a mentee, whatever the other rules say."""

    kind: RuleKind
    mentors: int


@dataclass(frozen=True)
class Unplaced:
    """Why a mentee has no mentor.

    `crowd` are the mentees who compete, this one too, and `around` all mentors that they can have, with
    `seats` places for them: fewer than they are (a Hall violator). This is only so for `SEATS`.
    """

    mentee: int
    cause: Cause
    message: Message
    breaches: tuple[Breach, ...]
    details: tuple[Message, ...]
    crowd: tuple[int, ...] = ()
    around: tuple[int, ...] = ()
    seats: int = 0


@dataclass(frozen=True)
class Freed:
    """Who would get a mentor if one rule were given up and nobody lost theirs."""

    kind: RuleKind
    mentees: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class _Search:
    """What an alternating search from some mentees has reached: mentees, mentors, and how it came there."""

    mentees: tuple[int, ...]
    mentors: tuple[int, ...]
    free: int | None
    came_from: Mapping[int, int]


def unplaced(fitting: Fitting, problem: Problem, matching: Matching) -> tuple[Unplaced, ...]:
    """Say of every mentee without a mentor why.

    Parameters
    ----------
    fitting : Fitting
        The people, in the order in which `problem` numbers them.
    problem : Problem
    matching : Matching

    Returns
    -------
    tuple of Unplaced
        In the order of the mentees.

    References
    ----------
    Hall (1935), On representatives of subsets, J London Math Soc 10:26-30, doi:10.1112/jlms/s1-10.37.26.

    Examples
    --------
    >>> from mentorway.matching.assign import total
    >>> from mentorway.matching.profiles import Criterion, Design, Kind, Person, Side
    >>> design = Design((Criterion("topic", "Topic", Kind.SAME, 10, "topic"),))
    >>> mentees = [Person(name, Side.MENTEE, {}) for name in ("ann", "eva")]
    >>> fitting = Fitting(mentees, [Person("bo", Side.MENTOR, {})], design)
    >>> problem = Problem(2, [1], fitting.arcs())
    >>> [str(one.message) for one in unplaced(fitting, problem, total(problem))]
    ['2 mentees can only be matched with the same mentors, who have 1 free place for them.']
    """
    seated = _Seating(problem, matching)
    return tuple(_one(fitting, seated, int(mentee)) for mentee in matching.unmatched)


def _one(fitting: Fitting, seated: _Seating, mentee: int) -> Unplaced:
    allowed = seated.allowed
    breaches = _breaches(fitting, mentee)
    every = len(fitting.mentors)
    details = tuple(
        Message(FORBIDDING[one.kind], {"count": one.mentors, "mentors": every}) for one in breaches
    )
    if not allowed(mentee).any():
        return Unplaced(mentee, Cause.NOBODY, _nobody(fitting, mentee), breaches, details)
    found = seated.search(mentee, allowed)
    if found.free is not None:
        text = N_("More people could be matched; this way of matching leaves %(mentee)s out all the same.")
        message = Message(text, {"mentee": fitting.mentees[mentee].called})
        return Unplaced(mentee, Cause.CHOICE, message, breaches, details)
    seats = int(seated.room[list(found.mentors)].sum())
    crowd = tuple(sorted({*found.mentees, *seated.confined(found.mentors)}))
    message = _crowded(len(crowd), seats)
    return Unplaced(mentee, Cause.SEATS, message, breaches, details, crowd, found.mentors, seats)


def _nobody(fitting: Fitting, mentee: int) -> Message:
    """No mentor is allowed; if one rule alone stands in the way, which."""
    name = {"mentee": fitting.mentees[mentee].called}
    if not fitting.mentors:
        return Message(N_("There are no mentors yet."))
    for kind in fitting.kinds[1:]:
        opened = int(fitting.allowed(mentee, mentee + 1, without=kind).sum())
        if opened:
            return Message(OPENING[kind], {**name, "count": opened})
    return Message(
        N_("The rules allow no mentor for %(mentee)s, and no single rule alone is the reason."), name
    )


OPENING: Mapping[RuleKind, str] = MappingProxyType(
    {
        RuleKind.LANGUAGE: N_(
            "The rules allow no mentor for %(mentee)s. Mentors without a language in common: %(count)d."
        ),
        RuleKind.LINE: N_(
            "The rules allow no mentor for %(mentee)s. Mentors in the same line of management: %(count)d."
        ),
        RuleKind.CONFLICT: N_(
            "The rules allow no mentor for %(mentee)s. Mentors who are to be kept apart: %(count)d."
        ),
        RuleKind.HOURS: N_(
            "The rules allow no mentor for %(mentee)s. Mentors with too little time in common: %(count)d."
        ),
        RuleKind.ORGANISATION: N_(
            "The rules allow no mentor for %(mentee)s. Mentors of the same organisation: %(count)d."
        ),
        RuleKind.COUNTRY: N_(
            "The rules allow no mentor for %(mentee)s. Mentors in another country: %(count)d."
        ),
    }
)


def _crowded(mentees: int, seats: int) -> Message:
    if not seats:
        return Message(N_("All mentors who can be chosen are full with kept pairs, or take nobody."))
    return Message(
        "%(mentees)d mentees can only be matched with the same mentors, "
        "who have %(seats)d free place for them.",
        {"mentees": mentees, "seats": seats},
        plural="%(mentees)d mentees can only be matched with the same mentors, "
        "who have %(seats)d free places for them.",
        count=seats,
    )


def _breaches(fitting: Fitting, mentee: int) -> tuple[Breach, ...]:
    counts = {kind: int((~fitting.kept(kind, mentee, mentee + 1)).sum()) for kind in fitting.kinds}
    found = [Breach(kind, count) for kind, count in counts.items() if count]
    return tuple(sorted(found, key=lambda breach: -breach.mentors))


class _Seating:
    """Who sits where, without the kept pairs: they neither move nor leave a seat for others."""

    def __init__(self, problem: Problem, matching: Matching) -> None:
        self.mentor = matching.mentor.copy()
        self.room = problem.capacity.astype(np.int64)
        for mentee, mentor in problem.locks:
            self.room[mentor] -= 1
            self.mentor[mentee] = -1
        self.members: dict[int, set[int]] = {}
        for mentee in np.flatnonzero(self.mentor >= 0).tolist():
            self.members.setdefault(int(self.mentor[mentee]), set()).add(mentee)
        self.arcs = problem.arcs
        self.starts = np.searchsorted(problem.arcs.mentee, np.arange(problem.mentees + 1))
        self.waiting = matching.unmatched.tolist()

    def allowed(self, mentee: int) -> Mask:
        """Which mentors the pairs of the problem allow."""
        mask = np.zeros(self.room.size, dtype=np.bool_)
        mask[self.arcs.mentor[self.starts[mentee] : self.starts[mentee + 1]]] = True
        return mask

    def confined(self, mentors: Sequence[int]) -> list[int]:
        """Who has no mentor and could have nobody but one of these."""
        inside = np.zeros(self.room.size, dtype=np.bool_)
        inside[list(mentors)] = True
        options = {who: self.arcs.mentor[self.starts[who] : self.starts[who + 1]] for who in self.waiting}
        return [who for who, found in options.items() if found.size and inside[found].all()]

    def search(self, mentee: int, allowed: Callable[[int], Mask], closed: Mask | None = None) -> _Search:
        """Walk from a mentee to mentors they can have, on to the mentees there, and so on, up to a free seat.

        Mentors that are `closed` were all reached before, from somebody for whom there was no way.
        """
        reached = np.zeros(self.room.size, dtype=np.bool_) if closed is None else closed
        waiting, seen, mentors = [mentee], [mentee], list[int]()
        came_from: dict[int, int] = {}
        while waiting:
            here = waiting.pop()
            fresh = np.flatnonzero(allowed(here) & ~reached)
            reached[fresh] = True
            for mentor in fresh.tolist():
                came_from[mentor] = here
                mentors.append(mentor)
                members = self.members.get(mentor, set())
                if len(members) < self.room[mentor]:
                    return _Search(tuple(sorted(seen)), tuple(sorted(mentors)), mentor, came_from)
                waiting.extend(sorted(members))
                seen.extend(members)
        return _Search(tuple(sorted(seen)), tuple(sorted(mentors)), None, came_from)

    def seat(self, found: _Search) -> None:
        """Move everybody along the way that was found; nobody loses their seat."""
        mentor = found.free
        while mentor is not None:
            mentee = found.came_from[mentor]
            before = int(self.mentor[mentee])
            if before >= 0:
                self.members[before].remove(mentee)
            self.members.setdefault(mentor, set()).add(mentee)
            self.mentor[mentee] = mentor
            mentor = before if before >= 0 else None


def freed(fitting: Fitting, problem: Problem, matching: Matching) -> tuple[Freed, ...]:
    """Find who would get a mentor if one rule were given up, for each rule alone.

    Others may have to move, but nobody loses their mentor. Where several mentees compete for what would
    become free, the first of them are named: the number is right, the names are one possibility.

    Parameters
    ----------
    fitting : Fitting
    problem : Problem
    matching : Matching

    Returns
    -------
    tuple of Freed
        Rules that would help somebody, those that help most first.

    References
    ----------
    Berge (1957), Two theorems in graph theory, PNAS 43:842-844, doi:10.1073/pnas.43.9.842.
    """
    found = [Freed(kind, _placed(fitting, problem, matching, kind)) for kind in fitting.kinds[1:]]
    return tuple(sorted((one for one in found if one.mentees), key=lambda one: -len(one.mentees)))


def _placed(fitting: Fitting, problem: Problem, matching: Matching, kind: RuleKind) -> tuple[int, ...]:
    rows: dict[int, Mask] = {}

    def allowed(mentee: int) -> Mask:
        if mentee not in rows:
            rows[mentee] = fitting.allowed(mentee, mentee + 1, without=kind)[0]
        return rows[mentee]

    return _seated(_Seating(problem, matching), matching.unmatched.tolist(), allowed)


def _seated(seating: _Seating, waiting: Sequence[int], allowed: Callable[[int], Mask]) -> tuple[int, ...]:
    """Seat as many as can be; what was reached in vain stays closed, as no later way leads through it."""
    closed = np.zeros(seating.room.size, dtype=np.bool_)
    placed = []
    for mentee in waiting:
        trial = closed.copy()
        found = seating.search(mentee, allowed, trial)
        if found.free is None:
            closed = trial
        else:
            seating.seat(found)
            placed.append(mentee)
    return tuple(placed)
