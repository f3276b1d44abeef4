"""What follows from what is written about one meeting, and what two people wrote about it at once."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.core.merging import texts
from mentorway.web.core.zones import is_skipped, moment_of
from mentorway.web.network.analysis.visits import span_of
from mentorway.web.pilots.analysis.overlaps import Span
from mentorway.web.pilots.models import Cohort, Meeting

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
LONGEST_NIGHT: Final = dt.timedelta(hours=8)
IN_CALENDAR: Final = ("title", "starts", "ends", "place", "link")
TEXTS: Final = ("session", "title", "place", "link", "facilitator", "facilitator_name", "note")


def span_on_a_day(cohort: Cohort, facts: dict[str, Any], minutes: int) -> Span:
    """Return from when to when a meeting lasts; without an end, as long as its session takes."""
    day, begins, finishes = facts["day"], facts["begins"], facts.get("finishes")
    if finishes:
        until = day + DAY if _is_past_midnight(begins, finishes) else day
        clock = {"day": day, "begins": begins, "until": until, "finishes": finishes}
        return span_of({**clock, "time_zone": cohort.time_zone})
    if is_skipped(day, begins, cohort.zone):
        raise ValidationError(
            {"begins": _("Clocks are put forward that night, and this time does not exist there.")}
        )
    if not minutes:
        raise ValidationError({"finishes": _("Say when it ends, or choose a session of the programme.")})
    starts = moment_of(day, begins, cohort.zone)
    return starts, starts + minutes * MINUTE


def _is_past_midnight(begins: dt.time, finishes: dt.time) -> bool:
    """Whether an end before the beginning means the next day, and is no slip of the finger."""
    today = dt.date.min
    length = dt.datetime.combine(today + DAY, finishes) - dt.datetime.combine(today, begins)
    return finishes < begins and length <= LONGEST_NIGHT


def calendar_state(meeting: Meeting) -> tuple[Any, ...]:
    """Return what calendars show: when it changes, they are told anew."""
    return tuple(getattr(meeting, name) for name in IN_CALENDAR)


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """Return what the form about a meeting shows."""
    begins, finishes = meeting.begins, meeting.finishes
    clock = {"day": begins.date(), "begins": begins.time(), "finishes": finishes.time()}
    return {name: getattr(meeting, name) for name in TEXTS} | clock


def revision_of(meeting: Meeting) -> int:
    """Return by what a form knows whether the meeting was changed since: its last change, in microseconds."""
    return round(meeting.changed.timestamp() * 1_000_000)


def snapshot_of(meeting: Meeting) -> dict[str, str]:
    """Return what is compared when two people have changed a meeting."""
    return texts(facts_of(meeting))


@dataclass
class Read:
    """What was read or stored of a meeting at one moment, as merging knows a revision."""

    revision: int
    number: int
    fields: Mapping[str, str]
    at: dt.datetime
    by: Any = None


def stored(meeting: Meeting) -> Read:
    """Return a meeting as it is stored now."""
    number = revision_of(meeting)
    return Read(number, number, snapshot_of(meeting), meeting.changed)


def read_before(revision: int, base: str, meeting: Meeting) -> list[Read]:
    """Return what a form was made from, if its page still says so, and the meeting as it is stored now."""
    now = stored(meeting)
    try:
        fields = json.loads(base)
    except ValueError:
        fields = None
    if revision == now.number or not isinstance(fields, dict):
        return [now]
    said = {name: str(fields.get(name, "")) for name in now.fields}
    return [Read(revision, revision, said, meeting.changed), now]


def outside_of(meeting: Meeting) -> list[str]:
    """Return a sentence if a meeting takes place before the first or after the last day of its cohort."""
    cohort = meeting.cohort
    if cohort.starts_on <= meeting.begins.date() <= cohort.ends_on:
        return []
    return [_("It takes place outside the days of the cohort.")]
