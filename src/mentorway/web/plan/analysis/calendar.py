"""Milestones, deliverables and reports that are due, as calendars read them at a secret address."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.addresses import whole
from mentorway.web.core.calendar import CalendarEvent, calendar_file
from mentorway.web.plan.analysis.dates import dates_of, last_of
from mentorway.web.plan.models import Project
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.queries.items import rows_of

SALT: Final = "mentorway.web.plan.calendar"
LETTERS: Final = 40
LONGEST_KEY: Final = 18  # digits of the number of an account


def link_of(user: User, project: Project) -> str:
    """Return the secret end of an address; it is void once the person has another password."""
    secret = user.get_session_auth_hash()
    sign = salted_hmac(SALT, f"{user.pk}:{project.pk}", secret=secret, algorithm="sha256").hexdigest()
    return f"{user.pk}-{sign[:LETTERS]}"


def opened_by(link: str, pk: int) -> tuple[User, Project] | None:
    """Return who reads a project at a secret address, as long as they may see it."""
    key, _dash, _sign = link.partition("-")
    if not key.isdecimal() or not key.isascii() or len(key) > LONGEST_KEY:
        return None
    user = User.objects.filter(pk=int(key), is_active=True).first()
    project = Project.objects.visible_to(user).filter(pk=pk).first() if user else None
    if user is None or project is None or not constant_time_compare(link, link_of(user, project)):
        return None
    return user, project


def calendar_of(project: Project) -> bytes:
    """Return the days of a project as an .ics file."""
    return calendar_file(list(_events(project)), name=str(project))


def _events(project: Project) -> Iterator[CalendarEvent]:
    last = queries.events_of(project).first()
    changed = last.at if last else project.created
    rows = rows_of(project)
    dates = dates_of(project, rows=rows) if rows.items else None

    def event(name: str, words: str, day: dt.date, path: str, about: str = "") -> CalendarEvent:
        return CalendarEvent(
            uid=f"plan-{project.pk}-{name}@mentorway",
            summary=f"{words} · {project}",
            starts=day,
            ends=day,
            changed=changed,
            sequence=project.revision,
            description=about,
            url=whole(path),
        )

    for item in rows.items if dates else ():
        if dates and item.is_moment:
            path = reverse("plan:item", args=[project.pk, item.pk])
            kind = item.get_kind_display()
            about = "\n\n".join(text for text in (kind, str(item.lead or ""), item.description) if text)
            yield event(f"line-{item.pk}", str(item), last_of(dates, item), path, about)
    for period in project.periods.all():
        words = _("The report on period %(number)d is due") % {"number": period.number}
        path = reverse("plan:period", args=[project.pk, period.number])
        yield event(f"period-{period.pk}", words, period.due_on, path)
