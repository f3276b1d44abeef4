"""Whether ties stay within groups or cross them: mixing and the E-I index."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.networks.ties import Indices, Ties, groups_of, ties_of
from mentorway.wording import InvalidInputError, Message

AT_ONCE = 5_000_000  # ends of ties looked up in one go, so that memory stays small
Direction = Literal["outward", "inward", "neither"]


@dataclass(frozen=True, eq=False)
class Mixing:
    """Ties and possible ties within each group (diagonal) and between each two, shape (groups, groups).

    `density` has None where no tie is possible; `cross_share` is the share of all ties that join two groups,
    None without ties, and `cross_expected` what it would be if every pair were tied equally often.
    """

    groups: tuple[Hashable, ...]
    members: tuple[int, ...]
    ties: Indices
    possible: Indices
    density: tuple[tuple[float | None, ...], ...]
    cross_share: float | None
    cross_expected: float | None
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class EIIndex:
    """External less internal ties, out of both: 1 if all ties leave the group, -1 if none does.

    `expected` is its mean under random mixing, with the sizes of the groups and the ties as they are;
    `lowest` and `highest` are what these sizes and this number of ties allow. None where undefined.
    """

    value: float | None
    external: int
    internal: int
    expected: float | None
    lowest: float | None
    highest: float | None


@dataclass(frozen=True)
class EI:
    """The E-I index of the network, of each group and of each node (None where it has no ties)."""

    network: EIIndex
    groups: tuple[tuple[Hashable, EIIndex], ...]
    nodes: tuple[float | None, ...]
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class EITest:
    """How often groups dealt out by chance lie as far from what chance expects as the real ones.

    `p` is two-sided; `p_outward` and `p_inward` ask only for as many external ties or more, or fewer.
    `direction` says on which side of `expected` the value lies.
    """

    value: float
    expected: float
    direction: Direction
    p: float
    p_outward: float
    p_inward: float
    permutations: int


_NO_TIES = Message("The network has no ties, so it cannot be said whether they cross between groups.")
_NO_CHOICE = Message(
    "All nodes are of one group, so no tie can cross between groups; the E-I index is -1 whatever happens."
)


def mixing(adjacency: ArrayLike, groups: Sequence[Hashable]) -> Mixing:
    """Ties within and between groups, and the share of them that crosses.

    Parameters
    ----------
    adjacency : array of bool or float, shape (nodes, nodes)
        As for `ties_of`; weights only say whether there is a tie.
    groups : sequence, one for each node
        Any labels; they come back in order of first appearance.

    Returns
    -------
    Mixing

    Raises
    ------
    InvalidInputError
        As for `ties_of`, or there is not one group for each node.

    References
    ----------
    Newman (2003), Physical Review E 67:026126, doi:10.1103/PhysRevE.67.026126.

    Examples
    --------
    >>> found = mixing([[0, 1, 1], [1, 0, 0], [1, 0, 0]], ["firm", "firm", "school"])
    >>> found.ties.tolist(), found.density
    ([[1, 1], [1, 0]], ((1.0, 0.5), (0.5, None)))
    >>> found.cross_share
    0.5
    """
    network = ties_of(adjacency)
    names, member = groups_of(groups, network.nodes)
    ties, possible = _blocks(network, member, len(names))
    pairs = network.nodes * (network.nodes - 1) // 2
    total, within, can = len(network.ends), int(np.trace(ties)), int(np.trace(possible))
    return Mixing(
        groups=names,
        members=tuple(np.bincount(member, minlength=len(names)).tolist()),
        ties=ties,
        possible=possible,
        density=tuple(
            tuple(t / p if p else None for t, p in zip(*rows, strict=True))
            for rows in zip(ties.tolist(), possible.tolist(), strict=True)
        ),
        cross_share=(total - within) / total if total else None,
        cross_expected=(pairs - can) / pairs if pairs else None,
        warnings=() if total else (_NO_TIES,),
    )


def _blocks(network: Ties, member: Indices, groups: int) -> tuple[Indices, Indices]:
    """Ties and possible ties within and between groups, each within once."""
    first, second = member[network.ends].T
    ties = np.zeros((groups, groups), dtype=np.intp)
    np.add.at(ties, (first, second), 1)
    np.add.at(ties, (second, first), first != second)
    size = np.bincount(member, minlength=groups)
    possible = np.outer(size, size)
    np.fill_diagonal(possible, size * (size - 1) // 2)
    return ties, possible


def ei_index(adjacency: ArrayLike, groups: Sequence[Hashable]) -> EI:
    """Krackhardt and Stern's E-I index: (external - internal) / (external + internal) ties.

    Each tie counts once, also in the index of a group, which is over the ties with an end in the group and so
    not the mean of its nodes' indices. Groups of different size push the index by themselves: compare with
    `expected`, and with `lowest` and `highest`.

    Parameters
    ----------
    adjacency : array of bool or float, shape (nodes, nodes)
        As for `ties_of`; weights only say whether there is a tie.
    groups : sequence, one for each node
        Any labels; they come back in order of first appearance.

    Returns
    -------
    EI
        With a warning where the network has no ties, or one group only.

    Raises
    ------
    InvalidInputError
        As for `ties_of`, or there is not one group for each node.

    References
    ----------
    Krackhardt & Stern (1988), Social Psychology Quarterly 51:123-140, doi:10.2307/2786835.

    Examples
    --------
    >>> found = ei_index([[0, 1, 1], [1, 0, 0], [1, 0, 0]], ["firm", "firm", "school"])
    >>> found.network.value, round(found.network.expected, 3), found.nodes
    (0.0, 0.333, (0.0, -1.0, 1.0))
    >>> [(name, one.value) for name, one in found.groups]
    [('firm', 0.0), ('school', 1.0)]
    """
    network = ties_of(adjacency)
    names, member = groups_of(groups, network.nodes)
    ties, possible = _blocks(network, member, len(names))
    within, pairs_within = np.diag(ties), np.diag(possible)
    external, pairs_across = ties.sum(axis=1) - within, possible.sum(axis=1) - pairs_within
    total = _index((external.sum() // 2, within.sum()), (pairs_across.sum() // 2, pairs_within.sum()))
    each = (
        (name, _index((external[g], within[g]), (pairs_across[g], pairs_within[g])))
        for g, name in enumerate(names)
    )
    warnings = (() if len(network.ends) else (_NO_TIES,)) + ((_NO_CHOICE,) if len(names) == 1 else ())
    return EI(total, tuple(each), _of_nodes(network, member), warnings)


def _index(ties: tuple[int, int], possible: tuple[int, int]) -> EIIndex:
    """The index of external and internal ties, out of the possible ones of each kind."""
    external, internal = map(int, ties)
    outer, inner = map(int, possible)
    total, pairs = external + internal, outer + inner
    return EIIndex(
        value=(external - internal) / total if total else None,
        external=external,
        internal=internal,
        expected=(outer - inner) / pairs if pairs else None,
        lowest=(2 * max(total - inner, 0) - total) / total if total else None,
        highest=(2 * min(total, outer) - total) / total if total else None,
    )


def _of_nodes(network: Ties, member: Indices) -> tuple[float | None, ...]:
    first, second = network.ends.T
    sign = np.where(member[first] == member[second], -1, 1)
    balance, total = np.zeros(network.nodes), np.zeros(network.nodes)
    for end in (first, second):
        np.add.at(balance, end, sign)
        np.add.at(total, end, 1)
    return tuple(float(b / t) if t else None for b, t in zip(balance, total, strict=True))


def ei_test(
    adjacency: ArrayLike, groups: Sequence[Hashable], *, rng: np.random.Generator, permutations: int = 9999
) -> EITest:
    """Whether ties cross between groups more or less than if the groups were dealt out by chance.

    The labels of the nodes are shuffled; the ties and the sizes of the groups stay. The real labels count as
    one of the deals, so that p is never 0 and the test is exact: (1 + as extreme) / (1 + permutations).

    Parameters
    ----------
    adjacency : array of bool or float, shape (nodes, nodes)
        As for `ties_of`; weights only say whether there is a tie.
    groups : sequence, one for each node
        At least two different labels.
    rng : numpy.random.Generator
        Where chance comes from.
    permutations : int
        How often to shuffle.

    Returns
    -------
    EITest
        Two-sided: as far from `expected`, the mean over all deals, as the real value or farther.

    Raises
    ------
    InvalidInputError
        As for `ei_index`; there are no ties, one group only, or fewer than one permutation.

    References
    ----------
    Krackhardt & Stern (1988), Social Psychology Quarterly 51:123-140, doi:10.2307/2786835.
    Phipson & Smyth (2010), Stat Appl Genet Mol Biol 9:39, doi:10.2202/1544-6115.1585.

    Examples
    --------
    >>> two_cliques = np.kron(np.eye(2), np.ones((5, 5))) - np.eye(10)
    >>> found = ei_test(two_cliques, ["firm"] * 5 + ["school"] * 5, rng=np.random.default_rng(1))
    >>> found.value, found.direction, found.p < 0.05
    (-1.0, 'inward', True)
    """
    network = ties_of(adjacency)
    names, member = groups_of(groups, network.nodes)
    if not len(network.ends):
        raise InvalidInputError(_NO_TIES)
    if len(names) < 2:
        raise InvalidInputError(_NO_CHOICE)
    if permutations < 1:
        raise InvalidInputError(Message("The test needs at least one permutation."))
    total = len(network.ends)
    external = int(np.count_nonzero(np.diff(member[network.ends])))
    possible = _blocks(network, member, len(names))[1]
    pairs = network.nodes * (network.nodes - 1) // 2
    crossing = pairs - int(np.trace(possible))
    off = external * pairs - total * crossing  # whole numbers: no tie is lost to rounding
    more = less = farther = 0
    for dealt in _dealt(network, member, rng, permutations):
        more += int((dealt >= external).sum())
        less += int((dealt <= external).sum())
        farther += int((abs(dealt * pairs - total * crossing) >= abs(off)).sum())
    return EITest(
        value=(2 * external - total) / total,
        expected=(2 * crossing - pairs) / pairs,
        direction="outward" if off > 0 else "inward" if off < 0 else "neither",
        p=(1 + farther) / (1 + permutations),
        p_outward=(1 + more) / (1 + permutations),
        p_inward=(1 + less) / (1 + permutations),
        permutations=permutations,
    )


def _dealt(network: Ties, member: Indices, rng: np.random.Generator, permutations: int) -> Iterator[Indices]:
    """External ties under shuffled labels, some shuffles at a time."""
    first, second = network.ends.T
    batch = max(1, AT_ONCE // max(len(first), network.nodes))
    small = member.astype(np.min_scalar_type(int(member.max())))
    for done in range(0, permutations, batch):
        rows = min(batch, permutations - done)
        labels = rng.permuted(np.tile(small, (rows, 1)), axis=1)
        yield (labels[:, first] != labels[:, second]).sum(axis=1)
