"""What levelling is about in whole numbers, for the search and for the simple rule that it begins with.

A node has a value: its position in its own calendar, as in `setting`; that of a point (a milestone, an end of
a work package) counts half days: twice the position, one more for a morning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mentorway.schedule.loads import NEARLY, partners_of
from mentorway.schedule.passes import Passes
from mentorway.schedule.setting import OutOfTableError, State, Step

PARTS = 10_000  # of a person, so that shares become whole numbers


@dataclass(frozen=True)
class Use:
    """The tasks with work of a partner: how much of it each of their days takes, in parts of a person."""

    nodes: tuple[int, ...]
    parts: tuple[int, ...]
    capacity: int


def uses(passes: Passes, capacities: Mapping[str, float]) -> list[Use]:
    """Partners who could have too much to do; no task is counted with more than the whole capacity."""
    network = passes.setting.network
    tasks, found = network.tasks[: network.count], []
    for partner in partners_of(tasks, capacities):
        nodes = [node for node, task in enumerate(tasks) if task.days and task.work.get(partner, 0) > 0]
        if partner not in capacities or not nodes:
            continue
        capacity = int(capacities[partner] * PARTS + NEARLY)
        needed = [tasks[node].work[partner] / _worked(passes, node) for node in nodes]
        parts = [min(int(persons * PARTS + NEARLY), capacity) for persons in needed]
        if sum(parts) > capacity > 0:
            found.append(Use(tuple(nodes), tuple(parts), capacity))
    return found


def _worked(passes: Passes, node: int) -> int:
    """On how many days a task is worked on."""
    first, end = span(passes, node)
    return max(end - first, 1)


def span(passes: Passes, node: int) -> tuple[int, int]:
    """Index of the first day, and behind the last one, as without levelling."""
    setting, place = passes.setting, passes.early[node]
    if setting.state[node] < State.STARTED:
        return place, place + setting.length[node]
    return setting.begun[node], place


class Numbers:
    """Partners who could have too much to do, and the least value of each node."""

    def __init__(self, passes: Passes, capacities: Mapping[str, float]) -> None:
        self.passes = passes
        self.uses = uses(passes, capacities)
        self.least = [
            2 * place + morning if self.halves(node) else place
            for node, (place, morning) in enumerate(zip(passes.early, passes.morning, strict=True))
        ]

    def halves(self, node: int) -> bool:
        """Whether the value of a node counts half days."""
        return self.passes.setting.point[node] and self.passes.setting.state[node] < State.STARTED

    def fixed(self, node: int) -> bool:
        """Whether a node stays where it is."""
        return self.passes.setting.state[node] in (State.HELD, State.FINISHED)

    def alone(self, use: Use) -> bool:
        """Whether all tasks with a partner's work share a calendar."""
        return len({self.passes.setting.calendar[node] for node in use.nodes}) == 1

    def taken(self, use: Use) -> dict[int, int]:
        """What fixed tasks take of a partner, at most all: by index, or by day since 1970 if not alone."""
        setting, alone = self.passes.setting, self.alone(use)
        taken: dict[int, int] = {}
        for node, needed in zip(use.nodes, use.parts, strict=True):
            if setting.state[node] is State.FREE:
                continue
            table = setting.tables.days[setting.calendar[node]]
            for index in range(*span(self.passes, node)):
                place = index if alone else int(table.days[index])
                taken[place] = min(taken.get(place, 0) + needed, use.capacity)
        return taken

    def asked_of(self, step: Step, before: int, value: int) -> int:
        """The moment that an edge asks for when its source has a value: one row of the table."""
        points = self.passes.setting.point[step.after]
        if step.morning is None and self.halves(before):
            place, morning = value >> 1, bool(value & 1)
        else:
            place, morning = value + (step.length if step.at is None else 0), bool(step.morning)
        way = step.morning_way if morning else step.evening_way
        if way:
            if not 0 <= place < len(way.forward):
                raise OutOfTableError
            return int(way.forward[place]) + (2 * step.more if points else step.more)
        return 2 * (place + step.more) + morning if points else place + step.more
