"""The two passes of the critical path method: forward from the start, backward from the end.

Written as plain loops over lists: networks are as deep as they are long, so arrays would win nothing.
Kelley & Walker (1959), Critical-path planning and scheduling, Proc. Eastern Joint Computer Conference,
doi:10.1145/1460299.1460318. Links with lags: Crandall (1973), Precedence diagramming, Civ Eng 43(9).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mentorway.schedule.network import Kind
from mentorway.schedule.setting import OutOfTableError, Setting, State, Step

NEVER = 2**40  # a position behind all others

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass
class Passes:
    """Positions by node: earliest and latest; and by edge, what it asks for (before 0 where nothing)."""

    setting: Setting
    steps: dict[int, list[Step]]  # edges that ask more than a sum, by source
    plain: Mask
    sums: Integers  # what plain edges add
    early: list[int] = field(default_factory=list)
    morning: list[bool] = field(default_factory=list)
    asked: dict[int, int] = field(default_factory=dict)  # by edge that is not plain
    late: list[int] = field(default_factory=list)
    free: list[int] = field(default_factory=list)  # latest positions that move no other task
    late_morning: dict[int, int] = field(default_factory=dict)  # of points: when they are mornings
    free_morning: dict[int, int] = field(default_factory=dict)
    leaders: dict[int, int] = field(default_factory=dict)  # the edge by which a work package begins

    def latest(self, node: int) -> int:
        """The latest position, as the moment that the node is."""
        return self.late_morning[node] if self.morning[node] else self.late[node]

    def freest(self, node: int) -> int:
        """The latest position that moves no other task, as the moment that the node is."""
        return self.free_morning[node] if self.morning[node] else self.free[node]

    @cached_property
    def plain_edges(self) -> tuple[list[int], list[tuple[int, int]]]:
        """Where the plain edges of each node begin; and of each its target and what it adds."""
        network, plain = self.setting.network, self.plain
        first = np.searchsorted(network.before[plain], np.arange(len(network.tasks) + 1))
        edges = zip(network.after[plain].tolist(), self.sums[plain].tolist(), strict=True)
        return first.tolist(), list(edges)

    def slack(self, edge: int) -> int:
        """Working days by which an edge asks less than what is."""
        network = self.setting.network
        before, after = int(network.before[edge]), int(network.after[edge])
        if self.plain[edge]:
            return self.early[after] - self.early[before] - int(self.sums[edge])
        return self.early[after] - self.asked.get(edge, -NEVER)


def prepared(setting: Setting) -> Passes:
    """Part the edges into sums and such that ask more."""
    network = setting.network
    odd = np.zeros(len(network.tasks), dtype=np.bool_)
    odd[list(setting.odd)] = True
    calendar = np.array(setting.calendar, dtype=np.int64)
    before, after = network.before, network.after
    plain = ~(odd[before] | odd[after]) & (calendar[before] == calendar[after])
    length = np.array(setting.length, dtype=np.int64)
    sums = np.where(network.from_start, 0, length[before]) + network.lag
    sums -= np.where(network.to_finish, length[after], 0)
    steps: dict[int, list[Step]] = {}
    for edge in np.flatnonzero(~plain).tolist():
        if setting.asked(edge):
            steps.setdefault(int(before[edge]), []).append(setting.step(edge))
    return Passes(setting, steps, plain, sums)


def forward(passes: Passes) -> None:
    """Earliest positions: nothing sooner than its day, nor than what it waits for."""
    setting, network = passes.setting, passes.setting.network
    early = list(setting.release)
    for node, kind in enumerate(network.kinds[network.count :], network.count):
        early[node] = NEVER if kind is Kind.BEGINNING else 0
    mornings = {node: early[node] if node < network.count else -1 for node in setting.odd}
    passes.early, passes.morning = early, [False] * len(early)
    first, edges = passes.plain_edges
    hard = setting.odd | passes.steps.keys()
    for node in network.order:
        place = early[node]
        for target, more in edges[first[node] : first[node + 1]]:
            reached = place + more
            if reached > early[target]:  # noqa: PLR1730 - a call takes three times as long
                early[target] = reached
        if node in hard:
            passes.morning[node] = setting.point[node] and mornings[node] >= place
            for step in passes.steps.get(node, ()):
                _push(passes, node, step, mornings)


def _push(passes: Passes, node: int, step: Step, mornings: dict[int, int]) -> None:
    """Let one edge that is no mere sum ask for its moment."""
    setting, early, after = passes.setting, passes.early, step.after
    in_morning = passes.morning[node] if step.morning is None else step.morning
    place = early[node] + step.length if step.at is None else step.at
    way = step.morning_way if in_morning else step.evening_way
    if way:
        if not 0 <= place < len(way.forward):
            raise OutOfTableError
        place = way.forward[place]
        if setting.point[after]:
            place, in_morning = place >> 1, bool(place & 1)
    place += step.more
    passes.asked[step.edge] = place
    if setting.state[after] is State.HELD:
        return
    if setting.network.kinds[after] is Kind.BEGINNING:
        if place < early[after] or (place == early[after] and not in_morning):
            early[after], mornings[after] = place, place if in_morning else -1
            passes.leaders[after] = step.edge
        return
    early[after] = max(early[after], place)
    if in_morning and setting.point[after]:
        mornings[after] = max(mornings[after], place)


def backward(passes: Passes, cap: list[int]) -> None:
    """Latest positions that keep the end, each at most `cap`; and the latest that move no other task."""
    setting, network = passes.setting, passes.setting.network
    passes.late, passes.free = list(cap), _free_of_plain(passes, cap)
    late = passes.late
    first, edges = passes.plain_edges
    hard = setting.odd | passes.steps.keys()
    for node in reversed(network.order):
        least = late[node]
        for target, more in edges[first[node] : first[node + 1]]:
            place = late[target] - more
            if place < least:  # noqa: PLR1730 - a call takes three times as long
                least = place
        late[node] = least
        if node in hard:
            _settle(passes, node)


def _free_of_plain(passes: Passes, cap: list[int]) -> list[int]:
    network, plain = passes.setting.network, passes.plain
    early = np.array(passes.early, dtype=np.int64)
    free = np.array(cap, dtype=np.int64)
    allowed = early[network.after[plain]] - passes.sums[plain]
    np.minimum.at(free, network.before[plain], allowed)
    found: list[int] = free.tolist()
    return found


def _settle(passes: Passes, node: int) -> None:
    """What edges that are no sums, and a day of its own, mean for the latest positions of a node."""
    state, early = passes.setting.state[node], passes.early[node]
    point = passes.setting.point[node]
    if point:
        passes.late_morning[node] = passes.late[node] - (node < passes.setting.network.count)
        passes.free_morning[node] = passes.late_morning[node]
    for step in passes.steps.get(node, ()):
        for in_morning in (False, True) if point else (bool(step.morning),):
            late, free = (
                (passes.late_morning, passes.free_morning)
                if point and in_morning
                else (
                    passes.late,
                    passes.free,
                )
            )
            late[node] = min(late[node], _pull(passes, step, in_morning=in_morning, unmoved=False))
            free[node] = min(free[node], _pull(passes, step, in_morning=in_morning, unmoved=True))
    if state is State.HELD or state is State.FINISHED:
        kept = state is State.FINISHED
        passes.late[node] = early if kept else min(passes.latest(node), early)
        passes.late_morning[node], passes.free[node] = passes.late[node], early
        passes.free_morning[node] = early


def _target(passes: Passes, after: int, *, unmoved: bool) -> tuple[int, int]:
    """Where a target may be at the latest, or without being moved: as an evening and as a morning."""
    setting, early, morning = passes.setting, passes.early[after], passes.morning[after]
    if setting.state[after] is State.HELD:
        return early, early
    if unmoved and after < setting.network.count:
        return early, early - (setting.point[after] and not morning)
    evenings, mornings = (passes.free, passes.free_morning) if unmoved else (passes.late, passes.late_morning)
    return evenings[after], mornings.get(after, evenings[after])


def _pull(passes: Passes, step: Step, *, in_morning: bool, unmoved: bool) -> int:
    """The latest position of a source that an edge allows."""
    if step.at is not None or passes.leaders.get(step.after, step.edge) != step.edge:
        return NEVER
    target = _target(passes, step.after, unmoved=unmoved)
    if target[0] >= NEVER // 2:
        return NEVER
    place = target[in_morning] - step.more
    way = step.morning_way if in_morning else step.evening_way
    if way:
        if passes.setting.point[step.after]:
            place = max(2 * target[0], 2 * target[1] + 1) - 2 * step.more
        if not 0 <= place < len(way.back) or way.back[place] < 0:
            raise OutOfTableError
        place = way.back[place]
    return place - step.length
