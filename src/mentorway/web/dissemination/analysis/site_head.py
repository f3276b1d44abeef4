"""What a public page tells of itself: to search engines, to other sites that show a card, to feed readers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from mentorway.web.core.addresses import whole
from mentorway.web.dissemination.models import LANGUAGES

DESCRIPTION_LETTERS: Final = 180
LOCALES: Final = {"en": "en_GB", "lt": "lt_LT", "lv": "lv_LV", "sv": "sv_SE", "fi": "fi_FI"}
# What a parser of HTML might take for the end of the block; the same as Django's json_script.
ESCAPES: Final = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A part of the site in its navigation."""

    title: str
    path: str
    here: bool


@dataclass(frozen=True)
class Head:
    """The head of a page.

    ``canonical`` is where search engines send people: this page, or the page in the language in which its
    words are. ``alternates`` are the languages in which it is there, with one for everybody else.
    ``languages`` are all of the menu. ``data`` says the same to programs (schema.org).
    """

    title: str
    description: str
    canonical: str
    alternates: Sequence[tuple[str, str]]
    languages: Sequence[tuple[str, str, str]]
    locale: str
    kind: str
    card: str
    data: SafeString
    is_indexed: bool = True


@dataclass(frozen=True)
class About:
    """What a page says about itself, before its address is known.

    ``there`` are the languages in which its words are, the one that is shown first; ``facts`` are those of
    schema.org. ``card`` names the picture that other sites show: what kind of page, and which.
    """

    title: str
    description: str = ""
    kind: str = "website"
    there: Sequence[str] = LANGUAGES
    facts: Facts = field(default_factory=dict)
    card: tuple[str, str] = ("site", "front")
    is_indexed: bool = True


def head_of(about: About, name: str, arguments: Facts, query: str = "") -> Head:
    """Return the head of the page with this name of an address; ``query`` is part of what it shows."""
    language = arguments["language"]
    spoken = language if language in about.there else next(iter(about.there), "en")
    addresses = {code: whole(_path(name, arguments, code)) + query for code in LANGUAGES}
    others = [(code, addresses[code]) for code in LANGUAGES if code in about.there]
    default = addresses["en"] if "en" in about.there else addresses[spoken]
    names = dict(settings.LANGUAGES)
    description = Truncator(" ".join(about.description.split())).chars(DESCRIPTION_LETTERS)
    return Head(
        title=about.title,
        description=description or _("What mentoring across borders has found, with the evidence under it."),
        canonical=addresses[spoken],
        alternates=[*others, ("x-default", default)],
        languages=[(code, names[code], _path(name, arguments, code) + query) for code in LANGUAGES],
        locale=LOCALES[spoken],
        kind=about.kind,
        card=whole(reverse("site:card", args=[language, *about.card])),
        data=as_data({"url": addresses[spoken], "inLanguage": spoken, "name": about.title, **about.facts})
        if about.facts
        else mark_safe(""),
        is_indexed=about.is_indexed,
    )


def _path(name: str, arguments: Facts, language: str) -> str:
    return reverse(f"site:{name}", kwargs={**arguments, "language": language})


def as_data(facts: Facts) -> SafeString:
    """Return facts for programs as a block of data in a page; nothing in it can end the block.

    >>> as_data({"name": "</script><b>"}).count("<")
    2
    """
    told = {"@context": "https://schema.org", **{name: value for name, value in facts.items() if value}}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def parts_of(language: str, here: str) -> list[Part]:
    """Return the parts of the site; ``here`` is the name of the one in which a page is."""
    titles = {
        "about_pages": _("About"),
        "results": _("Results"),
        "news": _("News"),
        "events": _("Events"),
        "materials": _("Materials"),
        "programmes": _("Programme"),
        "data": _("Data"),
    }
    return [
        Part(title, reverse(f"site:{name}", args=[language]), name == here) for name, title in titles.items()
    ]


def organisation(name: str) -> dict[str, str]:
    """Return how schema.org names a partner."""
    return {"@type": "Organization", "name": name}


def licence_address(licence: str) -> str:
    """Return the address of a licence that everybody knows; of another, the name itself.

    >>> licence_address("CC-BY-4.0"), licence_address("CC BY-SA 4.0"), licence_address("MIT")
    ('https://creativecommons.org/licenses/by/4.0/', 'https://creativecommons.org/licenses/by-sa/4.0/', 'MIT')
    """
    parts = licence.upper().replace(" ", "-").split("-")
    if parts[:1] == ["CC0"]:
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if parts[0] != "CC" or len(parts) < 3:  # noqa: PLR2004 - CC, what, which version
        return licence
    return f"https://creativecommons.org/licenses/{'-'.join(parts[1:-1]).lower()}/{parts[-1]}/"
