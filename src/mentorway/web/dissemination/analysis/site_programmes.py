"""Training programmes that everybody may have: what they are, and which files of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise

from mentorway.courses.structure import MaterialKind, Module
from mentorway.web.core.folding import fold, terms
from mentorway.web.dissemination.analysis.site_head import About, licence_address, organisation
from mentorway.web.dissemination.queries.site import OPEN_LICENCE
from mentorway.web.training.analysis.whole import in_language
from mentorway.web.training.exports import KINDS, files_of, of_edition
from mentorway.web.training.models import Edition
from mentorway.web.translation.exports import File

ALONE: Final = ("workbook", "json")  # of these, no file of a material is a part
WITH_FILES: Final = ("course", "package")
OPEN: Final = re.compile(OPEN_LICENCE, re.IGNORECASE)


@dataclass(frozen=True)
class Card:
    """A programme in a list."""

    pk: int
    title: str
    summary: str
    path: str
    partner: str
    modules: int
    hours: float
    language: str
    licence: str
    is_example: bool


@dataclass(frozen=True)
class Page:
    """A programme on its page, in one of its languages; ``files`` are what one may take, by language."""

    card: Card
    audience: str
    modules: Sequence[Module]
    number: int
    published: dt.datetime
    changed_because: str
    there: tuple[str, ...]
    files: Sequence[tuple[str, str, Sequence[tuple[str, str | Promise]]]]


def code_for(edition: Edition, language: str) -> str:
    """Return the language of a version that is nearest to the reader's; its source where none is."""
    codes = list(edition.content["languages"])
    stem = next((code for code in codes if code.partition("-")[0] == language), "")
    return str(stem or edition.content["programme"]["language"])


def card_of(edition: Edition, language: str) -> Card:
    """Return a programme as lists show it."""
    code = code_for(edition, language)
    found = in_language(edition.content, code)
    return Card(
        pk=edition.programme_id,
        title=found.title,
        summary=found.summary,
        path=reverse("site:programme", args=[language, edition.programme_id]),
        partner=str(edition.programme.partner),
        modules=len(found.modules),
        hours=round((found.minutes + found.own_minutes) / 60, 1),
        language=code.partition("-")[0],
        licence=found.licence,
        is_example=edition.programme.is_example,
    )


def page_of(edition: Edition, language: str) -> Page:
    """Return a programme with its modules and what one may take."""
    found = in_language(edition.content, code_for(edition, language))
    stems = {code.partition("-")[0] for code in edition.content["languages"]}
    return Page(
        card=card_of(edition, language),
        audience=found.audience,
        modules=found.modules,
        number=edition.number,
        published=edition.published,
        changed_because=edition.changed_because,
        there=tuple(code for code, _name in settings.LANGUAGES if code in stems) or ("en",),
        files=_files(edition),
    )


def _files(edition: Edition) -> list[tuple[str, str, Sequence[tuple[str, str | Promise]]]]:
    kinds = kinds_of(edition)
    source = edition.content["programme"]["language"]
    return [
        (code, name, [(one, KINDS[one][2]) for one in kinds if one != "json" or code == source])
        for code, name in sorted(edition.content["languages"].items(), key=lambda one: one[0] != source)
    ]


def kinds_of(edition: Edition) -> list[str]:
    """Return which kinds of files everybody may take: those with files only where each may be given on."""
    modules = edition.content["programme"]["modules"]
    files = (one for module in modules for one in module["materials"] if one["kind"] == MaterialKind.FILE)
    are_open = all(not one["licence"] or OPEN.match(one["licence"]) for one in files)
    return [*ALONE, *(WITH_FILES if are_open else ())]


def file_of(edition: Edition, code: str, kind: str) -> File | None:
    """Return a file of a programme; None where there is none that everybody may take."""
    if kind not in kinds_of(edition) or (kind in WITH_FILES and not _are_there(edition)):
        return None
    return of_edition(edition, code, kind)


def _are_there(edition: Edition) -> bool:
    try:
        files_of(edition)
    except OSError:
        return False
    return True


def is_about(edition: Edition, words: str) -> bool:
    """Whether each word stands in the title, summary or module titles of one of its languages."""
    found = [in_language(edition.content, code) for code in edition.content["languages"]]
    texts = (text for one in found for text in (one.title, one.summary, *(m.title for m in one.modules)))
    folded = fold(" ".join((*texts, str(edition.programme.partner))))
    return all(term in folded for term in terms(words))


def about(page: Page) -> About:
    """Return what a programme says about itself."""
    card = page.card
    outcomes = [f"{one.verb} {one.object}" for module in page.modules for one in module.outcomes]
    facts: dict[str, Any] = {
        "@type": "Course",
        "description": card.summary or card.title,
        "provider": organisation(card.partner),
        "license": licence_address(card.licence),
        "version": str(page.number),
        "teaches": outcomes[:20],
        "timeRequired": f"PT{round(card.hours * 60)}M",
        "datePublished": page.published.isoformat(),
    }
    return About(
        card.title,
        card.summary,
        "website",
        page.there,
        facts,
        ("programme", str(card.pk)),
        not card.is_example,
    )
