"""Lists as files for spreadsheets: a text stays a text, whatever it begins with."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename

from mentorway.cells import safe

Cell = str | int | float | Decimal | bool | dt.date | dt.datetime | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # the most letters that a cell of a workbook can hold
SHEET_NAME_LETTERS = 31
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WIDEST = 60
# A telephone number as people write it: two digits with a space between them are no sum to a spreadsheet.
TELEPHONE = re.compile(r"(?=.*[0-9] [0-9])(?=(?:.*[0-9]){7})\+[0-9][0-9 ()-]{,38}[0-9]")
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Answer with a table as CSV in UTF-8, with the mark by which spreadsheets know it.

    A text that a spreadsheet would take for a formula has an apostrophe in front, which ``unguarded`` takes
    away again; numbers stay numbers, and telephone numbers stay as people write them.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([safe(str(head)) for head in header])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return _answer(f"{name}.csv", text.getvalue().encode("utf-8-sig", "replace"), "text/csv; charset=utf-8")


def xlsx_file(name: str, sheet: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Answer with a table as a workbook of one sheet.

    Every text is written as a text, which no spreadsheet computes, so nothing is put in front of it.
    """
    file = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    import xlsxwriter  # noqa: PLC0415 - heavy, and seldom needed

    with xlsxwriter.Workbook(file, {"in_memory": True, "remove_timezone": True, **never}) as book:
        book.set_properties({"title": sheet, "author": "Mentorway"})
        page = book.add_worksheet(NOT_IN_SHEET_NAMES.sub(" ", sheet)[:SHEET_NAME_LETTERS].strip("' ") or "1")
        formats = {kind: book.add_format({"num_format": kind}) for kind in (DAY, MOMENT)}
        head = book.add_format({"bold": True, "bg_color": "#f0eee7", "bottom": 1, "text_wrap": True})
        widths = [len(str(one)) for one in header]
        for column, one in enumerate(header):
            page.write_string(0, column, _text(str(one)), head)
        for place, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write(page, (place, column), cell, formats)
                widths[column] = max(widths[column], min(len(str(cell)), WIDEST))
        for column, width in enumerate(widths):
            page.set_column(column, column, width + 2)
        page.freeze_panes(1, 0)
    return _answer(f"{name}.xlsx", file.getvalue(), XLSX)


def _plain(cell: Cell) -> str | int | float | Decimal:
    match cell:
        case None:
            return ""
        case bool():
            return int(cell)
        case int() | float() | Decimal():
            return cell
        case dt.datetime():
            return cell.isoformat(sep=" ", timespec="minutes")
        case dt.date():
            return cell.isoformat()
    text = str(cell).replace("\x00", "")
    return text if TELEPHONE.fullmatch(text) else safe(text)


def _write(page: Any, place: tuple[int, int], cell: Cell, formats: dict[str, Any]) -> None:
    match cell:
        case None | "":
            return
        case bool():
            page.write_number(*place, int(cell))
        case int() | float() | Decimal():
            page.write_number(*place, cell)
        case dt.datetime():
            page.write_datetime(*place, cell, formats[MOMENT])
        case dt.date():
            page.write_datetime(*place, cell, formats[DAY])
        case _:
            page.write_string(*place, _text(str(cell)))


def _text(text: str) -> str:
    kept = NOT_IN_XML.sub("", text)
    return kept if len(kept) <= LONGEST_CELL else f"{kept[: LONGEST_CELL - 1]}…"


def _answer(name: str, content: bytes, media_type: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=get_valid_filename(name))
    headers = {
        "Content-Disposition": str(disposition),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
