"""Tables as CSV of RFC 4180, and back as arrays to compute with."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mentorway.opendata.describing import Cell, Hidden, Table
from mentorway.wording import InvalidInputError, Message, listed, shown

Vector = NDArray[np.float64]
NUMERIC: Final = frozenset({"integer", "number", "year"})
FORMULA: Final = re.compile(r"'*[\s\u00a0]*[=+\-@＝＋－＠]|'*[\t\r\n]")
NUMBER: Final = re.compile(r"[+\-]?[0-9]+([.][0-9]+)?(e[+\-]?[0-9]+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Frame:
    """A table read back: numbers as arrays with NaN for no value, all else as texts with None.

    `hidden` says where a cell is not published.
    """

    rows: int
    numbers: Mapping[str, Vector]
    texts: Mapping[str, tuple[str | None, ...]]
    hidden: Mapping[str, tuple[int, ...]]

    @property
    def names(self) -> tuple[str, ...]:
        """All columns."""
        return (*self.numbers, *self.texts)


def csv_of(table: Table) -> bytes:
    r"""Return a table as CSV: UTF-8 without a byte order mark, commas, CRLF, one line of names.

    Parameters
    ----------
    table : Table
        Checked already.

    Returns
    -------
    bytes
        An empty cell is no value, “:c” one that is not published; numbers have a point and every digit. A
        text that a spreadsheet would take for a formula has an apostrophe in front.

    Examples
    --------
    >>> from mentorway.opendata.describing import HIDDEN, Column
    >>> csv_of(Table("t", {}, (Column("a", {}), Column("b", {})), ((1, HIDDEN), (None, 2.5))))
    b'a,b\r\n1,:c\r\n,2.5\r\n'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([written(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode()


def written(cell: Cell) -> str:
    """Return a cell as it stands in a file.

    >>> written(3), written(0.1), written(None), written("=1+1"), written("-99")
    ('3', '0.1', '', "'=1+1", '-99')
    """
    if cell is None:
        return ""
    if isinstance(cell, Hidden):
        return str(cell.value)
    if isinstance(cell, str):
        risky = FORMULA.match(cell) and not NUMBER.fullmatch(cell)
        return f"'{cell}" if risky else cell
    return repr(cell)


def read(content: bytes, fields: Sequence[Mapping[str, Any]], file: str) -> Frame:
    """Read a table that `csv_of` wrote, as its description says it is.

    Parameters
    ----------
    content : bytes
        The file.
    fields : sequence of mapping
        The fields of its schema in ``datapackage.json``: name, type, missingValues.
    file : str
        Its name, for messages.

    Returns
    -------
    Frame

    Raises
    ------
    InvalidInputError
        It is no such table, or a cell is not of the kind that the description says.
    """
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInputError(
            Message("“%(file)s” is no table in CSV and UTF-8.", {"file": shown(file)})
        ) from error
    names = [str(field.get("name", "")) for field in fields]
    if not lines or lines[0] != names:
        raise InvalidInputError(
            Message(
                "The columns of “%(file)s” are not those that datapackage.json describes: %(names)s.",
                {"file": shown(file), "names": listed(names)},
            )
        )
    return _frame(lines[1:], fields, file)


def _frame(lines: Sequence[Sequence[str]], fields: Sequence[Mapping[str, Any]], file: str) -> Frame:
    for number, line in enumerate(lines, start=1):
        if len(line) != len(fields):
            raise InvalidInputError(
                Message(
                    "Row %(row)d of “%(file)s” has %(count)d cells; %(needed)d were needed.",
                    {"row": number, "file": shown(file), "count": len(line), "needed": len(fields)},
                )
            )
    numbers: dict[str, Vector] = {}
    texts: dict[str, tuple[str | None, ...]] = {}
    hidden: dict[str, tuple[int, ...]] = {}
    for place, field in enumerate(fields):
        cells = [line[place] for line in lines]
        name = str(field["name"])
        missing = {"", Hidden.CELL.value, *map(str, field.get("missingValues", ()))}
        places = tuple(row for row, cell in enumerate(cells) if cell == Hidden.CELL.value)
        hidden |= {name: places} if places else {}
        if field.get("type") in NUMERIC:
            numbers[name] = _numbers(cells, missing, (name, file))
        else:
            texts[name] = tuple(None if cell in missing else _plain(cell) for cell in cells)
    return Frame(len(lines), numbers, texts, hidden)


def _numbers(cells: Iterable[str], missing: set[str], place: tuple[str, str]) -> Vector:
    name, file = place
    try:
        found = [math.nan if cell in missing else float(cell) for cell in cells]
    except ValueError as error:
        raise InvalidInputError(
            Message(
                "Column “%(name)s” of “%(file)s” has a cell that is no number.",
                {"name": shown(name), "file": shown(file)},
            )
        ) from error
    return np.array(found, dtype=np.float64)


def _plain(text: str) -> str:
    """Take away the apostrophe that keeps spreadsheets from running a text."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def frame_of(table: Table) -> Frame:
    """Return a table as it will be read from its file, to compute numbers that are to be published.

    Parameters
    ----------
    table : Table
        Any that could be written.

    Returns
    -------
    Frame
        Codes that stand for no answer are NaN or None.

    Examples
    --------
    >>> from mentorway.opendata.describing import Category, Column
    >>> column = Column("a", {}, categories=(Category(1, {}), Category(-9, {}, missing=True)))
    >>> frame_of(Table("t", {}, (column,), ((1,), (-9,)))).numbers["a"].tolist()
    [1.0, nan]
    """
    fields = [
        {
            "name": column.name,
            "type": column.type.value,
            "missingValues": [str(one.code) for one in column.categories if one.missing],
        }
        for column in table.columns
    ]
    return read(csv_of(table), fields, table.name)
