"""Which rows are the example's, and which rows of one's own rest on them.

Rows that say ``is_example`` are its roots. What is deleted with a root, or would keep it from being deleted,
belongs to the example too, unless it hangs on something of one's own besides: then that rests on the example.
Partners and people of the example stay, as rows of one's own may belong to them; they are put back as they
were. The tables themselves say all this, so that a new one is never forgotten.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any, Final

from django.apps import apps
from django.db.models import CASCADE, PROTECT, RESTRICT, ForeignKey, Model, Q, QuerySet
from django.urls import reverse

from mentorway.web.core.rests import Resting
from mentorway.web.network.example import partners
from mentorway.web.network.models import Contact

BATCH: Final = 500
HOLDS: Final = (CASCADE, PROTECT, RESTRICT)
STAYS: Final = "network.Partner"
# What the example keeps about partners that stay, and the texts of its roots.
REVISIONS: Final = "network.PartnerRevision"
INVENTED: Final = "@example.org"
TEXTS: Final = "translation.Document"
PAGES: Final = {
    "network.Agreement": "network:agreement",
    "network.Visit": "network:visit",
    "practices.Practice": "practices:practice",
    "methodology.Questionnaire": "methodology:draft",
    "methodology.Methodology": "methodology:methodology:overview",
    "study.Study": "study:board",
    "comparison.Dataset": "comparison:answers",
    "training.Programme": "training:overview",
    "pilots.Cohort": "pilots:cohort",
    "mentoring.Round": "mentoring:round",
    "evaluation.Evaluation": "evaluation:evaluation",
    "dissemination.Claim": "dissemination:claim",
    "dissemination.Entry": "dissemination:entry",
    "dissemination.Release": "dissemination:release",
    "plan.Project": "plan:project",
}
Table = type[Model]


@dataclass
class Found:
    """The rows of the example by table, and what of one's own rests on them."""

    rows: dict[Table, set[Any]] = field(default_factory=dict)
    own: list[Resting] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many rows are the example's."""
        return sum(len(one) for one in self.rows.values())

    def counts(self) -> dict[str, int]:
        """How many rows each table has of it; roots only, which is what people know by name."""
        return {
            one._meta.label: len(keys)  # noqa: SLF001 - Django's own word for it
            for one, keys in self.rows.items()
            if one in roots() and keys
        }


@cache
def roots() -> tuple[Table, ...]:
    """Return the tables whose rows say whether they are an example; partners stay."""
    return tuple(one for one in _ours() if _label(one) != STAYS and _says_so(one))


@cache
def trees() -> frozenset[Table]:
    """Return the roots, and every table whose rows cannot be without a row of one of them."""
    found = set(roots())
    while more := {one for one in _ours() if one not in found and _hangs_on(one, found)}:
        found |= more
    return frozenset(found)


def look() -> Found:
    """Return the rows of the example, and what of one's own rests on them."""
    found = Found(_seeds())
    waiting = [(table, set(keys)) for table, keys in found.rows.items()]
    loose: list[tuple[ForeignKey[Any, Any], set[Any]]] = []
    while waiting:
        table, keys = waiting.pop()
        for link in _links_to(table):
            if link.remote_field.on_delete not in HOLDS or link.model in roots():
                loose.append((link, keys))
                continue
            held = found.rows.setdefault(link.model, set())
            new = _pointing(link, keys) - held
            held |= new
            if new:
                waiting.append((link.model, new))
    found.own = _told(_own(found, loose))
    return found


