"""Parquet files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mentorway.answers.origin import Origin
from mentorway.wording import InvalidInputError, Message, listed, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mentorway.answers.limits import Limits

BATCH = 65_536


def table_of(path: Path, limits: Limits, progress: Callable[[float], None] | None = None) -> pa.Table:
    """Return the columns that hold numbers or texts."""
    limits.admit_file(path)
    try:
        with pq.ParquetFile(path) as file:
            return _read(file, path.name, limits, progress)
    except (pa.ArrowException, OSError, ValueError, KeyError, NotImplementedError) as error:
        if isinstance(error, InvalidInputError):
            raise
        raise InvalidInputError(
            Message(
                "“%(file)s” is not a readable Parquet file: it is damaged, encrypted, or another "
                "kind of file "
                "with a new name. Save it again as Parquet without encryption, or as CSV.",
                {"file": shown(path.name)},
            )
        ) from error


def _read(
    file: pq.ParquetFile, name: str, limits: Limits, progress: Callable[[float], None] | None
) -> pa.Table:
    about = file.metadata
    limits.admit_shape(about.num_rows, about.num_columns, name)
    limits.admit_unzipped(
        sum(about.row_group(index).total_byte_size for index in range(about.num_row_groups)), name
    )
    fields = list(file.schema_arrow)
    plain = [field for field in fields if _usable(field.type)]
    left_out = [field.name for field in fields if not _usable(field.type)]
    notes = (
        (
            Message(
                "Left out, as they hold neither numbers nor text: %(columns)s.", {"columns": listed(left_out)}
            ),
        )
        if left_out
        else ()
    )
    batches = []
    rows = size = 0
    if not plain:
        raise InvalidInputError(
            Message("The Parquet file “%(file)s” has no column of numbers or text.", {"file": shown(name)})
        )
    for batch in file.iter_batches(batch_size=BATCH, columns=[field.name for field in plain]):
        rows += batch.num_rows
        columns = [_plain(column) for column in batch.columns]
        size += sum(column.nbytes for column in columns)
        limits.admit_unzipped(size, name)
        limits.admit_shape(rows, len(columns), name)
        batches.append(pa.RecordBatch.from_arrays(columns, names=list(batch.schema.names)))
        if progress is not None:
            progress(rows / max(1, about.num_rows))
    if not rows:
        raise InvalidInputError(
            Message(
                "The file “%(file)s” has a header and no rows: there are no answers in it. "
                "Export the answers again.",
                {"file": shown(name)},
            )
        )
    return Origin(notes, first=1).attach(pa.Table.from_batches(batches))


def _usable(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return not (
        pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind) or pa.types.is_interval(kind) or pa.types.is_duration(kind)
        or isinstance(kind, pa.BaseExtensionType)
    )  # fmt: skip


def _plain(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_integer(column.type) or pa.types.is_float64(column.type):
        return column
    if pa.types.is_floating(column.type):
        return pc.cast(column, pa.float64())
    texts = pc.cast(column, pa.string())
    texts.validate(full=True)  # a damaged file can hold bytes that are no text
    return texts
