"""From a workbook to a published version: linted, converted, compiled, hashed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mentorway.questionnaire.attached import inlined
from mentorway.questionnaire.columns import header_of
from mentorway.questionnaire.compiling import compile_xform
from mentorway.questionnaire.definition import Form
from mentorway.questionnaire.limits import Limits
from mentorway.questionnaire.linting import lint
from mentorway.questionnaire.notes import Notes
from mentorway.questionnaire.parsing import Converted, convert
from mentorway.questionnaire.workbook import SETTINGS, SURVEY, Problem, Severity, Workbook
from mentorway.questionnaire.xform import Issue
from mentorway.wording import InvalidInputError, Message, shown

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
MISSING_TEXT: Final = "is missing the"  # pyxform's warning that linting says cell by cell


@dataclass(frozen=True)
class Publication:
    """What came of publishing: `form` and `xform` when nothing is wrong, and the problems.

    `workbook` is the one that was published: with the name and version in its settings.
    """

    workbook: Workbook
    problems: tuple[Problem, ...]
    form: Form | None = None
    xform: str = ""


def publish(workbook: Workbook, *, name: str, version: str, limits: Limits | None = None) -> Publication:
    """Make an immutable version of a questionnaire.

    Parameters
    ----------
    workbook : Workbook
        From `read_workbook`, or as edited.
    name, version : str
        The identity of the form and of this version, as ODK Collect will see them.
    limits : Limits, optional
        How much the questionnaire may hold and cost.

    Returns
    -------
    Publication
        With `form` None when a problem is an error. Store `form.to_json()`, `form.hash`, `xform` and the
        workbook.

    Raises
    ------
    InvalidInputError
        The name or version cannot be used, or converting took too long.
    """
    limits = limits or Limits()
    _check_identity(name, version)
    workbook = _identified(workbook, name, version)
    problems = lint(workbook)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return Publication(workbook, problems)
    notes = Notes(workbook)
    converted = convert(workbook, limits=limits)
    _note_conversion(workbook, converted, notes)
    whole = inlined(converted.xform, workbook)
    compilation = compile_xform(whole.xform) if whole.xform else None
    if compilation is not None:
        if len(compilation.form.questions) > limits.questions:
            notes.error(
                Message(
                    "The questionnaire has more than %(limit)d questions. Split it.",
                    {"limit": limits.questions},
                ),
                SURVEY,
            )
        for issue in (*whole.issues, *compilation.issues):
            _note_issue(workbook, issue, notes)
    found = (*notes.found(), *problems)
    if compilation is None or any(problem.severity is Severity.ERROR for problem in found):
        return Publication(workbook, found)
    return Publication(workbook, found, compilation.form, whole.xform)


def _check_identity(name: str, version: str) -> None:
    if not NAME.fullmatch(name):
        raise InvalidInputError(
            Message(
                "“%(name)s” cannot be the name of a questionnaire. Begin with a letter from a to z; then "
                "letters, "
                "digits, _ and -, at most 64.",
                {"name": shown(name)},
            )
        )
    if not VERSION.fullmatch(version):
        raise InvalidInputError(
            Message(
                "“%(version)s” cannot be a version. Use letters from a to z, digits, dots and -, at most 32.",
                {"version": shown(version)},
            )
        )


def _identified(workbook: Workbook, name: str, version: str) -> Workbook:
    settings = workbook.sheet(SETTINGS)
    for meaning, value in (("form_id", name), ("version", version)):
        workbook = workbook.with_setting(header_of(settings, meaning), value)
    title = header_of(settings, "form_title")
    return workbook if workbook.settings.get(title) else workbook.with_setting(title, name)


def _note_conversion(workbook: Workbook, converted: Converted, notes: Notes) -> None:
    if converted.reason:
        column = header_of(workbook.sheet(SURVEY), "type") if converted.row else ""
        notes.error(
            Message(
                "The questionnaire cannot be converted. The converter says: %(reason)s",
                {"reason": converted.reason},
            ),
            SURVEY,
            converted.row,
            column,
        )
    for warning in converted.warnings:
        if MISSING_TEXT not in warning:
            notes.warn(Message("The converter warns: %(reason)s", {"reason": warning}))


def _note_issue(workbook: Workbook, issue: Issue, notes: Notes) -> None:
    sheet = workbook.sheet(SURVEY)
    name_header = header_of(sheet, "name")
    names = [issue.name, issue.name.removesuffix("_other")]
    row = next((row for row, cells in sheet.records() if cells.get(name_header) in names), 0)
    header = header_of(sheet, issue.column)
    notes.error(issue.message, SURVEY, row, header if header in sheet.header else name_header)
