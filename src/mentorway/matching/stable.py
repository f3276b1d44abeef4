"""Stable matchings from what both sides wish, and a check of any matching that is made apart from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from heapq import heappush, heappushpop

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.matching.assign import lots
from mentorway.matching.faces import face_of
from mentorway.matching.problem import UNMATCHED, Integers, Matching, Problem, Wide, matching_of
from mentorway.wording import InvalidInputError, Message

Numbers = NDArray[np.float64]


def stable(problem: Problem, by_mentee: ArrayLike, by_mentor: ArrayLike) -> Matching:
    """Match so that no mentee and mentor would both rather have each other (deferred acceptance).

    Mentees ask in the order of their wishes; each mentor keeps the best of those who asked, up to the seats.
    No other stable matching is better for any mentee, wishes that are tied being put in an order by the seed
    first. It may leave people without a mentor whom a larger total would have matched, and it does not look
    at the fewest mentees per mentor. Kept pairs are kept and take their seats.

    Parameters
    ----------
    problem : Problem
    by_mentee, by_mentor : array of float, shape (arcs,)
        How much the mentee wants the mentor, and the mentor the mentee; more is better. A pair that one of
        the two does not want at all is no arc.

    Returns
    -------
    Matching

    Raises
    ------
    ImpossibleError
        The kept pairs cannot hold.
    InvalidInputError
        The wishes are not as many as the pairs, or one is missing.

    References
    ----------
    Gale & Shapley (1962), College admissions and the stability of marriage, Am Math Mon 69:9-15,
    doi:10.1080/00029890.1962.11989827. Roth (1984), The evolution of the labor market for medical interns and
    residents, J Polit Econ 92:991-1016, doi:10.1086/261272.

    Examples
    --------
    >>> from mentorway.matching.problem import Arcs
    >>> arcs = Arcs(mentee=[0, 0, 1, 1], mentor=[0, 1, 0, 1], score=[500, 500, 500, 500])
    >>> problem = Problem(mentees=2, capacity=[1, 1], arcs=arcs)
    >>> stable(problem, by_mentee=[2, 1, 2, 1], by_mentor=[1, 2, 2, 1]).mentor.tolist()
    [1, 0]
    """
    face = face_of(replace(problem, minimum=np.zeros_like(problem.minimum)))
    wish, favour = (_wishes(problem, values)[face.place] for values in (by_mentee, by_mentor))
    lot = lots(problem.seed, face.mentee, face.mentor)
    order = np.lexsort((lot, -wish, face.mentee))
    rank = np.empty(order.size, dtype=np.int64)
    rank[np.lexsort((-lot, favour))] = np.arange(order.size)
    mentor = np.full(problem.mentees, UNMATCHED, dtype=np.int32)
    accepted = _asked(problem.mentees, face.mentee[order], face.mentor[order], rank[order], face.most)
    for mentee, with_whom in [*accepted, *problem.locks]:
        mentor[mentee] = with_whom
    return matching_of(problem, mentor, "stable")


def _asked(
    mentees: int, mentee: Integers, mentor: Integers, rank: Wide, seats: Wide
) -> Iterator[tuple[int, int]]:
    """Let every mentee ask down the own list until kept; the pairs at the end."""
    options = np.bincount(mentee, minlength=mentees)
    ends = np.cumsum(options)
    following, last = (ends - options).tolist(), ends.tolist()
    whom, ranks, free = mentor.tolist(), rank.tolist(), seats.tolist()
    held: list[list[tuple[int, int]]] = [[] for _ in free]
    for first in range(mentees):
        asking: int | None = first
        while asking is not None and following[asking] < last[asking]:
            place = following[asking]
            following[asking] += 1
            chosen, offer = whom[place], (ranks[place], asking)
            if len(held[chosen]) < free[chosen]:
                heappush(held[chosen], offer)
                asking = None
            elif free[chosen]:
                asking = heappushpop(held[chosen], offer)[1]
    return ((mentee, mentor) for mentor, offers in enumerate(held) for _, mentee in offers)


def blocking_pairs(problem: Problem, matching: Matching, by_mentee: ArrayLike, by_mentor: ArrayLike) -> Wide:
    """Find the pairs who would both rather have each other than what they have.

    A mentor would rather have someone when a seat is free or when someone less wanted sits there. Wishes
    must be strictly greater. People in kept pairs are not asked.

    Parameters
    ----------
    problem : Problem
    matching : Matching
        From anywhere.
    by_mentee, by_mentor : array of float, shape (arcs,)
        As for `stable`.

    Returns
    -------
    array of int, shape (blocking pairs, 2)
        Mentee and mentor, in the order of the arcs; none for a stable matching.

    Raises
    ------
    InvalidInputError
        The wishes are not as many as the pairs, one is missing, or the matching does not keep to the problem.

    References
    ----------
    Roth & Sotomayor (1990), Two-Sided Matching, section 5.1, doi:10.1017/CCOL052139015X.

    Examples
    --------
    >>> from mentorway.matching.problem import Arcs, matching_of
    >>> arcs = Arcs(mentee=[0, 0, 1, 1], mentor=[0, 1, 0, 1], score=[900, 800, 800, 100])
    >>> problem = Problem(mentees=2, capacity=[1, 1], arcs=arcs)
    >>> best = matching_of(problem, [1, 0], "total")
    >>> blocking_pairs(problem, best, arcs.score, arcs.score).tolist()
    [[0, 0]]
    """
    wish, favour = _wishes(problem, by_mentee), _wishes(problem, by_mentor)
    arcs, mentor = problem.arcs, matching_of(problem, matching.mentor, matching.mode).mentor
    kept = np.zeros(problem.mentees, dtype=np.bool_)
    kept[[mentee for mentee, _ in problem.locks]] = True
    together = np.flatnonzero(mentor[arcs.mentee] == arcs.mentor)
    has = np.full(problem.mentees, -np.inf)
    has[arcs.mentee[together]] = wish[together]
    full = np.bincount(arcs.mentor[together], minlength=problem.mentors) >= problem.capacity
    weakest = np.where(full, np.inf, -np.inf)
    movable = together[~kept[arcs.mentee[together]]]
    np.minimum.at(weakest, arcs.mentor[movable], favour[movable])
    gain = (wish > has[arcs.mentee]) & (favour > weakest[arcs.mentor]) & ~kept[arcs.mentee]
    return np.column_stack([arcs.mentee[gain], arcs.mentor[gain]]).astype(np.int64)


def _wishes(problem: Problem, values: ArrayLike) -> Numbers:
    wishes = np.asarray(values, dtype=np.float64)
    if wishes.shape != (problem.arcs.count,):
        raise InvalidInputError(
            Message(
                "There must be one wish for each of the %(needed)d pairs; there are %(found)d.",
                {"needed": problem.arcs.count, "found": wishes.size},
            )
        )
    if not bool(np.all(np.isfinite(wishes))):
        raise InvalidInputError(Message("A wish is missing; leave the pair out, or give it a number."))
    return wishes
