"""Some dates on which nobody has too much to do, found by a simple rule, for the search to begin with.

Tasks are taken one by one, of those that wait for nothing more the one that can be put off least, and put on
the first days on which everybody has room (serial schedule generation; Kolisch 1996, Serial and parallel
resource-constrained project scheduling methods revisited, Eur J Oper Res 90:320-333,
doi:10.1016/0377-2217(95)00357-6).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentorway.schedule.levelling_numbers import Numbers, Use
from mentorway.schedule.network import Kind
from mentorway.schedule.passes import NEVER
from mentorway.schedule.setting import OutOfTableError, State, Step


@dataclass
class _Room:
    """The people of a partner that are taken: by index where all share a calendar, else by day since 1970."""

    use: Use
    alone: bool
    needed: dict[int, int]
    taken: dict[int, int]


def serial(numbers: Numbers, urgency: Sequence[int]) -> list[int] | None:
    """A value for each node, or None where the rule finds none that keeps what is fixed.

    `urgency` is a number for each task that is no work package, least for what must not wait.
    """
    passes, network = numbers.passes, numbers.passes.setting.network
    rooms, value = [_room(numbers, use) for use in numbers.uses], list(numbers.least)
    for node, kind in enumerate(network.kinds):
        if kind is Kind.BEGINNING:
            value[node] = NEVER
    first, edges = passes.plain_edges
    for node in _in_order(numbers, urgency):
        mine = [room for room in rooms if node in room.needed]
        if mine and passes.setting.state[node] is State.FREE:
            value[node] = _placed(numbers, mine, node, value[node])
        for after, more in edges[first[node] : first[node + 1]]:
            value[after] = max(value[after], value[node] + more)
        if not all(_kept(numbers, value, node, step) for step in passes.steps.get(node, ())):
            return None
    return value


def _kept(numbers: Numbers, value: list[int], node: int, step: Step) -> bool:
    """Let an edge that is no mere sum ask for its moment; whether what is fixed stays possible."""
    moment, after = numbers.asked_of(step, node, value[node] if step.at is None else step.at), step.after
    if numbers.passes.setting.network.kinds[after] is Kind.BEGINNING:
        value[after] = min(value[after], moment)
    elif not numbers.fixed(after):
        value[after] = max(value[after], moment)
    else:
        return moment <= value[after] or numbers.passes.slack(step.edge) < 0
    return True


def _in_order(numbers: Numbers, urgency: Sequence[int]) -> Iterator[int]:
    """Nodes, each behind all that it waits for, the urgent ones first."""
    network = numbers.passes.setting.network
    waits = [0] * len(network.tasks)
    for _before, after, *_more in network.rows:
        waits[after] += 1
    keys = [*urgency, *([0] * (len(waits) - len(urgency)))]
    ready = [(keys[node], node) for node, count in enumerate(waits) if not count]
    heapq.heapify(ready)
    first = network.first_edge.tolist()
    while ready:
        _key, node = heapq.heappop(ready)
        yield node
        for _before, after, *_more in network.rows[first[node] : first[node + 1]]:
            waits[after] -= 1
            if not waits[after]:
                heapq.heappush(ready, (keys[after], after))


def _room(numbers: Numbers, use: Use) -> _Room:
    return _Room(use, numbers.alone(use), dict(zip(use.nodes, use.parts, strict=True)), numbers.taken(use))


def _placed(numbers: Numbers, rooms: Sequence[_Room], node: int, place: int) -> int:
    """The first position from one on at which all partners have people; from then on they are taken."""
    setting = numbers.passes.setting
    table, length = setting.tables.days[setting.calendar[node]], setting.length[node]
    while True:
        if place + length > table.days.size:
            raise OutOfTableError
        spans = [_span(room, table.days, place, length) for room in rooms]
        full = -1
        for room, span in zip(rooms, spans, strict=True):
            left = room.use.capacity - room.needed[node]
            last = next((at for at in reversed(span) if room.taken.get(at, 0) > left), None)
            if last is not None:
                index = last if room.alone else table.before[last - table.base + 1] - 1
                full = max(full, place, int(index))
        if full < 0:
            break
        place = full + 1
    for room, span in zip(rooms, spans, strict=True):
        for at in span:
            room.taken[at] = room.taken.get(at, 0) + room.needed[node]
    return place


def _span(room: _Room, days: NDArray[np.signedinteger[Any]], place: int, length: int) -> range:
    if room.alone:
        return range(place, place + length)
    return range(int(days[place]), int(days[place + length - 1]) + 1)
