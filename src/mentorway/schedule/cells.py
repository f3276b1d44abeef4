"""Cells of CSV files and workbooks as texts, checked for size and traps before they are opened."""

from __future__ import annotations

import csv
import datetime as dt
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mentorway.wording import InvalidInputError, Message, listed

MOST_BYTES: Final = 8 * 2**20
MOST_UNZIPPED: Final = 64 * 2**20
MOST_PARTS: Final = 500
MOST_ROWS, MOST_COLUMNS = 5000, 200
ZIP: Final = b"PK\x03\x04"
DANGEROUS: Final = ("'=", "'+", "'-", "'@", "'\t", "'\r", "''")
FORMULAS_NAMED: Final = 10


@dataclass(frozen=True)
class Grid:
    """Names of columns, and rows with their numbers as a spreadsheet counts; texts without spaces around."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def grid_of(content: bytes, known: Sequence[str]) -> Grid:
    """Read the first sheet of a workbook, or CSV.

    Parameters
    ----------
    content : bytes
        At most 8 MiB.
    known : sequence of str
        Names of columns in small letters, by which the sign between cells of CSV is found; the header has
        them so, however they are capitalised.

    Returns
    -------
    Grid

    Raises
    ------
    InvalidInputError
        It is damaged, too large, not in UTF-8, has formulas, or has more than 5,000 rows or 200 columns.
    """
    if len(content) > MOST_BYTES:
        values = {"came": len(content) // 2**20 + 1, "most": MOST_BYTES // 2**20}
        raise InvalidInputError(Message("The file has %(came)d MiB; %(most)d MiB are possible.", values))
    found = _workbook(content) if content.startswith(ZIP) else _csv(content, known)
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in enumerate(found, 1):
        texts = [cell.strip() for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if number > MOST_ROWS + 1 or len(texts) > MOST_COLUMNS:
            limits = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
            raise InvalidInputError(
                Message("A table has at most %(rows)d rows and %(columns)d columns.", limits)
            )
        rows.append((number, tuple(texts)))
    if not rows or not any(rows[0][1]):
        raise InvalidInputError(
            Message("The first row of the table is empty; it needs the names of columns.")
        )
    return Grid(tuple(_column(name, known) for name in rows[0][1]), tuple(rows[1:]))


def _column(came: str, known: Sequence[str]) -> str:
    """The column that a name in the first row means; people write Code for code."""
    name = " ".join(came.split())
    return name.lower() if name.lower() in known else name


def _csv(content: bytes, known: Sequence[str]) -> Iterator[list[str]]:
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            Message("The table is not in UTF-8. In your program, choose “CSV UTF-8” when saving, or .xlsx.")
        ) from error
    names = text.partition("\n")[0].replace('"', "").strip().lower()
    delimiter = max(",;\t", key=lambda sign: sum(name.strip() in known for name in names.split(sign)))
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [cell[1:] if cell.startswith(DANGEROUS) else cell for cell in row]
    except csv.Error as error:
        raise InvalidInputError(
            Message("The table cannot be read as CSV: a quotation mark is not closed, or a cell is too long.")
        ) from error


def _workbook(content: bytes) -> Iterator[list[str]]:
    import openpyxl  # noqa: PLC0415 - heavy, and seldom needed

    _inspect(content)
    formulas: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 2), 1):
                if number > MOST_ROWS + 1:
                    yield []
                    return
                yield [_text(cell, formulas) for cell in cells]
    except (InvalidInputError, MemoryError, GeneratorExit):
        raise
    except Exception as error:  # openpyxl lets many kinds of exception through
        raise InvalidInputError(_damaged()) from error
    if formulas:
        values = {"cells": listed(formulas, most=FORMULAS_NAMED)}
        raise InvalidInputError(
            Message("Formulas are not read; copy cells %(cells)s and paste them as values.", values)
        )


def _inspect(content: bytes) -> None:
    """Refuse what must not reach the XML reader: bombs, document types, encrypted parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            size = sum(part.file_size for part in parts)
            if size > MOST_UNZIPPED or len(parts) > MOST_PARTS or any(part.flag_bits & 1 for part in parts):
                raise InvalidInputError(_damaged())
            for part in parts:
                plain = packed.read(part).replace(b"\x00", b"")
                if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
                    raise InvalidInputError(_damaged())
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise InvalidInputError(_damaged()) from error


def _damaged() -> Message:
    return Message("The workbook is damaged, protected or too large. Save it again as .xlsx, or as CSV.")


def _text(cell: Any, formulas: list[str]) -> str:
    value = cell.value
    if getattr(cell, "data_type", "") == "f":
        formulas.append(str(cell.coordinate))
        return ""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
