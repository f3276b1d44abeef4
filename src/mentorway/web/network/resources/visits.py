"""Visits and meetings as programs read them; addresses and journeys only for who takes part."""

import datetime as dt
from typing import Any, Literal

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Filter, Listing, Window, paged, told_as
from mentorway.web.network.models import Attendee, Country, Visit, VisitKind, VisitState
from mentorway.web.network.queries import visit_follow_ups as follow_up_queries
from mentorway.web.network.queries import visits as queries
from mentorway.web.network.resources.partners import PartnerRef, partner_ref
from mentorway.web.network.rules import visits as rules

router = Router()


class VisitFilter(Filter):
    """Which visits are wanted."""

    kind: VisitKind | None = None
    state: VisitState | None = None
    country: Country | None = None
    partner: int | None = Field(None, ge=1, le=2**31, description="Number of a partner that is there.")
    when: Literal["upcoming", "past"] | None = None


class VisitRow(Schema):
    """A visit or meeting."""

    id: int
    title: str
    kind: str
    state: str
    host: PartnerRef
    starts: dt.datetime
    ends: dt.datetime
    time_zone: str
    country: str
    place: str
    is_shared: bool
    is_example: bool
    page: str


class VisitPoint(Schema):
    """A point of the agenda."""

    title: str
    minutes: int
    speaker: str


class VisitPerson(Schema):
    """Somebody at a visit; what only those who take part may know is null for others."""

    name: str
    partner: PartnerRef
    part: str
    presence: str
    email: str | None
    travel_from: dt.date | None
    travel_until: dt.date | None


class VisitFollowUp(Schema):
    """What somebody does after a visit."""

    id: int
    text: str
    who: str
    due: dt.date
    done: dt.datetime | None
    outcome: str


class VisitDetail(VisitRow):
    """A visit with its agenda, its people and what follows."""

    purpose: str
    link: str
    minutes: str
    cancelled_why: str
    partners: list[PartnerRef]
    agenda: list[VisitPoint]
    people: list[VisitPerson]
    follow_ups: list[VisitFollowUp]


def _row(row: Visit) -> VisitRow:
    return told_as(VisitRow, row, host=partner_ref(row.host), page=page("network:visit", row.pk))


@router.get("/visits/", response=Listing[VisitRow])
def visits(request: MemberRequest, window: Query[Window], wanted: Query[VisitFilter]) -> Listing[VisitRow]:
    """Visits and meetings that you may see."""
    rows = queries.visits_of(request.user, timezone.now(), wanted.q, wanted.chosen())
    return paged(request, rows, window, _row)


@router.get("/visits/{int:pk}/", response=VisitDetail)
def visit(request: MemberRequest, pk: int) -> VisitDetail:
    """One visit with its agenda, its people and what follows."""
    row = access.fetch(request.user, Visit.objects.select_related("host"), pk=pk)
    takes_part = rules.takes_part(request.user, row)
    return told_as(
        VisitDetail,
        row,
        **_row(row).dict(),
        partners=[partner_ref(one) for one in queries.partners_at(row)],
        agenda=[told_as(VisitPoint, one) for one in row.agenda.all()],
        people=[_person(one, takes_part=takes_part) for one in queries.people_at(row)],
        follow_ups=[_follow_up(one) for one in follow_up_queries.follow_ups_at(row)],
    )


def _person(row: Attendee, *, takes_part: bool) -> VisitPerson:
    return told_as(
        VisitPerson,
        row,
        partner=partner_ref(row.partner),
        email=row.email if takes_part else None,
        travel_from=row.travel_from if takes_part else None,
        travel_until=row.travel_until if takes_part else None,
    )


def _follow_up(row: Any) -> VisitFollowUp:
    return told_as(VisitFollowUp, row, who=str(row.owner) if row.owner else row.owner_name)
