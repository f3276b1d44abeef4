"""An .xlsx file → the workbook's texts; run in the limited worker, as a spreadsheet can be a trap."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, Final

from mentorway.questionnaire.limits import MOST_LISTED, Limits
from mentorway.questionnaire.workbook import FORM_SHEETS, Sheet, Workbook
from mentorway.wording import InvalidInputError, Message, listed, shown

MOST_PARTS: Final = 5_000
BLOCK: Final = 1 << 20
EXACT: Final = 1e15
ENCODING = re.compile(rb"^\xef?\xbb?\xbf?<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")
KNOWN_ENCODINGS: Final = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"}


def read_packed(data: bytes, limits: Limits) -> Workbook:
    """Return the sheets of an .xlsx file.

    Raises
    ------
    InvalidInputError
        It is damaged, a trap, too large, or has formulas that were never computed.
    """
    limits.admit_size(len(data))
    _inspect(data, limits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            formulas = _formulas(data, limits)
            book = _opened(data, values=True)
            reader = _Reader(limits)
            sheets = [reader.sheet(each) for each in book.worksheets[: limits.sheets]]
        except (InvalidInputError, MemoryError):
            raise
        except Exception as error:  # openpyxl lets many kinds of exception through
            raise InvalidInputError(DAMAGED) from error
    empty = [place for place in formulas if place not in reader.filled]
    if empty:
        raise InvalidInputError(
            Message(
                "The workbook has formulas without a result, in %(cells)s. Open it in a spreadsheet "
                "program and "
                "save it, or paste the cells as values.",
                {"cells": listed(empty, most=MOST_LISTED)},
            )
        )
    return Workbook(tuple(sheets), tuple(formulas))


def _opened(data: bytes, *, values: bool) -> Any:
    import openpyxl  # noqa: PLC0415 - heavy, and seldom needed

    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


def _formulas(data: bytes, limits: Limits) -> list[str]:
    """Return the addresses of formulas where the questionnaire is."""
    found: list[str] = []
    for page in _opened(data, values=False).worksheets[: limits.sheets]:
        if page.title.strip().lower() in FORM_SHEETS:
            page.reset_dimensions()
            rows = itertools.islice(page.iter_rows(max_col=limits.columns), limits.rows)
            found += [
                f"{page.title}!{cell.coordinate}" for row in rows for cell in row if cell.data_type == "f"
            ]
    return found


class _Reader:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cells = 0
        self.filled: set[str] = set()

    def sheet(self, page: Any) -> Sheet:
        page.reset_dimensions()
        rows: list[tuple[str, ...]] = []
        empty = 0
        for cells in page.iter_rows(max_col=self._limits.columns):
            row = [self._text(cell, page.title) for cell in cells]
            while row and not row[-1]:
                row.pop()
            empty = 0 if row else empty + 1
            rows.append(tuple(row))
            self._cells += len(row)
            if self._cells > self._limits.cells or len(rows) - empty > self._limits.rows:
                raise InvalidInputError(
                    Message(
                        "The sheet “%(sheet)s” has more than %(rows)d rows or %(cells)d cells, which is "
                        "the most that "
                        "can be read. Remove what is not part of the questionnaire.",
                        {
                            "sheet": shown(page.title),
                            "rows": self._limits.rows,
                            "cells": self._limits.cells,
                        },
                    )
                )
            if empty > self._limits.rows:
                break
        kept = rows[: len(rows) - empty] if empty else rows
        header = kept[0] if kept else ()
        return Sheet(page.title, tuple(" ".join(name.split()) for name in header), tuple(kept[1:]))

    def _text(self, cell: Any, sheet: str) -> str:
        value = cell.value
        if value is None:
            return ""
        self.filled.add(f"{sheet}!{cell.coordinate}")
        text = clean(_written(value))
        if len(text) > self._limits.letters:
            raise InvalidInputError(
                Message(
                    "Cell %(cell)s of the sheet “%(sheet)s” has %(length)d letters, and at most "
                    "%(limit)d can be "
                    "read. Shorten it.",
                    {
                        "cell": str(cell.coordinate),
                        "sheet": shown(sheet),
                        "length": len(text),
                        "limit": self._limits.letters,
                    },
                )
            )
        return text


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def clean(text: str) -> str:
    r"""Return a cell's text without signs that XML forbids, without spaces around, hard spaces made plain.

    >>> clean(" a\u00a0b\x00 ")
    'a b'
    """
    return NOT_XML.sub("", text).replace("\u00a0", " ").strip()


NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _inspect(data: bytes, limits: Limits) -> None:
    """Refuse what must not reach the XML reader: bombs, entities, encrypted parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            limits.admit_unzipped(sum(part.file_size for part in parts))
            if len(parts) > MOST_PARTS or any(part.flag_bits & 1 for part in parts):
                raise InvalidInputError(DAMAGED)
            for part in parts:
                with packed.open(part) as content:
                    _inspect_part(content.read, shown(part.filename))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, InvalidInputError):
            raise
        raise InvalidInputError(DAMAGED) from error


def _inspect_part(read: Callable[[int], bytes], name: str) -> None:
    tail = b""
    first = True
    while block := read(BLOCK):
        plain = (tail + block).replace(b"\x00", b"")
        encoding = ENCODING.match(plain.lstrip(b"\xfe\xff")) if first else None
        strange = encoding is not None and encoding.group(1).lower() not in KNOWN_ENCODINGS
        if strange or b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise InvalidInputError(
                Message(
                    "The workbook is not safe to read: its part “%(part)s” defines its own text entities or "
                    "alphabet, which no spreadsheet program writes. Open it, and save it as a new "
                    ".xlsx file.",
                    {"part": name},
                )
            )
        tail = block[-32:]
        first = False


DAMAGED: Final = Message(
    "The file is not a readable Excel workbook (.xlsx): it is damaged, protected by a password, or "
    "another kind of "
    "file with a new name. Open it, and save it again as .xlsx without a password, or as CSV."
)
