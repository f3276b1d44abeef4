"""Which dimensions must be crossed so that tables together say exactly what their full cross would say.

Tables with the dimensions AB and BC fit together as soon as they agree on B: people can then be paired into
ABC. Tables with AB, BC and AC need ABC itself. A chordal graph of the dimensions says which it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Tree:
    """Sets of dimensions to cross, and the pairs of sets that must agree on what they share."""

    cliques: tuple[tuple[str, ...], ...]
    joints: tuple[tuple[int, int], ...]


def tree_of(sets: Collection[Collection[str]]) -> Tree:
    """Find few and small sets of dimensions, one of which contains each given set.

    Parameters
    ----------
    sets : collection of collections of str
        The dimensions of each table.

    Returns
    -------
    Tree
        The largest cliques of a chordal graph found by eliminating the dimension that adds the fewest links,
        and a tree of them with the largest overlaps.

    References
    ----------
    Lauritzen (1996), Graphical Models, Oxford, 2.1 and 4.4, on decomposable graphs and collapsibility.

    Examples
    --------
    >>> tree_of([("a", "b"), ("b", "c")]).cliques
    (('a', 'b'), ('b', 'c'))
    >>> tree_of([("a", "b"), ("b", "c"), ("a", "c")]).cliques
    (('a', 'b', 'c'),)
    """
    near: dict[str, set[str]] = {one: set() for names in sets for one in names}
    for names in sets:
        for one, other in combinations(names, 2):
            near[one].add(other)
            near[other].add(one)
    found: list[frozenset[str]] = []
    while near:
        best = min(sorted(near), key=lambda one: (_missing(near, one), len(near[one]), one))
        found.append(frozenset({best, *near[best]}))
        for one, other in combinations(sorted(near[best]), 2):
            near[one].add(other)
            near[other].add(one)
        for one in near.pop(best):
            near[one].discard(best)
    largest = [one for at, one in enumerate(found) if not any(one <= other for other in found[:at])]
    cliques = tuple(sorted(tuple(sorted(one)) for one in largest)) or ((),)
    return Tree(cliques, _joints(cliques))


def _missing(near: dict[str, set[str]], one: str) -> int:
    return sum(second not in near[first] for first, second in combinations(sorted(near[one]), 2))


def _joints(cliques: Sequence[tuple[str, ...]]) -> tuple[tuple[int, int], ...]:
    """A spanning tree with the largest overlaps (Kruskal)."""
    part = list(range(len(cliques)))
    pairs = sorted(
        combinations(range(len(cliques)), 2),
        key=lambda pair: (-len(set(cliques[pair[0]]) & set(cliques[pair[1]])), pair),
    )
    found = []
    for first, second in pairs:
        if part[first] != part[second]:
            found.append((first, second))
            old, new = part[second], part[first]
            part = [new if one == old else one for one in part]
    return tuple(found)
