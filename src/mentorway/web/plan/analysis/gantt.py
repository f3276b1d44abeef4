"""The plan as a chart: which lines are shown, what stands on them, and what moving one of them means."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.dates import MONTHS_3
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from mentorway.schedule import gantt_parts as parts
from mentorway.schedule.calendars import add_working_days, next_working_day
from mentorway.schedule.critical import Dates
from mentorway.schedule.gantt import COLUMN, COLUMN_SHARE, SAMPLE, drawn_apart
from mentorway.schedule.gantt_chart import Chart, Row, RowKind, Sign, Words
from mentorway.schedule.gantt_scale import AxisWords, Zoom, scale_of
from mentorway.web.plan.analysis.baselines import span
from mentorway.web.plan.analysis.items import shares
from mentorway.web.plan.models import Baseline, Bound, Item, Kind
from mentorway.web.plan.queries.items import Rows
from mentorway.wording import InvalidInputError, Message, shown

LONGEST_CHAIN: Final = 20
ALL_DONE: Final = 100
INDENT: Final = "\u2003"
WIDE: Final = 1080  # pixels of the chart on a page


ZOOMS: Final = (
    (Zoom.AUTO.value, pgettext_lazy("zoom", "As it fits")),
    (Zoom.DAY.value, pgettext_lazy("zoom", "Days")),
    (Zoom.WEEK.value, pgettext_lazy("zoom", "Weeks")),
    (Zoom.MONTH.value, pgettext_lazy("zoom", "Months")),
    (Zoom.QUARTER.value, pgettext_lazy("zoom", "Quarters")),
)


@dataclass(frozen=True)
class View:
    """What of the plan is drawn, and how. ``package`` is a line whose parts alone are shown."""

    zoom: Zoom = Zoom.AUTO
    baseline: Baseline | None = None
    by_partner: bool = False
    only_critical: bool = False
    package: int = 0


def view_of(chosen: Mapping[str, str], baseline: Baseline | None) -> View:
    """Return what somebody has chosen to see."""
    zoom, package = Zoom(chosen["zoom"] or Zoom.AUTO), int(chosen["package"] or 0)
    return View(zoom, baseline, bool(chosen["lanes"]), bool(chosen["critical"]), package)


def lines_shown(rows: Rows, dates: Dates, view: View) -> list[Item]:
    """Return the lines that are drawn; a line that the end depends on comes with its work packages."""
    items: Iterable[Item] = rows.items
    if view.package in rows.by_pk:
        inside = {item.pk for item in rows.below(rows.by_pk[view.package])}
        items = [item for item in items if item.pk in inside]
    if view.only_critical:
        items = [item for item in items if dates[str(item.pk)].critical]
    return list(items)


def chart_of(
    rows: Rows, dates: Dates, view: View, shorts: Mapping[int, str], more: Mapping[str, Any]
) -> Chart | None:
    """Return the chart, None where no line is left; ``more`` is about the chart, with ``base`` for links."""
    facts = dict(more)
    base, done = facts.pop("base", ""), shares(rows)
    agreed = _agreed(view.baseline)
    items = lines_shown(rows, dates, view)
    found = tuple(
        _row(item, rows, dates, (done[item.pk], agreed.get(item.pk), base, shorts)) for item in items
    )
    if not found:
        return None
    return Chart(
        found, words_of(rows), dates.plan.dependencies, zoom=view.zoom, by_lane=view.by_partner, **facts
    )


def _agreed(baseline: Baseline | None) -> dict[int, tuple[dt.date, dt.date]]:
    if baseline is None:
        return {}
    days = {
        int(key): [dt.date.fromisoformat(day) for day in kept[:2]] for key, kept in baseline.dates.items()
    }
    return {key: (first, last) for key, (first, last) in days.items()}


def _row(item: Item, rows: Rows, dates: Dates, more: tuple[Any, ...]) -> Row:
    share, agreed, base, shorts = more
    own, is_package = dates[str(item.pk)], item.pk in rows.parts
    kind = RowKind.PACKAGE if is_package else RowKind(item.kind)
    words = _("%(line)s, %(days)s, %(percent)s %% done")
    values = {"line": item, "days": span(own.start, own.finish), "percent": round(share * ALL_DONE)}
    return Row(
        key=str(item.pk),
        code=item.code,
        title=item.title,
        kind=kind,
        first=own.start,
        last=own.finish,
        done=min(max(share, 0.0), 1.0),
        critical=own.critical,
        agreed=agreed,
        lane=shorts.get(item.lead_id or 0, ""),
        depth=rows.depths[item.pk],
        link=f"{base}{item.pk}/" if base else "",
        text=words % values,
    )


def words_of(rows: Rows) -> Words:
    """Return the texts of a chart in the reader's language."""
    week = pgettext("week of the year", "W%(number)s") % {"number": "{}"}
    quarter = pgettext("quarter of the year", "Q%(number)s") % {"number": "{}"}
    return Words(
        AxisWords(tuple(str(MONTHS_3[month]).capitalize() for month in range(1, 13)), week, quarter),
        title=_("Plan of %(project)s") % {"project": rows.project},
        description=_("Every line of the plan by its days. The same stands in the table of lines."),
        language=get_language() or "en",
        today=_("Today"),
        no_lane=_("Led by nobody"),
        legend=legend_words(),
    )


