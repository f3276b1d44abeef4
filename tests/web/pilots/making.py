"""Cohorts that tests start from."""

import datetime as dt
import itertools

from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.training import making as training

from mentorway.web.pilots.models import Cohort, CohortState, Meeting, Participant, Standing

DAY = dt.timedelta(days=1)
NAMES = ("Aino Ek", "Bert Lind", "Céline Ozols", "Dovilė Kazlauskaitė", "Eeva Mäki", "Fredrik Åberg")
_numbers = itertools.count(1)


def make_cohort(partner=None, user=None, **more):
    """Return a running cohort of ten seats that takes a published programme, without meetings and people."""
    partner = partner or make_partner()
    user = user or make_member(partner)
    edition = more.pop("edition", None) or training.first_edition(training.make_programme(partner, user))
    today = timezone.now().date()
    facts = {
        "title": "Mentors of spring",
        "country": "LT",
        "language": "en",
        "time_zone": "Europe/Vilnius",
        "starts_on": today - 7 * DAY,
        "ends_on": today + 30 * DAY,
        "seats": 10,
        "state": CohortState.RUNNING,
        **more,
    }
    cohort = Cohort(partner=partner, edition=edition, created_by=user, **facts)
    cohort.full_clean()
    cohort.save()
    return cohort


def make_meeting(cohort, starts=None, minutes=90, **more):
    """Return a planned meeting; it began half an hour ago unless said otherwise."""
    starts = starts or timezone.now() - dt.timedelta(minutes=30)
    meeting = Meeting(
        cohort=cohort,
        title=more.pop("title", "First evening"),
        starts=starts,
        ends=starts + dt.timedelta(minutes=minutes),
        **more,
    )
    meeting.full_clean()
    meeting.save()
    return meeting


def enrol(cohort, name="Aino Ek", **more):
    """Return a person who takes part (or stands as said), with an address of their own."""
    standing = more.pop("standing", Standing.ENROLLED)
    if standing == Standing.ENROLLED:
        more.setdefault("enrolled", timezone.now())
    if standing == Standing.WAITING:
        more.setdefault("waiting_since", timezone.now())
    more.setdefault("email", f"participant{next(_numbers)}@example.org")
    person = Participant(cohort=cohort, name=name, standing=standing, **more)
    person.full_clean()
    person.save()
    return person


def enrol_many(cohort, count):
    """Return many people who take part, stored at once."""
    rows = [
        Participant(
            cohort=cohort,
            name=f"{NAMES[number % len(NAMES)]} {number}",
            email=f"many{number}.{cohort.pk}@example.org",
            standing=Standing.ENROLLED,
            enrolled=timezone.now(),
        )
        for number in range(count)
    ]
    return Participant.objects.bulk_create(rows)
