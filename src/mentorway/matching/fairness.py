"""Fairness as a way of choosing, not as a weight: nobody far below others, and all ways side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.matching.assign import drawn, largest, total
from mentorway.matching.faces import LARGEST, Face, best, face_of, narrowed, prices
from mentorway.matching.problem import ImpossibleError, Integers, Matching, Mode, Problem, Wide, matching_of
from mentorway.matching.stable import blocking_pairs, stable

MODES: tuple[Mode, ...] = ("total", "floor", "leximin", "stable")
Standing = tuple[Face, Wide]  # the matchings still in question, and one of them


def floor(problem: Problem) -> Matching:
    """Raise the lowest score of any pair as far as it goes, then find the largest total above that floor.

    As many mentees as possible are matched first. Kept pairs do not count for the floor, as nothing can
    raise them.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    Matching
        Its certificate proves the total among the pairs that reach the floor.

    Raises
    ------
    ImpossibleError
        The kept pairs or the fewest mentees per mentor cannot hold.

    References
    ----------
    Burkard, Dell'Amico & Martello (2012), Assignment Problems, section 6.2, doi:10.1137/1.9781611972238.

    Examples
    --------
    >>> from mentorway.matching.problem import Arcs
    >>> arcs = Arcs(mentee=[0, 0, 1, 1], mentor=[0, 1, 0, 1], score=[900, 500, 400, 100])
    >>> problem = Problem(mentees=2, capacity=[1, 1], arcs=arcs)
    >>> total(problem).total, floor(problem).pairs
    (1000, ((0, 1), (1, 0)))
    """
    return largest(problem, _highest_floor(problem), "floor")


def leximin(problem: Problem) -> Matching:
    """Help the worst off as far as possible, then the next worst off, and so on to the best.

    As many mentees as possible are matched first. Then, level by level from the lowest score, as few pairs
    as possible stay at each level, without undoing what was reached below; after each level the prices say
    exactly which matchings remain. What is added for pairs that stay, and then the seed, decide among those
    with equal scores.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    Matching
        Its sorted scores are the largest possible, compared from the lowest up.

    Raises
    ------
    ImpossibleError
        The kept pairs or the fewest mentees per mentor cannot hold.

    References
    ----------
    Huang, Kavitha, Mehlhorn & Michail (2016), Fair matchings and related problems, Algorithmica 74:1184-1203,
    doi:10.1007/s00453-015-9994-9.

    Examples
    --------
    >>> from mentorway.matching.problem import Arcs
    >>> arcs = Arcs(mentee=[0, 0, 1, 1], mentor=[0, 1, 0, 1], score=[900, 500, 400, 100])
    >>> leximin(Problem(mentees=2, capacity=[1, 1], arcs=arcs)).pairs
    ((0, 1), (1, 0))
    """
    standing = _most(_highest_floor(problem))
    done = -1
    while (block := _levels(problem, standing, done)).size:
        standing = _fewest(problem, standing, block)
        done = int(block[-1])
    face, _ = standing
    stay = problem.stay[face.place].astype(np.int64)
    if bool(np.any(stay)):
        face, _ = _best_of(standing, stay)
    return matching_of(problem, drawn(problem, face), "leximin")


def _highest_floor(problem: Problem) -> Face:
    """The matchings with as many mentees as possible whose lowest score is as high as it goes."""
    whole = face_of(problem)
    _, chosen = _most(whole)
    return _above_floor(problem, whole, int(np.count_nonzero(chosen >= 0)))


def _most(face: Face) -> Standing:
    """The matchings with as many mentees as possible."""
    ones = np.ones(face.mentee.size, dtype=np.int64)
    return _best_of((face, best(face, ones)), ones)


def _best_of(standing: Standing, worth: Wide) -> Standing:
    """Only the matchings of the largest worth; nothing is solved if the one at hand is among them already."""
    face, chosen = standing
    found = prices(face, worth, chosen)
    if found is None:
        chosen = best(face, worth)
        found = prices(face, worth, chosen)
    if found is None:
        raise RuntimeError("The solver's matching is not the best one.")
    return narrowed(face, worth, chosen, found)


def _above_floor(problem: Problem, face: Face, matched: int) -> Face:
    """The pairs that reach the highest floor at which as many mentees can be matched; found by halving."""
    score = problem.arcs.score[face.place]
    levels = np.unique(score)
    low, high = 0, levels.size
    while high - low > 1:
        middle = (low + high) // 2
        if _reaches(face.only(score >= levels[middle]), matched):
            low = middle
        else:
            high = middle
    return face.only(score >= levels[low]) if levels.size else face


def _reaches(face: Face, matched: int) -> bool:
    try:
        chosen = best(face, np.ones(face.mentee.size, dtype=np.int64))
    except ImpossibleError:
        return False
    return int(np.count_nonzero(chosen >= 0)) == matched


def _levels(problem: Problem, standing: Standing, done: int) -> Integers:
    """The next levels to decide, from the lowest, as many at once as whole numbers can tell apart."""
    face, _ = standing
    open_ = _open(face)
    levels = np.unique(problem.arcs.score[face.place[open_]])
    levels = levels[levels > done]
    return levels[: max(1, _room(face) // _base(face).bit_length())]


def _open(face: Face) -> Wide:
    """The pairs of mentees who still have a choice."""
    options = np.bincount(face.mentee, minlength=face.mentees)
    return np.flatnonzero((options[face.mentee] > 1) | ~face.must[face.mentee])


def _base(face: Face) -> int:
    """More than the number of pairs that can be at one level."""
    return np.unique(face.mentee[_open(face)]).size + 1


def _room(face: Face) -> int:
    """How many binary digits the solver and the prices leave for costs."""
    return (LARGEST // (face.mentees + face.mentors + 4)).bit_length() - 2


def _fewest(problem: Problem, standing: Standing, block: Integers) -> Standing:
    """Leave as few pairs as possible at the first level, then at the second, and so on."""
    face, _ = standing
    worth = np.zeros(face.mentee.size, dtype=np.int64)
    base = _base(face)
    score = problem.arcs.score[face.place]
    for power, level in enumerate(block[::-1]):
        worth[score == level] = -(base**power)
    return _best_of(standing, worth)


@dataclass(frozen=True)
class Outcome:
    """What one way of matching leads to: the numbers that are put side by side.

    `lowest`, `fifth`, `tenth` and `mean` are of the scores of all pairs (`fifth`: five in a hundred pairs
    have this score or less), None without a pair; `blocking` counts the pairs who would both rather have
    each other, `short` the mentors with fewer mentees than asked for.
    """

    mode: Mode
    matching: Matching
    lowest: int | None
    fifth: int | None
    tenth: int | None
    mean: float | None
    unmatched: int
    blocking: int
    short: int


def compare(
    problem: Problem,
    by_mentee: ArrayLike | None = None,
    by_mentor: ArrayLike | None = None,
    modes: Sequence[Mode] = MODES,
) -> tuple[Outcome, ...]:
    """Match in each way and put the outcomes side by side, for a person to choose.

    Parameters
    ----------
    problem : Problem
    by_mentee, by_mentor : array of float, shape (arcs,), optional
        What each side wishes, as for `stable`; the score where left out.
    modes : sequence of {"total", "floor", "leximin", "stable"}, optional

    Returns
    -------
    tuple of Outcome
        In the order of `modes`.

    Raises
    ------
    ImpossibleError
        The kept pairs or the fewest mentees per mentor cannot hold.
    InvalidInputError
        As for `stable`.

    References
    ----------
    Bertsimas, Farias & Trichakis (2011), The price of fairness, Oper Res 59:17-31,
    doi:10.1287/opre.1100.0865.

    Examples
    --------
    >>> from mentorway.matching.problem import Arcs
    >>> arcs = Arcs(mentee=[0, 0, 1, 1], mentor=[0, 1, 0, 1], score=[900, 500, 400, 100])
    >>> for row in compare(Problem(mentees=2, capacity=[1, 1], arcs=arcs)):
    ...     print(row.mode, row.lowest, row.mean, row.unmatched, row.blocking)
    total 100 500.0 0 0
    floor 400 450.0 0 1
    leximin 400 450.0 0 1
    stable 100 500.0 0 0
    """
    wish = problem.arcs.score if by_mentee is None else by_mentee
    favour = problem.arcs.score if by_mentor is None else by_mentor
    ways: dict[Mode, Callable[[Problem], Matching]] = {
        "total": total,
        "floor": floor,
        "leximin": leximin,
        "stable": lambda asked: stable(asked, wish, favour),
    }
    matchings = [ways[mode](problem) for mode in modes]
    return tuple(
        outcome(problem, found, len(blocking_pairs(problem, found, wish, favour))) for found in matchings
    )


def outcome(problem: Problem, matching: Matching, blocking: int) -> Outcome:
    """Sum up one matching.

    Examples
    --------
    >>> from mentorway.matching.problem import Arcs
    >>> problem = Problem(mentees=2, capacity=[1], arcs=Arcs([0, 1], [0, 0], [900, 400]))
    >>> found = outcome(problem, total(problem), blocking=0)
    >>> found.mean, found.unmatched
    (900.0, 1)
    """
    mentee = np.flatnonzero(matching.mentor >= 0)
    score = problem.arcs.score[problem.arcs.places(mentee, matching.mentor[mentee])]
    lowest, fifth, tenth = _percentiles(score)
    held = np.bincount(matching.mentor[mentee], minlength=problem.mentors)
    return Outcome(
        matching.mode,
        matching,
        lowest,
        fifth,
        tenth,
        float(score.mean()) if score.size else None,
        matching.unmatched.size,
        blocking,
        int(np.count_nonzero(held < problem.minimum)),
    )


def _percentiles(score: Integers) -> tuple[int | None, int | None, int | None]:
    """The lowest score, and those that 5 and 10 in a hundred pairs do not exceed: scores that were given."""
    if not score.size:
        return None, None, None
    ordered = np.sort(score)
    lowest, fifth, tenth = (
        int(ordered[max(0, -(-percent * score.size // 100) - 1)]) for percent in (0, 5, 10)
    )
    return lowest, fifth, tenth
