"""Matching again when people know each other already: what keeping pairs costs, as a curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from mentorway.matching.assign import total
from mentorway.matching.problem import BEST, UNMATCHED, Integers, Matching, Problem
from mentorway.wording import N_, InvalidInputError, Message

STEPS = (0, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, eq=False)
class Point:
    """A matching again: what was added to the score of each old pair, and what came of it.

    `changed` are the mentees who had a mentor and would have another or none. `total` is the sum of scores,
    without what was added.
    """

    bonus: int
    changed: tuple[int, ...]
    total: int
    unmatched: int
    matching: Matching


def forced(problem: Problem, previous: ArrayLike) -> tuple[int, ...]:
    """Who cannot keep their mentor, as the pair may not be made any more.

    Parameters
    ----------
    problem : Problem
        As it is now.
    previous : array of int, shape (mentees,)
        The mentor that each mentee had; -1 for none.

    Returns
    -------
    tuple of int

    Raises
    ------
    InvalidInputError
        The list has another length, or names a mentor who is unknown.
    """
    before = _checked(problem, previous)
    had = np.flatnonzero(before >= 0)
    return tuple(had[problem.arcs.places(had, before[had]) < 0].tolist())


def curve(problem: Problem, previous: ArrayLike, bonuses: Sequence[int] | None = None) -> tuple[Point, ...]:
    """Match again for several sizes of a bonus for staying: fewer changes against a larger total.

    As many mentees as possible are matched at every point. The larger the bonus, the fewer changes and the
    smaller the total; the last default is so large that no set of pairs with fewer changes exists.

    Parameters
    ----------
    problem : Problem
        As it is now; its own `stay` is not used.
    previous : array of int, shape (mentees,)
        The mentor that each mentee had; -1 for none. People who are new had none.
    bonuses : sequence of int, optional
        What is added to the score of each old pair.

    Returns
    -------
    tuple of Point
        One for each bonus, the smallest first.

    Raises
    ------
    InvalidInputError
        The list has another length, names a mentor who is unknown, or a bonus is below 0.

    Examples
    --------
    >>> from mentorway.matching.problem import Arcs
    >>> problem = Problem(2, [1, 1], Arcs([0, 0, 1, 1], [0, 1, 0, 1], [500, 540, 540, 500]))
    >>> [(point.bonus, len(point.changed), point.total) for point in curve(problem, [0, 1], [0, 30, 50])]
    [(0, 2, 1080), (30, 2, 1080), (50, 0, 1000)]
    """
    before = _checked(problem, previous)
    most = BEST * min(problem.mentees, problem.seats) + 1
    steps = sorted({*STEPS, most} if bonuses is None else set(bonuses))
    if not steps or steps[0] < 0:
        raise InvalidInputError(Message(N_("What is added to old pairs is one number from 0, or several.")))
    old = before[problem.arcs.mentee] == problem.arcs.mentor
    return tuple(
        _point(replace(problem, stay=bonus * old.astype(np.int64)), before, bonus) for bonus in steps
    )


def _point(problem: Problem, before: Integers, bonus: int) -> Point:
    found = total(problem)
    changed = np.flatnonzero((before >= 0) & (found.mentor != before))
    return Point(bonus, tuple(changed.tolist()), found.total, found.unmatched.size, found)


def chosen(points: Sequence[Point], *, loss: float = 0.01) -> Point:
    """Choose the fewest changes that cost at most a given share of the largest total.

    Parameters
    ----------
    points : sequence of Point
        From `curve`.
    loss : float, optional
        The share of the largest total that may be lost, 0 to 1.

    Returns
    -------
    Point

    Raises
    ------
    InvalidInputError
        There are no points, or the share is out of range.

    Examples
    --------
    >>> from mentorway.matching.problem import Arcs
    >>> problem = Problem(2, [1, 1], Arcs([0, 0, 1, 1], [0, 1, 0, 1], [500, 540, 540, 500]))
    >>> points = curve(problem, [0, 1])
    >>> len(chosen(points).changed), len(chosen(points, loss=0.08).changed)
    (2, 0)
    """
    if not points or not 0 <= loss <= 1:
        raise InvalidInputError(Message(N_("A choice needs at least one point, and a share from 0 to 1.")))
    least = (1 - loss) * max(point.total for point in points)
    good = [point for point in points if point.total >= least]
    return min(good, key=lambda point: (len(point.changed), -point.total, point.bonus))


def _checked(problem: Problem, previous: ArrayLike) -> Integers:
    before = np.asarray(previous)
    if before.shape != (problem.mentees,):
        text = N_("The mentors so far must be one number for each of the %(mentees)d mentees.")
        raise InvalidInputError(Message(text, {"mentees": problem.mentees}))
    if before.size and not UNMATCHED <= before.min() <= before.max() < problem.mentors:
        text = N_("The mentors so far must be numbers from -1 to %(most)d.")
        raise InvalidInputError(Message(text, {"most": problem.mentors - 1}))
    return before.astype(np.int32)
