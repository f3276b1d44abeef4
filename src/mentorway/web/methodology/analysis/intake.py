"""A workbook that somebody sends → a draft in its source language, and the texts in the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorway.questionnaire import (
    Problem,
    Severity,
    columns_of,
    header_of,
    languages_of,
    publish,
    read_workbook,
)
from mentorway.questionnaire.attached import attached
from mentorway.questionnaire.columns import TEXTS
from mentorway.questionnaire.definition import Language
from mentorway.questionnaire.limesurvey import read_limesurvey
from mentorway.questionnaire.workbook import CHOICES, SETTINGS, SURVEY, Sheet, Workbook
from mentorway.web.methodology.analysis import drafts

LIMESURVEY = ".lss"
OURS = frozenset({"form_id", "version"})  # settings that publishing writes


@dataclass(frozen=True)
class Intake:
    """What is in a workbook: a draft and translated texts, or only what is wrong with it."""

    problems: tuple[Problem, ...]
    title: str
    draft: Workbook
    source: Language
    texts: Mapping[Language, Mapping[str, str]]  # for each other language: key → text

    @property
    def usable(self) -> bool:
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


def look(data: bytes, filename: str, unnamed: Language, tables: Sequence[Sheet] = ()) -> Intake:
    """Read a workbook in the limited worker and list everything that is wrong with it.

    ``unnamed`` is the language of texts whose columns name none; ``tables`` are attached to the workbook.
    """
    workbook, by_hand = _read(data, filename)
    for table in tables:
        workbook = workbook.with_sheet(table)
    publication = publish(drafts.bare(workbook), name="imported", version="1")
    named = languages_of(workbook)
    default = workbook.settings.get(header_of(workbook.sheet(SETTINGS), "default_language"), "")
    source = next((each for each in named if label(each) == default), next(iter(named), unnamed))
    plain = _canonical(workbook, source)
    texts = {each: _texts(plain, label(source), label(each)) for each in named if each != source}
    draft = drafts.marked(_labelled(without(plain, [label(each) for each in texts]), label(source)))
    title = draft.settings.get("form_title", "")
    return Intake((*publication.problems, *by_hand), title, draft, source, texts)


def _read(data: bytes, filename: str) -> tuple[Workbook, tuple[Problem, ...]]:
    """Return the workbook, and what of a LimeSurvey survey is left to do by hand."""
    if not filename.lower().endswith(LIMESURVEY):
        return read_workbook(data, filename), ()
    taken = read_limesurvey(data)
    left = (Problem(Severity.WARNING, one.message, SURVEY, column=one.question) for one in taken.by_hand)
    return taken.workbook, tuple(left)


def label(language: Language) -> str:
    """Return a language as columns name it."""
    return f"{language.name} ({language.code})"


def _canonical(workbook: Workbook, source: Language) -> Workbook:
    """Return the sheets with the usual names of columns, every text with its language."""
    plain = Workbook(())
    for name in (SURVEY, CHOICES, SETTINGS):
        sheet = workbook.sheet(name)
        names = {}
        for column in columns_of(sheet):
            language = column.language
            if column.meaning in TEXTS.get(name, ()):
                language = language or label(source)
            names[column.header] = f"{column.meaning}::{language}" if language else column.meaning
        rows = [
            {names[header]: text for header, text in cells.items() if header != drafts.MARK}
            for _number, cells in sheet.records()
        ]
        plain = drafts.with_records(plain, name, rows)
    settings = drafts.records(plain, SETTINGS) or [{}]
    kept = {key: text for key, text in settings[0].items() if key not in OURS}
    plain = drafts.with_records(
        Workbook(plain.sheets[:2]), SETTINGS, [{**kept, "default_language": label(source)}]
    )
    return Workbook((*plain.sheets, *attached(workbook).values()))


def _texts(workbook: Workbook, source: str, other: str) -> dict[str, str]:
    """Return the texts in another language, under the keys of the source texts."""
    found: dict[str, str] = {}
    for name in (SURVEY, CHOICES):
        for row in drafts.records(workbook, name):
            for column in TEXTS[name]:
                text = row.get(drafts.header(column, other), "").strip()
                if text and row.get(drafts.header(column, source), "").strip():
                    found.setdefault(f"{stem_of(name, row)}/{column}", text)
    return found


def _labelled(workbook: Workbook, source: str) -> Workbook:
    for name in (SURVEY, CHOICES):
        workbook = workbook.with_sheet(workbook.sheet(name).with_column(drafts.header("label", source)))
    return workbook


def stem_of(sheet: str, row: Mapping[str, str]) -> str:
    """Return how the keys of a row's texts begin."""
    if sheet == SURVEY:
        return f"survey/{row.get('name', '')}"
    return f"choices/{row.get('list_name', '')}/{row.get('name', '')}"


def without(workbook: Workbook, languages: Sequence[str]) -> Workbook:
    """Return the workbook without the columns of some languages, named as columns name them."""
    dropped = tuple(f"::{language}" for language in languages)
    if not dropped:
        return workbook
    for name in (SURVEY, CHOICES):
        sheet = workbook.sheet(name)
        kept = [place for place, header in enumerate(sheet.header) if not header.endswith(dropped)]
        rows = tuple(tuple(row[place] for place in kept if place < len(row)) for row in sheet.rows)
        workbook = workbook.with_sheet(Sheet(sheet.name, tuple(sheet.header[place] for place in kept), rows))
    return workbook
