"""Times as people read them: by a clock that is named beside them."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from mentorway.web.study.models import Study, Wave

MIDNIGHT = dt.time(0)


def said(moment: dt.datetime, zone: ZoneInfo) -> str:
    """Return a moment by a clock, with the name of the clock.

    >>> said(dt.datetime(2026, 5, 4, 7, 30, tzinfo=dt.UTC), ZoneInfo("Europe/Riga"))
    '4 May 2026, 10:30 (Europe/Riga)'
    """
    local = moment.astimezone(zone)
    return _("%(day)s, %(time)s (%(zone)s)") % {
        "day": date_format(local.date(), "DATE_FORMAT"),
        "time": time_format(local.time(), "TIME_FORMAT"),
        "zone": zone.key,
    }


def opening(wave: Wave, zone: ZoneInfo) -> str:
    """Return from when a wave takes answers: a day when it is that from its first minute; else a moment."""
    begins = wave.begins
    if begins is None:
        return ""
    local = begins.astimezone(zone)
    return date_format(local.date(), "DATE_FORMAT") if local.time() == MIDNIGHT else said(begins, zone)


def closing(wave: Wave, zone: ZoneInfo) -> str:
    """Return until when a wave takes answers: a day when it is that to its last minute; else a moment."""
    ends = wave.ends
    if ends is None:
        return ""
    local = ends.astimezone(zone)
    last = local.date() - dt.timedelta(days=1)
    return date_format(last, "DATE_FORMAT") if local.time() == MIDNIGHT else said(ends, zone)


def next_opening(study: Study) -> str:
    """Return when the next wave of an open study begins, by its clock; empty when nobody can know."""
    if not study.is_open:
        return ""
    now = timezone.now()
    coming = [(wave.begins, wave) for wave in study.waves.order_by("number")]
    later = [(begins, wave) for begins, wave in coming if begins and begins > now]
    return opening(min(later, key=lambda one: one[0])[1], study.clock) if later else ""
