"""The least and the most that a sum of unknowns can be: linear (GLOP) and in whole numbers (CP-SAT)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.linear_solver import pywraplp

from mentorway.disclosure.statements import Statements
from mentorway.disclosure.tables import Booleans, Integers, Numbers
from mentorway.wording import InvalidInputError, Message

if TYPE_CHECKING:
    from mentorway.disclosure.whole_people import WholePeople

NEARLY = 1e-6
PRICE = 1e-7  # a smaller dual value is none

CONTRADICTION = Message(
    "The published figures contradict each other. Check that tables of the same people count everybody, and"
    " that nobody has left since the release before, or say that this release does not only grow."
)


@dataclass(frozen=True, eq=False)
class End:
    """The least or the most of a target: None if there is no most, and the conditions that make it so.

    `exact` says that it is reached by whole people; otherwise it holds, but the true end can be nearer.
    `point` is a solution in whole people, if one was found.
    """

    value: int | None
    by: Integers
    exact: bool
    point: Numbers | None


class Programme:
    """A system with its statements, some of them published, in a solver that keeps its last basis."""

    def __init__(self, of: Statements) -> None:
        self.of = of
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        infinity = self.solver.infinity()
        wide = of.matrix.shape[1]
        self.unknown = [
            self.solver.NumVar(0 if at < of.unknown else -infinity, infinity, "") for at in range(wide)
        ]
        self.rows = [self.solver.Constraint(-infinity, infinity, "") for _ in range(of.matrix.shape[0])]
        for at, row in enumerate(self.rows):
            some = slice(of.matrix.indptr[at], of.matrix.indptr[at + 1])
            for one, weight in zip(of.matrix.indices[some], of.matrix.data[some], strict=True):
                row.SetCoefficient(self.unknown[one], float(weight))
        self.active = np.zeros(len(self.rows), np.bool_)
        self._whole: WholePeople | None = None

    def publish(self, published: Booleans) -> None:
        """Let exactly the conditions of these cells hold, beside those that always do."""
        wanted = self.of.active(published)
        infinity = self.solver.infinity()
        for at in np.flatnonzero(wanted != self.active).tolist():
            least, most = (self.of.least[at], self.of.most[at]) if wanted[at] else (-infinity, infinity)
            self.rows[at].SetBounds(max(float(least), -infinity), min(float(most), infinity))
        self.active, self._whole = wanted, None

    def end(self, target: Numbers, *, most: bool) -> End:
        """The least or the most of a sum of unknown counts by the linear programme, rounded to whole people.

        Parameters
        ----------
        target : array of int, shape (unknown counts,)
        most : bool
            Whether the most is asked for.

        Raises
        ------
        InvalidInputError
            The published figures contradict each other.
        """
        objective = self.solver.Objective()
        objective.Clear()
        for at in np.flatnonzero(target).tolist():
            objective.SetCoefficient(self.unknown[at], float(target[at]))
        objective.SetOptimizationDirection(most)
        status = self.solver.Solve()
        if status == pywraplp.Solver.OPTIMAL:
            return self._optimal(most=most)
        self.check()
        return End(None if most else 0, np.empty(0, np.int64), exact=False, point=None)

    def check(self) -> None:
        """Raise InvalidInputError if the published figures contradict each other."""
        if self._impossible():
            raise InvalidInputError(CONTRADICTION)

    def _impossible(self) -> bool:
        """Whether there is no solution at all; a solver may leave open whether it is that or no bound."""
        self.solver.Objective().Clear()
        return bool(self.solver.Solve() != pywraplp.Solver.OPTIMAL)

    def _optimal(self, *, most: bool) -> End:
        found = float(self.solver.Objective().Value())
        value = math.floor(found + NEARLY) if most else math.ceil(found - NEARLY)
        prices = np.array([row.dual_value() for row in self.rows])
        by = np.flatnonzero((np.abs(prices) > PRICE) & self.active)
        point = np.array([one.solution_value() for one in self.unknown])
        counts = point[: self.of.unknown]
        whole = bool(np.abs(counts - np.round(counts)).max(initial=0) <= NEARLY)
        return End(value, by, exact=whole, point=point if whole else None)

    def whole_end(self, target: Numbers, bound: End, *, most: bool, enough: int | None = None) -> End:
        """The least or the most in whole people by CP-SAT, over the conditions without measures.

        Parameters
        ----------
        target : array of int, shape (unknown counts,)
        bound : End
            What `end` found; it is kept where the effort is not enough.
        most : bool
        enough : int, optional
            Stop as soon as this is reached.

        Raises
        ------
        InvalidInputError
            The published figures contradict each other.
        """
        if self._whole is None:
            from mentorway.disclosure.whole_people import WholePeople  # noqa: PLC0415 - heavy

            self._whole = WholePeople(self.of, self.active)
        found = self._whole.end(target, most=most, enough=enough)
        if found is None or bound.value is None:
            return bound
        value, point, proved = found
        usable = None if self.of.measures else point
        if not proved:
            return End(bound.value, bound.by, exact=False, point=usable)
        sharp = min(value, bound.value) if most else max(value, bound.value)
        by = bound.by if sharp == bound.value else np.flatnonzero(self.active)
        return End(sharp, by, exact=not self.of.measures, point=usable)
