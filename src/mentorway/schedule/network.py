"""What has to be done before what: a plan as nodes and edges, in an order in which all can be worked out.

Nodes are the tasks that are done themselves (in the order of the plan) and, behind them, ends of work
packages that something depends on. A work package begins with the first and ends with the last of its parts,
at any depth. Depending on a work package means depending on its first beginning or last end; a work package
that depends on something makes each of its parts wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from itertools import compress
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from mentorway.schedule.plan import Bound, Dependency, Link, Plan, Task
from mentorway.wording import InvalidInputError, Message, listed, shown

LINKS = (Link.FINISH_START, Link.FINISH_FINISH, Link.START_START, Link.START_FINISH)  # odd: to the finish
PARTS_AT_MOST = 2_000_000  # edges that the dependencies of work packages may come to

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Kind(IntEnum):
    """What a node is."""

    TASK = 0
    END = 1  # of a work package: when its last part ends
    BEGINNING = 2  # of a work package: when its first part begins


@dataclass(frozen=True, eq=False)
class Network:
    """Nodes and edges of a plan.

    Edge number e makes node ``after[e]`` wait for node ``before[e]``: for its start where ``from_start``,
    else its finish; with its own finish where ``to_finish``, else its start. ``source`` is the number of the
    dependency in the plan, -1 from a part to its work package. Edges are sorted by ``before``.
    """

    plan: Plan
    tasks: tuple[Task, ...]  # by node; for ends of work packages the work package
    kinds: tuple[Kind, ...]
    before: Integers
    after: Integers
    from_start: Mask
    to_finish: Mask
    lag: Integers
    source: Integers
    order: tuple[int, ...]  # nodes, each behind all that it waits for
    places: Mapping[str, int] = field(repr=False)  # node of each task that is no work package
    parts: Mapping[str, tuple[int, ...]] = field(repr=False)  # nodes of the tasks of each work package

    @property
    def count(self) -> int:
        """How many tasks there are that are no work packages; they are the first nodes."""
        return len(self.places)

    @cached_property
    def rows(self) -> list[tuple[int, int, bool, bool, int]]:
        """Edges one by one: before, after, from start, to finish, lag."""
        columns = (self.before, self.after, self.from_start, self.to_finish, self.lag)
        return list(zip(*(column.tolist() for column in columns), strict=True))

    @cached_property
    def first_edge(self) -> Integers:
        """Where the edges of each node begin; one more number at the end."""
        return np.searchsorted(self.before, np.arange(len(self.tasks) + 1))


@dataclass
class _Edges:
    before: list[int]
    after: list[int]
    links: list[Link]
    lag: list[int]
    source: list[int]

    def add(self, before: Iterable[int], after: Sequence[int], one: Dependency, source: int) -> None:
        starts = list(before)
        count = len(starts) * len(after)
        if len(self.before) + count > PARTS_AT_MOST:
            raise InvalidInputError(
                Message(
                    "The dependencies of work packages come to more than %(most)d between tasks; link tasks.",
                    {"most": PARTS_AT_MOST},
                )
            )
        for first in starts:
            self.before += [first] * len(after)
            self.after += after
        self.links += [one.link] * count
        self.lag += [one.lag] * count
        self.source += [source] * count


def network_of(plan: Plan) -> Network:
    """Nodes and edges of a plan, in an order in which dates can be worked out.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Network

    Raises
    ------
    InvalidInputError
        Tasks wait for each other in a circle, or work packages contain each other; every task of the circle
        is named. Or the end of a work package, which its parts decide, is held by a dependency or a day.

    Examples
    --------
    >>> import datetime as dt
    >>> tasks = (Task("b", "Build", 3), Task("a", "Ask", 2))
    >>> network = network_of(Plan(dt.date(2026, 1, 5), tasks, (Dependency("a", "b"),)))
    >>> [network.tasks[node].title for node in network.order]
    ['Ask', 'Build']
    """
    parents = {task.parent for task in plan.tasks if task.parent}
    tasks = [task for task in plan.tasks if task.key not in parents] if parents else list(plan.tasks)
    places = {task.key: node for node, task in enumerate(tasks)}
    parts = _parts(plan, places) if parents else {}
    kinds = [Kind.TASK] * len(tasks)
    if parts:
        edges = _edges_with_packages(plan, places, parts, (tasks, kinds))
    else:
        edges = _edges_of_tasks(plan.dependencies, range(len(plan.dependencies)), places)
    return _sorted(plan, (tasks, kinds), edges, (places, parts))


def _sorted(
    plan: Plan,
    nodes: tuple[list[Task], list[Kind]],
    edges: _Edges,
    keys: tuple[Mapping[str, int], Mapping[str, tuple[int, ...]]],
) -> Network:
    tasks, kinds = nodes
    before = np.array(edges.before, dtype=np.int64)
    by_node = np.argsort(before, kind="stable")
    before, after = before[by_node], np.array(edges.after, dtype=np.int64)[by_node]
    numbers = {
        id(link): number for number, link in enumerate(LINKS)
    }  # hashing a link takes ten times as long
    link = np.array(list(map(numbers.__getitem__, map(id, edges.links))), dtype=np.int64)[by_node]
    return Network(
        plan,
        tuple(tasks),
        tuple(kinds),
        before,
        after,
        link >= LINKS.index(Link.START_START),
        link % 2 == 1,
        np.array(edges.lag, dtype=np.int64)[by_node],
        np.asarray(edges.source, dtype=np.int64)[by_node],
        _order(tasks, before, after),
        *keys,
    )


def _parts(plan: Plan, places: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """The nodes in each work package, at any depth, in the order of the plan."""
    parent = {task.key: task.parent for task in plan.tasks}
    packages = [task for task in plan.tasks if task.key not in places]
    trails = {task.key: list(_above(task.key, parent)) for task in packages}
    for trail in trails.values():
        if trail[-1] in trail[:-1]:
            titles = {task.key: task.title for task in packages}
            circle = trail[trail.index(trail[-1]) :]
            raise InvalidInputError(
                Message(
                    "Work packages contain each other: %(circle)s.",
                    {"circle": _chain([titles[one] for one in circle])},
                )
            )
    found: dict[str, list[int]] = {task.key: [] for task in packages}
    for key, node in places.items():
        for above in trails.get(parent[key], ()):
            found[above].append(node)
    for task in packages:
        if task.bound is Bound.STARTS_ON:
            raise InvalidInputError(
                Message(
                    "%(task)s is a work package and begins with its parts; give a part the day to start on.",
                    {"task": shown(task.title)},
                )
            )
    return {key: tuple(nodes) for key, nodes in found.items()}


def _above(key: str, parent: Mapping[str, str]) -> Iterator[str]:
    """The key and the work packages it is in, up to the first that comes a second time."""
    seen: set[str] = set()
    while key:
        yield key
        if key in seen:
            return
        seen.add(key)
        key = parent[key]


def _edges_of_tasks(given: Sequence[Dependency], sources: Sequence[int], places: Mapping[str, int]) -> _Edges:
    before, after, links, lags = (map(attrgetter(name), given) for name in ("before", "after", "link", "lag"))
    ends = list(map(places.__getitem__, before)), list(map(places.__getitem__, after))
    return _Edges(*ends, list(links), list(lags), list(sources))


def _edges_with_packages(
    plan: Plan,
    places: Mapping[str, int],
    parts: Mapping[str, tuple[int, ...]],
    nodes: tuple[list[Task], list[Kind]],
) -> _Edges:
    given = plan.dependencies
    between_tasks = [one.before in places and one.after in places for one in given]
    sources = list(compress(range(len(given)), between_tasks))
    edges = _edges_of_tasks([given[source] for source in sources], sources, places)
    ends = dict[tuple[str, Kind], int]()
    packages = {task.key: task for task in plan.tasks if task.key in parts}
    for source in (source for source, plain in enumerate(between_tasks) if not plain):
        one = given[source]
        after = parts.get(one.after) or (places[one.after],)
        _check_end(plan, one, parts)
        if one.before in places:
            edges.add((places[one.before],), after, one, source)
            continue
        kind = Kind.BEGINNING if one.link in {Link.START_START, Link.START_FINISH} else Kind.END
        if (one.before, kind) not in ends:
            ends[one.before, kind] = len(nodes[0])
            nodes[0].append(packages[one.before])
            nodes[1].append(kind)
            link = Link.START_START if kind is Kind.BEGINNING else Link.FINISH_START
            inner = Dependency(one.before, one.before, link)
            edges.add(parts[one.before], (ends[one.before, kind],), inner, -1)
        edges.add((ends[one.before, kind],), after, one, source)
    return edges


def _check_end(plan: Plan, one: Dependency, parts: Mapping[str, tuple[int, ...]]) -> None:
    """Refuse a dependency that would hold the end of a work package."""
    if one.after in parts and one.link in {Link.FINISH_FINISH, Link.START_FINISH}:
        titles = {task.key: task.title for task in plan.tasks}
        raise InvalidInputError(
            Message(
                "%(task)s is a work package, which ends with its parts; let a part depend on %(before)s.",
                {"task": shown(titles[one.after]), "before": shown(titles[one.before])},
            )
        )


def _order(tasks: Sequence[Task], before: Integers, after: Integers) -> tuple[int, ...]:
    """Nodes, each behind all that it waits for (Kahn); a circle is named."""
    count = len(tasks)
    likely = _likely_order(count, before, after)
    if likely is not None:
        return likely
    first = np.searchsorted(before, np.arange(count + 1)).tolist()
    waits = np.bincount(after, minlength=count).tolist()
    targets = after.tolist()
    order = [node for node in range(count) if not waits[node]]
    for node in order:  # grows while it is read
        for target in targets[first[node] : first[node + 1]]:
            left = waits[target] = waits[target] - 1
            if not left:
                order.append(target)
    if len(order) < count:
        circle = _circle(waits, list(zip(before.tolist(), targets, strict=True)))
        raise InvalidInputError(
            Message(
                "Tasks wait for each other in a circle: %(circle)s. Take out one of these dependencies.",
                {"circle": _chain([tasks[node].title for node in circle])},
            )
        )
    return tuple(order)


def _likely_order(count: int, before: Integers, after: Integers) -> tuple[int, ...] | None:
    """The order of the plan, or that in which SciPy finds components, where it is one (nobody promises)."""
    if bool(np.all(before < after)):
        return tuple(range(count))
    from scipy import sparse  # noqa: PLC0415 - heavy, and seldom needed
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - heavy, and seldom needed

    first = np.searchsorted(before, np.arange(count + 1))
    graph = sparse.csr_array((np.ones(after.size, dtype=np.int8), after, first), shape=(count, count))
    components, label = connected_components(graph, connection="strong")
    fits = components == count and bool(np.all(label[before] > label[after]))
    return tuple(np.argsort(-label).tolist()) if fits else None


def _circle(waits: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[int]:
    """One circle among the nodes that still wait, beginning with the one that comes first in the plan."""
    earlier = {after: before for before, after in edges if waits[before] and waits[after]}
    node, seen = next(iter(earlier)), dict[int, None]()
    while node not in seen:
        seen[node] = None
        node = earlier[node]
    trail = list(seen)[::-1]
    circle = trail[: trail.index(node) + 1]
    least = circle.index(min(circle))
    return [*circle[least:], *circle[:least], circle[least]]


def _chain(titles: Sequence[str]) -> str:
    """Titles with arrows between them; a long circle is shortened in the middle."""
    names = [shown(title) for number, title in enumerate(titles) if not number or titles[number - 1] != title]
    names = names if len(names) > 1 else names * 2
    most = 30
    return " → ".join(names if len(names) <= most else [*names[: most - 2], "…", names[-1]])


def followers(network: Network, keys: Iterable[str]) -> tuple[str, ...]:
    """Keys of the tasks that wait for any of some tasks, directly or through others, in the plan's order.

    Parameters
    ----------
    network : Network
    keys : iterable of str
        Of tasks or work packages; they are not in the answer unless they wait for each other.

    Returns
    -------
    tuple of str

    Raises
    ------
    InvalidInputError
        A key is not in the plan.
    """
    start = [node for key in keys for node in nodes_of(network, key)]
    first, targets = network.first_edge.tolist(), network.after.tolist()
    seen = dict[int, None]()
    for node in start:
        seen.update(dict.fromkeys(targets[first[node] : first[node + 1]]))
    waiting = list(seen)
    for node in waiting:  # grows while it is read
        fresh = [one for one in targets[first[node] : first[node + 1]] if one not in seen]
        seen.update(dict.fromkeys(fresh))
        waiting += dict.fromkeys(fresh)
    return tuple(network.tasks[node].key for node in sorted(seen) if node < network.count)


def nodes_of(network: Network, key: str) -> tuple[int, ...]:
    """The node of a task, or those of the parts of a work package; InvalidInputError where there is none."""
    if key in network.places:
        return (network.places[key],)
    if key not in network.parts:
        raise InvalidInputError(
            Message(
                "There is no task with the key %(key)s: %(known)s.",
                {"key": shown(key), "known": listed(list(network.places), most=10)},
            )
        )
    return network.parts[key]
