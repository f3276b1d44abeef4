"""Example visits and meetings between the example partners: synthetic, and said to be so."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from mentorway.web.core.zones import zone_of
from mentorway.web.network.analysis import visits as analysis
from mentorway.web.network.models import (
    AgendaItem,
    Attendee,
    FollowUp,
    Partner,
    Presence,
    Visit,
    VisitKind,
    VisitPartner,
    VisitRevision,
    VisitState,
)

PURPOSE: Final = "This is a synthetic visit of the example programme. "
MINUTES: Final = (
    "These minutes are synthetic.\n\n"
    "## What was said\n\n"
    "- {first}\n- {second}\n\n"
    "## What was decided\n\n"
    "{decided}"
)


@dataclass(frozen=True)
class Made:
    """One example visit; days are counted from the day the example is loaded."""

    title: str
    kind: VisitKind
    partners: tuple[str, ...]  # the host first
    day: int
    place: str
    purpose: str
    agenda: tuple[tuple[str, int, str], ...]
    said: tuple[str, str, str] | None = None
    follow_ups: tuple[tuple[str, str, int, str], ...] = ()  # what, who, days after, what came of it
    state: VisitState = VisitState.PLANNED
    why: str = ""


UNIVERSITY, CENTRE, TRADING, COLLEGE = (
    "Example University",
    "Example Mentoring Centre",
    "Example Trading House",
    "Example College",
)
AINO, ELSA, JANIS, RUTA = "Aino Example", "Elsa Example", "Jānis Example", "Rūta Example"
# fmt: off
VISITS: Final = (
    Made("Kick-off of the mentoring programme", VisitKind.MEETING, (UNIVERSITY, CENTRE, TRADING, COLLEGE),
         -200, "Example Street 1, Helsinki", "To get to know each other, and to agree on who does what.",
         (("Welcome, and who is who", 30, AINO), ("What each partner brings", 90, ""), ("Lunch", 60, ""),
          ("The plan of the first year", 90, ELSA), ("What comes next", 30, AINO)),
         ("Schools want mentors from firms; firms want to know how many hours it takes.",
          "Two partners have run mentoring before, the others have not.",
          "Every partner names one person to reach. The survey comes first, the pilots after it."),
         (("Name a person to reach at every partner", AINO, 14, "All four have."),
          ("Send the draft of the survey around", ELSA, 30, "Sent; three partners answered.")),
         VisitState.HELD),
    Made("A day at the trading house", VisitKind.VISIT, (TRADING, COLLEGE), -90, "Example Quay 5, Rīga",
         "Teachers see how a firm takes in newcomers.",
         (("Walk through the warehouse", 60, JANIS), ("Talk with mentors and mentees", 75, ""),
          ("What the college takes home", 45, RUTA)),
         ("Newcomers get a mentor on the first day, and a second one after a month.",
          "The mentors would like a short training.",
          "The college tries the two mentors with one class."),
         (("Write a page about the two mentors", RUTA, 20, ""),
          ("Ask the mentors what the training should have in it", JANIS, 45, "A list of seven wishes.")),
         VisitState.HELD),
    Made("Training of mentors: what it should have in it", VisitKind.ONLINE, (CENTRE, UNIVERSITY, TRADING),
         -30, "", "To put the wishes of the mentors in order.",
         (("The seven wishes", 30, JANIS), ("Which come first", 45, ELSA), ("Who writes", 15, ELSA)),
         ("Listening and giving feedback come first.", "Half a day is enough to begin with.",
          "The centre writes a first plan for half a day."),
         (("Write the plan for half a day", ELSA, 35, ""), ("Find two firms to try it", AINO, 60, "")),
         VisitState.HELD),
    Made("Midway meeting", VisitKind.MEETING, (COLLEGE, UNIVERSITY, CENTRE, TRADING), 24,
         "Example Avenue 12, Vilnius", "To look at the answers of the survey together.",
         (("Welcome", 15, RUTA), ("What the survey says", 90, AINO), ("Lunch", 60, ""),
          ("What we change", 60, ""), ("Next steps", 30, RUTA))),
    Made("Visit to the mentoring centre", VisitKind.VISIT, (CENTRE, COLLEGE), 55, "Example Lane 3, Stockholm",
         "To see how adult learners are mentored.",
         (("How the centre works", 45, ELSA), ("Two lessons", 120, ""), ("Questions", 45, ""))),
    Made("Open afternoon for firms", VisitKind.EVENT, (UNIVERSITY, TRADING), 10, "Example Street 1, Helsinki",
         "To win firms for the second year.", (("Two firms tell", 45, ""), ("Coffee and talk", 60, "")),
         state=VisitState.CANCELLED, why="Too few firms could come; it moves to the spring."),
)
# fmt: on


@transaction.atomic
def load(_partner: Partner) -> None:
    """Make the visits that are not there."""
    known = {partner.name: partner for partner in Partner.objects.filter(is_example=True, deleted=None)}
    today = timezone.localdate()
    for made in VISITS:
        is_there = Visit.objects.filter(title=made.title, is_example=True).exists()
        if not is_there and set(made.partners) <= set(known):
            _make(made, [known[name] for name in made.partners], today)


def _make(made: Made, partners: list[Partner], today: dt.date) -> None:
    host, *guests = partners
    visit = _visit(made, host, today)
    VisitPartner.objects.bulk_create(VisitPartner(visit=visit, partner=partner) for partner in guests)
    AgendaItem.objects.bulk_create(
        AgendaItem(visit=visit, position=place, title=title, minutes=minutes, speaker=speaker)
        for place, (title, minutes, speaker) in enumerate(made.agenda, start=1)
    )
    Attendee.objects.bulk_create(_person(visit, partner) for partner in partners)
    FollowUp.objects.bulk_create(
        FollowUp(
            visit=visit,
            text=text,
            owner_name=name,
            due=visit.begins.date() + dt.timedelta(days=days),
            outcome=outcome,
            done=visit.ends + dt.timedelta(days=days) if outcome else None,
        )
        for text, name, days, outcome in made.follow_ups
    )


def _visit(made: Made, host: Partner, today: dt.date) -> Visit:
    zone = zone_of(host.country)
    begins = dt.datetime.combine(today + dt.timedelta(days=made.day), dt.time(10), ZoneInfo(zone.key))
    said = made.said
    visit = Visit(
        title=made.title,
        kind=made.kind,
        host=host,
        starts=begins,
        ends=begins + dt.timedelta(minutes=sum(minutes for _title, minutes, _who in made.agenda)),
        time_zone=zone.key,
        country="" if made.kind == VisitKind.ONLINE else host.country,
        place=made.place,
        link="https://example.org/meeting" if made.kind == VisitKind.ONLINE else "",
        purpose=PURPOSE + made.purpose,
        minutes=MINUTES.format(first=said[0], second=said[1], decided=said[2]) if said else "",
        state=made.state,
        cancelled_why=made.why,
        is_shared=True,
        is_example=True,
    )
    visit.search_text = analysis.search_text_of(visit)
    visit.full_clean(exclude=["created_by"])
    visit.save()
    VisitRevision.objects.create(visit=visit, number=1, fields=analysis.snapshot_of(visit))
    return visit


PEOPLE: Final = {UNIVERSITY: AINO, CENTRE: ELSA, TRADING: JANIS, COLLEGE: RUTA}
PRESENCE: Final = {
    VisitState.PLANNED: Presence.COMING,
    VisitState.HELD: Presence.PRESENT,
    VisitState.CANCELLED: Presence.INVITED,
}


def _person(visit: Visit, partner: Partner) -> Attendee:
    """Return the one who comes for a partner; guests from abroad travel a day before and after."""
    day, stays = visit.begins.date(), visit.kind == VisitKind.ONLINE or partner.country == visit.host.country
    return Attendee(
        visit=visit,
        partner=partner,
        name=PEOPLE[partner.name],
        part="" if partner != visit.host else "Host",
        presence=PRESENCE[VisitState(visit.state)],
        travel_from=None if stays else day - dt.timedelta(days=1),
        travel_until=None if stays else day + dt.timedelta(days=1),
    )
