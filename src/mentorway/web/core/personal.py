"""What the platform keeps about people: every table says so, and how it is told, forgotten and kept.

Each activity lists its tables in ``personal.py`` as ``PERSONAL``: a `Kept` for a table that holds something
about people, a `Free` with the reason for one that does not. A test fails where a table is missing, so that
nothing about people can be added without saying why, for how long, and how it is erased.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web import flow
from mentorway.web.core import audit
from mentorway.web.core.models import AuditEntry, Happening
from mentorway.web.core.whether import how_many

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mentorway.web.accounts.models import User

Text = str | Promise


class Basis(Enum):
    """Why it is lawful: article 6(1) of the General Data Protection Regulation."""

    CONSENT = pgettext_lazy("lawful basis", "Consent, article 6(1)(a)")
    CONTRACT = pgettext_lazy("lawful basis", "Contract, article 6(1)(b)")
    LEGAL = pgettext_lazy("lawful basis", "Legal obligation, article 6(1)(c)")
    TASK = pgettext_lazy("lawful basis", "Task in the public interest, article 6(1)(e)")
    INTEREST = pgettext_lazy("lawful basis", "Legitimate interest, article 6(1)(f)")


class Viewer(Enum):
    """Who may see it."""

    SELF = pgettext_lazy("who sees", "you")
    PAIR = pgettext_lazy("who sees", "the other person of your pair or group")
    ASKED = pgettext_lazy("who sees", "people who were asked to work on the same text")
    PARTIES = pgettext_lazy("who sees", "people of the partners that take part")
    PEERS = pgettext_lazy("who sees", "other people of your cohort or round")
    MEMBERS = pgettext_lazy("who sees", "people of the partner that runs it")
    ADMINS = pgettext_lazy("who sees", "administrators of that partner")
    NETWORK = pgettext_lazy("who sees", "people of all partners")
    COORDINATORS = pgettext_lazy("who sees", "coordinators of the network")
    EVERYBODY = pgettext_lazy("who sees", "everybody")
    NOBODY = pgettext_lazy("who sees", "nobody: only the computer")


@dataclass(frozen=True)
class Person:
    """Whose data it is: an account, and the addresses that its owner has proved to be theirs."""

    user: User
    emails: frozenset[str]


@dataclass(frozen=True)
class Retention:
    """How long rows are kept: ``days`` after ``since``; ``due`` finds those whose time is over."""

    days: int
    since: Text
    due: Callable[[dt.datetime], QuerySet[Any]]
    forget: Callable[[dt.datetime], int]


@dataclass(frozen=True)
class Consented:
    """What somebody agreed to: of which text, in which language, when, through what, until when."""

    what: str
    text_hash: str
    language: str
    at: dt.datetime | dt.date | None
    channel: str
    withdrawn: dt.datetime | dt.date | None = None

    @property
    def language_name(self) -> str:
        """The language by its own name; one that the platform does not speak, by its code."""
        return dict(settings.LANGUAGES).get(self.language, self.language)


@dataclass(frozen=True)
class Kept:
    """A table that holds something about people.

    ``found`` gives the rows about a person, ``told`` one of them as plain values for the person (names of
    others left out), ``erase`` forgets all of them and returns how many, or None where they go with another
    table (``goes_with``). What stays after erasing is said in ``stays``. ``again`` forgets one row that came
    back with a backup; without it the row is deleted. ``shown`` puts what ``told`` gave in words for reading,
    where the plain values are for programs only. ``counted`` counts what ``found`` finds, only faster.
    """

    model: str
    about: Text
    fields: tuple[str, ...]
    purpose: Text
    basis: Basis
    kept: Text
    seen_by: tuple[Viewer, ...]
    found: Callable[[Person], QuerySet[Any]] | None = None
    told: Callable[[Any], Mapping[str, Any]] | None = None
    erase: Callable[[Person], int] | None = None
    goes_with: str = ""
    stays: Text = ""
    retention: Retention | None = None
    again: Callable[[Any], object] | None = None
    consents: Callable[[Person], Sequence[Consented]] | None = None
    shown: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    counted: Callable[[Person], int] | None = None

    def count(self, person: Person) -> int:
        """Return how many rows are about a person."""
        if self.counted is not None:
            return self.counted(person)
        if isinstance(self.found, OfPerson):
            return self.found.count(person)
        return self.found(person).count() if self.found is not None else 0


@dataclass(frozen=True)
class Free:
    """A table that holds nothing about people, and why."""

    model: str
    why: Text


@cache
def register() -> Mapping[str, Kept | Free]:
    """Return what every table holds, by the name of its model, in the order of the flow, the log last."""
    below = [flow.module(app, "personal") for app in ("accounts", "translation")]
    listing = [one for one in (*below, *flow.modules("personal").values()) if one is not None]
    rows: list[Kept | Free] = [row for one in listing for row in one.PERSONAL]
    return {row.model: row for row in (*rows, *PERSONAL)}


@dataclass(frozen=True)
class OfPerson:
    """How rows are found in which a column of ``users`` is the account, or one of ``emails`` its address.

    Nobody is ever found by a name: two people may have the same, and everybody chooses their own.
    """

    model: type[Model]
    users: tuple[str, ...]
    emails: tuple[str, ...]
    related: tuple[str, ...]

    def __call__(self, person: Person) -> QuerySet[Any]:
        """Return the rows about a person."""
        asked = [Q(**{name: person.user}) for name in self.users]
        asked += [Q(**{f"{name}__iexact": one}) for name in self.emails for one in sorted(person.emails)]
        rows = self._rows.select_related(*self.related) if self.related else self._rows
        found: QuerySet[Any] = rows.filter(reduce(or_, asked)) if asked else rows.none()
        return found

    @property
    def _rows(self) -> Any:
        return self.model._default_manager  # noqa: SLF001 - Django's own name

    def count(self, person: Person) -> int:
        """Return how many there are: asked for several columns at once, databases may read the table."""
        if self.emails:
            return self(person).count()
        counts = {name: how_many(_signed, person.user, self.model, name) for name in self.users}
        there = tuple(name for name, count in counts.items() if count)
        return sum(counts.values()) if len(there) <= 1 else replace(self, users=there)(person).count()


def _signed(user: User, model: type[Model], name: str) -> QuerySet[Any]:
    return model._default_manager.filter(**{name: user})  # noqa: SLF001 - Django's own name


def of_person(
    model: type[Model],
    *,
    users: Collection[str] = (),
    emails: Collection[str] = (),
    related: Collection[str] = (),
) -> OfPerson:
    """Return how to find rows in which one of ``users`` is the account or one of ``emails`` its address."""
    return OfPerson(model, tuple(users), tuple(emails), tuple(related))


def columns(*names: str) -> Callable[[Any], Mapping[str, Any]]:
    """Return how to tell a row by some of its columns; what it belongs to is told by its title."""

    def told(row: Any) -> Mapping[str, Any]:
        return {name: _plain(getattr(row, name)) for name in names}

    return told


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Model | Decimal | uuid.UUID | Promise) else value


def deleting(found: Callable[[Person], QuerySet[Any]]) -> Callable[[Person], int]:
    """Return how to delete the rows about a person."""

    def erase(person: Person) -> int:
        rows = found(person)
        keys = list(rows.order_by().values_list("pk", flat=True))
        rows.model._default_manager.filter(pk__in=keys).delete()  # noqa: SLF001 - Django's own name
        return len(keys)

    return erase


def unsigning(model: type[Model], *fields: str) -> Callable[[Person], int]:
    """Return how to take a person's name from rows that stay."""

    def erase(person: Person) -> int:
        count = of_person(model, users=fields)(person).count()
        for name in fields:
            model._default_manager.filter(**{name: person.user}).update(**{name: None})  # noqa: SLF001
        return count

    return erase


