"""One mentor for several mentees: groups of a given size, mixed as the coordinator asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.matching.problem import BEST, ImpossibleError, Lock
from mentorway.wording import N_, InvalidInputError, Message, shown

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

EFFORT = 30.0  # the solver's own units of time: the same result on a fast machine and on a slow one
MOST_PAIRS = 100_000  # variables that the solver still handles in such a time
NOT_KEPT = N_("The pairs to keep cannot all be in groups of this size and with these limits.")
NOT_FOUND = N_("The search was ended before groups were found in which all pairs to keep are together.")

Scores = NDArray[np.int64]
Label = str | None


@dataclass(frozen=True)
class Quota:
    """Some mentees, by number, of whom each group must have at least `least`."""

    title: str
    members: frozenset[int]
    least: int


@dataclass(frozen=True)
class Shape:
    """What a group looks like.

    Parameters
    ----------
    smallest, largest : int
        Mentees in a group. A mentor may also be left without a group.
    per_organisation, per_country : int, optional
        The most mentees of one organisation, or one country, in a group.
    countries : int, optional
        The fewest countries in a group.
    quotas : tuple of Quota, optional
    seats : tuple of int, optional
        The most mentees of each mentor, who may take fewer than `largest`; as many as that if left out.

    Raises
    ------
    InvalidInputError
        Sizes or numbers cannot be.
    """

    smallest: int
    largest: int
    per_organisation: int | None = None
    per_country: int | None = None
    countries: int = 0
    quotas: tuple[Quota, ...] = ()
    seats: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a shape that no group can have."""
        if not 1 <= self.smallest <= self.largest:
            text = N_(
                "A group has from 1 mentee up to its largest size; it was given as %(least)d to %(most)d."
            )
            raise InvalidInputError(Message(text, {"least": self.smallest, "most": self.largest}))
        for most in (self.per_organisation, self.per_country):
            if most is not None and most < 1:
                text = N_("A limit for an organisation or country is at least 1; it was given as %(most)d.")
                raise InvalidInputError(Message(text, {"most": most}))
        if self.countries > self.largest:
            text = N_("A group of at most %(largest)d cannot have %(countries)d countries.")
            raise InvalidInputError(Message(text, {"largest": self.largest, "countries": self.countries}))
        for quota in self.quotas:
            if not 0 <= quota.least <= self.largest:
                text = N_("“%(title)s” asks for %(least)d people in a group of at most %(largest)d.")
                sizes = {"least": quota.least, "largest": self.largest}
                raise InvalidInputError(Message(text, {"title": shown(quota.title), **sizes}))


@dataclass(frozen=True)
class Mentees:
    """The organisation and country of each mentee; None, where it is not known, is never counted.

    `locks` are pairs of mentee and mentor, by number, that must be in a group together.
    """

    organisations: tuple[Label, ...] = ()
    countries: tuple[Label, ...] = ()
    locks: tuple[Lock, ...] = ()


@dataclass(frozen=True)
class Group:
    """A mentor and their mentees, by number."""

    mentor: int
    mentees: tuple[int, ...]


@dataclass(frozen=True)
class Groups:
    """Groups, and how sure it is that none are better.

    `placed_bound` is the most mentees that any groups could hold, as far as is proven. With as many as are
    placed, `lowest_bound` is the highest that the lowest score could be (None if that was not asked for), and
    with that lowest score, `total_bound` is the largest total.
    """

    groups: tuple[Group, ...]
    unplaced: tuple[int, ...]
    total: int
    lowest: int | None
    placed_bound: int
    total_bound: int
    lowest_bound: int | None = None

    @property
    def placed(self) -> int:
        """How many mentees are in a group."""
        return sum(len(group.mentees) for group in self.groups)

    @property
    def proven(self) -> bool:
        """Whether it is proven that no more can be placed, and as many not better."""
        fair = self.lowest_bound is None or self.lowest == self.lowest_bound
        return self.placed == self.placed_bound and self.total == self.total_bound and fair

    @property
    def said(self) -> Message:
        """How sure the result is, in a sentence."""
        if self.proven:
            return Message(N_("It is proven that no other groups are better."))
        if self.placed < self.placed_bound:
            text = N_("The search was ended: %(placed)d are placed, and at most %(bound)d could be.")
            return Message(text, {"placed": self.placed, "bound": self.placed_bound})
        if self.lowest_bound is not None and self.lowest != self.lowest_bound:
            text = N_("The search was ended: the lowest score is %(lowest)d, and at most %(bound)d could be.")
            return Message(text, {"lowest": self.lowest or 0, "bound": self.lowest_bound})
        text = N_("The search was ended: the total is %(total)d, and at most %(bound)d could be reached.")
        return Message(text, {"total": self.total, "bound": self.total_bound})


