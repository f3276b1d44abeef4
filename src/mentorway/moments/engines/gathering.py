"""What the queries of one scale gave, put into fine cells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mentorway.moments import fine, patterns
from mentorway.moments.cells import Block, Floats, Integers
from mentorway.moments.cube import Array, Cube, FineCell, Flags, in_order
from mentorway.moments.engines.asking import FLAGS, Asking, Pair
from mentorway.moments.facts import Combinations, Numbers
from mentorway.wording import InvalidInputError, Message


class Gathering:
    """The sums of one scale, a place for each cell; filled query by query."""

    def __init__(self, asking: Asking, cells: pa.Table, *, bounded: bool) -> None:
        self._asking, self.block, self._wanted = asking, asking.block, asking.wanted
        self._combinations = Combinations(self._wanted.by)
        keys = self._keys(cells)
        met, places = np.unique(keys, axis=0, return_inverse=True)
        self._numbers = {tuple(key): number for number, key in enumerate(met.tolist())}
        self._rows = _added(len(met), places.ravel(), _whole(cells, "people"))
        weights = _floating(cells, "people" if self._wanted.weight is None else "weight")
        self._weights = _added(len(met), places.ravel(), weights)
        self._observed = [_observed(key[1:], self.block, apart=self._wanted.patterns) for key in met.tolist()]
        if bounded:
            self._check_room()
        self._make_room(len(met))

    def _make_room(self, cells: int) -> None:
        size, levels = len(self.block.items), self.block.levels
        weighted = 0 if self._wanted.weight is None else cells
        self._counts: Integers = np.zeros((cells, size, levels + 1), np.int64)
        self._products: Integers = np.zeros((cells, size, size), np.int64)
        self._tables: Integers = np.zeros(
            (cells if self._wanted.pairs else 0, size, size, levels, levels), np.int64
        )
        self._weighted_counts: Floats = np.zeros((weighted, size, levels))
        self._weighted: Floats = np.zeros((weighted, size, size))

    def _check_room(self) -> None:
        """Refuse what reading a file refuses: too many patterns, too many cells, too much to hold."""
        ways = {one.tobytes() for one in self._observed if one is not None and not one.all()}
        if len(ways) >= patterns.MOST_PATTERNS:
            raise patterns.too_many_patterns(self.block)
        size, levels = len(self.block.items), self.block.levels
        square = 8 * (size + 1) ** 2
        fixed = 8 * size * (levels + 1) + (square if self._wanted.weight is not None else 0)
        fixed += 8 * (size * levels) ** 2 if self._wanted.pairs else 0
        room = np.cumsum([fixed + (0 if one is None else square) for one in self._observed])
        held = int(np.searchsorted(room, fine.MOST_BYTES, side="right"))
        if held < len(room) or len(room) > fine.MOST_CELLS:
            raise fine.too_many_cells(self.block, min(held, fine.MOST_CELLS) + 1)

    def _keys(self, found: pa.Table) -> NDArray[np.int64]:
        """The number of each row's facts, then its flags."""
        facts = {
            name: _column(found, column)
            for name, column in zip(self._wanted.by, self._asking.facts, strict=True)
        }
        flags = [_whole(found, name) for name in self._asking.flags]
        batch = pa.RecordBatch.from_pydict({**facts, "": pa.array(flags[0])})
        return np.column_stack([self._combinations.number(batch), *flags])

    def _places(self, found: pa.Table) -> Numbers:
        met, inverse = np.unique(self._keys(found), axis=0, return_inverse=True)
        known = [self._numbers.get(tuple(key), -1) for key in met.tolist()]
        if -1 in known:
            raise changed()
        places: Numbers = np.array(known, np.intp)[inverse.ravel()]
        return places

    def add_counts(self, found: pa.Table) -> None:
        """Add how often each step was chosen."""
        item, levels = _whole(found, "item"), self.block.levels
        column = _column(found, "step")
        steps = column.cast(pa.int64()).fill_null(levels - self._middle).to_numpy(zero_copy_only=False)
        steps = steps + self._middle
        if steps.size and not 0 <= steps.min() <= steps.max() <= levels:
            raise changed()
        places = self._places(found)
        np.add.at(self._counts, (places, item, steps), _whole(found, "people"))
        if self._wanted.weight is not None:
            there = steps < levels
            at = (places[there], item[there], steps[there])
            np.add.at(self._weighted_counts, at, _floating(found, "weight")[there])

    def add_products(self, pairs: Sequence[Pair], found: pa.Table) -> None:
        """Add sums of products of pairs."""
        places = self._places(found)
        rows = _added(len(self._rows), places, _whole(found, "people"))
        there = np.array([one is not None for one in self._observed], np.bool_)
        if not np.array_equal(rows[there], self._rows[there]):
            raise changed()
        for number, (first, second) in enumerate(pairs):
            sums = _added(len(self._rows), places, _whole(found, f"product_{number}"))
            self._products[:, first, second] = self._products[:, second, first] = sums
            if self._wanted.weight is not None:
                heavy = _added(len(self._rows), places, _floating(found, f"weighted_{number}"))
                self._weighted[:, first, second] = self._weighted[:, second, first] = heavy

    def add_tables(self, found: pa.Table) -> None:
        """Add how often each two steps were chosen together."""
        places, people = self._places(found), _whole(found, "people")
        first, second = _whole(found, "first"), _whole(found, "second")
        one, two = (_whole(found, f"{name}_step") + self._middle for name in ("first", "second"))
        for steps in (one, two):
            if steps.size and not 0 <= steps.min() <= steps.max() < self.block.levels:
                raise changed()
        np.add.at(self._tables, (places, first, second, one, two), people)
        np.add.at(self._tables, (places, second, first, two, one), people)

    @property
    def _middle(self) -> int:
        return self.block.pivot - self.block.low

    def cube(self) -> Cube:
        """What was found, when all queries were answered."""
        if not (self._counts.sum(axis=2) == self._rows[:, None]).all():
            raise changed()
        wanted, values = self._wanted, self._combinations.values()
        cells = (self._cell(values[key[0]], number) for key, number in self._numbers.items())
        return Cube(self.block, wanted.by, in_order(cells), wanted.patterns, wanted.pairs, wanted.weight)

    def _cell(self, values: tuple[str | None, ...], number: int) -> FineCell:
        observed, counts = self._observed[number], self._counts[number, :, :-1]
        sums, products = _moments(counts, self._products[number], self._middle, observed)
        heavy: tuple[Floats, Floats] | None = None
        if self._wanted.weight is not None:
            of_answers = self._weighted_counts[number]
            heavy = _moments(of_answers, self._weighted[number], self._middle, observed)
        return FineCell(
            values=values,
            observed=observed,
            rows=int(self._rows[number]),
            sums=sums,
            products=products,
            counts=counts,
            missing=self._counts[number, :, -1],
            tables=self._table(number) if self._wanted.pairs else None,
            weight=float(self._weights[number]),
            weighted_sums=None if heavy is None else heavy[0],
            weighted_products=None if heavy is None else heavy[1],
        )

    def _table(self, number: int) -> Integers:
        """The tables of all pairs; of an item with itself the counts stand on the diagonal."""
        tables: Integers = self._tables[number]
        levels = np.arange(self.block.levels)
        for item in range(len(self.block.items)):
            tables[item, item, levels, levels] = self._counts[number, item, :-1]
        return tables


