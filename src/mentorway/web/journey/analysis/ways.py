"""How a step of a tour finds its address for the one who goes.

A step whose page they may not open, or whose row is missing, finds none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Comparison
from mentorway.web.journey import rules
from mentorway.web.journey.queries import example as queries
from mentorway.web.mentoring.models import Person


@dataclass(frozen=True)
class Reader:
    """Who goes on a tour; visitors are nobody."""

    user: User | None
    _known: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def is_inside(self) -> bool:
        """Whether they may see what members of the network see."""
        return self.user is not None and queries.belongs(self.user)

    @cached_property
    def comparison(self) -> Comparison | None:
        """A comparison of the example: of the synthetic study, or else of the public data."""
        own, public = queries.comparisons()
        return own or public

    def known(self, what: Any, ask: Callable[[], Any]) -> Any:
        """Return what was found before under this name, or else ask: many steps lead to the same rows."""
        if what not in self._known:
            self._known[what] = ask()
        return self._known[what]

    def row(self, tell: Callable[[], queries.Counted | None]) -> Any:
        """Return the row that a chapter of the story is about, for those who may see it."""
        found = self.known(tell, tell) if self.is_inside else None
        return found.row if found else None

    def person(self, side: str) -> Person | None:
        """Return the own place in a round, or that of the example for those who may look in."""
        found: Person | None = self.known(side, lambda: self._person(side))
        return found

    def pair(self, side: str) -> int | None:
        """Return the number of the pair in which that person is."""
        person = self.person(side)
        if person is None:
            return None
        places = person.places.filter(is_open=True).order_by("-pk").values_list("relation_id", flat=True)
        found: int | None = self.known((side, "pair"), places.first)
        return found

    def _person(self, side: str) -> Person | None:
        if self.user is None:
            return None
        rows: QuerySet[Person] = Person.objects.filter(side=side, left=None, round__deleted=None)
        own = rows.filter(user=self.user).order_by("-round__starts_on", "pk").first()
        if own is None and rules.may_look_in(self.user):
            own = rows.filter(pk__in=[one.pk for one in queries.own_pages()]).first()
        return own


Find = Callable[[Reader], str | None]


def everybody(name: str) -> Find:
    """Find a page that everybody may open."""
    return lambda _reader: reverse(name)


def signed_in(name: str) -> Find:
    """Find a page of everybody who has an account."""
    return lambda reader: reverse(name) if reader.user is not None else None


def inside(name: str) -> Find:
    """Find a page that members of the network may open."""
    return lambda reader: reverse(name) if reader.is_inside else None


def of_row(name: str, tell: Callable[[], queries.Counted | None]) -> Find:
    """Find a page of a row that a chapter of the story is about."""

    def find(reader: Reader) -> str | None:
        row = reader.row(tell)
        return reverse(name, args=[row.pk]) if row is not None else None

    return find


def of_person(name: str, side: str) -> Find:
    """Find an own page of a mentor or mentee."""

    def find(reader: Reader) -> str | None:
        person = reader.person(side)
        return reverse(name, args=[person.link]) if person else None

    return find


def of_pair(name: str, side: str) -> Find:
    """Find a page of the pair of a mentor or mentee."""

    def find(reader: Reader) -> str | None:
        person, pair = reader.person(side), reader.pair(side)
        return reverse(name, args=[person.link, pair]) if person and pair else None

    return find


def comparison(name: str) -> Find:
    """Find a page of the comparison of the example, which everybody may open."""

    def find(reader: Reader) -> str | None:
        row = reader.comparison
        return reverse(name, args=[row.pk]) if row else None

    return find


def answers(reader: Reader) -> str | None:
    """Find the answers of the example with every question that was asked of them."""
    row = reader.comparison
    return reverse("comparison:answers", args=[row.analysis.dataset_id]) if row and reader.is_inside else None


def result(reader: Reader) -> str | None:
    """Find what the evaluation of the example found."""
    found = reader.row(queries.evaluation)
    return reverse("evaluation:result", args=[found[0].pk, found[2]]) if found else None


def claim(reader: Reader) -> str | None:
    """Find the claim of the example."""
    found = reader.known(queries.claim, queries.claim) if reader.is_inside else None
    return reverse("dissemination:claim", args=[found[0].pk]) if found else None


def own_partner(reader: Reader) -> str | None:
    """Find the page of the first partner that somebody belongs to."""
    places = reader.user.memberships.filter(partner__deleted=None) if reader.user else None
    place = places.order_by("pk").first() if places is not None else None
    return reverse("network:partner", args=[place.partner_id]) if place else None
