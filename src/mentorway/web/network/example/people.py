"""The people of the example: one for each role, in four countries. None of them exists.

They sign in with one password, drawn for this installation. Mentor and mentee belong to no partner, as in
real life: they have pages of their own.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from mentorway.web.accounts import actions as accounts
from mentorway.web.accounts.models import User
from mentorway.web.network.models import Membership, Partner, Role


@dataclass(frozen=True)
class Made:
    """Somebody invented; who belongs to no partner has no country and no role here."""

    email: str
    name: str
    country: str = ""
    role: Role = Role.MEMBER


COORDINATOR: Final = "coordinator@example.org"
STAFF: Final = "member@example.org"
TRAINER: Final = "trainer@example.org"
RESEARCHER: Final = "researcher@example.org"
MENTOR: Final = "mentor@example.org"
MENTEE: Final = "mentee@example.org"
PARTNERS: Final = (
    ("Example University", "FI", "education"),
    ("Example Mentoring Centre", "SE", "education"),
    ("Example Trading House", "LV", "business"),
    ("Example College", "LT", "education"),
)
PEOPLE: Final = (
    Made(COORDINATOR, "Aino Example", "FI", Role.COORDINATOR),
    Made(STAFF, "Elsa Example", "SE", Role.ADMIN),
    Made(TRAINER, "Rūta Example", "LT"),
    Made(RESEARCHER, "Liene Example", "LV"),
    Made(MENTOR, "Tomas Žukauskas"),
    Made(MENTEE, "Ieva Ozoliņa"),
)


def known(email: str) -> User | None:
    """Return somebody of the example who is here."""
    return User.objects.filter(email=email).first()


def anybody_of(partner: Partner) -> User | None:
    """Return the one of the example who does everything for a partner of it.

    Real people may have joined that partner, and nothing is done in their name; only where the person of the
    example is not here, whoever belonged to the partner first is taken.
    """
    emails = [made.email for made in PEOPLE if made.country == partner.country]
    return User.objects.filter(email__in=emails).first() or partner.people.order_by("pk").first()


def acting_for(partner: Partner) -> User:
    """Return the same; a partner that has nobody is refused."""
    found = anybody_of(partner)
    if found is None:
        raise User.DoesNotExist(f"Nobody belongs to {partner}.")
    return found


def real_partners_exist() -> bool:
    """Whether anybody besides the example is here: then its shared password must open nothing more."""
    return Partner.objects.filter(is_example=False, deleted=None).exists()


@transaction.atomic
def load(secret: str) -> dict[str, Partner]:
    """Make the first partners and the people that are not there; return the partners by country."""
    guarded = real_partners_exist()
    partners = {}
    for name, country, sector in PARTNERS:
        partners[country], _new = Partner.objects.get_or_create(
            name=name, country=country, defaults={"sector": sector, "is_example": True}
        )
    for made in PEOPLE:
        if known(made.email) is None:
            user = accounts.welcome(made.email, name=made.name, password=secret)
            if guarded:
                User.objects.filter(pk=user.pk).update(is_active=False)
            if made.country:
                _place(user, partners[made.country], made.role, guarded=guarded)
    return partners


@transaction.atomic
def put_back(secret: str) -> None:
    """Give those who are here their name, place and password again, and end every other way in.

    What they own besides is theirs. The partners of the example have their first names again by now.
    """
    guarded = real_partners_exist()
    named = {(one.name, one.country): one for one in Partner.objects.filter(is_example=True, deleted=None)}
    partners = {
        country: named[name, country] for name, country, _sector in PARTNERS if (name, country) in named
    }
    for made in PEOPLE:
        user = known(made.email)
        if user is None:
            continue
        user.name, user.language = made.name, "en"
        user.is_active = user.is_active or not guarded
        if not user.check_password(secret):
            user.set_password(secret)
        user.save(update_fields=["name", "language", "is_active", "password"])
        accounts.forget_ways_in(user)
        if made.country in partners:
            _place(user, partners[made.country], made.role, guarded=guarded)


def _place(user: User, partner: Partner, role: Role, *, guarded: bool) -> None:
    """Give somebody their place in the example; where that is guarded, nobody becomes coordinator anew."""
    if guarded and role == Role.COORDINATOR:
        Membership.objects.get_or_create(user=user, partner=partner, defaults={"role": Role.MEMBER})
    else:
        Membership.objects.update_or_create(user=user, partner=partner, defaults={"role": role})


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
