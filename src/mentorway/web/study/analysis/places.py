"""When people of a country may be written to: not at night, not at weekends, by their own clock."""

import datetime as dt
from collections.abc import Iterable

from mentorway.web.core.zones import moment_of, zone_of

MORNING = 8
EVENING = 20
SATURDAY = 5


def day_of(country: str, moment: dt.datetime) -> dt.date:
    """Return the day that it is in a country."""
    return moment.astimezone(zone_of(country)).date()


def is_quiet(country: str, moment: dt.datetime) -> bool:
    """Whether nobody of the country should be written to now.

    >>> friday_evening = dt.datetime(2026, 5, 29, 17, 30, tzinfo=dt.UTC)
    >>> is_quiet("FI", friday_evening), is_quiet("IS", friday_evening)
    (True, False)
    """
    local = moment.astimezone(zone_of(country))
    return local.weekday() >= SATURDAY or not MORNING <= local.hour < EVENING


def next_moment(country: str, moment: dt.datetime) -> dt.datetime:
    """Return the first moment from then on at which people of the country may be written to."""
    if not is_quiet(country, moment):
        return moment
    zone = zone_of(country)
    local = moment.astimezone(zone)
    day = local.date() if local.hour < MORNING else local.date() + dt.timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += dt.timedelta(days=1)
    return moment_of(day, dt.time(MORNING), zone)


def next_moment_on(country: str, day: dt.date, moment: dt.datetime) -> dt.datetime:
    """Return the first moment on ``day`` or later, and not before ``moment``, to write to the country."""
    return next_moment(country, max(moment_of(day, dt.time(0), zone_of(country)), moment))


def loud_countries(countries: Iterable[str], moment: dt.datetime) -> list[str]:
    """Return the countries whose people may be written to now."""
    return [country for country in countries if not is_quiet(country, moment)]


def days_in(countries: Iterable[str], moment: dt.datetime) -> dict[dt.date, list[str]]:
    """Return the days that it is in countries, and in which.

    >>> late = dt.datetime(2026, 5, 4, 21, 30, tzinfo=dt.UTC)
    >>> [(day.day, some) for day, some in days_in(["FI", "IS", "LV"], late).items()]
    [(5, ['FI', 'LV']), (4, ['IS'])]
    """
    found: dict[dt.date, list[str]] = {}
    for country in countries:
        found.setdefault(day_of(country, moment), []).append(country)
    return found
