"""How well each mentee and each mentor fit, from their answers: 0 to 1000, block by block."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from mentorway.matching.availability import QUARTERS_OF_HOUR, quarters, shared
from mentorway.matching.closeness import (
    COMPARED,
    Answers,
    Block,
    Points,
    codes,
    common,
    given,
    known,
    thousandths,
    weeks,
)
from mentorway.matching.problem import Arcs
from mentorway.matching.profiles import (
    Criterion,
    Design,
    Kind,
    Person,
    Relations,
    Rule,
    RuleKind,
    Side,
    checked,
)
from mentorway.wording import N_, InvalidInputError, Message

FORBIDDEN = -1
NEARLY = 1e-9  # so that 0.1 hours, which no binary number is, are not asked for a trifle more
NEUTRAL = 500  # where nothing is known of either, nothing speaks for or against
PAIRS_AT_ONCE = 2_000_000  # some hundred megabytes with all that is held beside the scores

Scores = NDArray[np.int16]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Term:
    """What one criterion gives a pair: `value` from 0 to 1000, None where one of the two did not answer."""

    criterion: Criterion
    value: int | None

    @property
    def points(self) -> int:
        """Weight times value, which is what the sum is made of."""
        return self.criterion.weight * (self.value or 0)


@dataclass(frozen=True)
class Terms:
    """What a pair's score is made of; `coverage` is the share of all weight that both have answered."""

    terms: tuple[Term, ...]
    score: int
    coverage: float


