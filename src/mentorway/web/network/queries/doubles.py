"""Reads about partners that may be one, and about merges."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Partner, PartnerMerge, PartnersApart
from mentorway.web.network.queries.partners import holding_on


def to_compare() -> list[tuple[int, str, str, str]]:
    """Key, name, country and website of every living partner."""
    found = Partner.objects.filter(deleted=None).order_by("pk")
    return list(found.values_list("pk", "name", "country", "website"))


def told_apart() -> set[tuple[int, int]]:
    """The pairs that somebody has looked at and found to be two."""
    return set(PartnersApart.objects.values_list("first", "second"))


def stamp() -> str:
    """A text that changes whenever the likely doubles may."""
    living = Partner.objects.filter(deleted=None)
    partners = living.aggregate(count=Count("pk"), last=Max("pk"), changes=Sum("revision"))
    apart = PartnersApart.objects.aggregate(count=Count("pk"), last=Max("pk"))
    return "-".join(str(value or 0) for value in (*partners.values(), *apart.values()))


def partners_by_key(keys: Iterable[int]) -> dict[int, Partner]:
    """The partners with these keys."""
    return Partner.objects.filter(deleted=None).in_bulk(list(keys))


def merges_seen_by(user: User) -> QuerySet[PartnerMerge]:
    """The merges that ``user`` may undo, the newest first."""
    return PartnerMerge.objects.visible_to(user).select_related("kept", "double", "by").order_by("-at")


def merged_into(user: User, partner: Partner) -> QuerySet[PartnerMerge]:
    """The merges into ``partner`` that ``user`` may undo, the newest first."""
    return merges_seen_by(user).filter(kept=partner)


def sides(*partners: Partner) -> list[dict[str, Any]]:
    """How many people, contacts and other rows belong to each partner."""
    return [
        {
            "partner": one,
            "people": one.memberships.count(),
            "contacts": one.contacts.filter(deleted=None).count(),
            "holding": holding_on(one),
        }
        for one in partners
    ]
