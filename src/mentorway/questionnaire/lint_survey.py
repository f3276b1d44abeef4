"""The survey sheet: types, names, lists, groups, labels, and what is not supported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mentorway.questionnaire.attached import ENDING
from mentorway.questionnaire.columns import SURVEY_COLUMNS, UNSUPPORTED_COLUMNS, columns_of, header_of
from mentorway.questionnaire.limits import MOST_LISTED
from mentorway.questionnaire.notes import Notes
from mentorway.questionnaire.rowtypes import RowType, row_type
from mentorway.questionnaire.workbook import SURVEY, Sheet, Workbook
from mentorway.questionnaire.xform import IDENTIFIES, NO_REPEATS
from mentorway.wording import Message, listed, shown

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
LONGEST_NAME: Final = 60  # SPSS takes 64 bytes
RESERVED: Final = frozenset({"meta", "instanceID", "instanceName"})
TYPES: Final = Message(
    "“%(type)s” is not a type of question. Use text, integer, decimal, date, time, dateTime, note, "
    "select_one list, "
    "select_multiple list, rank list, range, acknowledge, calculate, begin_group or end_group."
)


@dataclass
class _Rows:
    sheet: Sheet
    lists: Mapping[str, set[str]]
    tables: Mapping[str, set[str]]
    notes: Notes
    names: dict[str, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    open: list[tuple[int, bool]] = field(default_factory=list)

    def header(self, meaning: str) -> str:
        return header_of(self.sheet, meaning)

    def error(self, message: Message, row: int, meaning: str) -> None:
        self.notes.error(message, SURVEY, row, self.header(meaning))


def look(
    workbook: Workbook, lists: Mapping[str, set[str]], tables: Mapping[str, set[str]], notes: Notes
) -> None:
    """Note what is wrong with the rows of the survey sheet; choices are in lists and in attached tables."""
    rows = _Rows(workbook.sheet(SURVEY), lists, tables, notes)
    _look_at_columns(rows)
    for row, cells in rows.sheet.records():
        if cells.get("disabled", "").lower() in ("yes", "true"):
            continue
        text = cells.get(rows.header("type"), "")
        if text:
            _look_at_row(rows, row, cells, row_type(text))
        elif cells.get(rows.header("name")) or cells.get(rows.header("label")):
            rows.error(Message("The row has no type. Write what kind of question it is."), row, "type")
    for row, _ in rows.open:
        rows.error(Message("The group that begins here has no end. Add a row with end_group."), row, "type")
    unused = sorted(set(lists) - rows.used)
    if unused:
        notes.warn(
            Message(
                "No question uses these lists of choices: %(lists)s.",
                {"lists": listed(unused, most=MOST_LISTED)},
            ),
            "choices",
        )


def _look_at_columns(rows: _Rows) -> None:
    for column in columns_of(rows.sheet):
        meaning = column.meaning
        used = [row for row, cells in rows.sheet.records() if cells.get(column.header)]
        if meaning in UNSUPPORTED_COLUMNS or meaning.startswith(("bind", "control", "instance", "body")):
            for row in used:
                rows.notes.error(
                    Message(
                        "What the column “%(column)s” asks for is not supported. Empty the cell.",
                        {"column": shown(column.header)},
                    ),
                    SURVEY,
                    row,
                    column.header,
                )
        elif meaning not in SURVEY_COLUMNS and ":" not in meaning and used:
            rows.notes.warn(
                Message(
                    "The column “%(column)s” is not known and not used. Check its spelling.",
                    {"column": shown(column.header)},
                ),
                SURVEY,
                1,
                column.header,
            )


def _look_at_row(rows: _Rows, row: int, cells: Mapping[str, str], kind: RowType) -> None:
    if kind.kind == "end":
        if rows.open:
            rows.open.pop()
        else:
            rows.error(Message("A group ends here that never began. Remove the row."), row, "type")
        return
    problem = _unfit(kind, cells.get(rows.header("type"), ""))
    if problem is not None:
        rows.error(problem, row, "type")
    if kind.kind in ("begin", "repeat"):
        rows.open.append((row, kind.kind == "repeat"))
    if kind.kind == "table":
        _look_at_table(rows, row, f"{cells.get(rows.header('name'), '')}{ENDING}")
    elif kind.kind not in ("unknown", "identifying", "unsupported"):
        _look_at_question(rows, row, cells, kind)


def _look_at_question(rows: _Rows, row: int, cells: Mapping[str, str], kind: RowType) -> None:
    _look_at_name(rows, row, cells.get(rows.header("name"), ""))
    if kind.other:
        _look_at_name(rows, row, cells.get(rows.header("name"), "") + "_other")
    if kind.list:
        _look_at_list(rows, row, kind)
    _look_at_cells(rows, row, cells)
    _look_at_label(rows, row, cells, kind)


def _look_at_cells(rows: _Rows, row: int, cells: Mapping[str, str]) -> None:
    asked = cells.get(rows.header("type"), "").strip().lower() == "calculate"
    if asked and not (cells.get(rows.header("calculation")) or cells.get(rows.header("default"))):
        rows.error(Message("The calculation is empty. Write what shall be computed."), row, "calculation")
    if "search(" in cells.get(rows.header("appearance"), ""):
        rows.error(
            Message(
                "search(…) in the appearance is not supported. Write select_one_from_file and the table's "
                "name as the type, and what to search for as choice_filter."
            ),
            row,
            "appearance",
        )


def _unfit(kind: RowType, text: str) -> Message | None:
    if kind.kind == "repeat":
        return NO_REPEATS
    if kind.kind == "identifying":
        return IDENTIFIES
    if kind.kind == "unsupported":
        return Message(
            "Questions that ask for “%(kind)s” are not supported. Ask in words, numbers, dates or choices.",
            {"kind": shown(text)},
        )
    return Message(TYPES.text, {"type": shown(text)}) if kind.kind == "unknown" else None


def _look_at_name(rows: _Rows, row: int, name: str) -> None:
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME or name in RESERVED:
        rows.error(
            Message(
                "“%(name)s” cannot be the name of a question. Begin with a letter from a to z; then "
                "letters, digits, "
                "_ and -, at most %(limit)d; not meta or instanceID.",
                {"name": shown(name), "limit": LONGEST_NAME},
            ),
            row,
            "name",
        )
    elif name in rows.names:
        rows.error(
            Message(
                "The name “%(name)s” is already in row %(row)d. Give each question and group a name of "
                "its own.",
                {"name": shown(name), "row": rows.names[name]},
            ),
            row,
            "name",
        )
    rows.names.setdefault(name, row)


def _look_at_list(rows: _Rows, row: int, kind: RowType) -> None:
    rows.used.add(kind.list)
    if "${" in kind.list or kind.list.lower().endswith((".xml", ".geojson")):
        rows.error(
            Message(
                "Choices must come from a list in the choices sheet or from an attached table (.csv), not "
                "from answers or other files."
            ),
            row,
            "type",
        )
    elif kind.list.lower().endswith(ENDING):
        _look_at_table(rows, row, kind.list)
    elif kind.list not in rows.lists:
        rows.error(
            Message(
                "The list “%(list)s” is not in the sheet “choices”. Add its choices, or check the spelling.",
                {"list": shown(kind.list)},
            ),
            row,
            "type",
        )


def _look_at_table(rows: _Rows, row: int, file: str) -> None:
    if file not in rows.tables:
        rows.error(
            Message(
                "The table “%(file)s” is not attached. Attach it, or check the spelling.",
                {"file": shown(file)},
            ),
            row,
            "type",
        )


def _look_at_label(rows: _Rows, row: int, cells: Mapping[str, str], kind: RowType) -> None:
    labelled = any(
        cells.get(column.header) for column in columns_of(rows.sheet) if column.meaning in ("label", "hint")
    )
    hidden = any(cells.get(rows.header(meaning)) for meaning in ("calculation",))
    if kind.shown and not labelled and not hidden:
        rows.error(Message("The question has no label. Write what people shall read."), row, "label")
