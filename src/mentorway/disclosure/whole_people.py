"""The least and the most that a sum of whole people can be (CP-SAT)."""

from __future__ import annotations

import math

import numpy as np
from ortools.sat.python import cp_model

from mentorway.disclosure.programme import CONTRADICTION
from mentorway.disclosure.statements import Statements
from mentorway.disclosure.tables import MOST_PEOPLE, Booleans, Numbers
from mentorway.wording import InvalidInputError

FAR = 2**62
EFFORT = 2.0  # the solver's own deterministic units of time for one bound in whole numbers


class WholePeople:
    """The published conditions without measures, over whole numbers."""

    def __init__(self, of: Statements, active: Booleans) -> None:
        self.model = cp_model.CpModel()
        self.unknown = [self.model.new_int_var(0, MOST_PEOPLE, "") for _ in range(of.unknown)]
        for at in np.flatnonzero(active & (of.whole > 0)).tolist():
            some = slice(of.matrix.indptr[at], of.matrix.indptr[at + 1])
            weights = np.round(of.matrix.data[some] * of.whole[at]).astype(np.int64).tolist()
            ends = [
                round(one * int(of.whole[at])) if math.isfinite(one) else int(math.copysign(FAR, one))
                for one in (float(of.least[at]), float(of.most[at]))
            ]
            total = cp_model.LinearExpr.weighted_sum(
                [self.unknown[one] for one in of.matrix.indices[some]], weights
            )
            self.model.add_linear_constraint(total, *ends)

    def end(self, target: Numbers, *, most: bool, enough: int | None) -> tuple[int, Numbers, bool] | None:
        """The value reached, the people by whom, and whether nothing is beyond; None if none was found."""
        some = np.flatnonzero(target).tolist()
        aim = cp_model.LinearExpr.weighted_sum(
            [self.unknown[at] for at in some], [int(target[at]) for at in some]
        )
        (self.model.maximize if most else self.model.minimize)(aim)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers, solver.parameters.random_seed = 1, 0
        solver.parameters.max_deterministic_time = EFFORT
        status = solver.solve(self.model, None if enough is None else _Enough(enough, most=most))
        if status == cp_model.INFEASIBLE:
            raise InvalidInputError(CONTRADICTION)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        point = np.array([solver.value(one) for one in self.unknown], np.float64)
        return round(solver.objective_value), point, status == cp_model.OPTIMAL


class _Enough(cp_model.CpSolverSolutionCallback):
    """Stops the solver once a value is reached."""

    def __init__(self, enough: int, *, most: bool) -> None:
        super().__init__()
        self.enough, self.most = enough, most

    def on_solution_callback(self) -> None:
        """Look at a new solution."""
        if (self.objective_value >= self.enough) if self.most else (self.objective_value <= self.enough):
            self.stop_search()
