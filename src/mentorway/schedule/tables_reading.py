"""A plan from a table that people filled in: every problem by row and column, and nothing taken in half."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mentorway.schedule.cells import Grid, grid_of
from mentorway.schedule.plan import LONGEST, Bound, Dependency, Link
from mentorway.schedule.tables import COLUMNS, EFFORT, KINDS, SEPARATORS, Line
from mentorway.wording import InvalidInputError, Message, listed, shown

NEEDED: Final = ("code", "title")
MOST_LETTERS: Final = 200  # of a predecessor
MOST_NAMED: Final = 30  # codes of a circle
MOST_EFFORT: Final = 10_000.0  # person-days of a partner in a task
PREDECESSOR: Final = re.compile(
    r"(?P<code>.+?)\s*(?P<link>FS|SS|FF|SF)?\s*(?:(?P<lag>[+−-]\s*\d{1,6})\s*d?)?", re.IGNORECASE | re.ASCII
)
NUMBER: Final = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?", re.ASCII)
WHOLE: Final = re.compile(r"\d{1,9}(?:[.,]0+)?", re.ASCII)


@dataclass(frozen=True)
class Problem:
    """What is wrong and where: `row` counts as the spreadsheet does, the header being row 1.

    `column` is the name in the header, "" for what concerns the whole row.
    """

    row: int
    column: str
    message: Message


@dataclass(frozen=True)
class Table:
    """Rows that were read. Where there are problems, rows may lack what could not be understood."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


@dataclass
class _Row:
    """A row while it is read."""

    number: int
    cells: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, message: Message) -> None:
        self.problems.append(Problem(self.number, column, message))

    def text(self, column: str) -> str:
        return self.cells.get(column, "")


def read(content: bytes, others: Mapping[str, str] | None = None) -> Table:
    r"""Read rows from CSV or a workbook (.xlsx), columns in any order.

    Parameters
    ----------
    content : bytes
        With the columns of `tables.COLUMNS`, of which code and title are needed, and one "effort: NAME" a
        partner. CSV is in UTF-8, with commas, semicolons or tabs. Predecessors are like "T1.2FS+3; T2". A
        bound called "deadline" is one without the column of that name.
    others : mapping of str to str, optional
        Codes of lines that are not in the table and can be predecessors too, by what they may be called: the
        code itself, or a number. What is a code in the table means the row there.

    Returns
    -------
    Table

    Raises
    ------
    InvalidInputError
        The file cannot be read, or its header lacks a column, has one twice or one that is not known.

    Examples
    --------
    >>> table = read(b"code,title,days,predecessors\nT1,Ask,3,\nT2,Build,x,T1SS+1")
    >>> table.lines[1].before[0].link.value, table.problems[0].row, str(table.problems[0].message)
    ('SS', 3, 'x is no number of working days from 0 to 5000.')
    """
    grid = grid_of(content, COLUMNS)
    grid = replace(grid, header=tuple(_effort_named(name) for name in grid.header))
    _check_header(grid.header)
    rows = [
        _Row(number, dict(zip(grid.header, cells, strict=False))) for number, cells in grid.rows if any(cells)
    ]
    _note_wide_rows(grid, rows)
    places = _places(rows)
    called = {**(others or {}), **{code: code for code in places}}
    lines = tuple(_line(row, places, called) for row in rows)
    _note_circles(rows, lines)
    problems = sorted((one for row in rows for one in row.problems), key=lambda one: one.row)
    return Table(lines, tuple(problems))


def _effort_named(name: str) -> str:
    """The name of a column, with what begins person-days of a partner in small letters."""
    return EFFORT + name[len(EFFORT) :] if name.lower().startswith(EFFORT) else name


def _check_header(names: Sequence[str]) -> None:
    missing = [name for name in NEEDED if name not in names]
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    unknown = [name for name in names if name and name not in COLUMNS and not name.startswith(EFFORT)]
    if missing:
        raise InvalidInputError(
            Message(
                "The table needs the columns %(missing)s; its first row has %(came)s.",
                {"missing": listed(missing), "came": listed([name for name in names if name]) or "-"},
            )
        )
    if doubled:
        raise InvalidInputError(
            Message("The table has columns twice: %(names)s.", {"names": listed(doubled)})
        )
    if unknown:
        raise InvalidInputError(
            Message(
                "The table has columns that are not known: %(names)s. Known are %(known)s and “effort: ” "
                "with the name of a partner.",
                {"names": listed(unknown), "known": listed(COLUMNS)},
            )
        )


def _note_wide_rows(grid: Grid, rows: Sequence[_Row]) -> None:
    numbers = {row.number: row for row in rows}
    for number, cells in grid.rows:
        beyond = [
            cell
            for place, cell in enumerate(cells)
            if cell and (place >= len(grid.header) or not grid.header[place])
        ]
        if beyond and number in numbers:
            values = {"value": shown(beyond[0])}
            message = Message("%(value)s stands in a column that has no name in the first row.", values)
            numbers[number].refuse("", message)


def _places(rows: Sequence[_Row]) -> dict[str, int]:
    """Rows by code."""
    found: dict[str, int] = {}
    for row in rows:
        code = row.text("code")
        if not code:
            row.refuse("code", Message("A code is missing."))
        elif any(letter in code for letter in SEPARATORS):
            values = {"code": shown(code)}
            row.refuse("code", Message("%(code)s: a code has no comma and no semicolon.", values))
        elif code in found:
            message = Message(
                "%(code)s is also the code of row %(row)d.", {"code": shown(code), "row": found[code]}
            )
            row.refuse("code", message)
        found.setdefault(code, row.number)
    found.pop("", None)
    return found


