"""Tables as text: split into rows and columns, with mistakes by row, and written for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mentorway.cells import safe, unguarded
from mentorway.wording import N_, InvalidInputError, Message, listed

DELIMITERS = (";", "\t", ",")
MOST_ROWS = 1_000_000
MOST_SHOWN = 200
LONGEST_CELL = 131_072


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong in a table: `row` is counted from 1, the header being row 1."""

    message: Message
    row: int
    column: str = ""


@dataclass
class Found:
    """Problems while a table is read: the first ones, the rest counted; and the row that is being read."""

    mistakes: list[Mistake] = field(default_factory=list)
    left_out: int = 0
    row: int = 1
    clean: bool = True

    def add(self, message: Message, column: str = "") -> None:
        """Keep a problem of this row."""
        self.clean = False
        if len(self.mistakes) < MOST_SHOWN:
            self.mistakes.append(Mistake(message, self.row, column))
        else:
            self.left_out += 1


def written(header: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> str:
    """Write a table as text with commas; what a spreadsheet would take for a formula is made a text.

    Parameters
    ----------
    header : sequence of str
    rows : iterable of sequence

    Returns
    -------
    str

    Examples
    --------
    >>> written(["mentee", "mentor", "score"], [["ann", "=bo", 700], ["eva", None, None]]).splitlines()
    ['mentee,mentor,score', "ann,'=bo,700", 'eva,,']
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([_safe(cell) for cell in header])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return file.getvalue()


def _safe(cell: str | float | None) -> str | float:
    if cell is None:
        return ""
    return safe(cell) if isinstance(cell, str) else cell


def rows_of(text: str, needed: Sequence[str], known: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Each row with its number and its cells by column; rows without any text are passed over."""
    body = text.removeprefix("\ufeff")
    header_line = next((line for line in body.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=header_line.count)
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter))
    except csv.Error as error:
        text_ = N_("The table cannot be split into rows and columns: a cell is too long.")
        raise InvalidInputError(Message(text_)) from error
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if len(numbered) > MOST_ROWS:
        text_ = N_("The table has %(rows)d rows, and at most %(most)d can be read.")
        raise InvalidInputError(Message(text_, {"rows": len(numbered), "most": MOST_ROWS}))
    header = [cell.strip().casefold() for cell in numbered[0][1]] if numbered else []
    _check_header(header, needed)
    columns = _columns(header, known, needed)
    return [(number, _cells(row, columns)) for number, row in numbered[1:]]


def _columns(header: Sequence[str], known: Sequence[str], needed: Sequence[str]) -> dict[str, int]:
    """Where each column stands whose name is known, whatever its capital letters."""
    places = {name: place for place, name in enumerate(header)}
    return {name: places[name.casefold()] for name in (*needed, *known) if name.casefold() in places}


def _cells(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {name: unguarded(row[place].strip()) for name, place in columns.items() if place < len(row)}


def _check_header(header: Sequence[str], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in header]
    if missing:
        text = N_("The first row names the columns. These are missing: %(columns)s. There are: %(found)s.")
        raise InvalidInputError(Message(text, {"columns": listed(missing), "found": listed(header) or "–"}))
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        text = N_("Each column is named once. These come several times: %(columns)s.")
        raise InvalidInputError(Message(text, {"columns": listed(twice)}))
