"""An example programme to look at: partners in four countries, people, and a comparison of public data."""

import os
import secrets
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from mentorway.web import flow
from mentorway.web.accounts import actions as accounts
from mentorway.web.accounts.models import User
from mentorway.web.network.models import Membership, Partner, Role

PARTNERS = (
    ("Example University", "FI", "education"),
    ("Example Mentoring Centre", "SE", "education"),
    ("Example Trading House", "LV", "business"),
    ("Example College", "LT", "education"),
)
PEOPLE = (
    ("coordinator@example.org", "Aino Example", "FI", Role.COORDINATOR),
    ("member@example.org", "Elsa Example", "SE", Role.ADMIN),
)
COORDINATOR = PEOPLE[0][0]


class Command(BaseCommand):
    help = "Load the example programme; what is there already is left as it is."

    def handle(self, **options: Any) -> None:
        partners = load_network(password())
        for activity in flow.built():
            if find_spec(f"{activity.module}.example"):
                import_module(f"{activity.module}.example").load(partners["FI"])
        if options["verbosity"]:
            self.stdout.write(f"Sign in as {COORDINATOR}; the password is in {password_path()}.")


@transaction.atomic
def load_network(secret: str) -> dict[str, Partner]:
    """Make the example partners and people that are not there; return the partners by country."""
    partners = {}
    for name, country, sector in PARTNERS:
        partners[country], _new = Partner.objects.get_or_create(
            name=name, country=country, defaults={"sector": sector, "is_example": True}
        )
    for email, name, country, role in PEOPLE:
        if not User.objects.filter(email=email).exists():
            user = accounts.welcome(email, name=name, password=secret)
            Membership.objects.create(user=user, partner=partners[country], role=role)
    return partners


def password_path() -> Path:
    """Where this installation keeps the password of its example people."""
    path: Path = settings.MENTORWAY_DATA / "demo-password.txt"
    return path


def password() -> str:
    """Return the password of the example people, drawn once for this installation."""
    path = password_path()
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(12))
    return path.read_text("ascii").strip()
