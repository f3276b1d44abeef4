"""Activities, goals, results, readers and letters that tests start from."""

import datetime as dt
import hashlib
import itertools

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.conftest import make_member, make_partner

from mentorway.web.dissemination.actions import outreach as actions
from mentorway.web.dissemination.analysis.readers import consent_hash, hash_of, secret_of
from mentorway.web.dissemination.models import Action, Goal, KeyResult, Mailing, Standing, Subscriber

_numbers = itertools.count(1)
NOON = dt.datetime(2026, 11, 25, 11, 0, tzinfo=dt.UTC)  # day everywhere where letters are read


def make_action(partner=None, user=None, **more):
    """Return something that is planned for next week."""
    partner = partner or make_partner()
    facts = {
        "title": f"Activity {next(_numbers)}",
        "channel": "event",
        "planned_on": timezone.localdate() + dt.timedelta(days=7),
        **more,
    }
    row = Action(partner=partner, created_by=user or make_member(partner), **facts)
    row.full_clean()
    row.save()
    return row


def make_done(partner=None, user=None, **more):
    """Return something that was done, with people who were counted."""
    facts = {"done_on": timezone.localdate(), "reached": 30, "how_counted": "Signatures", **more}
    return make_action(partner, user, **facts)


def make_file(action):
    file = SimpleUploadedFile("list.txt", b"Thirty people came.", "text/plain")
    return actions.add_file(action, action.created_by, file=file, caption="The list")


def make_goal(**more):
    facts = {"indicator": "people", "wanted": 100 + next(_numbers), "until": dt.date(2030, 1, 1), **more}
    facts["until"] += dt.timedelta(days=next(_numbers))
    return Goal.objects.create(**facts)


def make_result(partner=None, user=None, **more):
    """Return a result that is described and no more."""
    partner = partner or make_partner()
    facts = {"title": f"Result {next(_numbers)}", **more}
    row = KeyResult(partner=partner, created_by=user or make_member(partner), **facts)
    row.full_clean()
    row.save()
    return row


def make_reader(language="en", kinds=("news",), **more):
    """Return somebody who gets letters."""
    number = next(_numbers)
    facts = {"standing": Standing.CONFIRMED, "confirmed": NOON - dt.timedelta(days=3), **more}
    row = Subscriber(
        email=facts.pop("email", f"reader{number}@example.org"),
        language=language,
        kinds=list(kinds),
        asked=facts.pop("asked", NOON - dt.timedelta(days=3)),
        secret_hash=hashlib.sha256(str(number).encode()).hexdigest(),
        consent_hash=consent_hash(language),
        **facts,
    )
    row.full_clean()
    row.save()
    row.secret_hash = hash_of(secret_of(row))
    row.save(update_fields=["secret_hash"])
    return row


def make_mailing(user=None, **more):
    """Return a letter about news in English that nobody has got."""
    facts = {
        "kind": "news",
        "texts": {"en": {"subject": "What is new", "body": "Much has happened."}},
        **more,
    }
    row = Mailing(created_by=user or make_member(role="coordinator"), **facts)
    row.full_clean()
    row.save()
    return row
