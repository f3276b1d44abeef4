"""Plans from files of PSPLIB, the library of project scheduling problems, for the benchmark and the tests.

Kolisch & Sprecher (1996), PSPLIB, Eur J Oper Res 96:205-216, doi:10.1016/S0377-2217(96)00170-1. A job's use
of a resource on each of its days becomes person-days of a partner; people work every day, so that the days
from the first to the last are the makespan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from mentorway.schedule.plan import Calendar, Dependency, Plan, Task

START = dt.date(2027, 1, 1)
EVERY_DAY = {"": Calendar(frozenset(range(7)))}


def plan_from(text: str) -> tuple[Plan, dict[str, float]]:
    """The plan and the capacities in a file with one mode; jobs that take no time are left out."""
    lines = text.splitlines()
    successors = {row[0]: row[3:] for row in _rows(lines, "PRECEDENCE RELATIONS", 2)}
    needs = {row[0]: (row[2], row[3:]) for row in _rows(lines, "REQUESTS/DURATIONS", 3)}
    (persons,) = _rows(lines, "RESOURCEAVAILABILITIES", 2)
    tasks = tuple(
        Task(str(job), f"Job {job}", days, work=_work(days, each))
        for job, (days, each) in needs.items()
        if days
    )
    links = tuple(
        Dependency(str(job), str(after))
        for job, later in successors.items()
        for after in later
        if needs[job][0] and needs[after][0]
    )
    return Plan(START, tasks, links, EVERY_DAY), {
        f"R{number}": float(n) for number, n in enumerate(persons, 1)
    }


def _work(days: int, each: Sequence[int]) -> Mapping[str, float]:
    return {f"R{number}": float(one * days) for number, one in enumerate(each, 1) if one}


def _rows(lines: Sequence[str], title: str, skipped: int) -> Iterator[list[int]]:
    first = next(number for number, line in enumerate(lines) if line.startswith(title)) + skipped
    for line in lines[first:]:
        if line.startswith("*"):
            return
        yield [int(word) for word in line.split()]


def optima(text: str) -> dict[tuple[int, int], int]:
    """The shortest possible makespan by parameter and instance, from a file such as j30opt.sm."""
    found = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) == 4 and all(word.isdigit() for word in words[:3]):
            found[int(words[0]), int(words[1])] = int(words[2])
    return found
