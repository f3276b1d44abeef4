"""One streaming pass over a Parquet file of answers, for several blocks of items and any number of groups.

Row batches go to BLAS as float32 Gram matrices. Answers are whole numbers, so such a sum is exact as long as
it stays below 2^24; the rows per product are chosen so that it does, and results are added up as int64.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from mentorway.moments.cells import Block, Cell, Integers, Reduction
from mentorway.wording import InvalidInputError, Message

BATCH_ROWS = 131_072
PRODUCT_ROWS = 16_384
EXACT_IN_FLOAT32 = 2**24
MOST_GROUPS = 10_000

Codes = NDArray[np.unsignedinteger[Any]]


@dataclass
class _Groups:
    """The groups met so far, numbered as they come."""

    column: str
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, values: pa.Array) -> NDArray[np.intp]:
        """Number of each row's group, -1 where the file names none."""
        encoded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
        known = [self._number_of(name) for name in encoded.dictionary.cast(pa.string()).to_pylist()]
        places = encoded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
        numbers: NDArray[np.intp] = np.array([*known, -1], dtype=np.intp)[places]
        return numbers

    def _number_of(self, name: str | None) -> int:
        if name is None:
            return -1
        number = self.numbers.setdefault(name, len(self.numbers))
        if number >= MOST_GROUPS:
            raise InvalidInputError(
                Message(
                    "Column %(column)s has more than %(most)d different values, too many for groups. "
                    "Choose the column that names the group of each person.",
                    {"column": self.column, "most": MOST_GROUPS},
                )
            )
        return number


@dataclass(frozen=True)
class _Order:
    """The rows of a batch put in order of their group, so that each group is one slice."""

    groups: NDArray[np.intp]
    rows: NDArray[np.intp] | None
    slices: tuple[tuple[int, int, int], ...]  # group, start, end


def _order(numbers: NDArray[np.intp]) -> _Order:
    rows: NDArray[np.intp] | None = None
    if numbers.size and (numbers[0] < 0 or np.any(numbers != numbers[0])):
        rows = np.argsort(numbers.astype(np.int16), kind="stable")  # 16 bits: sorted by counting
        rows = rows[np.count_nonzero(numbers < 0) :]
        numbers = numbers[rows]
    ends = np.flatnonzero(np.diff(numbers, append=-1)) + 1
    starts = np.concatenate([[0], ends[:-1]]) if ends.size else ends
    slices = tuple((int(numbers[a]), int(a), int(b)) for a, b in zip(starts, ends, strict=True))
    return _Order(numbers, rows, slices)


class _Sums:
    """The running sums of one block."""

    def __init__(self, block: Block) -> None:
        self.block = block
        items = len(block.items)
        self.rows: Integers = np.zeros(0, np.int64)
        self.products: Integers = np.zeros((0, items + 1, items + 1), np.int64)
        self.counts: Integers = np.zeros((0, items, block.levels + 1), np.int64)
        farthest = max(block.high - block.pivot, block.pivot - block.low)
        exact = farthest**2 * PRODUCT_ROWS < EXACT_IN_FLOAT32
        self._codes = np.zeros((items, 0), np.uint8 if block.levels < 2**8 else np.uint16)
        self._matrix = np.ones((items + 1, PRODUCT_ROWS), np.float32 if exact else np.float64)

    def grow(self, groups: int) -> None:
        """Make room for groups that were not met before."""
        new = groups - len(self.rows)
        if new:
            self.rows = np.pad(self.rows, (0, new))
            self.products = np.pad(self.products, ((0, new), (0, 0), (0, 0)))
            self.counts = np.pad(self.counts, ((0, new), (0, 0), (0, 0)))

    def add(self, columns: Sequence[pa.Array], order: _Order) -> None:
        """Add the rows of a batch."""
        codes, holes = self._coded(columns, order)
        for group, start, end in order.slices:
            self.rows[group] += end - start
            self._multiply(group, codes[:, start:end], holes=holes)
        self._count(codes, order.groups)

    def _coded(self, columns: Sequence[pa.Array], order: _Order) -> tuple[Codes, bool]:
        """Steps above the lowest answer, reverse-keyed answers turned, `levels` where there is no answer."""
        block, rows = self.block, len(columns[0])
        if self._codes.shape[1] < rows:
            self._codes = np.empty((len(block.items), rows), self._codes.dtype)
        codes = self._codes[:, : len(order.groups)]
        for i, (column, reverse) in enumerate(zip(columns, block.reverse, strict=True)):
            _check_range(column, block, i)
            given = column.fill_null(block.low) if column.null_count else column
            values = given.to_numpy(zero_copy_only=False)
            steps = (block.high - values if reverse else values - block.low).astype(codes.dtype)
            if column.null_count:
                steps[column.is_null().to_numpy(zero_copy_only=False)] = block.levels
            codes[i] = steps if order.rows is None else steps[order.rows]
        return codes, any(column.null_count for column in columns)

    def _multiply(self, group: int, codes: Codes, *, holes: bool) -> None:
        """Add the products of the complete rows; the row of ones gives their number and the sums."""
        middle = self.block.pivot - self.block.low
        for start in range(0, codes.shape[1], PRODUCT_ROWS):
            part = codes[:, start : start + PRODUCT_ROWS]
            if holes:
                part = part[:, (part != self.block.levels).all(axis=0)]
            matrix = self._matrix[:, : part.shape[1]]
            np.subtract(part, middle, out=matrix[:-1], dtype=matrix.dtype, casting="unsafe")
            self.products[group] += (matrix @ matrix.T).astype(np.int64)

    def _count(self, codes: Codes, groups: NDArray[np.intp]) -> None:
        """Count every answer of every item in every group."""
        wide = self.block.levels + 1
        offsets = groups * wide
        for i, row in enumerate(codes):
            found = np.bincount(offsets + row, minlength=len(self.rows) * wide)
            self.counts[:, i] += found.reshape(-1, wide)

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


