"""One pass over a file of answers to fine cells: by facts about people and by which items they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from mentorway.moments.cells import Block, Floats, Integers
from mentorway.moments.cube import Cube, FineCell, Values, in_order
from mentorway.moments.facts import EVERYONE, Chosen, Combinations, Numbers, Order, Where, distinct, order
from mentorway.moments.patterns import COMPLETE, Patterns
from mentorway.moments.reading import Coder, Codes, Progress, batches, weights_of
from mentorway.moments.reduction import PRODUCT_ROWS, Multiplier, count_answers
from mentorway.wording import InvalidInputError, Message

MOST_CELLS = 30_000  # they are sorted by 16 bits
MOST_BYTES = 192 * 2**20
ONE_HOT_BYTES = 2**24


@dataclass(frozen=True)
class Wanted:
    """How finely answers are counted.

    Parameters
    ----------
    by : tuple of str
        The facts that tell people apart, at most four; with that of the organisation, sums by organisation.
    where : mapping of str to collection of str
        For some columns the values to look at.
    patterns : bool
        Whether people with holes are told apart by which items they answered.
    pairs : bool
        Whether each pair of answers to each pair of items is counted.
    weight : str, optional
        The column that says how much each person counts.
    """

    by: tuple[str, ...]
    where: Where = field(default_factory=lambda: EVERYONE)
    patterns: bool = False
    pairs: bool = False
    weight: str | None = None


@dataclass(eq=False)
class _Place:
    """The running sums of one fine cell; those that nobody asked for stay empty."""

    pattern: int
    products: Integers
    weighted: Floats
    tables: Integers
    rows: int = 0


class _FineSums:
    """The running sums of one block, a place for each combination of facts and pattern that was met."""

    def __init__(self, block: Block, wanted: Wanted) -> None:
        self.block, self._wanted = block, wanted
        self._coder, self._multiplier = Coder(block), Multiplier(block)
        self._patterns = Patterns(block, apart=wanted.patterns)
        self._numbers: dict[tuple[int, int], int] = {}
        self._places: list[_Place] = []
        self._counts: Integers = np.zeros((0, len(block.items), block.levels + 1), np.int64)
        self._nothing: Integers = np.zeros((len(block.items) + 1,) * 2, np.int64)
        self._bytes = 0

    def add(self, batch: pa.RecordBatch, combinations: Numbers, weights: Floats | None) -> None:
        """Add the people of a batch whose combination is not -1."""
        there = np.flatnonzero(combinations >= 0)
        everyone = there.size == combinations.size
        codes, holes = self._coder.coded(batch, Order(combinations[there], None if everyone else there, ()))
        rows = order(self._cells(combinations[there], self._patterns.number(codes, holes=holes)))
        if rows.rows is not None:
            codes, there = codes.take(rows.rows, axis=1), there[rows.rows]
        heavy = None if weights is None else weights[there]
        for cell, start, end in rows.slices:
            place, part = self._places[cell], codes[:, start:end]
            place.rows += end - start
            self._add_products(place, part, None if heavy is None else heavy[start:end])
            if self._wanted.pairs:
                self._add_pairs(place, part)
        count_answers(self._counts, codes, rows.groups)

    def _cells(self, combinations: Numbers, patterns: Numbers) -> Numbers:
        wide = len(self._patterns.observed)
        met, inverse = distinct(combinations * wide + patterns, wide * (int(combinations.max(initial=0)) + 1))
        keys = [divmod(key, wide) for key in met.tolist()]
        for key in keys:
            if key not in self._numbers:
                self._numbers[key] = len(self._places)
                self._places.append(self._new(key[1]))
                self._check_room()
        new = len(self._places) - len(self._counts)
        if new:
            self._counts = np.pad(self._counts, ((0, new), (0, 0), (0, 0)))
        numbers: Numbers = np.array([self._numbers[key] for key in keys], dtype=np.intp)[inverse]
        return numbers

    def _new(self, pattern: int) -> _Place:
        size, wide = len(self.block.items) + 1, len(self.block.items) * self.block.levels
        several = self._patterns.observed[pattern] is None
        place = _Place(
            pattern,
            products=np.zeros((0, 0) if several else (size, size), np.int64),
            weighted=np.zeros((0, 0) if self._wanted.weight is None else (size, size), np.float64),
            tables=np.zeros((wide, wide) if self._wanted.pairs else (0, 0), np.int64),
        )
        self._bytes += place.products.nbytes + place.weighted.nbytes + place.tables.nbytes
        self._bytes += 8 * int(np.prod(self._counts.shape[1:]))
        return place

    def _check_room(self) -> None:
        if len(self._places) > MOST_CELLS or self._bytes > MOST_BYTES:
            raise too_many_cells(self.block, len(self._places))

    def _add_products(self, place: _Place, codes: Codes, weights: Floats | None) -> None:
        """Add products of observed answers; there are none where several patterns are together."""
        pattern = self._patterns.observed[place.pattern]
        if pattern is None:
            if weights is not None:
                place.weighted[-1, -1] += weights.sum()
            return
        for start in range(0, codes.shape[1], PRODUCT_ROWS):
            part = codes[:, start : start + PRODUCT_ROWS]
            place.products += self._multiplier.products(part)
            if weights is not None:
                place.weighted += self._multiplier.weighted(part, weights[start : start + PRODUCT_ROWS])
        if place.pattern != COMPLETE:
            gone = np.flatnonzero(~pattern)
            for sums in (place.products, place.weighted)[: 1 if weights is None else 2]:
                sums[gone] = 0
                sums[:, gone] = 0

    def _add_pairs(self, place: _Place, codes: Codes) -> None:
        """Add up which answers were given together: a row of zeros and ones for each answer to each item."""
        size, levels = len(self.block.items), self.block.levels
        at_once = max(1, min(PRODUCT_ROWS, ONE_HOT_BYTES // (4 * size * levels)))
        steps = np.arange(levels, dtype=codes.dtype)[None, :, None]
        for start in range(0, codes.shape[1], at_once):
            part = codes[:, None, start : start + at_once]
            given = (part == steps).reshape(size * levels, -1).astype(np.float32)
            place.tables += (given @ given.T).astype(np.int64)

    def cube(self, combinations: Sequence[Values]) -> Cube:
        """What was found."""
        wanted = self._wanted
        cells = (
            self._cell(combinations[combination], number)
            for (combination, _), number in self._numbers.items()
        )
        return Cube(self.block, wanted.by, in_order(cells), wanted.patterns, wanted.pairs, wanted.weight)

    def _cell(self, values: Values, number: int) -> FineCell:
        place, counts, size = self._places[number], self._counts[number], len(self.block.items)
        products = place.products if place.products.size else self._nothing
        weighted = place.weighted if place.weighted.size else None
        shape = (size, self.block.levels) * 2
        return FineCell(
            values=values,
            observed=self._patterns.observed[place.pattern],
            rows=place.rows,
            sums=products[-1, :-1],
            products=products[:-1, :-1],
            counts=counts[:, :-1],
            missing=counts[:, -1],
            tables=place.tables.reshape(shape).transpose(0, 2, 1, 3) if self._wanted.pairs else None,
            weight=float(place.rows if weighted is None else weighted[-1, -1]),
            weighted_sums=None if weighted is None else weighted[-1, :-1],
            weighted_products=None if weighted is None else weighted[:-1, :-1],
        )


def too_many_cells(block: Block, count: int) -> InvalidInputError:
    """What is wrong with a scale that falls into so many cells."""
    return InvalidInputError(
        Message(
            "Scale %(scale)s falls into %(count)d different cells or more, too many to hold. Tell "
            "people apart by fewer facts, ask for patterns or pairs alone, or choose fewer items.",
            {"scale": block.name, "count": count},
        )
    )


def reduce_finely(
    path: Path, blocks: Sequence[Block], wanted: Wanted, *, progress: Progress | None = None
) -> tuple[Cube, ...]:
    """Reduce a file of answers to fine cells that add up exactly, in one pass and bounded memory.

    Parameters
    ----------
    path : Path
        Parquet file: one row per person, items as whole numbers, empty where nothing was answered.
    blocks : sequence of Block
        The scales. They may share items.
    wanted : Wanted
        By which facts, and what is counted.
    progress : callable, optional
        Told the share of rows read so far, from 0 to 1.

    Returns
    -------
    tuple of Cube
        One for each block, in the order given. People without a value of a fact are kept, with None for it.

    Raises
    ------
    InvalidInputError
        As for `reduce_answers`; there are too many cells or patterns to hold, too many facts are asked for,
        or a weight is not above 0 (the message says whose).

    Examples
    --------
    >>> import tempfile
    >>> import pyarrow.parquet as pq
    >>> people = pa.table({"land": ["LT", "LT", "LV"], "wave": ["1", "2", None], "a": [1, 3, 2],
    ...                    "b": [2, None, 3]})
    >>> block = Block("trust", ("a", "b"), reverse=(False, True), low=1, high=3)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pq.write_table(people, Path(folder) / "answers.parquet")
    ...     (cube,) = reduce_finely(Path(folder) / "answers.parquet", [block],
    ...                             Wanted(by=("land", "wave"), patterns=True))
    >>> [(cell.values, cell.observed.tolist(), cell.rows) for cell in cube.cells]
    [(('LT', '1'), [True, True], 1), (('LT', '2'), [True, False], 1), (('LV', None), [True, True], 1)]
    >>> [(cell.key, cell.rows, cell.complete) for cell in cube.by_fact("land").cells]
    [('LT', 2, 1), ('LV', 1, 1)]
    """
    combinations, chosen = Combinations(wanted.by), Chosen(wanted.where)
    running = [_FineSums(block, wanted) for block in blocks]
    items = [item for block in blocks for item in block.items]
    beside = () if wanted.weight is None else (wanted.weight,)
    before = 0
    for batch in batches(path, (*wanted.by, *chosen.columns, *beside), items, progress):
        numbers = chosen.only(combinations.number(batch), batch)
        weights = None if wanted.weight is None else weights_of(batch, wanted.weight, numbers >= 0, before)
        for sums in running:
            sums.add(batch, numbers, weights)
        before += batch.num_rows
    chosen.check()
    values = combinations.values()
    return tuple(sums.cube(values) for sums in running)
