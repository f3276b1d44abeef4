"""What is wrong with a workbook, cell by cell, before pyxform sees it."""

from __future__ import annotations

from mentorway.questionnaire import attached, lint_choices, lint_languages, lint_survey
from mentorway.questionnaire.columns import columns_of, languages_of
from mentorway.questionnaire.limits import MOST_LISTED
from mentorway.questionnaire.notes import Notes
from mentorway.questionnaire.workbook import CHOICES, SETTINGS, SURVEY, Problem, Workbook
from mentorway.wording import Message, listed, shown


def lint(workbook: Workbook) -> tuple[Problem, ...]:
    """Return everything that is wrong or doubtful, errors first, in the order of the sheets.

    Parameters
    ----------
    workbook : Workbook
        From `read_workbook`, or as edited.

    Returns
    -------
    tuple of Problem
        Each names its sheet, row, column and cell. With an error, the workbook cannot be published.

    Examples
    --------
    >>> from mentorway.questionnaire.workbook import Sheet
    >>> rows = (("text", "city", "Where do you live?"), ("colour", "favourite", "Which colour?"))
    >>> (problem, *_) = lint(Workbook((Sheet("survey", ("type", "name", "label"), rows),)))
    >>> print(problem.place, problem.message)
    survey!A3 “colour” is not a type of question. Use text, integer, decimal, date, time, dateTime, note, \
select_one list, select_multiple list, rank list, range, acknowledge, calculate, begin_group or end_group.
    """
    notes = Notes(workbook)
    if not workbook.sheet(SURVEY).rows:
        notes.error(
            Message(
                "The workbook has no sheet called “survey” with questions in it. Name the sheet “survey”."
            )
        )
        return notes.found()
    for sheet in (SURVEY, CHOICES, SETTINGS):
        _look_at_header(workbook, sheet, notes)
    for sheet in ("external_choices", "entities", "osm"):
        if any(workbook.sheet(sheet).records()):
            notes.error(
                Message(
                    "The sheet “%(sheet)s” is not supported. Put choices into the sheet “choices”, and "
                    "remove this "
                    "one.",
                    {"sheet": sheet},
                ),
                sheet,
            )
    if workbook.formulas:
        notes.warn(
            Message(
                "Formulas gave the texts of these cells: %(cells)s. What they gave when the file was "
                "saved is "
                "taken, and the formulas are not kept.",
                {"cells": listed(list(workbook.formulas), most=MOST_LISTED)},
            )
        )
    lint_languages.look(workbook, notes)
    lists = lint_choices.look(workbook, notes)
    lint_survey.look(workbook, lists, attached.look(workbook, notes), notes)
    _look_at_settings(workbook, notes)
    return notes.found()


def _look_at_header(workbook: Workbook, name: str, notes: Notes) -> None:
    sheet = workbook.sheet(name)
    seen: dict[tuple[str, str], str] = {}
    for column in columns_of(sheet):
        key = (column.meaning, column.language)
        if key in seen:
            notes.error(
                Message(
                    "The columns “%(first)s” and “%(second)s” mean the same. Keep one of them.",
                    {"first": shown(seen[key]), "second": shown(column.header)},
                ),
                name,
                1,
                column.header,
            )
        seen[key] = column.header
    for number, row in enumerate(sheet.rows, start=2):
        stray = next(
            (
                cell
                for place, cell in enumerate(row)
                if cell and (place >= len(sheet.header) or not sheet.header[place])
            ),
            "",
        )
        if stray:
            notes.warn(
                Message(
                    "Row %(row)d has “%(value)s” in a column without a name; it is not used.",
                    {"row": number, "value": shown(stray)},
                ),
                name,
                number,
            )


def _look_at_settings(workbook: Workbook, notes: Notes) -> None:
    sheet = workbook.sheet(SETTINGS)
    values = {
        column.meaning: (column.header, workbook.settings.get(column.header, ""))
        for column in columns_of(sheet)
    }
    row = next((number for number, _ in sheet.records()), 2)
    header, default = values.get("default_language", ("", ""))
    names = [f"{language.name} ({language.code})" for language in languages_of(workbook)]
    if default and names and default not in names:
        notes.error(
            Message(
                "The default language “%(language)s” has no columns. Write one of: %(languages)s.",
                {"language": shown(default), "languages": ", ".join(names)},
            ),
            SETTINGS,
            row,
            header,
        )
    for meaning in ("public_key", "submission_url"):
        header, value = values.get(meaning, ("", ""))
        if value:
            notes.error(
                Message(
                    "The setting “%(setting)s” is not supported: answers come to this platform, "
                    "protected by its own "
                    "means. Remove it.",
                    {"setting": header},
                ),
                SETTINGS,
                row,
                header,
            )
