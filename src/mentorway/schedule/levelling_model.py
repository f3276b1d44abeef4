"""Levelling as constraints on whole numbers, for CP-SAT of OR-Tools.

A node's variable is its value, as in `levelling_numbers`. Within a calendar a dependency is a linear
inequality; between calendars it reads a table of the moments that the first pass would ask for.

A partner's people are a cumulative resource. Where all tasks with the partner's work share a calendar, a task
takes up its working days in the index of that calendar, which is exact. Otherwise it takes up the days from
its first to its last one, days off in between included: never too many people on a day, but sometimes fewer
tasks side by side than there could be.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from mentorway.schedule.levelling_clock import Part
from mentorway.schedule.levelling_numbers import Numbers, Use
from mentorway.schedule.loads import NEARLY
from mentorway.schedule.network import Kind
from mentorway.schedule.setting import OutOfTableError, State, Step

WORKERS, SEED = 2, 0
STEEPEST = 2  # days, or half days, for each working day of a straight piece; more is a gap
MONTH = dt.timedelta(days=30)
CLEARANCE = 20  # working days by which calendars may drift apart

Integers = NDArray[np.int64]
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Reached:
    """The least value found of an aim, and what is proved that none can be below."""

    value: int
    bound: int


class Model:
    """Variables and constraints for one plan; aims are reached one after the other."""

    def __init__(self, numbers: Numbers, start: Sequence[int] | None, *, room: int = 1) -> None:
        self.numbers, self.passes, self.start, self.room = numbers, numbers.passes, start, room
        self.cp = cp_model.CpModel()
        self.least = numbers.least
        self.most = self._latest()
        self.value = [self.cp.new_int_var(*both, "") for both in zip(self.least, self.most, strict=True)]
        self._days: dict[tuple[int, bool], cp_model.IntVar] = {}
        self._asked: dict[object, cp_model.IntVar] = {}
        self.found = list(start or ())
        self._hint()
        self._add_edges()
        for use in numbers.uses:
            self._add_use(use)

    def _latest(self) -> list[int]:
        """Values behind which nobody looks."""
        setting, numbers = self.passes.setting, self.numbers
        tables = setting.tables.days
        nodes = {node for use in numbers.uses for node in use.nodes if not numbers.fixed(node)}
        more = sum(setting.length[node] for node in nodes) * self.room  # as if done one by one
        if len(tables) > 1:
            more += more // 5 + CLEARANCE
        behind = [table.index(self._last_day(self.least)) + more for table in tables[: self._of_tasks()]]
        if any(index >= table.days.size for table, index in zip(tables, behind, strict=False)):
            raise OutOfTableError
        last = max(table.date(index) for table, index in zip(tables, behind, strict=False))
        if self.start and self.room == 1:
            first, rule = setting.network.plan.start, self._last_day(self.start)
            last = min(last, max(rule, rule + (rule - first) / 2 + MONTH))
        behind = [table.index(last) + 1 for table in tables]
        found = []
        for node, least in enumerate(self.least):
            most = behind[setting.calendar[node]] - setting.length[node]
            most = 2 * most + 1 if numbers.halves(node) else most
            found.append(least if numbers.fixed(node) else max(least, most))
        return found

    def _of_tasks(self) -> int:
        """How many calendars are those of tasks; one more is that of ends of work packages."""
        setting = self.passes.setting
        return max(setting.calendar[: setting.network.count]) + 1

    def _last_day(self, values: Sequence[int]) -> dt.date:
        """The day behind the last one of all tasks."""
        setting, numbers = self.passes.setting, self.numbers
        days = (
            setting.tables.days[setting.calendar[node]].date(
                (values[node] + 1) // 2 if numbers.halves(node) else values[node] + setting.length[node]
            )
            for node in range(setting.network.count)
        )
        return max(days)

    def _hint(self) -> None:
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for one, value in zip(self.value, self.found, strict=False):
            self.cp.add_hint(one, value)

    def _add_edges(self) -> None:
        passes, network = self.passes, self.passes.setting.network
        for edge in np.flatnonzero(passes.plain).tolist():
            before, after = int(network.before[edge]), int(network.after[edge])
            self.cp.add(self.value[after] >= self.value[before] + int(passes.sums[edge]))
        first: dict[int, list[cp_model.LinearExprT]] = {}
        for before, steps in passes.steps.items():
            for step in steps:
                if network.kinds[step.after] is Kind.BEGINNING:
                    first.setdefault(step.after, []).append(self._moment(before, step))
                elif step.at is None and not self.numbers.fixed(before):
                    self._add_step(before, step)
        for node, moments in first.items():
            self.cp.add_min_equality(self.value[node], moments)

    def _add_step(self, before: int, step: Step) -> None:
        if self.numbers.fixed(step.after) and self.passes.slack(step.edge) < 0:
            return  # a fixed day that is too soon as it is
        after, points = self.value[step.after], self.passes.setting.point[step.after]
        if step.evening_way is None and step.morning is None and not points:
            self.cp.add(2 * (after - step.more) + 1 >= self.value[before])
        else:
            self.cp.add(after >= self._moment(before, step))

    def _moment(self, before: int, step: Step) -> cp_model.LinearExprT:
        """What an edge asks for, in half days where its target is a point."""
        source, points = self.value[before], self.passes.setting.point[step.after]
        more = 2 * step.more if points else step.more
        if step.at is not None:
            return self.numbers.asked_of(step, before, step.at)
        if step.evening_way is None and step.morning is not None:
            place = source + step.length
            return 2 * place + int(step.morning) + more if points else place + more
        if step.evening_way is None and points:
            return source + more
        known = (before, id(step.evening_way), id(step.morning_way), step.length, step.morning, points)
        if known not in self._asked:
            table = [
                self.numbers.asked_of(step, before, value) - more
                for value in range(self.least[before], self.most[before] + 1)
            ]
            self._asked[known] = self._read(before, table)
        return self._asked[known] + more

    def _read(self, node: int, table: Sequence[int]) -> cp_model.IntVar:
        """A variable with the entry of a table for the value of a node: piece by piece, each a straight line.

        The solver keeps a truth value for each piece, of which there are far fewer than days: a week, or the
        time between two holidays.
        """
        value, least = self.value[node], self.least[node]
        found = self.cp.new_int_var(min(table), max(table), "")
        chosen = []
        for first, last, slope in _pieces(table):
            here = self.cp.new_bool_var("")
            self.cp.add_linear_constraint(value, least + first, least + last).only_enforce_if(here)
            self.cp.add(found == slope * (value - least - first) + table[first]).only_enforce_if(here)
            chosen.append(here)
        self.cp.add_exactly_one(chosen)
        return found

    def _add_use(self, use: Use) -> None:
        """Never more people of a partner than there are; what is fixed is taken off beforehand."""
        setting, alone = self.passes.setting, self.numbers.alone(use)
        free = [at for at, node in enumerate(use.nodes) if setting.state[node] is State.FREE]
        intervals = [self._interval(use.nodes[at], alone=alone) for at in free]
        parts = [use.parts[at] for at in free]
        for place, needed in self.numbers.taken(use).items():
            intervals.append(self.cp.new_fixed_size_interval_var(place, 1, ""))
            parts.append(needed)
        if intervals:
            unit = math.gcd(*parts) or 1
            self.cp.add_cumulative(intervals, [one // unit for one in parts], use.capacity // unit)

    def _interval(self, node: int, *, alone: bool) -> cp_model.IntervalVar:
        length = self.passes.setting.length[node]
        if alone:
            return self.cp.new_fixed_size_interval_var(self.value[node], length, "")
        start, end = self._day(node, last=False), self._day(node, last=True) + 1
        size = self.cp.new_int_var(length, self._widest(node), "")
        return self.cp.new_interval_var(start, size, end, "")

    def _widest(self, node: int) -> int:
        setting = self.passes.setting
        days, length = setting.tables.days[setting.calendar[node]].days, setting.length[node]
        first = days[self.least[node] : self.most[node] + 1]
        return int((days[self.least[node] + length - 1 :][: first.size] - first).max()) + 1

    def _day(self, node: int, *, last: bool) -> cp_model.IntVar:
        """The first or last day of a task as people see it, in days since 1970."""
        if (node, last) not in self._days:
            setting = self.passes.setting
            days = setting.tables.days[setting.calendar[node]].days
            values = np.arange(self.least[node], self.most[node] + 1)
            table = days[self._shown(node, values, last=last)].tolist()
            self._days[node, last] = self._read(node, table)
        return self._days[node, last]

    def _shown(self, node: int, values: Integers, *, last: bool) -> Integers:
        """Indices of the first or last days at values of a node's variable."""
        if self.numbers.halves(node):
            return (values - 1) // 2
        return values + (self.passes.setting.length[node] - 1 if last else 0)

    def end(self) -> cp_model.IntVar:
        """The last day: an index where all share a calendar, otherwise in days since 1970."""
        setting = self.passes.setting
        count, tables = setting.network.count, setting.tables.days
        alone = len(set(setting.calendar[:count])) == 1
        top = tables[setting.calendar[0]].days.size if alone else max(int(one.days[-1]) for one in tables)
        end = self.cp.new_int_var(0, top, "")
        for node in self._last():
            if not alone:
                self.cp.add(end >= self._day(node, last=True))
            elif self.numbers.halves(node):
                self.cp.add(2 * end + 2 >= self.value[node])
            else:
                self.cp.add(end >= self.value[node] + setting.length[node] - 1)
        return end

    def _last(self) -> Iterable[int]:
        """Tasks that no other task follows."""
        setting = self.passes.setting
        followed = {
            before
            for before, after, from_start, _to_finish, lag in setting.network.rows
            if not from_start and lag >= 0 and after < setting.network.count
            if setting.state[after] is State.FREE
        }
        return (node for node in range(setting.network.count) if node not in followed)

    def delay(self, ends: Mapping[int, int]) -> cp_model.IntVar:
        """By how many working days the last days of nodes are behind indices, the most of them."""
        setting = self.passes.setting
        delay = self.cp.new_int_var(0, max(self.most), "")
        for node, end in ends.items():
            if self.numbers.halves(node):
                self.cp.add(self.value[node] <= 2 * (end + delay) + 2)
            else:
                self.cp.add(self.value[node] + setting.length[node] - 1 <= end + delay)
        return delay

    def behind(self, delay: cp_model.IntVar) -> cp_model.IntVar:
        """1 where there is a delay."""
        moved = self.cp.new_bool_var("")
        self.cp.add(delay == 0).only_enforce_if(~moved)
        return moved

    def movement(self) -> cp_model.LinearExprT:
        """Working days by which all tasks are later than they would be without levelling."""
        state, halves = self.passes.setting.state, self.numbers.halves
        free = [node for node in range(len(self.value)) if state[node] is State.FREE and not halves(node)]
        return total(self.value[node] - self.least[node] for node in free)

    def reach(self, aim: cp_model.LinearExprT, part: Part, tell: Tell | None) -> tuple[Reached | None, float]:
        """The least value of an aim, kept from then on, and the time it took.

        None where it is proved that there are no dates; TimeoutError where none were found in time.
        """
        self.cp.minimize(aim)
        solver = cp_model.CpSolver()
        settle(solver, part.limit)
        status = part.solved(solver, self.cp, _Teller(tell) if tell else None)
        spent = float(solver.response_proto.deterministic_time)
        if status == cp_model.INFEASIBLE:
            return None, spent
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise TimeoutError
        self.found = [solver.value(one) for one in self.value]
        self._hint()
        value = round(solver.objective_value)
        self.cp.add(aim <= value)
        return Reached(value, min(value, math.ceil(solver.best_objective_bound - NEARLY))), spent


