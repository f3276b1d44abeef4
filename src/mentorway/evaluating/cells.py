"""Cells of a table, and what is wrong with them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mentorway.wording import Message, shown

MOST_TOLD = 200
NO_ANSWER = frozenset({"", "na", "n/a", "nan", "-", "–", "."})
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
MINUS = "−"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a table: the row, the header being row 1, the column, and what it is."""

    row: int
    column: str
    message: Message


@dataclass
class Cells:
    """The columns of a table in small letters, and its problems: the first, the rest counted."""

    columns: dict[str, None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0

    def add(self, message: Message, row: int, column: str = "") -> None:
        """Keep a problem."""
        if len(self.problems) < MOST_TOLD:
            self.problems.append(Problem(row, column, message))
        else:
            self.left_out += 1

    def told(self) -> tuple[Problem, ...]:
        """Return the problems, and last how many more there are."""
        if not self.left_out:
            return tuple(self.problems)
        more = Message(
            "%(count)d more problem is not listed.",
            {"count": self.left_out},
            plural="%(count)d more problems are not listed.",
            count=self.left_out,
        )
        return (*self.problems, Problem(1, "", more))

    def table(self, rows: Iterable[Mapping[str, str]]) -> list[tuple[int, dict[str, str]]]:
        """Return rows that have something in them, with their numbers; names of columns in small letters.

        >>> Cells().table([{"Person ": " a "}, {"Person ": ""}, {"Person ": "b"}])
        [(2, {'person': 'a'}), (4, {'person': 'b'})]
        """
        found = []
        for place, row in enumerate(rows, start=2):
            read: dict[str, str] = {}
            for name, cell in row.items():
                self._take(read, name, cell, place)
            if any(read.values()):
                found.append((place, read))
        return found

    def _take(
        self, read: dict[str, str], name: str | None, cell: str | Sequence[str] | None, place: int
    ) -> None:
        """Take one cell; what `csv` gives for rows too long or too short comes here too."""
        if name is None or not name.strip():
            if cell and any(part.strip() for part in cell):
                self.add(Message("A cell stands in no column, so it is left out."), place)
            return
        column = name.strip().casefold()
        if column in read:
            if place == 2:  # noqa: PLR2004 - once is enough: the first row below the header
                self.add(
                    Message("A column of this name is there already; this one is left out."), 1, shown(column)
                )
            return
        self.columns[column] = None
        read[column] = cell.strip() if isinstance(cell, str) else ""


def number(text: str) -> float | None:
    """Return a number from a cell, NaN where there is no answer, None where it is something else.

    >>> number("3,5"), number("−1.25"), number("NA"), number("1.234,5"), number("many")
    (3.5, -1.25, nan, None, None)
    """
    if text.casefold() in NO_ANSWER:
        return math.nan
    plain = text.replace(MINUS, "-")
    value = float(plain.replace(",", ".")) if NUMBER.fullmatch(plain) else math.inf
    return value if math.isfinite(value) else None
