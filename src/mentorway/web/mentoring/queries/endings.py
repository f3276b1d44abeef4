"""Relationships that end, go on again or are to be reminded of their end; thanks; where pairs stand."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import F, QuerySet

from mentorway.web.mentoring.models import (
    AgreementAcceptance,
    AgreementVersion,
    Answer,
    Nudge,
    Place,
    Relation,
    RelationState,
)

# It is a day earlier or later somewhere: who asks looks at the clock of each round.
AHEAD, BEHIND = dt.timedelta(hours=14), dt.timedelta(hours=12)


def perhaps_over(now: dt.datetime) -> QuerySet[Relation]:
    """The relationships under way or paused whose last day is over somewhere on earth."""
    return _of_real_rounds(Relation.objects.at_work().filter(ends_on__lt=(now + AHEAD).date()))


def perhaps_going_on(now: dt.datetime) -> QuerySet[Relation]:
    """The paused relationships whose pause is over somewhere on earth."""
    rows = Relation.objects.filter(state=RelationState.PAUSED, paused_until__lt=(now + AHEAD).date())
    return _of_real_rounds(rows)


def perhaps_ending_soon(now: dt.datetime, days: int) -> QuerySet[Relation]:
    """The relationships under way or paused that end within some days, with people not told so yet."""
    first, last = (now - BEHIND).date(), (now + AHEAD).date() + dt.timedelta(days=days)
    told = Nudge.objects.filter(days=0, since=F("place__relation__ends_on"))
    untold = Place.objects.filter(is_open=True).exclude(pk__in=told.values("place"))
    rows = Relation.objects.at_work().filter(ends_on__range=(first, last))
    return _of_real_rounds(rows.filter(pk__in=untold.values("relation")))


def _of_real_rounds(rows: QuerySet[Relation]) -> QuerySet[Relation]:
    return rows.filter(round__is_example=False, round__deleted=None).select_related("round").order_by("pk")


def was_told_of_the_end(place: Place, ends_on: dt.date) -> bool:
    """Whether somebody got the letter that the time together ends on this day."""
    return place.nudges.filter(days=0, since=ends_on).exists()


def companions_of(place: Place) -> QuerySet[Place]:
    """The others who work in a relationship, or worked in it when it ended; never who declined."""
    rows = Place.objects.filter(relation=place.relation_id, answer=Answer.ACCEPTED, left=None)
    return rows.exclude(pk=place.pk).select_related("person").order_by("-side", "pk")


def thanks_to(place: Place) -> list[Place]:
    """The places of the others who left a word of thanks."""
    rows = Place.objects.filter(relation=place.relation_id, answer=Answer.ACCEPTED).exclude(pk=place.pk)
    return list(rows.exclude(closing_thanks="").select_related("person").order_by("-side", "pk"))


def newest_agreements(places: Sequence[Place]) -> dict[int, bool]:
    """Of every relationship with a written agreement: whether the newest version waits for one's own word."""
    rows = AgreementVersion.objects.filter(relation__in=[one.relation_id for one in places])
    newest = dict(rows.order_by("number").values_list("relation", "pk"))
    accepted = AgreementAcceptance.objects.filter(place__in=places, version__in=newest.values())
    given = set(accepted.values_list("version", flat=True))
    return {relation: version not in given for relation, version in newest.items()}
