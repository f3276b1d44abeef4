"""Dates and times as OpenRosa counts them: days since 1970-01-01, with the time of day as a fraction."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Final

DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
CLOCK = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?")
SECONDS: Final = 86_400
EPOCH: Final = dt.date(1970, 1, 1).toordinal()


def date_of(text: str) -> dt.date | None:
    """Return the date that a text is, if it is one.

    >>> date_of("2024-02-29"), date_of("2023-02-29"), date_of("29.2.2024")
    (datetime.date(2024, 2, 29), None, None)
    """
    match = DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return dt.date(*map(int, match.groups()))
    except ValueError:
        return None


def time_of(text: str) -> dt.time | None:
    """Return the time of day that a text is, if it is one.

    >>> time_of("08:30"), time_of("24:00")
    (datetime.time(8, 30), None)
    """
    match = CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, minute, second, fraction, zone = match.groups()
    try:
        return dt.time(
            int(hour),
            int(minute),
            int(second or 0),
            int(f"{fraction or '0':0<6}"[:6]),
            tzinfo=_zone(zone) if zone else None,
        )
    except ValueError:
        return None


def moment_of(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """Return the date and time that a text is; without an offset, it is in `zone`."""
    day, letter, clock = text.partition("T")
    date = date_of(day)
    time = time_of(clock) if letter else None
    if date is None or time is None:
        return None
    moment = dt.datetime.combine(date, time)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def days_of(text: str, zone: dt.tzinfo) -> float:
    """Return a text as a number: a date or moment as days since 1970, a time as part of a day.

    >>> days_of("1970-01-02", dt.UTC), days_of("12:00", dt.UTC), days_of("3.5", dt.UTC)
    (1.0, 0.5, 3.5)
    """
    text = text.strip()
    if len(text) > 7 and text[4] == "-":  # noqa: PLR2004 - no number looks like that
        day = date_of(text)
        if day is not None:
            return float(day.toordinal() - EPOCH)
        moment = moment_of(text, zone)
        return math.nan if moment is None else days_of_moment(moment, zone)
    if len(text) > 4 and text[2] == ":":  # noqa: PLR2004 - no number looks like that
        time = time_of(text)
        return math.nan if time is None else _part_of_day(time)
    return number_of(text)


def number_of(text: str) -> float:
    """Return a text as XPath's number().

    >>> number_of(" 2.50 "), number_of("1e3"), number_of("")
    (2.5, nan, nan)
    """
    try:
        return float(text) if NUMBER.fullmatch(text) else math.nan
    except ValueError:
        return math.nan


NUMBER = re.compile(r"\s*-?(?:[0-9]{1,300}(?:\.[0-9]*)?|\.[0-9]+)\s*")


def days_of_moment(moment: dt.datetime, zone: dt.tzinfo) -> float:
    """Return a moment as days since 1970 by the clock of `zone`, so that midnight is a whole number."""
    try:
        local = moment.astimezone(zone)
    except OverflowError:
        return math.nan
    return local.toordinal() - EPOCH + _part_of_day(local.time())


def moment_at(days: float, zone: dt.tzinfo) -> dt.datetime | None:
    """Return the moment that is so many days after 1970 by the clock of `zone`."""
    try:
        whole = math.floor(days)
        seconds = round((days - whole) * SECONDS, 3)
        start = dt.datetime.combine(dt.date.fromordinal(whole + EPOCH), dt.time())
        return (start + dt.timedelta(seconds=seconds)).replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def written(moment: dt.datetime) -> str:
    """Return a moment as XForms write it, with milliseconds and offset.

    >>> written(dt.datetime(2026, 5, 1, 8, 30, tzinfo=dt.UTC))
    '2026-05-01T08:30:00.000+00:00'
    """
    return moment.isoformat(timespec="milliseconds")


def _part_of_day(time: dt.time) -> float:
    seconds = time.hour * 3600 + time.minute * 60 + time.second + time.microsecond / 1e6
    return seconds / SECONDS


def _zone(text: str) -> dt.tzinfo:
    if text == "Z":
        return dt.UTC
    digits = text[1:].replace(":", "")
    size = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return dt.timezone(-size if text[0] == "-" else size)