def _check_range(column: pa.Array, block: Block, place: int) -> None:
    span = pc.min_max(column).as_py()
    for value in (span["min"], span["max"]):
        if value is not None and not block.low <= value <= block.high:
            raise InvalidInputError(
                Message(
                    "Item %(item)s has the answer %(value)d, but its scale runs from %(low)d to %(high)d. "
                    "Correct the answer, or name it as missing in the codebook.",
                    {"item": block.items[place], "value": value, "low": block.low, "high": block.high},
                )
            )


def _whole_numbers(column: pa.Array, name: str) -> pa.Array:
    """The column as integers, unchanged if it holds integers."""
    if pa.types.is_integer(column.type):
        return column
    try:
        if pa.types.is_floating(column.type):
            column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
        return column.cast(pa.int64())
    except pa.ArrowInvalid as error:
        raise InvalidInputError(
            Message(
                "Item %(item)s holds something that is not a whole number. "
                "Answers must be whole numbers or empty.",
                {"item": name},
            )
        ) from error


def _open(path: Path, columns: Sequence[str]) -> pq.ParquetFile:
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise InvalidInputError(
            Message("%(file)s is not a Parquet file. Import the answers again.", {"file": path.name})
        ) from error
    absent = [name for name in columns if name not in file.schema_arrow.names]
    if absent:
        file.close()
        raise InvalidInputError(
            Message(
                "Column %(column)s is not in %(file)s. Check the name in the codebook.",
                {"column": absent[0], "file": path.name},
            )
        )
    return file


def reduce_answers(
    path: Path,
    blocks: Sequence[Block],
    *,
    group: str,
    progress: Callable[[float], None] | None = None,
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
        scale (the message names the item), or the group column has too many values.

    Examples
    --------
    >>> import tempfile
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
    items = list(dict.fromkeys(item for block in blocks for item in block.items))
    groups, running = _Groups(group), [_Sums(block) for block in blocks]
    with _open(path, [*items, group]) as file:
        total, done = max(file.metadata.num_rows, 1), 0
        for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=[*items, group]):
            columns = {item: _whole_numbers(batch.column(item), item) for item in items}
            order = _order(groups.number(batch.column(group)))
            for sums in running:
                sums.grow(len(groups.numbers))
                sums.add([columns[item] for item in sums.block.items], order)
            done += batch.num_rows
            if progress is not None:
                progress(done / total)
    named = sorted(groups.numbers.items())
    return tuple(
        Reduction(sums.block, group, tuple(sums.cell(key, number) for key, number in named))
        for sums in running
    )
