"""The people of the example, by role: who they are, and how one sees what they see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from mentorway.web.journey.queries import example as queries
from mentorway.web.network.example import people

ROLES: Final[Mapping[str, str | Promise]] = {
    people.COORDINATOR: pgettext_lazy("tour", "Coordinator"),
    people.STAFF: pgettext_lazy("tour", "Partner staff"),
    people.TRAINER: pgettext_lazy("tour", "Trainer"),
    people.RESEARCHER: pgettext_lazy("tour", "Researcher"),
    people.MENTOR: pgettext_lazy("tour", "Mentor"),
    people.MENTEE: pgettext_lazy("tour", "Mentee"),
}


@dataclass(frozen=True)
class Played:
    """Somebody of the example: the role, the name, the address to sign in with, and the own page."""

    role: str | Promise
    name: str
    email: str
    own_page: str = ""


def cast(*, looks_in: bool) -> list[Played]:
    """Return the people who are here; their own pages for those who may look in."""
    known = queries.accounts()
    pages = {}
    if looks_in:
        pages = {one.user_id: reverse("mentoring:own", args=[one.link]) for one in queries.own_pages()}
    return [
        Played(role, str(known[email]), email, pages.get(known[email].pk, ""))
        for email, role in ROLES.items()
        if email in known
    ]
