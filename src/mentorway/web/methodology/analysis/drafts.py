"""The draft of a questionnaire: its rows with their own marks, and what editing does to them.

A draft is the library's workbook with one more column, the mark of each row, so that two people who edit at
the same time mean the same row. The mark never leaves the draft. Texts stand in the columns of the source
language only; the other languages are in the table of translations.
"""

import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from mentorway.questionnaire.rowtypes import RowType, row_type
from mentorway.questionnaire.workbook import CHOICES, SETTINGS, SURVEY, Sheet, Workbook

MARK: Final = "#"
TEXTS: Final = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}")
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """One row of the survey sheet: a question, a group's beginning or its end."""

    mark: str
    kind: RowType
    cells: Cells
    depth: int
    number: int  # as the spreadsheet counts

    @property
    def name(self) -> str:
        return self.cells.get("name", "")


def header(meaning: str, language: str) -> str:
    """Return the column of a text in a language.

    >>> header("label", "Latviešu (lv)")
    'label::Latviešu (lv)'
    """
    return f"{meaning}::{language}"


def stored(workbook: Workbook) -> Any:
    """Return a draft as plain facts that a table can hold."""
    return json.loads(workbook.to_json())


def found(facts: Any) -> Workbook:
    """Return the draft that was stored."""
    return Workbook.from_json(json.dumps(facts)) if facts else Workbook(())


def new_draft(title: str, language: str) -> Workbook:
    """Return a draft without questions."""
    survey = ("type", "name", header("label", language), header("hint", language), "required", "relevant")
    choices = ("list_name", "name", header("label", language))
    settings = Sheet(SETTINGS, ("form_title", "default_language"), ((title, language),))
    return Workbook((Sheet(SURVEY, (*survey, MARK)), Sheet(CHOICES, choices), settings))


def marked(workbook: Workbook) -> Workbook:
    """Return the workbook with a mark on every row of its survey sheet, and without empty rows."""
    rows = [{**cells, MARK: cells.get(MARK) or new_mark()} for cells in records(workbook, SURVEY)]
    return with_records(workbook, SURVEY, rows)


def bare(workbook: Workbook) -> Workbook:
    """Return the workbook as it leaves the platform: without marks."""
    sheet = workbook.sheet(SURVEY)
    place = sheet.place(MARK)
    if place is None:
        return workbook
    rows = tuple((*row[:place], *row[place + 1 :]) for row in sheet.rows)
    return workbook.with_sheet(Sheet(sheet.name, (*sheet.header[:place], *sheet.header[place + 1 :]), rows))


def new_mark() -> str:
    """Return a mark that no row has."""
    return secrets.token_hex(5)


def records(workbook: Workbook, sheet: str) -> list[dict[str, str]]:
    """Return the rows of a sheet that are not empty."""
    return [cells for _number, cells in workbook.sheet(sheet).records()]


def with_records(workbook: Workbook, name: str, rows: Sequence[Cells]) -> Workbook:
    """Return the workbook with these rows in one of its sheets."""
    sheet = workbook.sheet(name)
    columns = tuple(dict.fromkeys([*filter(None, sheet.header), *(column for row in rows for column in row)]))
    cells = tuple(tuple(row.get(column, "") for column in columns) for row in rows)
    return workbook.with_sheet(replace(sheet, header=columns, rows=cells))


def rows_of(workbook: Workbook) -> list[Row]:
    """Return the rows of the survey sheet with how deep each stands in groups."""
    found_rows: list[Row] = []
    depth = 0
    for number, cells in enumerate(records(workbook, SURVEY), start=2):
        kind = row_type(cells.get("type", ""))
        depth = max(0, depth - (kind.kind == "end"))
        found_rows.append(Row(cells.get(MARK, ""), kind, cells, depth, number))
        depth += kind.kind in ("begin", "repeat")
    return found_rows


def row_of(workbook: Workbook, mark: str) -> Row | None:
    """Return the row with this mark."""
    return next((row for row in rows_of(workbook) if row.mark == mark), None) if mark else None


def with_row(workbook: Workbook, mark: str, cells: Cells) -> Workbook:
    """Return the draft with other cells in the row with this mark; empty cells are taken out."""
    kept = {name: text for name, text in cells.items() if text} | {MARK: mark}
    rows = [kept if row.get(MARK) == mark else row for row in records(workbook, SURVEY)]
    return with_records(workbook, SURVEY, rows)


