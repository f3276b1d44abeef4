"""The searches for better dates in a project."""

import datetime as dt

from django.db.models import Q, QuerySet

from mentorway.web.plan.models import Levelling, Project
from mentorway.web.plan.models.levelling import UNDER_WAY, Stage


def searches_of(project: Project) -> QuerySet[Levelling]:
    """All searches in a project, the newest first."""
    return project.levellings.select_related("by").order_by("-number")


def newest(project: Project) -> Levelling | None:
    """The last search in a project, without what it proposes."""
    return searches_of(project).defer("value").first()


def search_of(project: Project, number: int) -> Levelling | None:
    """A search by its number."""
    found = searches_of(project).filter(number=number).first()
    if found is not None:
        found.project = project
    return found


def last_number(project: Project) -> int:
    """The highest number that a search has; 0 if there is none."""
    return project.levellings.order_by("-number").values_list("number", flat=True).first() or 0


def silent(project: Project, heard: dt.datetime, waiting: dt.datetime) -> QuerySet[Levelling]:
    """Searches not heard of since a moment, and those that nobody has begun since another."""
    quiet = Q(stage=Stage.RUNNING, heard__lt=heard) | Q(stage=Stage.WAITING, created__lt=waiting)
    return project.levellings.filter(quiet, stage__in=UNDER_WAY)


def older_than(project: Project, number: int) -> QuerySet[Levelling]:
    """Searches before a number that nobody waits for."""
    return project.levellings.filter(number__lt=number).exclude(stage__in=UNDER_WAY)
