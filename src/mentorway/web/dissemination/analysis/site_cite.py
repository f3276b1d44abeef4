"""A published claim for those who cite it and for programs: words, BibTeX, CITATION.cff, CSV, JSON."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any, Final

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from mentorway.web.core.addresses import whole
from mentorway.web.dissemination.analysis.claims import Reading
from mentorway.web.dissemination.analysis.site_head import About, licence_address, organisation
from mentorway.web.practices.analysis.citing import escaped

COLUMNS: Final = (
    "claim", "version", "standing", "title", "sentence", "value", "low", "high", "n", "unit", "method",
    "data_sha256", "made_with", "licence", "published", "address",
)  # fmt: skip
SPDX: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
EMBED_WIDTH, EMBED_HEIGHT = 420, 300


def address_of(found: Reading, language: str) -> str:
    """Return where a claim is read, whatever becomes of it."""
    return whole(reverse("site:claim", args=[language, found.slug]))


def lasting_address(found: Reading, language: str) -> str:
    """Return where this version is found for ever."""
    return whole(reverse("site:claim_version", args=[language, found.slug, found.number]))


def standing_of(found: Reading) -> str:
    """Return how a claim stands, for programs."""
    return "withdrawn" if found.is_withdrawn else "broken" if found.is_broken else "stands"


def warning_of(found: Reading) -> str:
    """Say that a claim must not be read as true any more; nothing where it stands."""
    if found.is_withdrawn:
        return _("This result was withdrawn. Do not cite it as true.")
    if found.is_broken:
        return _("The evidence under this result is broken. Until it is whole again, do not cite it as true.")
    return ""


def in_words(found: Reading, language: str) -> str:
    """Return the line for a list of references."""
    return f"{found.cite} {lasting_address(found, language)}"


def bibtex(found: Reading, language: str) -> str:
    """Return the entry for a BibTeX file."""
    fields = {
        "author": f"{{{escaped(found.partner)}}}",
        "title": f"{{{escaped(found.title)}}}",
        "year": str(found.changed.year),
        "howpublished": "Mentorway",
        "version": str(found.number),
        "url": lasting_address(found, language),
        "language": found.language,
        "note": escaped(
            " ".join(filter(None, [warning_of(found), f"{found.licence}, {found.measured.data_hash}"]))
        ),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{found.slug}-{found.number},\n{lines}\n}}\n"


def cff(found: Reading, language: str) -> str:
    """Return a CITATION.cff of format 1.2.0; its texts are written as JSON writes them, which YAML reads."""
    facts: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": warning_of(found) or "If you use this result, please cite it as below.",
        "type": "dataset",
        "title": found.title,
        "abstract": f"{found.sentence} {found.limits}".strip(),
        "authors": [{"name": found.partner}],
        "version": str(found.number),
        "date-released": found.changed.date().isoformat(),
        "url": lasting_address(found, language),
        "license": found.licence if SPDX.fullmatch(found.licence) else "",
    }
    return "".join(
        f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in facts.items() if value
    )


def row_of(found: Reading, language: str) -> list[str | float | int | None]:
    """Return the claim as the row of a table, numbers in full precision."""
    measured = found.measured
    return [
        found.slug, found.number, standing_of(found), found.title, found.sentence, measured.value,
        measured.low, measured.high, measured.n, measured.unit, measured.method, measured.data_hash,
        measured.library_version, found.licence, found.changed.isoformat(), lasting_address(found, language),
    ]  # fmt: skip


def facts_of(found: Reading, language: str) -> dict[str, Any]:
    """Return the whole claim as plain facts: what is public of its chain, and nothing else of it."""
    chain = [
        {
            "kind": one.kind,
            "title": one.title,
            "detail": one.detail,
            "address": whole(one.public) if one.public and one.public.startswith("/") else one.public,
            "broken": one.broken,
        }
        for one in found.chain.links
    ]
    return {
        **dict(zip(COLUMNS, row_of(found, language), strict=True)),
        "figure": found.figure,
        "interval": found.interval,
        "limits": found.limits,
        "language": found.language,
        "newest_version": found.newest,
        "warning": warning_of(found),
        "why": [*found.why_broken, *([found.why_withdrawn] if found.why_withdrawn else [])],
        "changes": list(found.changes),
        "chain": chain,
        "cite": in_words(found, language),
        "measured": asdict(found.measured),
    }


def embed_code(found: Reading, language: str) -> str:
    """Return what others put into their page to show the claim: HTML as text, to be read and copied."""
    address = whole(reverse("site:claim_embed", args=[language, found.slug]))
    title = escape(found.title)
    size = f'width="{EMBED_WIDTH}" height="{EMBED_HEIGHT}"'
    return f'<iframe src="{address}" {size} title="{title}" loading="lazy"></iframe>'


def about(found: Reading, there: tuple[str, ...], language: str) -> About:
    """Return what a claim says about itself."""
    warning = warning_of(found)
    described = " ".join(filter(None, [warning, found.sentence, found.limits]))
    facts = {
        "@type": "Claim",
        "text": found.sentence,
        "description": described,
        "author": organisation(found.partner),
        "publisher": organisation(found.partner),
        "version": str(found.number),
        "datePublished": found.published.isoformat(),
        "dateModified": found.changed.isoformat(),
        "license": licence_address(found.licence),
        "creativeWorkStatus": "" if found.stands else standing_of(found).capitalize(),
        "isBasedOn": [whole(one.public) for one in found.chain.links if one.public],
        "encoding": [
            {"@type": "MediaObject", "encodingFormat": media, "contentUrl": whole(reverse(name, args=args))}
            for name, media in (
                ("site:claim_json", "application/json"),
                ("site:claim_data", "text/csv"),
                ("site:claim_chart", "image/svg+xml"),
            )
            for args in [[language, found.slug]]
        ],
    }
    is_indexed = not found.is_example and found.number == found.newest
    return About(
        found.title, described, "article", (found.language, *there), facts, ("claim", found.slug), is_indexed
    )
