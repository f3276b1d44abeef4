"""Searching the library: fast for words that are rare, and for those that stand in every text.

The full-text index finds rare words at once. A word that stands in thousands of practices would make it name
them all, only for twenty to be shown; then the list is read in its order until enough is found instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex

from mentorway.web.core.folding import terms
from mentorway.web.core.search import PIECE
from mentorway.web.practices.models import Practice, PracticeQuerySet
from mentorway.web.practices.queries.practices import STRENGTH, Wanted, order
from mentorway.web.translation.queries import readable_in

RARE = 2500  # up to so many practices are named one by one
ENOUGH = 200  # so many of a common word are listed

Keys = QuerySet[Practice, int] | Sequence[int]


@dataclass(frozen=True)
class Found:
    """The keys of what was found, in order; ``is_cut`` says that there are more."""

    keys: Keys
    is_cut: bool = False


def find(rows: PracticeQuerySet, wanted: Wanted) -> Found:
    """Return those of ``rows`` that fit. Words of one or two letters are looked for in titles only."""
    rows = chosen(rows, wanted)
    words = [term for term in terms(wanted.words) if len(term) >= PIECE]
    if not words:
        return Found(in_order(rows, wanted.sort))
    holding = Practice.objects.matching(" ".join(words)).order_by()
    named = list(holding.values_list("pk", flat=True)[: RARE + 1])
    if len(named) <= RARE:
        return Found(in_order(rows.filter(pk__in=named), wanted.sort))
    for number, word in enumerate(words):
        rows = rows.alias(**{f"place{number}": StrIndex("search_text", Value(word))})
        rows = rows.filter(**{f"place{number}__gt": 0})
    keys = _first(rows, wanted.sort)
    return Found(keys[:ENOUGH], is_cut=len(keys) > ENOUGH)


def _first(rows: PracticeQuerySet, sort: str) -> list[int]:
    """Return enough of ``rows`` and one more, in an order that an index gives."""
    if sort != STRENGTH:
        return list(in_order(rows, sort)[: ENOUGH + 1])
    # Databases differ in where they put what has no strength, so it is asked for apart.
    rated = rows.filter(strength__isnull=False).order_by("deleted", "-strength", "-changed", "-pk")
    keys = list(rated.values_list("pk", flat=True)[: ENOUGH + 1])
    left = ENOUGH + 1 - len(keys)
    return [*keys, *in_order(rows.filter(strength=None), "")[:left]] if left else keys


def chosen(rows: PracticeQuerySet, wanted: Wanted) -> PracticeQuerySet:
    """Return those of ``rows`` that fit the choices, and the short words."""
    plain = {"country": wanted.country, "state": wanted.state}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if wanted.language:
        # By key, which every index of the list holds: the document stands behind the long texts of a row.
        translated = Practice.objects.filter(document__in=readable_in(wanted.language)).order_by()
        rows = rows.filter(Q(language=wanted.language) | Q(pk__in=translated.values("pk")))
    if wanted.sector:
        rows = rows.filter(sector__in=[wanted.sector, "both"])
    if wanted.strength:
        rows = rows.filter(strength__gte=int(wanted.strength))
    if wanted.topic:
        tagged = Practice.topics.through.objects.filter(topic__slug=wanted.topic)  # type: ignore[attr-defined]
        rows = rows.filter(pk__in=tagged.values("practice_id"))
    for term in terms(wanted.words):
        if len(term) < PIECE:
            rows = rows.filter(title_key__holds=term)
    return rows


def in_order(rows: PracticeQuerySet, sort: str) -> QuerySet[Practice, int]:
    """Return the keys of ``rows`` in order; they are read off an index alone."""
    return rows.order_by(*order(sort)).values_list("pk", flat=True)


def all_keys(rows: PracticeQuerySet, wanted: Wanted, most: int) -> list[int]:
    """Return the keys of all that fit, at most ``most``: for a file, which people wait for."""
    words = " ".join(term for term in terms(wanted.words) if len(term) >= PIECE)
    return list(in_order(chosen(rows, wanted).matching(words), wanted.sort)[:most])
