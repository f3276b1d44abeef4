"""Two cohorts that an installation starts with. Their people are invented, have no address and say so."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.utils import timezone, translation

from mentorway.web.accounts.models import User
from mentorway.web.core.zones import moment_of, zone_of
from mentorway.web.network.example import people
from mentorway.web.network.example.people import acting_for
from mentorway.web.network.models import Partner
from mentorway.web.pilots import tasks
from mentorway.web.pilots.actions import triads
from mentorway.web.pilots.analysis.contents import defaults_of
from mentorway.web.pilots.analysis.grouping import groups_of
from mentorway.web.pilots.analysis.issuing import Wish, kept_wishes
from mentorway.web.pilots.analysis.programme import assessments_of, programme_of, sessions_of
from mentorway.web.pilots.models import (
    Attendance,
    Cohort,
    CohortState,
    IssueRun,
    JournalEntry,
    Meeting,
    Participant,
    Presence,
    Source,
    Standing,
    StandingChange,
    Work,
    WorkState,
)
from mentorway.web.training.models import Edition

DAY: Final = dt.timedelta(days=1)
WEEK: Final = 7 * DAY
TEXT: Final = "Example. The cohort, its people and everything they wrote are invented."
FEEDBACK: Final = (
    "Example of feedback: the goal is clear. Say also how you both will notice that it is reached."
)
ASSIGNMENT: Final = (
    "Example of an assignment: Dovilė wants to lead a meeting with a client by herself within two months. We "
    "shall know it by the minutes, which she writes, and by what the client says afterwards."
)
ENTRY: Final = (
    "Example of a reflection: I gave advice after two minutes. Next time I ask one question more before I do."
)
NAMES: Final = {
    "LT": (
        "Dovilė Kazlauskaitė", "Mantas Petrauskas", "Rasa Jankauskienė", "Tomas Žukauskas", "Ieva Ozoliņa",
        "Jānis Bērziņš", "Aušra Stankevičiūtė", "Karolis Butkus", "Eglė Navickaitė", "Linas Paulauskas",
    ),
    "FI": (
        "Eeva Mäkelä", "Juha Korhonen", "Åsa Lindqvist", "Mika Nieminen", "Sanna Heikkinen", "Björn Sjöberg",
        "Leena Laine", "Pekka Hämäläinen",
    ),
}  # fmt: skip
ORGANISATIONS: Final = ("Example Dairy", "Example Hospital", "Example Software", "Example School")
SEED: Final = 7


@transaction.atomic
def load(partner: Partner) -> None:
    """Store both cohorts, unless that was done before or the example programme is missing."""
    edition = Edition.objects.filter(programme__is_example=True).order_by("-number").first()
    if edition is None or Cohort.objects.filter(is_example=True).exists():
        return
    user, today = acting_for(partner), timezone.now().date()
    other = Partner.objects.filter(is_example=True, country="LT").first() or partner
    with translation.override("en"):
        done = _cohort(other, user, edition, today - 18 * WEEK, title="Example: mentors in Vilnius, autumn")
        under_way = _cohort(partner, user, edition, today - 3 * WEEK, title="Example: mentors in Helsinki")
        _people(done, len(NAMES["LT"]))
        _people(under_way, 6, waiting=2, member=user)
        for cohort in (done, under_way):
            _attend(cohort)
            _practise(cohort)
            _write(cohort, user)
        _certify(done, user)
    Cohort.objects.filter(pk=done.pk).update(state=CohortState.FINISHED)
    Cohort.objects.filter(pk__in=[done.pk, under_way.pk]).update(is_example=True)


def _cohort(partner: Partner, user: User, edition: Edition, first: dt.date, *, title: str) -> Cohort:
    """Return a cohort that meets on the Tuesday of each week, at the hour that suits people at work."""
    country, first = partner.country, first - (first.weekday() - 1) * DAY
    cohort = Cohort(
        partner=partner, edition=edition, title=title, description=TEXT, country=country, created_by=user,
        language={"LT": "lt", "FI": "fi"}.get(country, "en"), time_zone=zone_of(country).key,
        starts_on=first, ends_on=first + 6 * WEEK, seats=10 if country == "LT" else 6,
        state=CohortState.RUNNING, search_text=title,
        required=[one["key"] for one in _assessments(edition) if one["required"]],
    )  # fmt: skip
    cohort.full_clean()
    cohort.save()
    trainer = people.known(people.TRAINER)
    for place, session in enumerate(sessions_of(programme_of(cohort, cohort.language)).values()):
        starts = moment_of(first + place * WEEK, dt.time(15), cohort.zone)
        Meeting.objects.create(
            cohort=cohort, session=session.key, title=session.title, starts=starts,
            ends=starts + dt.timedelta(minutes=session.minutes), facilitator=trainer,
            facilitator_name="" if trainer else "Aino Example",
            place="" if session.online else "Example room 5",
            link="https://meet.example.org/mentors" if session.online else "",
        )  # fmt: skip
    return cohort


def _assessments(edition: Edition) -> list[dict[str, Any]]:
    modules = edition.content["programme"]["modules"]
    return [one for module in modules for one in module["assessments"]]


def _people(cohort: Cohort, count: int, *, waiting: int = 0, member: User | None = None) -> None:
    """Add invented people without addresses; the last is the member who looks at the example."""
    now, names = timezone.now(), NAMES["LT" if cohort.country == "LT" else "FI"]
    rows = [
        Participant(
            cohort=cohort, name=name, organisation=ORGANISATIONS[place % len(ORGANISATIONS)],
            language=cohort.language, wants_letters=False, motivation=TEXT,
            standing=Standing.ENROLLED if place < count else Standing.WAITING,
            enrolled=now if place < count else None, waiting_since=None if place < count else now,
        )
        for place, name in enumerate(names[: count + waiting])
    ]  # fmt: skip
    if member is not None:
        rows[count - 1].name, rows[count - 1].user = str(member), member
    mentor = people.known(people.MENTOR)
    for row in rows:
        if mentor is not None and row.name == mentor.name:
            row.user = mentor
    Participant.objects.bulk_create(rows)
    StandingChange.objects.bulk_create(
        StandingChange(participant=row, standing=row.standing, why=TEXT) for row in rows
    )


def _attend(cohort: Cohort) -> None:
    """Mark who was at the meetings that are over: nearly everybody, but not always the same."""
    them = list(cohort.people.taking_part().order_by("pk"))
    rows = []
    for number, meeting in enumerate(cohort.meetings.filter(ends__lt=timezone.now())):
        for place, person in enumerate(them):
            missing = (place + 3 * number) % 11 == 0 or (place == len(them) - 1 and number > 1)
            rows.append(
                Attendance(
                    meeting=meeting, participant=person, marked=meeting.starts,
                    presence=Presence.EXCUSED if missing else Presence.PRESENT,
                    source=Source.HAND if missing else Source.SCAN,
                )
            )  # fmt: skip
    Attendance.objects.bulk_create(rows)


def _practise(cohort: Cohort) -> None:
    """Form groups of three for the first meeting, mixing organisations."""
    homes = dict(cohort.people.taking_part().values_list("pk", "organisation"))
    triads.form(cohort, cohort.meetings.first(), groups_of(homes, (), seed=SEED))


def _write(cohort: Cohort, user: User) -> None:
    """Let people hand in and reflect; in the finished cohort it is assessed, in the other some waits."""
    known, now = assessments_of(programme_of(cohort)), timezone.now()
    them = list(cohort.people.taking_part().order_by("pk"))
    is_over = not cohort.meetings.filter(starts__gt=now).exists()
    for key in cohort.required:
        one, some = known[key], them if is_over else them[:3]
        if one.kind == "reflection":
            _reflect(some[:-1], key)
            continue
        levels = {each.key: max(one.pass_level, len(each.levels) - 2) for each in one.criteria}
        Work.objects.bulk_create(
            Work(
                participant=person, assessment=key, text=ASSIGNMENT, handed_in=now - WEEK,
                state=WorkState.PASSED if is_over else WorkState.HANDED_IN,
                levels=levels if is_over else {}, feedback=FEEDBACK if is_over else "",
                assessed=now - DAY if is_over else None, assessed_by=user if is_over else None,
            )
            for person in some
        )  # fmt: skip


def _reflect(people: Sequence[Participant], key: str) -> None:
    JournalEntry.objects.bulk_create(
        JournalEntry(participant=person, assessment=key, text=ENTRY, is_shared=place % 2 == 0)
        for place, person in enumerate(people)
    )


def _certify(cohort: Cohort, user: User) -> None:
    """Issue certificates to the first three; what they say names itself an example."""
    terms = defaults_of(cohort)
    terms.title, terms.title_in_english = f"Example: {terms.title}"[:200], "Example certificate"
    terms.assessment = "Example: an assignment, an observed talk and a reflection."
    terms.quality = "Example: the programme was reviewed by nobody, as it is an example."
    terms.full_clean()
    terms.save()
    some = cohort.people.taking_part().order_by("pk")[:3]
    wanted = kept_wishes([Wish(one.pk) for one in some])
    run = IssueRun.objects.create(cohort=cohort, by=user, wanted=wanted, total=len(wanted))
    tasks.issue.call(run.pk)
