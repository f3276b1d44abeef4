"""Facts about relationships that those who run a round may see: state, dates, counts; no text of anybody."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from django.db.models import Min, Q

from mentorway.web.mentoring.models import (
    AT_WORK,
    Place,
    Relation,
    RelationState,
    Round,
    TalkState,
)
from mentorway.web.mentoring.queries import talks, together

MOST_WAITING: Final = 20


@dataclass(frozen=True)
class Member:
    """A person in a relationship, by name."""

    pk: int
    name: str
    side: str


@dataclass(frozen=True)
class Counted:
    """What is counted of each relationship of a round, by its number in the table."""

    held: dict[int, tuple[int, int]]
    last: dict[int, dt.datetime]
    coming: dict[int, dt.datetime]
    agreed: dict[int, dt.datetime | None]
    goals: dict[int, int]


def at_work(whole: Round) -> list[Relation]:
    """The relationships of a round in which people work together, or pause."""
    return list(whole.relations.at_work().order_by("pk"))


def members_of(whole: Round) -> dict[int, list[Member]]:
    """Who is in each relationship at work of a round, the mentor first; who has left a group is not."""
    rows = Place.objects.filter(relation__round=whole, relation__state__in=AT_WORK, is_open=True)
    found: defaultdict[int, list[Member]] = defaultdict(list)
    rows = rows.order_by("relation", "-side", "person__name", "pk")
    for which, person, name, side in rows.values_list("relation", "person", "person__name", "side"):
        found[which].append(Member(person, name, side))
    return dict(found)


def counted(whole: Round) -> Counted:
    """What is counted of all relationships of a round, in as many queries however many there are."""
    return Counted(
        talks.counts(whole),
        talks.last_held(whole),
        talks.next_planned(whole),
        together.agreement_days(whole),
        together.goal_counts(whole),
    )


def first_meetings(whole: Round) -> list[tuple[dt.datetime, dt.datetime | None]]:
    """When each relationship of a round that ever began did so, and its first meeting that took place."""
    held = Q(talks__state=TalkState.HELD)
    rows = whole.relations.filter(began__isnull=False).order_by("pk")
    found = rows.annotate(first=Min("talks__starts", filter=held))
    return [(began, first) for began, first in found.values_list("began", "first") if began is not None]


def ended(whole: Round) -> int:
    """How many relationships of a round have ended."""
    return whole.relations.filter(state=RelationState.ENDED).count()


def waiting(whole: Round) -> tuple[int, list[Relation]]:
    """How many proposals of a round wait for an answer, and those of them that end first."""
    rows = whole.relations.filter(state=RelationState.PROPOSED)
    first = rows.prefetch_related("places__person").order_by("answer_until", "pk")[:MOST_WAITING]
    return rows.count(), list(first)
