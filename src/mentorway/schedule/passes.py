"""The two passes of the critical path method: forward from the start, backward from the end.

Written as plain loops over lists: networks are as deep as they are long, so arrays would win nothing. What
each edge asks is worked out beforehand, for all edges at once: a sum, or an entry of a table that all edges
between the same two calendars share.

A node has a value: its position, as in `setting`; of a point (a milestone, an end of a work package) in half
days, twice the position and one more for a morning, so that what is later has the higher value.

Kelley & Walker (1959), Critical-path planning and scheduling, Proc. Eastern Joint Computer Conference,
doi:10.1145/1460299.1460318. Links with lags: Crandall (1973), Precedence diagramming, Civ Eng 43(9).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from mentorway.schedule.asks import Asks, Edge, Tabled, asks_of
from mentorway.schedule.network import Kind
from mentorway.schedule.setting import OutOfTableError, Setting, State, Step

NEVER = 2**40  # a position behind all others

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass
class Passes:
    """Positions by node: the earliest, in passing; and by edge, what it asks for (-`NEVER` where nothing)."""

    setting: Setting
    asks: Asks
    plain: Mask  # edges that are sums of positions, between tasks without days of their own
    sums: Integers  # what plain edges add
    early: list[int] = field(default_factory=list)
    morning: list[bool] = field(default_factory=list)
    value: list[int] = field(default_factory=list)
    asked: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    tight: Mask = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))  # what decides, to the half day
    leaders: dict[int, int] = field(default_factory=dict)  # the edge by which a work package begins

    @cached_property
    def steps(self) -> dict[int, list[Step]]:
        """Edges that ask more than a sum, by source."""
        found: dict[int, list[Step]] = {}
        for edge in np.flatnonzero(~self.plain).tolist():
            if self.setting.asked(edge):
                found.setdefault(int(self.setting.network.before[edge]), []).append(self.setting.step(edge))
        return found

    @cached_property
    def plain_edges(self) -> tuple[list[int], list[tuple[int, int]]]:
        """Where the plain edges of each node begin; and of each its target and what it adds."""
        network, plain = self.setting.network, self.plain
        first = np.searchsorted(network.before[plain], np.arange(len(network.tasks) + 1))
        edges = zip(network.after[plain].tolist(), self.sums[plain].tolist(), strict=True)
        return first.tolist(), list(edges)

    def slack(self, edge: int) -> int:
        """Working days by which an edge asks less than what is."""
        return self.early[int(self.setting.network.after[edge])] - int(self.asked[edge])


def prepared(setting: Setting) -> Passes:
    """Work out what each edge asks."""
    network = setting.network
    odd = np.zeros(len(network.tasks), dtype=np.bool_)
    odd[list(setting.odd)] = True
    calendar = np.array(setting.calendar, dtype=np.int64)
    before, after = network.before, network.after
    plain = ~(odd[before] | odd[after]) & (calendar[before] == calendar[after])
    length = np.array(setting.length, dtype=np.int64)
    offset = np.where(network.from_start, 0, length[before])
    more = network.lag - np.where(network.to_finish, length[after], 0)
    return Passes(setting, asks_of(setting, calendar, offset, more), plain, offset + more)


def forward(passes: Passes) -> None:
    """Earliest positions: nothing sooner than its day, nor than what it waits for."""
    network, asks = passes.setting.network, passes.asks
    value = passes.value = _least(passes)
    passes.leaders = {}
    asked = passes.asked = np.full(network.before.size, -NEVER)
    for edge in asks.known:
        asked[edge.number] = _asked_by(edge, 0)
        if not asks.held[edge.number]:
            value[edge.after] = max(value[edge.after], int(asked[edge.number]))
    try:
        asked[asks.tabled.edges] = _walk(passes, value)
    except IndexError as error:
        raise OutOfTableError from error
    value_of = np.array(value, dtype=np.int64)
    plain = asks.sums.edges
    asked[plain] = value_of[network.before[plain]] + asks.added[plain]
    early = np.where(asks.point, value_of >> 1, value_of)
    passes.early = early.tolist()
    passes.morning = (asks.moment & (~asks.point | (value_of % 2 == 1))).tolist()
    passes.tight = asked == value_of[network.after]
    halves = asks.point[network.after] & (asked > -NEVER)
    asked[halves] >>= 1


def _least(passes: Passes) -> list[int]:
    """Values before anything waits: those of milestones are mornings."""
    network, point = passes.setting.network, passes.asks.point
    release = np.array(passes.setting.release, dtype=np.int64)
    least = np.where(point, 2 * release + 1, release)
    for node, kind in enumerate(network.kinds[network.count :], network.count):
        least[node] = NEVER if kind is Kind.BEGINNING else 0
    found: list[int] = least.tolist()
    return found


def _walk(passes: Passes, value: list[int]) -> list[int]:
    """Let every edge ask when the value of its source is settled; what those with tables asked, in turn."""
    asks, setting = passes.asks, passes.setting
    fixed = {node: value[node] for node in setting.odd if setting.state[node] is State.HELD}
    special = fixed.keys() | asks.leading.keys()
    first, pairs = asks.sums.first, asks.sums.pairs
    tabled = zip(*_rows(asks.tabled, back=False), strict=True)
    counts, found = asks.tabled.counts, list[int]()
    for turn, node in enumerate(setting.network.order):
        if node in special:
            value[node] = fixed.get(node, value[node])
            _lead(passes, node)
        place = value[node]
        for target, more in pairs[first[turn] : first[turn + 1]]:
            reached = place + more
            if reached > value[target]:  # noqa: PLR1730 - a call takes three times as long
                value[target] = reached
        for target, more, offset, table in islice(tabled, counts[turn]) if counts[turn] else ():
            reached = table[place + offset] + more
            found.append(reached)
            if reached > value[target]:  # noqa: PLR1730
                value[target] = reached
    return found


def _rows(edges: Tabled, *, back: bool) -> tuple[list[int], list[int], list[int], list[memoryview]]:
    """Columns of edges with a table, for one direction."""
    if back:
        tables = [one.back for one in reversed(edges.through)]
        return edges.targets[::-1], edges.mores[::-1], edges.offsets[::-1], tables
    return edges.targets, edges.mores, edges.offsets, [one.forward for one in edges.through]


def _asked_by(edge: Edge, value: int) -> int:
    """The value that an edge asks for."""
    place = (value if edge.at is None else edge.at) + edge.offset
    if edge.through is None:
        return place + edge.more
    if not 0 <= place < len(edge.through.forward):
        raise OutOfTableError
    return int(edge.through.forward[place]) + edge.more


def _lead(passes: Passes, node: int) -> None:
    """Work packages begin with the first of their parts."""
    for edge in passes.asks.leading.get(node, ()):
        reached = _asked_by(edge, passes.value[node])
        passes.asked[edge.number] = reached
        if reached < passes.value[edge.after]:
            passes.value[edge.after] = reached
            passes.leaders[edge.after] = edge.number


def backward(passes: Passes, cap: Integers) -> tuple[Integers, Integers]:
    """Latest positions that keep the end, each at most `cap`; and the latest that move no other task."""
    point, count = passes.asks.point, passes.setting.network.count
    late: list[int] = np.where(point, 2 * cap, cap).tolist()
    pulled = _Pulled(late, _unmoved(passes, late), [*passes.value[:count], *late[count:]])
    try:
        _walk_back(passes, pulled)
    except IndexError as error:
        raise OutOfTableError from error
    for node, value in pulled.own.items():
        late[node] = value
    return _positions(passes, late), _positions(passes, pulled.free)


def _unmoved(passes: Passes, late: list[int]) -> list[int]:
    """The latest values that move no target of an edge that is a sum."""
    plain, network, free = passes.asks.sums.edges, passes.setting.network, np.array(late, dtype=np.int64)
    allowed = np.array(passes.value, dtype=np.int64)[network.after[plain]] - passes.asks.added[plain]
    np.minimum.at(free, network.before[plain], allowed)
    found: list[int] = free.tolist()
    return found


@dataclass
class _Pulled:
    """Latest values by node, as others may count on them; `own` of nodes with a day of their own."""

    late: list[int]
    free: list[int]
    still: list[int]  # where a target is that is not to be moved
    own: dict[int, int] = field(default_factory=dict)


def _walk_back(passes: Passes, pulled: _Pulled) -> None:
    asks, order = passes.asks, passes.setting.network.order
    late, free, still = pulled.late, pulled.free, pulled.still
    special = passes.setting.odd | asks.leading.keys()
    first, pairs = asks.sums.first, asks.sums.pairs
    tabled = zip(*_rows(asks.tabled, back=True), strict=True)
    counts = asks.tabled.counts
    for turn in range(len(order) - 1, -1, -1):
        node = order[turn]
        least, unmoving = late[node], free[node]
        for target, more in pairs[first[turn] : first[turn + 1]]:
            place = late[target] - more
            if place < least:  # noqa: PLR1730 - a call takes three times as long
                least = place
        for target, more, offset, table in islice(tabled, counts[turn]) if counts[turn] else ():
            place, kept = late[target] - more, still[target] - more
            if place < 0 or kept < 0:
                raise OutOfTableError
            place, kept = table[place] - offset, table[kept] - offset
            least = place if place < least else least  # noqa: FURB136
            unmoving = kept if kept < unmoving else unmoving  # noqa: FURB136
        late[node], free[node] = least, unmoving
        if node in special:
            _settle(passes, node, pulled)


def _allowed(edge: Edge, target: int) -> int:
    """The latest value of a source that an edge allows."""
    place = target - edge.more
    if edge.through is None:
        return place - edge.offset
    if not 0 <= place < edge.through.reach:
        raise OutOfTableError
    return int(edge.through.back[place]) - edge.offset


def _settle(passes: Passes, node: int, pulled: _Pulled) -> None:
    """What leads a work package keeps to it; others may count on a day of its own, kept or not."""
    setting, value = passes.setting, passes.value[node]
    for edge in passes.asks.leading.get(node, ()):
        if edge.at is None and passes.leaders.get(edge.after) == edge.number:
            pulled.late[node] = min(pulled.late[node], _allowed(edge, pulled.late[edge.after]))
            pulled.free[node] = min(pulled.free[node], _allowed(edge, pulled.still[edge.after]))
    if node >= setting.network.count:
        pulled.still[node] = pulled.free[node]
    elif setting.state[node] in (State.HELD, State.FINISHED):
        pulled.own[node] = min(pulled.late[node], value) if setting.state[node] is State.HELD else value
        pulled.late[node] = pulled.free[node] = value


def _positions(passes: Passes, values: list[int]) -> Integers:
    """Values as positions of what nodes are: of a morning the latest morning, of an evening the evening."""
    found = np.array(values, dtype=np.int64)
    return np.where(passes.asks.point, (found - np.array(passes.morning, dtype=np.int64)) >> 1, found)
