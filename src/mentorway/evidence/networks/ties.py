"""The ties of an undirected network without loops: checked, counted, and compared between two moments."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from mentorway.wording import InvalidInputError, Message

Matrix = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Ties:
    """A checked network: how many nodes, and each tie once, the lower node first."""

    nodes: int
    ends: Indices
    weights: NDArray[np.float64]

    def neighbours(self) -> sparse.csr_array:
        """The symmetric matrix of weights, by rows, neighbours in order."""
        first, second = self.ends.T
        both = np.concatenate([first, second]), np.concatenate([second, first])
        found = sparse.csr_array((np.tile(self.weights, 2), both), shape=(self.nodes, self.nodes))
        found.sort_indices()
        return found


@dataclass(frozen=True)
class Density:
    """Share of the possible ties that there are; None if no tie is possible, and `warnings` says so."""

    value: float | None
    nodes: int
    ties: int
    possible: int
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class Change:
    """Ties of two moments, each tie a row with the lower node first.

    `jaccard` is kept / (kept + made + lost), None if no moment has a tie; `hamming` counts made and lost
    together, and `hamming_share` is that out of all pairs of nodes, None if there is no pair.
    """

    kept: Indices
    made: Indices
    lost: Indices
    jaccard: float | None
    hamming: int
    hamming_share: float | None
    warnings: tuple[Message, ...] = ()


_NO_PAIR = Message("A network of fewer than two nodes has no possible ties, so it has no density.")
_NEVER_TIED = Message("Neither moment has a tie, so there is no similarity to speak of.")


def ties_of(adjacency: ArrayLike) -> Ties:
    """Check an adjacency matrix and list its ties.

    Parameters
    ----------
    adjacency : array of bool or float, shape (nodes, nodes)
        Symmetric, diagonal empty. A weight above 0 is a tie.

    Returns
    -------
    Ties

    Raises
    ------
    InvalidInputError
        Not square, not symmetric, a missing, infinite or negative weight, or a node tied to itself.

    Examples
    --------
    >>> ties_of([[0, 1, 0], [1, 0, 2], [0, 2, 0]]).ends.tolist()
    [[0, 1], [1, 2]]
    """
    matrix = np.asarray(adjacency)
    if matrix.size == 0:
        matrix = np.zeros((0, 0))
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise InvalidInputError(
            Message("A network needs a square matrix: one row and one column for each node.")
        )
    matrix = matrix.astype(np.float64)
    if not np.isfinite(matrix).all() or (matrix < 0).any():
        raise InvalidInputError(
            Message("The weights of ties must be known and not below zero. Leave out a tie with weight 0.")
        )
    if np.diag(matrix).any():
        raise InvalidInputError(
            Message(
                "Node %(node)d is tied to itself. Leave such ties out.",
                {"node": int(np.flatnonzero(np.diag(matrix))[0]) + 1},
            )
        )
    if not np.array_equal(matrix, matrix.T):
        raise InvalidInputError(
            Message("A tie must be the same seen from both ends. Make the matrix symmetric first.")
        )
    first, second = np.nonzero(np.triu(matrix))
    return Ties(len(matrix), np.column_stack([first, second]), matrix[first, second])


def groups_of(groups: Sequence[Hashable], nodes: int) -> tuple[tuple[Hashable, ...], Indices]:
    """The groups in order of first appearance, and the place of each node's group among them.

    Parameters
    ----------
    groups : sequence
        The group of each node.
    nodes : int
        How many there must be.

    Returns
    -------
    tuple, array of int

    Raises
    ------
    InvalidInputError
        There is not one group for each node, or a group is missing.

    Examples
    --------
    >>> groups_of(["school", "firm", "school"], 3)
    (('school', 'firm'), array([0, 1, 0]))
    """
    labels = list(groups)
    if len(labels) != nodes:
        raise InvalidInputError(
            Message(
                "Each node needs one group; %(groups)d groups came for %(nodes)d nodes.",
                {"groups": len(labels), "nodes": nodes},
            )
        )
    if any(label is None or label != label for label in labels):  # noqa: PLR0124 - NaN is not itself
        raise InvalidInputError(Message("A node has no group. Give it one, or leave the node out."))
    names = tuple(dict.fromkeys(labels))
    place = {name: number for number, name in enumerate(names)}
    return names, np.array([place[label] for label in labels], dtype=np.intp)


def density(adjacency: ArrayLike) -> Density:
    """Share of the possible ties that there are: ties / (nodes · (nodes - 1) / 2).

    Parameters
    ----------
    adjacency : array of bool or float, shape (nodes, nodes)
        As for `ties_of`; weights only say whether there is a tie.

    Returns
    -------
    Density

    Raises
    ------
    InvalidInputError
        As for `ties_of`.

    References
    ----------
    Wasserman & Faust (1994), Social Network Analysis, p. 101, doi:10.1017/CBO9780511815478.

    Examples
    --------
    >>> density([[0, 1, 0], [1, 0, 0], [0, 0, 0]]).ties
    1
    >>> str(density([[0]]).warnings[0])
    'A network of fewer than two nodes has no possible ties, so it has no density.'
    """
    network = ties_of(adjacency)
    ties, possible = len(network.ends), network.nodes * (network.nodes - 1) // 2
    if not possible:
        return Density(None, network.nodes, ties, possible, (_NO_PAIR,))
    return Density(ties / possible, network.nodes, ties, possible)


def degree(adjacency: ArrayLike) -> Indices:
    """How many ties each node has.

    Parameters
    ----------
    adjacency : array of bool or float, shape (nodes, nodes)
        As for `ties_of`; weights only say whether there is a tie.

    Returns
    -------
    array of int, shape (nodes,)

    Raises
    ------
    InvalidInputError
        As for `ties_of`.

    References
    ----------
    Freeman (1978), Social Networks 1:215-239, doi:10.1016/0378-8733(78)90021-7.

    Examples
    --------
    >>> degree([[0, 1, 1], [1, 0, 0], [1, 0, 0]])
    array([2, 1, 1])
    """
    network = ties_of(adjacency)
    return np.bincount(network.ends.ravel(), minlength=network.nodes)


def change(before: ArrayLike, after: ArrayLike) -> Change:
    """Ties kept, made and lost between two moments of the same nodes.

    Parameters
    ----------
    before, after : array of bool or float, shape (nodes, nodes)
        As for `ties_of`, the same nodes in the same order. Who joined later has an empty row before.

    Returns
    -------
    Change
        A tie whose weight alone changed is kept.

    Raises
    ------
    InvalidInputError
        As for `ties_of`, or the moments differ in the number of nodes.

    References
    ----------
    Jaccard (1912), New Phytologist 11:37-50, doi:10.1111/j.1469-8137.1912.tb05611.x.
    Hamming (1950), Bell System Technical Journal 29:147-160, doi:10.1002/j.1538-7305.1950.tb00463.x.

    Examples
    --------
    >>> found = change([[0, 1, 1], [1, 0, 0], [1, 0, 0]], [[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> found.kept.tolist(), found.made.tolist(), found.lost.tolist()
    ([[0, 1]], [[1, 2]], [[0, 2]])
    >>> found.hamming, round(found.jaccard, 3)
    (2, 0.333)
    """
    first, second = ties_of(before), ties_of(after)
    nodes = first.nodes
    if nodes != second.nodes:
        raise InvalidInputError(
            Message(
                "Both moments need the same nodes; %(before)d came before and %(after)d after.",
                {"before": nodes, "after": second.nodes},
            )
        )
    was, now = (one.ends @ np.array([nodes, 1]) for one in (first, second))
    kept, made, lost = np.intersect1d(was, now), np.setdiff1d(now, was), np.setdiff1d(was, now)
    moved, pairs = len(made) + len(lost), nodes * (nodes - 1) // 2
    total = len(kept) + moved
    return Change(
        kept=np.column_stack(np.divmod(kept, max(nodes, 1))),
        made=np.column_stack(np.divmod(made, max(nodes, 1))),
        lost=np.column_stack(np.divmod(lost, max(nodes, 1))),
        jaccard=len(kept) / total if total else None,
        hamming=moved,
        hamming_share=moved / pairs if pairs else None,
        warnings=() if total else (_NEVER_TIED,),
    )
