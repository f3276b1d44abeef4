"""Meetings and notes: what a pair has, what may be read in it, what may be counted by those who run it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from mentorway.web.mentoring.models import (
    Note,
    Nudge,
    Place,
    Relation,
    RelationState,
    Round,
    RoundState,
    Talk,
    TalkState,
)

LIVELY = (RoundState.OPEN, RoundState.RUNNING)
LONGEST = dt.timedelta(minutes=600)


@dataclass(frozen=True)
class Reached:
    """Somebody who could be reminded to meet, and when they last met."""

    place: Place
    last_held: dt.datetime | None


def last_held(whole: Round) -> dict[int, dt.datetime]:
    """When each relationship of a round last had a meeting that took place."""
    rows = Talk.objects.filter(relation__round=whole, state=TalkState.HELD).order_by()
    return dict(rows.values_list("relation").annotate(last=Max("starts")))


def counts(whole: Round) -> dict[int, tuple[int, int]]:
    """How many meetings of each relationship of a round took place, and how many minutes in all."""
    rows = Talk.objects.filter(relation__round=whole, state=TalkState.HELD).order_by()
    found = rows.values_list("relation").annotate(count=Count("pk"), lasted=Sum("minutes"))
    return {which: (count, lasted) for which, count, lasted in found}


def next_planned(whole: Round) -> dict[int, dt.datetime]:
    """When each relationship of a round has its next planned meeting."""
    ahead = Talk.objects.filter(relation__round=whole, state=TalkState.PLANNED, starts__gte=timezone.now())
    return dict(ahead.order_by().values_list("relation").annotate(first=Min("starts")))


def planned(relation: Relation) -> QuerySet[Talk]:
    """The planned meetings of a relationship, the earliest first."""
    return relation.talks.filter(state=TalkState.PLANNED).order_by("starts", "pk")


def planned_about(relation: Relation, starts: dt.datetime, ends: dt.datetime) -> list[Talk]:
    """The planned meetings that could still last, or begin, between two moments."""
    return list(planned(relation).filter(starts__gt=starts - LONGEST, starts__lt=ends))


def settled(relation: Relation) -> QuerySet[Talk]:
    """The meetings that took place or were cancelled, the latest first."""
    return relation.talks.exclude(state=TalkState.PLANNED).order_by("-starts", "-pk")


def all_of(relation: Relation) -> QuerySet[Talk]:
    """All meetings of a relationship, the latest first."""
    return relation.talks.order_by("-starts", "-pk")


def not_cancelled(relation: Relation) -> QuerySet[Talk]:
    """The meetings that took place or are planned, the latest first."""
    return relation.talks.exclude(state=TalkState.CANCELLED).order_by("-starts", "-pk")


def talk_of(relation: Relation, number: int) -> Talk | None:
    """The meeting of a relationship with this number in the table."""
    found = relation.talks.filter(pk=number).first()
    if found is not None:
        found.relation = relation
    return found


def notes_for(
    place: Place, words: str = "", *, only_own: bool = False, talk: Talk | None = None
) -> QuerySet[Note]:
    """What a person may read in a relationship: what they wrote, and what others share in it."""
    mine = Q(author=place)
    rows = Note.objects.filter(mine if only_own else mine | Q(is_shared=True), relation=place.relation_id)
    if talk is not None:
        rows = rows.filter(talk=talk)
    for word in words.split()[:10]:
        rows = rows.filter(text__icontains=word)
    return rows.select_related("author__person", "talk").order_by("-created", "-pk")


def own_note(place: Place, number: int) -> Note | None:
    """What a person wrote, by its number in the table; nobody else's."""
    found = place.notes.filter(relation=place.relation_id, pk=number).select_related("talk").first()
    if found is not None:
        found.author, found.relation = place, place.relation
    return found


def to_remind(now: dt.datetime, horizon: dt.timedelta, place: Place | None = None) -> list[Reached]:
    """Who could be reminded to meet: reachable and willing, with nothing planned up to the horizon."""
    ahead = Talk.objects.filter(state=TalkState.PLANNED, starts__range=(now, now + horizon))
    held = Talk.objects.filter(relation=OuterRef("relation"), state=TalkState.HELD, starts__lte=now)
    rows = Place.objects.filter(
        is_open=True,
        relation__state=RelationState.ACTIVE,
        relation__round__state__in=LIVELY,
        relation__round__is_example=False,
        relation__round__deleted=None,
        person__wants_reminders=True,
        person__left=None,
    ).exclude(person__email="")
    if place is not None:
        rows = rows.filter(pk=place.pk)
    rows = rows.filter(~Exists(ahead.filter(relation=OuterRef("relation"))))
    rows = rows.annotate(last_held=Subquery(held.order_by("-starts").values("starts")[:1]))
    rows = rows.select_related("person", "relation__round__partner").order_by("relation", "pk")
    for one in rows:
        one.person.round = one.relation.round
    return [Reached(one, one.last_held) for one in rows]


def nudges_sent(place: Place | None = None) -> frozenset[tuple[int, int, dt.date]]:
    """All reminders of people in relationships that are under way: place, days, counted from."""
    rows = Nudge.objects.filter(place__is_open=True, place__relation__state=RelationState.ACTIVE)
    if place is not None:
        rows = rows.filter(place=place)
    return frozenset(rows.values_list("place", "days", "since"))
