"""Reads across visits, who is there and what follows."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import BooleanField, Case, ExpressionWrapper, F, Prefetch, Q, QuerySet, When
from django.utils.translation import get_language

from mentorway.web.accounts.models import User
from mentorway.web.core.folding import place_in_alphabet
from mentorway.web.network.models import (
    Attendee,
    Contact,
    Country,
    Partner,
    Presence,
    Visit,
    VisitPartner,
    VisitRevision,
    VisitState,
    belonging_to,
    sees_all,
)

UPCOMING, PAST = "upcoming", "past"
IN_CALENDARS = dt.timedelta(days=365)


def visits_of(
    user: User, now: dt.datetime, words: str = "", chosen: Mapping[str, str] | None = None
) -> QuerySet[Visit]:
    """What ``user`` may see: first what is to come, the nearest first, then what is over, the last first.

    ``chosen`` may name a ``kind``, a ``state``, a ``country``, a ``partner`` (its key) and ``when``.
    """
    chosen = chosen or {}
    found = Visit.objects.visible_to(user).matching(words)
    for name in ("kind", "state", "country"):
        if chosen.get(name):
            found = found.filter(**{name: chosen[name]})
    if chosen.get("partner"):
        found = found.at_partner(Partner.objects.filter(pk=chosen["partner"]))
    if chosen.get("when") == UPCOMING:
        found = found.filter(ends__gte=now)
    elif chosen.get("when") == PAST:
        found = found.filter(ends__lt=now)
    guests = VisitPartner.objects.filter(partner__deleted=None).exclude(partner=F("visit__host"))
    names = guests.select_related("partner").only("visit", "partner__name")
    return (
        found.annotate(is_over=ExpressionWrapper(Q(ends__lt=now), BooleanField()))
        .defer("minutes", "search_text", "purpose", "host__description", "host__search_text")
        .select_related("host")
        .prefetch_related(Prefetch("present", names))
        .order_by("is_over", Case(When(ends__gte=now, then="starts")), "-starts", "-pk")
    )


def for_calendar(rows: QuerySet[Visit], now: dt.datetime) -> QuerySet[Visit]:
    """What a calendar needs of ``rows``: those of the last year and those to come."""
    return (
        rows.filter(ends__gte=now - IN_CALENDARS)
        .defer(None)
        .defer("minutes", "search_text")
        .prefetch_related(None)
    )


def deleted_of(user: User) -> QuerySet[Visit]:
    """What ``user`` may still bring back."""
    return Visit.bin.visible_to(user).select_related("host").order_by("-deleted")


def hosts_for(user: User) -> QuerySet[Partner]:
    """The partners for which ``user`` may plan a visit."""
    return Partner.objects.filter(deleted=None) if sees_all(user) else belonging_to(user)


def partners_to_choose(user: User, chosen: str = "") -> QuerySet[Partner]:
    """The partners by which ``user`` chooses from the list: their own, and the one that is chosen."""
    own = Q(pk__in=belonging_to(user))
    listed = Partner.objects.listed_to(user)
    return listed.filter(own | Q(pk=chosen) if chosen else own).order_by("name")


def countries_of(user: User) -> list[tuple[str, str]]:
    """The countries in which there is something to see."""
    known = set(Visit.objects.visible_to(user).order_by().values_list("country", flat=True).distinct())
    reader = get_language() or "en"
    named = [(one.value, str(one.label)) for one in Country if one.value in known]
    return sorted(named, key=lambda one: place_in_alphabet(one[1], reader))


def revisions_since(visit: Visit, number: int) -> QuerySet[VisitRevision]:
    """Revision ``number`` and those after it."""
    return revisions_of(visit).filter(number__gte=number)


def revision_and_earlier(visit: Visit, number: int) -> tuple[VisitRevision | None, VisitRevision | None]:
    """One revision, and the one before it."""
    found = {one.number: one for one in revisions_of(visit).filter(number__in=(number, number - 1))}
    return found.get(number), found.get(number - 1)


def partners_at(visit: Visit) -> QuerySet[Partner]:
    """The partners that come beside the host, which after a merge may stand among them."""
    found = Partner.objects.filter(pk__in=visit.present.values("partner"), deleted=None)
    return found.exclude(pk=visit.host_id).order_by("name")


def everyone_at(visit: Visit) -> QuerySet[Partner]:
    """The host and the partners that come."""
    there = Q(pk__in=visit.present.values("partner")) | Q(pk=visit.host_id)
    return Partner.objects.filter(there, deleted=None).order_by("name")


def own_partners_at(user: User, visit: Visit) -> QuerySet[Partner]:
    """For whom ``user`` may come."""
    return everyone_at(visit).filter(pk__in=user.memberships.values("partner"))


def candidates(user: User, visit: Visit, words: str) -> QuerySet[Partner]:
    """Partners that may come, found by ``words``."""
    return (
        Partner.objects.listed_to(user)
        .matching(words)
        .exclude(pk__in=visit.present.values("partner"))
        .exclude(pk=visit.host_id)
        .order_by("name")
    )


def people_at(visit: Visit) -> QuerySet[Attendee]:
    return visit.people.select_related("partner", "contact").order_by("partner__name", "partner", "name")


def contacts_for(user: User, visit: Visit, words: str = "") -> QuerySet[Contact]:
    """The contacts of partners that are there, who are not on the list yet."""
    known = visit.people.filter(contact__isnull=False).values("contact")
    found = Contact.objects.visible_to(user).filter(partner__in=everyone_at(visit)).exclude(pk__in=known)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(position__icontains=word))
    return found.select_related("partner").order_by("partner__name", "name")


def members_at(visit: Visit) -> QuerySet[User]:
    """Those of the host and of the partners that come, who may take on a follow-up."""
    people = User.objects.filter(memberships__partner__in=everyone_at(visit), is_active=True)
    return people.distinct().order_by("name", "email")


def place_of(user: User, visit: Visit) -> Attendee | None:
    """Where ``user`` stands on the list of people, known by the e-mail address."""
    return visit.people.filter(email__iexact=user.email).select_related("partner").first()


def to_write_to(visit: Visit, *, again: bool = False) -> QuerySet[Attendee]:
    """Those with an address who come or may come, and do not have the newest letter."""
    found = visit.people.exclude(email="").exclude(presence=Presence.DECLINED)
    newest = Q(told=visit.sequence)
    return (found if again else found.exclude(newest)).select_related("contact", "partner")


def told_of(visit: Visit) -> QuerySet[Attendee]:
    """Those who got a letter about it."""
    return visit.people.filter(told__isnull=False).exclude(email="").select_related("contact", "partner")


def revisions_of(visit: Visit) -> QuerySet[VisitRevision]:
    return visit.revisions.select_related("by")


def unanswered_by(user: User, now: dt.datetime) -> QuerySet[Attendee]:
    """Where ``user`` is invited and has not said whether they come."""
    visits = Visit.objects.visible_to(user).filter(state=VisitState.PLANNED, starts__gt=now, is_example=False)
    found = Attendee.objects.filter(visit__in=visits, email__iexact=user.email, presence=Presence.INVITED)
    return found.select_related("visit").order_by("visit__starts")
