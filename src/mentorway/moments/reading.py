"""A Parquet file of answers, a batch at a time, checked against the scales and coded as steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from mentorway.moments.cells import Block
from mentorway.moments.facts import Order
from mentorway.wording import InvalidInputError, Message, shown

BATCH_ROWS = 131_072

Codes = NDArray[np.unsignedinteger[Any]]
Progress = Callable[[float], None]


def batches(
    path: Path, columns: Sequence[str], items: Sequence[str], progress: Progress | None = None
) -> Iterator[pa.RecordBatch]:
    """Read some columns of a file in bounded memory.

    Parameters
    ----------
    path : Path
        Parquet file: one row per person.
    columns, items : sequence of str
        What is read as it is, and what must be whole numbers.
    progress : callable, optional
        Told the share of rows read so far, from 0 to 1.

    Yields
    ------
    RecordBatch
        Columns by name; items as integers, null where nothing was answered.

    Raises
    ------
    InvalidInputError
        The file is not Parquet, a column is absent, or an item holds something that is not a whole number.
    """
    wanted = list(dict.fromkeys((*items, *columns)))
    with _open(path, wanted) as file:
        total, done = max(file.metadata.num_rows, 1), 0
        for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=wanted):
            whole = {
                name: _whole_numbers(batch.column(name), name) if name in items else batch.column(name)
                for name in wanted
            }
            yield pa.RecordBatch.from_pydict(whole)
            done += batch.num_rows
            if progress is not None:
                progress(done / total)


class Coder:
    """Codes the answers to one block; the room for a batch is kept from one to the next."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self._codes = np.zeros((len(block.items), 0), np.uint8 if block.levels < 2**8 else np.uint16)

    def coded(self, batch: pa.RecordBatch, rows: Order) -> tuple[Codes, bool]:
        """Steps above the lowest answer, shape (items, rows), and whether any answer may be missing.

        Reverse-keyed answers are turned; `levels` stands where there is no answer.
        """
        block, count = self.block, batch.num_rows
        columns = [batch.column(item) for item in block.items]
        if self._codes.shape[1] < count:
            self._codes = np.empty((len(block.items), count), self._codes.dtype)
        codes = self._codes[:, : len(rows.groups)]
        for i, (column, reverse) in enumerate(zip(columns, block.reverse, strict=True)):
            _check_range(column, block, i)
            given = column.fill_null(block.low) if column.null_count else column
            values = given.to_numpy(zero_copy_only=False)
            steps = (block.high - values if reverse else values - block.low).astype(codes.dtype)
            if column.null_count:
                steps[column.is_null().to_numpy(zero_copy_only=False)] = block.levels
            codes[i] = steps if rows.rows is None else steps[rows.rows]
        return codes, any(column.null_count for column in columns)


def weights_of(batch: pa.RecordBatch, name: str, kept: NDArray[np.bool_], before: int) -> NDArray[np.float64]:
    """The weights of a batch, numbers above 0 for all who are kept; `before` rows were read earlier."""
    try:
        weights = batch.column(name).cast(pa.float64()).fill_null(float("nan")).to_numpy(zero_copy_only=False)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise not_weights(name) from error
    wrong = np.flatnonzero(kept & ~(np.isfinite(weights) & (weights > 0)))
    if wrong.size:
        place = int(wrong[0])
        raise InvalidInputError(
            Message(
                "Column %(column)s, person %(row)d: the weight is %(value)s. Every weight must be a number "
                "above 0; leave out people who should not count.",
                {
                    "column": shown(name),
                    "row": before + place + 1,
                    "value": "–" if np.isnan(weights[place]) else str(float(weights[place])),
                },
            )
        )
    found: NDArray[np.float64] = weights
    return found


def _check_range(column: pa.Array, block: Block, place: int) -> None:
    span = pc.min_max(column).as_py()
    for value in (span["min"], span["max"]):
        if value is not None and not block.low <= value <= block.high:
            raise outside(block, place, value)


def outside(block: Block, place: int, value: int) -> InvalidInputError:
    """What is wrong with an answer that lies outside its scale."""
    return InvalidInputError(
        Message(
            "Item %(item)s has the answer %(value)d, but its scale runs from %(low)d to %(high)d. "
            "Correct the answer, or name it as missing in the codebook.",
            {"item": block.items[place], "value": value, "low": block.low, "high": block.high},
        )
    )


def not_whole_numbers(item: str) -> InvalidInputError:
    """What is wrong with a column of answers that holds something else."""
    return InvalidInputError(
        Message(
            "Item %(item)s holds something that is not a whole number. "
            "Answers must be whole numbers or empty.",
            {"item": item},
        )
    )


def not_weights(column: str) -> InvalidInputError:
    """What is wrong with a column of weights that holds something else."""
    return InvalidInputError(
        Message(
            "Column %(column)s holds something that is no number, so it cannot hold weights.",
            {"column": shown(column)},
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
        raise not_whole_numbers(name) from error


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
