"""The attached tables of a draft, as people see them."""

from dataclasses import dataclass, replace

from mentorway.questionnaire.attached import ENDING, attached
from mentorway.questionnaire.workbook import Sheet, Workbook
from mentorway.web.methodology.analysis import drafts

SHOWN_ROWS = 50


@dataclass(frozen=True)
class Line:
    """One table: its name, how many rows and which columns it has, and which questions look into it."""

    name: str
    rows: int
    columns: tuple[str, ...]
    users: tuple[str, ...]


def lines_of(draft: Workbook) -> list[Line]:
    """Return every attached table."""
    return [
        Line(sheet.name, len(sheet.rows), sheet.header, tuple(_users(draft, sheet.name)))
        for sheet in attached(draft).values()
    ]


def table_of(draft: Workbook, name: str) -> Sheet | None:
    """Return an attached table by the name of its file."""
    return next((sheet for sheet in attached(draft).values() if sheet.name == name), None)


def without(draft: Workbook, name: str) -> Workbook:
    """Return the draft without an attached table."""
    return replace(draft, sheets=tuple(sheet for sheet in draft.sheets if sheet.name != name))


def _users(draft: Workbook, file: str) -> list[str]:
    """Return the names of the rows that take choices from a table, or name it in an expression."""
    name = file[: -len(ENDING)]
    named = (f"'{name}'", f'"{name}"', f"'{file}'", f'"{file}"')
    return [
        row.name
        for row in drafts.rows_of(draft)
        if row.kind.list == file
        or (row.kind.kind == "table" and row.name == name)
        or any(word in cell for cell in row.cells.values() for word in named)
    ]
