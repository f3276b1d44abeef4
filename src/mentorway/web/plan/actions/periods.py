"""Reporting periods are made, changed, closed; what is written in them is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.merging import refuse_stale
from mentorway.web.plan.actions.projects import planning, tell
from mentorway.web.plan.analysis import periods as analysis
from mentorway.web.plan.analysis.report import report_of
from mentorway.web.plan.models import Period, Project
from mentorway.web.plan.queries import periods as queries
from mentorway.wording import Message

MOST: Final = 60
LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)


@contextmanager
def open_period(period: Period) -> Iterator[tuple[Project, Period]]:
    """Hold a period and its project while something in it changes; nothing does once it is closed."""
    with planning(period.project, checks=False) as held:
        locked = Period.objects.select_for_update().filter(pk=period.pk).first()
        if locked is None:
            raise ValidationError(_("Somebody has removed this period."))
        locked.project = held
        if locked.closed:
            raise ValidationError(
                _("This period is closed: what was reported stays. Its lead partner can open it again.")
            )
        yield held, locked


def _refuse_odd(period: Period) -> None:
    """Refuse days outside of the project, days of another period, and a report due before the end."""
    project = period.project
    if period.starts_on < project.starts_on:
        raise ValidationError({"starts_on": _("The project begins later.")})
    if period.ends_on > project.ends_on:
        raise ValidationError({"ends_on": _("The project ends earlier.")})
    if period.ends_on < period.starts_on:
        raise ValidationError({"ends_on": _("The last day must not be before the first.")})
    if period.due_on < period.ends_on:
        raise ValidationError({"due_on": _("A report cannot be due before its period ends.")})
    other = queries.overlapping(period)
    if other:
        values = {
            "number": other.number,
            "first": date_format(other.starts_on, "SHORT_DATE_FORMAT"),
            "last": date_format(other.ends_on, "SHORT_DATE_FORMAT"),
        }
        text = _("These days belong to period %(number)d already (%(first)s – %(last)s).")
        raise ValidationError(text, params=values)


def make(project: Project, user: User, *, months: int) -> int:
    """Cut the time of a project into periods of some months; say how many."""
    with planning(project, checks=False) as held:
        if held.periods.exists():
            raise ValidationError(_("There are reporting periods already. Add others one by one."))
        found = analysis.cut(held.starts_on, held.ends_on, months)
        if len(found) > MOST:
            raise ValidationError(_("A project has at most %(most)d periods."), params={"most": MOST})
        for number, (first, last) in enumerate(found, start=1):
            due = analysis.due_after(held, last)
            period = Period(project=held, number=number, starts_on=first, ends_on=last, due_on=due)
            period.full_clean(exclude=["project"])
            period.save()
        words = Message(
            "%(count)d reporting period was made.",
            {"count": len(found)},
            plural="%(count)d reporting periods were made.",
            count=len(found),
        )
        tell(held, user, words)
    return len(found)


def create(project: Project, user: User, **facts: Any) -> Period:
    """Add a reporting period."""
    with planning(project, checks=False) as held:
        if held.periods.count() >= MOST:
            raise ValidationError(_("A project has at most %(most)d periods."), params={"most": MOST})
        period = Period(project=held, number=queries.highest_number(held) + 1)
        analysis.take_over(period, facts)
        _refuse_odd(period)
        period.full_clean(exclude=["project"])
        period.save()
        tell(held, user, Message("Reporting period %(number)d was added.", {"number": period.number}))
    return period


def change(period: Period, user: User, *, revision: int, **facts: Any) -> None:
    """Change the days of a period."""
    _write(period, user, revision, facts, "The days of reporting period %(number)d were changed.")


def write(period: Period, user: User, *, revision: int, **facts: Any) -> None:
    """Write what the report of a period says besides numbers."""
    _write(period, user, revision, facts, "The texts of reporting period %(number)d were changed.")


def _write(period: Period, user: User, revision: int, facts: dict[str, Any], words: str) -> None:
    with open_period(period) as (held, locked):
        refuse_stale(locked, revision)
        before = analysis.snapshot_of(locked)
        analysis.take_over(locked, facts)
        after = analysis.snapshot_of(locked)
        if after == before:
            return
        if any(after[name] != before[name] for name in analysis.DATES):
            _refuse_odd(locked)
        locked.revision += 1
        locked.full_clean(exclude=["project"])
        locked.save()
        numbers = {"number": locked.revision, "before_number": locked.revision - 1}
        more = {"about": queries.ABOUT, "period": locked.pk, "before": before, "fields": after, **numbers}
        tell(held, user, Message(words, {"number": locked.number}), **more)


def remove(period: Period, user: User) -> None:
    """Remove a period in which nobody has reported anything."""
    with open_period(period) as (held, locked):
        if queries.has_reports(locked):
            raise ValidationError(_("Something was reported in this period already, so it stays."))
        number = locked.number
        locked.delete()
        tell(held, user, Message("Reporting period %(number)d was removed.", {"number": number}))


def close(period: Period, user: User) -> None:
    """Close a period: nothing in it changes any more, and its report stays as it is now."""
    with open_period(period) as (held, locked):
        report = {code: report_of(locked, code).kept() for code in LANGUAGES}
        locked.closed = timezone.now()
        locked.save(update_fields=["closed"])
        words = Message("Reporting period %(number)d was closed.", {"number": locked.number})
        tell(held, user, words, about=queries.CLOSING, period=locked.pk, report=report)


def reopen(period: Period, user: User) -> None:
    """Open a closed period again."""
    with planning(period.project, checks=False) as held:
        locked = Period.objects.select_for_update().get(pk=period.pk)
        if locked.closed is None:
            return
        locked.closed = None
        locked.save(update_fields=["closed"])
        tell(held, user, Message("Reporting period %(number)d was opened again.", {"number": locked.number}))
