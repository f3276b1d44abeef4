"""The columns of an XLSForm by their meaning: aliases, and the languages of texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mentorway.questionnaire.definition import Language
from mentorway.questionnaire.workbook import CHOICES, SURVEY, Sheet, Workbook
from mentorway.questionnaire.xform import LANGUAGE

ALIASES: Final = {
    "caption": "label", "relevance": "relevant", "calculate": "calculation", "readonly": "read_only",
    "constraining_message": "constraint_message", "requiredmsg": "required_message",
    "jr:constraintmsg": "constraint_message", "jr:requiredmsg": "required_message", "command": "type",
    "tag": "name", "value": "name", "count": "repeat_count", "jr:count": "repeat_count", "list": "list_name",
    "id_string": "form_id", "set_form_id": "form_id", "title": "form_title", "set_form_title": "form_title",
    "bind::relevant": "relevant", "bind::required": "required", "bind::constraint": "constraint",
    "bind::calculate": "calculation", "bind::readonly": "read_only", "control::appearance": "appearance",
    "bind::jr:constraintmsg": "constraint_message", "bind::jr:requiredmsg": "required_message",
    "bind:relevant": "relevant", "bind:required": "required", "bind:constraint": "constraint",
    "bind:calculate": "calculation",
}  # fmt: skip
TEXTS: Final = {
    SURVEY: frozenset({"label", "hint", "guidance_hint", "constraint_message", "required_message"}),
    CHOICES: frozenset({"label"}),
}
MEDIA: Final = frozenset({"image", "big-image", "audio", "video"})
SURVEY_COLUMNS: Final = frozenset(
    {"type", "name", "label", "hint", "guidance_hint", "constraint_message", "required_message", "relevant",
     "required", "constraint", "calculation", "choice_filter", "default", "appearance", "read_only",
     "parameters", "note", "notes", "comment", "comments", "disabled"}
)  # fmt: skip
UNSUPPORTED_COLUMNS: Final = frozenset({"trigger", "repeat_count", "save_to", "intent", "autoplay", *MEDIA})


@dataclass(frozen=True)
class Column:
    """One column: the name in the header, what it means, and the language after ``::``."""

    header: str
    meaning: str
    language: str = ""


def columns_of(sheet: Sheet) -> tuple[Column, ...]:
    """Return the named columns of a sheet.

    >>> columns_of(Sheet("survey", ("Relevance", "label::Latviešu (lv)", "media::image")))[1:]
    (Column(header='label::Latviešu (lv)', meaning='label', language='Latviešu (lv)'), \
Column(header='media::image', meaning='image', language=''))
    """
    return tuple(_column(header) for header in sheet.header if header)


def header_of(sheet: Sheet, meaning: str) -> str:
    """Return the name in the header of the first column with this meaning, else the meaning itself."""
    return next((column.header for column in columns_of(sheet) if column.meaning == meaning), meaning)


def languages_of(workbook: Workbook) -> tuple[Language, ...]:
    """Return the languages that the workbook has columns for, in their order; none when it names none."""
    found: dict[str, Language] = {}
    for sheet in (SURVEY, CHOICES):
        for column in columns_of(workbook.sheet(sheet)):
            match = LANGUAGE.fullmatch(column.language)
            if match and column.meaning in TEXTS[sheet]:
                found.setdefault(match["code"], Language(match["name"], match["code"]))
    return tuple(found.values())


def _column(header: str) -> Column:
    whole = _normal(header)
    if whole in ALIASES:
        return Column(header, ALIASES[whole])
    parts = [part.strip() for part in header.split("::")]
    if _normal(parts[0]) == "media" and len(parts) > 1:
        parts = parts[1:]
    meaning = _normal(parts[0])
    return Column(header, ALIASES.get(meaning, meaning), "::".join(parts[1:]))


def _normal(text: str) -> str:
    return "_".join(text.strip().lower().split())
