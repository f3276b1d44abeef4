"""A practice in other languages: what of it is translated, and what somebody reads in theirs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from mentorway.web.practices.models import TEXTS, Practice
from mentorway.web.translation.analysis.reading import Agreed, agreed_in_all, agreed_in_each
from mentorway.web.translation.analysis.texts import Text

IN_LISTS = ("title", "summary")


@dataclass(frozen=True)
class Shown:
    """A text as readers see it: translated, or as it was written."""

    text: str
    language: str
    is_missing: bool = False  # it is not translated yet, so this is the original
    is_stale: bool = False  # the original has changed since it was translated


@dataclass(frozen=True)
class Reading:
    """A practice in one language; without translations it is the language of who wrote it."""

    code: str
    name: str
    agreed: Mapping[str, Agreed]


def texts_of(practice: Practice, names: Iterable[str] = TEXTS) -> list[Text]:
    """Return what is written so far, to be translated."""
    return [Text(name, getattr(practice, name), _label(name)) for name in names if getattr(practice, name)]


def _label(name: str) -> str:
    field: Any = Practice._meta.get_field(name)  # noqa: SLF001 - Django's own door to a model
    return str(capfirst(field.verbose_name))


def readings(practice: Practice, name: str) -> list[Reading]:
    """Return every language in which something of ``practice`` can be read: its own, by ``name``, first."""
    translated = agreed_in_all(practice.document, texts_of(practice))
    return [
        Reading(practice.language, name, {}),
        *(Reading(language.code, language.name, agreed) for language, agreed in translated.items()),
    ]


def nearest(codes: Sequence[str], wanted: str) -> str:
    """Return the language for a reader: the same, or else a variant of it, or else the first.

    >>> nearest(["fi", "sv-FI", "en"], "sv"), nearest(["fi", "sv-FI", "sv"], "sv")
    ('sv-FI', 'sv')
    """
    if wanted in codes:
        return wanted
    return next((code for code in codes if code.partition("-")[0] == wanted), codes[0])


def shown(practice: Practice, agreed: Mapping[str, Agreed], names: Iterable[str] = TEXTS) -> dict[str, Shown]:
    """Return the texts by name as somebody reads them for whom ``agreed`` is translated, if anything is."""
    found: dict[str, Shown] = {}
    for name in names:
        text, translated = getattr(practice, name), agreed.get(name)
        if translated:
            found[name] = Shown(translated.text, translated.language, is_stale=translated.stale)
        else:
            found[name] = Shown(text, practice.language, is_missing=bool(agreed and text))
    return found


def in_lists(practices: Sequence[Practice], code: str) -> list[tuple[Practice, dict[str, Shown]]]:
    """Return practices with what lists show of them to a reader of ``code``: two queries for all."""
    found = agreed_in_each({row.document_id: texts_of(row, IN_LISTS) for row in practices}, code)
    return [(row, shown(row, found[row.document_id], IN_LISTS)) for row in practices]
