"""One streaming pass over a Parquet file of answers, for several blocks of items and any number of groups.

Row batches go to BLAS as float32 Gram matrices. Answers are whole numbers, so such a sum is exact as long as
it stays below 2^24; the rows per product are chosen so that it does, and results are added up as int64.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from mentorway.moments.cells import Block, Cell, Floats, Integers, Reduction
from mentorway.moments.facts import Chosen, Fact, Numbers, Order, Where, order
from mentorway.moments.reading import Coder, Codes, Progress, batches

PRODUCT_ROWS = 16_384
WEIGHTED_ROWS = 2_048
EXACT_IN_FLOAT32 = 2**24


class Multiplier:
    """Multiplies answers with answers; the room for a product is kept from one to the next."""

    def __init__(self, block: Block) -> None:
        self.block = block
        farthest = max(block.high - block.pivot, block.pivot - block.low)
        exact = farthest**2 * PRODUCT_ROWS < EXACT_IN_FLOAT32
        room = (len(block.items) + 1, PRODUCT_ROWS)
        self._matrix = np.ones(room, np.float32 if exact else np.float64)

    def products(self, codes: Codes) -> Integers:
        """Sums of products of (answer - pivot), and of one more row of ones.

        Parameters
        ----------
        codes : array, shape (items, people)
            At most `PRODUCT_ROWS` people, all of whom answered.

        Returns
        -------
        array of int64, shape (items + 1, items + 1)
            The last row holds the sums, and in the corner how many people there are.
        """
        matrix = self._matrix[:, : codes.shape[1]]
        middle = self.block.pivot - self.block.low
        np.subtract(codes, middle, out=matrix[:-1], dtype=matrix.dtype, casting="unsafe")
        return (matrix @ matrix.T).astype(np.int64)

    def weighted(self, codes: Codes, weights: Floats) -> Floats:
        """The same, each person counted with their weight, in floating point."""
        products: Floats = np.zeros((len(codes) + 1,) * 2)
        for start in range(0, codes.shape[1], WEIGHTED_ROWS):
            part = codes[:, start : start + WEIGHTED_ROWS]
            values = np.ones((len(codes) + 1, part.shape[1]))
            values[:-1] = part
            values[:-1] -= self.block.pivot - self.block.low
            products += (values * weights[start : start + WEIGHTED_ROWS]) @ values.T
        return products


class _Sums:
    """The running sums of one block."""

    def __init__(self, block: Block) -> None:
        self.block = block
        items = len(block.items)
        self.rows: Integers = np.zeros(0, np.int64)
        self.products: Integers = np.zeros((0, items + 1, items + 1), np.int64)
        self.counts: Integers = np.zeros((0, items, block.levels + 1), np.int64)
        self._coder, self._multiplier = Coder(block), Multiplier(block)

    def grow(self, groups: int) -> None:
        """Make room for groups that were not met before."""
        new = groups - len(self.rows)
        if new:
            self.rows = np.pad(self.rows, (0, new))
            self.products = np.pad(self.products, ((0, new), (0, 0), (0, 0)))
            self.counts = np.pad(self.counts, ((0, new), (0, 0), (0, 0)))

    def add(self, batch: pa.RecordBatch, rows: Order) -> None:
        """Add the rows of a batch."""
        codes, holes = self._coder.coded(batch, rows)
        for group, start, end in rows.slices:
            self.rows[group] += end - start
            self._multiply(group, codes[:, start:end], holes=holes)
        count_answers(self.counts, codes, rows.groups)

    def _multiply(self, group: int, codes: Codes, *, holes: bool) -> None:
        """Add the products of the complete rows; the row of ones gives their number and the sums."""
        for start in range(0, codes.shape[1], PRODUCT_ROWS):
            part = codes[:, start : start + PRODUCT_ROWS]
            if holes:
                part = part[:, (part != self.block.levels).all(axis=0)]
            self.products[group] += self._multiplier.products(part)

    def cell(self, key: str, group: int) -> Cell:
        """What was found for a group."""
        products, counts = self.products[group], self.counts[group]
        return Cell(
            block=self.block,
            key=key,
            rows=int(self.rows[group]),
            complete=int(products[-1, -1]),
            sums=products[-1, :-1].copy(),
            products=products[:-1, :-1].copy(),
            counts=counts[:, :-1].copy(),
            missing=counts[:, -1].copy(),
        )


def count_answers(counts: Integers, codes: Codes, groups: Numbers) -> None:
    """Add how often each answer of every item was given in every group.

    Parameters
    ----------
    counts : array of int64, shape (groups, items, levels + 1)
        What is added to; the last place is for answers not given.
    codes : array, shape (items, people)
        Steps above the lowest answer.
    groups : array, shape (people,)
        The number of each person's group.
    """
    wide = counts.shape[2]
    offsets = groups * wide
    for i, row in enumerate(codes):
        counts[:, i] += np.bincount(offsets + row, minlength=len(counts) * wide).reshape(-1, wide)


def reduce_answers(
    path: Path,
    blocks: Sequence[Block],
    *,
    group: str,
    where: Where | None = None,
    progress: Progress | None = None,
) -> tuple[Reduction, ...]:
    """Reduce a file of answers to exact whole-number sums, in one pass and bounded memory.

    Parameters
    ----------
    path : Path
        Parquet file: one row per person, items as whole numbers, empty where nothing was answered.
    blocks : sequence of Block
        The scales. They may share items.
    group : str
        The column that names each person's group. People without a group are left out.
    where : mapping of str to collection of str, optional
        For some columns the values to look at: people who have another, or none, are left out.
    progress : callable, optional
        Told the share of rows read so far, from 0 to 1.

    Returns
    -------
    tuple of Reduction
        One for each block, in the order given.

    Raises
    ------
    InvalidInputError
        The file is not Parquet, a column is absent, an answer is not a whole number or lies outside the
        scale (the message names the item), the group column has too many values, or nobody has a value that
        is asked for.

    Examples
    --------
    >>> import tempfile
    >>> import pyarrow.parquet as pq
    >>> people = pa.table({"land": ["LT", "LT", "LV"], "a": [1, 3, 2], "b": [2, None, 3]})
    >>> block = Block("trust", ("a", "b"), reverse=(False, True), low=1, high=3)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pq.write_table(people, Path(folder) / "answers.parquet")
    ...     (found,) = reduce_answers(Path(folder) / "answers.parquet", [block], group="land")
    >>> [(cell.key, cell.rows, cell.complete, cell.missing.tolist()) for cell in found.cells]
    [('LT', 2, 1, [0, 1]), ('LV', 1, 1, [0, 0])]
    >>> found.cells[1].mean
    array([2., 1.])
    """
    groups, chosen, running = Fact(group), Chosen(where), [_Sums(block) for block in blocks]
    items = [item for block in blocks for item in block.items]
    for batch in batches(path, (group, *chosen.columns), items, progress):
        rows = order(chosen.only(groups.number(batch.column(group)), batch))
        for sums in running:
            sums.grow(len(groups.numbers))
            sums.add(batch, rows)
    chosen.check()
    named = sorted(groups.numbers.items())
    return tuple(
        Reduction(
            sums.block, group, tuple(sums.cell(key, number) for key, number in named if sums.rows[number])
        )
        for sums in running
    )
