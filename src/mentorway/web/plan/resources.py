"""What programs read of plans: projects, lines with their dates, person-days, how sure the end is."""

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Listing, Window, Words, one_of, paged, told_as
from mentorway.web.network.resources import PartnerRef, partner_ref
from mentorway.web.plan.analysis import dates as dating
from mentorway.web.plan.analysis import items as analysis
from mentorway.web.plan.analysis import outlook as outlooks
from mentorway.web.plan.models import Effort, Item, Kind, Period, Project, Worked
from mentorway.web.plan.queries import items as reading
from mentorway.web.plan.queries import people as people_queries
from mentorway.web.plan.queries import periods as period_queries
from mentorway.web.plan.queries import projects as queries

router = Router(tags=["Plan"])


class ProjectRow(Schema):
    """A project of several partners, led by one."""

    id: int
    title: str
    lead: PartnerRef
    funder: str
    reference: str
    starts_on: dt.date
    ends_on: dt.date
    currency: str
    revision: int
    lines: int
    partners: int
    is_example: bool
    page: str


class ProjectPlace(Schema):
    """A partner in a project."""

    partner: PartnerRef
    short: str


class ProjectPeriod(Schema):
    """A reporting period."""

    number: int
    starts_on: dt.date
    ends_on: dt.date
    due_on: dt.date
    closed: dt.datetime | None


class ProjectDetail(ProjectRow):
    """A project with its partners, its periods, and when its plan ends as it stands."""

    purpose: str
    places: list[ProjectPlace]
    periods: list[ProjectPeriod]
    planned_end: dt.date | None


class PlanLine(Schema):
    """A line of the plan with the dates that follow from it."""

    id: int
    parent: int | None
    kind: str
    code: str
    title: str
    activity: str
    lead: PartnerRef | None
    days: int
    starts: dt.date
    ends: dt.date
    deadline: dt.date | None
    share_done: float = Field(description="What is done, from 0 to 1.")
    started: dt.date | None
    finished: dt.date | None
    deviation: str
    depends_on: list[int]
    page: str


class PlanEffort(Schema):
    """Person-days of a partner for a line: planned, or (with a period) worked."""

    line: int
    partner: int
    period: int | None
    days: Decimal


class PlanSureness(Schema):
    """By which day something has ended in 50, 80 and 95 of 100 runs, beside the day that is planned."""

    line: int | None
    title: str
    planned: dt.date
    ends: list[dt.date]


class PlanOutlook(Schema):
    """How sure the dates are; ``rows`` is empty where no line has a guess."""

    runs: int
    rows: list[PlanSureness]
    deciding: list[int] = Field(description="The lines that decide most often when all ends.")
    cautions: list[str]


def _row(row: Any) -> ProjectRow:
    return told_as(
        ProjectRow,
        row,
        lead=partner_ref(row.partner),
        partners=row.members,
        page=page("plan:project", row.pk),
    )


@router.get("/projects/", response=Listing[ProjectRow])
def projects(
    request: MemberRequest,
    window: Query[Window],
    q: Words = "",
    standing: Literal["", "coming", "running", "over"] = "",
) -> Listing[ProjectRow]:
    """Projects that you may see."""
    rows = queries.projects_of(request.user, q, standing, timezone.localdate())
    return paged(request, rows, window, _row)


@router.get("/projects/{int:pk}/", response=ProjectDetail)
def project(request: MemberRequest, pk: int) -> ProjectDetail:
    """One project with its partners and reporting periods."""
    row = one_of(queries.projects_of(request.user), pk=pk)
    lines = reading.rows_of(row)
    return ProjectDetail(
        **_row(row).dict(),
        purpose=row.purpose,
        places=[
            ProjectPlace(partner=partner_ref(one.partner), short=one.short)
            for one in queries.partners_of(row)
        ],
        periods=[_period(one) for one in period_queries.periods_of(row)],
        planned_end=dating.dates_of(row, rows=lines).finish if lines.items else None,
    )


def _period(row: Period) -> ProjectPeriod:
    return told_as(ProjectPeriod, row)


def _looked(request: MemberRequest, pk: int) -> Project:
    return access.fetch(request.user, Project.objects.select_related("partner"), pk=pk)


@router.get("/projects/{int:pk}/lines/", response=Listing[PlanLine])
def lines(
    request: MemberRequest, pk: int, window: Query[Window], kind: Kind | None = None
) -> Listing[PlanLine]:
    """The lines of one plan in their order, with the dates that follow; deliverables by their kind."""
    whole = _looked(request, pk)
    rows = reading.rows_of(whole)
    dates = dating.dates_of(whole, rows=rows) if rows.items else None
    done = analysis.shares(rows)

    def line(item: Item) -> PlanLine:
        when = dates[str(item.pk)]  # type: ignore[index]  # there are lines, so there are dates
        return told_as(
            PlanLine,
            item,
            parent=item.parent_id,
            lead=partner_ref(item.lead) if item.lead else None,
            starts=when.start,
            ends=when.finish,
            share_done=done.get(item.pk, 0),
            depends_on=[one.before_id for one in rows.waits_for.get(item.pk, ())],
            page=page("plan:item", whole.pk, item.pk),
        )

    wanted = [item for item in rows.items if kind is None or item.kind == kind]
    return paged(request, wanted, window, line)


@router.get("/projects/{int:pk}/person-days/", response=Listing[PlanEffort])
def person_days(
    request: MemberRequest, pk: int, window: Query[Window], what: Literal["planned", "worked"] = "planned"
) -> Listing[PlanEffort]:
    """Person-days by line and partner: planned ones, or those that were worked in each period."""
    whole = _looked(request, pk)
    if what == "worked":
        return paged(request, people_queries.worked_of(whole), window, _worked)
    return paged(request, list(reading.rows_of(whole).efforts), window, _planned)


def _planned(row: Effort) -> PlanEffort:
    return PlanEffort(line=row.item_id, partner=row.partner_id, period=None, days=row.days)


def _worked(row: Worked) -> PlanEffort:
    return PlanEffort(line=row.item_id, partner=row.partner_id, period=row.period.number, days=row.days)


@router.get("/projects/{int:pk}/outlook/", response=PlanOutlook)
def outlook(request: MemberRequest, pk: int) -> PlanOutlook:
    """How sure the dates of one plan are: it is carried out many times with the guesses of its lines."""
    whole = _looked(request, pk)
    rows = reading.rows_of(whole)
    if not outlooks.guessed(rows):
        return PlanOutlook(runs=0, rows=[], deciding=[], cautions=[])
    found = outlooks.certainty_of(rows, dating.laid(whole, rows=rows), timezone.localdate())
    return PlanOutlook(
        runs=found.runs,
        rows=[
            PlanSureness(
                line=one.item.pk if one.item else None,
                title=one.title,
                planned=one.planned,
                ends=list(one.days),
            )
            for one in found.rows
        ],
        deciding=[item.pk for item, _share in found.deciding],
        cautions=list(found.cautions),
    )
