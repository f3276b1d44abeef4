"""Agreements and goals of a relationship, for the people in it; of a whole round only days and counts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Count, Prefetch, Q, QuerySet

from mentorway.web.mentoring.models import (
    AgreementAcceptance,
    AgreementVersion,
    Goal,
    Place,
    Rating,
    Relation,
    Round,
    Side,
)


def people_in(relation: Relation) -> list[Place]:
    """The places of those who are in a relationship, or were when it ended; the mentor first."""
    return list(_in_it(relation.places.select_related("person").order_by("-side", "pk")))


def _in_it(places: QuerySet[Place]) -> QuerySet[Place]:
    return places.filter(left=None)


def versions_of(relation: Relation) -> list[AgreementVersion]:
    """The versions of an agreement with who accepted each, the newest first."""
    rows = relation.agreements.select_related("written_by__person").prefetch_related("acceptances")
    return list(rows.order_by("-number"))


def agreement_days(whole: Round) -> dict[int, dt.datetime | None]:
    """When the agreement in force was accepted by all, for every relationship of a round; no texts."""
    needed: dict[int, set[int]] = {pk: set() for pk in whole.relations.values_list("pk", flat=True)}
    for relation, place in _in_it(Place.objects.filter(relation__round=whole)).values_list("relation", "pk"):
        needed[relation].add(place)
    given: dict[int, dict[int, dict[int, dt.datetime]]] = defaultdict(lambda: defaultdict(dict))
    rows = AgreementAcceptance.objects.filter(version__relation__round=whole).order_by()
    for relation, number, place, at in rows.values_list(
        "version__relation", "version__number", "place", "at"
    ):
        given[relation][number][place] = at
    return {pk: _newest(given[pk], places) for pk, places in needed.items()}


def _newest(given: Mapping[int, Mapping[int, dt.datetime]], needed: set[int]) -> dt.datetime | None:
    days = (accepted_by_all(given[number], needed) for number in sorted(given, reverse=True))
    return next((day for day in days if day is not None), None)


def accepted_by_all(given: Mapping[int, dt.datetime], needed: set[int]) -> dt.datetime | None:
    """When the last of those whose word is needed accepted a version; None if somebody has not.

    >>> accepted_by_all({1: dt.datetime(2026, 5, 4), 2: dt.datetime(2026, 5, 6)}, {1, 2})
    datetime.datetime(2026, 5, 6, 0, 0)
    """
    return max(given[place] for place in needed) if needed and needed <= given.keys() else None


def goal_counts(whole: Round) -> dict[int, int]:
    """How many goals with fixed levels every relationship of a round has."""
    is_in = Q(places__left=None)
    count = Count("places__goals", filter=Q(places__goals__fixed__isnull=False) & is_in, distinct=True)
    return dict(whole.relations.order_by().annotate(goals=count).values_list("pk", "goals"))


def goals_seen_by(place: Place) -> QuerySet[Goal]:
    """The goals that a person may read: a mentee the own ones, a mentor those of all mentees."""
    rows = Goal.objects.filter(place__in=_mentees_for(place)).select_related("place__person")
    ratings = Rating.objects.select_related("place__person").order_by("at", "pk")
    return rows.prefetch_related(Prefetch("ratings", ratings)).order_by("place", "position", "pk")


def _mentees_for(place: Place) -> QuerySet[Place]:
    rows = Place.objects.filter(relation=place.relation_id, side=Side.MENTEE)
    return _in_it(rows) if place.side == Side.MENTOR else rows.filter(pk=place.pk)


def mentees_for(place: Place) -> list[Place]:
    """The mentees whose goals a person may read."""
    return list(_mentees_for(place).select_related("person").order_by("pk"))


def goal_seen_by(place: Place, which: int) -> Goal | None:
    """The goal with this number in the table, if the person may read it."""
    return goals_seen_by(place).filter(pk=which).first()


def shared_goals(whole: Round) -> Iterable[Goal]:
    """The fixed goals of a round whose mentee and mentor let them be counted, with the mentee's ratings."""
    mentors = Place.objects.filter(relation__round=whole, side=Side.MENTOR, shares_scores=True)
    rows = Place.objects.filter(relation__in=mentors.values("relation"), side=Side.MENTEE, shares_scores=True)
    goals = Goal.objects.filter(place__in=_in_it(rows), fixed__isnull=False).select_related("place")
    return goals.prefetch_related("ratings").order_by("place", "position", "pk")
