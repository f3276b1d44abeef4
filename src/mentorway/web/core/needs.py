"""What an activity wants from a person, for the first page and for letters: its ``needs.py`` says it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentorway.web import flow
from mentorway.web.core.once import gathering

if TYPE_CHECKING:
    from mentorway.web.accounts.models import User


@dataclass(frozen=True)
class Need:
    """One thing to do: a sentence, where to do it, and whether others wait for it.

    ``names_somebody`` where the sentence names another person: then it is said on pages, and in no letter.
    """

    text: str
    url: str
    urgent: bool = False
    names_somebody: bool = False


def needs_of(user: User, apps: Collection[str] | None = None) -> list[Need]:
    """Return what needs a person now, of some activities or of all; what others wait for comes first."""
    modules = flow.modules("needs").items()
    with gathering():
        wanted = [
            need for app, needs in modules if apps is None or app in apps for need in needs.needs_of(user)
        ]
    return sorted(wanted, key=lambda need: not need.urgent)
