"""When what is asked for cannot all hold: the smallest set of rules, kept pairs and minimums to give up."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse import csgraph

from mentorway.matching.fitting import Fitting
from mentorway.matching.problem import Lock
from mentorway.matching.profiles import RuleKind
from mentorway.wording import N_, InvalidInputError, Message

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

CHECKS = 2000  # sets that are tried one by one before the solver is asked
EFFORT = 20.0  # the solver's own units of time, the same on every machine
MOST_PAIRS = 4_000_000  # what is laid out at once

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]


class Given(StrEnum):
    """What can be given up."""

    RULE = "rule"
    LOCK = "lock"
    MINIMUM = "minimum"


@dataclass(frozen=True)
class Demand:
    """One thing that is asked for: a rule, a kept pair, or the fewest mentees of one mentor."""

    kind: Given
    rule: RuleKind | None = None
    mentee: int = -1
    mentor: int = -1


@dataclass(frozen=True)
class Relaxation:
    """What to give up so that the rest can hold; nothing if all can.

    `smallest` tells whether it is proven that no smaller set is enough. `possible` is False where even giving
    up everything is not enough: everybody is to be matched, and `short` seats are missing.
    """

    demands: tuple[Demand, ...]
    messages: tuple[Message, ...]
    possible: bool
    smallest: bool
    short: int = 0


@dataclass(frozen=True, eq=False)
class _Case:
    """Everything that is asked for: which pairs each rule forbids, seats, and the demands in their order."""

    breaks: dict[RuleKind, Mask]
    never: Mask
    capacity: Numbers
    minimum: Numbers
    demands: tuple[Demand, ...]
    everyone: bool


def smallest(
    fitting: Fitting,
    capacity: ArrayLike,
    *,
    locks: Sequence[Lock] = (),
    minimum: ArrayLike = (),
    everyone: bool = False,
) -> Relaxation:
    """Find the fewest rules, kept pairs and minimums to give up so that all others can hold.

    Sets are tried by size, one by one as long as they are few; then a solver finds the smallest, with
    proof. A kept pair counts as impossible where a rule forbids it, its mentor has no seat left, or its
    mentee is kept with somebody else.

    Parameters
    ----------
    fitting : Fitting
        The people and the rules.
    capacity : array of int, shape (mentors,)
    locks : sequence of (mentee, mentor), optional
    minimum : array of int, shape (mentors,), optional
    everyone : bool, optional
        Whether every mentee must be matched.

    Returns
    -------
    Relaxation

    Raises
    ------
    InvalidInputError
        A list has another length than there are mentors, somebody is unknown, or there are too many pairs.

    References
    ----------
    Mendelsohn & Dulmage (1958), Some generalizations of the problem of distinct representatives, Canad J Math
    10:230-241, doi:10.4153/CJM-1958-027-8 (why the minimums and the mentees can be checked apart).

    Examples
    --------
    >>> from mentorway.matching.profiles import Criterion, Design, Kind, Person, Rule, Side
    >>> rules = (Rule(RuleKind.ORGANISATION, "f"),)
    >>> design = Design((Criterion("f", "Firm", Kind.SAME, 1, "f"),), rules)
    >>> ann, bo = Person("ann", Side.MENTEE, {"f": "A"}), Person("bo", Side.MENTOR, {"f": "A"})
    >>> found = smallest(Fitting([ann], [bo], design), [1], locks=[(0, 0)])
    >>> [str(one) for one in found.messages]
    ['Give up the rule that the two are not of the same organisation.']
    """
    case = _case(fitting, _numbers("capacity", capacity, fitting), locks, minimum, everyone=everyone)
    free = frozenset(range(len(case.demands)))
    if not _holds(case, free):
        short = len(fitting.mentees) - _filled(~case.never, case.capacity)
        return Relaxation((), (_missing(short),), possible=False, smallest=True, short=short)
    found = _tried(case) or _solved(case)
    demands = tuple(case.demands[place] for place in sorted(found[0]))
    return Relaxation(
        demands, tuple(_said(fitting, one) for one in demands), possible=True, smallest=found[1]
    )


def _case(
    fitting: Fitting, capacity: Numbers, locks: Sequence[Lock], minimum: ArrayLike, *, everyone: bool
) -> _Case:
    mentees, mentors = len(fitting.mentees), len(fitting.mentors)
    if mentees * mentors > MOST_PAIRS:
        text = N_("There are %(found)d pairs, and at most %(most)d can be looked at together.")
        raise InvalidInputError(Message(text, {"found": mentees * mentors, "most": MOST_PAIRS}))
    least = _numbers("minimum", minimum, fitting) if np.size(minimum) else np.zeros(mentors, dtype=np.int64)
    for mentee, mentor in locks:
        if not (0 <= mentee < mentees and 0 <= mentor < mentors):
            text = N_("A kept pair names mentee %(mentee)d and mentor %(mentor)d; one of them is unknown.")
            raise InvalidInputError(Message(text, {"mentee": mentee, "mentor": mentor}))
    breaks = {kind: ~fitting.kept(kind, 0, mentees) for kind in fitting.kinds}
    never = breaks.pop(RuleKind.ONESELF)
    demands = (
        *(Demand(Given.RULE, rule=kind) for kind, broken in breaks.items() if broken.any()),
        *(Demand(Given.LOCK, mentee=mentee, mentor=mentor) for mentee, mentor in sorted(set(locks))),
        *(Demand(Given.MINIMUM, mentor=mentor) for mentor in np.flatnonzero(least).tolist()),
    )
    return _Case(breaks, never, capacity, least, demands, everyone)


def _numbers(name: str, values: ArrayLike, fitting: Fitting) -> Numbers:
    found = np.asarray(values, dtype=np.int64)
    if found.shape != (len(fitting.mentors),) or bool(np.any(found < 0)):
        text = N_("“%(name)s” needs one number from 0 for each of the %(mentors)d mentors.")
        raise InvalidInputError(Message(text, {"name": name, "mentors": len(fitting.mentors)}))
    return found


def _tried(case: _Case) -> tuple[frozenset[int], bool] | None:
    """The first set that is enough, by size; None once the sets of a size are too many."""
    left = CHECKS
    for size in range(len(case.demands) + 1):
        left -= math.comb(len(case.demands), size)
        if left < 0:
            return None
        for places in itertools.combinations(range(len(case.demands)), size):
            if _holds(case, frozenset(places)):
                return frozenset(places), True
    return None


def _holds(case: _Case, given_up: frozenset[int]) -> bool:
    """Whether all can hold that is not given up."""
    kept = [demand for place, demand in enumerate(case.demands) if place not in given_up]
    allowed = ~case.never
    for demand in kept:
        if demand.rule is not None:
            allowed &= ~case.breaks[demand.rule]
    locks = [(demand.mentee, demand.mentor) for demand in kept if demand.kind is Given.LOCK]
    if any(not allowed[pair] for pair in locks) or len({mentee for mentee, _ in locks}) < len(locks):
        return False
    held = np.bincount([mentor for _, mentor in locks], minlength=case.capacity.size)
    least = np.zeros_like(case.minimum)
    wanted = [demand.mentor for demand in kept if demand.kind is Given.MINIMUM]
    least[wanted] = case.minimum[wanted]
    least = np.maximum(least - held, 0)
    room = case.capacity - held
    if bool(np.any(room < least)):
        return False
    allowed[[mentee for mentee, _ in locks]] = False
    waiting = allowed.shape[0] - len(locks)
    return _filled(allowed, least) == least.sum() and (not case.everyone or _filled(allowed, room) == waiting)


def _filled(allowed: Mask, seats: Numbers) -> int:
    """The most seats that can be filled."""
    columns = np.repeat(np.arange(seats.size), np.minimum(seats, allowed.shape[0]))
    if not columns.size or not allowed.size:
        return 0
    graph = sparse.csr_array(allowed[:, columns])
    return int(np.count_nonzero(csgraph.maximum_bipartite_matching(graph, perm_type="column") >= 0))


def _solved(case: _Case) -> tuple[frozenset[int], bool]:
    """The smallest set by constraint programming; every pair may be used once its rules are given up."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - heavy, and seldom needed

    model = cp_model.CpModel()
    given_up = [model.new_bool_var("") for _ in case.demands]
    rules = {demand.rule: given_up[place] for place, demand in enumerate(case.demands) if demand.rule}
    pairs = _pairs(case, model, rules)
    by_mentee: dict[int, list[cp_model.IntVar]] = {}
    by_mentor: dict[int, list[cp_model.IntVar]] = {}
    for (mentee, mentor), chosen in pairs.items():
        by_mentee.setdefault(mentee, []).append(chosen)
        by_mentor.setdefault(mentor, []).append(chosen)
    for mentee in range(case.never.shape[0]):
        if case.everyone:
            model.add_exactly_one(by_mentee.get(mentee, []))
        else:
            model.add_at_most_one(by_mentee.get(mentee, []))
    for mentor, most in enumerate(case.capacity.tolist()):
        model.add(sum(by_mentor.get(mentor, [])) <= most)
    for demand, dropped in zip(case.demands, given_up, strict=True):
        if demand.kind is Given.LOCK:
            model.add_bool_or(
                [dropped, *(pairs[pair] for pair in [(demand.mentee, demand.mentor)] if pair in pairs)]
            )
        if demand.kind is Given.MINIMUM:
            least = int(case.minimum[demand.mentor])
            model.add(sum(by_mentor.get(demand.mentor, [])) >= least).only_enforce_if(~dropped)
    model.minimize(sum(given_up))
    return _answered(model, given_up)


