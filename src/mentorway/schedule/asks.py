"""What each edge of a network asks of its target, worked out beforehand and for all edges at once.

Of most edges it is a sum; between calendars, or at points, an entry of a table that all edges between the
same two calendars share. Values are those of `passes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mentorway.schedule.network import Kind, Network
from mentorway.schedule.setting import Ends, Passage, Setting, State

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Edge(NamedTuple):
    """An edge that is looked at by itself: its number, its target, and how it asks."""

    number: int
    after: int
    through: Passage | None  # None for a sum
    offset: int
    more: int
    at: int | None  # the value of a source that will not move


@dataclass
class Sums:
    """Edges that are sums, as target and what is added, in the turn of their sources.

    ``pairs[first[turn]:first[turn + 1]]`` are those of the node that comes at a turn.
    """

    edges: Integers
    first: list[int]
    pairs: list[tuple[int, int]]


@dataclass
class Tabled:
    """Edges with a table, in the turn of their sources.

    They are columns rather than rows: so many tuples would keep the collector of garbage busy.
    """

    edges: Integers
    counts: list[int]  # how many of them each node has that comes at a turn
    targets: list[int]
    mores: list[int]  # what is added behind the table
    offsets: list[int]  # and before it is read
    through: list[Passage]


@dataclass
class Asks:
    """What edges ask: of most a sum, of others an entry of a table."""

    held: Mask  # the target stays on its day whatever it is asked
    moment: Mask  # by node: milestones and ends of work packages
    point: Mask  # those of them whose values count half days
    sums: Sums
    tabled: Tabled
    added: Integers  # by edge, what sums add
    known: list[Edge]  # of sources that will not move
    leading: dict[int, list[Edge]]  # to beginnings of work packages, by source


def asks_of(setting: Setting, calendar: Integers, offset: Integers, more: Integers) -> Asks:
    """Work out what edges ask, from what is added to their sources before and behind a table."""
    network, odd = setting.network, list(setting.odd)
    state = np.zeros(len(network.tasks), dtype=np.int64)
    state[odd] = [int(setting.state[node]) for node in odd]
    beginning = np.zeros(state.size, dtype=np.bool_)
    beginning[network.count :] = [kind is Kind.BEGINNING for kind in network.kinds[network.count :]]
    before, after = network.before, network.after
    asked = (state[after] < State.STARTED) | ((state[after] == State.STARTED) & network.to_finish)
    known = (state[before] == State.FINISHED) | ((state[before] == State.STARTED) & network.from_start)
    moment = np.array(setting.point, dtype=np.bool_)
    point = moment & (state < State.STARTED)
    sums = np.where(known, 0, offset), np.where(point[after], 2 * more, more)
    code = _codes(setting, calendar, point, known)
    walked = asked & ~known & ~beginning[after]
    aside = np.flatnonzero(asked & ~walked)
    single = [
        _edge(setting, edge, through, (int(sums[0][edge]), int(sums[1][edge])), known=bool(known[edge]))
        for edge, through in zip(aside.tolist(), _passages(setting, code[aside]), strict=True)
    ]
    turns = np.empty(state.size, dtype=np.int64)
    turns[np.array(network.order, dtype=np.int64)] = np.arange(state.size)
    by_source: dict[int, list[Edge]] = {}
    for one in single:
        if beginning[one.after]:
            by_source.setdefault(int(before[one.number]), []).append(one)
    return Asks(
        state[after] == State.HELD,
        moment,
        point,
        _sums(network, turns, np.flatnonzero(walked & (code == 0)), sums[0] + sums[1]),
        _tabled(setting, turns, np.flatnonzero(walked & (code > 0)), (*sums, code)),
        sums[0] + sums[1],
        [one for one in single if not beginning[one.after]],
        by_source,
    )


def _sums(network: Network, turns: Integers, edges: Integers, added: Integers) -> Sums:
    edges = edges[np.argsort(turns[network.before[edges]], kind="stable")]
    first = np.searchsorted(turns[network.before[edges]], np.arange(turns.size + 1)).tolist()
    return Sums(edges, first, list(zip(network.after[edges].tolist(), added[edges].tolist(), strict=True)))


def _tabled(
    setting: Setting, turns: Integers, edges: Integers, columns: tuple[Integers, Integers, Integers]
) -> Tabled:
    network, (offset, more, code) = setting.network, columns
    edges = edges[np.argsort(turns[network.before[edges]], kind="stable")]
    return Tabled(
        edges,
        np.bincount(turns[network.before[edges]], minlength=turns.size).tolist(),
        network.after[edges].tolist(),
        more[edges].tolist(),
        offset[edges].tolist(),
        [one for one in _passages(setting, code[edges]) if one],
    )


def _edge(
    setting: Setting, edge: int, through: Passage | None, sums: tuple[int, int], *, known: bool
) -> Edge:
    network, before, at = setting.network, int(setting.network.before[edge]), None
    if known:
        at = setting.begun[before] if network.from_start[edge] else setting.release[before]
    return Edge(edge, int(network.after[edge]), through, *sums, at)


def _codes(setting: Setting, calendar: Integers, point: Mask, known: Mask) -> Integers:
    """A number for the table of each edge, 0 where both ends count the same days in the same way."""
    network, before, after = setting.network, setting.network.before, setting.network.after
    if not setting.odd and len(setting.tables.days) == 1:
        return np.zeros(before.size, dtype=np.int64)
    ended = np.zeros(point.size, dtype=np.bool_)
    ended[list(setting.ended_in_the_morning)] = True
    from_point, to_point = point[before] & ~known, point[after]
    morning = ~from_point & (network.from_start | (known & ended[before]))
    to_finish = network.to_finish & ~to_point
    same = (calendar[before] == calendar[after]) & (from_point == to_point)
    code = calendar[before] * len(setting.tables.days) + calendar[after]
    for bit in (from_point, to_point, to_finish, morning):
        code = 2 * code + bit
    found: Integers = np.where(same, 0, code + 1)
    return found


def _passages(setting: Setting, code: Integers) -> list[Passage | None]:
    """The tables of edges by their numbers."""
    tables: dict[int, Passage | None] = {0: None}
    for number in np.flatnonzero(np.bincount(code)).tolist():
        if number:
            pair, bits = divmod(number - 1, 16)
            ends = Ends(*(bool(bits >> place & 1) for place in (3, 2, 1, 0)))
            tables[number] = setting.tables.counted(*divmod(pair, len(setting.tables.days)), ends)
    return list(map(tables.__getitem__, code.tolist()))
