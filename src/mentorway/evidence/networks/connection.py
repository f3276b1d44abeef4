"""What holds a network together: components, and the nodes and ties it would fall apart without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csgraph

from mentorway.evidence.networks.ties import Indices, Ties, ties_of


@dataclass(frozen=True, eq=False)
class Components:
    """Parts that no tie connects, the largest first; `membership` is the part of each node, from 0."""

    sizes: tuple[int, ...]
    membership: Indices
    isolates: Indices

    @property
    def count(self) -> int:
        """How many there are, isolates counted too."""
        return len(self.sizes)


@dataclass(frozen=True, eq=False)
class WeakPlaces:
    """Nodes and ties without which a part of the network would fall in two; both in order."""

    cut_points: Indices
    bridges: Indices


def components(adjacency: ArrayLike) -> Components:
    """Parts of the network within which every node can be reached, and between which none can.

    Parameters
    ----------
    adjacency : array of bool or float, shape (nodes, nodes)
        As for `ties_of`; weights only say whether there is a tie.

    Returns
    -------
    Components
        Of parts of the same size, the one with the lowest node comes first.

    Raises
    ------
    InvalidInputError
        As for `ties_of`.

    References
    ----------
    Wasserman & Faust (1994), Social Network Analysis, p. 109, doi:10.1017/CBO9780511815478.

    Examples
    --------
    >>> found = components([[0, 0, 0], [0, 0, 1], [0, 1, 0]])
    >>> found.sizes, found.membership, found.isolates
    ((2, 1), array([1, 0, 0]), array([0]))
    """
    network = ties_of(adjacency)
    if not network.nodes:
        nothing = np.empty(0, dtype=np.intp)
        return Components((), nothing, nothing)
    labels = csgraph.connected_components(network.neighbours(), directed=False)[1]
    sizes = np.bincount(labels)
    first = np.unique(labels, return_index=True)[1]
    order = np.lexsort((first, -sizes))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    alone = np.flatnonzero(np.bincount(network.ends.ravel(), minlength=network.nodes) == 0)
    return Components(tuple(sizes[order].tolist()), rank[labels], alone)


def weak_places(adjacency: ArrayLike) -> WeakPlaces:
    """Cut points (articulation points) and bridges.

    Parameters
    ----------
    adjacency : array of bool or float, shape (nodes, nodes)
        As for `ties_of`; weights only say whether there is a tie.

    Returns
    -------
    WeakPlaces
        A bridge is a row of two nodes, the lower first.

    Raises
    ------
    InvalidInputError
        As for `ties_of`.

    References
    ----------
    Hopcroft & Tarjan (1973), Communications of the ACM 16:372-378, doi:10.1145/362248.362272.

    Examples
    --------
    >>> found = weak_places([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> found.cut_points, found.bridges.tolist()
    (array([1]), [[0, 1], [1, 2]])
    """
    network = ties_of(adjacency)
    order, parent, low = _search(network)
    cut = np.zeros(network.nodes, dtype=bool)
    bridges = []
    branches = np.zeros(network.nodes, dtype=np.intp)
    for node in range(network.nodes):
        above = parent[node]
        if above < 0:
            continue
        branches[above] += 1
        if low[node] > order[above]:
            bridges.append(sorted((node, above)))
        if parent[above] >= 0 and low[node] >= order[above]:
            cut[above] = True
    roots = np.array([above < 0 for above in parent], dtype=bool)
    cut[roots & (branches > 1)] = True
    return WeakPlaces(np.flatnonzero(cut), np.array(sorted(bridges), dtype=np.intp).reshape(-1, 2))


def _search(network: Ties) -> tuple[list[int], list[int], list[int]]:
    """Depth first through every part: when each node was met, from where, and how far back it reaches."""
    table = network.neighbours()
    ends, starts = table.indices.tolist(), table.indptr.tolist()
    order, parent = [-1] * network.nodes, [-1] * network.nodes
    low, met = [0] * network.nodes, 0
    for root in range(network.nodes):
        if order[root] >= 0:
            continue
        order[root] = low[root] = met
        met += 1
        way: list[tuple[int, Iterator[int]]] = [(root, iter(ends[starts[root] : starts[root + 1]]))]
        while way:
            node, coming = way[-1]
            other = next((one for one in coming if one != parent[node]), None)
            if other is None:
                way.pop()
                if way:
                    low[parent[node]] = min(low[parent[node]], low[node])
            elif order[other] >= 0:
                low[node] = min(low[node], order[other])
            else:
                parent[other], order[other], low[other] = node, met, met
                met += 1
                way.append((other, iter(ends[starts[other] : starts[other + 1]])))
    return order, parent, low
