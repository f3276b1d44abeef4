"""Run by `test_postgres.py` in a process of its own, with DATABASE_URL set: migrations and writes."""

import django

django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.exceptions import ValidationError  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import IntegrityError, connection, transaction  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from mentorway.web.accounts import actions as accounts  # noqa: E402
from mentorway.web.network.actions import partners as actions  # noqa: E402
from mentorway.web.network.models import Membership, Partner  # noqa: E402
from mentorway.web.training import example  # noqa: E402
from mentorway.web.training.models import Edition  # noqa: E402

VERSION = {
    "content": {},
    "content_hash": "f" * 64,
    "number": 2,
    "changed_because": "Another reason.",
    "published": "2020-01-01T00:00:00Z",
}


def refused(action, error):
    try:
        with transaction.atomic():
            action()
    except error:
        return True
    return False


def change(**values):
    return lambda: Edition.objects.update(**values)


def publish(partner):
    """Publish the example programme, try to change each part of its version, and forget who published it."""
    example.load(partner)
    before = Edition.objects.values().get()
    refusals = {name: refused(change(**{name: value}), IntegrityError) for name, value in VERSION.items()}
    row = Edition.objects.get()
    refusals["saved whole"] = refused(row.save, IntegrityError)
    kept = Edition.objects.values().get() == before
    Edition.objects.update(published_by=None)
    return {"refused": refusals, "kept": kept, "forgotten": Edition.objects.get().published_by is None}


def main():
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    partner = actions.found(name="Ąžuolas", country="LT", sector="education")
    user = accounts.welcome("admin@example.org", name="Admin", password="some long password")  # noqa: S106
    place = actions.add(partner, email="ADMIN@example.org", role="admin", link="http://localhost/")
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    cache.set("limit", 3, 60)
    facts = {
        "vendor": connection.vendor,
        "visible": Partner.objects.visible_to(user).get() == partner,
        "only admin stays": refused(lambda: actions.remove(place), ValidationError),
        "unknown country": refused(
            lambda: Partner.objects.create(name="X", country="XX", sector="business"), IntegrityError
        ),
        "twice": refused(lambda: Membership.objects.create(user=user, partner=partner), IntegrityError),
        "letters": [row.status for row in DBTaskResult.objects.all()],
        "cache": cache.get("limit"),
        "version": publish(partner),
    }
    print(facts)  # noqa: T201


if __name__ == "__main__":
    main()
