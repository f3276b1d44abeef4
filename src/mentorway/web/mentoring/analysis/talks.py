"""Meetings of a pair: when they are by a person's clock, how pages group them, how calendars read them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.core.calendar import CalendarEvent, calendar_file
from mentorway.web.core.moments import moment_in_words
from mentorway.web.core.zones import is_skipped, moment_of
from mentorway.web.mentoring.analysis.relations import members
from mentorway.web.mentoring.models import Place, Relation, Talk, TalkState
from mentorway.web.mentoring.queries import talks as queries

NOON: Final = dt.time(12)
IN_CALENDAR: Final = ("starts", "minutes", "mode", "place", "link")
MOST_IN_A_LIST: Final = 60


@dataclass(frozen=True)
class Planned:
    """Planned meetings: those to come, and those over of which nobody has said whether they took place."""

    coming: list[Talk]
    asked: list[Talk]


def has_left(place: Place) -> bool:
    """Whether a person has left a group that went on: what the others write and plan is not theirs."""
    return place.left is not None


def planned_for(place: Place, now: dt.datetime) -> Planned:
    """Return the planned meetings that a person may see; once all is over, none is to come."""
    if has_left(place) or not place.relation.is_at_work:
        return Planned([], [])
    rows = list(queries.planned(place.relation))
    return Planned([one for one in rows if one.ends > now], [one for one in rows if one.ends <= now])


def settled_for(place: Place) -> QuerySet[Talk]:
    """Return the meetings that are over; once the relationship has ended, all of them."""
    if has_left(place):
        return place.relation.talks.none()
    relation = place.relation
    return queries.settled(relation) if relation.is_at_work else queries.all_of(relation)


def begins_at(day: dt.date, begins: dt.time, zone: ZoneInfo) -> dt.datetime:
    """Return when a meeting begins by a person's clock; a time that the clock never shows is refused."""
    if is_skipped(day, begins, zone):
        raise ValidationError(
            {"begins": _("Clocks are put forward that night, and this time does not exist there.")}
        )
    return moment_of(day, begins, zone)


def on_a_day(day: dt.date, zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    """Return a moment for a meeting of which only the day is known: noon, unless that is still to come."""
    return min(moment_of(day, NOON, zone), now)


def facts_of(talk: Talk, zone: ZoneInfo) -> dict[str, Any]:
    """Return what the forms about a meeting begin with, by a person's clock."""
    starts = talk.starts.astimezone(zone)
    facts: dict[str, Any] = {name: getattr(talk, name) for name in ("minutes", "mode", "place", "link")}
    return {**facts, "day": starts.date(), "begins": starts.time(), "sequence": talk.sequence}


def calendar_state(talk: Talk) -> tuple[Any, ...]:
    """Return what calendars show: when it changes, they are told anew."""
    return tuple(getattr(talk, name) for name in IN_CALENDAR)


def names_beside(place: Place, places: Iterable[Place]) -> str:
    """Return the names of the other people in a relationship."""
    return ", ".join(one.person.name for one in places if one.person_id != place.person_id)


def event_of(talk: Talk, names: str, zone: ZoneInfo) -> CalendarEvent:
    """Return a meeting for calendars; the secret address of its page stays out, as calendars are shared."""
    return CalendarEvent(
        uid=f"{talk.token}@mentorway",
        summary=_("Mentoring: %(names)s") % {"names": names},
        starts=talk.starts.astimezone(zone),
        ends=talk.ends.astimezone(zone),
        changed=talk.changed,
        sequence=talk.sequence,
        status="CANCELLED" if _is_off(talk) else "CONFIRMED",
        location=talk.place or talk.link,
        description="\n\n".join(text for text in (str(talk.get_mode_display()), talk.link) if text),
    )


def _is_off(talk: Talk) -> bool:
    """Whether a meeting does not take place: it is cancelled, or planned for a time after the end."""
    ended = talk.relation.ended
    is_late = talk.state == TalkState.PLANNED and ended is not None and talk.starts > ended
    return talk.state == TalkState.CANCELLED or is_late


def file_of(place: Place, talks: Iterable[Talk]) -> bytes:
    """Return meetings for the calendar of a person in the relationship."""
    names = names_beside(place, members(place.relation))
    events = [event_of(one, names, place.person.zone) for one in talks]
    return calendar_file(events, name=_("Mentoring: %(names)s") % {"names": names})


def feed_of(place: Place) -> bytes:
    """Return all meetings of a person's relationship, cancelled ones too, so that calendars take them out."""
    rows = [] if has_left(place) else list(place.relation.talks.all())
    return file_of(place, rows)


def choices_of(relation: Relation, zone: ZoneInfo, kept: Talk | None = None) -> list[tuple[str, str]]:
    """Return the latest meetings as a note can name them, and the one that it names already."""
    rows = list(queries.not_cancelled(relation)[:MOST_IN_A_LIST])
    if kept is not None and kept not in rows:
        rows.append(kept)
    return [(str(one.pk), in_short(one, zone)) for one in rows]


def in_short(talk: Talk, zone: ZoneInfo) -> str:
    """Return a meeting in a line: its day, and how people meet."""
    day = date_format(talk.starts.astimezone(zone), "DATE_FORMAT")
    return f"{day} · {talk.get_mode_display()}"


def told(talk: Talk, zone: ZoneInfo) -> str:
    """Return when and how a meeting takes place, as letters say it; where is in the calendar file."""
    lasts = ngettext("%(minutes)d minute", "%(minutes)d minutes", talk.minutes) % {"minutes": talk.minutes}
    return f"{moment_in_words(talk.starts, zone)}\n{lasts} · {talk.get_mode_display()}"


def clash_in_words(talk: Talk, zone: ZoneInfo) -> str:
    """Return that another meeting is planned at that time."""
    facts: Mapping[str, str] = {"time": time_format(talk.starts.astimezone(zone).time(), "TIME_FORMAT")}
    return _("You have planned a meeting at that time already: it begins at %(time)s.") % facts
