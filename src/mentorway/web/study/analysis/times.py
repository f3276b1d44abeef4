"""Times as people read them: by a clock that is named beside them."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from mentorway.web.core.moments import moment_in_words
from mentorway.web.study.models import Study, Wave

MIDNIGHT = dt.time(0)


def opening(wave: Wave, zone: ZoneInfo) -> str:
    """Return from when a wave takes answers: a day when it is that from its first minute; else a moment."""
    begins = wave.begins
    if begins is None:
        return ""
    local = begins.astimezone(zone)
    return (
        date_format(local.date(), "DATE_FORMAT")
        if local.time() == MIDNIGHT
        else moment_in_words(begins, zone)
    )


def closing(wave: Wave, zone: ZoneInfo) -> str:
    """Return until when a wave takes answers: a day when it is that to its last minute; else a moment."""
    ends = wave.ends
    if ends is None:
        return ""
    local = ends.astimezone(zone)
    last = local.date() - dt.timedelta(days=1)
    return date_format(last, "DATE_FORMAT") if local.time() == MIDNIGHT else moment_in_words(ends, zone)


def next_opening(study: Study) -> str:
    """Return when the next wave of an open study begins, by its clock; empty when nobody can know."""
    if not study.is_open:
        return ""
    now = timezone.now()
    coming = [(wave.begins, wave) for wave in study.waves.order_by("number")]
    later = [(begins, wave) for begins, wave in coming if begins and begins > now]
    return opening(min(later, key=lambda one: one[0])[1], study.clock) if later else ""
