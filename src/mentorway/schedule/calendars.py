"""On which days people work: public holidays of a country, and counting in working days.

A working day has an index in its table; working days are counted by subtracting indices.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import holidays
import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.schedule.plan import Calendar
from mentorway.wording import InvalidInputError, Message, shown

WEEKDAYS = frozenset(range(5))
FIRST_YEAR, LAST_YEAR = 1990, 2100  # beyond, nobody has decided about holidays
KINDS = {"SE": ("public", "de_facto")}  # with the eves that the Annual Leave Act (1977:480, 3 a §) adds
EPOCH = dt.date(1970, 1, 1).toordinal()
MARGIN = 800  # days around two dates in a table that answers questions about them

Integers = NDArray[np.int64]
Dates = NDArray[np.datetime64]


@dataclass(frozen=True)
class Holiday:
    """A public holiday; `name` as the country calls it, in the language that was asked for."""

    day: dt.date
    name: str


@dataclass(frozen=True)
class Year:
    """The public holidays of a span of years, and the days off that are worked in exchange for others."""

    holidays: tuple[Holiday, ...]
    worked: frozenset[dt.date]


@lru_cache(maxsize=256)
def public_holidays(
    country: str, first: int, last: int, *, region: str = "", language: str = "en_US"
) -> Year:
    """Public holidays of a country, with those moved to another day and weekends worked in exchange.

    In Sweden with the eves of midsummer, Christmas and the new year, which the law puts beside Sundays.

    Parameters
    ----------
    country, region : str
        ISO 3166-1 code of two letters, such as ``"LV"``; ISO 3166-2 part after the hyphen, or none.
    first, last : int
        Years, both included.
    language : str, optional
        Language of the names; the country's own where it has none in this language.

    Returns
    -------
    Year
        In the order of days. Kept from call to call.

    Raises
    ------
    InvalidInputError
        The country or region is not known, or the years are out of order or too far away.

    References
    ----------
    https://holidays.readthedocs.io (the package `holidays`).

    Examples
    --------
    >>> found = public_holidays("LV", 2026, 2026)
    >>> found.holidays[1].name, sorted(found.worked)[0].isoformat()
    ('Day off (substituted from 01/17/2026)', '2026-01-17')
    """
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        raise InvalidInputError(
            Message(
                "Holidays are known for years from %(least)d to %(most)d, not from %(first)d to %(last)d.",
                {"least": FIRST_YEAR, "most": LAST_YEAR, "first": first, "last": last},
            )
        )
    try:
        blank = holidays.country_holidays(country, subdiv=region or None)
        spoken = language if language in blank.supported_languages else blank.default_language
        found = holidays.country_holidays(
            country,
            subdiv=region or None,
            years=range(first, last + 1),
            language=spoken,
            categories=KINDS.get(country),
        )
    except NotImplementedError as error:
        raise InvalidInputError(
            Message(
                "No public holidays are known for %(place)s; name the days off one by one.",
                {"place": shown(f"{country} {region}".strip())},
            )
        ) from error
    return Year(
        tuple(Holiday(day, name) for day, name in sorted(found.items())),
        frozenset(day for day in found.weekend_workdays if first <= day.year <= last),
    )


def calendar_of_country(
    country: str, first: int, last: int, *, region: str = "", closed: Iterable[dt.date] = ()
) -> Calendar:
    """Monday to Friday without the public holidays of a country and without further days off.

    Parameters
    ----------
    country, region : str
        As for `public_holidays`.
    first, last : int
        Years, both included; in other years no day is a holiday.
    closed : iterable of date, optional
        Further days without work, such as those of an agreement.

    Returns
    -------
    Calendar

    Raises
    ------
    InvalidInputError
        As for `public_holidays`.

    Examples
    --------
    >>> calendar_of_country("SE", 2026, 2026).works_on(dt.date(2026, 1, 6))
    False
    """
    found = public_holidays(country, first, last, region=region)
    return calendar_from((*(one.day for one in found.holidays), *closed), worked=found.worked)


def calendar_from(
    closed: Iterable[dt.date], *, weekdays: Iterable[int] = WEEKDAYS, worked: Iterable[dt.date] = ()
) -> Calendar:
    """A calendar from a list of days off.

    Parameters
    ----------
    closed, worked : iterable of date
        Days without work; days with work whatever their weekday. A day in both is worked.
    weekdays : iterable of int, optional
        From 0 (Monday) to 6.

    Returns
    -------
    Calendar

    Raises
    ------
    InvalidInputError
        There is no weekday, or one that does not exist.
    """
    return Calendar(frozenset(weekdays), frozenset(closed), frozenset(worked))


class WorkingDays:
    """The working days of a calendar between two days as a table; a day's index is its place in it.

    Parameters
    ----------
    calendar : Calendar
    first, last : date
        Both included.

    Raises
    ------
    InvalidInputError
        The days are out of order, or there is no working day between them.

    Examples
    --------
    >>> table = WorkingDays(Calendar(), dt.date(2026, 11, 2), dt.date(2026, 11, 30))
    >>> table.add(dt.date(2026, 11, 27), 1).isoformat()  # from a Friday
    '2026-11-30'
    """

    def __init__(self, calendar: Calendar, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last
        self.base = first.toordinal() - EPOCH
        span = last.toordinal() - first.toordinal() + 1
        works = _works(calendar, self.base, max(span, 0))
        self.days: Integers = np.flatnonzero(works) + self.base  # since 1970, by index
        self.before: Integers = np.concatenate([[0], np.cumsum(works)])  # working days before each day
        if not self.days.size:
            raise InvalidInputError(
                Message(
                    "The calendar has no working day from %(first)s to %(last)s.",
                    {"first": first.isoformat(), "last": last.isoformat()},
                )
            )

    def indices(self, days: ArrayLike) -> Integers:
        """Index of the first working day on or after each day.

        Days as datetime64; one outside the table raises InvalidInputError. The index after the last one
        stands for whatever comes behind the table.
        """
        places = np.asarray(days, dtype="datetime64[D]").astype(np.int64) - self.base
        if places.size and not 0 <= places.min() <= places.max() < self.before.size:
            self._outside()
        found: Integers = self.before[places]
        return found

    def index(self, day: dt.date) -> int:
        """Index of the first working day on or after a day; InvalidInputError outside the table."""
        place = day.toordinal() - EPOCH - self.base
        if not 0 <= place < self.before.size:
            self._outside()
        return int(self.before[place])

    def dates(self, indices: ArrayLike) -> Dates:
        """The days at indices, as datetime64; InvalidInputError outside the table."""
        places = np.asarray(indices, dtype=np.int64)
        if places.size and not 0 <= places.min() <= places.max() < self.days.size:
            self._outside()
        return self.days[places].astype("datetime64[D]")

    def date(self, index: int) -> dt.date:
        """The day at an index; InvalidInputError outside the table."""
        if not 0 <= index < self.days.size:
            self._outside()
        return dt.date.fromordinal(int(self.days[index]) + EPOCH)

    def following(self, day: dt.date) -> dt.date:
        """The first working day on or after a day."""
        return self.date(self.index(day))

    def preceding(self, day: dt.date) -> dt.date:
        """The last working day on or before a day."""
        return self.date(self.index(day + dt.timedelta(days=1)) - 1)

    def add(self, day: dt.date, count: int) -> dt.date:
        """The day that comes `count` working days later, or earlier when below 0.

        From a day off, the count begins at the next working day, backwards at the one before.
        """
        start = self.index(day) if count >= 0 else self.index(day + dt.timedelta(days=1)) - 1
        return self.date(start + count)

    def between(self, day: dt.date, other: dt.date) -> int:
        """How many working days later `other` is than `day`; below 0 when it is earlier."""
        return self.index(other) - self.index(day)

    def _outside(self) -> None:
        raise InvalidInputError(
            Message(
                "A day lies outside of the days looked at, %(first)s to %(last)s.",
                {"first": self.first.isoformat(), "last": self.last.isoformat()},
            )
        )


def _works(calendar: Calendar, base: int, span: int) -> NDArray[np.bool_]:
    weekday = (base + np.arange(span) + 3) % 7  # 1970 began on a Thursday
    works: NDArray[np.bool_] = np.isin(weekday, sorted(calendar.weekdays))
    for days, works_then in ((calendar.holidays, False), (calendar.worked, True)):
        places = np.array([day.toordinal() for day in days], dtype=np.int64) - EPOCH - base
        works[places[(places >= 0) & (places < span)]] = works_then
    return works


@lru_cache(maxsize=64)
def _around(calendar: Calendar, first: int, last: int) -> WorkingDays:
    days = (max(first - MARGIN, 1), min(last + MARGIN, dt.date.max.toordinal()))
    return WorkingDays(calendar, dt.date.fromordinal(days[0]), dt.date.fromordinal(days[1]))


def working_days(calendar: Calendar, first: dt.date, last: dt.date, *, more: int = 0) -> WorkingDays:
    """A table that reaches at least from one day to another, and `more` working days beyond on both sides.

    Parameters
    ----------
    calendar : Calendar
    first, last : date
    more : int, optional
        In working days, at least 0.

    Returns
    -------
    WorkingDays
        Kept from call to call.

    Raises
    ------
    InvalidInputError
        The calendar has no working day there.
    """
    wide = 7 * more // len(calendar.weekdays)  # holidays are within the margin
    start, end = (
        (first.toordinal() - wide) // MARGIN * MARGIN,
        -(-(last.toordinal() + wide) // MARGIN) * MARGIN,
    )
    return _around(calendar, max(start, 1), end)


def next_working_day(calendar: Calendar, day: dt.date) -> dt.date:
    """The first working day on or after a day; InvalidInputError where none is within two years.

    >>> next_working_day(Calendar(), dt.date(2026, 11, 28)).isoformat()
    '2026-11-30'
    """
    return working_days(calendar, day, day).following(day)


def previous_working_day(calendar: Calendar, day: dt.date) -> dt.date:
    """The last working day on or before a day; InvalidInputError where none is within two years.

    >>> previous_working_day(Calendar(), dt.date(2026, 11, 28)).isoformat()
    '2026-11-27'
    """
    return working_days(calendar, day, day).preceding(day)


def add_working_days(calendar: Calendar, day: dt.date, count: int) -> dt.date:
    """The day that comes `count` working days later, or earlier when below 0.

    From a day off, the count begins at the next working day, backwards at the one before.
    InvalidInputError where the calendar has no such day within reach.

    >>> add_working_days(Calendar(), dt.date(2026, 11, 28), 1).isoformat()
    '2026-12-01'
    """
    return working_days(calendar, day, day, more=abs(count)).add(day, count)


def days_later(calendar: Calendar, day: dt.date, other: dt.date) -> int:
    """How many working days later `other` is than `day`; below 0 when it is earlier.

    >>> days_later(Calendar(), dt.date(2026, 11, 27), dt.date(2026, 11, 30))
    1
    """
    return working_days(calendar, min(day, other), max(day, other)).between(day, other)