def _pieces(table: Sequence[int]) -> Iterable[tuple[int, int, int]]:
    """The parts of a table that are straight lines: first and last place, and slope."""
    first = 0
    while first < len(table):
        last = min(first + 1, len(table) - 1)
        slope = table[last] - table[first]
        if slope > STEEPEST:
            last, slope = first, 0
        while last + 1 < len(table) and last > first and table[last + 1] - table[last] == slope:
            last += 1
        yield first, last, slope
        first = last + 1


def total(terms: Iterable[cp_model.LinearExprT]) -> cp_model.LinearExprT:
    """The sum as the solver takes it."""
    found: cp_model.LinearExprT = cp_model.LinearExpr.sum(list(terms))
    return found


def settle(solver: cp_model.CpSolver, limit: float) -> None:
    """The same seed, and a limit in the solver's own units of time."""
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = SEED
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = limit
    solver.parameters.cp_model_probing_level = 0  # with many weeks it takes the whole time
    solver.parameters.symmetry_level = 0
    # Its local search (9.15) reads behind an empty table where presolve has taken all intervals of a
    # resource away, and ends the whole process; dates to begin with are known without it.
    solver.parameters.use_feasibility_jump = False
    solver.parameters.num_violation_ls = 0


class _Teller(cp_model.CpSolverSolutionCallback):
    """Tells how far the search is at each solution."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self.tell = tell

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        self.tell(round(self.objective_value), round(self.best_objective_bound))
