"""The passes of `passes.py` for many runs at once: each position is an array by run instead of a number."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mentorway.schedule.calendars import EPOCH
from mentorway.schedule.network import Kind
from mentorway.schedule.passes import NEVER
from mentorway.schedule.setting import OutOfTableError, Passage, Setting, State, Step

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass
class Runs:
    """Earliest and latest positions by node, then by run."""

    setting: Setting
    count: int
    length: list[Integers]
    early: list[Integers]
    steps: list[list[Step]]
    morning: list[Mask] = field(default_factory=list)
    late: list[Integers] = field(default_factory=list)
    late_morning: dict[int, Integers] = field(default_factory=dict)
    leaders: dict[int, Integers] = field(default_factory=dict)
    ways: dict[int, tuple[Integers, Integers]] = field(default_factory=dict)

    def way(self, passage: Passage) -> tuple[Integers, Integers]:
        """A passage as arrays."""
        if id(passage) not in self.ways:
            self.ways[id(passage)] = np.asarray(passage.forward), np.asarray(passage.back)
        return self.ways[id(passage)]


def runs_of(
    setting: Setting, lengths: dict[int, Integers], releases: dict[int, Integers], count: int
) -> Runs:
    """Prepare runs in which some nodes take other lengths, and some under way end at other positions."""
    network = setting.network
    steps: list[list[Step]] = [[] for _node in network.tasks]
    for edge, before in enumerate(network.before.tolist()):
        if setting.asked(edge):
            steps[before].append(setting.step(edge))
    kinds = enumerate(network.kinds)
    least = [NEVER if kind is Kind.BEGINNING else setting.release[node] for node, kind in kinds]
    for node in range(network.count, len(least)):
        least[node] = least[node] if least[node] == NEVER else 0
    return Runs(
        setting,
        count,
        [lengths.get(node, np.full(count, days)) for node, days in enumerate(setting.length)],
        [releases.get(node, np.full(count, place)) for node, place in enumerate(least)],
        steps,
    )


def run_forward(runs: Runs) -> None:
    """Earliest positions in all runs."""
    setting, network = runs.setting, runs.setting.network
    mornings = {
        node: runs.early[node].copy() if node < network.count else np.full(runs.count, -1)
        for node, point in enumerate(setting.point)
        if point
    }
    never = np.zeros(runs.count, dtype=np.bool_)
    runs.morning = [never] * len(network.tasks)
    for node in network.order:
        if setting.point[node]:
            runs.morning[node] = mornings[node] >= runs.early[node]
        for step in runs.steps[node]:
            if setting.state[step.after] is not State.HELD:
                _push(runs, node, step, mornings)


def _push(runs: Runs, node: int, step: Step, mornings: dict[int, Integers]) -> None:
    network, after = runs.setting.network, step.after
    in_morning = runs.morning[node] if step.morning is None else np.full(runs.count, step.morning)
    if step.at is not None:
        place = np.full(runs.count, step.at)
    else:
        place = runs.early[node] if network.from_start[step.edge] else runs.early[node] + runs.length[node]
    place = _through(runs, step, in_morning, place, back=False)
    if step.evening_way and runs.setting.point[after]:
        place, in_morning = place >> 1, (place & 1).astype(np.bool_)
    place = place + _more(runs, step)
    if network.kinds[after] is Kind.BEGINNING:
        better = (place < runs.early[after]) | ((place == runs.early[after]) & ~in_morning)
        runs.early[after] = np.where(better, place, runs.early[after])
        mornings[after] = np.where(better, np.where(in_morning, place, -1), mornings[after])
        leaders = runs.leaders.get(after, np.full(runs.count, -1))
        runs.leaders[after] = np.where(better, step.edge, leaders)
        return
    runs.early[after] = np.maximum(runs.early[after], place)
    if runs.setting.point[after]:
        mornings[after] = np.where(in_morning, np.maximum(mornings[after], place), mornings[after])


def _more(runs: Runs, step: Step) -> Integers | int:
    network = runs.setting.network
    lag = int(network.lag[step.edge])
    return lag - runs.length[step.after] if network.to_finish[step.edge] else lag


def _through(runs: Runs, step: Step, in_morning: Mask, place: Integers, *, back: bool) -> Integers:
    """Positions counted in the calendar at the other end of an edge."""
    if step.evening_way is None or step.morning_way is None:
        return place
    sure = np.where(place >= NEVER // 2, 0, place) if back else place
    evening, morning = runs.way(step.evening_way)[back], runs.way(step.morning_way)[back]
    if sure.size and not 0 <= sure.min() <= sure.max() < min(evening.size, morning.size):
        raise OutOfTableError
    found: Integers = np.where(in_morning, morning[sure], evening[sure])
    return np.where(place >= NEVER // 2, NEVER, found) if back else found


def run_ends(runs: Runs) -> list[Integers]:
    """The day on which each task ends in each run, in days since 1970."""
    setting, found = runs.setting, []
    for node in range(setting.network.count):
        table, task = setting.tables.days[setting.calendar[node]], setting.network.tasks[node]
        if setting.state[node] is State.FINISHED:
            day = task.finished or task.started
            found.append(np.full(runs.count, day.toordinal() - EPOCH if day else 0))
            continue
        behind = runs.early[node] + runs.length[node]
        last = behind - np.where(runs.morning[node], 0, 1)
        if last.size and not 0 <= last.min() <= last.max() < table.days.size:
            raise OutOfTableError
        found.append(table.days[last])
    return found


def run_backward(runs: Runs, ends: Integers) -> None:
    """Latest positions in all runs that keep the end of each run."""
    setting, network = runs.setting, runs.setting.network
    places = ends + 1 - setting.tables.days[0].base
    behind = [table.before[places] for table in setting.tables.days]
    runs.late = [
        behind[setting.calendar[node]] - runs.length[node]
        if node < network.count
        else np.full(runs.count, NEVER)
        for node in range(len(network.tasks))
    ]
    for node in reversed(network.order):
        state = setting.state[node]
        if setting.point[node]:
            runs.late_morning[node] = runs.late[node] - (node < network.count)
        for step in runs.steps[node]:
            _pull(runs, node, step)
        if state is State.FINISHED:
            runs.late[node] = runs.early[node]
        elif state is State.HELD:
            runs.late[node] = np.minimum(runs.late[node], runs.early[node])


def _pull(runs: Runs, node: int, step: Step) -> None:
    setting, after = runs.setting, step.after
    if step.at is not None:
        return
    if setting.state[after] is State.HELD:
        target = runs.early[after], runs.early[after]
    else:
        target = runs.late[after], runs.late_morning.get(after, runs.late[after])
    for in_morning in (False, True) if setting.point[node] else (bool(step.morning),):
        place: Integers = target[in_morning] - _more(runs, step)
        if step.evening_way and setting.point[after]:
            latest: Integers = np.maximum(2 * target[0], 2 * target[1] + 1).astype(np.int64)
            place = latest - 2 * _more(runs, step)
        place = np.where(target[0] >= NEVER // 2, NEVER, place)
        place = _through(runs, step, np.full(runs.count, in_morning), place, back=True)
        if not setting.network.from_start[step.edge]:
            place = place - runs.length[node]
        if after in runs.leaders:
            place = np.where(runs.leaders[after] == step.edge, place, NEVER)
        if setting.point[node] and in_morning:
            runs.late_morning[node] = np.minimum(runs.late_morning[node], place)
        else:
            runs.late[node] = np.minimum(runs.late[node], place)


def run_critical(runs: Runs) -> list[Mask]:
    """In which runs each task has no float."""
    setting, found = runs.setting, []
    for node in range(setting.network.count):
        late = runs.late[node]
        if setting.point[node]:
            late = np.where(runs.morning[node], runs.late_morning[node], late)
        over = setting.state[node] is State.FINISHED
        found.append((late <= runs.early[node]) & (not over))
    return found
