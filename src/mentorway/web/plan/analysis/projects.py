"""What is written about a project, and what its overview says."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.schedule.critical import Dates
from mentorway.web.core.merging import texts
from mentorway.web.core.wording import said
from mentorway.web.plan.analysis.dates import dates_of, last_of
from mentorway.web.plan.analysis.items import is_over, lateness, shares
from mentorway.web.plan.models import Item, Kind, Period, PlanEvent, Project
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.queries.items import Rows, rows_of

FACTS: Final = (
    *("title", "purpose", "funder", "reference", "starts_on", "ends_on", "currency", "report_days"),
)
SHORT: Final = 20  # letters of a short name
NEXT, LATELY, LINKS = 5, 10, 25


def facts_of(project: Project) -> dict[str, Any]:
    """Return what the form about a project shows."""
    return {name: getattr(project, name) for name in FACTS}


def snapshot_of(project: Project) -> dict[str, str]:
    """Return what is kept of a project when somebody changes it."""
    return texts(facts_of(project))


def take_over(project: Project, facts: Mapping[str, Any]) -> None:
    """Write what a form said into a project."""
    for name in FACTS:
        value = facts.get(name, getattr(project, name))
        setattr(project, name, value.replace("\r\n", "\n") if isinstance(value, str) else value)
    words = f"{project.title} {project.purpose} {project.funder} {project.reference}"
    project.search_text = f"{words} {project.partner}"


def beginnings(today: dt.date) -> dict[str, Any]:
    """Return what a new project starts with: two years from the first of the month after next."""
    first = (today.replace(day=1) + dt.timedelta(days=70)).replace(day=1)
    last = first.replace(year=first.year + 2) - dt.timedelta(days=1)
    return {"starts_on": first, "ends_on": last, "currency": "EUR", "report_days": 30}


def short_name(name: str, taken: Iterable[str] = ()) -> str:
    """Return a short name for charts that nobody has yet.

    >>> short_name("Tampere University"), short_name("Baltic Institute of Adult Learning and Teaching")
    ('Tampere University', 'BIALT')
    """
    words = re.findall(r"\w+", name)
    initials = "".join(word[0] for word in words if word[0].isupper())
    found = name if len(name) <= SHORT else initials if len(initials) > 1 else name
    known, base, number = set(taken), found[:SHORT].strip(), 2
    found = base
    while found in known:
        end = f" {number}"
        found, number = base[: SHORT - len(end)] + end, number + 1
    return found


@dataclass(frozen=True)
class Happened:
    """That somebody changed the plan, in the reader's language."""

    text: str
    by: Any
    at: dt.datetime


def told(events: Iterable[PlanEvent]) -> list[Happened]:
    """Return changes in the reader's language."""
    return [Happened(said(event.what), event.by, event.at) for event in events]


@dataclass(frozen=True)
class Moment:
    """A milestone or deliverable that is still to come."""

    item: Item
    day: dt.date
    late: str


@dataclass(frozen=True)
class Package:
    """How far a line at the top of the tree is."""

    item: Item
    first: dt.date
    last: dt.date
    percent: int
    late: str


@dataclass(frozen=True)
class Step:
    """A line of the chain that decides the end."""

    item: Item
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Overview:
    """What the overview of a project shows."""

    count: int
    late: Sequence[tuple[Item | None, str]]
    late_lines: int
    moments: Sequence[Moment]
    chain: Sequence[Step]
    chain_more: int
    end: dt.date | None
    packages: Sequence[Package]
    events: Sequence[Happened]
    period: Period | None


def overview_of(project: Project, *, today: dt.date | None = None) -> Overview:
    """Return what is late, what comes next, what decides the end, and how far work packages are."""
    today = today or timezone.localdate()
    rows = rows_of(project)
    events, period = told(queries.events_of(project)[:LATELY]), queries.next_report(project)
    if not rows.items:
        return Overview(0, (), 0, (), (), 0, None, (), events, period)
    dates = dates_of(project, rows=rows, today=today)
    late = lateness(rows, dates, queries.newest_baseline(project))
    return Overview(
        len(rows.items),
        _late(rows, dates, late),
        len(late),
        _moments(rows, dates, late)[:NEXT],
        [Step(rows.by_pk[int(key)], dates[key].start, dates[key].finish) for key in dates.chain[:LINKS]],
        max(len(dates.chain) - LINKS, 0),
        dates.finish,
        _packages(rows, dates, late),
        events,
        period,
    )


def _late(rows: Rows, dates: Dates, late: Mapping[int, str]) -> list[tuple[Item | None, str]]:
    found: list[tuple[Item | None, str]] = []
    if dates.finish > rows.project.ends_on:
        sentence = _("The plan ends on %(end)s, after the last day of the project, %(last)s.")
        days = {"end": date_format(dates.finish), "last": date_format(rows.project.ends_on)}
        found.append((None, sentence % days))
    return found + [(item, late[item.pk]) for item in rows.items if _begins_it(rows, item, late)]


def _begins_it(rows: Rows, item: Item, late: Mapping[int, str]) -> bool:
    """Whether a line is late by itself, and not because of its parts or of what it waits for."""
    if item.pk not in late or any(part.pk in late for part in rows.parts.get(item.pk, ())):
        return False
    return all(one.before_id not in late for one in rows.waits_for.get(item.pk, ()))


def _moments(rows: Rows, dates: Dates, late: Mapping[int, str]) -> list[Moment]:
    coming = [item for item in rows.items if item.is_moment and not is_over(item, rows)]
    found = [Moment(item, last_of(dates, item), late.get(item.pk, "")) for item in coming]
    return sorted(found, key=lambda moment: moment.day)


def _packages(rows: Rows, dates: Dates, late: Mapping[int, str]) -> list[Package]:
    done = shares(rows)
    found = []
    for item in rows.items:
        if item.kind == Kind.PACKAGE and not rows.depths[item.pk]:
            own, percent = dates[str(item.pk)], round(100 * done[item.pk])
            first_late = next((late[one.pk] for one in rows.below(item) if one.pk in late), "")
            found.append(Package(item, own.start, own.finish, percent, first_late))
    return found


def work_in_words(work: Mapping[str, int]) -> list[str]:
    """Return where a partner still has something in a project, one sentence each."""
    says = {
        "leads": lambda count: ngettext(
            "It leads %(count)d line of the plan.", "It leads %(count)d lines of the plan.", count
        ),
        "efforts": lambda count: ngettext(
            "It has person-days on %(count)d line.", "It has person-days on %(count)d lines.", count
        ),
        "budgets": lambda count: ngettext(
            "It has money in %(count)d line of the budget.",
            "It has money in %(count)d lines of the budget.",
            count,
        ),
        "worked": lambda count: ngettext(
            "It has reported person-days %(count)d time.",
            "It has reported person-days %(count)d times.",
            count,
        ),
        "spent": lambda count: ngettext(
            "It has reported money %(count)d time.", "It has reported money %(count)d times.", count
        ),
    }
    return [says[name](count) % {"count": count} for name, count in work.items() if count]
