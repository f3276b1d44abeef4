"""Choosing a number: how sources and their numbers are listed, and how a number is named in an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mentorway.web.core.folding import fold
from mentorway.web.dissemination.analysis.sources import (
    ABOUT,
    Offer,
    Section,
    figures_in,
    interval_shown,
    offer_at,
    sections_in,
    shown,
    unit_beside,
)
from mentorway.web.dissemination.models import Basis

MOST_SHOWN: Final = 200
KEY: Final = "key"


@dataclass(frozen=True)
class BasisLine:
    """A kind of source: its name, and what it holds."""

    basis: str
    label: str
    about: str


@dataclass(frozen=True)
class SourceLine:
    """A source as it is listed."""

    pk: int
    title: str
    detail: str


@dataclass(frozen=True)
class OfferLine:
    """A number as it is listed: how it is named in an address, and how readers see it."""

    name: str
    offer: Offer
    figure: str
    interval: str
    unit: str


@dataclass(frozen=True)
class NumbersPage:
    """The numbers in a part of a source; ``left_out`` says how many more there are."""

    sections: tuple[Section, ...]
    section: str
    lines: tuple[OfferLine, ...]
    remarks: tuple[str, ...]
    left_out: int
    is_long: bool


def bases() -> list[BasisLine]:
    """Return the kinds of sources."""
    return [BasisLine(one.value, str(one.label), str(ABOUT[one])) for one in Basis]


def line_of(basis: str, row: Any) -> SourceLine:
    """Return how a source is listed."""
    if basis == Basis.COMPARISON:
        comparison = row.comparison
        day = date_format(row.created, "DATE_FORMAT")
        detail = _("Version %(number)d of %(day)s, answers: %(answers)s")
        facts = {"number": comparison.number, "day": day, "answers": comparison.analysis.dataset}
        return SourceLine(row.pk, comparison.analysis.title, detail % facts)
    if basis == Basis.EVALUATION:
        facts = {"number": row.number, "day": date_format(row.finished, "DATE_FORMAT")}
        return SourceLine(row.pk, str(row.evaluation), _("Version %(number)d of %(day)s") % facts)
    if basis == Basis.CHALLENGES:
        title = _("Countries, sectors and challenges, counted on %(day)s")
        count = len(row.result["challenges"])
        detail = ngettext("%(count)d challenge", "%(count)d challenges", count) % {"count": count}
        return SourceLine(row.pk, title % {"day": date_format(row.at, "DATE_FORMAT")}, detail)
    if basis == Basis.NETWORK:
        title = _("How the partners work together, %(first)s to %(last)s")
        days = (date_format(day, "DATE_FORMAT") for day in (row.first_day, row.last_day))
        looked = _("looked at on %(day)s") % {"day": date_format(row.at, "DATE_FORMAT")}
        return SourceLine(row.pk, title % dict(zip(("first", "last"), days, strict=True)), looked)
    return SourceLine(0, _("What this platform holds"), "")


def page_of(basis: str, row: Any, section: str, words: str) -> NumbersPage:
    """Return the numbers in a part of a source in whose names every word is written."""
    sections = sections_in(basis, row)
    here = section if section in {one.slug for one in sections} else sections[0].slug
    offered = figures_in(basis, row, here)
    terms = fold(words).split()
    fitting = [one for one in offered.offers if all(term in fold(one.label) for term in terms)]
    return NumbersPage(
        sections=tuple(sections),
        section=here,
        lines=tuple(map(shown_of, fitting[:MOST_SHOWN])),
        remarks=offered.remarks,
        left_out=max(len(fitting) - MOST_SHOWN, 0),
        is_long=len(offered.offers) > 10,  # noqa: PLR2004
    )


def shown_of(offer: Offer) -> OfferLine:
    """Return how a number is listed."""
    language, figure = get_language() or "en", offer.figure
    interval = interval_shown(figure, language)
    return OfferLine(name_of(offer), offer, shown(figure, language), interval, unit_beside(figure.unit))


def name_of(offer: Offer) -> str:
    """Return how a number is named in an address: its key and its place."""
    return urlencode({KEY: offer.key, **offer.place})


def named(basis: str, row: Any, name: str) -> Offer | None:
    """Return the number that has this name; None where there is none."""
    try:
        place = dict(parse_qsl(name, max_num_fields=10))
    except ValueError:
        return None
    key = place.pop(KEY, "")
    return offer_at(basis, row, key, place)
