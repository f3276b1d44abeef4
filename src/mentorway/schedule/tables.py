"""A plan as a table for spreadsheets: one row a task, one column of person-days a partner."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from mentorway.schedule.plan import ALWAYS, Bound, Calendar, Dependency, Link, Plan, Task
from mentorway.wording import InvalidInputError, Message, shown

COLUMNS: Final = (
    *("code", "title", "kind", "parent", "days", "bound", "day", "deadline", "predecessors", "lead"),
)
EFFORT: Final = "effort: "  # and the name of a partner, in the header
KINDS: Final = ("package", "task", "milestone", "deliverable")
SEPARATORS: Final = ",;"
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute what begins so
WIDTHS: Final = (10, 40, 12, 10, 8, 12, 12, 12, 24, 14)


@dataclass(frozen=True)
class Line:
    """A row of the table. `before` are dependencies whose `after` is this code.

    `days` are working days, None where nothing is said; `bound`, `day` and `deadline` as for a task;
    `effort` is person-days by partner.
    """

    code: str
    title: str
    kind: str = "task"
    parent: str = ""
    days: int | None = None
    bound: Bound = Bound.NONE
    day: dt.date | None = None
    before: tuple[Dependency, ...] = ()
    lead: str = ""
    effort: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    deadline: dt.date | None = None


def lines_of(plan: Plan, kinds: Mapping[str, str], leads: Mapping[str, str]) -> tuple[Line, ...]:
    """The rows of a plan whose keys are codes.

    Parameters
    ----------
    plan : Plan
    kinds, leads : mapping
        By key: one of `KINDS`, and the partner in charge. A task that is not in `kinds` is a package when it
        has parts, a milestone when it takes no time, else a task.

    Returns
    -------
    tuple of Line

    Examples
    --------
    >>> tasks = (Task("T1", "Ask", 3), Task("T2", "Build", 5))
    >>> lines = lines_of(Plan(dt.date(2026, 11, 2), tasks, (Dependency("T1", "T2", lag=2),)), {}, {})
    >>> cells(lines[1], [])[8]
    'T1FS+2'
    """
    packages = {task.parent for task in plan.tasks}
    before: dict[str, list[Dependency]] = {}
    for one in plan.dependencies:
        before.setdefault(one.after, []).append(one)
    found = []
    for task in plan.tasks:
        package = task.key in packages
        usual = "package" if package else "milestone" if task.is_milestone else "task"
        found.append(
            Line(
                task.key,
                task.title,
                kinds.get(task.key, usual),
                task.parent,
                None if package else task.days,
                task.bound,
                task.day,
                tuple(before.get(task.key, ())),
                leads.get(task.key, ""),
                task.work,
                task.deadline,
            )
        )
    return tuple(found)


def plan_of(lines: Sequence[Line], start: dt.date, calendars: Mapping[str, Calendar] | None = None) -> Plan:
    """A plan whose keys are the codes of rows; a task has the calendar of its lead, where there is one.

    Parameters
    ----------
    lines : sequence of Line
    start : date
    calendars : mapping, optional
        By name of a partner, with that of `ALWAYS`.

    Returns
    -------
    Plan

    Raises
    ------
    InvalidInputError
        As for `Plan`.
    """
    known = calendars or {ALWAYS: Calendar()}
    tasks = tuple(
        Task(
            line.code,
            line.title,
            line.days or 0,
            line.lead if line.lead in known else ALWAYS,
            line.parent,
            line.bound,
            line.day,
            work=line.effort,
            deadline=line.deadline,
        )
        for line in lines
    )
    return Plan(start, tasks, tuple(one for line in lines for one in line.before), known)


def partners_of(lines: Iterable[Line]) -> list[str]:
    """Everyone with person-days, in the order of the rows."""
    return list(dict.fromkeys(who for line in lines for who in line.effort))


def predecessors(before: Iterable[Dependency]) -> str:
    """Dependencies as people write them.

    >>> predecessors([Dependency("T1", "T3"), Dependency("T2", "T3", Link.START_START, -2)])
    'T1; T2SS-2'
    """
    return "; ".join(
        one.before
        + (one.link.value if one.lag or one.link is not Link.FINISH_START else "")
        + (f"{one.lag:+d}" if one.lag else "")
        for one in before
    )


Cell = str | int | float | dt.date | None


def cells(line: Line, partners: Sequence[str]) -> list[Cell]:
    """The cells of a row, in the order of `COLUMNS` and then of the partners."""
    for code in (line.code, *(one.before for one in line.before)):
        if any(letter in code for letter in SEPARATORS) or code != code.strip():
            raise InvalidInputError(
                Message(
                    "The code %(code)s has a comma, a semicolon or a space at its end; the table needs them "
                    "between codes.",
                    {"code": shown(code)},
                )
            )
    return [
        line.code,
        line.title,
        line.kind,
        line.parent,
        line.days,
        "" if line.bound is Bound.NONE else line.bound.value,
        line.day,
        line.deadline,
        predecessors(line.before),
        line.lead,
        *(line.effort.get(who) for who in partners),
    ]


def header(partners: Iterable[str]) -> list[str]:
    """The names of the columns.

    >>> header(["Riga"])[-2:]
    ['lead', 'effort: Riga']
    """
    return [*COLUMNS, *(f"{EFFORT}{who}" for who in partners)]


def csv_written(lines: Sequence[Line]) -> bytes:
    """Write rows as CSV in UTF-8, with the mark by which spreadsheets know it.

    A text that a spreadsheet would take for a formula has an apostrophe in front, which reading takes away.

    Parameters
    ----------
    lines : sequence of Line

    Returns
    -------
    bytes

    Raises
    ------
    InvalidInputError
        A code has a comma or semicolon, which stand between codes.
    """
    partners = partners_of(lines)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_guarded(name) for name in header(partners)])
    writer.writerows([_plain(cell) for cell in cells(line, partners)] for line in lines)
    return text.getvalue().encode("utf-8-sig", "replace")


def xlsx_written(lines: Sequence[Line]) -> bytes:
    """Write rows as a workbook of one sheet; parameters and errors as for `csv_written`."""
    partners = partners_of(lines)
    file = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    import xlsxwriter  # noqa: PLC0415 - heavy, and seldom needed

    with xlsxwriter.Workbook(file, {"in_memory": True, **never}) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - same rows, same bytes
        page = book.add_worksheet("plan")
        day, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
        for place, name in enumerate(header(partners)):
            page.write_string(0, place, name, bold)
            page.set_column(place, place, WIDTHS[place] if place < len(WIDTHS) else 16)
        for row, line in enumerate(lines, 1):
            for place, cell in enumerate(cells(line, partners)):
                if isinstance(cell, dt.date):
                    page.write_datetime(row, place, cell, day)
                elif isinstance(cell, str):
                    page.write_string(row, place, cell)
                elif cell is not None:
                    page.write_number(row, place, cell)
        page.freeze_panes(1, 2)
    return file.getvalue()


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return _guarded(cell.replace("\x00", ""))
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.9f}".rstrip("0").rstrip(".")
    return "" if cell is None else str(cell)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith((*DANGEROUS, "'")) else text