def with_new_rows(workbook: Workbook, rows: Iterable[Cells], after: str = "") -> Workbook:
    """Return the draft with new rows, after the row with a mark or at the end."""
    old = records(workbook, SURVEY)
    new = [{MARK: new_mark()} | {name: text for name, text in cells.items() if text} for cells in rows]
    place = next((place for place, row in enumerate(old, start=1) if row[MARK] == after), len(old))
    return with_records(workbook, SURVEY, [*old[:place], *new, *old[place:]])


def block_of(rows: Sequence[Row], place: int) -> slice:
    """Return the rows that move together with one row: a group moves as a whole."""
    if rows[place].kind.kind not in ("begin", "repeat"):
        return slice(place, place + 1)
    depth = rows[place].depth
    ends = (
        end
        for end in range(place + 1, len(rows))
        if rows[end].kind.kind == "end" and rows[end].depth == depth
    )
    return slice(place, next(ends, len(rows) - 1) + 1)


def moved(workbook: Workbook, mark: str, *, up: bool) -> Workbook:
    """Return the draft with a row one place further up or down; a group passes others as a whole."""
    rows = rows_of(workbook)
    place = next((place for place, row in enumerate(rows) if row.mark == mark), None)
    if place is None or rows[place].kind.kind == "end":
        return workbook
    block = block_of(rows, place)
    target = _before(rows, block) if up else _after(rows, block)
    if target is None:
        return workbook
    moving = rows[block]
    rest = [*rows[: block.start], *rows[block.stop :]]
    new = target if up else target - len(moving)
    order = [*rest[:new], *moving, *rest[new:]]
    return with_records(workbook, SURVEY, [row.cells for row in order])


def _before(rows: Sequence[Row], block: slice) -> int | None:
    """Return where a block goes when it moves up: groups pass groups, questions go into them."""
    if block.start == 0:
        return None
    previous: int = block.start - 1
    single = block.stop - block.start == 1
    if rows[previous].kind.kind != "end" or single:
        return previous
    depth = rows[previous].depth
    begins = (
        place
        for place in range(previous, -1, -1)
        if rows[place].kind.kind in ("begin", "repeat") and rows[place].depth == depth
    )
    return next(begins, previous)


def _after(rows: Sequence[Row], block: slice) -> int | None:
    """Return where a block goes when it moves down."""
    if block.stop >= len(rows):
        return None
    below: int = block.stop + 1 if block.stop - block.start == 1 else block_of(rows, block.stop).stop
    return below


def removed(workbook: Workbook, mark: str) -> Workbook:
    """Return the draft without a row; a group goes with its questions."""
    rows = rows_of(workbook)
    place = next((place for place, row in enumerate(rows) if row.mark == mark), None)
    if place is None:
        return workbook
    block = block_of(rows, place)
    kept = [*rows[: block.start], *rows[block.stop :]]
    return with_records(workbook, SURVEY, [row.cells for row in kept])


def ungrouped(workbook: Workbook, mark: str) -> Workbook:
    """Return the draft without a group; its questions stay."""
    rows = rows_of(workbook)
    place = next((place for place, row in enumerate(rows) if row.mark == mark), None)
    if place is None or rows[place].kind.kind not in ("begin", "repeat"):
        return workbook
    last = block_of(rows, place).stop - 1
    kept = [row.cells for at, row in enumerate(rows) if at not in (place, last)]
    return with_records(workbook, SURVEY, kept)


def renamed(workbook: Workbook, old: str, new: str) -> Workbook:
    """Return the draft with ``${old}`` written as ``${new}`` wherever it stands."""
    sheets = (
        replace(
            sheet,
            rows=tuple(
                tuple(cell.replace(f"${{{old}}}", f"${{{new}}}") for cell in row) for row in sheet.rows
            ),
        )
        for sheet in workbook.sheets
    )
    return replace(workbook, sheets=tuple(sheets))


def free_name(workbook: Workbook, wish: str) -> str:
    """Return a name that no question has, made from words.

    >>> free_name(new_draft("T", "English (en)"), "How old are you?")
    'how_old_are_you'
    """
    taken = {row.name for row in rows_of(workbook)}
    words = re.sub(r"[^a-z0-9]+", "_", wish.lower()).strip("_")[:40].strip("_")
    base = words if words[:1].isalpha() else f"q_{words}".rstrip("_")
    names = (base if count == 1 else f"{base}_{count}" for count in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
