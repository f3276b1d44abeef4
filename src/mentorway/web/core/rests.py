"""What rests on a row: the way from evidence to what is said of it. Activities answer in ``rests.py``."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from mentorway.web import flow

if TYPE_CHECKING:
    from django.db.models import Model

    from mentorway.web.accounts.models import User


@dataclass(frozen=True)
class Resting:
    """One thing that rests on a row: its title, where it is, and how it stands."""

    title: str
    url: str
    note: str = ""


def resting_on(row: Model, user: User) -> list[Resting]:
    """Return everything that rests on ``row`` and that ``user`` may know of."""
    found: list[Resting] = []
    for activity in flow.built():
        if find_spec(f"{activity.module}.rests"):
            found.extend(import_module(f"{activity.module}.rests").resting_on(row, user))
    return found
