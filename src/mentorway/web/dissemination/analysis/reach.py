"""How often public pages are opened: by day, week or month, language and kind of page; drawn, and told."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from mentorway.web.core.tables import Cell

DAY, WEEK, MONTH = "day", "week", "month"
STEPS: Final = (DAY, WEEK, MONTH)
MOST_DAYS: Final = 3660
FIRST_YEAR, LAST_YEAR = 2000, 2200
MOST_BARS: Final = 130
LEFT, TOP, BOTTOM, STEP, BAR = 56, 22, 150, 22, 15
LABEL_EVERY: Final = 4
DOWNLOAD, FEED, CARD, EMBED = "download", "feed", "card", "embed"
# What programs of others fetch is counted, and is no page that somebody opened.
NOT_READ: Final = (DOWNLOAD, FEED, CARD)
GROUPS: Final[Mapping[str, str | Promise]] = {
    "front": pgettext_lazy("pages opened", "First page"),
    "about": pgettext_lazy("pages opened", "About the project"),
    "results": pgettext_lazy("pages opened", "Results"),
    "news": pgettext_lazy("pages opened", "News"),
    "events": pgettext_lazy("pages opened", "Events"),
    "materials": pgettext_lazy("pages opened", "Materials"),
    "programme": pgettext_lazy("pages opened", "Training programmes"),
    "data": pgettext_lazy("pages opened", "Open data"),
    "search": pgettext_lazy("pages opened", "Search"),
    EMBED: pgettext_lazy("pages opened", "Results inside pages of others"),
    DOWNLOAD: pgettext_lazy("pages opened", "Files fetched"),
    FEED: pgettext_lazy("pages opened", "News for feed readers and calendars"),
    CARD: pgettext_lazy("pages opened", "Pictures for links in other places"),
}
SAME: Final = {"privacy": "about", "files": DOWNLOAD, "feed.atom": FEED, "calendar.ics": FEED}
ENDINGS: Final = (".svg", ".csv", ".json", ".bib", ".cff", ".ics", ".zip", ".pdf")
PARTS_OF_FILE: Final = 4  # programme/<number>/<language>/<kind>/


@dataclass(frozen=True)
class Period:
    """A day, week or month, and how often pages were opened in it."""

    first: dt.date
    name: str
    times: int


@dataclass(frozen=True)
class Bar:
    """One period in the drawing."""

    left: int
    top: float
    height: float
    middle: float
    label: str


@dataclass(frozen=True)
class Chart:
    """A drawing: places of bars, no words but days."""

    bars: Sequence[Bar]
    highest: str
    width: int
    is_cut: bool
    top: int = TOP
    bottom: int = BOTTOM
    left: int = LEFT
    bar: int = BAR
    height: int = BOTTOM + 30

    @property
    def right(self) -> int:
        """Where the axis ends."""
        return self.width - 8


@dataclass(frozen=True)
class Found:
    """Counts of some days: by period, by kind of page, by language, and the pages opened most."""

    periods: Sequence[Period]
    groups: Sequence[tuple[str, int]]
    languages: Sequence[tuple[str, int]]
    pages: Sequence[tuple[str, int]]
    total: int
    chart: Chart


def steps() -> list[tuple[str, str]]:
    """Return by what counts can be added up."""
    return [(DAY, _("By day")), (WEEK, _("By week")), (MONTH, _("By month"))]


def groups() -> list[tuple[str, str]]:
    """Return the kinds of pages."""
    return [(value, str(label)) for value, label in GROUPS.items()]


def group_of(page: str) -> str:
    """Return the kind of a page by its address below the language.

    >>> [group_of(one) for one in ("front", "results/partners/", "results/partners/data.csv", "files/a/1/")]
    ['front', 'results', 'download', 'download']
    """
    parts = [one for one in page.lower().split("/") if one] or ["front"]
    first = SAME.get(parts[0], parts[0])
    if first in (FEED, CARD):
        return first
    is_file = parts[-1].endswith(ENDINGS) or (first == "programme" and len(parts) >= PARTS_OF_FILE)
    if is_file:
        return DOWNLOAD
    return EMBED if parts[-1] == EMBED else first


def named(value: str) -> str:
    """Return what a kind of page is called; one that is not known is called as it is counted."""
    return str(GROUPS.get(value, value))


def found_in(rows: Iterable[Mapping[str, Any]], chosen: Mapping[str, Any]) -> Found:
    """Return counts of the days from ``first`` to ``last``, added up by ``step``, of one ``group`` or all."""
    times: Counter[dt.date] = Counter()
    by_group: Counter[str] = Counter()
    by_language: Counter[str] = Counter()
    by_page: Counter[str] = Counter()
    for row in rows:
        kind = group_of(row["page"])
        if chosen["group"] and kind != chosen["group"]:
            continue
        times[begin_of(row["day"], chosen["step"])] += row["times"]
        by_group[kind] += row["times"]
        by_language[row["language"]] += row["times"]
        by_page[row["page"]] += row["times"]
    periods = [Period(day, name_of(day, chosen["step"]), times[day]) for day in _days(chosen)]
    return Found(
        periods=periods,
        groups=[(named(value), count) for value, count in by_group.most_common()],
        languages=by_language.most_common(),
        pages=by_page.most_common(20),
        total=sum(times.values()),
        chart=chart_of(periods),
    )


def begin_of(day: dt.date, step: str) -> dt.date:
    """Return the first day of the period in which a day lies; weeks begin on Monday.

    >>> begin_of(dt.date(2026, 11, 29), "week"), begin_of(dt.date(2026, 11, 29), "month")
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 1))
    """
    if step == WEEK:
        return day - dt.timedelta(days=day.weekday())
    return day.replace(day=1) if step == MONTH else day


def _days(chosen: Mapping[str, Any]) -> list[dt.date]:
    """Return the first days of all periods, those without a count too."""
    found, day, step = [], begin_of(chosen["first"], chosen["step"]), chosen["step"]
    while day <= chosen["last"]:
        found.append(day)
        if step == MONTH:
            day = (day + dt.timedelta(days=32)).replace(day=1)
        else:
            day += dt.timedelta(days=7 if step == WEEK else 1)
    return found


def name_of(day: dt.date, step: str) -> str:
    """Return what a period is called."""
    if step == MONTH:
        return date_format(day, "F Y")
    shown = date_format(day, "DATE_FORMAT")
    return _("Week from %(day)s") % {"day": shown} if step == WEEK else shown


def chart_of(periods: Sequence[Period]) -> Chart:
    """Return the drawing of periods; of very many, the last ones."""
    shown = periods[-MOST_BARS:]
    most = max((one.times for one in shown), default=0) or 1
    scale = (BOTTOM - TOP) / most
    bars = []
    for place, one in enumerate(shown):
        left, height = LEFT + 8 + place * STEP, round(one.times * scale, 1)
        label = date_format(one.first, "j.n.") if not place % LABEL_EVERY else ""
        bars.append(Bar(left, round(BOTTOM - height, 1), height, left + BAR / 2, label))
    width = LEFT + 8 + max(len(shown), 1) * STEP + 40
    return Chart(bars, str(number_format(most, 0)), width, len(periods) > len(shown))


def header() -> list[str]:
    """Return the heads of the columns of the table of counts."""
    return [_("Day"), _("Kind of page"), _("Page"), _("Language"), _("Times opened")]


def rows_of(rows: Iterable[Mapping[str, Any]], kind: str) -> Iterable[list[Cell]]:
    """Yield counts as rows of a table, of one kind of page or all."""
    for row in rows:
        found = group_of(row["page"])
        if not kind or found == kind:
            yield [row["day"], named(found), row["page"], row["language"], row["times"]]
