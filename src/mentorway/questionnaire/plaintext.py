"""A .csv file → the workbook's texts: all sheets below each other, or the survey sheet alone."""

from __future__ import annotations

import csv
import io
from typing import Final

from mentorway.questionnaire.limits import Limits
from mentorway.questionnaire.packed import clean
from mentorway.questionnaire.workbook import FORM_SHEETS, SURVEY, Sheet, Workbook
from mentorway.wording import InvalidInputError, Message

DELIMITERS: Final = (",", ";", "\t")


def read_plain(data: bytes, limits: Limits) -> Workbook:
    r"""Return the sheets of a .csv file.

    Raises
    ------
    InvalidInputError
        It is not UTF-8, too large, or no questionnaire.

    Examples
    --------
    >>> book = read_plain(b"survey,,\n,type,name\n,text,city\n", Limits())
    >>> book.sheets[0]
    Sheet(name='survey', header=('type', 'name'), rows=(('text', 'city'),))
    """
    rows = _rows(_text(data, limits), limits)
    first = next((row for row in rows if row), [])
    if "type" in [name.lower() for name in first] and first[0].lower() not in FORM_SHEETS:
        return Workbook((_sheet(SURVEY, rows[rows.index(first) :]),))
    return Workbook(tuple(_split(rows)))


def read_table(data: bytes, name: str, limits: Limits) -> Sheet:
    r"""Return a .csv file that comes with a questionnaire as a sheet of that name.

    Raises
    ------
    InvalidInputError
        It is not UTF-8, too large, or empty.

    Examples
    --------
    >>> read_table(b"name;label\nvno;Vilnius\n", "towns.csv", Limits())
    Sheet(name='towns.csv', header=('name', 'label'), rows=(('vno', 'Vilnius'),))
    """
    rows = [row for row in _rows(_text(data, limits), limits) if any(row)]
    return _sheet(name, rows)


def _text(data: bytes, limits: Limits) -> str:
    limits.admit_size(len(data))
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeError as error:
        raise InvalidInputError(
            Message("The file is not in UTF-8. Save it as “CSV UTF-8”, or send the .xlsx file.")
        ) from error


def _rows(text: str, limits: Limits) -> list[list[str]]:
    head = "\n".join(text.splitlines()[:20])
    delimiter = max(DELIMITERS, key=head.count)
    rows: list[list[str]] = []
    cells = 0
    csv.field_size_limit(limits.bytes)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append([clean(cell) for cell in row])
            cells += len(row)
            if len(rows) > limits.rows or cells > limits.cells:
                raise InvalidInputError(
                    Message(
                        "The file has more than %(rows)d rows or %(cells)d cells, which is the most that "
                        "can be "
                        "read. Remove what is not part of the questionnaire.",
                        {"rows": limits.rows, "cells": limits.cells},
                    )
                )
            if any(len(cell) > limits.letters for cell in row):
                raise InvalidInputError(
                    Message(
                        "Row %(row)d of the file has a cell with more than %(limit)d letters. Shorten it.",
                        {"row": len(rows), "limit": limits.letters},
                    )
                )
    except csv.Error as error:
        raise InvalidInputError(
            Message(
                "The file cannot be read as CSV near row %(row)d: a quote is not closed. Save it again "
                "as CSV.",
                {"row": len(rows) + 1},
            )
        ) from error
    return rows


def _split(rows: list[list[str]]) -> list[Sheet]:
    found: dict[str, list[list[str]]] = {}
    name = ""
    for row in rows:
        if row and row[0]:
            name = row[0]
            found.setdefault(name, [])
        if name and any(row[1:]):
            found[name].append(row[1:])
    if not found:
        raise InvalidInputError(
            Message(
                "The file has no sheet called “survey”. Its first column needs the name of each sheet, as in "
                "“survey”, or send the .xlsx file."
            )
        )
    return [_sheet(name, part) for name, part in found.items()]


def _sheet(name: str, rows: list[list[str]]) -> Sheet:
    header = [" ".join(cell.split()) for cell in rows[0]] if rows else []
    while header and not header[-1]:
        header.pop()
    return Sheet(name, tuple(header), tuple(tuple(row) for row in rows[1:]))
