"""When people of a country may be written to: not at night, not at weekends, by their own clock."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

MORNING = 8
EVENING = 20
SATURDAY = 5
ZONES = {
    "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "FI": "Europe/Helsinki", "IS": "Atlantic/Reykjavik",
    "LV": "Europe/Riga", "LT": "Europe/Vilnius", "NO": "Europe/Oslo", "SE": "Europe/Stockholm",
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BG": "Europe/Sofia", "CH": "Europe/Zurich",
    "CY": "Asia/Nicosia", "CZ": "Europe/Prague", "DE": "Europe/Berlin", "ES": "Europe/Madrid",
    "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest", "IE": "Europe/Dublin", "IT": "Europe/Rome", "LU": "Europe/Luxembourg",
    "MT": "Europe/Malta", "NL": "Europe/Amsterdam", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon",
    "RO": "Europe/Bucharest", "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava", "UA": "Europe/Kyiv",
}  # fmt: skip


def zone_of(country: str) -> ZoneInfo:
    """Return the clock of a country."""
    return ZoneInfo(ZONES.get(country, "UTC"))


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
    local = moment.astimezone(zone_of(country))
    day = local.date() if local.hour < MORNING else local.date() + dt.timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(MORNING), local.tzinfo)


def loud_countries(countries: Iterable[str], moment: dt.datetime) -> list[str]:
    """Return the countries whose people may be written to now."""
    return [country for country in countries if not is_quiet(country, moment)]
