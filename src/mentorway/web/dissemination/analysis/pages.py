"""What the pages of a claim show to the people who publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import pgettext

from mentorway.web.core.wording import said
from mentorway.web.dissemination.analysis import publishing
from mentorway.web.dissemination.analysis.chain import Chain, chain_of, from_kept
from mentorway.web.dissemination.analysis.changes import changes
from mentorway.web.dissemination.analysis.claims import (
    Words,
    figure_in,
    readings_of,
    why_broken,
    words_in,
)
from mentorway.web.dissemination.analysis.publishing import Preview
from mentorway.web.dissemination.analysis.sources import (
    Figure,
    Offer,
    figure_of,
    interval_shown,
    is_outdated,
    newest_figure,
    offer_of,
    shown,
    source_of,
    unit_beside,
)
from mentorway.web.dissemination.analysis.writing import facts_of
from mentorway.web.dissemination.models import Basis, Claim, ClaimStep, ClaimVersion, State
from mentorway.web.dissemination.queries import claims as queries

__all__ = ["before_publishing", "facts_of", "kept_of", "lines_of", "said_of", "standing_of", "states"]


@dataclass(frozen=True)
class Line:
    """A claim in the list: the words, and the number that readers see."""

    claim: Claim
    title: str
    figure: str


@dataclass(frozen=True)
class NumberNow:
    """A number as it is shown, and what made it."""

    figure: Figure
    text: str
    interval: str
    unit: str


@dataclass(frozen=True)
class Standing:
    """How a claim stands now: words, number, chain, and what it lacks.

    ``newest`` is the number of a newer version of the source where it is another; ``news`` says that what is
    written now is other than what readers see.
    """

    words: Words
    offer: Offer | None
    number: NumberNow | None
    chain: Chain
    missing: Sequence[str]
    why_broken: Sequence[str]
    newest: NumberNow | None
    can_renew: bool
    has_news: bool
    untranslated: Sequence[str]


@dataclass(frozen=True)
class Before:
    """What a second reader looks at: the claim in each language, its chain, what becomes public."""

    previews: Sequence[Preview]
    number: NumberNow | None
    chain: Chain
    missing: Sequence[str]
    public: Sequence[tuple[str, list[str]]]
    changes: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Kept:
    """A version as it was published."""

    words: Words
    number: NumberNow
    chain: Chain
    changes: Sequence[str]


def states() -> list[tuple[str, str]]:
    """Return what a list of claims can be narrowed down to."""
    more = [
        (queries.BROKEN, pgettext("claim", "Evidence broken")),
        (queries.WAITING, pgettext("claim", "Waits for a second reader")),
    ]
    return [*((one.value, str(one.label)) for one in State), *more]


def lines_of(claims: Sequence[Claim], language: str) -> list[Line]:
    """Return claims as a list shows them, with the number that readers see."""
    published = [one for one in claims if one.published is not None]
    figures = {one.slug: one.figure for one in readings_of(published, language)}
    return [
        Line(one, words_in(one.texts, language, one.language).title or one.slug, figures.get(one.slug, ""))
        for one in claims
    ]


def standing_of(claim: Claim, language: str) -> Standing:
    """Return how a claim stands now."""
    offer, chain = offer_of(claim), chain_of(claim)
    published = queries.newest_version(claim)
    newest, can_renew = _newer(claim, published)
    figure = offer.figure if offer else None
    has_news = published is not None and (
        figure is None or bool(changes(published, claim, figure, chain)) or claim.state == State.WITHDRAWN
    )
    return Standing(
        words=words_in(claim.texts, language, claim.language),
        offer=offer,
        number=_number(figure, language) if figure else None,
        chain=chain,
        missing=publishing.missing_of(claim, offer, chain),
        why_broken=why_broken(claim),
        newest=newest,
        can_renew=can_renew,
        has_news=has_news,
        untranslated=publishing.texts_missing(claim.texts),
    )


def _newer(claim: Claim, published: ClaimVersion | None) -> tuple[NumberNow | None, bool]:
    """Return the number that readers should see and do not, and whether the claim can be pointed at it."""
    newest = queries.newest_source(claim)
    can_renew = newest is not None and newest != source_of(claim)
    figure = None
    if published is not None and is_outdated(published):
        figure = figure_of(claim) if claim.basis == Basis.COUNT else newest_figure(published)
    return (_number(figure, claim.language) if figure else None), can_renew


def _number(figure: Figure, language: str) -> NumberNow:
    interval = interval_shown(figure, language)
    return NumberNow(figure, shown(figure, language), interval, unit_beside(figure.unit))


def before_publishing(claim: Claim) -> Before:
    """Return what a second reader looks at."""
    offer, chain = offer_of(claim), chain_of(claim)
    published = queries.newest_version(claim)
    told = changes(published, claim, offer.figure, chain) if published and offer else []
    return Before(
        previews=publishing.previews(claim, offer) if offer else [],
        number=_number(offer.figure, claim.language) if offer else None,
        chain=chain,
        missing=publishing.missing_of(claim, offer, chain),
        public=publishing.made_public(chain),
        changes=[said(one) for one in told],
    )


def kept_of(claim: Claim, version: ClaimVersion) -> Kept:
    """Return a version as it was published, in the language in which it was written."""
    return Kept(
        words=words_in(version.texts, claim.language, claim.language),
        number=_number(figure_in(version), claim.language),
        chain=from_kept(version.chain),
        changes=[said(facts) for facts in version.changes],
    )


def said_of(step: ClaimStep) -> list[str]:
    """Say what happened, in the language of the reader."""
    return [said(facts) for facts in step.said]
