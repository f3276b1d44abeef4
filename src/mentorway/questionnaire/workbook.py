"""The workbook of a questionnaire as rows of texts: what is edited, translated, stored and written again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Final

from mentorway.wording import Message

SURVEY: Final = "survey"
CHOICES: Final = "choices"
SETTINGS: Final = "settings"
FORM_SHEETS: Final = (SURVEY, CHOICES, SETTINGS, "external_choices", "entities", "osm")
FIRST_ROW: Final = 2  # below the header, as the spreadsheet counts
WIDEST: Final = 60


class Severity(StrEnum):
    """Whether the questionnaire can be published as it is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong or doubtful in the workbook, and where.

    `row` counts as the spreadsheet does, the header being row 1; `column` is the name in the header and
    `cell` the place, as “C5”. All are empty or 0 for what concerns the whole workbook.
    """

    severity: Severity
    message: Message
    sheet: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""

    @property
    def place(self) -> str:
        """Where it is, as “survey!C5”.

        >>> Problem(Severity.ERROR, Message("No."), "survey", 5, "label", "C5").place
        'survey!C5'
        """
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True)
class Sheet:
    """One sheet: the names of its columns, and its rows below them, empty ones too."""

    name: str
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def place(self, column: str) -> int | None:
        """Return where a column stands, by its exact name."""
        return self.header.index(column) if column in self.header else None

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the number of each row that is not empty, and its cells that are not."""
        for number, row in enumerate(self.rows, start=FIRST_ROW):
            cells = {
                name: cell for name, cell in zip(self.header, row, strict=False) if name and cell.strip()
            }
            if cells:
                yield number, cells

    def cell(self, row: int, column: str) -> str:
        """Return the text of a cell; an empty one when there is none."""
        place = self.place(column)
        cells = self.rows[row - FIRST_ROW] if 0 <= row - FIRST_ROW < len(self.rows) else ()
        return cells[place] if place is not None and place < len(cells) else ""

    def address(self, row: int, column: str) -> str:
        """Return a cell's address.

        >>> Sheet("survey", ("type", "name")).address(3, "name")
        'B3'
        """
        from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - heavy, and seldom needed

        place = self.place(column)
        return f"{xl_col_to_name(place)}{row}" if place is not None and row else ""

    def with_column(self, column: str) -> Sheet:
        """Return the sheet with this column, added at the end when it is not there."""
        return self if column in self.header else replace(self, header=(*self.header, column))

    def with_cell(self, row: int, column: str, text: str) -> Sheet:
        """Return the sheet with another text in a cell; the column and the rows are made when needed."""
        sheet = self.with_column(column)
        place = sheet.header.index(column)
        rows = [*sheet.rows, *[()] * (row - FIRST_ROW + 1 - len(sheet.rows))]
        cells = [*rows[row - FIRST_ROW], *[""] * (place + 1 - len(rows[row - FIRST_ROW]))]
        cells[place] = text
        rows[row - FIRST_ROW] = tuple(cells)
        return replace(sheet, rows=tuple(rows))

    def with_row(self, cells: Mapping[str, str], before: int | None = None) -> Sheet:
        """Return the sheet with a new row, at the end or before the row of this number."""
        sheet = self
        for column in cells:
            sheet = sheet.with_column(column)
        row = tuple(cells.get(column, "") for column in sheet.header)
        place = len(sheet.rows) if before is None else before - FIRST_ROW
        return replace(sheet, rows=(*sheet.rows[:place], row, *sheet.rows[place:]))

    def without_row(self, row: int) -> Sheet:
        """Return the sheet without the row of this number."""
        place = row - FIRST_ROW
        return replace(self, rows=(*self.rows[:place], *self.rows[place + 1 :]))


@dataclass(frozen=True)
class Workbook:
    """The sheets of a questionnaire; `formulas` are the cells whose text a formula gave when it was read.

    >>> book = Workbook((Sheet("survey", ("type", "name"), (("text", "city"),)),))
    >>> book.sheet("survey").cell(2, "name")
    'city'
    >>> Workbook.from_json(book.to_json()) == book
    True
    """

    sheets: tuple[Sheet, ...]
    formulas: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """Return a sheet, an empty one when it is not there; capitals and spaces around do not matter."""
        return next((each for each in self.sheets if _known(each.name) == name), Sheet(name))

    def with_sheet(self, sheet: Sheet) -> Workbook:
        """Return the workbook with this sheet in the place of the one of that name, or at the end."""
        if any(_known(each.name) == _known(sheet.name) for each in self.sheets):
            kept = (sheet if _known(each.name) == _known(sheet.name) else each for each in self.sheets)
            return replace(self, sheets=tuple(kept))
        return replace(self, sheets=(*self.sheets, sheet))

    @property
    def settings(self) -> dict[str, str]:
        """The first row of the settings sheet."""
        return next((cells for _, cells in self.sheet(SETTINGS).records()), {})

    def with_setting(self, name: str, value: str) -> Workbook:
        """Return the workbook with one setting changed."""
        sheet = self.sheet(SETTINGS)
        row = next((number for number, _ in sheet.records()), FIRST_ROW)
        return self.with_sheet(sheet.with_cell(row, name, value))

    def to_json(self) -> str:
        """Return the workbook as JSON, to be stored."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Workbook:
        """Return the workbook that `to_json` wrote."""
        stored = json.loads(text)
        sheets = (
            Sheet(raw["name"], tuple(raw["header"]), tuple(tuple(row) for row in raw["rows"]))
            for raw in stored["sheets"]
        )
        return Workbook(tuple(sheets), tuple(stored["formulas"]))


def write_workbook(workbook: Workbook) -> bytes:
    """Return the workbook as an .xlsx file; every cell is text, so that nothing is taken for a formula."""
    out = io.BytesIO()
    import xlsxwriter  # noqa: PLC0415 - heavy, and seldom needed

    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in workbook.sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            for place, name in enumerate(sheet.header):
                page.write_string(0, place, name, bold)
                longest = max((len(row[place]) for row in sheet.rows if place < len(row)), default=0)
                page.set_column(place, place, min(WIDEST, max(len(name), longest, 8) + 2))
            for number, row in enumerate(sheet.rows, start=1):
                for place, text in enumerate(row):
                    if text:
                        page.write_string(number, place, text, wrapped)
    return out.getvalue()


def _known(name: str) -> str:
    return name.strip().lower()
