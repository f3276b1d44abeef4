"""What a file of Microsoft Project says besides lines: how far they are, what was agreed, whose holidays."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.schedule.mspdi import About
from mentorway.schedule.plan import ALWAYS, Calendar, Plan
from mentorway.web.network.models import Country
from mentorway.web.plan.analysis.dates import calendar_of
from mentorway.web.plan.models import Project

LONGEST_TITLE: Final = 100
FEW: Final = 10
DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Progress:
    """How far a line is, in percent, and when it really began and ended."""

    done: int = 0
    started: dt.date | None = None
    finished: dt.date | None = None

    def __bool__(self) -> bool:
        return bool(self.done or self.started or self.finished)


@dataclass(frozen=True)
class Agreed:
    """A baseline of a file: its name, when it was made, first and last days of lines by their codes."""

    title: str
    made: dt.date
    dates: Mapping[str, tuple[dt.date, dt.date]]


@dataclass(frozen=True)
class Besides:
    """What a file says besides lines, by the codes of lines; ``losses`` say what of it is left out."""

    progress: Mapping[str, Progress] = field(default_factory=dict)
    agreed: tuple[Agreed, ...] = ()
    countries: Mapping[str, str] = field(default_factory=dict)
    losses: tuple[str, ...] = ()

    def packed(self) -> list[Any]:
        """Return it as plain values that a page can carry."""
        progress = {
            code: [one.done, *map(_text, (one.started, one.finished))] for code, one in self.progress.items()
        }
        agreed = [
            [
                one.title,
                one.made.isoformat(),
                {code: list(map(_text, days)) for code, days in one.dates.items()},
            ]
            for one in self.agreed
        ]
        return [progress, agreed, dict(self.countries)]


def unpacked(found: list[Any]) -> Besides:
    """Return what `Besides.packed` has made plain."""
    progress, agreed, countries = found
    return Besides(
        {code: Progress(done, *map(_day, days)) for code, (done, *days) in progress.items()},
        tuple(
            Agreed(
                title,
                dt.date.fromisoformat(made),
                {
                    code: (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
                    for code, (first, last) in dates.items()
                },
            )
            for title, made, dates in agreed
        ),
        countries,
    )


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def besides(plan: Plan, about: About, project: Project) -> Besides:
    """Return what a file says besides lines. Keys of ``plan`` and of baselines are the codes of lines."""
    progress, ahead = _progress(plan)
    agreed = tuple(_agreed(about))
    countries, strange = _countries(plan, project)
    losses = [*strange, *_baselines_in_part(plan, about)]
    if ahead:
        words = _("Days of beginning or end that are still to come are not taken over: %(codes)s.")
        losses.append(words % {"codes": few(ahead)})
    return Besides(progress, agreed, countries, tuple(losses))


def _progress(plan: Plan) -> tuple[dict[str, Progress], list[str]]:
    """How far lines without parts are, and the lines that the file lets begin or end after today."""
    today, packages = timezone.localdate(), {task.parent for task in plan.tasks}
    found: dict[str, Progress] = {}
    ahead: list[str] = []
    for task in plan.tasks:
        if task.key in packages:
            continue
        started = None if task.is_milestone else task.started
        one = Progress(round(task.done * 100), started, task.finished)
        if (one.started or today) > today or (one.finished or today) > today:
            ahead.append(task.key)
            kept = one.started if one.started and one.started <= today else None
            one = replace(
                one, started=kept, finished=None if (one.finished or today) > today else one.finished
            )
        if one.finished:
            one = replace(one, done=100)
        if one:
            found[task.key] = one
    return found, ahead


def _agreed(about: About) -> Iterator[Agreed]:
    used: set[str] = set()
    for number, one in enumerate(about.baselines):
        usual = _("Baseline %(number)d") % {"number": number}
        title, count = (one.name or usual)[:LONGEST_TITLE], 1
        while title in used:
            count += 1
            title = f"{(one.name or usual)[: LONGEST_TITLE - 4]} {count}"
        used.add(title)
        yield Agreed(title, one.made, {code: (kept.start, kept.finish) for code, kept in one.tasks.items()})


def _baselines_in_part(plan: Plan, about: About) -> Iterator[str]:
    """Say where person-days were agreed that are others than those planned now."""
    now = {task.key: dict(task.work) for task in plan.tasks}
    other = [
        one.name
        for one in about.baselines
        if any(kept.work and dict(kept.work) != now.get(code, {}) for code, kept in one.tasks.items())
    ]
    if other:
        words = _("A baseline keeps days. The person-days agreed in these are not taken over: %(names)s.")
        yield words % {"names": few(other)}


def _countries(plan: Plan, project: Project) -> tuple[dict[str, str], list[str]]:
    """Whose public holidays lines keep, told by name or days off of their calendar, and what is lost."""
    used: dict[str, list[str]] = {}
    packages = {task.parent for task in plan.tasks}
    for task in plan.tasks:
        if task.key not in packages:
            used.setdefault(task.calendar, []).append(task.key)
    found: dict[str, str] = {}
    losses: list[str] = []
    for name, codes in used.items():
        calendar = plan.calendars.get(name) or Calendar()
        country = name if name in Country.values else _alike(calendar, project)
        if country:
            found |= dict.fromkeys(codes, country)
        losses += _days_lost(name, calendar, country, project)
    return found, losses


def _alike(calendar: Calendar, project: Project) -> str:
    """The country that works on the same days of the project as a calendar; "" where none does."""
    own = {row.country for row in (one.partner for one in project.partners.select_related("partner"))}
    for country in sorted(
        Country.values, key=lambda one: (one != project.partner.country, one not in own, one)
    ):
        if not any(_differing(calendar, country, project)):
            return country
    return ""


def _differing(calendar: Calendar, country: str, project: Project) -> Iterator[tuple[dt.date, bool]]:
    """Days of the project on which a calendar and a country differ, with whether the calendar works then."""
    theirs, day = calendar_of(country, project), project.starts_on
    while day <= project.ends_on:
        if (works := calendar.works_on(day)) != theirs.works_on(day):
            yield day, works
        day += DAY


def _days_lost(name: str, calendar: Calendar, country: str, project: Project) -> Iterator[str]:
    """Say which days of a calendar lines do not keep here, where they keep the holidays of a country."""
    kept = country or project.partner.country
    differing = list(_differing(calendar, kept, project))
    values = {
        "name": _("of the project") if name == ALWAYS else f"“{name}”",
        "country": str(Country(kept).label) if kept in Country.values else kept,
    }
    off = [date_format(day, "SHORT_DATE_FORMAT") for day, works in differing if not works]
    worked = [date_format(day, "SHORT_DATE_FORMAT") for day, works in differing if works]
    if off:
        words = _(
            "Lines of the calendar %(name)s keep the public holidays of %(country)s. These days off of the "
            "file are not kept: %(days)s."
        )
        yield words % {**values, "days": few(off)}
    if worked:
        words = _(
            "Lines of the calendar %(name)s keep the public holidays of %(country)s. The file works on these "
            "days, and they do not: %(days)s."
        )
        yield words % {**values, "days": few(worked)}


def few(names: Iterable[str], most: int = FEW) -> str:
    """Return the first names of many."""
    found = list(names)
    return ", ".join(found[:most]) + (" …" if len(found) > most else "")
