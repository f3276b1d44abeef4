"""What programs read of pilots: cohorts, meetings; people, attendance, certificates for their members."""

import datetime as dt
from typing import Any

from ninja import Query, Router, Schema

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Listing, Window, Words, one_of, paged, told_as
from mentorway.web.network.resources import PartnerRef, partner_ref
from mentorway.web.pilots import rules
from mentorway.web.pilots.analysis.signing import address_of
from mentorway.web.pilots.models import (
    Attendance,
    Certificate,
    Cohort,
    CohortState,
    Meeting,
    Participant,
    Standing,
)
from mentorway.web.pilots.queries import attendance as attendance_queries
from mentorway.web.pilots.queries import certificates as certificate_queries
from mentorway.web.pilots.queries import cohorts as queries
from mentorway.web.pilots.queries import meetings as meeting_queries
from mentorway.web.pilots.queries import people as people_queries

router = Router(tags=["Pilots"])


class CohortRow(Schema):
    """A group that takes a version of a programme together."""

    id: int
    title: str
    partner: PartnerRef
    programme: int
    edition: int
    country: str
    language: str
    state: str
    starts_on: dt.date
    ends_on: dt.date
    seats: int
    taken: int
    is_listed: bool
    is_example: bool
    page: str


class CohortDetail(CohortRow):
    """A cohort, and how many people stand how to it: numbers only."""

    description: str
    time_zone: str
    entry: str
    apply_until: dt.datetime | None
    cancelled_why: str
    attendance_percent: int
    required: list[str]
    needs_feedback: bool
    standings: dict[str, int]


class CohortMeeting(Schema):
    """A planned meeting of a cohort."""

    id: int
    session: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    place: str
    link: str
    led_by: str
    cancelled: dt.datetime | None
    cancelled_why: str
    page: str


class CohortPerson(Schema):
    """A person of a cohort, for those who work with them."""

    id: int
    name: str
    email: str
    organisation: str
    language: str
    standing: str
    applied: dt.datetime
    enrolled: dt.datetime | None


class CohortMark(Schema):
    """Whether one person was at one meeting."""

    person: int
    meeting: int
    presence: str
    source: str
    marked: dt.datetime


class CohortCertificate(Schema):
    """A certificate as it was issued; ``person`` is null where its holder was deleted."""

    id: int
    number: str
    person: int | None
    is_partial: bool
    language: str
    issued: dt.datetime
    revoked: dt.datetime | None
    revoked_why: str
    address: str


def _row(row: Any) -> CohortRow:
    return told_as(
        CohortRow,
        row,
        partner=partner_ref(row.partner),
        programme=row.edition.programme_id,
        edition=row.edition.number,
        page=page("pilots:cohort", row.pk),
    )


@router.get("/cohorts/", response=Listing[CohortRow])
def cohorts(
    request: MemberRequest, window: Query[Window], q: Words = "", state: CohortState | None = None
) -> Listing[CohortRow]:
    """Cohorts that you may see."""
    return paged(request, queries.cohorts_of(request.user, q, state or ""), window, _row)


@router.get("/cohorts/{int:pk}/", response=CohortDetail)
def cohort(request: MemberRequest, pk: int) -> CohortDetail:
    """One cohort, with numbers about its people."""
    row = one_of(queries.cohorts_of(request.user), pk=pk)
    return told_as(CohortDetail, row, **_row(row).dict(), standings=queries.standings_of(row))


def _meeting(row: Meeting) -> CohortMeeting:
    return told_as(CohortMeeting, row, page=page("pilots:meeting", row.cohort_id, row.pk))


@router.get("/cohorts/{int:pk}/meetings/", response=Listing[CohortMeeting])
def meetings(request: MemberRequest, pk: int, window: Query[Window]) -> Listing[CohortMeeting]:
    """The meetings of one cohort, those that were cancelled too."""
    row = access.fetch(request.user, Cohort.objects, pk=pk)
    return paged(request, meeting_queries.all_of(row), window, _meeting)


def _met(request: MemberRequest, pk: int) -> Cohort:
    """Return a cohort whose people the person may see; others are refused."""
    row: Cohort = access.fetch(request.user, Cohort.objects, may=rules.may_see_people, pk=pk)
    return row


def _person(row: Participant) -> CohortPerson:
    return told_as(CohortPerson, row)


@router.get("/cohorts/{int:pk}/people/", response=Listing[CohortPerson])
def people(
    request: MemberRequest, pk: int, window: Query[Window], q: Words = "", standing: Standing | None = None
) -> Listing[CohortPerson]:
    """The people of one cohort, for those who work with them."""
    rows = people_queries.people_of(_met(request, pk), q, standing or "")
    return paged(request, rows, window, _person)


def _mark(row: Attendance) -> CohortMark:
    return told_as(CohortMark, row, person=row.participant_id, meeting=row.meeting_id)


@router.get("/cohorts/{int:pk}/attendance/", response=Listing[CohortMark])
def attendance(request: MemberRequest, pk: int, window: Query[Window]) -> Listing[CohortMark]:
    """Who was at which meeting, for those who work with them."""
    return paged(request, attendance_queries.noted_of(_met(request, pk)), window, _mark)


def _certificate(row: Certificate) -> CohortCertificate:
    return told_as(CohortCertificate, row, person=row.participant_id, address=address_of(row.number))


@router.get("/cohorts/{int:pk}/certificates/", response=Listing[CohortCertificate])
def certificates(request: MemberRequest, pk: int, window: Query[Window]) -> Listing[CohortCertificate]:
    """The certificates of one cohort, for those who work with its people."""
    rows = certificate_queries.certificates_of(_met(request, pk))
    return paged(request, rows, window, _certificate)
