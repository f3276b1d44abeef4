"""The best matching: as many mentees as possible, then the largest total, then always the same one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.matching.faces import Face, Prices, best, face_of, narrowed, prices
from mentorway.matching.problem import (
    UNMATCHED,
    Certificate,
    Integers,
    Matching,
    Mode,
    Problem,
    Wide,
    matching_of,
)

FIRST_REWARD = 2  # times the highest worth of a pair
DRAWN_BITS = 36  # enough that two matchings hardly ever draw the same sum, few enough for 64 bits


def total(problem: Problem) -> Matching:
    """Match as many mentees as possible, and among those matchings find the one with the largest total.

    Solved as a flow of least cost, with one arc per mentee for staying unmatched; the result is proven by
    prices that are computed apart from the solver. Of several best matchings the seed picks one: every pair
    draws a number from the seed and the two people alone, and the smallest sum decides. So the same people
    and scores give the same pairs, however the rows were ordered and whatever the solver found first.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    Matching
        With its certificate.

    Raises
    ------
    ImpossibleError
        The kept pairs or the fewest mentees per mentor cannot hold.
    InvalidInputError
        The numbers are too large for whole-number arithmetic.

    References
    ----------
    Ahuja, Magnanti & Orlin (1993), Network Flows, chapters 9-12. Goldberg (1997), An efficient
    implementation of a scaling minimum-cost flow algorithm, J Algorithms 22:1-29,
    doi:10.1006/jagm.1995.0805. Mulmuley, Vazirani & Vazirani (1987), Matching is as easy as matrix
    inversion, Combinatorica 7:105-113, doi:10.1007/BF02579206 (why drawn numbers single out one matching).

    Examples
    --------
    >>> from mentorway.matching.problem import Arcs
    >>> arcs = Arcs(mentee=[0, 0, 1, 1], mentor=[0, 1, 0, 1], score=[900, 400, 700, 100])
    >>> found = total(Problem(mentees=2, capacity=[1, 1], arcs=arcs))
    >>> found.pairs, found.total, found.certificate.proven
    (((0, 1), (1, 0)), 1100, True)
    """
    return largest(problem, face_of(problem), "total")


def largest(problem: Problem, face: Face, mode: Mode) -> Matching:
    """Find the matching with the largest total among those in question."""
    reward, worth = _worth(problem, face)
    chosen, found = _solved(face, worth, reward)
    proof = _proof(face, worth, chosen, found, reward)
    if not proof.proven:
        raise RuntimeError("The prices do not prove the solver's matching.")
    equal, _ = narrowed(face, worth, chosen, found)
    return matching_of(problem, drawn(problem, equal), mode, proof)


def _solved(face: Face, worth: Wide, reward: int) -> tuple[Wide, Prices]:
    """Solve with a small reward for each match first: it is faster, and the proof is the same."""
    small = min(FIRST_REWARD * (int(worth.max(initial=reward)) - reward + 1), reward)
    for less in sorted({reward - small, 0}, reverse=True):
        chosen = best(face, worth - less)
        found = prices(face, worth, chosen)
        if found is not None:
            return chosen, found
    raise RuntimeError("The solver's matching is not the best one.")


def drawn(problem: Problem, equal: Face) -> Integers:
    """The mentor of each mentee, kept pairs included, in the one of these matchings that the seed picks."""
    lot = lots(problem.seed, equal.mentee, equal.mentor)
    chosen = best(equal, -lot)
    mentor = np.full(problem.mentees, UNMATCHED, dtype=np.int32)
    matched = chosen >= 0
    mentor[matched] = equal.mentor[chosen[matched]]
    for kept, with_whom in problem.locks:
        mentor[kept] = with_whom
    return mentor


def certificate(problem: Problem, matching: Matching) -> Certificate | None:
    """Prove that no matching has more pairs, nor as many with a larger total, without asking the solver.

    Parameters
    ----------
    problem : Problem
    matching : Matching
        From anywhere.

    Returns
    -------
    Certificate or None
        None if a better matching exists.

    Raises
    ------
    InvalidInputError
        The matching does not keep to the problem.

    References
    ----------
    Ahuja, Magnanti & Orlin (1993), Network Flows, section 9.3.

    Examples
    --------
    >>> from mentorway.matching.problem import Arcs, matching_of
    >>> arcs = Arcs(mentee=[0, 0, 1, 1], mentor=[0, 1, 0, 1], score=[900, 400, 700, 100])
    >>> problem = Problem(mentees=2, capacity=[1, 1], arcs=arcs)
    >>> certificate(problem, matching_of(problem, [0, 1], "total")) is None
    True
    >>> proof = certificate(problem, matching_of(problem, [1, 0], "total"))
    >>> proof.primal - 2 * proof.reward, proof.proven
    (1100, True)
    """
    checked = matching_of(problem, matching.mentor, matching.mode)
    face = face_of(problem)
    reward, worth = _worth(problem, face)
    chosen = _chosen(problem, face, checked.mentor)
    held = np.bincount(face.mentor[chosen[chosen >= 0]], minlength=face.mentors)
    if bool(np.any(held < face.least)):
        return None
    found = prices(face, worth, chosen)
    return None if found is None else _proof(face, worth, chosen, found, reward)


def _chosen(problem: Problem, face: Face, mentor: ArrayLike) -> Wide:
    """Where each mentee's pair stands in the face; -1 for none and for kept pairs."""
    picked = np.flatnonzero(np.asarray(mentor)[face.mentee] == face.mentor)
    chosen = np.full(problem.mentees, UNMATCHED, dtype=np.int64)
    chosen[face.mentee[picked]] = picked
    return chosen


def _worth(problem: Problem, face: Face) -> tuple[int, Wide]:
    """What a match is worth by itself, more than any chain of exchanges could lose; each pair with it."""
    value = problem.arcs.score[face.place].astype(np.int64) + problem.stay[face.place]
    reward = min(face.mentees, int(face.most.sum())) * int(value.max(initial=0)) + 1
    return reward, value + reward


def _proof(face: Face, worth: Wide, chosen: Wide, found: Prices, reward: int) -> Certificate:
    """Add up both sides, having checked every pair against the prices."""
    if bool(np.any(found.mentee[face.mentee] + found.mentor[face.mentor] < worth)):
        raise RuntimeError("A pair is worth more than its prices.")
    if bool(np.any(found.mentee[~face.must] < 0)):
        raise RuntimeError("A mentee has a price below nothing.")
    dear, cheap = np.maximum(found.mentor, 0), np.maximum(-found.mentor, 0)
    dual = int(found.mentee.sum()) + int(dear @ face.most) - int(cheap @ face.least)
    primal = int(worth[chosen[chosen >= 0]].sum())
    return Certificate(primal, dual, reward, found.mentee, found.mentor)


def lots(seed: int, mentee: Integers, mentor: Integers) -> Wide:
    """A number per pair that depends on nothing but the seed and the two (the mixing step of SplitMix64)."""
    mixed = _mixed(
        _mixed(_mixed(np.uint64(seed % 2**64) + mentee.astype(np.uint64)) + mentor.astype(np.uint64))
    )
    return (mixed >> np.uint64(64 - DRAWN_BITS)).astype(np.int64)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
