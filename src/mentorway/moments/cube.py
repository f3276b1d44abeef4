"""Fine cells of the answers to one block: by facts about people and by which items they answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mentorway.moments.cells import Block, Cell, Floats, Integers, Reduction
from mentorway.wording import InvalidInputError, Message, listed, shown

Flags = NDArray[np.bool_]
Values = tuple[str | None, ...]
Array = TypeVar("Array", Integers, Floats)


@dataclass(frozen=True, eq=False)
class FineCell:
    """People with the same values of some facts who answered the same items.

    Parameters
    ----------
    values : tuple of str or None
        One value for each fact of the cube, None where people have none.
    observed : array of bool, shape (items,), or None
        Which items they answered; None for all people with holes together, where patterns were not asked for.
    rows : int
        How many people.
    sums, products : array of int64, shapes (items,) and (items, items)
        Sums of (answer - pivot) and of their products over the observed items, 0 elsewhere, and everywhere
        where `observed` is None. Reverse-keyed answers are already turned.
    counts, missing : array of int64, shapes (items, levels) and (items,)
        How often each answer was given, and none.
    tables : array of int64, shape (items, items, levels, levels), or None
        At [i, j, a, b] how many gave answer a to item i and answer b to item j, lowest answer first.
    weight : float
        Sum of the weights, as the file has them; how many people where there are none.
    weighted_sums, weighted_products : array of float64, or None
        As sums and products, each person counted with their weight.
    """

    values: Values
    observed: Flags | None
    rows: int
    sums: Integers
    products: Integers
    counts: Integers
    missing: Integers
    tables: Integers | None = None
    weight: float = 0.0
    weighted_sums: Floats | None = None
    weighted_products: Floats | None = None

    @property
    def complete(self) -> bool:
        """Whether these people answered every item."""
        return self.observed is not None and bool(self.observed.all())

    def __add__(self, other: FineCell) -> FineCell:
        return replace(
            self,
            rows=self.rows + other.rows,
            sums=self.sums + other.sums,
            products=self.products + other.products,
            counts=self.counts + other.counts,
            missing=self.missing + other.missing,
            tables=_sum(self.tables, other.tables),
            weight=self.weight + other.weight,
            weighted_sums=_sum(self.weighted_sums, other.weighted_sums),
            weighted_products=_sum(self.weighted_products, other.weighted_products),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FineCell):
            return NotImplemented
        mine, theirs = _parts(self), _parts(other)
        return (self.values, self.rows, self.weight) == (other.values, other.rows, other.weight) and all(
            (one is None and two is None)
            or (one is not None and two is not None and np.array_equal(one, two))
            for one, two in zip(mine, theirs, strict=True)
        )

    __hash__ = None  # type: ignore[assignment]


def _parts(cell: FineCell) -> tuple[NDArray[np.generic] | None, ...]:
    return (
        cell.observed, cell.sums, cell.products, cell.counts, cell.missing, cell.tables, cell.weighted_sums,
        cell.weighted_products,
    )  # fmt: skip


def _sum(first: Array | None, second: Array | None) -> Array | None:
    return None if first is None or second is None else first + second


@dataclass(frozen=True)
class Cube:
    """The answers to one block in fine cells, which add up to all coarser ones exactly.

    Parameters
    ----------
    block : Block
        What the integers mean.
    by : tuple of str
        The facts that tell people apart.
    cells : tuple of FineCell
        By values, those without a value first, then from the fullest pattern to the emptiest.
    patterns, pairs : bool
        Whether people with holes are told apart by what they answered, and whether pairs were counted.
    weight : str, optional
        The column of the weights.

    Examples
    --------
    >>> block = Block("trust", ("a",), reverse=(False,), low=1, high=3)
    >>> def people(country, wave, low, high):
    ...     n, counts = low + high, np.array([[low, 0, high]])
    ...     return FineCell((country, wave), np.array([True]), n, np.array([high - low]), np.array([[n]]),
    ...                     counts, np.array([0]))
    >>> cube = Cube(block, ("country", "wave"), (people("LT", "1", 3, 1), people("LT", "2", 1, 4),
    ...                                          people("LV", "1", 2, 2)))
    >>> [(cell.key, cell.rows, cell.mean.tolist()) for cell in cube.by_fact("wave").cells]
    [('1', 8, [1.75]), ('2', 5, [2.6])]
    >>> cube.cell().rows, cube.where("country", ["LV"]).people
    (13, 4)
    """

    block: Block
    by: tuple[str, ...]
    cells: tuple[FineCell, ...]
    patterns: bool = False
    pairs: bool = False
    weight: str | None = None

    def __add__(self, other: Cube) -> Cube:
        same = self.block.coding_hash == other.block.coding_hash
        if not same or self._counted() != other._counted():
            raise InvalidInputError(
                Message(
                    "The fine cells of %(first)s and %(second)s were counted differently, so they cannot be "
                    "added. Use the same items, reverse keys, range, facts, patterns, pairs and weights.",
                    {"first": self.block.name, "second": other.block.name},
                )
            )
        return replace(self, cells=_gathered([*self.cells, *other.cells]))

    def _counted(self) -> tuple[object, ...]:
        return (self.by, self.weight, self.patterns, self.pairs)

    @property
    def people(self) -> int:
        """How many people are in the cells."""
        return sum(cell.rows for cell in self.cells)

    def values(self, fact: str) -> tuple[str, ...]:
        """The values of a fact that occur, in order."""
        place = self.place(fact)
        return tuple(sorted({value for cell in self.cells if (value := cell.values[place]) is not None}))

    def where(self, fact: str, values: Collection[str]) -> Cube:
        """The cells of people with one of these values."""
        place = self.place(fact)
        return replace(self, cells=tuple(cell for cell in self.cells if cell.values[place] in values))

    def coarser(self, by: Sequence[str]) -> Cube:
        """The same people told apart by fewer facts.

        Parameters
        ----------
        by : sequence of str
            Some of the facts, in any order.

        Returns
        -------
        Cube
            Each cell is the sum of the finer ones.

        Raises
        ------
        InvalidInputError
            A fact is not one of the cube's.
        """
        places = [self.place(fact) for fact in by]
        moved = (replace(cell, values=tuple(cell.values[place] for place in places)) for cell in self.cells)
        return replace(self, by=tuple(by), cells=_gathered(moved))

    def cell(self, key: str = "all") -> Cell:
        """Everybody in one cell, as `reduce_answers` counts it; zeros where there is nobody."""
        return self._coarse(key, self.cells)

    def by_fact(self, fact: str) -> Reduction:
        """The groups of a fact, as `reduce_answers` counts them; people without a value are left out."""
        groups = self.grouped(fact)
        cells = tuple(self._coarse(key, cells) for key, cells in groups.items())
        return Reduction(self.block, fact, cells)

    def grouped(self, fact: str) -> dict[str, list[FineCell]]:
        """The fine cells of each value of a fact, in order of the values."""
        place = self.place(fact)
        groups: dict[str, list[FineCell]] = {value: [] for value in self.values(fact)}
        for cell in self.cells:
            value = cell.values[place]
            if value is not None:
                groups[value].append(cell)
        return groups

    def tables(self, fact: str | None = None, *, complete: bool = False) -> dict[str, Integers]:
        """How often each pair of answers was given to each pair of items.

        Parameters
        ----------
        fact : str, optional
            Whose groups; everybody together, under the name of the block, if not given.
        complete : bool
            Whether only people count who answered every item; otherwise all who answered both.

        Returns
        -------
        dict of str to array of int64, shape (items, items, levels, levels)
            At [i, j, a, b] how many gave answer a to item i and answer b to item j, lowest answer first.

        Raises
        ------
        InvalidInputError
            The fact is not one of the cube's, or pairs were not asked for.
        """
        if not self.pairs:
            raise InvalidInputError(
                Message("Pairs of answers were not counted. Ask for them when the answers are read.")
            )
        groups = {self.block.name: list(self.cells)} if fact is None else self.grouped(fact)
        size, levels = len(self.block.items), self.block.levels
        found = {}
        for key, cells in groups.items():
            total: Integers = np.zeros((size, size, levels, levels), np.int64)
            for cell in cells:
                if cell.tables is not None and (cell.complete or not complete):
                    total += cell.tables
            found[key] = total
        return found

    def place(self, fact: str) -> int:
        """Which of the facts this is."""
        if fact not in self.by:
            raise InvalidInputError(
                Message(
                    "The answers were not told apart by “%(fact)s”, but by: %(facts)s.",
                    {"fact": shown(fact), "facts": listed(self.by) or "–"},
                )
            )
        return self.by.index(fact)

    def _coarse(self, key: str, cells: Sequence[FineCell]) -> Cell:
        size, levels = len(self.block.items), self.block.levels
        found = Cell(
            self.block, key, 0, 0, np.zeros(size, np.int64), np.zeros((size, size), np.int64),
            np.zeros((size, levels), np.int64), np.zeros(size, np.int64),
        )  # fmt: skip
        rows = complete = 0
        for cell in cells:
            rows += cell.rows
            found.counts[:] += cell.counts
            found.missing[:] += cell.missing
            if cell.complete:
                complete += cell.rows
                found.sums[:] += cell.sums
                found.products[:] += cell.products
        return replace(found, rows=rows, complete=complete)


def _gathered(cells: Iterable[FineCell]) -> tuple[FineCell, ...]:
    """Cells with the same values and pattern added up, all in order."""
    found: dict[tuple[Values, bytes | None], FineCell] = {}
    for cell in cells:
        key = (cell.values, None if cell.observed is None else cell.observed.tobytes())
        found[key] = found[key] + cell if key in found else cell
    return in_order(found.values())


def in_order(cells: Iterable[FineCell]) -> tuple[FineCell, ...]:
    """Cells by values, those without a value first, then from the fullest pattern to the emptiest."""
    return tuple(sorted(cells, key=_rank))


def _rank(cell: FineCell) -> tuple[object, ...]:
    values = tuple((value is not None, value or "") for value in cell.values)
    if cell.observed is None:
        return (*values, 1, 0, ())
    return (*values, 0, -int(cell.observed.sum()), tuple((~cell.observed).tolist()))