def legend_words() -> dict[str, str]:
    """Return what the signs of a chart mean."""
    return {
        **{kind.value: str(Kind(kind.value).label) for kind in RowKind},
        Sign.DONE.value: pgettext("progress", "Done"),
        Sign.CRITICAL.value: _("The end depends on it"),
        Sign.AGREED.value: _("As it was agreed"),
        Sign.TODAY.value: _("Today"),
    }


@dataclass(frozen=True)
class Drawing:
    """A chart for a page; ``pixels`` is how wide a day is, for moving bars with the mouse.

    The legend stands apart, as signs with their words, so that it does not scroll away with the plot.
    """

    labels: str
    plot: str
    pixels: float
    legend: Sequence[tuple[str, str]]


def drawing_of(
    rows: Rows, dates: Dates, view: View, shorts: Mapping[int, str], more: Mapping[str, Any]
) -> Drawing | None:
    """Draw the chart for a page, as `chart_of`; InvalidInputError where it cannot be drawn."""
    chart = chart_of(rows, dates, view, shorts, more)
    if chart is None:
        return None
    made = drawn_apart(replace(chart, words=replace(chart.words, legend={})))
    days = [day for row in chart.rows for day in (row.first, row.last, *(row.agreed or ()))]
    left = min(COLUMN, chart.width * COLUMN_SHARE)
    scale = scale_of(min(days), max(days), chart.zoom, chart.width - left)
    today = chart.today is not None and scale.shows(chart.today)
    return Drawing(made.labels, made.plot, scale.pixels, list(_legend(chart, today=today)))


def _legend(chart: Chart, *, today: bool) -> Iterator[tuple[str, str]]:
    rows, words = chart.rows, chart.words.legend
    bar = parts.rect("bar", 1, parts.BAR_TOP, SAMPLE, parts.BAR)
    middle = 1 + SAMPLE / 2
    signs = {
        RowKind.PACKAGE: parts.bracket(1, 1 + SAMPLE, 0),
        RowKind.TASK: bar,
        RowKind.MILESTONE: parts.diamond(middle, 0),
        RowKind.DELIVERABLE: parts.sheet(middle, 0),
    }
    for kind, sign in signs.items():
        if any(row.kind is kind for row in rows):
            yield sign, words[kind.value]
    if any(row.done and row.kind is RowKind.TASK for row in rows):
        half = parts.rect("done", 1, parts.BAR_TOP, SAMPLE / 2, parts.BAR)
        yield bar + half, words[Sign.DONE.value]
    if any(row.critical for row in rows):
        yield f'<g class="gantt-critical">{bar}</g>', words[Sign.CRITICAL.value]
    if any(row.agreed for row in rows):
        yield parts.rect("agreed", 1, parts.BAR, SAMPLE, parts.AGREED), words[Sign.AGREED.value]
    if today:
        yield parts.path("today", f"M{parts.number(middle)} 3v18"), words[Sign.TODAY.value]


@dataclass(frozen=True)
class Deciding:
    """The end of the plan, and the lines that decide it, the first of them first."""

    day: dt.date
    lines: Sequence[Item]
    more: int


def deciding(rows: Rows, dates: Dates) -> Deciding:
    """Return which lines decide the end; of a long chain the last ones."""
    chain = [rows.by_pk[int(key)] for key in dates.chain]
    return Deciding(dates.finish, chain[-LONGEST_CHAIN:], max(len(chain) - LONGEST_CHAIN, 0))


@dataclass(frozen=True)
class Movable:
    """A line that can be moved in the chart: ``value`` says which, and what was known of it."""

    item: Item
    value: str
    title: str


def movable(rows: Rows) -> list[Movable]:
    """Return the lines that have days of their own; a work package follows from its parts."""
    return [
        Movable(item, f"{item.pk}.{item.revision}", INDENT * rows.depths[item.pk] + str(item))
        for item in rows.items
        if item.pk not in rows.parts
    ]


@dataclass(frozen=True)
class Wish:
    """How a line is to move: to a day, by working days or by calendar days; to a length, or by days."""

    day: dt.date | None = None
    days: int | None = None
    shift: int = 0
    drag: int = 0
    stretch: int = 0


def facts_of(item: Item, dates: Dates, wish: Wish) -> dict[str, Any]:
    """Return what a wish writes into a line; InvalidInputError says why it cannot be."""
    found: dict[str, Any] = {}
    day = _wished_day(item, dates, wish)
    if day is not None:
        _refuse_decided(item)
        fixed = item.bound == Bound.STARTS_ON
        found |= {"bound": Bound.STARTS_ON if fixed else Bound.NOT_BEFORE, "day": day}
    if wish.days is not None or wish.stretch:
        days = item.days + wish.stretch if wish.days is None else wish.days
        if item.is_moment and days:
            raise InvalidInputError(
                Message("%(line)s marks a moment and takes no time. Move it instead.", {"line": shown(item)})
            )
        found["days"] = max(days, 0 if item.is_moment or not item.days else 1)
    return found


def _wished_day(item: Item, dates: Dates, wish: Wish) -> dt.date | None:
    start = dates[str(item.pk)].start
    task = next(task for task in dates.plan.tasks if task.key == str(item.pk))
    calendar = dates.plan.calendar_of(task)
    if wish.day is not None:
        return wish.day
    if wish.shift:
        return add_working_days(calendar, start, wish.shift)
    return next_working_day(calendar, start + dt.timedelta(days=wish.drag)) if wish.drag else None


def _refuse_decided(item: Item) -> None:
    """Refuse to move what has begun."""
    if item.started or item.finished:
        raise InvalidInputError(
            Message("%(line)s has really begun or ended. These days are stated.", {"line": shown(item)})
        )
