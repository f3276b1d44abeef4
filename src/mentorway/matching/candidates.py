"""Few good pairs out of very many, for both sides, without ever holding all of them.

A list of the best mentors for each mentee alone fails when some mentors are liked by all: everyone's list
names the same few. So each mentor's best mentees are candidates too, and whoever is left over gets more of
them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mentorway.matching.assign import DRAWN_BITS, lots, total
from mentorway.matching.problem import BEST, Arcs, Integers, Lock, Matching, Problem, Wide
from mentorway.wording import InvalidInputError, Message

Scores = NDArray[np.int16]
Block = Callable[[int, int], Scores]

PAIRS_AT_ONCE = 2_000_000
SAMPLED = 8  # one score in so many is looked at to guess where a mentee's best begin
WHO, LOT, LEVEL = 21, 11, 10  # binary digits: a person, a drawn number, a score
MOST_PEOPLE = 2**WHO
WIDER, ROUNDS = 8, 3  # those left over get so many times more candidates, at most so often


@dataclass(frozen=True, eq=False)
class Wanted:
    """How many candidates each person gets from the other side, and pairs that are candidates in any case."""

    by_mentee: Integers
    by_mentor: Integers
    always: tuple[Lock, ...] = ()
    seed: int = 0

    @classmethod
    def same(cls, mentees: int, mentors: int, most: int = 50) -> Wanted:
        """As many for everybody.

        >>> Wanted.same(2, 3, most=5).by_mentor.tolist()
        [5, 5, 5]
        """
        return cls(np.full(mentees, most, dtype=np.int32), np.full(mentors, most, dtype=np.int32))

    def any_in(self, start: int, stop: int) -> bool:
        """Whether these mentees' scores are needed at all."""
        named = any(start <= mentee < stop for mentee, _ in self.always)
        return named or bool(self.by_mentee[start:stop].any() or self.by_mentor.any())


@dataclass(frozen=True, eq=False)
class Found:
    """The problem with all candidates used, its matching, and how many pairs were added in how many turns."""

    problem: Problem
    matching: Matching
    added: int = 0
    rounds: int = 0


