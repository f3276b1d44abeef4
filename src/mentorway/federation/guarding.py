"""Packages that a node has sent before: what a new one would tell of few people by subtraction.

Two packages whose cells differ by a few people give away the sums of these few. Nobody but the node knows
all it has sent, so the node looks before it signs, and holds what is too close.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mentorway.federation.refusing import Reason, RefusedError
from mentorway.moments import Package
from mentorway.moments.cells import Integers
from mentorway.moments.cube import Cube, FineCell, Values
from mentorway.wording import Message, listed, shown

Group = tuple[Values, bytes | None]


@dataclass(frozen=True)
class Close:
    """A cell that differs from one sent earlier by too few people.

    Parameters
    ----------
    scale : str
        Which scale.
    facts, values : tuple of str or None
        The facts by which both packages tell people apart, and the cell's values of them.
    complete : bool
        Whether it is of those who answered every item.
    earlier : str
        What the earlier package is called.
    changed : int
        At least so many people came, went, or answered otherwise.
    fewest : int
        How many it must be.
    """

    scale: str
    facts: tuple[str, ...]
    values: Values
    complete: bool
    earlier: str
    changed: int
    fewest: int

    @property
    def message(self) -> Message:
        """The finding as a sentence."""
        return Message(
            "Scale %(scale)s, cell %(cell)s: since package %(earlier)s at least %(changed)d person came, "
            "went "
            "or answered otherwise. The difference of both packages would be their answers. Wait until at "
            "least %(fewest)d have, or leave the cell out.",
            {
                "scale": shown(self.scale),
                "cell": listed([one or "–" for one in self.values]) or "–",
                "earlier": shown(self.earlier),
                "changed": self.changed,
                "fewest": self.fewest,
            },
            plural="Scale %(scale)s, cell %(cell)s: since package %(earlier)s at least %(changed)d people "
            "came, "
            "went or answered otherwise. The difference of both packages would be their answers. Wait until "
            "at "
            "least %(fewest)d have, or leave the cell out.",
            count=self.changed,
        )


def too_close(package: Package, earlier: Sequence[tuple[str, Package]]) -> tuple[Close, ...]:
    """Find the cells of a new package that differ from one sent earlier by fewer people than a cell has.

    Packages by other facts are compared by the facts that both have, down to everybody together, for what
    one withholds and the other does not is a difference, too. How many people changed is not known from sums;
    what the counted answers prove is taken, which is never more than the truth.

    Parameters
    ----------
    package : Package
        What would be sent.
    earlier : sequence of (str, Package)
        All that this node sent to anybody, each with what people call it; two may be called alike. Scales
        with other items are not compared.

    Returns
    -------
    tuple of Close

    Raises
    ------
    RefusedError
        A scale shares an item with another scale that was sent earlier: their sums could be subtracted.

    Examples
    --------
    >>> from mentorway.moments import Block, package_of
    >>> block = Block("trust", ("a",), reverse=(False,), low=1, high=3)
    >>> def sums(low, high):
    ...     n = low + high
    ...     cell = FineCell(("LT",), np.array([True]), n, np.array([high - low]), np.array([[n]]),
    ...                     np.array([[low, 0, high]]), np.array([0]))
    ...     return package_of([Cube(block, ("country",), (cell,))], fewest=10)
    >>> [one.changed for one in too_close(sums(12, 11), [("1", sums(12, 9))])]
    [2]
    >>> too_close(sums(12, 21), [("1", sums(12, 9))]), too_close(sums(12, 9), [("1", sums(12, 9))])
    ((), ())
    """
    found: list[Close] = []
    for name, before in earlier:
        for cube in package.cubes:
            for other in before.cubes:
                found += _close(cube, other, name, package.fewest)
    return tuple(found)


def _close(cube: Cube, other: Cube, earlier: str, fewest: int) -> Iterator[Close]:
    mine, theirs = set(cube.block.items), set(other.block.items)
    if not mine & theirs:
        return
    if cube.block.coding_hash != other.block.coding_hash:
        raise RefusedError(
            Reason.TOO_CLOSE,
            Message(
                "Scale %(scale)s shares items with scale %(other)s of package %(number)s (%(items)s), but is "
                "not the same. Answers of single people could be found by subtraction. Ask the coordinator "
                "for "
                "a call with the scale as it was.",
                {
                    "scale": shown(cube.block.name),
                    "other": shown(other.block.name),
                    "number": shown(earlier),
                    "items": listed(sorted(mine & theirs)),
                },
            ),
        )
    common = tuple(fact for fact in cube.by if fact in other.by)
    apart = cube.patterns and other.patterns
    now, then = _grouped(cube, common, apart=apart), _grouped(other, common, apart=apart)
    for key in now.keys() & then.keys():
        changed = _changed(now[key], then[key])
        if 0 < changed < fewest:
            values, observed = key
            yield Close(cube.block.name, common, values, observed == b"all", earlier, changed, fewest)


def _grouped(cube: Cube, common: Sequence[str], *, apart: bool) -> dict[Group, list[FineCell]]:
    """The cells by the facts that both packages have, and by whether people answered every item."""
    places = [cube.by.index(fact) for fact in common]
    found: dict[Group, list[FineCell]] = {}
    for cell in cube.cells:
        pattern = cell.observed.tobytes() if apart and cell.observed is not None else None
        kind = b"all" if cell.complete else pattern
        found.setdefault((tuple(cell.values[place] for place in places), kind), []).append(cell)
    return found


def _changed(now: Sequence[FineCell], then: Sequence[FineCell]) -> int:
    """At least how many people came or went; two if only their answers were put together otherwise."""
    moved = _answers(now) - _answers(then)
    came = int(np.maximum(moved, 0).sum(axis=1).max())
    went = int(np.maximum(-moved, 0).sum(axis=1).max())
    if came + went:
        return came + went
    known = all(cell.observed is not None for cell in (*now, *then))
    same = not known or np.array_equal(_products(now), _products(then))
    return 0 if same else 2


def _answers(cells: Sequence[FineCell]) -> Integers:
    return np.column_stack([sum(cell.counts for cell in cells), sum(cell.missing for cell in cells)])


def _products(cells: Sequence[FineCell]) -> Integers:
    total: Integers = np.sum([cell.products for cell in cells], axis=0)
    return total


def without(package: Package, earlier: Sequence[tuple[str, Package]]) -> Package:
    """Leave out the cells that are too close to what was sent earlier; their people count as withheld.

    Parameters
    ----------
    package : Package
        What would be sent.
    earlier : sequence of (str, Package)
        As for `too_close`.

    Returns
    -------
    Package
        Nothing in it is too close; it may be empty.
    """
    while found := too_close(package, earlier):
        by_scale: dict[str, list[Close]] = {}
        for one in found:
            by_scale.setdefault(one.scale, []).append(one)
        cubes = tuple(_left(cube, by_scale.get(cube.block.name, ())) for cube in package.cubes)
        gone = [mine.people - left.people for mine, left in zip(package.cubes, cubes, strict=True)]
        withheld = tuple(before + now for before, now in zip(package.withheld, gone, strict=True))
        package = replace(package, cubes=cubes, withheld=withheld)
    return package


def _left(cube: Cube, close: Sequence[Close]) -> Cube:
    """The cube without the cells, complete or not, of the groups that are too close."""
    gone = {(one.facts, one.values) for one in close}
    kept = []
    for cell in cube.cells:
        groups = {
            (facts, tuple(cell.values[cube.by.index(fact)] for fact in facts)) for facts, _values in gone
        }
        if not groups & gone:
            kept.append(cell)
    return replace(cube, cells=tuple(kept))