def changed() -> InvalidInputError:
    """The queries do not agree with each other."""
    return InvalidInputError(
        Message(
            "The table changed while it was being read, so its sums do not agree. Read it again when nobody "
            "writes to it."
        )
    )


def _moments(counts: Array, crossed: Array, middle: int, observed: Flags | None) -> tuple[Array, Array]:
    """Sums and products: of an item with itself by its counts, of two items as the engine summed them up."""
    if observed is None:
        return np.zeros(len(counts), counts.dtype), np.zeros_like(crossed)
    steps = (np.arange(counts.shape[1]) - middle).astype(counts.dtype)
    products = crossed.copy()
    np.fill_diagonal(products, counts @ steps**2)
    sums: Array = counts @ steps
    return sums, products


def _observed(flags: Sequence[int], block: Block, *, apart: bool) -> Flags | None:
    """Which items were answered; None for people who left out different ones."""
    size = len(block.items)
    if not apart:
        return None if flags[0] else np.ones(size, np.bool_)
    return np.array([not flags[place // FLAGS] >> (place % FLAGS) & 1 for place in range(size)], np.bool_)


def _column(found: pa.Table, name: str) -> pa.Array:
    return found.column(name).combine_chunks()


def _whole(found: pa.Table, name: str) -> Integers:
    """A column of whole numbers; a sum of nothing is 0."""
    column = _column(found, name).cast(pa.int64()).fill_null(0)
    numbers: Integers = column.to_numpy(zero_copy_only=False)
    return numbers


def _floating(found: pa.Table, name: str) -> Floats:
    column = _column(found, name).cast(pa.float64()).fill_null(0.0)
    numbers: Floats = column.to_numpy(zero_copy_only=False)
    return numbers


def _added(places: int, at: Numbers, numbers: Array) -> Array:
    """Numbers added up at their places."""
    total: Array = np.zeros(places, numbers.dtype)
    np.add.at(total, at, numbers)
    return total