def batched(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield keys in lists that a database takes in one question."""
    rest = iter(keys)
    while some := list(islice(rest, BATCH)):
        yield some


def _ours() -> Iterator[Table]:
    for one in apps.get_models(include_auto_created=True):
        if one.__module__.startswith("mentorway."):
            yield one


def _label(table: Table) -> str:
    return table._meta.label  # noqa: SLF001 - as above


def _says_so(table: Table) -> bool:
    return any(one.name == "is_example" for one in table._meta.concrete_fields)  # noqa: SLF001 - as above


def _links(table: Table) -> "list[ForeignKey[Any, Any]]":
    return [one for one in table._meta.concrete_fields if isinstance(one, ForeignKey)]  # noqa: SLF001 - as above


def _holding_links(table: Table) -> "list[ForeignKey[Any, Any]]":
    return [one for one in _links(table) if one.remote_field.on_delete in HOLDS]


def _hangs_on(table: Table, found: set[Table]) -> bool:
    return any(not one.null and one.remote_field.model in found for one in _holding_links(table))


@cache
def _links_to(table: Table) -> "tuple[ForeignKey[Any, Any], ...]":
    return tuple(link for one in _ours() for link in _links(one) if link.remote_field.model is table)


def _seeds() -> dict[Table, set[Any]]:
    found: dict[Table, set[Any]] = {}
    texts: set[Any] = set()
    for one in roots():
        rows = one._base_manager.filter(is_example=True)  # noqa: SLF001 - the bin too
        found[one] = set(rows.values_list("pk", flat=True))
        if any(link.remote_field.model is apps.get_model(TEXTS) for link in _links(one)):
            texts |= set(rows.values_list("document", flat=True))
    found[apps.get_model(TEXTS)] = texts
    told = apps.get_model(REVISIONS)._base_manager.filter(partner__is_example=True)  # noqa: SLF001 - as above
    found[apps.get_model(REVISIONS)] = set(told.values_list("pk", flat=True))
    found[Contact] = set(_invented_contacts().values_list("pk", flat=True))
    return found


def _invented_contacts() -> "QuerySet[Contact]":
    """The contacts that the example itself made; whoever has another address was added by somebody."""
    nameless = Q(email="", name__in=[one.contact for one in partners.PARTNERS])
    rows = Contact._base_manager.filter(partner__is_example=True)  # noqa: SLF001 - as above
    return rows.filter(Q(email__endswith=INVENTED) | nameless)


def _pointing(link: "ForeignKey[Any, Any]", keys: Iterable[Any]) -> set[Any]:
    """Return the rows whose ``link`` points to one of ``keys``."""
    rows = link.model._base_manager  # noqa: SLF001 - as above
    return {
        pk
        for some in batched(keys)
        for pk in rows.filter(**{f"{link.name}__in": some}).values_list("pk", flat=True)
    }


def _own(found: Found, loose: "Iterable[tuple[ForeignKey[Any, Any], set[Any]]]") -> dict[Table, set[Any]]:
    """Return the rows that are not the example's and point to it, by table."""
    own: defaultdict[Table, set[Any]] = defaultdict(set)
    for link, keys in loose:
        own[link.model] |= _pointing(link, keys) - found.rows.get(link.model, set())
    for table, keys in found.rows.items():
        if table not in roots():
            for link in _holding_links(table):
                if link.remote_field.model in trees():
                    inside = found.rows.get(link.remote_field.model, set())
                    own[link.remote_field.model] |= _outside(link, keys, inside)
    return {table: keys for table, keys in own.items() if keys}


def _outside(link: "ForeignKey[Any, Any]", keys: Iterable[Any], inside: set[Any]) -> set[Any]:
    """Return to which rows that are not ``inside`` the ``link`` of some rows points."""
    rows = link.model._base_manager  # noqa: SLF001 - as above
    return {
        to
        for some in batched(keys)
        for to in rows.filter(pk__in=some).values_list(link.attname, flat=True).distinct()
        if to is not None and to not in inside
    }


def _told(own: dict[Table, set[Any]]) -> list[Resting]:
    """Return rows of one's own as people know them: each by the root that it hangs on, once."""
    told: dict[tuple[Table, Any], Resting] = {}
    for table, keys in own.items():
        for some in batched(sorted(keys)):
            for row in table._base_manager.filter(pk__in=some):  # noqa: SLF001 - as above
                top = _top(row)
                told.setdefault((type(top), top.pk), _resting(top))
    return sorted(told.values(), key=lambda one: (one.note, one.title))


def _top(row: Model) -> Model:
    """Return the root that a row hangs on; the row itself where it hangs on none."""
    seen: set[Table] = set()
    while type(row) not in roots() and type(row) not in seen:
        seen.add(type(row))
        links = [
            one
            for one in _holding_links(type(row))
            if one.remote_field.model in trees() and getattr(row, one.attname) is not None
        ]
        if not links:
            break
        row = getattr(row, links[0].name)
    return row


def _resting(row: Model) -> Resting:
    name = PAGES.get(_label(type(row)))
    return Resting(
        title=str(row),
        url=reverse(name, args=[row.pk]) if name else "",
        note=str(row._meta.verbose_name),  # noqa: SLF001 - as above
    )