class _Model:
    """The groups as a model: `chosen` says who is with whom, `opened` which mentor has a group."""

    def __init__(self, scores: Scores, shape: Shape, mentees: Mentees) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - heavy, and seldom needed

        self.model = cp_model.CpModel()
        self.scores = scores
        self.found: list[tuple[int, int]] = []
        self.opened = [self.model.new_bool_var("") for _ in range(scores.shape[1])]
        self.chosen: dict[tuple[int, int], cp_model.IntVar] = {
            (mentee, mentor): self.model.new_bool_var("")
            for mentee, mentor in np.argwhere(scores >= 0).tolist()
        }
        for mentee in range(scores.shape[0]):
            self.model.add_at_most_one(self._of(range(scores.shape[1]), mentee))
        for mentor, opened in enumerate(self.opened):
            members = self._in(mentor, range(scores.shape[0]))
            most = min(shape.largest, shape.seats[mentor]) if shape.seats else shape.largest
            self.model.add(sum(members) <= most * opened)
            self.model.add(sum(members) >= shape.smallest * opened)
        self._mix(shape, mentees)
        self._keep(mentees.locks)
        self.placed = sum(self.chosen.values())
        self.total = sum(int(scores[pair]) * one for pair, one in self.chosen.items())

    def _of(self, mentors: Sequence[int], mentee: int) -> list[cp_model.IntVar]:
        return [self.chosen[mentee, mentor] for mentor in mentors if (mentee, mentor) in self.chosen]

    def _in(self, mentor: int, mentees: Sequence[int]) -> list[cp_model.IntVar]:
        return [self.chosen[mentee, mentor] for mentee in mentees if (mentee, mentor) in self.chosen]

    def _mix(self, shape: Shape, mentees: Mentees) -> None:
        limits = (
            (shape.per_organisation, _by_label(mentees.organisations)),
            (shape.per_country, _by_label(mentees.countries)),
        )
        for most, labelled in limits:
            for people in labelled.values():
                if most is not None and len(people) > most:
                    for mentor in range(len(self.opened)):
                        self.model.add(sum(self._in(mentor, people)) <= most)
        for mentor, opened in enumerate(self.opened):
            if shape.countries:
                there = [self._any(mentor, people) for people in _by_label(mentees.countries).values()]
                self.model.add(sum(there) >= shape.countries * opened)
            for quota in shape.quotas:
                self.model.add(sum(self._in(mentor, sorted(quota.members))) >= quota.least * opened)

    def _keep(self, locks: Sequence[Lock]) -> None:
        self.locks = locks
        for pair in locks:
            if pair not in self.chosen:
                raise ImpossibleError(Message(N_("A pair to keep is forbidden by a rule.")))
            self.model.add(self.chosen[pair] == 1)

    def _any(self, mentor: int, people: Sequence[int]) -> cp_model.IntVar:
        """One only if some of these are in the group."""
        there = self.model.new_bool_var("")
        self.model.add(sum(self._in(mentor, people)) >= there)
        return there

    def largest(self, aim: cp_model.LinearExprT, known: int, most: int, effort: float) -> tuple[int, int]:
        """Solve for the largest value and keep it from then on; return it with what is proven to bound it.

        `known` is what the groups found so far reach, and `most` what no groups exceed: all that can be said
        if the search ends before it has found anything.
        """
        from ortools.sat.python import cp_model  # noqa: PLC0415 - heavy, and seldom needed

        self.model.maximize(aim)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE and self.locks:
            raise ImpossibleError(Message(NOT_KEPT))
        if status == cp_model.UNKNOWN and self.locks and not self.found:
            raise InvalidInputError(Message(NOT_FOUND))
        if status == cp_model.UNKNOWN:
            self.model.add(aim >= known)
            return known, most
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise RuntimeError(f"No groups at all always keep to the shape, but the solver says {status}.")
        value = round(solver.objective_value)
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for one in (*self.chosen.values(), *self.opened):
            self.model.add_hint(one, solver.value(one))
        self.found = [pair for pair, one in self.chosen.items() if solver.boolean_value(one)]
        self.model.add(aim >= value)
        return value, max(value, round(solver.best_objective_bound))

    def reached(self) -> list[int]:
        """The scores of the pairs found so far."""
        return [int(self.scores[pair]) for pair in self.found]

    def lowest(self) -> cp_model.IntVar:
        """A score that no chosen pair is below."""
        least = self.model.new_int_var(0, BEST, "")
        for pair, one in self.chosen.items():
            self.model.add(least <= int(self.scores[pair])).only_enforce_if(one)
        return least


