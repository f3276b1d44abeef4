"""Responses, stored under the hash of their content."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from mentorway.datasets.encoding import Encoder, Record, schema_of
from mentorway.datasets.layout import Layout, Type
from mentorway.datasets.placing import Progress, silent, temporary_in
from mentorway.wording import InvalidInputError, Message, shown

FORMAT: Final = b"mentorway.dataset"
VERSION: Final = b"1"
LAYOUT: Final = b"mentorway.layout"
FORMS: Final = b"mentorway.forms"
UNKNOWN: Final = b"mentorway.unknown"
ROWS: Final = 50_000
FEWEST: Final = 500
CELLS: Final = 4_000_000
LETTERS: Final = 16_000_000
READ_CELLS: Final = 500_000

__all__ = ["Record", "Snapshot", "open_snapshot", "store"]


@dataclass(frozen=True)
class Snapshot:
    """Responses that do not change any more: whoever has the hash can say which they were.

    `unknown` counts, by question, the choices that no version has; a single choice is kept as it came, one
    of several is left out.
    """

    path: Path
    sha256: str
    rows: int
    layout: Layout
    unknown: Mapping[str, int] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What a person should know about the data."""
        return tuple(
            Message(
                "“%(name)s” has %(count)d answer that is none of its choices.",
                {"name": name, "count": count},
                plural="“%(name)s” has %(count)d answers that are none of its choices.",
                count=count,
            )
            for name, count in self.unknown.items()
        )

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the responses in their order, so many at a time that the memory is bounded."""
        wanted = [each.name for each in self.layout.columns] if columns is None else list(columns)
        rows = max(1, min(ROWS, READ_CELLS // max(1, len(wanted))))
        with pq.ParquetFile(self.path) as file:
            for group in range(file.num_row_groups):  # their size is bounded, long texts counted
                for batch in file.iter_batches(rows, [group], wanted, use_threads=False):
                    yield batch.select(wanted)


def store(
    records: Iterable[Record], layout: Layout, folder: Path, *, progress: Progress = silent
) -> Snapshot:
    """Store responses as Parquet, named by the hash of the file.

    Parameters
    ----------
    records : iterable of Record
        The responses, read once; they may come from a database cursor.
    layout : Layout
        From `layout_of`.
    folder : Path
        Where the file goes; made when it is not there.
    progress : callable
        Gets the number of rows so far; an exception from it cancels.

    Returns
    -------
    Snapshot
        The same responses in the same order give the same file.

    Raises
    ------
    InvalidInputError
        A value is not of its column's type, or the file cannot be written. Nothing is left behind.
    """
    encoder = Encoder(layout)
    names = {
        FORMAT: VERSION,
        LAYOUT: layout.to_json().encode(),
        FORMS: json.dumps(list(layout.forms)).encode(),
    }
    with temporary_in(folder, "snapshot.parquet") as temporary:
        schema = schema_of(layout).with_metadata(names)
        with pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
            for some in _chunks(records, layout):
                batch = encoder.batch(some)
                writer.write_table(pa.Table.from_batches([batch]).replace_schema_metadata(names))
                progress(encoder.rows)
            writer.add_key_value_metadata({UNKNOWN: json.dumps(encoder.unknown).encode()})
        sha256 = _hash(temporary)
        path = folder / f"{sha256}.parquet"
        os.replace(temporary, path)  # noqa: PTH105 - the one call that is atomic everywhere
    return Snapshot(path, sha256, encoder.rows, layout, encoder.unknown)


def open_snapshot(path: Path) -> Snapshot:
    """Return stored responses, after making sure that the file is still what its name says.

    Raises
    ------
    InvalidInputError
        There is no such file, it was changed, or it is no snapshot.
    """
    try:
        sha256 = _hash(path)
        if not re.fullmatch(r"[0-9a-f]{64}", path.stem) or sha256 != path.stem:
            raise InvalidInputError(
                Message(
                    "The stored responses “%(file)s” are not what their name says: the file was changed or "
                    "renamed. Make the snapshot again.",
                    {"file": shown(path.name)},
                )
            )
        with pq.ParquetFile(path) as file:
            known = file.metadata.metadata or {}
            rows = file.metadata.num_rows
    except (OSError, pa.ArrowException) as error:
        raise InvalidInputError(
            Message("The stored responses “%(file)s” cannot be read.", {"file": shown(path.name)})
        ) from error
    if known.get(FORMAT) != VERSION or LAYOUT not in known:
        raise InvalidInputError(
            Message("The file “%(file)s” is not stored responses.", {"file": shown(path.name)})
        )
    layout = Layout.from_json(known[LAYOUT].decode())
    return Snapshot(path, sha256, rows, layout, json.loads(known.get(UNKNOWN, b"{}")))


def _chunks(records: Iterable[Record], layout: Layout) -> Iterator[list[Record]]:
    """Yield the records in lists whose size in memory is bounded, long texts counted."""
    most = max(FEWEST, min(ROWS, CELLS // max(1, len(layout.columns))))
    texts = [each.name for each in layout.variables if each.type is Type.TEXT and not each.about]
    some: list[Record] = []
    letters = 0
    for record in records:
        some.append(record)
        answers = record.answers
        letters += sum(len(str(answers.get(name, ""))) for name in texts)
        if len(some) >= most or letters >= LETTERS:
            yield some
            some, letters = [], 0
    if some:
        yield some


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
