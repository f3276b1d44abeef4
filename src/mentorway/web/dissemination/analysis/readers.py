"""Readers of letters: what they agree to, what they can hear of, their secrets, and counts of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from mentorway.web.core.addresses import whole
from mentorway.web.dissemination.models import LANGUAGES, Standing, Subscriber

KINDS: Final[Mapping[str, str | Promise]] = {
    "result": pgettext_lazy("letters to readers", "Results"),
    "news": pgettext_lazy("letters to readers", "News"),
    "event": pgettext_lazy("letters to readers", "Events"),
    "material": pgettext_lazy("letters to readers", "Materials to use"),
}


@dataclass(frozen=True)
class Counted:
    """Readers of one language: how many get letters, how many have not confirmed, and what they want."""

    language: str
    confirmed: int
    asked: int
    kinds: Sequence[int]


def kinds_to_choose() -> list[tuple[str, str]]:
    """Return what readers can hear of, in the language of who reads."""
    return [(value, str(label)) for value, label in KINDS.items()]


def consent(language: str) -> str:
    """Return what people agree to when they ask for letters, in their language."""
    with override(language):
        return _(
            "I want to get letters by e-mail about what I have chosen. My address is kept for nothing else, "
            "and nobody outside the project gets it. Every letter has a link with which I leave at once: "
            "then my address is deleted."
        )


def consent_hash(language: str) -> str:
    """Return the fingerprint of what people agree to."""
    return hashlib.sha256(consent(language).encode()).hexdigest()


def secret_of(subscriber: Subscriber) -> str:
    """Return the secret in the links of a reader: only their letters, and the key of this place, know it."""
    key = hashlib.sha256(b"letters" + settings.SECRET_KEY.encode()).digest()
    mark = f"{subscriber.pk}:{subscriber.email.lower()}".encode()
    return base64.urlsafe_b64encode(hmac.new(key, mark, hashlib.sha256).digest()).decode().rstrip("=")


def hash_of(secret: str) -> str:
    """Return the fingerprint by which a secret is known."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def leaving(subscriber: Subscriber) -> str:
    """Return the address with which a reader leaves."""
    return whole(reverse("site:leave", args=[subscriber.language, secret_of(subscriber)]))


def confirming(subscriber: Subscriber) -> str:
    """Return the address with which a reader confirms."""
    return whole(reverse("site:confirm", args=[subscriber.language, secret_of(subscriber)]))


def counted(rows: Iterable[Mapping[str, Any]], wanted: Iterable[tuple[str, list[str]]]) -> list[Counted]:
    """Return readers by language, those of the example left out."""
    standing: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if not row["is_example"]:
            standing[row["language"], row["standing"]] += row["count"]
    kinds: Counter[tuple[str, str]] = Counter()
    for language, chosen in wanted:
        kinds.update((language, kind) for kind in set(chosen))
    return [
        Counted(
            code,
            standing[code, Standing.CONFIRMED],
            standing[code, Standing.ASKED],
            [kinds[code, kind] for kind in KINDS],
        )
        for code in LANGUAGES
    ]
