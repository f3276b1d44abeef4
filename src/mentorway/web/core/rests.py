"""What rests on a row: the way from evidence to what is said of it. Activities answer in ``rests.py``."""

from __future__ import annotations

from dataclasses import dataclass
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
    return [one for rests in flow.modules("rests").values() for one in rests.resting_on(row, user)]
