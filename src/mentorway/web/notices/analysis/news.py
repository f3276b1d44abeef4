"""What happened, as a person reads it: the newest first, by day, what repeats said once.

Visibility is asked of the database at the moment of reading. Pages begin after a number, so a page takes as
many questions whatever there is before it, and whatever of it the person may not see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise

from mentorway.web.accounts.models import User
from mentorway.web.core import audit
from mentorway.web.core.happenings import known
from mentorway.web.core.models import Happening
from mentorway.web.notices import queries
from mentorway.web.notices.analysis import saying

ON_A_PAGE: Final = 20
MOST_READ: Final = 500  # at once, when much of it repeats


@dataclass(frozen=True)
class News:
    """One thing that happened on a day, perhaps several times."""

    activity: str | Promise
    text: str
    url: str
    at: dt.datetime
    times: int = 1
    is_mine: bool = False
    is_example: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class Listed:
    """A page of news by day; ``older`` is the number before which the next page begins, None on the last."""

    days: Sequence[tuple[dt.date, Sequence[News]]]
    older: int | None


@dataclass(frozen=True)
class _Fold:
    """What is said in one line: the newest of it, how often, and how many it counts."""

    newest: Happening
    times: int
    issued: int


@dataclass(frozen=True)
class Reading:
    """Who reads, by which clock, and up to when they have read."""

    user: User
    zone: dt.tzinfo
    seen: dt.datetime | None = None


def page_of(reading: Reading, rows: QuerySet[Happening], before: int | None = None) -> Listed:
    """Return a page of those of ``rows`` that the person may hear of."""
    found = rows if before is None else rows.filter(pk__lt=before)
    rows_read = list(found.order_by("-pk")[: MOST_READ + 1])
    folds, read = folded(rows_read[:MOST_READ], reading, ON_A_PAGE)
    older = rows_read[read - 1].pk if read < len(rows_read) else None
    lines = sorted(told(reading, folds), key=lambda one: one.at, reverse=True)
    days = groupby(lines, lambda one: one.at.astimezone(reading.zone).date())
    return Listed([(day, list(some)) for day, some in days], older)


def lines_of(reading: Reading, rows: QuerySet[Happening], most: int) -> tuple[list[News], int]:
    """Return the newest lines, at most so many, and how many more there are among what is read at once."""
    folds, _read = folded(rows.order_by("-pk")[:MOST_READ], reading)
    return list(told(reading, folds[:most])), max(0, len(folds) - most)


def folded(rows: Iterable[Happening], reading: Reading, most: int | None = None) -> tuple[list[_Fold], int]:
    """Return what is said in at most so many lines, and how many rows that are from the beginning on."""
    found: dict[Any, _Fold] = {}
    read = 0
    for row in rows:
        key = _key(row, reading)
        before = found.get(key)
        if before is None and len(found) == most:
            break
        read += 1
        issued = int(row.facts.get("issued", 0))
        found[key] = (
            replace(before, times=before.times + 1, issued=before.issued + issued)
            if before
            else _Fold(row, 1, issued)
        )
    return list(found.values()), read


def _key(row: Happening, reading: Reading) -> tuple[Any, ...]:
    """Return what is the same in things that are said once: also whether they are news to the person."""
    is_new = reading.seen is not None and row.at > reading.seen
    day = row.at.astimezone(reading.zone).date()
    return day, row.name, row.row, row.facts.get("state"), row.actor == audit.of_person(reading.user), is_new


def told(reading: Reading, folds: Iterable[_Fold]) -> Iterator[News]:
    """Put things in words, with the page of each; what is gone meanwhile is left out."""
    folds = list(folds)
    keys: dict[str, set[int]] = {}
    for one in folds:
        keys.setdefault(known()[one.newest.name].model, set()).add(one.newest.row)
    tables = {one.model: one for one in known().values() if one.model in keys}
    rows = {
        model: queries.rows_of(one.table, keys[model], saying.place_of(one).read)
        for model, one in tables.items()
    }
    inside = {
        model: queries.seen_inside(reading.user, one.table, keys[model])
        for model, one in tables.items()
        if one.public is not None
    }
    for fold in folds:
        model = known()[fold.newest.name].model
        row = rows[model].get(fold.newest.row)
        if row is not None:
            is_inside = model not in inside or row.pk in inside[model]
            yield _news(reading, fold, row, inside=is_inside)


def _news(reading: Reading, fold: _Fold, row: Any, *, inside: bool) -> News:
    happening = fold.newest
    one = known()[happening.name]
    facts: Mapping[str, Any] = {**happening.facts, "issued": fold.issued}
    is_mine, is_example = happening.actor == audit.of_person(reading.user), one.is_example(row)
    is_after = reading.seen is not None and happening.at > reading.seen
    return News(
        activity=queries.activity_of(happening.name).title,
        text=saying.sentence(happening.name, saying.place_of(one).title(row), facts),
        url=saying.address(one, row, inside=inside),
        at=happening.at,
        times=fold.times,
        is_mine=is_mine,
        is_example=is_example,
        is_new=is_after and not is_mine and not is_example,
    )
