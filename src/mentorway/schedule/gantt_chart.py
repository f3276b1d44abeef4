"""What a Gantt chart shows: rows, words and how wide it is, checked before anything is drawn."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from mentorway.schedule.gantt_scale import AxisWords, Zoom
from mentorway.schedule.plan import Dependency
from mentorway.wording import InvalidInputError, Message, Value, shown

MOST_ROWS = 5000
NARROWEST, WIDEST = 240, 20_000  # pixels
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
ADDRESS = re.compile(r"$|[/#?]|https?://")  # how a link may begin


class RowKind(StrEnum):
    """What a row shows; also the keys of the texts of the legend, with those of `Sign`."""

    PACKAGE = "package"
    TASK = "task"
    MILESTONE = "milestone"
    DELIVERABLE = "deliverable"


class Sign(StrEnum):
    """What else the legend explains."""

    DONE = "done"
    CRITICAL = "critical"
    AGREED = "baseline"
    TODAY = "today"


@dataclass(frozen=True)
class Row:
    """A row of the chart. Days are included; a milestone or deliverable is shown on its last day.

    `agreed` are the days of a baseline, `lane` the short name of the partner in charge, `depth` how many work
    packages it is in, `link` where a click leads ("" for nowhere), `text` what is read out and shown on
    hovering, e.g. "T1.2 Survey, 2 to 20 November, 40 % done".
    """

    key: str
    code: str
    title: str
    kind: RowKind
    first: dt.date
    last: dt.date
    done: float = 0.0
    critical: bool = False
    agreed: tuple[dt.date, dt.date] | None = None
    lane: str = ""
    depth: int = 0
    link: str = ""
    text: str = ""


@dataclass(frozen=True)
class Words:
    """Texts in the reader's language. `title` and `description` name the chart for those who hear it.

    `legend` has texts by `RowKind` and `Sign`; what has none is not explained. `no_lane` heads the rows of
    nobody.
    """

    axis: AxisWords
    title: str
    description: str = ""
    language: str = "en"
    today: str = "Today"
    no_lane: str = "–"
    legend: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Chart:
    """What is drawn. Dependencies name keys of rows; those that name others are not drawn.

    `width` is in pixels; a zoom other than auto may need more. `by_lane` puts the rows of each partner under
    a heading, partners in the order of their first rows. `free` are weekdays off, from 0 (Monday), which are
    shaded where days can be told apart. `name` begins the ids in the SVG: one for each chart of a page.
    """

    rows: tuple[Row, ...]
    words: Words
    dependencies: tuple[Dependency, ...] = ()
    today: dt.date | None = None
    zoom: Zoom = Zoom.AUTO
    width: int = 960
    by_lane: bool = False
    free: frozenset[int] = frozenset({5, 6})
    name: str = "gantt"

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        problem = _problem(self)
        if problem:
            raise InvalidInputError(problem)


def _problem(chart: Chart) -> Message | None:
    if not chart.rows:
        return Message("There is nothing to draw: the plan has no tasks.")
    if len(chart.rows) > MOST_ROWS:
        values: dict[str, Value] = {"count": len(chart.rows), "most": MOST_ROWS}
        return Message("A chart can have %(most)d rows, not %(count)d; draw a part of the plan.", values)
    if not NARROWEST <= chart.width <= WIDEST:
        limits = {"least": NARROWEST, "most": WIDEST, "came": chart.width}
        return Message("A chart is from %(least)d to %(most)d pixels wide, not %(came)d.", limits)
    if not NAME.fullmatch(chart.name):
        return Message("%(name)s cannot name a chart; use letters.", {"name": shown(chart.name)})
    return next((found for row in chart.rows if (found := _problem_of(row))), None)


def _problem_of(row: Row) -> Message | None:
    if not ADDRESS.match(row.link):
        return Message("%(link)s is no address of a page.", {"link": shown(row.link)})
    if not 0 <= row.done <= 1:
        values: dict[str, Value] = {"task": shown(row.title), "came": row.done}
        return Message("%(task)s: what is done is a share from 0 to 1, not %(came)s.", values)
    for first, last in ((row.first, row.last), *([row.agreed] if row.agreed else [])):
        if last < first:
            days = {"task": shown(row.title), "first": first.isoformat(), "last": last.isoformat()}
            return Message("%(task)s cannot end on %(last)s, before it begins on %(first)s.", days)
    return None
