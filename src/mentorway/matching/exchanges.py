"""What it would cost to give somebody another mentor: the chain of people who would have to move.

A pair that is forced moves others along an alternating path of the residual graph: whoever loses a seat takes
the next, until a seat is free or somebody is left without. Mentors and one node for “nobody” are all that is
needed: a step from one mentor to another is made by the mentee who loses least by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csgraph

from mentorway.matching.assign import certificate
from mentorway.matching.problem import UNMATCHED, Matching, Problem, Wide
from mentorway.wording import N_, InvalidInputError, Message

ALL_AT_ONCE = 1000  # mentors up to which all paths are found together
EXACT = 2**53  # whole numbers below are exact in floating point
SHORT = 3  # steps: in a matching that was not chosen by its total, so few others make place


@dataclass(frozen=True)
class Move:
    """A mentee who would go from one mentor to another; None is nobody."""

    mentee: int
    origin: int | None
    target: int | None


@dataclass(frozen=True)
class Swap:
    """What follows if `mentee` gets `mentor`: the moves, theirs first, and the total before and after.

    `best` tells that no other way to make this pair is better. It is False for a matching that was not chosen
    by its total: then it is the best way in which at most three others move.
    """

    mentee: int
    mentor: int
    moves: tuple[Move, ...]
    before: int
    after: int
    best: bool

    @property
    def left_out(self) -> tuple[int, ...]:
        """Who would lose their mentor and get no other."""
        return tuple(move.mentee for move in self.moves if move.target is None)


@dataclass(frozen=True, eq=False)
class _Steps:
    """Steps between mentors, `nobody` being the last: the cost, and which mentee makes it (-1: none)."""

    tail: Wide
    head: Wide
    cost: Wide
    mentee: Wide


class Exchanges:
    """Every exchange that can be made in a matching.

    Parameters
    ----------
    problem : Problem
    matching : Matching
        Of this problem.

    Notes
    -----
    Costs are those that the matching was chosen by: scores with what was added for staying, and more than any
    sum of them for each mentee who is left without a mentor. Kept pairs do not move.

    References
    ----------
    Ahuja, Magnanti & Orlin (1993), Network Flows, section 9.3 (optimal without negative cycles).

    Examples
    --------
    >>> from mentorway.matching.assign import total
    >>> from mentorway.matching.problem import Arcs
    >>> arcs = Arcs([0, 0, 1, 1, 2], [0, 1, 0, 1, 0], [900, 400, 700, 100, 300])
    >>> problem = Problem(3, [1, 1], arcs)
    >>> matching = total(problem)
    >>> matching.pairs
    ((0, 1), (1, 0))
    >>> swap = Exchanges(problem, matching).swap(0, 0)
    >>> swap.before, swap.after, [(move.mentee, move.target) for move in swap.moves]
    (1100, 1000, [(0, 0), (1, 1)])
    """

    def __init__(self, problem: Problem, matching: Matching) -> None:
        self.problem = problem
        self.matching = matching
        self.nobody = problem.mentors
        self._kept = np.zeros(problem.mentees, dtype=np.bool_)
        self._kept[[mentee for mentee, _ in problem.locks]] = True
        self._home = np.where(matching.mentor < 0, self.nobody, matching.mentor).astype(np.int64)
        self._starts = np.searchsorted(problem.arcs.mentee, np.arange(problem.mentees + 1))
        self._worth = problem.arcs.score.astype(np.int64) + problem.stay
        self._alone = min(problem.mentees, problem.seats) * int(self._worth.max(initial=0)) + 1

    def swap(self, mentee: int, mentor: int) -> Swap | None:
        """What follows if a mentee gets another mentor.

        Parameters
        ----------
        mentee, mentor : int

        Returns
        -------
        Swap or None
            None if it cannot be: all seats of the mentor are kept pairs, or others must not lose theirs.

        Raises
        ------
        InvalidInputError
            The pair may not be made, exists already, or the mentee is in a kept pair.
        """
        self._check(mentee, mentor)
        home = int(self._home[mentee])
        path = self._path(mentor, home) if self._optimal else self._walk(mentor, home, SHORT)
        if path is None:
            return None
        moves = self._moves(mentee, mentor, path)
        gain = sum(self._score(one.mentee, one.target) - self._score(one.mentee, one.origin) for one in moves)
        before = self.matching.total
        return Swap(mentee, mentor, moves, before, before + gain, self._optimal)

    def _check(self, mentee: int, mentor: int) -> None:
        values = {"mentee": mentee, "mentor": mentor}
        if self._place(mentee, mentor) < 0:
            text = N_("Mentee %(mentee)d and mentor %(mentor)d may not be a pair.")
            raise InvalidInputError(Message(text, values))
        if self._home[mentee] == mentor:
            text = N_("Mentee %(mentee)d and mentor %(mentor)d are a pair already.")
            raise InvalidInputError(Message(text, values))
        if self._kept[mentee]:
            text = N_("Mentee %(mentee)d is in a kept pair. Give the pair free first.")
            raise InvalidInputError(Message(text, values))

    @cached_property
    def _steps(self) -> _Steps:
        arcs = self.problem.arcs
        moving = ~self._kept[arcs.mentee] & (self._home[arcs.mentee] != arcs.mentor)
        mentee, head = arcs.mentee[moving].astype(np.int64), arcs.mentor[moving].astype(np.int64)
        tail = self._home[mentee]
        own = self._own[mentee]
        leaving = np.flatnonzero(~self._kept & (self._home != self.nobody))
        nobody = np.full(leaving.size, self.nobody)
        seats = self._seats()
        return _least(
            _Steps(
                np.concatenate([tail, self._home[leaving], seats.tail]),
                np.concatenate([head, nobody, seats.head]),
                np.concatenate([own - self._worth[moving], self._own[leaving] + self._alone, seats.cost]),
                np.concatenate([mentee, leaving, seats.mentee]),
            )
        )

    @cached_property
    def _own(self) -> Wide:
        """What each mentee's place is worth; to be with nobody costs more than any sum of scores."""
        place = self.problem.arcs.places(np.arange(self.problem.mentees), self.matching.mentor)
        return np.where(self._home == self.nobody, -self._alone, np.append(self._worth, 0)[place])

    def _seats(self) -> _Steps:
        """A free seat is taken, or one is left: steps that move nobody."""
        held = np.bincount(self._home, minlength=self.nobody + 1)[: self.nobody]
        locked = np.bincount([mentor for _, mentor in self.problem.locks], minlength=self.nobody)
        free = np.flatnonzero(held < self.problem.capacity)
        spare = np.flatnonzero(held > np.maximum(self.problem.minimum, locked))
        tail = np.concatenate([free, np.full(spare.size, self.nobody)])
        head = np.concatenate([np.full(free.size, self.nobody), spare])
        return _Steps(tail, head, np.zeros(tail.size, dtype=np.int64), np.full(tail.size, UNMATCHED))

    @cached_property
    def _optimal(self) -> bool:
        """Whether no exchange gains; only then is a cheapest way well defined."""
        if self.matching.mode == "total" and self.matching.certificate is not None:
            return self.matching.certificate.proven
        return certificate(self.problem, self.matching) is not None

    @cached_property
    def _scale(self) -> int:
        """Of ways that cost the same, the one that moves the fewest people: each step costs a little too."""
        return 4 * (self.nobody + 2)

    @cached_property
    def _lengths(self) -> Wide:
        return self._steps.cost * self._scale + np.where(self._steps.mentee < 0, 1, 2)

    def _path(self, source: int, target: int) -> list[int] | None:
        if self._together is None:
            return self._walk(source, target, self.nobody + 1)
        before, place = self._together
        path: list[int] = []
        while target != source:
            previous = int(before[source, target])
            if previous < 0:
                return None
            path.append(int(place[previous, target]))
            target = previous
        return path[::-1]

    @cached_property
    def _together(self) -> tuple[NDArray[np.int32], NDArray[np.int32]] | None:
        """For every two mentors the last one before the second, and where each step stands in the list."""
        size = self.nobody + 1
        if size > ALL_AT_ONCE or 4 * self._alone * self._scale > EXACT:
            return None
        steps = self._steps
        lengths = np.full((size, size), np.inf)
        lengths[steps.tail, steps.head] = self._lengths
        place = np.full((size, size), UNMATCHED, dtype=np.int32)
        place[steps.tail, steps.head] = np.arange(steps.tail.size)
        _, before = csgraph.floyd_warshall(lengths, directed=True, return_predecessors=True)
        return np.asarray(before, dtype=np.int32), place

    def _walk(self, source: int, target: int, most: int) -> list[int] | None:
        """Bellman and Ford's way in at most so many steps, with what was found in each round."""
        steps = self._steps
        open_ = np.flatnonzero((steps.head != source) & (steps.tail != target))
        tail, head, length = steps.tail[open_], steps.head[open_], self._lengths[open_]
        far = np.iinfo(np.int64).max // 2
        reached = np.full(self.nobody + 1, far)
        reached[source] = 0
        rounds: list[NDArray[np.int64]] = []
        for _ in range(most):
            offer = np.where(reached[tail] < far, reached[tail] + length, far)
            nearer = reached.copy()
            np.minimum.at(nearer, head, offer)
            if np.array_equal(nearer, reached):
                break
            better = np.flatnonzero((offer == nearer[head]) & (offer < reached[head]))
            found = np.full(self.nobody + 1, UNMATCHED)
            found[head[better]] = open_[better]
            rounds.append(found)
            reached = nearer
        return _traced(rounds, steps.tail, target) if reached[target] < far else None

    def _moves(self, mentee: int, mentor: int, path: list[int]) -> tuple[Move, ...]:
        steps = self._steps
        others = [
            Move(int(steps.mentee[step]), self._named(steps.tail[step]), self._named(steps.head[step]))
            for step in path
            if steps.mentee[step] >= 0
        ]
        return (Move(mentee, self._named(self._home[mentee]), mentor), *others)

    def _named(self, mentor: np.int64) -> int | None:
        return None if mentor == self.nobody else int(mentor)

    def _score(self, mentee: int, mentor: int | None) -> int:
        return 0 if mentor is None else int(self.problem.arcs.score[self._place(mentee, mentor)])

    def _place(self, mentee: int, mentor: int) -> int:
        """Where a pair stands in the arcs, looked for among those of the mentee only."""
        start, stop = int(self._starts[mentee]), int(self._starts[mentee + 1])
        place = start + int(np.searchsorted(self.problem.arcs.mentor[start:stop], mentor))
        return place if place < stop and self.problem.arcs.mentor[place] == mentor else UNMATCHED


def _traced(rounds: list[NDArray[np.int64]], tail: Wide, target: int) -> list[int]:
    path: list[int] = []
    for found in reversed(rounds):
        if found[target] >= 0:
            path.append(int(found[target]))
            target = int(tail[found[target]])
    return path[::-1]


def _least(steps: _Steps) -> _Steps:
    """Of all steps between the same two mentors, the one that costs least."""
    order = np.lexsort((steps.mentee, steps.cost, steps.head, steps.tail))
    tail, head = steps.tail[order], steps.head[order]
    first = np.ones(order.size, dtype=np.bool_)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    kept = order[first]
    return _Steps(steps.tail[kept], steps.head[kept], steps.cost[kept], steps.mentee[kept])
