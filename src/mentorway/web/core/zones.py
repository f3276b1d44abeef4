"""The clock of every country, and what a time on it means on the days when clocks are changed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import Final
from zoneinfo import ZoneInfo

UTC: Final = "UTC"
ZONES: Final[Mapping[str, str]] = {
    "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "FI": "Europe/Helsinki", "IS": "Atlantic/Reykjavik",
    "LV": "Europe/Riga", "LT": "Europe/Vilnius", "NO": "Europe/Oslo", "SE": "Europe/Stockholm",
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BG": "Europe/Sofia", "CH": "Europe/Zurich",
    "CY": "Asia/Nicosia", "CZ": "Europe/Prague", "DE": "Europe/Berlin", "ES": "Europe/Madrid",
    "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest", "IE": "Europe/Dublin", "IT": "Europe/Rome", "LU": "Europe/Luxembourg",
    "MT": "Europe/Malta", "NL": "Europe/Amsterdam", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon",
    "RO": "Europe/Bucharest", "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava", "UA": "Europe/Kyiv",
}  # fmt: skip
KNOWN: Final = (*ZONES.values(), UTC)


def zone_of(country: str) -> ZoneInfo:
    """Return the clock of a country: that of most of its people.

    >>> zone_of("LV").key
    'Europe/Riga'
    """
    return _clock(ZONES[country])


@cache
def _clock(zone: str) -> ZoneInfo:
    """Keep a clock: Python forgets all but a few of them, and reads their files anew."""
    return ZoneInfo(zone)


class LateZone(dt.tzinfo):
    """A clock that is looked up when the first moment is read by it.

    >>> late = LateZone(lambda: ZoneInfo("Europe/Riga"))
    >>> f"{dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC).astimezone(late):%H:%M %Z}", str(late)
    ('15:00 EEST', 'Europe/Riga')
    """

    def __init__(self, find: Callable[[], ZoneInfo]) -> None:
        self._find = find

    @cached_property
    def zone(self) -> ZoneInfo:
        """The clock."""
        return self._find()

    def __str__(self) -> str:
        return str(self.zone)

    def __reduce__(self) -> tuple[Callable[[str], ZoneInfo], tuple[str]]:
        """Be the clock itself wherever a moment is kept."""
        return ZoneInfo, (self.zone.key,)

    def fromutc(self, moment: dt.datetime) -> dt.datetime:
        return self.zone.fromutc(moment.replace(tzinfo=self.zone))

    def utcoffset(self, moment: dt.datetime | None) -> dt.timedelta | None:
        return self.zone.utcoffset(moment and moment.replace(tzinfo=self.zone))

    def dst(self, moment: dt.datetime | None) -> dt.timedelta | None:
        return self.zone.dst(moment and moment.replace(tzinfo=self.zone))

    def tzname(self, moment: dt.datetime | None) -> str | None:
        return self.zone.tzname(moment and moment.replace(tzinfo=self.zone))


def moment_of(day: dt.date, time: dt.time, zone: ZoneInfo, *, later: bool = False) -> dt.datetime:
    """Return when a clock shows a time, in UTC; ``later`` is the second time when it is put back over it.

    >>> night = dt.date(2026, 10, 25), dt.time(3, 30), ZoneInfo("Europe/Helsinki")
    >>> f"{moment_of(*night):%H:%M}", f"{moment_of(*night, later=True):%H:%M}"
    ('00:30', '01:30')
    """
    return dt.datetime.combine(day, time.replace(fold=int(later)), zone).astimezone(dt.UTC)


def is_skipped(day: dt.date, time: dt.time, zone: ZoneInfo) -> bool:
    """Whether a clock never shows a time, as it is put forward over it.

    >>> is_skipped(dt.date(2026, 3, 29), dt.time(3, 30), ZoneInfo("Europe/Helsinki"))
    True
    """
    return moment_of(day, time, zone).astimezone(zone).time() != time


def clocks_at(moment: dt.datetime) -> dict[dt.datetime, list[str]]:
    """Return what the clocks show at a moment, without zone, and which clocks show it.

    >>> noon = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
    >>> {f"{shown:%H:%M}": zones[:2] for shown, zones in clocks_at(noon).items() if shown.hour in (12, 13)}
    {'12:00': ['Atlantic/Reykjavik', 'UTC'], '13:00': ['Europe/London', 'Europe/Dublin']}
    """
    found: defaultdict[dt.datetime, list[str]] = defaultdict(list)
    for zone in KNOWN:
        found[moment.astimezone(_clock(zone)).replace(tzinfo=None)].append(zone)
    return dict(found)
