"""What a wave of an evaluation asks about, and on which day people are asked, in words."""

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis.follow_ups import name_of
from mentorway.web.evaluation.models import AskedWave, Asking
from mentorway.web.pilots.models import Cohort

MONTHS: Final = 12


def asked_once(waves: Sequence[AskedWave]) -> list[AskedWave]:
    """Return every wave once: what asks about two times at once is what asks after the programme."""
    after = {one.wave_id for one in waves if one.asking == Asking.AFTER}
    return [one for one in waves if one.asking != Asking.THEN or one.wave_id not in after]


def title_of(asked: AskedWave, waves: Sequence[AskedWave]) -> str:
    """Return what a wave asks about, in words."""
    if asked.asking == Asking.FOLLOW_UP:
        return said(name_of(asked)) if asked.is_by_itself else str(asked.get_asking_display())
    then = [one for one in waves if one.asking == Asking.THEN and one.wave_id == asked.wave_id]
    if asked.asking == Asking.AFTER and then:
        return _("After the programme, and about the time before")
    return str(asked.get_asking_display())


def by_itself(asked: AskedWave) -> str:
    """Return when people are invited by themselves, in words; nothing where they are not."""
    if asked.months is not None:
        text = ngettext(
            "%(count)d month after the last day of a pilot people are invited by themselves.",
            "%(count)d months after the last day of a pilot people are invited by themselves.",
            asked.months,
        )
        return text % {"count": asked.months}
    if asked.days is None:
        return ""
    count = abs(asked.days)
    if asked.asking == Asking.BEFORE:
        if not count:
            return _("On the first day of a pilot people are invited by themselves.")
        text = ngettext(
            "%(count)d day before the first day of a pilot people are invited by themselves.",
            "%(count)d days before the first day of a pilot people are invited by themselves.",
            count,
        )
        return text % {"count": count}
    if not count:
        return _("On the last day of a pilot people are invited by themselves.")
    text = ngettext(
        "%(count)d day after the last day of a pilot people are invited by themselves.",
        "%(count)d days after the last day of a pilot people are invited by themselves.",
        count,
    )
    return text % {"count": count}


def when_of(asked: AskedWave, cohorts: Sequence[Cohort]) -> str:
    """Return when people are asked: by themselves, or when the first pilot begins or ends."""
    if asked.is_by_itself or not cohorts:
        return by_itself(asked)
    if asked.asking == Asking.BEFORE:
        text, day = _("The first pilot begins on %(day)s."), min(one.starts_on for one in cohorts)
    else:
        text, day = _("The first pilot ends on %(day)s."), min(one.ends_on for one in cohorts)
    return text % {"day": date_format(day, "DATE_FORMAT")}


def day_of(asked: AskedWave, cohort: Cohort) -> dt.date:
    """Return the day on which the people of a pilot are asked, by the clock of the pilot."""
    start = cohort.starts_on if asked.asking == Asking.BEFORE else cohort.ends_on
    if asked.months is not None:
        return months_after(start, asked.months)
    return start + dt.timedelta(days=asked.days or 0)


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last day of a month that is too short.

    >>> months_after(dt.date(2026, 8, 31), 6), months_after(dt.date(2026, 5, 29), 3)
    (datetime.date(2027, 2, 28), datetime.date(2026, 8, 29))
    """
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def today_of(cohort: Cohort, now: dt.datetime) -> dt.date:
    """Return the day that it is where the pilot takes place."""
    return now.astimezone(cohort.zone).date()
