"""How a plan will go: how sure its end is, who has too much to do, and what is earned of what was agreed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import numpy as np
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.schedule.critical import Dates
from mentorway.schedule.loads import Load, loads
from mentorway.schedule.plan import Plan
from mentorway.schedule.progress import Progress, earned_value
from mentorway.schedule.risk import Settings, simulate
from mentorway.web.plan.analysis.baselines import agreed_of
from mentorway.web.plan.analysis.load_chart import Chart, Month, chart_of
from mentorway.web.plan.analysis.people import tops_of
from mentorway.web.plan.analysis.saying import said
from mentorway.web.plan.models import Baseline, Item, ProjectPartner, Worked
from mentorway.web.plan.queries.items import Rows

RUNS: Final = 5000
FEWEST: Final = 1000
AT_ONCE: Final = 1_000_000  # lines times runs that a page has time for
DECIDING: Final = 10  # lines that are shown
THURSDAY: Final = dt.timedelta(days=3)


def number(value: float, places: int = 1) -> str:
    """Return a number as the reader writes it, without zeros behind the point."""
    rounded = round(value, places)
    whole = rounded == int(rounded)
    return str(number_format(rounded, 0 if whole else places, use_l10n=True, force_grouping=True))


def _percent(share: float) -> str:
    return _("%(share)s %%") % {"share": number(100 * share, 0)}


@dataclass(frozen=True)
class Sure:
    """By which day something has ended in 50, 80 and 95 of 100 runs, beside the day that is planned."""

    title: str
    item: Item | None
    planned: dt.date
    days: Sequence[dt.date]


@dataclass(frozen=True)
class Certainty:
    """What came of carrying out a plan many times."""

    runs: int
    rows: Sequence[Sure]
    deciding: Sequence[tuple[Item, str]]
    in_time: str
    cautions: Sequence[str]

    @property
    def times(self) -> str:
        """How many runs, as readers write it."""
        return number(self.runs, 0)


def guessed(rows: Rows) -> list[Item]:
    """Return the lines with a guess that still counts."""
    return [item for item in rows.items if item.shortest is not None and item.days and not item.finished]


def certainty_of(rows: Rows, plan: Plan, today: dt.date) -> Certainty:
    """Return how sure the dates are; the same plan gives the same answer."""
    project = rows.project
    runs = min(max(AT_ONCE // max(len(rows.items), 1), FEWEST), RUNS)
    rng = np.random.default_rng([project.pk, project.revision])
    risk = simulate(plan, rng, Settings(runs=runs, today=today))
    ends = [risk.finish_at(share) for share in (0.5, 0.8, 0.95)]
    found = [Sure(_("The whole plan"), None, risk.planned.finish, ends)]
    for item in rows.items:
        if item.is_moment and not item.finished:
            key = str(item.pk)
            found.append(Sure(str(item), item, risk.planned[key].finish, risk.by_task[key]))
    often = [
        (share, item)
        for item in rows.items
        if (share := risk.criticality.get(str(item.pk), 0)) and item.days and not item.finished
    ]
    often.sort(key=lambda one: -one[0])
    in_time = _("In %(share)s of the runs the plan has ended by the last day of the project, %(day)s.") % {
        "share": _percent(risk.chance(project.ends_on)),
        "day": date_format(project.ends_on),
    }
    return Certainty(
        runs,
        found,
        [(item, _percent(share)) for share, item in often[:DECIDING]],
        in_time,
        [said(one) for one in risk.cautions],
    )


@dataclass(frozen=True)
class Busy:
    """One partner month by month, and how many person-days are more than it can do."""

    partner: str
    months: Sequence[Month]
    chart: Chart
    over: str


@dataclass(frozen=True)
class Workload:
    """All partners with work, and what no other dates can mend."""

    partners: Sequence[Busy]
    messages: Sequence[str]
    too_much: bool


def named_plan(plan: Plan, partners: Iterable[ProjectPartner]) -> Plan:
    """Return a plan that names partners as people do, so that sentences name them too."""
    names = {str(row.partner_id): row.short for row in partners}
    tasks = (
        replace(task, work={names.get(who, who): days for who, days in task.work.items()})
        for task in plan.tasks
    )
    return replace(plan, tasks=tuple(tasks))


def workload_of(
    plan: Plan, dates: Dates, partners: Sequence[ProjectPartner], persons: Mapping[str, float]
) -> Workload:
    """Return how much each partner has to do month by month; ``persons`` by short name."""
    found = loads(named_plan(plan, partners), dates, persons)
    weeks: dict[str, list[Load]] = defaultdict(list)
    for one in found.weeks:
        weeks[one.partner].append(one)
    titles = {row.short: str(row.partner) for row in partners}
    busy = [_busy(titles.get(who, who), own) for who, own in weeks.items()]
    return Workload(busy, [said(one) for one in found.messages], bool(found.over))


def month_of(week: dt.date) -> dt.date:
    """Return the first day of the month that a week counts for."""
    return (week + THURSDAY).replace(day=1)


def _busy(partner: str, weeks: Sequence[Load]) -> Busy:
    by_month: dict[dt.date, list[Load]] = defaultdict(list)
    for one in weeks:
        by_month[month_of(one.week)].append(one)
    months = [
        Month(
            first,
            sum(one.days for one in own),
            sum(one.capacity for one in own),
            sum(one.over for one in own),
        )
        for first, own in sorted(by_month.items())
    ]
    over, count = sum(one.over for one in months), sum(one.over > 0 for one in months)
    words = ""
    if count:
        text = "%(days)s person-days too much, in %(count)d month"
        words = ngettext(text, "%(days)s person-days too much, in %(count)d months", count)
        words %= {"days": number(over), "count": count}
    return Busy(partner, months, chart_of(months), words)


@dataclass(frozen=True)
class EarnedRow:
    """Person-days of a line at the top of the tree: agreed, due by the day, earned and worked."""

    title: str
    cells: Sequence[str]


@dataclass(frozen=True)
class Earnings:
    """What is earned of what was agreed, in words."""

    progress: Progress
    rows: Sequence[EarnedRow]
    total: Sequence[str]
    sentences: Sequence[str]
    cautions: Sequence[str]


def earnings_of(
    rows: Rows, plan: Plan, baseline: Baseline, day: dt.date, worked: Sequence[Worked]
) -> Earnings:
    """Return what is earned by a day; days that were worked count as far as their period has begun."""
    agreed = agreed_of(baseline, rows)
    known = {task.key for task in plan.tasks} | agreed.tasks.keys()
    begun = [one for one in worked if one.period.starts_on <= day]
    lost = sum((one.days for one in begun if str(one.item_id) not in known), Decimal())
    spent: dict[str, float] = defaultdict(float)
    for one in begun:
        if str(one.item_id) in known:
            spent[str(one.item_id)] += float(one.days)
    earned = {row.key: row for row in earned_value(plan, agreed, day).tasks}
    actual = _spread(rows, spent, {key: row.earned for key, row in earned.items()})
    progress = earned_value(plan, agreed, day, actual)
    cautions = [said(one) for one in progress.cautions]
    cautions += _own_cautions([one for one in begun if one.period.ends_on > day], lost)
    total = [number(value) for value in _figures(progress)]
    return Earnings(progress, _earned_rows(rows, progress), total, _sentences(progress), cautions)


def _figures(one: Progress) -> tuple[float, ...]:
    return one.agreed, one.planned, one.earned, one.actual or 0.0


def _spread(rows: Rows, spent: Mapping[str, float], earned: Mapping[str, float]) -> dict[str, float]:
    """Share what was reported for a whole package among its parts, as they earned."""
    found: dict[str, float] = defaultdict(float)
    for key, days in spent.items():
        item = rows.by_pk.get(int(key))
        parts = [str(one.pk) for one in rows.below(item)[1:]] if item else []
        weights = {part: earned[part] for part in parts if earned.get(part)}
        for part, weight in weights.items():
            found[part] += days * weight / sum(weights.values())
        if not weights:
            found[key] += days
    return found


def _own_cautions(late: Sequence[Worked], lost: Decimal) -> list[str]:
    found = []
    if late:
        last = max(one.period.ends_on for one in late)
        text = _("Person-days are reported by period; the last one that counts here ends on %(day)s.")
        found.append(text % {"day": date_format(last)})
    if lost:
        text = _("%(days)s person-days were worked on lines that nobody agreed and that were taken out.")
        found.append(text % {"days": number(float(lost))})
    return found


def _earned_rows(rows: Rows, progress: Progress) -> list[EarnedRow]:
    tops = tops_of(rows)
    sums: dict[str, list[float]] = {}
    for one in progress.tasks:
        top = tops.get(int(one.key))
        own = sums.setdefault(str(top) if top else _("Taken out of the plan"), [0.0] * 4)
        for place, value in enumerate((one.agreed, one.planned, one.earned, one.actual or 0.0)):
            own[place] += value
    return [EarnedRow(title, [number(value) for value in own]) for title, own in sums.items() if any(own)]


def _sentences(one: Progress) -> list[str]:
    found = [] if one.planned else [_("Nothing was due by this day.")]
    if one.spi is not None:
        text = _("For each 100 person-days that were due, %(count)s are done (SPI %(ratio)s).")
        found.append(text % {"count": number(100 * one.spi, 0), "ratio": number(one.spi, 2)})
    if one.cpi is not None:
        text = _("For each 100 person-days that were worked, %(count)s are done (CPI %(ratio)s).")
        found.append(text % {"count": number(100 * one.cpi, 0), "ratio": number(one.cpi, 2)})
    late = one.days_behind
    if late and one.planned:
        text = "The work is %(count)d day behind what was agreed."
        words = ngettext(text, "The work is %(count)d days behind what was agreed.", late)
        if late < 0:
            text = "The work is %(count)d day ahead of what was agreed."
            words = ngettext(text, "The work is %(count)d days ahead of what was agreed.", -late)
        found.append(words % {"count": abs(late)})
    if one.estimate is not None:
        text = _("If it goes on like this, all the work takes %(days)s person-days; %(agreed)s were agreed.")
        found.append(text % {"days": number(one.estimate), "agreed": number(one.agreed)})
    return found
