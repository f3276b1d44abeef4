"""Plans that tests start from."""

import datetime as dt
import itertools

from tests.conftest import make_member, make_partner

from mentorway.web.plan.models import Dependency, Effort, Item, Kind, Period, Project, ProjectPartner

DAY = dt.timedelta(days=1)
START = dt.date(2027, 3, 1)  # a Monday
END = dt.date(2029, 2, 28)
_numbers = itertools.count(1)


def make_project(partner=None, user=None, *others, **more):
    """Return a project in Finland of two years without lines; `others` are partners besides the lead."""
    partner = partner or make_partner()
    user = user or make_member(partner)
    facts = {"title": "Mentors for all", "starts_on": START, "ends_on": END, **more}
    project = Project(partner=partner, created_by=user, search_text=facts["title"].lower(), **facts)
    project.full_clean()
    project.save()
    for one in (partner, *others):
        take_part(project, one)
    return project


def take_part(project, partner):
    """Let a partner take part in a project."""
    place = project.partners.count()
    return ProjectPartner.objects.create(
        project=project, partner=partner, short=f"P{next(_numbers)}", position=place
    )


def line(project, title="Ask people", days=5, *after, parent=None, **more):
    """Return a line of a plan, a task if nothing else is said; it waits for the lines in `after`."""
    kind = more.pop("kind", Kind.TASK)
    number = next(_numbers)
    days = 0 if kind in (Kind.MILESTONE, Kind.DELIVERABLE) else days
    facts = {"code": f"L{number}", "position": number, **more}
    item = Item(project=project, title=title, kind=kind, days=days, parent=parent, **facts)
    item.full_clean()
    item.save()
    for before in after:
        depend(item, before)
    return item


def package(project, title="Study", **more):
    """Return a work package without parts."""
    return line(project, title, 0, kind=Kind.PACKAGE, **more)


def depend(after, before, link="FS", lag=0):
    """Let a line depend on another."""
    return Dependency.objects.create(before=before, after=after, link=link, lag=lag)


def effort(item, partner, days):
    """Plan person-days of a partner for a line."""
    return Effort.objects.create(item=item, partner=partner, days=days)


def period(project, number=1, **more):
    """Return a reporting period of the first year of a project."""
    facts = {
        "starts_on": project.starts_on,
        "ends_on": project.starts_on + 364 * DAY,
        "due_on": project.starts_on + 394 * DAY,
        **more,
    }
    return Period.objects.create(project=project, number=number, **facts)
