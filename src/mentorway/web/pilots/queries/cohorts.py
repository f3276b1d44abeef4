"""Reads across cohorts, who is in them, and what a cohort can take."""

import datetime as dt

from django.db.models import Case, Count, IntegerField, Min, Prefetch, Q, QuerySet, Value, When

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Partner, belonging_to
from mentorway.web.pilots.models import (
    HOLDS_SEAT,
    Certificate,
    Cohort,
    CohortRevision,
    CohortState,
    Standing,
    WorkFile,
)
from mentorway.web.training.models import Edition, Programme

UNDER_WAY = (CohortState.RUNNING, CohortState.OPEN, CohortState.PREPARED)
SEATED = Q(people__standing__in=HOLDS_SEAT)


def cohorts_of(user: User, words: str = "", state: str = "") -> QuerySet[Cohort]:
    """What ``user`` may see, with the seats that are taken: under way first, then the last to begin."""
    found = Cohort.objects.visible_to(user).matching(words)
    if state:
        found = found.filter(state=state)
    rank = Case(
        *(When(state=one, then=Value(place)) for place, one in enumerate(UNDER_WAY)),
        default=Value(len(UNDER_WAY)),
        output_field=IntegerField(),
    )
    return (
        found.select_related("partner", "edition__programme")
        .defer("edition__content", "edition__programme__content", "search_text")
        .annotate(taken=Count("people", filter=SEATED), rank=rank)
        .order_by("rank", "-starts_on", "-pk")
    )


def deleted_of(user: User) -> QuerySet[Cohort]:
    """What ``user`` may still bring back."""
    return Cohort.bin.visible_to(user).select_related("partner").order_by("-deleted")


def partners_to_run(user: User) -> QuerySet[Partner]:
    """The partners for which ``user`` may begin a cohort: those where they belong."""
    return belonging_to(user).filter(deleted=None).order_by("name")


def programmes_to_take(user: User, words: str = "") -> QuerySet[Programme]:
    """The programmes with a published version that ``user`` may see, each with its versions."""
    editions = Edition.objects.defer("content").order_by("-number")
    return (
        Programme.objects.visible_to(user)
        .matching(words)
        .filter(editions__isnull=False)
        .distinct()
        .select_related("partner")
        .prefetch_related(Prefetch("editions", editions))
        .order_by("title", "pk")
    )


def revisions_since(cohort: Cohort, number: int) -> QuerySet[CohortRevision]:
    """Revision ``number`` and those after it."""
    return cohort.revisions.select_related("by").filter(number__gte=number)


def standings_of(cohort: Cohort) -> dict[str, int]:
    """How many people there are of every standing: numbers only."""
    rows = cohort.people.order_by().values_list("standing").annotate(count=Count("pk"))
    found = dict(rows)
    return {standing: found.get(standing, 0) for standing in Standing.values}


def seats_taken(cohort: Cohort) -> int:
    """How many seats are taken, or held for somebody."""
    return cohort.people.on_seats().count()


def has_standing_certificates(cohort: Cohort) -> bool:
    """Whether a certificate of the cohort holds."""
    return Certificate.objects.standing().filter(cohort=cohort).exists()


def newer_edition_of(cohort: Cohort) -> Edition | None:
    """The newest version of the programme, if it is newer than what the cohort takes."""
    rows = cohort.edition.programme.editions.defer("content")
    return rows.filter(number__gt=cohort.edition.number).order_by("-number").first()


def shows_programme(user: User, cohort: Cohort) -> bool:
    """Whether ``user`` may open the programme that the cohort takes."""
    return Programme.objects.visible_to(user).filter(pk=cohort.edition.programme_id).exists()


def files_of(cohort: Cohort) -> list[str]:
    """Where the files lie that people of the cohort have handed in."""
    rows = WorkFile.objects.filter(work__participant__cohort=cohort)
    return list(rows.values_list("path", flat=True))


def begun_by(cohort: Cohort) -> dt.datetime | None:
    """When the first meeting begins that is not cancelled."""
    first: dt.datetime | None = cohort.meetings.planned().aggregate(first=Min("starts"))["first"]
    return first
