"""What the pages of a project have in common."""

from typing import Any

from mentorway.web.accounts.models import User
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest, there
from mentorway.web.plan import rules
from mentorway.web.plan.models import Item, Levelling, Period, Project
from mentorway.web.plan.queries import levelling as searches
from mentorway.web.plan.queries import own as queries


def look(request: MemberRequest, pk: int) -> Project:
    """Return a project that the person may look at."""
    row: Project = access.fetch(request.user, Project.objects, pk=pk)
    return row


def report(request: MemberRequest, pk: int) -> Project:
    """Return a project in which the person reports."""
    row: Project = access.fetch(request.user, Project.objects, may=rules.may_report, pk=pk)
    return row


def plan(request: MemberRequest, pk: int) -> Project:
    """Return a project that the person plans."""
    row: Project = access.fetch(request.user, Project.objects, may=rules.may_plan, pk=pk)
    return row


def dispose(request: MemberRequest, pk: int) -> Project:
    """Return a project that the person may delete."""
    row: Project = access.fetch(request.user, Project.objects, may=rules.may_dispose, pk=pk)
    return row


def item_of(project: Project, which: int) -> Item:
    """Return a line of a project, or say that there is none."""
    return there(queries.item_of(project, which))


def period_of(project: Project, number: int) -> Period:
    """Return a reporting period of a project, or say that there is none."""
    return there(queries.period_of(project, number))


def search_of(project: Project, number: int) -> Levelling:
    """Return a search for better dates, or say that there is none."""
    return there(searches.search_of(project, number))


def frame(user: User, project: Project) -> dict[str, Any]:
    """Return what every page of a project shows."""
    plans = rules.may_plan(user, project)
    return {
        "project": project,
        "plans": plans,
        "reports": plans or rules.may_report(user, project),
        "in_charge": plans and rules.may_dispose(user, project),
    }
