"""Where a node stands between others: betweenness, constraint and brokerage."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from mentorway.evidence.networks.ties import Indices, groups_of, ties_of
from mentorway.wording import Message

Vector = NDArray[np.float64]
AT_ONCE = 300_000  # ties looked at in one sweep, so that they fit the cache


@dataclass(frozen=True, eq=False)
class Betweenness:
    """How many shortest ways between two others pass each node, each way shared among its equals.

    `normalised` is `raw` out of the (nodes - 1)(nodes - 2) / 2 pairs of others; None where there is no pair.
    """

    raw: Vector
    normalised: Vector | None
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class Brokerage:
    """Open pairs of neighbours each node stands between, by the groups of the three, shape (nodes,).

    An open pair are two neighbours of the node not tied to each other. `coordinator`: all three of one group;
    `gatekeeper`: one neighbour of the node's group and one of another (without directions the gatekeeper and
    the representative are the same); `itinerant`: both neighbours of one other group (consultant);
    `liaison`: three groups.
    """

    coordinator: Indices
    gatekeeper: Indices
    itinerant: Indices
    liaison: Indices

    @property
    def total(self) -> Indices:
        """All open pairs of neighbours."""
        return self.coordinator + self.gatekeeper + self.itinerant + self.liaison


_NO_OTHERS = Message(
    "Fewer than three nodes leave nobody to stand between, so betweenness cannot be normalised."
)


def betweenness(adjacency: ArrayLike) -> Betweenness:
    """How often each node lies on a shortest way between two others.

    Parameters
    ----------
    adjacency : array of bool or float, shape (nodes, nodes)
        As for `ties_of`; weights only say whether there is a tie, every tie is one step.

    Returns
    -------
    Betweenness
        Each pair of others counts once.

    Raises
    ------
    InvalidInputError
        As for `ties_of`.

    References
    ----------
    Freeman (1977), Sociometry 40:35-41, doi:10.2307/3033543.
    Brandes (2001), Journal of Mathematical Sociology 25:163-177, doi:10.1080/0022250X.2001.9990249.

    Examples
    --------
    >>> found = betweenness([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> found.raw, found.normalised
    (array([0., 1., 0.]), array([0., 1., 0.]))
    """
    network = ties_of(adjacency)
    nodes = network.nodes
    table = network.neighbours()
    ends, starts = table.indices.astype(np.intp), table.indptr.astype(np.intp)
    raw = np.zeros(nodes)
    batch = max(1, AT_ONCE // max(len(ends), nodes, 1))
    for first in range(0, nodes, batch):
        sources = np.arange(first, min(first + batch, nodes), dtype=np.intp)
        raw += _dependencies(ends, starts, sources)
    raw /= 2
    if nodes < 3:
        return Betweenness(raw, None, (_NO_OTHERS,))
    return Betweenness(raw, raw / ((nodes - 1) * (nodes - 2) / 2))


def _dependencies(ends: Indices, starts: Indices, sources: Indices) -> Vector:
    """Brandes' accumulation from several sources at once; place = row of the source · nodes + node."""
    nodes = len(starts) - 1
    roots = np.arange(len(sources), dtype=np.intp) * nodes + sources
    ways = np.zeros(len(sources) * nodes)
    ways[roots] = 1
    steps = list(_steps(ends, starts, roots, ways))
    passing = np.zeros_like(ways)
    for near, far in reversed(steps):
        np.add.at(passing, near, ways[near] / ways[far] * (1 + passing[far]))
    passing[roots] = 0
    total: Vector = passing.reshape(len(sources), nodes).sum(axis=0)
    return total


def _steps(ends: Indices, starts: Indices, roots: Indices, ways: Vector) -> Iterator[tuple[Indices, Indices]]:
    """Steps of shortest ways from the roots, a distance at a time; `ways` gets their number at each place."""
    nodes = len(starts) - 1
    met = np.zeros(len(ways), dtype=bool)
    met[roots] = True
    last = np.empty(len(ways), dtype=np.intp)
    front = roots
    while True:
        here = front % nodes
        reach = starts[here + 1] - starts[here]
        near = np.repeat(front, reach)
        skipped = np.cumsum(reach) - reach
        far = np.arange(len(near)) + np.repeat(starts[here] - skipped, reach)
        far = ends[far] + np.repeat(front - here, reach)
        fresh = ~met[far]
        near, far = near[fresh], far[fresh]
        if not far.size:
            return
        np.add.at(ways, far, ways[near])
        yield near, far
        last[far] = np.arange(len(far))
        front = far[last[far] == np.arange(len(far))]  # each place once
        met[front] = True


def constraint(adjacency: ArrayLike) -> tuple[float | None, ...]:
    """Burt's constraint: how much each node's neighbours are tied to each other, and so leave it no choice.

    ``sum over j of (p_ij + sum over q of p_iq p_qj)²`` over the neighbours j of node i, where p_ij is the
    share of tie ij in the weights of i's ties. Low values go with brokers between parts that do not meet.

    Parameters
    ----------
    adjacency : array of bool or float, shape (nodes, nodes)
        As for `ties_of`; a tie of twice the weight counts twice.

    Returns
    -------
    tuple of float or None
        For each node; None where it has no ties, since there is nothing to be constrained by.

    Raises
    ------
    InvalidInputError
        As for `ties_of`.

    References
    ----------
    Burt (1992), Structural Holes, chapter 2, ISBN 978-0-674-84371-4.
    Burt (2004), American Journal of Sociology 110:349-399, doi:10.1086/421787.

    Examples
    --------
    >>> constraint([[0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]])
    (0.5, 1.0, 1.0, None)
    """
    table = ties_of(adjacency).neighbours()
    total = table.sum(axis=1)
    share = sparse.diags_array(1 / np.where(total > 0, total, 1)) @ table
    direct = share + (share @ share).multiply(table > 0)
    found = direct.multiply(direct).sum(axis=1)
    return tuple(float(one) if tied else None for one, tied in zip(found, total > 0, strict=True))


def brokerage(adjacency: ArrayLike, groups: Sequence[Hashable]) -> Brokerage:
    """Gould and Fernandez' roles of each node between two neighbours who are not tied to each other.

    Parameters
    ----------
    adjacency : array of bool or float, shape (nodes, nodes)
        As for `ties_of`; weights only say whether there is a tie.
    groups : sequence, one for each node
        For example business and education. With two groups nobody is a liaison.

    Returns
    -------
    Brokerage
        Each open pair counts once; programs that read a tie as two directions count coordinator, itinerant
        and liaison twice, and call the gatekeeper's number both gatekeeper and representative.

    Raises
    ------
    InvalidInputError
        As for `ties_of`, or there is not one group for each node.

    References
    ----------
    Gould & Fernandez (1989), Sociological Methodology 19:89-126, doi:10.2307/270949.

    Examples
    --------
    >>> found = brokerage([[0, 1, 1], [1, 0, 0], [1, 0, 0]], ["firm", "firm", "school"])
    >>> found.gatekeeper, found.total
    (array([1, 0, 0]), array([1, 0, 0]))
    """
    network = ties_of(adjacency)
    names, member = groups_of(groups, network.nodes)
    table = (network.neighbours() > 0).astype(np.int64)
    every = np.arange(network.nodes)
    indicator = (member[:, None] == np.arange(len(names))).astype(np.int64)
    has = table @ indicator
    roles = np.zeros((4, network.nodes), dtype=np.intp)  # the last, liaison, counts both orders
    for place in range(len(names)):
        own = member == place
        closed = (table[:, own] @ table[own]).multiply(table) @ indicator
        pairs = has[:, [place]] * has - closed
        pairs[:, place] -= has[:, place]
        same = pairs[:, place] // 2
        roles[0] += np.where(own, same, 0)
        roles[1] += np.where(own, pairs.sum(axis=1) - pairs[:, place], 0)
        roles[2] += np.where(own, 0, same)
        roles[3] += np.where(own, 0, pairs.sum(axis=1) - pairs[:, place] - pairs[every, member])
    return Brokerage(roles[0], roles[1], roles[2], roles[3] // 2)
