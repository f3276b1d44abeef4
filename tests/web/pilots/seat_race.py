"""Run by `test_seat_race.py` in a process of its own: many people press for one seat at the same moment.

With `prepare` it makes the database and two cohorts with one seat each; with `press` many threads apply to
the first and choose people for the second; with `count` it says what came of it.
"""

import contextlib
import os
import sys
import threading

os.environ["DJANGO_SETTINGS_MODULE"] = "mentorway.web.settings"

import django

django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.utils import timezone  # noqa: E402

from mentorway.web.network.models import Partner  # noqa: E402
from mentorway.web.pilots.actions import seats  # noqa: E402
from mentorway.web.pilots.models import Cohort, Participant, Standing  # noqa: E402
from mentorway.web.training.models import Edition, Programme  # noqa: E402
from mentorway.web.translation.models import Document  # noqa: E402

PEOPLE = 25


def prepare():
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    partner = Partner.objects.create(name="Åbo", country="FI", sector="education", search_text="abo")
    edition = Edition.objects.create(**edition_of(partner))
    today = timezone.now().date()
    for entry in ("first", "chosen"):
        cohort = Cohort.objects.create(
            partner=partner, edition=edition, title=entry, country="FI", language="en", entry=entry,
            time_zone="Europe/Helsinki", starts_on=today, ends_on=today, seats=1, state="open",
        )  # fmt: skip
        if entry == "chosen":
            for number in range(100):
                Participant.objects.create(
                    cohort=cohort, name=f"Person {number}", email=f"p{number}@example.org", standing="applied"
                )


def edition_of(partner):
    facts = {"programme": {"language": "en"}, "languages": []}
    programme = Programme.objects.create(
        partner=partner, title="T", content={"language": "en"}, document=Document.objects.create()
    )
    return {"programme": programme, "number": 1, "content": facts, "content_hash": "0" * 64}


def be_patient():
    """Open a connection that waits for others longer than a page does: the machine may be very busy."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 240000")


def press(part, hands):
    """Press for 25 people with as many hands at once; a server may not take a hundred connections."""
    first, chosen = Cohort.objects.get(title="first"), Cohort.objects.get(title="chosen")
    people = list(chosen.people.order_by("pk")[part * PEOPLE : (part + 1) * PEOPLE])
    start, troubles = threading.Barrier(hands, timeout=120), []

    def run(hand):
        try:
            be_patient()
            start.wait()
            for number in range(hand, PEOPLE, hands):
                name = f"n{part}-{number}"
                seats.apply(first, name=name, email=f"{name}@example.org", language="en")
                with contextlib.suppress(ValidationError):
                    seats.choose(people[number])
        except Exception as trouble:  # noqa: BLE001 - told to the test
            start.abort()
            troubles.append(repr(trouble))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(hand,)) for hand in range(hands)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    print(troubles)  # noqa: T201


def count():
    found = {}
    for cohort in Cohort.objects.all():
        rows = cohort.people.order_by().values_list("standing").annotate(Count("pk"))
        found[cohort.title] = dict(rows)
    line = Cohort.objects.get(title="first").people.filter(standing=Standing.WAITING)
    found["in line"] = line.values("waiting_since").distinct().count()
    found["vendor"] = connection.vendor
    print(found)  # noqa: T201


if __name__ == "__main__":
    {"prepare": prepare, "count": count}.get(sys.argv[1], lambda: press(*map(int, sys.argv[2:])))()