def _pairs(
    case: _Case, model: cp_model.CpModel, rules: dict[RuleKind, cp_model.IntVar]
) -> dict[Lock, cp_model.IntVar]:
    """A variable for each pair that a demand could need."""
    needed = np.full(case.never.shape, case.everyone)
    needed[:, np.flatnonzero(case.minimum)] = True
    for demand in case.demands:
        if demand.kind is Given.LOCK:
            needed[demand.mentee, demand.mentor] = True
    pairs: dict[Lock, cp_model.IntVar] = {}
    for mentee, mentor in np.argwhere(needed & ~case.never).tolist():
        chosen = model.new_bool_var("")
        for kind, broken in case.breaks.items():
            if broken[mentee, mentor]:
                model.add_implication(chosen, rules[kind])
        pairs[mentee, mentor] = chosen
    return pairs


def _answered(model: cp_model.CpModel, given_up: Sequence[cp_model.IntVar]) -> tuple[frozenset[int], bool]:
    from ortools.sat.python import cp_model  # noqa: PLC0415 - heavy, and seldom needed

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = EFFORT
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        everything = frozenset(range(len(given_up)))
        return everything, False
    chosen = frozenset(place for place, one in enumerate(given_up) if solver.boolean_value(one))
    return chosen, status == cp_model.OPTIMAL


