"""Critical path: 10,000 tasks with four links, lags, summaries and calendars of eight countries.

Run: python -m benchmarks.critical_path [--runs 7]
The plan is drawn from a seed: 10,000 tasks of 1 to 20 days, 20,000 dependencies of all four links with lags.
Ours is `critical_path` whole: from the plan to dates, floats, chain and circles named. The peer is networkx
on the same tasks and dependencies: building a graph with a node for each task, and from it (a) the
length of the longest path alone, by `dag_longest_path_length`, and (b) what ours finds, earliest and latest
days by a pass in `topological_sort` and one back, in the words of networkx. It counts days without calendars,
which is less than ours does; lengths and floats must agree.
The mark of five times is for tasks read in order of time, against both; shuffled is shown beside it.
A harder plan, on which networkx is not run, has
a milestone in each tenth task, work packages and eight countries' calendars. A simulation of 300 tasks and
5,000 runs has no peer. Times are of the processor; the clock stands beside them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import networkx as nx
import numpy as np

from mentorway.schedule.calendars import calendar_of_country
from mentorway.schedule.critical import critical_path
from mentorway.schedule.plan import Calendar, Dependency, Guess, Link, Plan, Task
from mentorway.schedule.risk import simulate

TASKS, MARK, TIMES = 10_000, 0.100, 5.0
START = dt.date(2027, 1, 4)
COUNTRIES = ("LT", "LV", "EE", "FI", "SE", "NO", "DK", "IS")
FROM_FINISH, TO_FINISH = (Link.FINISH_START, Link.FINISH_FINISH), (Link.FINISH_FINISH, Link.START_FINISH)


def drawn(count: int) -> Plan:
    rng = random.Random(20261129)
    tasks = tuple(Task(f"t{number}", f"Task {number}", rng.randint(1, 20)) for number in range(count))
    links = tuple(
        Dependency(f"t{max(0, b - rng.randint(1, 200))}", f"t{b}", rng.choice(list(Link)), rng.randint(0, 4))
        for b in range(1, count)
        for _ in range(2)
    )
    return Plan(START, tasks, links)


def harder(plan: Plan) -> Plan:
    """The same with calendars, milestones, and work packages of 50, each waiting for the one four before."""
    calendars = {name: calendar_of_country(name, 2027, 2060) for name in COUNTRIES}
    tasks = tuple(
        replace(
            task,
            calendar=COUNTRIES[number % 8],
            days=task.days if number % 10 else 0,
            parent=f"p{number // 50}",
        )
        for number, task in enumerate(plan.tasks)
    )
    packages = tuple(Task(f"p{number}", f"Package {number}", 0) for number in range(len(tasks) // 50))
    waits = tuple(Dependency(f"p{number - 5}", f"p{number}") for number in range(5, len(packages)))
    return Plan(START, packages + tasks, plan.dependencies + waits, {**calendars, "": Calendar()})


def graph_of(plan: Plan) -> nx.DiGraph:
    """A node for each start, numbered; what each end asks is in the weights."""
    numbers = {task.key: number for number, task in enumerate(plan.tasks)}
    days = [task.days for task in plan.tasks]
    weights: dict[tuple[int, int], int] = {}
    for one in plan.dependencies:
        ends = numbers[one.before], numbers[one.after]
        weight = one.lag + (days[ends[0]] if one.link in FROM_FINISH else 0)
        weight -= days[ends[1]] if one.link in TO_FINISH else 0
        weights[ends] = max(weight, weights.get(ends, weight))
    graph = nx.DiGraph()
    graph.add_weighted_edges_from((-1, number, 0) for number in range(len(days)))
    graph.add_weighted_edges_from((number, -2, length) for number, length in enumerate(days))
    graph.add_weighted_edges_from((*ends, weight) for ends, weight in weights.items())
    return graph


def length_by_networkx(plan: Plan) -> int:
    return int(nx.dag_longest_path_length(graph_of(plan)))


def floats_by_networkx(plan: Plan) -> dict[str, int]:
    graph = graph_of(plan)
    order = list(nx.topological_sort(graph))
    early = dict.fromkeys(order, 0)
    for node in order:
        for after, edge in graph.adj[node].items():
            early[after] = max(early[after], early[node] + edge["weight"])
    late = dict.fromkeys(order, early[-2])
    for node in reversed(order):
        for after, edge in graph.adj[node].items():
            late[node] = min(late[node], late[after] - edge["weight"])
    return {task.key: late[number] - early[number] for number, task in enumerate(plan.tasks)}


def timed(work: Callable[[], Any], runs: int) -> tuple[float, float, Any]:
    clock, processor, found = [], [], None
    for _run in range(runs):
        start = time.perf_counter(), time.process_time()
        found = work()
        clock.append(time.perf_counter() - start[0])
        processor.append(time.process_time() - start[1])
    return statistics.median(processor), statistics.median(clock), found


def in_turn(works: Sequence[Callable[[Plan], Any]], plan: Plan, runs: int) -> list[tuple[float, float, Any]]:
    """Each in turn, again and again, so that a busy neighbour slows all alike; medians."""
    taken = [[timed(lambda work=work: work(plan), 1) for work in works] for _run in range(runs)]
    return [
        (
            statistics.median(one[0] for one in runs_of),
            statistics.median(one[1] for one in runs_of),
            runs_of[0][2],
        )
        for runs_of in zip(*taken, strict=True)
    ]


def said(name: str, taken: tuple[float, float, Any], more: str = "") -> None:
    print(f"{name:52} {taken[0] * 1000:8.1f} ms ({taken[1] * 1000:.1f} by the clock) {more}")


def risky(count: int) -> Plan:
    plan = drawn(count)
    tasks = tuple(
        replace(task, guess=Guess(task.days * 0.8, task.days, task.days * 2)) for task in plan.tasks
    )
    return replace(plan, tasks=tasks)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    plan = drawn(TASKS)
    works = (critical_path, length_by_networkx, floats_by_networkx)
    ours, length, floats = in_turn(works, plan, runs)
    dates, days = ours[2], int(length[2])
    mixed = replace(plan, tasks=tuple(random.Random(1).sample(plan.tasks, TASKS)))
    ours_mixed, floats_mixed = in_turn((critical_path, floats_by_networkx), mixed, runs)
    same = np.busday_count(dates.start, dates.finish + dt.timedelta(days=1)) == days
    if not same or {one.key: one.total_float for one in dates} != floats[2]:
        sys.exit("Ours and networkx differ.")
    said(f"{TASKS} tasks, {len(plan.dependencies)} dependencies: ours", ours, f"{days} working days")
    said("networkx, length alone", length, f"{length[0] / ours[0]:.1f} times ours")
    said("networkx, earliest and latest days", floats, f"{floats[0] / ours[0]:.1f} times ours")
    said("shuffled: ours", ours_mixed)
    said(
        "networkx, earliest and latest days",
        floats_mixed,
        f"{floats_mixed[0] / ours_mixed[0]:.1f} times ours",
    )
    hard = harder(plan)
    harder_one = timed(lambda: critical_path(hard), runs)
    said("with packages, milestones, eight calendars", harder_one)
    few = risky(300)
    simulated = timed(lambda: simulate(few, np.random.default_rng(1)), 3)
    said("300 tasks, 5,000 runs simulated", simulated, f"80 %: {simulated[2].finish_at(0.8)}")
    load = os.getloadavg()[0]
    print(f"load {load:.1f}")
    if max(min(ours_mixed[:2]), min(harder_one[:2])) > MARK or min(length[0], floats[0]) < TIMES * ours[0]:
        sys.exit(f"Missed the mark of {MARK * 1000:.0f} ms or {TIMES} times networkx.")


if __name__ == "__main__":
    main()
