"""Reads across reporting periods: what was written in them, and what the platform can count in their days."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from mentorway.web.methodology.models import Edition as Agreed
from mentorway.web.network.models import Visit
from mentorway.web.network.models.visits import VisitKind, VisitState
from mentorway.web.pilots.models import Certificate
from mentorway.web.plan.models import Period, PlanEvent, Project
from mentorway.web.plan.queries.projects import Kept
from mentorway.web.practices.models import Practice
from mentorway.web.practices.models.practices import PracticeState
from mentorway.web.training.models import Edition

ABOUT, CLOSING = "period", "closing"


def periods_of(project: Project) -> QuerySet[Period]:
    """The reporting periods of a project by their first day."""
    return project.periods.order_by("starts_on", "number")


def last_period(project: Project) -> Period | None:
    """The period that ends last."""
    return project.periods.order_by("-ends_on", "-number").first()


def highest_number(project: Project) -> int:
    """The highest number that a period has; 0 where there is none."""
    return max(project.periods.values_list("number", flat=True), default=0)


def overlapping(period: Period) -> Period | None:
    """Another period of the project that has a day in common with this one."""
    others = Period.objects.filter(project=period.project_id).exclude(pk=period.pk)
    return others.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on).first()


def next_after(period: Period) -> Period | None:
    """The period that follows."""
    rows = Period.objects.filter(project=period.project_id, starts_on__gt=period.ends_on)
    return rows.order_by("starts_on").first()


def has_reports(period: Period) -> bool:
    """Whether anybody has reported something in a period, or written about it."""
    told = bool(period.summary or period.dissemination)
    return told or period.worked.exists() or period.spent.exists()


def kept_of_period(period: Period, now: Mapping[str, str]) -> list[Kept]:
    """What was written about a period after each change of it, and now."""
    rows = PlanEvent.objects.filter(project=period.project_id, what__about=ABOUT, what__period=period.pk)
    found: dict[int, Kept] = {}
    for row in rows.select_related("by").order_by("pk"):
        number, before = int(row.what["number"]), int(row.what["before_number"])
        found.setdefault(before, Kept(before, row.what["before"], None, row.at))
        found[number] = Kept(number, row.what["fields"], row.by, row.at)
    known = found.get(period.revision)
    at = known.at if known else dt.datetime.now(dt.UTC)
    found[period.revision] = Kept(period.revision, dict(now), known.by if known else None, at)
    return list(found.values())


def report_at_closing(period: Period) -> Mapping[str, Any]:
    """The report of a period by language as it was when the period was closed last."""
    rows = PlanEvent.objects.filter(project=period.project_id, what__about=CLOSING, what__period=period.pk)
    last = rows.order_by("-pk").first()
    return last.what.get("report", {}) if last else {}


def counts_in(period: Period) -> dict[str, int]:
    """What the partners of a project did in the days of a period, as far as the platform knows it."""
    project = period.project
    own = project.partners.values("partner")
    shown = {"is_example": project.is_example, "deleted": None}
    practices = Practice.objects.filter(**shown, partner__in=own, state=PracticeState.PUBLISHED)
    present = Q(host__in=own) | Q(present__partner__in=own)
    held = Visit.objects.filter(present, **shown, state=VisitState.HELD).filter(**_within("starts", period))
    certificates = Certificate.objects.filter(
        cohort__partner__in=own, cohort__is_example=project.is_example, revoked=None
    )
    agreed = Agreed.objects.filter(
        methodology__partner__in=own, **{f"methodology__{name}": value for name, value in shown.items()}
    )
    editions = Edition.objects.filter(
        programme__partner__in=own, **{f"programme__{name}": value for name, value in shown.items()}
    )
    return {
        "practices": practices.filter(**_within("published", period)).count(),
        **{kind: held.filter(kind=kind).distinct().count() for kind in VisitKind.values},
        "methodologies": agreed.filter(**_within("published", period)).count(),
        "programmes": editions.filter(**_within("published", period)).count(),
        "certificates": certificates.filter(**_within("issued", period)).count(),
    }


def _within(field: str, period: Period) -> dict[str, Any]:
    return {f"{field}__date__gte": period.starts_on, f"{field}__date__lte": period.ends_on}
