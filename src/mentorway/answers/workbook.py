"""Excel workbooks: checked for size and traps before they are read, formulas refused."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa

from mentorway.answers.origin import Origin
from mentorway.wording import InvalidInputError, Message, listed, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import openpyxl

    from mentorway.answers.limits import Limits

MOST_PARTS = 10_000
BLOCK = 1 << 20
BATCH = 20_000
MOST_FORMULAS = 10
ENCODING = re.compile(rb"^\xef?\xbb?\xbf?<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")
KNOWN_ENCODINGS = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"}


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a workbook: each non-empty row with its number, as texts."""

    rows: Iterator[tuple[int, list[str]]]
    notes: tuple[Message, ...]


def open_sheet(path: Path, limits: Limits) -> Sheet:
    """Return the first sheet, row by row."""
    limits.admit_file(path)
    _inspect(path, limits)
    file = path.open("rb")  # ours to close: openpyxl leaves it open when it fails
    try:
        book, sheets = _sheets(file, path)
    except BaseException:
        file.close()
        raise
    notes: tuple[Message, ...] = ()
    if len(sheets) > 1:
        notes = (
            Message(
                "Only the first sheet, “%(sheet)s”, was read. Not read: %(others)s.",
                {
                    "sheet": shown(sheets[0].title),
                    "others": listed([sheet.title for sheet in sheets[1:]]),
                },
            ),
        )
    return Sheet(_rows(book, file, path, limits), notes)


def _sheets(file: BinaryIO, path: Path) -> tuple[openpyxl.Workbook, list[Any]]:
    import openpyxl  # noqa: PLC0415 - heavy, and seldom needed

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
            sheets = book.worksheets
        except MemoryError:
            raise
        except Exception as error:  # openpyxl lets many kinds of exception through
            raise InvalidInputError(_damaged(path)) from error
    if not sheets:
        raise InvalidInputError(
            Message("The workbook “%(file)s” has no sheet with cells.", {"file": shown(path.name)})
        )
    return book, sheets


def table_of(path: Path, limits: Limits, progress: Callable[[float], None] | None = None) -> pa.Table:
    """Return the first sheet as a table of texts; its first row with cells is the header."""
    sheet = open_sheet(path, limits)
    first, header = next(sheet.rows, (0, []))
    if not header:
        raise InvalidInputError(
            Message("The first sheet of the workbook “%(file)s” is empty.", {"file": shown(path.name)})
        )
    header = [name.strip() for name in header]
    limits.admit_shape(0, len(header), path.name)
    batches: list[pa.RecordBatch] = []
    held: list[list[str]] = []
    skipped: list[int] = []
    expected = first + 1
    for number, row in sheet.rows:
        skipped.extend(range(expected, min(number, expected + 1000)))
        expected = number + 1
        held.append(_fitted(row, number, len(header), path.name))
        if len(held) == BATCH:
            batches.append(_batch(held, len(header)))
            held = []
            if progress is not None:
                progress(min(0.99, 1 - BATCH / (expected + BATCH)))
    if held:
        batches.append(_batch(held, len(header)))
    if not batches:
        raise InvalidInputError(
            Message(
                "The file “%(file)s” has a header and no rows: there are no answers in it. "
                "Export the answers again.",
                {"file": shown(path.name)},
            )
        )
    table = pa.Table.from_batches(batches).rename_columns(header)
    return Origin(sheet.notes, first + 1, tuple(skipped)).attach(table)


def _fitted(row: list[str], number: int, width: int, file: str) -> list[str]:
    if len(row) > width:
        raise InvalidInputError(
            Message(
                "Row %(row)d of “%(file)s” has the value “%(value)s” in column %(column)d, beyond the last "
                "column of the header. Give the column a name in the first row, or remove the value.",
                {"row": number, "file": shown(file), "value": shown(row[-1]), "column": len(row)},
            )
        )
    return row + [""] * (width - len(row))


def _batch(rows: list[list[str]], width: int) -> pa.RecordBatch:
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(columns, names=[str(index) for index in range(width)])


def _rows(
    book: openpyxl.Workbook, file: BinaryIO, path: Path, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    sheet = book.worksheets[0]
    formulas: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                limits.admit_shape(number - 1, len(cells), path.name)
                row = [_text(cell, formulas) for cell in cells]
                while row and not row[-1].strip():
                    row.pop()
                if row:
                    yield number, row
    except (InvalidInputError, MemoryError, GeneratorExit):
        raise
    except Exception as error:  # openpyxl lets many kinds of exception through
        raise InvalidInputError(_damaged(path)) from error
    finally:
        book.close()
        file.close()
    if formulas:
        raise InvalidInputError(
            Message(
                "The first sheet of “%(file)s” has a formula in cell %(cells)s. Formulas are not read: "
                "copy the cells and paste them as values.",
                {
                    "file": shown(path.name),
                    "cells": listed(formulas, most=MOST_FORMULAS),
                    "count": len(formulas),
                },
                plural="The first sheet of “%(file)s” has %(count)d formulas, in cells %(cells)s. Formulas "
                "are not read: copy the cells and paste them as values.",
                count=len(formulas),
            )
        )


def _text(cell: Any, formulas: list[str]) -> str:
    value = cell.value
    if cell.data_type == "f":
        formulas.append(str(cell.coordinate))
        return "="
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact in a float
        return str(int(value))
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _inspect(path: Path, limits: Limits) -> None:
    """Refuse what must not reach the XML reader: bombs, entities, encrypted parts."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            limits.admit_unzipped(sum(part.file_size for part in parts), path.name)
            if len(parts) > MOST_PARTS or any(part.flag_bits & 1 for part in parts):
                raise InvalidInputError(_damaged(path))
            for part in parts:
                with packed.open(part) as content:
                    _inspect_part(content.read, shown(part.filename), path.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, InvalidInputError):
            raise
        raise InvalidInputError(_damaged(path)) from error


def _inspect_part(read: Callable[[int], bytes], part: str, file: str) -> None:
    tail = b""
    first = True
    while block := read(BLOCK):
        plain = (tail + block).replace(b"\x00", b"")
        encoding = ENCODING.match(plain.lstrip(b"\xfe\xff")) if first else None
        strange = encoding is not None and encoding.group(1).lower() not in KNOWN_ENCODINGS
        if strange or b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise InvalidInputError(
                Message(
                    "The workbook “%(file)s” is not safe to read: its part “%(part)s” defines its own text "
                    "entities or alphabet, which no spreadsheet program writes. Open it, and save it as a "
                    "new .xlsx file.",
                    {"file": shown(file), "part": part},
                )
            )
        tail = block[-32:]
        first = False


def _damaged(path: Path) -> Message:
    return Message(
        "“%(file)s” is not a readable Excel workbook (.xlsx): it is damaged, protected by a password, or "
        "another kind of file with a new name. Open it, and save it again as .xlsx without a "
        "password, or as CSV.",
        {"file": shown(path.name)},
    )
