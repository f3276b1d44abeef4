"""Scopes: which activity a token reaches, for reading or for writing too. Never more than the person may."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorway.web import flow
from mentorway.web.accounts.models import User
from mentorway.web.network.models import sees_all

READ, WRITE = "read", "write"
PEOPLE: Final = "people:write"
ACCOUNTS: Final = "accounts"


@dataclass(frozen=True)
class Area:
    """What a pair of scopes is about: an activity, or a person's own account."""

    app: str
    title: str | Promise


def areas() -> list[Area]:
    """Return what tokens can reach, in the order of the flow."""
    return [*(Area(one.app, one.title) for one in flow.built()), Area(ACCOUNTS, _("Your details"))]


def scopes_of(user: User) -> list[str]:
    """Return every scope that ``user`` can give to a token."""
    found = [f"{area.app}:{way}" for area in areas() for way in (READ, WRITE)]
    return [*found, PEOPLE] if may_manage_people(user) else found


def may_manage_people(user: User) -> bool:
    """Whether ``user``'s programs may make and close accounts of people they are in charge of."""
    return sees_all(user) or user.memberships.in_charge().exists()


def is_allowed(user: User, given: Iterable[str], scope: str) -> bool:
    """Whether a token with the scopes ``given`` reaches ``scope`` now; who may write may also read."""
    if scope == PEOPLE:
        return PEOPLE in given and may_manage_people(user)
    app, _colon, way = scope.rpartition(":")
    return scope in given or (way == READ and f"{app}:{WRITE}" in given)
