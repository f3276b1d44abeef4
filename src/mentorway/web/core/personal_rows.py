"""How activities find the rows about a person, and tell of them in plain values, for ``personal.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Case, Model, Q, QuerySet, When
from django.db.models.functions import Lower

from mentorway.web.core.personal import Person, columns

if TYPE_CHECKING:
    Found = Callable[[Person], QuerySet[Any]]
    Told = Callable[[Any], Mapping[str, Any]]

OWN = "is_own"
BY_YOU = "by_you"


class OfOthers(str):
    """A text that others wrote about the person: whom it names besides the person is left out."""

    __slots__ = ()


def whose(person: Person, way: str = "") -> Q:
    """Return the condition that the person at the end of ``way`` is this one: by account, or by address.

    Rows must be annotated with `Lower` of the address as ``address``; `about` does so.
    """
    before = f"{way}__" if way else ""
    return Q(**{f"{before}user": person.user}) | Q(address__in=person.emails)


def about(model: type[Model], way: str = "", *signed: str) -> Found:
    """Return how to find rows of people without an account of their own, and rows that an account signed.

    ``way`` leads from the row to who has ``user`` and ``email``; ``signed`` are keys of those who did it.
    Each row says in ``is_own`` whether it is about the person.
    """

    def found(person: Person) -> QuerySet[Any]:
        before = f"{way}__" if way else ""
        rows = model._default_manager.annotate(address=Lower(f"{before}email"))  # noqa: SLF001
        own = whose(person, way)
        wanted = own
        for name in signed:
            wanted |= Q(**{name: person.user})
        is_own = Case(When(own, then=True), default=False, output_field=BooleanField())
        chosen: QuerySet[Any] = rows.annotate(**{OWN: is_own}).filter(wanted)
        return chosen

    return found


def facts(*names: str, of_others: Iterable[str] = ()) -> Told:
    """Return how to tell the columns ``names`` of a row; of a row that was only signed, that it was signed.

    ``of_others`` are those columns in which others wrote about the person.
    """
    others, tells = frozenset(of_others), columns(*names)

    def told(row: Any) -> Mapping[str, Any]:
        if not getattr(row, OWN, True):
            return {"number": row.pk, BY_YOU: True}
        found = tells(row)
        return {
            name: OfOthers(value) if name in others and isinstance(value, str) else value
            for name, value in found.items()
        }

    return told


def named(model: type[Model], signed: str, way: str = "") -> Found:
    """Return how to find rows whose ``contact`` holds an address of the person, and those they signed.

    ``way`` leads to the contact where it stands in a revision: ``fields__``.
    """

    def found(person: Person) -> QuerySet[Any]:
        wanted = Q(**{signed: person.user})
        for one in person.emails:
            wanted |= Q(**{f"{way}contact__icontains": one})
        chosen: QuerySet[Any] = model._default_manager.filter(wanted)  # noqa: SLF001 - Django's own name
        return chosen

    return found


def unnaming(model: type[Model], signed: str, way: str = "") -> Callable[[Person], int]:
    """Return how to take a person's name and address from such rows, which stay."""

    def erase(person: Person) -> int:
        rows = list(named(model, signed, way)(person))
        for row in rows:
            holder = row.fields if way else vars(row)
            said = str(holder.get("contact", "")).lower()
            if any(one in said for one in person.emails):
                holder["contact"] = ""
            if getattr(row, f"{signed}_id") == person.user.pk:
                setattr(row, signed, None)
            row.save(update_fields=[signed, "fields" if way else "contact"])
        return len(rows)

    return erase
