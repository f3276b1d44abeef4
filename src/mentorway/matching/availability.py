"""When people have time: weekly hours on their own clock, compared in UTC over a range of dates."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from mentorway.wording import N_, InvalidInputError, Message, shown

QUARTER = 15  # minutes
DAY = 24 * 60
QUARTERS_OF_DAY = DAY // QUARTER
QUARTERS_OF_WEEK = 7 * QUARTERS_OF_DAY
QUARTERS_OF_HOUR = 60 // QUARTER
LONGEST = 3 * 366  # days

Bits = NDArray[np.uint8]
Times = NDArray[np.int64]


@dataclass(frozen=True, order=True)
class Slot:
    """Time on one day of the week, Monday being 0, in minutes after midnight on the person's own clock."""

    weekday: int
    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what is not a stretch of quarter hours within one day."""
        if not 0 <= self.weekday < 7:  # noqa: PLR2004 - days of a week
            text = N_("The day of the week is a number from 0 (Monday) to 6 (Sunday); it is %(day)d.")
            raise InvalidInputError(Message(text, {"day": self.weekday}))
        if not 0 <= self.start < self.end <= DAY or self.start % QUARTER or self.end % QUARTER:
            text = N_(
                "A time begins and ends on a quarter of an hour of one day, the end after the beginning; "
                "it is given as minutes %(start)d to %(end)d. Write time past midnight as two."
            )
            raise InvalidInputError(Message(text, {"start": self.start, "end": self.end}))


@dataclass(frozen=True)
class Week:
    """The hours somebody has time in every week, on the clocks of `zone` (a name such as Europe/Riga).

    >>> Week("Europe/Riga", (Slot(0, 17 * 60, 19 * 60),)).hours
    2.0
    """

    zone: str
    slots: tuple[Slot, ...]

    def __post_init__(self) -> None:
        """Refuse a time zone that nobody knows."""
        _zone(self.zone)

    @property
    def bits(self) -> Bits:
        """One for each quarter hour of the week, from Monday, that is in a slot."""
        bits = np.zeros(QUARTERS_OF_WEEK, dtype=np.uint8)
        for slot in self.slots:
            first = slot.weekday * QUARTERS_OF_DAY
            bits[first + slot.start // QUARTER : first + slot.end // QUARTER] = 1
        return bits

    @property
    def hours(self) -> float:
        """Hours in the week; what is given twice counts once."""
        return float(self.bits.sum()) / QUARTERS_OF_HOUR


@dataclass(frozen=True)
class Period:
    """The dates from `first` to `last`, both included, in UTC; time is compared in whole weeks from `first`.

    >>> Period(dt.date(2026, 3, 1), dt.date(2026, 3, 20)).weeks
    3
    """

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        """Refuse a period that is empty or too long to be laid out quarter by quarter."""
        if not 0 < self.days <= LONGEST:
            text = N_(
                "A period has 1 to %(most)d days and ends after it begins; it is %(first)s to %(last)s."
            )
            dates = {"first": self.first.isoformat(), "last": self.last.isoformat()}
            raise InvalidInputError(Message(text, {"most": LONGEST, **dates}))

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def weeks(self) -> int:
        """How many weeks, the last one in full: else a Monday at the end would count and a Friday not."""
        return -(-self.days // 7)


@dataclass(frozen=True)
class Shared:
    """The weeks of two sides, laid out so that a product gives the quarter hours they share in a period.

    Each column stands for quarter hours of the period in which the clocks of all zones stand alike; `times`
    is how many.
    """

    first: Bits
    second: NDArray[np.float32]
    times: Times
    weeks: int


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        text = N_("There is no time zone “%(zone)s”. Give a name such as Europe/Stockholm.")
        raise InvalidInputError(Message(text, {"zone": shown(name)})) from error


@lru_cache(maxsize=64)
def _place_in_week(zone: str, period: Period) -> NDArray[np.int16]:
    """The quarter hour of the local week, for each quarter hour of the period in UTC.

    From UTC to the local clock there is never a doubt; the other way an hour is missing or comes twice.
    """
    clock = _zone(zone)
    first_midnight = dt.datetime.combine(period.first, dt.time(), dt.UTC)
    midnights = [first_midnight + dt.timedelta(day) for day in range(7 * period.weeks + 1)]
    ahead = np.empty((7 * period.weeks, QUARTERS_OF_DAY), dtype=np.int64)
    for day, (start, end) in enumerate(itertools.pairwise(midnights)):
        offset = _ahead(start, clock)
        if _ahead(end, clock) == offset:
            ahead[day] = offset
        else:
            steps = (start + dt.timedelta(minutes=QUARTER * step) for step in range(QUARTERS_OF_DAY))
            ahead[day] = [_ahead(step, clock) for step in steps]
    first = period.first.weekday() * QUARTERS_OF_DAY
    places = (first + np.arange(ahead.size) + ahead.ravel()) % QUARTERS_OF_WEEK
    return places.astype(np.int16)


def _ahead(moment: dt.datetime, clock: ZoneInfo) -> int:
    """How many quarter hours a clock is ahead of UTC."""
    offset = moment.astimezone(clock).utcoffset() or dt.timedelta()
    return offset // dt.timedelta(minutes=QUARTER)


def shared(first: Sequence[Week | None], second: Sequence[Week | None], period: Period) -> Shared:
    """Lay the weeks of two sides out in UTC, so that the hours each pair shares come from one product.

    Parameters
    ----------
    first, second : sequence of Week or None
        The hours of each person; None where nothing was answered, which shares nothing.
    period : Period
        The dates that count. Clocks that are put forward or back in it are followed.

    Returns
    -------
    Shared

    Raises
    ------
    InvalidInputError
        A time zone is unknown.

    Examples
    --------
    Riga is an hour ahead of Stockholm all year, so five o'clock there is four o'clock here.

    >>> riga = Week("Europe/Riga", (Slot(0, 17 * 60, 19 * 60),))
    >>> stockholm = Week("Europe/Stockholm", (Slot(0, 17 * 60, 19 * 60),))
    >>> year = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    >>> hours_a_week(shared([riga], [stockholm], year), slice(None)).round(2).tolist()
    [[1.0]]
    """
    zones = sorted({week.zone for week in (*first, *second) if week is not None})
    if not zones:
        nothing = np.zeros(0, dtype=np.int64)
        return Shared(_bare(first), _bare(second).astype(np.float32), nothing, period.weeks)
    clocks = {zone: _place_in_week(zone, period) for zone in zones}
    alike = np.zeros(7 * period.weeks * QUARTERS_OF_DAY, dtype=np.int64)
    for places in clocks.values():
        alike = np.unique(alike * QUARTERS_OF_WEEK + places, return_inverse=True)[1]
    _, once, times = np.unique(alike, return_index=True, return_counts=True)
    rows = {zone: places[once] for zone, places in clocks.items()}
    left, right = _laid_out(first, rows), _laid_out(second, rows)
    used = np.flatnonzero(left.any(axis=0) & right.any(axis=0))
    used, times = _merged(left, right, used, times.astype(np.int64))
    return Shared(left[:, used], right[:, used].astype(np.float32), times, period.weeks)


def _merged(left: Bits, right: Bits, used: NDArray[np.intp], times: Times) -> tuple[NDArray[np.intp], Times]:
    """Columns that are alike for everybody, such as the quarters of an hour that nobody divides, are one."""
    if not used.size:
        return used, times[used]
    packed = np.packbits(np.concatenate([left[:, used], right[:, used]]), axis=0).T
    alike = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, group = np.unique(alike, return_index=True, return_inverse=True)
    return used[first], np.bincount(group, weights=times[used]).astype(np.int64)


def _bare(people: Sequence[Week | None]) -> Bits:
    return np.zeros((len(people), 0), dtype=np.uint8)


def _laid_out(people: Sequence[Week | None], rows: dict[str, NDArray[np.int16]]) -> Bits:
    width = next(iter(rows.values())).size
    laid = np.zeros((len(people), width), dtype=np.uint8)
    known: dict[Week, Bits] = {}
    for number, week in enumerate(people):
        if week is None:
            continue
        if week not in known:
            known[week] = week.bits[rows[week.zone]]
        laid[number] = known[week]
    return laid


def quarters(common: Shared, rows: slice) -> NDArray[np.float32]:
    """Quarter hours of the whole period that some people of the first side share with each of the second.

    Parameters
    ----------
    common : Shared
        From `shared`.
    rows : slice
        Which people of the first side.

    Returns
    -------
    array of float, shape (rows, second)
        Whole numbers.
    """
    # Counts of quarter hours stay far below 2**24, so sums in float32 are exact whatever their order.
    return (common.first[rows] * common.times.astype(np.float32)) @ common.second.T


def hours_a_week(common: Shared, rows: slice) -> NDArray[np.float64]:
    """Hours a week that each of some people of the first side shares with each of the second, on average.

    Parameters
    ----------
    common : Shared
        From `shared`.
    rows : slice
        Which people of the first side.

    Returns
    -------
    array of float, shape (rows, second)

    Examples
    --------
    >>> week = Week("Europe/Vilnius", (Slot(2, 9 * 60, 10 * 60),))
    >>> month = Period(dt.date(2026, 6, 1), dt.date(2026, 6, 28))
    >>> hours_a_week(shared([week], [week, None], month), slice(None)).tolist()
    [[1.0, 0.0]]
    """
    return quarters(common, rows).astype(np.float64) / (common.weeks * QUARTERS_OF_HOUR)