def grouped(
    scores: ArrayLike,
    shape: Shape,
    mentees: Mentees | None = None,
    *,
    fair: bool = False,
    effort: float = EFFORT,
) -> Groups:
    """Form groups: as many mentees as possible first, then the largest total of scores.

    Parameters
    ----------
    scores : array of int, shape (mentees, mentors)
        0 to 1000; -1 where a pair may not be.
    shape : Shape
    mentees : Mentees, optional
        What the limits on organisations and countries look at.
    fair : bool, optional
        Whether the lowest score is made as high as possible before the total.
    effort : float, optional
        How long to search, in the solver's deterministic units: the same groups come out on any machine.

    Returns
    -------
    Groups
        Always some that keep to the shape; `proven` and the bounds tell how good they are.

    Raises
    ------
    InvalidInputError
        Scores are out of range, there are too many pairs, labels or seats are missing, or the search ended
        before it found groups that keep the locks.
    ImpossibleError
        The locks cannot all hold.

    References
    ----------
    Perron & Furnon, OR-Tools, CP-SAT solver.

    Examples
    --------
    >>> scores = [[900, 100], [800, 700], [100, 600], [200, 200]]
    >>> found = grouped(scores, Shape(2, 2))
    >>> [(group.mentor, group.mentees) for group in found.groups], found.total, found.proven
    ([(0, (0, 1)), (1, (2, 3))], 2500, True)
    >>> mixed = Shape(2, 2, per_organisation=1)
    >>> found = grouped(scores, mixed, Mentees(organisations=("A", "A", "B", "B")))
    >>> [(group.mentor, group.mentees) for group in found.groups], found.total, found.proven
    ([(0, (0, 3)), (1, (1, 2))], 2400, True)
    """
    table = _checked(scores, shape, mentees or Mentees())
    model = _Model(table, shape, mentees or Mentees())
    placed, placed_bound = model.largest(model.placed, 0, table.shape[0], effort)
    lowest = None
    if fair and placed:
        lowest = model.largest(model.lowest(), min(model.reached()), BEST, effort)
    total, total_bound = model.largest(model.total, sum(model.reached()), placed * BEST, effort)
    by_mentor: dict[int, list[int]] = {}
    for mentee, mentor in sorted(model.found):
        by_mentor.setdefault(mentor, []).append(mentee)
    taken = {mentee for mentee, _ in model.found}
    return Groups(
        tuple(Group(mentor, tuple(members)) for mentor, members in sorted(by_mentor.items())),
        tuple(mentee for mentee in range(table.shape[0]) if mentee not in taken),
        total,
        min((int(table[pair]) for pair in model.found), default=None),
        placed_bound,
        total_bound,
        None if lowest is None else lowest[1],
    )


def _checked(scores: ArrayLike, shape: Shape, mentees: Mentees) -> Scores:
    table = np.asarray(scores, dtype=np.int64)
    if table.ndim != 2 or (table.size and not -1 <= table.min() <= table.max() <= BEST):  # noqa: PLR2004
        text = N_("Scores must be a table of mentees by mentors with numbers from -1 to 1000.")
        raise InvalidInputError(Message(text))
    if table.size > MOST_PAIRS:
        text = N_("Groups can be formed from at most %(most)d pairs; there are %(found)d. Divide them first.")
        raise InvalidInputError(Message(text, {"most": MOST_PAIRS, "found": table.size}))
    if shape.seats and len(shape.seats) != table.shape[1]:
        text = N_("“%(name)s” must have %(needed)d numbers; it has %(found)d.")
        sizes = {"needed": table.shape[1], "found": len(shape.seats)}
        raise InvalidInputError(Message(text, {"name": "seats", **sizes}))
    needs = (
        (shape.per_organisation is not None, mentees.organisations),
        (shape.per_country is not None or shape.countries > 0, mentees.countries),
    )
    for needed, labels in needs:
        if needed and len(labels) != table.shape[0]:
            text = N_("To mix organisations or countries, give one for each of the %(mentees)d mentees.")
            raise InvalidInputError(Message(text, {"mentees": table.shape[0]}))
    return table


def _by_label(labels: Sequence[Label]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, label in enumerate(labels):
        if label is not None:
            found.setdefault(label, []).append(place)
    return found
