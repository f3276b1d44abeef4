"""What follows from the times, people and texts of visits."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.core.calendar import CalendarEvent
from mentorway.web.core.merging import texts
from mentorway.web.core.prose import plain
from mentorway.web.core.zones import is_skipped, moment_of
from mentorway.web.network.models import (
    AgendaItem,
    Attendee,
    Country,
    Partner,
    Presence,
    Visit,
    VisitState,
)

MINUTE = dt.timedelta(minutes=1)
TIMES = ("day", "begins", "until", "finishes", "time_zone")
PLAIN = ("title", "kind", "country", "place", "link", "purpose", "is_shared")
IN_CALENDAR = ("title", "starts", "ends", "time_zone", "country", "place", "link")


@dataclass(frozen=True)
class Slot:
    """A point of the agenda with the times that the clock of the place shows."""

    item: AgendaItem
    begins: dt.datetime
    ends: dt.datetime
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Agenda:
    """The points of a visit, how long they take together, and how long is planned, in minutes."""

    slots: Sequence[Slot]
    total: int
    planned: int

    @property
    def left(self) -> int:
        """Minutes that no point takes; below zero if the points take longer than is planned."""
        return self.planned - self.total

    @property
    def too_long(self) -> int:
        """By how many minutes the points take longer than is planned."""
        return max(0, -self.left)


@dataclass(frozen=True)
class Delegation:
    """The people of one partner at a visit, and the days that they travel, together."""

    partner: Partner
    people: Sequence[Attendee]
    days: int


def agenda(visit: Visit, items: Iterable[AgendaItem]) -> Agenda:
    """Return the points with running times, each beginning where the one before it ends."""
    rows, now, slots = list(items), visit.starts, []
    for place, item in enumerate(rows):
        then = now + item.minutes * MINUTE
        slots.append(Slot(item, _local(visit, now), _local(visit, then), place == 0, place == len(rows) - 1))
        now = then
    return Agenda(slots, sum(item.minutes for item in rows), (visit.ends - visit.starts) // MINUTE)


def _local(visit: Visit, moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(ZoneInfo(visit.time_zone))


def delegations(people: Iterable[Attendee]) -> list[Delegation]:
    """Return the people partner by partner; they come in that order."""
    found = []
    for _key, rows in groupby(people, key=lambda person: person.partner_id):
        group = list(rows)
        found.append(Delegation(group[0].partner, group, sum(one.travel_days for one in group)))
    return found


def facts_of(visit: Visit) -> dict[str, Any]:
    """Return what the form about a visit shows."""
    begins, finishes = visit.begins, visit.finishes
    clock = {
        "day": begins.date(),
        "begins": begins.time(),
        "until": finishes.date(),
        "finishes": finishes.time(),
        "time_zone": visit.time_zone,
    }
    return {name: getattr(visit, name) for name in PLAIN} | clock


def snapshot_of(visit: Visit) -> dict[str, str]:
    """Return what a revision keeps."""
    return texts({**facts_of(visit), "minutes": visit.minutes})


def span_of(facts: Mapping[str, Any]) -> tuple[dt.datetime, dt.datetime]:
    """Return from when to when it lasts; a time that the clock of the place never shows is refused."""
    zone, wrong = ZoneInfo(facts["time_zone"]), {}
    until = facts["until"] or facts["day"]
    for name, day in (("begins", facts["day"]), ("finishes", until)):
        if is_skipped(day, facts[name], zone):
            wrong[name] = _("Clocks are put forward that night, and this time does not exist there.")
    if wrong:
        raise ValidationError(wrong)
    begins, ends = moment_of(facts["day"], facts["begins"], zone), moment_of(until, facts["finishes"], zone)
    if ends <= begins:  # in the hour that comes twice, the second is meant
        ends = moment_of(until, facts["finishes"], zone, later=True)
    if ends <= begins:
        raise ValidationError({"finishes": _("The end must be after the beginning.")})
    return begins, ends


def search_text_of(visit: Visit) -> str:
    """Return the words by which a visit is found."""
    return " ".join([visit.title, visit.place, visit.purpose, plain(visit.minutes)])


def location_of(visit: Visit) -> str:
    """Return where it is, with the country."""
    # The word for the country is asked for directly: get_…_display is slow for thousands of rows.
    country = str(Country(visit.country).label) if visit.country else ""
    return ", ".join(text for text in (visit.place, country) if text)


def first_due(visit: Visit) -> dt.date:
    """Return the first day by which something that follows from it can be done."""
    return visit.begins.date()


def calendar_state(visit: Visit) -> tuple[Any, ...]:
    """Return what calendars show: when it changes, they are told anew."""
    return tuple(getattr(visit, name) for name in IN_CALENDAR)


def events(visits: Iterable[Visit], *, now: dt.datetime, address: str = "") -> list[CalendarEvent]:
    """Return the dates of visits for calendars. ``address`` leads to a visit; ``{pk}`` stands for its key."""
    return [event(one, now=now, url=address.replace("{pk}", str(one.pk))) for one in visits]


def event(visit: Visit, *, now: dt.datetime, url: str = "") -> CalendarEvent:
    """Return the date of a visit for calendars."""
    said = [visit.purpose, visit.link]
    return CalendarEvent(
        uid=f"{visit.token}@mentorway",
        summary=visit.title,
        starts=visit.begins,
        ends=visit.finishes,
        changed=now,
        sequence=visit.sequence,
        status="CANCELLED" if visit.state == VisitState.CANCELLED else "CONFIRMED",
        location=location_of(visit) if visit.place or not visit.link else visit.link,
        description="\n\n".join(text for text in said if text),
        url=url,
    )


def expected(people: Iterable[Attendee]) -> list[int]:
    """Return whom to take for present unless told otherwise: whoever did not say no."""
    said_no = (Presence.DECLINED, Presence.ABSENT)
    return [person.pk for person in people if person.presence not in said_no]
