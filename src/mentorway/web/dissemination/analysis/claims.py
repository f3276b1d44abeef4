"""A published claim as its readers see it, in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.wording import said
from mentorway.web.dissemination.analysis.chain import Chain, from_kept
from mentorway.web.dissemination.analysis.figures import (
    Figure,
    decimals_of,
    interval_shown,
    shown,
)
from mentorway.web.dissemination.analysis.links import marked
from mentorway.web.dissemination.models import Claim, ClaimVersion, State, Texts, text_in
from mentorway.web.dissemination.queries import claims as queries

PLACE: Final = "{figure}"


@dataclass(frozen=True)
class Words:
    """The words of a claim in a language; ``language`` is that of the source where nobody translated them."""

    language: str
    title: str
    before: str
    after: str
    limits: str


@dataclass(frozen=True)
class Reading:
    """A version of a published claim in a language.

    ``language`` is that of the words: the source where nobody has translated them. The sentence is
    ``sentence_before`` + ``figure`` + ``sentence_after``, plain text. ``number`` is the version, ``newest``
    the newest one; ``numbers`` are all, newest first. ``measured`` is the number in full precision,
    ``interval`` its ends as readers write them. A version that is not the newest is broken or withdrawn as
    the claim is.
    """

    slug: str
    language: str
    title: str
    sentence_before: str
    figure: str
    sentence_after: str
    interval: str
    limits: str
    number: int
    newest: int
    numbers: tuple[int, ...]
    published: dt.datetime
    changed: dt.datetime
    partner: str
    basis: str
    licence: str
    measured: Figure
    chain: Chain
    changes: tuple[str, ...]
    is_broken: bool
    why_broken: tuple[str, ...]
    broken_since: dt.datetime | None
    is_withdrawn: bool
    why_withdrawn: str
    withdrawn: dt.datetime | None
    cite: str
    is_example: bool

    @property
    def sentence(self) -> str:
        """The whole sentence with its number."""
        return f"{self.sentence_before}{self.figure}{self.sentence_after}"

    @property
    def stands(self) -> bool:
        """Whether it may be read as true now: neither broken nor withdrawn."""
        return not (self.is_broken or self.is_withdrawn)


def words_in(texts: Texts, language: str, source: str) -> Words:
    """Return the words of a claim in a language, or all of them in the source: never two languages mixed.

    >>> texts = {"en": {"title": "Done", "sentence": "So {figure} did.", "limits": "Few."}, "fi": {}}
    >>> words_in(texts, "fi", "en").language, words_in(texts, "en", "en").after
    ('en', ' did.')
    """
    here = texts.get(language, {})
    spoken = language if here.get("title") and here.get("sentence") else source
    before, _place, after = texts.get(spoken, {}).get("sentence", "").partition(PLACE)
    limits, _language = text_in(texts, spoken, source, "limits")
    return Words(spoken, texts.get(spoken, {}).get("title", ""), before, after, limits)


def reading_of(claim: Claim, language: str, number: int | None = None) -> Reading | None:
    """Return a published claim in a language: its newest version, or the one with ``number``.

    None where nothing was ever published, or there is no such version.
    """
    found = queries.read_with([claim])
    return _reading(found[0], language, number) if found else None


def readings_of(claims: Iterable[Claim], language: str) -> list[Reading]:
    """Return the newest versions of published claims in a language, in their order, read at once."""
    found = (_reading(one, language, None) for one in queries.read_with(claims))
    return [one for one in found if one is not None]


def figure_in(version: ClaimVersion) -> Figure:
    """Return the number of a version."""
    return Figure(
        version.value, version.low, version.high, version.n, version.unit,
        decimals_of(version.unit, version.value), version.method, version.data_hash, version.library_version,
    )  # fmt: skip


def why_broken(claim: Claim) -> tuple[str, ...]:
    """Say what broke the chain of a claim, in the language of the reader."""
    text = _("“%(title)s”: %(why)s")
    return tuple(text % {"title": one["title"], "why": said(one)} for one in claim.broken or ())


def _reading(claim: Claim, language: str, number: int | None) -> Reading | None:
    versions = list(claim.versions.all())
    if claim.published is None or claim.deleted or not versions:
        return None
    wanted = number or versions[0].number
    version = next((one for one in versions if one.number == wanted), None)
    if version is None:
        return None
    with override(language):
        return _said(claim, versions, version, language)


def _said(claim: Claim, versions: list[ClaimVersion], version: ClaimVersion, language: str) -> Reading:
    words = words_in(version.texts, language, claim.language)
    is_withdrawn = claim.state == State.WITHDRAWN
    last = next((one for one in claim.steps.all() if one.after == State.WITHDRAWN), None)
    last = last if is_withdrawn else None
    return Reading(
        slug=claim.slug,
        language=words.language,
        title=words.title,
        sentence_before=words.before,
        figure=shown(version, words.language),
        sentence_after=words.after,
        interval=interval_shown(version, words.language),
        limits=words.limits,
        number=version.number,
        newest=versions[0].number,
        numbers=tuple(one.number for one in versions),
        published=versions[-1].at,
        changed=version.at,
        partner=str(claim.partner),
        basis=claim.basis,
        licence=version.licence,
        measured=figure_in(version),
        chain=marked(from_kept(version.chain), claim.broken or ()),
        changes=tuple(said(facts) for facts in version.changes),
        is_broken=claim.broken is not None,
        why_broken=why_broken(claim),
        broken_since=claim.broken_since,
        is_withdrawn=is_withdrawn,
        why_withdrawn=last.note if last else "",
        withdrawn=last.at if last else None,
        cite=_cite(claim, version, words.title),
        is_example=claim.is_example,
    )


def _cite(claim: Claim, version: ClaimVersion, title: str) -> str:
    return _(
        "%(partner)s (%(year)d): %(title)s. Version %(number)d, Mentorway. Licence %(licence)s, fingerprint "
        "of the data %(mark)s."
    ) % {
        "partner": claim.partner,
        "year": version.at.year,
        "title": title,
        "number": version.number,
        "licence": version.licence,
        "mark": version.data_hash[:16],
    }
