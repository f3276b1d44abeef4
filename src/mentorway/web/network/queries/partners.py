"""Reads across partners and people."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import PROTECT, RESTRICT, Count, ManyToOneRel, QuerySet, TextField
from django.db.models.functions import Cast

from mentorway.web.accounts.models import User
from mentorway.web.core.search import matching
from mentorway.web.network.models import (
    Membership,
    Partner,
    PartnerMerge,
    PartnerRevision,
    PartnersApart,
)
from mentorway.web.network.queries.contacts import partners_without

# Folded text begins with the name, so this is the order of the alphabet whatever the case and the accents.
BY_NAME: Final = ("search_text", "name", "pk")
ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": BY_NAME,
    "country": ("country", *BY_NAME),
    "town": ("city", *BY_NAME),
    "newest": ("-pk",),
}
PLAIN: Final = ("country", "sector", "kind", "size")  # filters that compare one column


def listing(user: User, chosen: Mapping[str, str]) -> QuerySet[Partner]:
    """The partners that ``user`` may know of, narrowed down and in the order that was chosen.

    ``chosen`` may have words (``q``), country, sector, kind, size, language, what is ``lacking``, and the
    order (``sort``).
    """
    found: QuerySet[Partner] = Partner.objects.listed_to(user).matching(chosen.get("q", ""))
    found = found.filter(**{name: chosen[name] for name in PLAIN if chosen.get(name)})
    if lacking := LACKING.get(chosen.get("lacking", "")):
        found = found.filter(pk__in=lacking(user).values("pk"))
    if language := chosen.get("language"):
        found = speaking(found, language)
    return found.order_by(*ORDERS.get(chosen.get("sort", ""), BY_NAME))


def cards(user: User, chosen: Mapping[str, str]) -> QuerySet[Partner]:
    """The same without the long texts, which a list does not show and a database would sort along."""
    return listing(user, chosen).defer("search_text", "description")


def speaking(partners: QuerySet[Partner], language: str) -> QuerySet[Partner]:
    """Those of ``partners`` that work in ``language``; SQLite cannot look into lists, but into their text."""
    told = partners.alias(told=Cast("languages", TextField()))
    return told.filter(told__contains=f'"{language}"')


def partners_of(user: User) -> QuerySet[Partner]:
    """The partners that ``user`` may see, with how many people each has."""
    return Partner.objects.visible_to(user).annotate(people_count=Count("memberships"))


def country_of(user: User) -> str:
    """The country of the first partner where ``user`` came in, or nothing."""
    places = user.memberships.filter(partner__deleted=None).order_by("since", "pk")
    return places.values_list("partner__country", flat=True).first() or ""


def places_of(user: User) -> set[int]:
    """The keys of the partners where ``user`` belongs."""
    return set(user.memberships.values_list("partner", flat=True))


def people_of(partner: Partner) -> QuerySet[Membership]:
    """Who belongs to ``partner``."""
    return partner.memberships.select_related("user", "partner")


def people_found(user: User, words: str) -> QuerySet[Membership]:
    """The people of partners that ``user`` may see whose name or address holds every word."""
    found = Membership.objects.visible_to(user).select_related("user", "partner")
    return matching(found, words, "user__name", "user__email").order_by("user__name", "user__email", "pk")


def still_sees(user: User, place: Membership) -> bool:
    """Whether ``user`` may see the partner of ``place``, which may just have ended."""
    return Partner.objects.visible_to(user).filter(pk=place.partner_id).exists()


def without_anyone_in_charge(user: User) -> QuerySet[Partner]:
    """The partners that ``user`` may see in which nobody may add people; examples need nobody."""
    led = Membership.objects.in_charge().values("partner")
    return Partner.objects.visible_to(user).filter(is_example=False).exclude(pk__in=led)


LACKING: Final = {"contact": partners_without, "charge": without_anyone_in_charge}


def revisions_of(partner: Partner) -> QuerySet[PartnerRevision]:
    """What was known of ``partner`` after each change, the newest first."""
    return partner.revisions.select_related("by").order_by("-number")


def deleted_of(user: User) -> QuerySet[Partner]:
    """What ``user`` may still bring back; doubles come back by undoing their merge."""
    return Partner.bin.visible_to(user).filter(merged_into=None).order_by("-deleted")


def successor_of(user: User, pk: int) -> Partner | None:
    """The partner into which a double was merged, if ``user`` may know of it."""
    row = Partner.objects.filter(pk=pk).select_related("merged_into").first()
    while row is not None and row.deleted:
        row = row.merged_into
    return Partner.objects.listed_to(user).filter(pk=row.pk).first() if row else None


def public_partners() -> QuerySet[Partner]:
    """The partners that asked to be shown to everybody, without the example."""
    return Partner.objects.public().order_by("country", *BY_NAME)


def pointing_at_partners() -> list[ManyToOneRel]:
    """Every relation of every app that points at partners, but for what only records their own past."""
    found = Partner._meta.get_fields(include_hidden=True)  # noqa: SLF001 - how Django names its own
    own = (Partner, PartnerRevision, PartnerMerge, PartnersApart)
    return [one for one in found if isinstance(one, ManyToOneRel) and one.related_model not in own]


def rows_of(relation: ManyToOneRel) -> QuerySet[Any]:
    """Every row that ``relation`` can come from, whatever the managers of its model leave out."""
    return QuerySet(model=relation.field.model)


def holding_on(partner: Partner) -> dict[str, int]:
    """What keeps ``partner`` from being removed: how many rows of each kind, by its model."""
    found: dict[str, int] = {}
    for relation in pointing_at_partners():
        if relation.on_delete in (PROTECT, RESTRICT):
            rows = rows_of(relation).filter(**{relation.field.name: partner})
            if count := rows.count():
                name = relation.field.model._meta.label  # noqa: SLF001 - as above
                found[name] = found.get(name, 0) + count
    return found
