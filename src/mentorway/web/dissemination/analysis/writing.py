"""What people write about a claim, as plain values: the texts by language, and their snapshot for merging."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentorway.web.core.folding import fold
from mentorway.web.dissemination.models import LANGUAGES, Claim

FIELDS: Final = ("title", "sentence", "limits")
PLACE: Final = "{figure}"
LONGEST_SLUG: Final = 80
LICENCES: Final = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0")


def texts_of(facts: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return texts by language from the values of a form, which are called ``title_en`` and the like.

    >>> texts_of({"title_en": " Done ", "sentence_en": "", "title_fi": "", "licence": "CC0-1.0"})
    {'en': {'title': 'Done'}}
    """
    found: dict[str, dict[str, str]] = {}
    for code in LANGUAGES:
        texts = {name: str(facts.get(f"{name}_{code}") or "").strip() for name in FIELDS}
        texts = {name: text for name, text in texts.items() if text}
        if texts:
            found[code] = texts
    return found


def facts_of(claim: Claim) -> dict[str, str]:
    """Return what a form about a claim starts with, and what a revision keeps."""
    texts = {
        f"{name}_{code}": claim.texts.get(code, {}).get(name, "") for code in LANGUAGES for name in FIELDS
    }
    return {**texts, "licence": claim.licence, "slug": claim.slug}


def slug_for(title: str, is_taken: Callable[[str], bool], *, usual: str = "claim") -> str:
    """Return an address that is made of a title and that nothing else has; ``usual`` where it has no letter.

    >>> slug_for("Žmonės, kurie baigė", lambda slug: slug == "zmones-kurie-baige")
    'zmones-kurie-baige-2'
    """
    base = slugify(fold(title))[: LONGEST_SLUG - 4].strip("-").replace("_", "-") or usual
    slug, number = base, 1
    while is_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


def problem_of_sentence(sentence: str) -> str:
    """Say what is wrong with a sentence; nothing where the number stands in it once.

    >>> problem_of_sentence("About {figure} of mentors."), problem_of_sentence("Half of them.") == ""
    ('', False)
    """
    count = sentence.count(PLACE)
    if count == 1 and "{" not in sentence.replace(PLACE, "") and "}" not in sentence.replace(PLACE, ""):
        return ""
    if count == 1:
        return _("Besides %(place)s the sentence must hold no curly brackets.") % {"place": PLACE}
    return _("The sentence holds %(place)s %(count)d times; it is needed once, where the number goes.") % {
        "place": PLACE,
        "count": count,
    }
