"""Language columns: exactly ``label::Name (code)``, none stray, no text missing."""

from __future__ import annotations

from mentorway.questionnaire.columns import MEDIA, TEXTS, Column, columns_of, languages_of
from mentorway.questionnaire.notes import Notes
from mentorway.questionnaire.workbook import CHOICES, SURVEY, Sheet, Workbook
from mentorway.questionnaire.xform import LANGUAGE
from mentorway.wording import Message, shown


def look(workbook: Workbook, notes: Notes) -> None:
    """Note what is wrong with the language columns and which texts are missing."""
    named: dict[str, str] = {}
    for name in (SURVEY, CHOICES):
        sheet = workbook.sheet(name)
        for column in columns_of(sheet):
            if column.meaning in TEXTS[name] or column.meaning in MEDIA:
                _look_at_column(workbook, sheet, column, named, notes)
            elif column.meaning.split(":")[0] in TEXTS[name]:
                notes.error(
                    Message(
                        "The column “%(column)s” needs two colons before the language, as in "
                        "“%(base)s::Latviešu "
                        "(lv)”.",
                        {"column": shown(column.header), "base": column.meaning.split(":")[0]},
                    ),
                    name,
                    1,
                    column.header,
                )
    if not languages_of(workbook):
        notes.warn(
            Message(
                "The texts have no language. Name the columns “label::English (en)” and so on, so that "
                "people can "
                "choose and translations can be added."
            ),
            SURVEY,
        )
    for name in (SURVEY, CHOICES):
        _look_for_gaps(workbook, workbook.sheet(name), notes)


def _look_at_column(
    workbook: Workbook, sheet: Sheet, column: Column, named: dict[str, str], notes: Notes
) -> None:
    where = (sheet.name, 1, column.header)
    if not column.language:
        if languages_of(workbook) and any(sheet.cell(row, column.header) for row, _ in sheet.records()):
            notes.error(
                Message(
                    "The column “%(column)s” names no language, while other columns do. Name it as in "
                    "“%(column)s::English (en)”, or remove it: else it becomes a language without a name.",
                    {"column": shown(column.header)},
                ),
                *where,
            )
        return
    match = LANGUAGE.fullmatch(column.language)
    if match is None:
        notes.error(
            Message(
                "The language in the column “%(column)s” needs its code, as in “%(meaning)s::Latviešu (lv)”.",
                {"column": shown(column.header), "meaning": column.meaning},
            ),
            *where,
        )
        return
    if named.setdefault(match["code"], column.language) != column.language:
        notes.error(
            Message(
                "The language code “%(code)s” is written as “%(first)s” and as “%(second)s”. Write it "
                "alike in all "
                "columns.",
                {
                    "code": match["code"],
                    "first": shown(named[match["code"]]),
                    "second": shown(column.language),
                },
            ),
            *where,
        )


def _look_for_gaps(workbook: Workbook, sheet: Sheet, notes: Notes) -> None:
    """Warn of every text that one language has and another lacks."""
    languages = [f"{language.name} ({language.code})" for language in languages_of(workbook)]
    columns = {(column.meaning, column.language): column.header for column in columns_of(sheet)}
    meanings = sorted({meaning for meaning, language in columns if language})
    for row, cells in sheet.records():
        for meaning in meanings:
            headers = {language: columns.get((meaning, language), "") for language in languages}
            present = [language for language in languages if cells.get(headers[language])]
            if not present:
                continue
            for language in languages:
                if language not in present:
                    header = headers[language] or f"{meaning}::{language}"
                    notes.warn(
                        Message(
                            "The %(language)s text is missing; people who choose that language will see "
                            "another one.",
                            {"language": shown(language)},
                        ),
                        sheet.name,
                        row,
                        header,
                    )
