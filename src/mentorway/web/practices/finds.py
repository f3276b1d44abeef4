"""What people look for in good practices: practices, challenges and the material behind them."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language

from mentorway.web.accounts.models import User
from mentorway.web.core.finding import Found, Kind, Looked
from mentorway.web.practices.analysis.translated import in_lists
from mentorway.web.practices.models import Challenge, Material, Practice
from mentorway.web.practices.queries import challenges, finding, material, practices

WORDS_BELOW = 20


def _practices(user: User, words: str) -> Looked:
    """Look as the library does, which knows rare words from common ones."""
    found = finding.find(practices.library(user), practices.Wanted(words=words))
    return Looked(practices.in_list(found.keys), found.is_cut)


def _tell_practices(rows: Sequence[Practice]) -> Iterator[Found]:
    for row, texts in in_lists(rows, get_language() or ""):
        about = (row.get_country_display(), row.get_state_display(), row.partner.name)
        yield Found(texts["title"].text, reverse("practices:practice", args=[row.pk]), about, row.is_example)


def _tell_challenges(rows: Sequence[Challenge]) -> Iterator[Found]:
    for row in rows:
        yield Found(row.name, _at("challenge", row.token), (Truncator(row.definition).words(WORDS_BELOW),))


def _tell_material(rows: Sequence[Material]) -> Iterator[Found]:
    for row in rows:
        about = (row.get_kind_display(), row.get_country_display(), row.partner.name)
        yield Found(row.title, _at("material", row.token), about, row.is_example)


def _at(page: str, token: UUID) -> str:
    return reverse(f"practices:{page}", args=[token])


KINDS = (
    Kind(Practice, _practices, _tell_practices, "practices:practices"),
    Kind(Challenge, challenges.challenges_found, _tell_challenges),
    Kind(Material, material.material_of, _tell_material, "practices:materials"),
)
