"""The time axis of a Gantt chart: how many pixels a day has, and what stands above it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from mentorway.wording import InvalidInputError, Message

LONGEST = 366 * 100  # days that can be drawn
MOST_DAYS_WIDE = 48.0  # pixels of a day at most
MARGIN = 14.0  # pixels of room on both sides, in which arrows turn


class Zoom(StrEnum):
    """What the smallest division of the axis is."""

    AUTO = "auto"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


LEAST = {Zoom.DAY: 16.0, Zoom.WEEK: 3.6, Zoom.MONTH: 0.9, Zoom.QUARTER: 0.3}  # pixels of a day


@dataclass(frozen=True)
class AxisWords:
    """Texts of the axis: 12 short months; in `week` and `quarter`, "{}" is the number.

    >>> AxisWords(tuple("JFMAMJJASOND")).week.replace("{}", "48")
    'W48'
    """

    months: tuple[str, ...]
    week: str = "W{}"
    quarter: str = "Q{}"

    def __post_init__(self) -> None:
        if len(self.months) != 12:  # noqa: PLR2004 - months of a year
            raise InvalidInputError(
                Message("A year needs the names of 12 months, not %(count)d.", {"count": len(self.months)})
            )


@dataclass(frozen=True)
class Tick:
    """A division of the axis: from and to which pixel, and what it is called."""

    left: float
    right: float
    label: str


@dataclass(frozen=True)
class Scale:
    """Days as pixels. `first` and `last` are ordinals of the days drawn, both included."""

    zoom: Zoom
    first: int
    last: int
    pixels: float

    @property
    def width(self) -> float:
        """Pixels of the whole axis."""
        return (self.last - self.first + 1) * self.pixels

    def morning(self, day: dt.date) -> float:
        """Where a day begins."""
        return (day.toordinal() - self.first) * self.pixels

    def evening(self, day: dt.date) -> float:
        """Where a day ends."""
        return self.morning(day) + self.pixels

    def noon(self, day: dt.date) -> float:
        """The middle of a day."""
        return self.morning(day) + self.pixels / 2

    def shows(self, day: dt.date) -> bool:
        """Whether a day is on the axis."""
        return self.first <= day.toordinal() <= self.last


def scale_of(first: dt.date, last: dt.date, zoom: Zoom, width: float) -> Scale:
    """A scale on which all days from the first to the last have room.

    Parameters
    ----------
    first, last : date
        Both included.
    zoom : Zoom
        `AUTO` takes the finest with which the days fit; another one may need more than the width.
    width : float
        Pixels that the axis should fill.

    Returns
    -------
    Scale
        It goes on behind the last day where there is room.

    Raises
    ------
    InvalidInputError
        There are more than 36,600 days.

    Examples
    --------
    >>> scale_of(dt.date(2026, 11, 2), dt.date(2027, 10, 29), Zoom.AUTO, 800).zoom.value
    'month'
    """
    days = last.toordinal() - first.toordinal() + 1
    room = width - 2 * MARGIN
    if days > LONGEST:
        raise InvalidInputError(
            Message(
                "From %(first)s to %(last)s there are more days than a chart can show; check the dates.",
                {"first": first.isoformat(), "last": last.isoformat()},
            )
        )
    if zoom is Zoom.AUTO:
        fitting = (one for one, least in LEAST.items() if days * least <= room)
        zoom = next(fitting, Zoom.QUARTER)
    pixels = min(max(LEAST[zoom], room / days), MOST_DAYS_WIDE)
    margin = math.ceil(MARGIN / pixels)
    count = max(days + 2 * margin, int(width / pixels) if pixels > LEAST[zoom] else 0)
    if pixels > LEAST[zoom]:  # fill the width, and no more
        pixels = width / count
    start = max(first.toordinal() - margin, 1)
    return Scale(zoom, start, min(start + count - 1, dt.date.max.toordinal()), pixels)


def upper_ticks(scale: Scale, words: AxisWords) -> list[Tick]:
    """Months above days and weeks, years above months and quarters."""
    if scale.zoom in {Zoom.DAY, Zoom.WEEK}:
        starts = _month_starts(scale, 1)
        return _ticks(scale, starts, lambda day: f"{words.months[day.month - 1]} {day.year}")
    return _ticks(scale, _month_starts(scale, 12), lambda day: str(day.year))


def lower_ticks(scale: Scale, words: AxisWords) -> list[Tick]:
    """Days, weeks (ISO 8601), months or quarters."""
    if scale.zoom is Zoom.DAY:
        days = [dt.date.fromordinal(day) for day in range(scale.first, scale.last + 1)]
        return _ticks(scale, days, lambda day: str(day.day))
    if scale.zoom is Zoom.WEEK:
        monday = scale.first - (scale.first - 1) % 7
        weeks = [dt.date.fromordinal(max(day, 1)) for day in range(monday, scale.last + 1, 7)]
        return _ticks(scale, weeks, lambda day: words.week.replace("{}", str(day.isocalendar().week)))
    if scale.zoom is Zoom.MONTH:
        return _ticks(scale, _month_starts(scale, 1), lambda day: words.months[day.month - 1])
    quarters = _month_starts(scale, 3)
    return _ticks(scale, quarters, lambda day: words.quarter.replace("{}", str((day.month + 2) // 3)))


def free_days(scale: Scale, free: frozenset[int]) -> Iterator[tuple[float, float]]:
    """From where to where days off reach, by weekday from 0 (Monday); days in a row are one piece."""
    if scale.zoom not in {Zoom.DAY, Zoom.WEEK}:
        return
    begin: int | None = None
    for day in range(scale.first, scale.last + 2):
        off = day <= scale.last and (day - 1) % 7 in free
        if off and begin is None:
            begin = day
        elif not off and begin is not None:
            yield (begin - scale.first) * scale.pixels, (day - scale.first) * scale.pixels
            begin = None


def _month_starts(scale: Scale, step: int) -> list[dt.date]:
    """First days of months, quarters or years, beginning with the one that the first day is in."""
    first, last = dt.date.fromordinal(scale.first), dt.date.fromordinal(scale.last)
    start = first.year * 12 + (first.month - 1) // step * step
    end = last.year * 12 + last.month - 1
    return [dt.date(month // 12, month % 12 + 1, 1) for month in range(start, end + 1, step)]


def _ticks(scale: Scale, starts: list[dt.date], label: Callable[[dt.date], str]) -> list[Tick]:
    edges = [max(scale.morning(day), 0.0) for day in starts] + [scale.width]
    return [Tick(left, right, label(day)) for day, (left, right) in zip(starts, pairwise(edges), strict=True)]
