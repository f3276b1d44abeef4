"""What people look for in results: claims, publications, what partners do to be heard."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from mentorway.web.accounts.models import User
from mentorway.web.core.finding import Found, Kind
from mentorway.web.dissemination.analysis.claims import words_in
from mentorway.web.dissemination.models import Action, Claim, Entry
from mentorway.web.dissemination.queries import claims, entries, outreach


def _claims(user: User, words: str) -> QuerySet[Claim]:
    return claims.claims_of(user, {"q": words})


def _tell_claims(rows: Sequence[Claim]) -> Iterator[Found]:
    for row in rows:
        title = words_in(row.texts, get_language() or "en", row.language).title or row.slug
        about = (row.get_state_display(), row.partner.name)
        yield Found(title, reverse("dissemination:claim", args=[row.pk]), about, row.is_example)


def _entries(user: User, words: str) -> QuerySet[Entry]:
    return entries.entries_of(user, {"q": words})


def _tell_entries(rows: Sequence[Entry]) -> Iterator[Found]:
    for row in rows:
        title = row.texts.get(get_language() or "en", {}).get("title") or str(row)
        about = (row.get_kind_display(), row.get_state_display(), row.partner.name)
        yield Found(title, reverse("dissemination:entry", args=[row.pk]), about, row.is_example)


def _actions(user: User, words: str) -> QuerySet[Action]:
    return outreach.actions_of(user, {"q": words}, timezone.localdate())


def _tell_actions(rows: Sequence[Action]) -> Iterator[Found]:
    for row in rows:
        about = (row.get_channel_display(), row.partner.name)
        yield Found(row.title, reverse("dissemination:action", args=[row.pk]), about, row.is_example)


KINDS = (
    Kind(Claim, _claims, _tell_claims, "dissemination:claims"),
    Kind(Entry, _entries, _tell_entries, "dissemination:entries"),
    Kind(Action, _actions, _tell_actions, "dissemination:outreach"),
)