class Fitting:
    """People of two sides, compared as a design says; scores come in blocks of mentees.

    Parameters
    ----------
    mentees, mentors : sequence of Person
    design : Design

    Raises
    ------
    InvalidInputError
        An answer has another shape than its criterion or rule needs, or somebody comes twice on a side.

    Notes
    -----
    Each value is rounded to thousandths, and the score is the weighted mean over the criteria that
    both have answered, rounded half up. All sums are of whole numbers, so a score does not depend on the
    machine, and the terms of a pair always give its score.

    Examples
    --------
    >>> design = Design((Criterion("topic", "Topics", Kind.WANTED, 10, "wants", "offers"),))
    >>> ann = Person("ann", Side.MENTEE, {"wants": frozenset({"maths", "welding"})})
    >>> bo = Person("bo", Side.MENTOR, {"offers": frozenset({"welding", "law"})})
    >>> Fitting([ann], [bo], design).block(0, 1).tolist()
    [[500]]
    """

    def __init__(self, mentees: Sequence[Person], mentors: Sequence[Person], design: Design) -> None:
        self.design = design
        self.mentees = checked(mentees, Side.MENTEE, design)
        self.mentors = checked(mentors, Side.MENTOR, design)
        self._times: dict[tuple[str, str], Block] = {}

    @property
    def step(self) -> int:
        """How many mentees make a block that needs little memory."""
        return max(1, PAIRS_AT_ONCE // max(1, len(self.mentors)))

    def serving(self, side: Side) -> Fitting:
        """The same people, compared only by what is in the interest of one side: a preference."""
        kept = tuple(one for one in self.design.criteria if one.serves in (None, side))
        if not any(one.weight for one in kept):
            message = Message("No criterion with a weight above 0 is in the interest of this side.")
            raise InvalidInputError(message)
        return Fitting(self.mentees, self.mentors, replace(self.design, criteria=kept))

    def block(self, start: int, stop: int) -> Scores:
        """Scores of the mentees from `start` to before `stop` with every mentor; -1 where a rule forbids."""
        rows = slice(start, min(stop, len(self.mentees)))
        scores = self._scores(rows)
        scores[~self.allowed(start, stop)] = FORBIDDEN
        return scores

    def blocks(self) -> Iterator[tuple[int, Scores]]:
        """All scores, block by block, each with the number of its first mentee."""
        for start in range(0, len(self.mentees), self.step):
            yield start, self.block(start, start + self.step)

    def allowed(self, start: int, stop: int, *, without: RuleKind | None = None) -> Mask:
        """Which pairs keep all rules, or all but one."""
        rows = slice(start, min(stop, len(self.mentees)))
        fine = np.ones((rows.stop - rows.start, len(self.mentors)), dtype=np.bool_)
        for kind, rule in self._rules.items():
            if kind is not without:
                fine &= rule(rows)
        return fine

    def kept(self, kind: RuleKind, start: int, stop: int) -> Mask:
        """Which pairs keep one of the rules."""
        return self._rules[kind](slice(start, min(stop, len(self.mentees))))

    @property
    def kinds(self) -> tuple[RuleKind, ...]:
        """The rules that are kept, the one that is always kept first."""
        return tuple(self._rules)

    def values(self, start: int, stop: int) -> Iterator[tuple[Criterion, Points]]:
        """Each criterion with its values, 0 to 1000; also 0 where somebody did not answer."""
        rows = slice(start, min(stop, len(self.mentees)))
        for criterion, block in zip(self.design.criteria, self._criteria, strict=True):
            yield criterion, block(rows)

    def terms(self, mentee: int, mentor: int) -> Terms:
        """What the score of one pair is made of, whether or not a rule forbids the pair.

        Parameters
        ----------
        mentee, mentor : int
            Their places in the lists that were given.

        Returns
        -------
        Terms
        """
        return self.terms_of([(mentee, mentor)])[0]

    def terms_of(self, pairs: Sequence[tuple[int, int]]) -> tuple[Terms, ...]:
        """What the scores of several pairs are made of; the cost is that of a table of their people.

        Parameters
        ----------
        pairs : sequence of (mentee, mentor)

        Returns
        -------
        tuple of Terms
            In the order of the pairs.
        """
        if not pairs:
            return ()
        rows, row = np.unique([mentee for mentee, _ in pairs], return_inverse=True)
        columns, column = np.unique([mentor for _, mentor in pairs], return_inverse=True)
        some = self._only(rows.tolist(), columns.tolist())
        both = some.answered[0][row] * some.answered[1][column] > 0
        values = np.zeros((len(pairs), len(self.design.criteria)), dtype=np.int64)
        for start in range(0, len(rows), some.step):
            here = np.flatnonzero((row >= start) & (row < start + some.step))
            for place, (_, block) in enumerate(some.values(start, start + some.step)):
                values[here, place] = block[row[here] - start, column[here]]
        return tuple(self._made_of(*one) for one in zip(values.tolist(), both.tolist(), strict=True))

    def _only(self, mentees: Sequence[int], mentors: Sequence[int]) -> Fitting:
        """Some of the people, without rules; all of them are not laid out again."""
        if len(mentees) == len(self.mentees) and len(mentors) == len(self.mentors):
            return self
        people = [self.mentees[place] for place in mentees], [self.mentors[place] for place in mentors]
        return Fitting(*people, replace(self.design, rules=()))

    def _made_of(self, values: list[int], answered: list[bool]) -> Terms:
        found = tuple(
            Term(criterion, value if here else None)
            for criterion, value, here in zip(self.design.criteria, values, answered, strict=True)
        )
        weight = sum(term.criterion.weight for term in found if term.value is not None)
        points = sum(term.points for term in found)
        mean = (2 * points + weight) // (2 * weight) if weight else NEUTRAL
        return Terms(found, mean, weight / sum(one.weight for one in self.design.criteria))

    def arcs(self) -> Arcs:
        """Every pair that the rules allow, with its score.

        Returns
        -------
        Arcs
        """
        found: list[tuple[NDArray[np.intp], NDArray[np.intp], Scores]] = []
        for start, scores in self.blocks():
            mentee, mentor = np.nonzero(scores >= 0)
            found.append((mentee + start, mentor, scores[mentee, mentor]))
        if not found:
            return Arcs(*np.zeros((3, 0), dtype=np.int32))
        mentee, mentor, values = (np.concatenate(column) for column in zip(*found, strict=True))
        return Arcs(mentee.astype(np.int32), mentor.astype(np.int32), values.astype(np.int32))

    @cached_property
    def answered(self) -> tuple[Points, Points]:
        """For each mentee and each mentor, which criteria they have answered."""
        return self._answered(self.mentees), self._answered(self.mentors)

    def _answered(self, people: Sequence[Person]) -> Points:
        criteria = self.design.criteria
        laid = [[given(person, one.asked(person.side)) is not None for one in criteria] for person in people]
        return np.array(laid, dtype=np.float32).reshape(len(people), len(criteria))

    def _scores(self, rows: slice) -> Scores:
        weights = np.array([one.weight for one in self.design.criteria], dtype=np.float32)
        points = np.zeros((rows.stop - rows.start, len(self.mentors)), dtype=np.float32)
        for weight, block in zip(weights, self._criteria, strict=True):
            if weight:
                values = block(rows)
                values *= weight
                points += values
        mentees, mentors = self.answered
        if bool(mentees[rows].all() and mentors.all()):
            return _rounded(points, weights.sum())
        answered = (mentees[rows] * weights) @ mentors.T
        scores = _rounded(points, np.maximum(answered, 1, dtype=np.float32))
        scores[answered == 0] = NEUTRAL
        return scores

    @cached_property
    def _criteria(self) -> tuple[Block, ...]:
        return tuple(self._criterion(criterion) for criterion in self.design.criteria)

    def _criterion(self, criterion: Criterion) -> Block:
        if criterion.kind is Kind.AVAILABILITY:
            return self._time(criterion)
        mentees = [given(person, criterion.asked(Side.MENTEE)) for person in self.mentees]
        mentors = [given(person, criterion.asked(Side.MENTOR)) for person in self.mentors]
        return COMPARED[criterion.kind](criterion, mentees, mentors)

    def _time(self, criterion: Criterion) -> Block:
        shared_quarters, in_hour = self._quarters(criterion.question, criterion.asked(Side.MENTOR))
        enough = np.float32(criterion.enough * in_hour)
        return lambda rows: thousandths(np.minimum(shared_quarters(rows) / enough, np.float32(1)))

    def _quarters(self, question: str, counterpart: str) -> tuple[Block, int]:
        """Shared quarter hours, laid out once for each pair of questions, and how many make an hour a week.

        The last block is kept: a criterion and a rule on the same time need it one after the other.
        """
        period = self.design.period
        if period is None:  # a design with a criterion or rule on time always has one
            raise InvalidInputError(
                Message(N_("To compare when people have time, give the first and the last day."))
            )
        if (question, counterpart) not in self._times:
            mentees = weeks([given(person, question) for person in self.mentees])
            mentors = weeks([given(person, counterpart) for person in self.mentors])
            together = shared(mentees, mentors, period)
            kept = lru_cache(maxsize=2)(lambda start, stop: quarters(together, slice(start, stop)))
            self._times[question, counterpart] = lambda rows: kept(rows.start, rows.stop)
        return self._times[question, counterpart], period.weeks * QUARTERS_OF_HOUR

    @cached_property
    def _rules(self) -> Mapping[RuleKind, Callable[[slice], Mask]]:
        rules = {RuleKind.ONESELF: self._apart({(person.id, person.id) for person in self.mentees})}
        return rules | {rule.kind: self._rule(rule) for rule in self.design.rules}

    def _rule(self, rule: Rule) -> Callable[[slice], Mask]:
        if rule.kind in (RuleKind.LINE, RuleKind.CONFLICT, RuleKind.ONESELF):
            return self._apart(_kept_apart(rule.kind, self.design.relations, self.mentees, self.mentors))
        mentees = [given(person, rule.question) for person in self.mentees]
        mentors = [given(person, rule.question) for person in self.mentors]
        first, second = known(mentees), known(mentors)
        holds = self._holds(rule, mentees, mentors)

        def block(rows: slice) -> Mask:
            found = holds(rows)
            if rule.strict:
                return np.asarray(found & first[rows, None] & second)
            return np.asarray(found | ~first[rows, None] | ~second)

        return block

    def _holds(self, rule: Rule, mentees: Answers, mentors: Answers) -> Callable[[slice], Mask]:
        if rule.kind is RuleKind.HOURS:
            shared_quarters, in_hour = self._quarters(rule.question, rule.question)
            least = math.ceil(rule.least * in_hour - NEARLY)
            return lambda rows: np.asarray(shared_quarters(rows) >= least)
        if rule.kind is RuleKind.LANGUAGE:
            languages = common(mentees, mentors)
            return lambda rows: np.asarray(languages(rows) > 0)
        first, second = codes(mentees, mentors)
        if rule.kind is RuleKind.COUNTRY:
            return lambda rows: np.asarray(first[rows, None] == second)
        return lambda rows: np.asarray(first[rows, None] != second)

    def _apart(self, pairs: set[tuple[str, str]]) -> Callable[[slice], Mask]:
        places = {person.id: place for place, person in enumerate(self.mentors)}
        banned: dict[str, list[int]] = {}
        for mentee, mentor in pairs:
            if mentor in places:
                banned.setdefault(mentee, []).append(places[mentor])

        def block(rows: slice) -> Mask:
            fine = np.ones((rows.stop - rows.start, len(self.mentors)), dtype=np.bool_)
            for row, person in enumerate(self.mentees[rows]):
                fine[row, banned.get(person.id, [])] = False
            return fine

        return block


def _kept_apart(
    kind: RuleKind, relations: Relations, mentees: Sequence[Person], mentors: Sequence[Person]
) -> set[tuple[str, str]]:
    """Mentee and mentor of each pair that a rule on persons forbids, whichever way the relation was given."""
    if kind is RuleKind.CONFLICT:
        return set(relations.conflicts) | {(second, first) for first, second in relations.conflicts}
    above = {(person.id, boss) for person in mentees for boss in relations.above(person.id)}
    return above | {(boss, person.id) for person in mentors for boss in relations.above(person.id)}


def _rounded(points: Points, weight: Points | np.float32) -> Scores:
    """Points over weight, rounded half up; exact in float32, as all are whole and below 2**24."""
    points *= 2
    points += weight
    points /= 2 * weight
    return np.floor(points, out=points).astype(np.int16)


def score(mentees: Sequence[Person], mentors: Sequence[Person], design: Design) -> Scores:
    """Scores of all pairs at once, -1 where a rule forbids; above 5,000 each, take `Fitting.blocks`.

    Parameters
    ----------
    mentees, mentors : sequence of Person
    design : Design

    Returns
    -------
    array of int, shape (mentees, mentors)
        0 to 1000.

    Raises
    ------
    InvalidInputError
        An answer has another shape than its criterion or rule needs, or somebody comes twice on a side.

    Examples
    --------
    >>> design = Design(
    ...     (Criterion("years", "Years of work", Kind.CLOSE, 100, "years", span=20, lead=10),),
    ...     (Rule(RuleKind.ORGANISATION, "employer"),),
    ... )
    >>> ann = Person("ann", Side.MENTEE, {"years": 2, "employer": "A"})
    >>> mentors = [Person(name, Side.MENTOR, {"years": 14, "employer": name}) for name in "AB"]
    >>> score([ann], mentors, design).tolist()
    [[-1, 900]]
    """
    fitting = Fitting(mentees, mentors, design)
    scores = np.empty((len(mentees), len(mentors)), dtype=np.int16)
    for start, block in fitting.blocks():
        scores[start : start + block.shape[0]] = block
    return scores
