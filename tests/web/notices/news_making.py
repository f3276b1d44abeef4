"""Things that happened, and people who read of them."""

import datetime as dt

from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.plan import making as planning

from mentorway.web.core.happenings import tell
from mentorway.web.core.models import Happening
from mentorway.web.notices.models import Reader

MONDAY = dt.datetime(2026, 5, 25, 7, tzinfo=dt.UTC)  # ten o'clock in Finland
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def make_reader(user=None, **fields):
    """Return how far somebody has read: up to an hour ago, if nothing else is said."""
    before = timezone.now() - HOUR
    user = user or make_member(make_partner())
    return Reader.objects.create(**{"user": user, "seen": before, "looked": before, **fields})


def changed(project, at=None, by=None, **facts):
    """Let a plan be changed at a moment."""
    kept = tell("plan.changed", project, by=by, **facts)
    if at is not None:
        Happening.objects.filter(pk=kept.pk).update(at=at)
        kept.refresh_from_db()
    return kept


def make_projects(partner, count):
    """Return so many projects of a partner."""
    return [planning.make_project(partner, title=f"Project {number}") for number in range(count)]
