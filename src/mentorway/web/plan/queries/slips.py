"""Reads across projects: which run, whom a line concerns, what people were told last."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Membership
from mentorway.web.network.models.partners import belonging_to
from mentorway.web.plan.models import Period, PlanEvent, Project

WARNING = "warning"
AFTER = dt.timedelta(days=90)  # a report is still written then


def running(day: dt.date) -> QuerySet[Project]:
    """Projects that have begun and are not long over, without examples."""
    rows = Project.objects.filter(
        deleted=None, is_example=False, starts_on__lte=day, ends_on__gte=day - AFTER
    )
    return rows.select_related("partner").defer("search_text").order_by("pk")


def last_warning(project: Project) -> PlanEvent | None:
    """When and of what people were warned last."""
    return project.events.filter(what__about=WARNING).order_by("-pk").first()


def people_of(partners: Collection[int]) -> list[Membership]:
    """Everybody at some partners who can get letters."""
    rows = Membership.objects.filter(partner__in=partners, partner__deleted=None, user__is_active=True)
    return list(rows.select_related("user").order_by("user", "pk"))


def partners_in(project: Project) -> set[int]:
    """Who takes part in a project now."""
    return set(project.partners.values_list("partner", flat=True))


def own_projects(user: User, day: dt.date) -> QuerySet[Project]:
    """Projects that run, in which a partner of a person takes part."""
    mine = belonging_to(user).values("pk")
    rows = running(day).filter(Q(partner__in=mine) | Q(partners__partner__in=mine))
    return rows.distinct()


def own_partners(user: User) -> set[int]:
    """The partners of a person."""
    return set(belonging_to(user).values_list("pk", flat=True))


def due_periods(projects: Collection[Project], last: dt.date) -> list[Period]:
    """Reporting periods that are not closed and whose reports are due until a day."""
    rows = Period.objects.filter(project__in=list(projects), closed=None, due_on__lte=last)
    return list(rows.select_related("project").order_by("due_on", "pk"))