def _line(row: _Row, places: Mapping[str, int], called: Mapping[str, str]) -> Line:
    code, kind = row.text("code"), row.text("kind").lower() or "task"
    if not row.text("title"):
        row.refuse("title", Message("A title is missing."))
    if kind not in KINDS:
        values = {"came": shown(kind), "known": listed(KINDS)}
        row.refuse("kind", Message("%(came)s is no kind; choose %(known)s.", values))
        kind = "task"
    bound, day = _bound(row)
    deadline = _day(row, "deadline")
    if bound is Bound.DEADLINE:
        deadline = min(deadline, day) if deadline and day else day
        bound, day = Bound.NONE, None
    return Line(
        code,
        row.text("title"),
        kind,
        _parent(row, places),
        _days(row, kind),
        bound,
        day,
        tuple(_before(row, called)),
        row.text("lead"),
        _effort(row),
        deadline,
    )


def _parent(row: _Row, places: Mapping[str, int]) -> str:
    parent = row.text("parent")
    if parent and (parent not in places or parent == row.text("code")):
        values = {"code": shown(parent)}
        row.refuse("parent", Message("%(code)s is not the code of another row.", values))
        return ""
    return parent


def _days(row: _Row, kind: str) -> int | None:
    came = row.text("days")
    days = int(re.split("[.,]", came)[0]) if WHOLE.fullmatch(came) else None
    if came and (days is None or days > LONGEST):
        row.refuse(
            "days",
            Message(
                "%(came)s is no number of working days from 0 to %(most)d.",
                {"came": shown(came), "most": LONGEST},
            ),
        )
        return None
    if kind in {"milestone", "deliverable"} and days:
        row.refuse(
            "days", Message("A milestone or deliverable takes no time, not %(came)d days.", {"came": days})
        )
    if kind == "task" and not came:
        row.refuse("days", Message("A task needs its working days."))
    return days


def _day(row: _Row, column: str) -> dt.date | None:
    came = row.text(column)
    try:
        return dt.date.fromisoformat(came[:10]) if came else None
    except ValueError:
        row.refuse(column, Message("%(came)s is no day; write it like 2026-11-30.", {"came": shown(came)}))
        return None


def _bound(row: _Row) -> tuple[Bound, dt.date | None]:
    name = row.text("bound").lower()
    known = [bound.value for bound in Bound if bound is not Bound.NONE]
    if name not in {"", Bound.NONE.value, *known}:
        values = {"came": shown(name), "known": listed(known)}
        row.refuse("bound", Message("%(came)s is no bound; choose %(known)s.", values))
        return Bound.NONE, None
    bound, day = Bound(name or "none"), _day(row, "day")
    if row.text("day") and day is None:
        return Bound.NONE, None
    if (bound is Bound.NONE) != (day is None):
        row.refuse(
            "day" if bound is not Bound.NONE else "bound", Message("A bound needs a day, and a day a bound.")
        )
        return Bound.NONE, None
    return bound, day


def _before(row: _Row, called: Mapping[str, str]) -> list[Dependency]:
    found: list[Dependency] = []
    for came in re.split(f"[{SEPARATORS}\n]", row.text("predecessors")):
        text = came.strip()
        one = _dependency(text, row.text("code"), called) if text else None
        if one and one.before != one.after and abs(one.lag) <= LONGEST:
            found.append(one)
        elif text:
            values = {"came": shown(text)}
            row.refuse(
                "predecessors",
                Message(
                    "%(came)s is no code of another row or line with FS, SS, FF or SF and days, as T1FS+3.",
                    values,
                ),
            )
    return found


def _dependency(text: str, after: str, called: Mapping[str, str]) -> Dependency | None:
    """A code may end like a link, so a text that is a code is one."""
    if text in called:
        return Dependency(called[text], after)
    found = PREDECESSOR.fullmatch(text) if len(text) <= MOST_LETTERS else None
    if not found or found["code"] not in called:
        return None
    lag = int(re.sub(r"\s", "", found["lag"]).replace("−", "-")) if found["lag"] else 0
    return Dependency(called[found["code"]], after, Link((found["link"] or "FS").upper()), lag)


def _effort(row: _Row) -> dict[str, float]:
    found = {}
    for column, came in row.cells.items():
        if column.startswith(EFFORT) and came:
            days = float(came.replace(",", ".")) if NUMBER.fullmatch(came) else math.inf
            if days <= MOST_EFFORT:
                found[column.removeprefix(EFFORT).strip()] = days
            else:
                text = "%(came)s is no number of person-days from 0 to %(most)d."
                row.refuse(column, Message(text, {"came": shown(came), "most": MOST_EFFORT}))
    return found


def _note_circles(rows: Sequence[_Row], lines: Sequence[Line]) -> None:
    """Packages that contain each other; circles of dependencies are named by `critical_path`."""
    parents = {line.code: line.parent for line in lines}
    sound = {""}  # codes from which the way up comes to an end
    for row, line in zip(rows, lines, strict=True):
        seen, code = {line.code: None}, line.parent
        while code not in sound and code not in seen:
            seen[code] = None
            code = parents.get(code, "")
        if code in sound:
            sound.update(seen)
        elif code == line.code:
            values = {"circle": " → ".join(map(shown, [*list(seen)[:MOST_NAMED], code]))}
            row.refuse("parent", Message("Work packages contain each other: %(circle)s.", values))
