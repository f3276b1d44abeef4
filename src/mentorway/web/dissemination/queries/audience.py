"""Reads across readers of letters, letters, and counts of pages."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, Min, QuerySet, Sum

from mentorway.web.accounts.models import User
from mentorway.web.dissemination.models import LANGUAGES, Entry, Mailing, Reach, Subscriber
from mentorway.web.dissemination.models.audience import ReachQuerySet


def standings() -> list[dict[str, Any]]:
    """How many readers there are, by language and standing, the example apart."""
    rows = Subscriber.objects.order_by("language", "standing").values("language", "standing", "is_example")
    return list(rows.annotate(count=Count("pk")))


def wanted_by_readers() -> Iterator[tuple[str, list[str]]]:
    """Yield the language of every reader, with the kinds that the reader wants to hear of."""
    return Subscriber.objects.confirmed().order_by().values_list("language", "kinds").iterator()


def found_by_address(words: str) -> list[Subscriber]:
    """The reader with exactly this address; nobody where there is none."""
    return list(Subscriber.objects.known_as(words)) if words else []


def mailings_of(user: User) -> QuerySet[Mailing]:
    """Letters, the newest first; the example comes last."""
    rows = Mailing.objects.visible_to(user).select_related("created_by")
    return rows.order_by("is_example", "-created", "-pk")


def entries_to_send(now: dt.datetime) -> QuerySet[Entry]:
    """Publications that everybody may read, the newest first."""
    return Entry.objects.public(now).filter(is_example=False).order_by("-published", "-pk")


def entries_in(mailing: Mailing, now: dt.datetime) -> list[Entry]:
    """The publications that a letter names and that everybody may still read."""
    return list(mailing.entries.public(now).order_by("-published", "-pk"))


def languages_of(mailing: Mailing) -> list[str]:
    """The languages in which a letter has readers."""
    return [code for code in LANGUAGES if not mailing.languages or code in mailing.languages]


def next_readers(mailing: Mailing, language: str, most: int) -> list[Subscriber]:
    """The next readers in a language, in the order of their keys, whatever they want to hear of."""
    after = mailing.reached.get(language, 0)
    rows = Subscriber.objects.confirmed().filter(language=language, pk__gt=after)
    if mailing.released:
        rows = rows.filter(confirmed__lte=mailing.released)
    return list(rows.order_by("pk")[:most])


def readers_to_come(mailing: Mailing) -> dict[str, int]:
    """How many readers who want this kind a letter would still reach, by language."""
    found: dict[str, int] = {}
    for language in languages_of(mailing):
        rows = Subscriber.objects.confirmed().filter(language=language)
        rows = rows.filter(pk__gt=mailing.reached.get(language, 0))
        if mailing.released:
            rows = rows.filter(confirmed__lte=mailing.released)
        kinds = rows.order_by().values_list("kinds", flat=True).iterator()
        count = sum(mailing.kind in one for one in kinds)
        if count:
            found[language] = count
    return found


def counts_of(user: User, chosen: Mapping[str, Any]) -> ReachQuerySet:
    """Counts of pages between ``first`` and ``last``, in a language if one is chosen."""
    rows = Reach.objects.visible_to(user).between(chosen["first"], chosen["last"])
    return rows.filter(language=chosen["language"]) if chosen.get("language") else rows


def by_day_and_page(rows: ReachQuerySet) -> QuerySet[Any]:
    """Counts by day, page and language, summed by the database."""
    groups = rows.order_by("day", "page", "language").values("day", "page", "language")
    return groups.annotate(times=Sum("count"))


def first_day() -> dt.date | None:
    """The first day on which something was counted."""
    found: dt.date | None = Reach.objects.aggregate(first=Min("day"))["first"]
    return found


def times_between(first: dt.date, last: dt.date) -> Iterator[tuple[str, int]]:
    """Yield how often each page was opened in these days."""
    rows = Reach.objects.between(first, last).order_by().values_list("page")
    return rows.annotate(times=Sum("count")).iterator()
