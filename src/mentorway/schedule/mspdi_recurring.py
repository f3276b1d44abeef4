"""Days off that recur, in the XML of Microsoft Project: by day, week, month or year, by number or by place.

Numbers of kinds, months, places and days are those of Microsoft's schema; see `mspdi_terms`.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Final

from lxml import etree

from mentorway.schedule.mspdi_terms import integer

DAILY, YEARLY, YEARLY_PLACE, MONTHLY, MONTHLY_PLACE, WEEKLY, EVERY_SO_MANY = range(1, 8)
LAST: Final = 4  # place in a month; 0 is the first
FIRST_ITEM: Final = 3  # Sunday, as what stands at a place in a month; then Monday and so on
MONTHS: Final = 12
# Of two exceptions on one day, Project obeys the one that comes later here.
RANKS: Final = (WEEKLY, MONTHLY, MONTHLY_PLACE, YEARLY, YEARLY_PLACE, EVERY_SO_MANY, DAILY)


def rank(element: etree._Element) -> int:
    """Before how many kinds of exceptions one goes: days before years, years before weeks."""
    kind = integer(element, "Type", DAILY)
    return RANKS.index(kind) if kind in RANKS else -1


def recurring(element: etree._Element, span: range) -> Iterator[dt.date | None] | None:
    """The days of an exception within a span of ordinals, and None for days looked at that are none.

    Parameters
    ----------
    element : Element
        An `Exception` with its `Type`, `Period` and the rest.
    span : range
        Ordinals of its first to its last day.

    Returns
    -------
    iterator or None
        None where the way in which it recurs is not known.

    Raises
    ------
    InvalidInputError
        A number is none.
    """
    kind, step = integer(element, "Type", DAILY), max(integer(element, "Period", 1), 1)
    if kind in {DAILY, EVERY_SO_MANY}:
        return map(dt.date.fromordinal, span[::step])
    if kind == WEEKLY:
        return _by_week(span, step, integer(element, "DaysOfWeek", 0))
    if kind in {MONTHLY, YEARLY}:
        return _by_number(element, span, step)
    if kind in {MONTHLY_PLACE, YEARLY_PLACE}:
        item, place = integer(element, "MonthItem", 0), integer(element, "MonthPosition", 0)
        if FIRST_ITEM <= item < FIRST_ITEM + 7 and 0 <= place <= LAST:
            return _by_place(element, span, step, (item, place))
    return None


def _by_week(span: range, step: int, wanted: int) -> Iterator[dt.date | None]:
    """Weekdays of every so many weeks, which begin on Sundays, as the bits of the numbers do."""
    first = span[0] - span[0] % 7  # a Sunday, as ordinals divisible by 7 are
    for day in span:
        yield dt.date.fromordinal(day) if wanted >> day % 7 & 1 and (day - first) // 7 % step == 0 else None


def _months(element: etree._Element, span: range, step: int) -> Iterator[tuple[int, int]]:
    """Years and months in which an exception stands: every so many months, or one month of each year."""
    first, last = dt.date.fromordinal(span[0]), dt.date.fromordinal(span[-1])
    if integer(element, "Type", DAILY) in {YEARLY, YEARLY_PLACE}:
        month = integer(element, "Month", 0) + 1
        if 1 <= month <= MONTHS:
            yield from ((year, month) for year in range(first.year, last.year + 1))
        return
    begin, end = (day.year * MONTHS + day.month - 1 for day in (first, last))
    yield from ((one // MONTHS, one % MONTHS + 1) for one in range(begin, end + 1, step))


def _by_number(element: etree._Element, span: range, step: int) -> Iterator[dt.date | None]:
    number = integer(element, "MonthDay", 1)
    for year, month in _months(element, span, step):
        if 1 <= number <= calendar.monthrange(year, month)[1]:  # no 29 February in most years
            day = dt.date(year, month, number)
            yield day if day.toordinal() in span else None


def _by_place(
    element: etree._Element, span: range, step: int, wanted: tuple[int, int]
) -> Iterator[dt.date | None]:
    weekday, place = (wanted[0] - FIRST_ITEM - 1) % 7, wanted[1]
    for year, month in _months(element, span, step):
        first, length = calendar.monthrange(year, month)
        numbers = range(1 + (weekday - first) % 7, length + 1, 7)
        day = dt.date(year, month, numbers[-1 if place == LAST else place])
        yield day if day.toordinal() in span else None