def left_alone(_row: Any) -> None:
    """Do nothing to a row of work that came back with a backup: its name goes again with the account."""


NAME_GOES: Final = _(
    "What you wrote stays with the partner, as part of its work. Your name is taken away from it. Names "
    "inside texts are not found by the computer: ask the partner to take them out."
)


def authored(model: type[Model], about: Text, signed: tuple[str, ...], **more: Any) -> Kept:
    """Return what is kept of who did something: the work stays, the name goes.

    ``more`` are fields of `Kept`; ``texts`` names what people write in the row, ``tells`` the columns that
    are told, and ``related`` what these point to.
    """
    texts, tells, related = (more.pop(name, ()) for name in ("texts", "tells", "related"))
    usual = {
        "purpose": _("So that people who go on with the work know whom to ask and who decided what."),
        "basis": Basis.INTEREST,
        "kept": _("As long as the work that it belongs to. Your name goes when you delete your account."),
        "found": of_person(model, users=signed, related=related),
        "told": columns(*tells),
        "erase": unsigning(model, *signed),
        "again": left_alone,
        "stays": NAME_GOES,
    }
    label = model._meta.label  # noqa: SLF001 - Django's own name
    return Kept(model=label, about=about, fields=(*signed, *texts), **{**usual, **more})


def _lines(person: Person) -> QuerySet[Any]:
    whose = audit.of_person(person.user)
    return AuditEntry.objects.filter(Q(actor=whose) | Q(about=whose))


def _happenings(person: Person) -> QuerySet[Any]:
    return Happening.objects.filter(actor=audit.of_person(person.user))


PERSONAL = (
    Kept(
        model="core.AuditEntry",
        about=_("Lines of the audit log about you: what was done with data, when, without names"),
        fields=("actor", "about", "facts"),
        purpose=_("To show later that data was used, given out and deleted as it should be."),
        basis=Basis.LEGAL,
        kept=_("As long as this installation: lines are only ever added."),
        seen_by=(Viewer.COORDINATORS,),
        found=_lines,
        told=columns("number", "at", "kind", "facts"),
        erase=lambda _person: 0,
        again=left_alone,
        stays=_(
            "The lines stay, so that nobody can hide what was done: without one of them the log would be "
            "broken. They hold a number instead of a name, and nothing leads from it to you once your "
            "account is deleted."
        ),
    ),
    Free(
        "core.Attempt",
        _(
            "How often something was asked from an address or by an account: a fingerprint made with a "
            "secret, and a moment at most an hour ahead. It leads to nobody, and goes when that has passed."
        ),
    ),
    Kept(
        model="core.Happening",
        about=_(
            "That you did something of which others are told, such as publishing: when, without your name"
        ),
        fields=("actor", "name", "facts"),
        purpose=_("So that you are not told as news what you did yourself."),
        basis=Basis.INTEREST,
        kept=_("30 days."),
        seen_by=(Viewer.SELF,),
        found=_happenings,
        told=columns("name", "at"),
        erase=lambda person: _happenings(person).update(actor=""),
        stays=_("What happened stays for its 30 days, and leads to nobody any more."),
    ),
    Free("core.Worker", _("Processes that do work: a random name, the machine, when they were seen.")),
    Free("core.Work", _("How far a task is, and how often it was begun.")),
    Free("core.Job", _("What is done again and again: when, and the kind of its last error.")),
)
