"""The texts of a draft that people translate: their keys, and the draft with their translations."""

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import pgettext_lazy

from mentorway.questionnaire.workbook import CHOICES, SURVEY, Workbook
from mentorway.web.methodology.analysis import drafts
from mentorway.web.methodology.analysis.drafts import TEXTS, header
from mentorway.web.translation.analysis.texts import Text

PLACEHOLDER = re.compile(r"\$\{[^}]{0,200}\}")
PARTS = {
    "label": pgettext_lazy("column", "Text"),
    "hint": pgettext_lazy("column", "Hint"),
    "guidance_hint": pgettext_lazy("column", "Guidance"),
    "constraint_message": pgettext_lazy("column", "Message when the rule is broken"),
    "required_message": pgettext_lazy("column", "Message when an answer is missing"),
}


def texts_of(workbook: Workbook, language: str) -> list[Text]:
    """Return every text of a draft in its source language, in the order of the sheets.

    The key is made of the sheet, the name and the column, so it stays when the text or its place changes.
    """
    found: dict[str, Text] = {}
    for about, stem, cells in _named(workbook):
        for column in TEXTS:
            source = cells.get(header(column, language), "").strip()
            if source:
                key = f"{stem}/{column}"
                found.setdefault(key, Text(key, source, PARTS[column], about, PLACEHOLDER))
    return list(found.values())


def _named(workbook: Workbook) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    for row in drafts.records(workbook, SURVEY):
        if row.get("name"):
            yield row["name"], f"survey/{row['name']}", row
    for row in drafts.records(workbook, CHOICES):
        name = row.get("list_name", "")
        yield name, f"choices/{name}/{row.get('name', '')}", row


def translated(workbook: Workbook, language: str, agreed: Mapping[str, Mapping[str, str]]) -> Workbook:
    """Return the workbook with a column for each text in each language of ``agreed``.

    Parameters
    ----------
    workbook : Workbook
        A draft.
    language : str
        Its source language as columns name it, such as ``English (en)``.
    agreed : mapping of str to mapping of str to str
        Language as columns name it → key → text.
    """
    for sheet in (SURVEY, CHOICES):
        rows = []
        columns = [name for name in TEXTS if header(name, language) in workbook.sheet(sheet).header]
        for row in drafts.records(workbook, sheet):
            stem = (
                f"survey/{row.get('name', '')}"
                if sheet == SURVEY
                else f"choices/{row.get('list_name', '')}/{row.get('name', '')}"
            )
            more = {
                header(column, other): texts[f"{stem}/{column}"]
                for other, texts in agreed.items()
                for column in columns
                if row.get(header(column, language)) and texts.get(f"{stem}/{column}")
            }
            rows.append({**row, **more})
        workbook = drafts.with_records(workbook, sheet, rows)
    return workbook
