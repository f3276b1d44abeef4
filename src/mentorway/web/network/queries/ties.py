"""Who works with whom, read from agreements and visits."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from django.db.models import QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.network.models import (
    Acceptance,
    Agreement,
    NetworkFinding,
    Partner,
    Visit,
    VisitKind,
    VisitState,
)


class TieKind(StrEnum):
    """What ties two partners."""

    AGREEMENT = "agreement"
    VISIT = "visit"
    MEETING = "meeting"
    EVENT = "event"


OF_VISITS = {
    VisitKind.VISIT: TieKind.VISIT,
    VisitKind.MEETING: TieKind.MEETING,
    VisitKind.ONLINE: TieKind.MEETING,
    VisitKind.EVENT: TieKind.EVENT,
}


@dataclass(frozen=True)
class Tie:
    """That two partners, the one with the lower number first, did something together."""

    first: int
    second: int
    kind: TieKind


def findings_of(user: User) -> QuerySet[NetworkFinding]:
    """What was found, newest first."""
    return NetworkFinding.objects.visible_to(user).select_related("by").defer("ties")


def partners_at_work() -> QuerySet[Partner]:
    """The partners that are looked at; examples only as long as there is nobody else."""
    living = Partner.objects.filter(deleted=None).order_by("pk")
    real = living.filter(is_example=False)
    return real if real.exists() else living


def ties_between(first: dt.date, last: dt.date, kinds: Collection[str]) -> Iterator[Tie]:
    """Every tie of ``kinds`` from ``first`` to ``last``, both included."""
    if TieKind.AGREEMENT in kinds:
        yield from _by_agreements(first, last)
    if {TieKind.VISIT, TieKind.MEETING, TieKind.EVENT} & set(kinds):
        yield from (tie for tie in _by_visits(first, last) if tie.kind in kinds)


def _by_agreements(first: dt.date, last: dt.date) -> Iterator[Tie]:
    """Those who signed what was in force on some day of the time."""
    found = Agreement.objects.held_between(first, last)
    signed = Acceptance.objects.filter(version__in=found.values("held")).values_list("version", "partner")
    parties: dict[int, list[int]] = {}
    for version, partner in signed.order_by("version", "partner"):
        parties.setdefault(version, []).append(partner)
    for partners in parties.values():
        yield from _pairs(partners, TieKind.AGREEMENT)


def _by_visits(first: dt.date, last: dt.date) -> Iterator[Tie]:
    """Host and partners of what was held; two guests of one visit met as well."""
    found = Visit.objects.filter(
        deleted=None, state=VisitState.HELD, starts__date__gte=first, starts__date__lte=last
    )
    for visit in found.prefetch_related("present"):
        present = (visit.host_id, *(place.partner_id for place in visit.present.all()))
        yield from _pairs(present, OF_VISITS[VisitKind(visit.kind)])


def _pairs(partners: Collection[int] | Iterator[int], kind: TieKind) -> Iterator[Tie]:
    for first, second in combinations(sorted(set(partners)), 2):
        yield Tie(first, second, kind)
