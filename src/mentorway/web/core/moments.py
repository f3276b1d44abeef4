"""Moments as people read them: by a clock that is named beside them."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _


def moment_in_words(moment: dt.datetime, zone: ZoneInfo) -> str:
    """Return a moment by a clock, with the name of the clock.

    >>> moment_in_words(dt.datetime(2026, 5, 4, 7, 30, tzinfo=dt.UTC), ZoneInfo("Europe/Riga"))
    '4 May 2026, 10:30 (Europe/Riga)'
    """
    local = moment.astimezone(zone)
    return _("%(day)s, %(time)s (%(zone)s)") % {
        "day": date_format(local.date(), "DATE_FORMAT"),
        "time": time_format(local.time(), "TIME_FORMAT"),
        "zone": zone.key,
    }


def span_in_words(starts: dt.datetime, ends: dt.datetime, zone: ZoneInfo) -> str:
    """Return from when until when something lasts, by a clock, with the name of the clock.

    >>> noon = dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)
    >>> span_in_words(noon, noon + dt.timedelta(hours=2), ZoneInfo("Europe/Riga"))
    '4 May 2026, 12:00 – 14:00 (Europe/Riga)'
    """
    begins, finishes = starts.astimezone(zone), ends.astimezone(zone)
    facts = {
        "day": date_format(begins, "DATE_FORMAT"),
        "begins": time_format(begins, "TIME_FORMAT"),
        "last": date_format(finishes, "DATE_FORMAT"),
        "ends": time_format(finishes, "TIME_FORMAT"),
        "zone": zone.key,
    }
    if begins.date() == finishes.date():
        return _("%(day)s, %(begins)s – %(ends)s (%(zone)s)") % facts
    return _("%(day)s, %(begins)s – %(last)s, %(ends)s (%(zone)s)") % facts
