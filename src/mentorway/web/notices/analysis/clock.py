"""When letters about news are due: at the hour of the person, by day, on working days, by their own clock."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from mentorway.web.core.zones import UTC, moment_of, zone_of
from mentorway.web.notices.models import EARLIEST, LATEST, Reader, Rhythm

DAY: Final = dt.timedelta(days=1)
MONDAY, SATURDAY = 0, 5


def zone_in(country: str) -> ZoneInfo:
    """Return the clock of a person by the country of their first partner."""
    return zone_of(country) if country else ZoneInfo(UTC)


def rhythm_of(reader: Reader, *, belongs: bool) -> Rhythm:
    """Return how often a person gets letters.

    Who has not chosen gets one a week where they work with a partner. Others see what everybody may see, and
    are not written to before they ask for it.
    """
    if reader.rhythm:
        return Rhythm(reader.rhythm)
    return Rhythm.WEEKLY if belongs else Rhythm.NEVER


def is_quiet(moment: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether nobody is written to now: at night and at weekends.

    >>> friday = dt.datetime(2026, 5, 29, 16, 30, tzinfo=dt.UTC)
    >>> is_quiet(friday, ZoneInfo("UTC")), is_quiet(friday, ZoneInfo("Europe/Kyiv"))
    (False, False)
    >>> is_quiet(friday + dt.timedelta(hours=1), ZoneInfo("Europe/Kyiv"))
    True
    >>> is_quiet(friday + DAY, ZoneInfo("UTC"))
    True
    """
    local = moment.astimezone(zone)
    return local.weekday() >= SATURDAY or not EARLIEST <= local.hour < LATEST


def hour_before(rhythm: Rhythm, hour: int, moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return when a letter was due last.

    >>> wednesday, zone = dt.datetime(2026, 5, 27, 7, tzinfo=dt.UTC), ZoneInfo("Europe/Helsinki")
    >>> [f"{hour_before(one, 9, wednesday, zone):%a %H}" for one in ("weekly", "daily")]
    ['Mon 06', 'Wed 06']
    """
    day = moment.astimezone(zone).date()
    while not _is_day(rhythm, day) or moment_of(day, dt.time(hour), zone) > moment:
        day -= DAY
    return moment_of(day, dt.time(hour), zone)


def hour_after(rhythm: Rhythm, hour: int, moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return when a letter is due next."""
    day = moment.astimezone(zone).date()
    while not _is_day(rhythm, day) or moment_of(day, dt.time(hour), zone) <= moment:
        day += DAY
    return moment_of(day, dt.time(hour), zone)


def _is_day(rhythm: Rhythm, day: dt.date) -> bool:
    return day.weekday() == MONDAY if rhythm == Rhythm.WEEKLY else day.weekday() < SATURDAY


def is_due(reader: Reader, moment: dt.datetime, zone: ZoneInfo, *, belongs: bool) -> bool:
    """Whether it has to be decided now whether a person gets a letter.

    What was missed, because nothing ran, is made up for as soon as it is no hour of rest.
    """
    rhythm = rhythm_of(reader, belongs=belongs)
    if rhythm == Rhythm.NEVER or is_quiet(moment, zone):
        return False
    was_wrong = reader.looked > moment + DAY  # a clock that has been put right since
    return was_wrong or hour_before(rhythm, reader.hour, moment, zone) > reader.looked
