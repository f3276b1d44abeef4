"""The choices sheet: lists, values, labels."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mentorway.questionnaire.columns import MEDIA, columns_of, header_of
from mentorway.questionnaire.notes import Notes
from mentorway.questionnaire.workbook import CHOICES, Sheet, Workbook
from mentorway.wording import Message, shown

VALUE = re.compile(r"\S+")
LIST_NAME = re.compile(r"[\w.-]+")
LONGEST_VALUE = 100


def look(workbook: Workbook, notes: Notes) -> Mapping[str, set[str]]:
    """Note what is wrong with the choices, and return the values of each list."""
    sheet = workbook.sheet(CHOICES)
    list_header, name_header = header_of(sheet, "list_name"), header_of(sheet, "name")
    _look_at_columns(sheet, notes)
    found: dict[str, set[str]] = {}
    for row, cells in sheet.records():
        list_name, value = cells.get(list_header, ""), cells.get(name_header, "")
        if not list_name:
            notes.error(
                Message(
                    "The choice “%(value)s” belongs to no list. Write the list's name here.",
                    {"value": shown(value)},
                ),
                CHOICES,
                row,
                list_header,
            )
            continue
        if list_name not in found and not LIST_NAME.fullmatch(list_name):
            notes.error(
                Message(
                    "“%(name)s” cannot be the name of a list. Use letters, digits, _ and - without spaces.",
                    {"name": shown(list_name)},
                ),
                CHOICES,
                row,
                list_header,
            )
        values = found.setdefault(list_name, set())
        problem = _wrong_value(value, values)
        if problem:
            notes.error(problem, CHOICES, row, name_header)
        values.add(value)
        if not any(cells.get(column.header) for column in columns_of(sheet) if column.meaning == "label"):
            notes.error(
                Message(
                    "The choice “%(value)s” has no label. Write what people shall read.",
                    {"value": shown(value)},
                ),
                CHOICES,
                row,
                header_of(sheet, "label"),
            )
    return found


def _wrong_value(value: str, values: set[str]) -> Message | None:
    if not value:
        return Message(
            "The choice has no value. Write a short one without spaces, as it shall be in the data."
        )
    if not VALUE.fullmatch(value) or len(value) > LONGEST_VALUE:
        return Message(
            "The value “%(value)s” has a space or is too long. Write at most %(limit)d letters without "
            "spaces.",
            {"value": shown(value), "limit": LONGEST_VALUE},
        )
    if value in values:
        return Message(
            "The value “%(value)s” is in its list twice. Give each choice another value.",
            {"value": shown(value)},
        )
    return None


def _look_at_columns(sheet: Sheet, notes: Notes) -> None:
    for column in columns_of(sheet):
        if column.meaning in MEDIA:
            for row, cells in sheet.records():
                if cells.get(column.header):
                    notes.error(
                        Message("Pictures, sounds and films are not supported. Say it in words."),
                        CHOICES,
                        row,
                        column.header,
                    )
