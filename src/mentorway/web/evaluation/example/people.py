"""Two finished pilots of four countries. Their people are invented; letters go to nobody."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mentorway.web.accounts.models import User
from mentorway.web.core.zones import moment_of, zone_of
from mentorway.web.network.models import Partner
from mentorway.web.pilots.models import (
    Attendance,
    Cohort,
    CohortState,
    Meeting,
    Participant,
    Presence,
    Source,
    Standing,
    StandingChange,
)
from mentorway.web.training.models import Edition

DAY: Final = dt.timedelta(days=1)
WEEK: Final = 7 * DAY
SEATS: Final = 24
WAITING: Final = 10  # for each pilot
MEETINGS: Final = 6
GAVE_UP: Final = frozenset({5, 9, 19})  # by place: they came to the first two meetings only
LEFT: Final = 19  # by place: who gave the seat up by saying so
MOVED: Final = 1  # by place on the waiting list: who was given that seat
LENGTH: Final = dt.timedelta(hours=3)
TEXT: Final = "Example. The pilot and its people are invented."
HELPS, HELPS_NOT, WAITS = "helps", "helps not", "waits"
LANGUAGES: Final = {"FI": "fi", "SE": "sv", "LV": "lv", "LT": "lt"}
Names = tuple[tuple[str, str, str], tuple[str, str, str]]
NAMES: Final[dict[str, tuple[Names, Names]]] = {  # first and last names that go together
    "FI": (
        (("Aino", "Helmi", "Venla"), ("Järvinen", "Lehtonen", "Salo")),
        (("Eino", "Onni", "Väinö"), ("Koski", "Rantanen", "Mattila")),
    ),
    "SE": (
        (("Alva", "Ebba", "Märta"), ("Ekström", "Lundgren", "Sandberg")),
        (("Axel", "Gustav", "Sixten"), ("Åberg", "Nyström", "Wallin")),
    ),
    "LV": (
        (("Inese", "Līga", "Zane"), ("Balode", "Krūmiņa", "Liepiņa")),
        (("Andris", "Māris", "Uldis"), ("Balodis", "Kalniņš", "Vītols")),
    ),
    "LT": (
        (("Giedrė", "Jurgita", "Vaida"), ("Butkienė", "Žukienė", "Urbonienė")),
        (("Darius", "Gintaras", "Šarūnas"), ("Balčiūnas", "Rimkus", "Vasiliauskas")),
    ),
}
ORGANISATIONS: Final = tuple(
    f"Example {one}" for one in ("Dairy", "Hospital", "Software", "School", "Bank", "Port", "Press", "Bakery")
)


@dataclass(frozen=True)
class Pilot:
    """A pilot as it is invented: how it is called, what it does to people, and when it began."""

    title: str
    kind: str
    weeks_ago: int
    trainers: int  # what they cost


PILOTS: Final = (
    Pilot("Example: mentors of four countries, pilot A", HELPS, 44, 3200),
    Pilot("Example: mentors of four countries, pilot B", HELPS_NOT, 42, 2900),
)


@dataclass(frozen=True)
class Somebody:
    """An invented person: which place they have among their kind, and what they tend to answer."""

    row: Participant
    kind: str
    place: int
    country: str
    trait: float


def cohort_of(partner: Partner, user: User, edition: Edition, pilot: Pilot) -> Cohort:
    """Store a pilot that is over, with its meetings."""
    zone, today = zone_of(partner.country), dt.datetime.now(dt.UTC).date()
    first = today - pilot.weeks_ago * WEEK
    first -= (first.weekday() - 1) * DAY  # it meets on Tuesdays
    cohort = Cohort(
        partner=partner, edition=edition, title=pilot.title, description=TEXT, country=partner.country,
        created_by=user, language="en", time_zone=zone.key, starts_on=first, seats=SEATS,
        ends_on=first + (MEETINGS - 1) * WEEK, state=CohortState.FINISHED, search_text=pilot.title,
    )  # fmt: skip
    cohort.full_clean()
    cohort.save()
    for number in range(MEETINGS):
        starts = moment_of(first + number * WEEK, dt.time(15), cohort.zone)
        Meeting.objects.create(
            cohort=cohort, title=f"Example: meeting {number + 1}", starts=starts, ends=starts + LENGTH
        )
    return cohort


def people_of(cohort: Cohort, pilot: Pilot, chance: random.Random) -> list[Somebody]:
    """Store who took part in a pilot, and who waits for the next one."""
    letter, begins = pilot.title[-1].lower(), moment_of(cohort.starts_on - 5 * WEEK, dt.time(9), cohort.zone)
    found = []
    for number in range(SEATS + WAITING):
        country, waits = tuple(NAMES)[number % len(NAMES)], number >= SEATS
        row = Participant(
            cohort=cohort, name=_name(country, number // len(NAMES) + 9 * (letter == "b")),
            email=f"{letter}{number + 1}@pilots.example.org", wants_letters=False, motivation=TEXT,
            organisation=ORGANISATIONS[(number // 2) % len(ORGANISATIONS)], language=LANGUAGES[country],
            standing=Standing.WAITING if waits else Standing.ENROLLED,
            enrolled=None if waits else begins, waiting_since=begins if waits else None,
        )  # fmt: skip
        row.full_clean(exclude=["cohort"])
        place = number - SEATS if waits else number
        found.append(Somebody(row, WAITS if waits else pilot.kind, place, country, chance.gauss(3.0, 0.5)))
    rows = Participant.objects.bulk_create(one.row for one in found)
    StandingChange.objects.bulk_create(
        StandingChange(participant=row, standing=row.standing, why=TEXT) for row in rows
    )
    StandingChange.objects.filter(participant__in=rows).update(at=begins)
    return found


def _name(country: str, number: int) -> str:
    """Return one of eighteen names of a country."""
    firsts, lasts = NAMES[country][number % 2]
    return f"{firsts[number // 2 % 3]} {lasts[number // 6 % 3]}"


def move(cohort: Cohort, people: Sequence[Somebody]) -> None:
    """Let somebody give a seat up, and somebody of the waiting list take it."""
    day = moment_of(cohort.starts_on + 2 * WEEK, dt.time(9), cohort.zone)
    for one in people:
        waits = one.kind == WAITS
        if one.place != (MOVED if waits else LEFT):
            continue
        one.row.standing = Standing.ENROLLED if waits else Standing.WITHDRAWN
        one.row.enrolled = day if waits else one.row.enrolled
        one.row.full_clean(exclude=["cohort"])
        one.row.save(update_fields=["standing", "enrolled"])
        change = StandingChange.objects.create(participant=one.row, standing=one.row.standing, why=TEXT)
        StandingChange.objects.filter(pk=change.pk).update(at=day)


def attend(cohort: Cohort, people: Sequence[Somebody]) -> None:
    """Mark who was at the meetings: most people, but not always the same."""
    took = [one for one in people if one.kind != WAITS]
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            participant=one.row,
            marked=meeting.starts,
            presence=Presence.EXCUSED if _misses(one.place, number) else Presence.PRESENT,
            source=Source.HAND,
        )
        for number, meeting in enumerate(cohort.meetings.all())
        for one in took
    )


def _misses(place: int, number: int) -> bool:
    return (place + 3 * number) % 11 == 0 or (place in GAVE_UP and number > 1)