def _missing(seats: int) -> Message:
    return Message(
        "Not everybody can be matched, whatever is given up: %(count)d place is missing.",
        {"count": seats},
        plural="Not everybody can be matched, whatever is given up: %(count)d places are missing.",
        count=seats,
    )


def _said(fitting: Fitting, demand: Demand) -> Message:
    if demand.rule is not None:
        return Message(GIVING_UP[demand.rule])
    mentor = {"mentor": fitting.mentors[demand.mentor].called}
    if demand.kind is Given.LOCK:
        pair = {**mentor, "mentee": fitting.mentees[demand.mentee].called}
        return Message(N_("Give up keeping %(mentee)s with %(mentor)s."), pair)
    return Message(N_("Give up the fewest mentees for %(mentor)s."), mentor)


GIVING_UP: dict[RuleKind, str] = {
    RuleKind.LANGUAGE: N_("Give up the rule that the two share a language."),
    RuleKind.LINE: N_("Give up the rule that neither is above the other at work."),
    RuleKind.CONFLICT: N_("Give up the list of people to keep apart."),
    RuleKind.HOURS: N_("Give up the rule on time in common, or ask for less of it."),
    RuleKind.ORGANISATION: N_("Give up the rule that the two are not of the same organisation."),
    RuleKind.COUNTRY: N_("Give up the rule that the two live in the same country."),
}
