"""Reads that an evaluation is computed from: who takes part, what was answered, whose mentor is whose."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q

from mentorway.web.evaluation.models import Asking, Evaluation
from mentorway.web.mentoring.models import Answer, Place, Round, Side
from mentorway.web.mentoring.models.relations import AT_WORK, RelationState
from mentorway.web.pilots.models import Attendance, Cohort, Presence
from mentorway.web.study.models import Response, Status, Study

AT_ONCE = 2000


@dataclass(frozen=True)
class Given:
    """The answers of one person at one wave."""

    key: uuid.UUID
    wave: int
    pseudonym: str
    country: str
    answers: dict[str, Any]


def cohorts_of(whole: Evaluation) -> list[Cohort]:
    """The pilots of an evaluation that nobody has deleted, the first to begin first."""
    rows = whole.cohorts.filter(deleted=None).select_related("edition__programme")
    return list(rows.order_by("starts_on", "pk"))


def hours_of(cohorts: Collection[Cohort]) -> dict[int, float]:
    """How many hours of meetings each person was marked as present at; nobody if nobody was marked at all."""
    rows = Attendance.objects.filter(meeting__cohort__in=list(cohorts), meeting__cancelled=None)
    found: dict[int, float] = {}
    took = rows.order_by().values_list(
        "participant_id", "presence", F("meeting__ends") - F("meeting__starts")
    )
    for person, presence, length in took:
        hours = length / timedelta(hours=1) if presence == Presence.PRESENT else 0.0
        found[person] = found.get(person, 0.0) + hours
    return found


def answers_to(study: Study, waves: Collection[int] | None = None) -> Iterator[Given]:
    """What was answered completely under a pseudonym, the first wave and the oldest answers first."""
    rows = Response.objects.of_study(study).filter(status=Status.COMPLETE).exclude(pseudonym="")
    if waves is not None:
        rows = rows.filter(wave__in=list(waves))
    ordered = rows.order_by("wave__number", "day", "id")
    columns = ("id", "wave_id", "pseudonym", "country", "answers")
    for row in ordered.values_list(*columns).iterator(chunk_size=AT_ONCE):
        yield Given(*row)


def answered_by_wave(whole: Evaluation) -> dict[str, int]:
    """How many complete answers there are at each time of asking, by its key."""
    complete = Q(wave__responses__status=Status.COMPLETE) & ~Q(wave__responses__pseudonym="")
    rows = whole.waves.annotate(answers=Count("wave__responses", complete))
    return dict(rows.order_by("key").values_list("key", "answers"))


def named_follow_ups(whole: Evaluation) -> dict[int, str]:
    """The key of the follow-up that an outcome names as the one that counts, by the outcome."""
    rows = whole.outcomes.filter(follow_up__isnull=False).order_by("pk")
    return dict(rows.values_list("pk", "follow_up__key"))


def follow_ups_decided(whole: Evaluation) -> list[list[Any]]:
    """What was decided of follow-ups and of questions about the time before; nothing if nothing was.

    One follow-up alone needs no decision.
    """
    rows = list(whole.waves.filter(asking__in=(Asking.FOLLOW_UP, Asking.THEN)).order_by("key"))
    later = [one for one in rows if one.asking == Asking.FOLLOW_UP]
    named = whole.outcomes.filter(follow_up__isnull=False).order_by("key")
    found: list[list[Any]] = [
        [one.key, [list(pair) for pair in sorted(one.pairs.items())]] for one in rows if one.pairs
    ]
    if len(later) > 1:
        found += [[one.key, one.days, one.months, one.is_main] for one in later]
        found += [[key, chosen] for key, chosen in named.values_list("key", "follow_up__key")]
    return found


def pairs_of(whole: Round) -> list[tuple[str, str]]:
    """The addresses of each mentee and the mentor, of relationships that came about."""
    states = (*AT_WORK, RelationState.ENDED)
    rows = Place.objects.filter(relation__round=whole, relation__state__in=states)
    rows = rows.exclude(answer=Answer.DECLINED).exclude(person__email="")
    by_relation: dict[int, dict[str, list[str]]] = {}
    for relation, side, email in rows.order_by("pk").values_list("relation_id", "side", "person__email"):
        by_relation.setdefault(relation, {}).setdefault(side, []).append(email)
    return [
        (mentee, mentor)
        for sides in by_relation.values()
        for mentor in sides.get(Side.MENTOR, ())
        for mentee in sides.get(Side.MENTEE, ())
    ]