def candidates(block: Block, wanted: Wanted, workers: int = 1) -> Arcs:
    """Find each mentee's best mentors and each mentor's best mentees, among the pairs the rules allow.

    The scores come block by block and are dropped again, so memory does not grow with the number of pairs.
    Rules come first: a forbidden pair takes nobody's place. Equal scores are told apart by numbers drawn
    from the seed and the two people, so that not everybody's list ends with the same names.

    Parameters
    ----------
    block : callable
        Given the first mentee and the one after the last, the scores with every mentor, as whole numbers; -1
        where a rule forbids the pair. `Fitting.block` is one. The same memory may be handed out again when
        the same thread asks for the next block.
    wanted : Wanted
    workers : int, optional
        In how many threads blocks are asked for and looked through; the result does not depend on it.

    Returns
    -------
    Arcs
        Exactly the wanted ones of either side; fewer where the rules allow fewer.

    Raises
    ------
    InvalidInputError
        A block has another shape, there are more than two million people on one side, or a pair that must be
        a candidate is forbidden.

    Notes
    -----
    Where a mentee's best begin is guessed from every eighth score and made exact on the few scores above the
    guess.

    Examples
    --------
    >>> scores = np.array([[900, 800, -1], [700, 100, 200]], dtype=np.int16)
    >>> arcs = candidates(lambda start, stop: scores[start:stop], Wanted.same(2, 3, most=1))
    >>> [*zip(arcs.mentee.tolist(), arcs.mentor.tolist(), arcs.score.tolist())]
    [(0, 0, 900), (0, 1, 800), (1, 0, 700), (1, 2, 200)]
    """
    mentees, mentors = wanted.by_mentee.size, wanted.by_mentor.size
    if max(mentees, mentors) >= MOST_PEOPLE:
        raise InvalidInputError(
            Message(
                "There are %(found)d people on one side; at most %(most)d can be matched at once.",
                {"found": max(mentees, mentors), "most": MOST_PEOPLE - 1},
            )
        )
    pool, kept = _Pool(wanted.by_mentor), [np.zeros((3, 0), dtype=np.int32)]
    step = min(2048, max(1, PAIRS_AT_ONCE // max(1, mentors)))
    starts = [start for start in range(0, mentees, step) if mentors and wanted.any_in(start, start + step)]

    def looked_at(start: int) -> tuple[Integers, Integers, Wide]:
        scores = np.asarray(block(start, min(start + step, mentees)))
        _check_shape(scores, min(step, mentees - start), mentors)
        return (
            _best_of_rows(scores, start, wanted),
            _named(scores, start, wanted),
            pool.of(scores, start, wanted),
        )

    with ThreadPoolExecutor(max_workers=workers) as executor:
        for turn in range(0, len(starts), 2 * workers):
            for best, named, offered in executor.map(looked_at, starts[turn : turn + 2 * workers]):
                kept += [best, named]
                pool.add(offered)
    return _united([*kept, pool.pairs()])


def _united(pairs: Sequence[Integers]) -> Arcs:
    """Each pair once."""
    mentee, mentor, score = np.concatenate(pairs, axis=1)
    key = np.sort((mentee.astype(np.int64) << (WHO + LEVEL)) | (mentor.astype(np.int64) << LEVEL) | score)
    key = key[np.diff(key, prepend=-1) > 0]
    parts = key >> (WHO + LEVEL), (key >> LEVEL) & (MOST_PEOPLE - 1), key & (2**LEVEL - 1)
    return Arcs(*(part.astype(np.int32) for part in parts))


def solve(block: Block, problem: Problem) -> Found:
    """Find the best matching among candidates; give more to those left over and solve again while that helps.

    Whoever is left without a mentor while seats are free gets more candidates, and so do the mentors with
    free seats. The total is the best among the candidates, not among all pairs.

    Parameters
    ----------
    block : callable
        As for `candidates`.
    problem : Problem
        With the candidates as its arcs.

    Returns
    -------
    Found

    Raises
    ------
    ImpossibleError
        As for `total`.
    InvalidInputError
        As for `candidates`.

    References
    ----------
    Ahuja, Magnanti & Orlin (1993), Network Flows, section 17.5 (adding columns where they are missed).

    Examples
    --------
    >>> scores = np.array([[900, 800], [900, 700]], dtype=np.int16)
    >>> few = candidates(lambda start, stop: scores[start:stop], Wanted.same(2, 2, most=1))
    >>> found = solve(lambda start, stop: scores[start:stop], Problem(2, np.array([1, 1]), few))
    >>> found.matching.total
    1700
    """
    found = Found(problem, total(problem))
    most = int(np.bincount(problem.arcs.mentee, minlength=1).max())
    for turn in range(1, ROUNDS + 1):
        wanted = _left_over(found, most * WIDER**turn)
        if wanted is None:
            break
        wider = _with_arcs(found.problem, candidates(block, wanted))
        added = wider.arcs.count - found.problem.arcs.count
        if not added:
            break
        found = Found(wider, total(wider), found.added + added, turn)
    return found


def _left_over(found: Found, most: int) -> Wanted | None:
    """More for mentees without a mentor and for mentors with a free seat; None if there are not both."""
    problem, matching = found.problem, found.matching
    held = np.bincount(matching.mentor[matching.mentor >= 0], minlength=problem.mentors)
    free = held < problem.capacity
    if not matching.unmatched.size or not free.any():
        return None
    by_mentee = np.zeros(problem.mentees, dtype=np.int32)
    by_mentee[matching.unmatched] = min(most, problem.mentors)
    by_mentor = np.where(free, min(most, problem.mentees), 0).astype(np.int32)
    return Wanted(by_mentee, by_mentor, seed=problem.seed)


def _with_arcs(problem: Problem, more: Arcs) -> Problem:
    """The same problem with more pairs; what is added for staying stays with its pair."""
    old = problem.arcs
    new = more.some(old.places(more.mentee, more.mentor) < 0)
    mentee, mentor = np.concatenate([old.mentee, new.mentee]), np.concatenate([old.mentor, new.mentor])
    arcs = Arcs(mentee, mentor, np.concatenate([old.score, new.score]))
    stay = np.zeros_like(arcs.score)
    stay[arcs.places(old.mentee, old.mentor)] = problem.stay
    return replace(problem, arcs=arcs, stay=stay)


def _check_shape(scores: Scores, mentees: int, mentors: int) -> None:
    if scores.shape != (mentees, mentors) or scores.dtype.kind != "i":
        raise InvalidInputError(
            Message(
                "A block of scores must be whole numbers for %(mentees)d mentees and %(mentors)d mentors.",
                {"mentees": mentees, "mentors": mentors},
            )
        )
    if scores.size and int(scores.max()) > BEST:
        raise InvalidInputError(
            Message(
                "A score is %(found)d; the highest is %(highest)d.",
                {"found": int(scores.max()), "highest": BEST},
            )
        )


def _named(scores: Scores, start: int, wanted: Wanted) -> Integers:
    """The pairs of this block that are candidates in any case."""
    here = [pair for pair in wanted.always if start <= pair[0] < start + scores.shape[0]]
    found = [(mentee, mentor, int(scores[mentee - start, mentor])) for mentee, mentor in here]
    for mentee, mentor, score in found:
        if score < 0:
            raise InvalidInputError(
                Message(
                    "Mentee %(mentee)d and mentor %(mentor)d are a kept pair, but the rules forbid "
                    "this pair.",
                    {"mentee": mentee, "mentor": mentor},
                )
            )
    return np.array(found, dtype=np.int32).reshape(-1, 3).T


def _best_of_rows(scores: Scores, start: int, wanted: Wanted) -> Integers:
    most = wanted.by_mentee[start : start + scores.shape[0]].astype(np.int64)
    lowest = _thresholds(scores, most)
    place = np.flatnonzero(scores >= lowest[:, None])
    row, mentor = np.divmod(place, scores.shape[1])
    lot = lots(wanted.seed, row + start, mentor) >> (DRAWN_BITS - LOT)
    keys = _first(_keys(row, scores.ravel()[place], lot, mentor), most)
    return _unpacked(keys, start)


def _thresholds(scores: Scores, most: Wide) -> Scores:
    """A score for each mentee that at least as many as wanted reach, and not many more."""
    lowest = np.where(most > 0, 0, BEST + 1).astype(np.int16)
    few, mentors = int(most.max(initial=0)), scores.shape[1]
    if few == 0 or few >= mentors:
        return lowest
    expected = few / SAMPLED
    rank = int(expected + 3 * np.sqrt(expected)) + 2
    sample = scores[:, ::SAMPLED]
    if rank < sample.shape[1]:
        guess = np.partition(sample, sample.shape[1] - rank, axis=1)[:, -rank]
        lowest = np.where(most > 0, np.maximum(guess, 0), lowest).astype(np.int16)
    short = np.flatnonzero((np.count_nonzero(scores >= lowest[:, None], axis=1) < most) & (lowest > 0))
    if short.size:
        exact = np.partition(scores[short], mentors - few, axis=1)[:, mentors - few]
        lowest[short] = np.maximum(exact, 0)
    return lowest


class _Pool:
    """The best mentees of each mentor so far, in one list of sortable numbers."""

    def __init__(self, most: Integers) -> None:
        self.most = most.astype(np.int64)
        self.lowest = np.where(most > 0, 0, BEST + 1).astype(np.int16)
        self.keys: list[Wide] = []
        self.waiting = 0

    def of(self, scores: Scores, start: int, wanted: Wanted) -> Wide:
        """What of a block could still be among a mentor's best."""
        place = np.flatnonzero(scores >= self.lowest)
        row, mentor = np.divmod(place, scores.shape[1])
        lot = lots(wanted.seed, row + start, mentor) >> (DRAWN_BITS - LOT)
        return _keys(mentor, scores.ravel()[place], lot, row + start)

    def add(self, offered: Wide) -> None:
        """Take it up; now and then forget what is no longer among the best."""
        self.keys.append(offered)
        self.waiting += offered.size
        if self.waiting > max(PAIRS_AT_ONCE, 2 * int(self.most.sum())):
            self._prune()

    def _prune(self) -> None:
        keys = _first(np.concatenate(self.keys), self.most) if self.keys else np.zeros(0, dtype=np.int64)
        self.keys, self.waiting = [keys], 0
        who = keys >> (63 - WHO)
        full = np.flatnonzero((np.bincount(who, minlength=self.most.size) >= self.most) & (self.most > 0))
        last = np.searchsorted(who, full, side="right") - 1
        lowest = self.lowest.copy()  # another thread may be looking at the old one
        lowest[full] = BEST - ((keys[last] >> (WHO + LOT)) & (2**LEVEL - 1))
        self.lowest = lowest

    def pairs(self) -> Integers:
        """Mentee, mentor and score of the best."""
        self._prune()
        mentor, mentee, score = _unpacked(self.keys[0], 0)
        return np.stack([mentee, mentor, score])


def _keys(who: Wide, score: Scores, lot: Wide, other: Wide) -> Wide:
    """Numbers that sort by person, then from the highest score, then by lot."""
    level = (who << LEVEL) | (BEST - score.astype(np.int64))
    keys: Wide = (((level << LOT) | lot) << WHO) | other
    return keys


def _first(keys: Wide, most: Wide) -> Wide:
    """The first ones of each person, as many as wanted."""
    keys = np.sort(keys)
    who = keys >> (63 - WHO)
    count = np.bincount(who, minlength=most.size)
    rank = np.arange(keys.size) - (np.cumsum(count) - count)[who]
    first: Wide = keys[rank < most[who]]
    return first


def _unpacked(keys: Wide, start: int) -> Integers:
    """The person, the other and the score of each key."""
    other = keys & (MOST_PEOPLE - 1)
    score = BEST - ((keys >> (WHO + LOT)) & (2**LEVEL - 1))
    return np.stack([(keys >> (63 - WHO)) + start, other, score]).astype(np.int32)
