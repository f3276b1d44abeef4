"""The months of one partner as bars beside what it can do: places in a drawing, no words but days."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.formats import date_format, number_format

LEFT, TOP, BOTTOM = 44, 22, 150
STEP: Final = 26  # from one month to the next
BAR: Final = 18
SPARSE: Final = 3  # months between two labels
MOST: Final = 240  # months


@dataclass(frozen=True)
class Month:
    """Person-days of a partner in a month: planned, possible, and planned on days without people for them."""

    first: dt.date
    days: float
    capacity: float
    over: float

    @property
    def cells(self) -> tuple[str, ...]:
        """The numbers as the reader writes them."""
        values = (self.days, self.capacity, self.over)
        return tuple(str(number_format(round(one, 1), 1, use_l10n=True)) for one in values)


@dataclass(frozen=True)
class Bar:
    """One month: a bar, the line of what is possible across it, and whether it is too much."""

    left: int
    top: float
    height: float
    possible: float
    over: bool
    middle: float
    label: str

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.left + BAR


@dataclass(frozen=True)
class Chart:
    """A drawing of the months of one partner."""

    bars: Sequence[Bar]
    highest: str
    width: int
    top: int = TOP
    bottom: int = BOTTOM
    left: int = LEFT
    bar: int = BAR
    height: int = BOTTOM + 30

    @property
    def right(self) -> int:
        """Where the axis ends."""
        return self.width - 8


def chart_of(months: Sequence[Month]) -> Chart:
    """Return the drawing; months without work are empty places."""
    first = months[0].first if months else dt.date.min
    most = max([*(max(one.days, one.capacity) for one in months), 1.0])
    scale = (BOTTOM - TOP) / most
    bars = []
    for one in months:
        place = (one.first.year - first.year) * 12 + one.first.month - first.month
        if place >= MOST:
            break
        left, height = LEFT + 8 + place * STEP, round(one.days * scale, 1)
        label = date_format(one.first, "m/y") if not place % SPARSE else ""
        possible = round(BOTTOM - one.capacity * scale, 1)
        top = round(BOTTOM - height, 1)
        bars.append(Bar(left, top, height, possible, one.over > 0, left + BAR / 2, label))
    width = max((bar.left for bar in bars), default=LEFT) + STEP + 40
    return Chart(bars, str(number_format(round(most, 1), 0)), width)
