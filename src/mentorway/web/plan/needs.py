"""What plans want from a person now."""

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import rows_if_any
from mentorway.web.plan.analysis.slips import SOON, own_of
from mentorway.web.plan.models import Project
from mentorway.web.plan.queries import slips as queries

MOST: Final = 20  # projects that are looked at for the first page
MOMENTS: Final = 5


def needs_of(user: User) -> list[Need]:
    """Lines of one's partner that are late, what is due within two weeks, reports that are due."""
    today = timezone.localdate()
    projects = list(rows_if_any(queries.own_projects, user, today)[:MOST])
    if not projects:
        return []
    mine = queries.own_partners(user)
    found = [need for project in projects for need in _of_project(project, mine)]
    return [*_reports(projects), *found]


def _of_project(project: Project, mine: set[int]) -> Iterator[Need]:
    today = timezone.localdate()
    own = own_of(project, mine, today)
    if own.late:
        words = ngettext(
            "“%(project)s”: %(count)d line of your partner is late.",
            "“%(project)s”: %(count)d lines of your partner are late.",
            own.late,
        )
        partner = f"&partner={next(iter(mine))}" if len(mine) == 1 else ""
        url = f"{reverse('plan:items', args=[project.pk])}?late=1{partner}"
        yield Need(words % {"project": project, "count": own.late}, url)
    for item, day in own.moments[:MOMENTS]:
        words = _("“%(project)s”: %(line)s is due on %(day)s.")
        values = {"project": project, "line": item, "day": date_format(day, "DATE_FORMAT")}
        yield Need(words % values, reverse("plan:item", args=[project.pk, item.pk]))


def _reports(projects: list[Project]) -> Iterator[Need]:
    today = timezone.localdate()
    for period in queries.due_periods(projects, today + SOON):
        if period.due_on < today:
            words = _("“%(project)s”: the report of period %(number)d was due on %(day)s.")
        else:
            words = _("“%(project)s”: the report of period %(number)d is due on %(day)s.")
        values = {
            "project": period.project,
            "number": period.number,
            "day": date_format(period.due_on, "DATE_FORMAT"),
        }
        url = reverse("plan:period", args=[period.project_id, period.number])
        yield Need(words % values, url, urgent=period.due_on <= today)
