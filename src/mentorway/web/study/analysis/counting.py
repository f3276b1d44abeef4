"""How many have answered, told so that nobody in a small group is pointed at."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count

from mentorway.web.study import queries
from mentorway.web.study.models import Response, Study, Target

FEW = 5
Key = TypeVar("Key")


@dataclass(frozen=True)
class Row:
    """One row of the sampling plan; ``count`` is None where it is not told."""

    target: Target
    count: int | None
    few: bool

    @property
    def share(self) -> int:
        """How much of the goal is reached, in percent, at most 100."""
        return min(100, 100 * (self.count or 0) // max(1, self.target.goal))

    @property
    def is_full(self) -> bool:
        return self.target.maximum is not None and (self.count or 0) >= self.target.maximum


@dataclass(frozen=True)
class Span:
    """Days that together have enough answers to be shown, and how many in all by then."""

    first: dt.date
    last: dt.date
    count: int
    total: int


@dataclass(frozen=True)
class Board:
    """What the page of answers shows."""

    total: int | None
    wanted: int
    rows: Sequence[Row]
    elsewhere: int | None
    languages: Sequence[tuple[str, int | None]]
    spans: Sequence[Span]
    held_back: bool

    @property
    def share(self) -> int:
        return min(100, 100 * (self.total or 0) // max(1, self.wanted))


def told(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Return the counts without small ones, and without one more where a small one would follow from the sum.

    >>> told({"fi": 3, "lt": 40, "lv": 0, "sv": 12})
    {'fi': None, 'lt': 40, 'lv': 0, 'sv': None}
    """
    small = {key for key, count in counts.items() if 0 < count < FEW}
    if len(small) == 1:
        others = [key for key, count in counts.items() if count >= FEW]
        small |= {min(others, key=lambda key: counts[key])} if others else set()
    return {key: None if key in small else count for key, count in counts.items()}


def spans_of(days: Iterable[tuple[dt.date, int]]) -> tuple[list[Span], bool]:
    """Return days put together until each span has enough answers, and whether the last ones are held back.

    >>> day = dt.date(2026, 5, 1)
    >>> spans, held = spans_of([(day, 3), (day + dt.timedelta(days=2), 4), (day + dt.timedelta(days=3), 1)])
    >>> [(span.count, span.total) for span in spans], held
    ([(7, 7)], True)
    """
    found: list[Span] = []
    first: dt.date | None = None
    count = total = 0
    for day, here in days:
        first = first or day
        count += here
        if count >= FEW:
            total += count
            found.append(Span(first, day, count, total))
            first, count = None, 0
    return found, count > 0


def board_of(study: Study, targets: Sequence[Target]) -> Board:
    """Return what may be told of the answers so far."""
    answers = Response.objects.of_study(study).order_by()
    cells = answers.values_list("country", "sector", "partner").annotate(n=Count("pk"))
    by_target, elsewhere = _placed(targets, list(cells))
    counts = told({**by_target, None: elsewhere})
    total = sum(by_target.values()) + elsewhere
    rows = [Row(one, counts[one.pk], counts[one.pk] is None) for one in targets]
    languages = told(dict(answers.values_list("language").annotate(n=Count("pk")).order_by("language")))
    spans, held = spans_of(answers.values_list("day").annotate(n=Count("pk")).order_by("day"))
    return Board(
        None if 0 < total < FEW else total,
        sum(one.goal for one in targets),
        rows,
        counts[None],
        sorted(languages.items()),
        spans,
        held,
    )


@dataclass(frozen=True)
class Rate:
    """How many of those who hold a code have used it."""

    held: int
    used: int | None

    @property
    def share(self) -> int:
        return 100 * (self.used or 0) // max(1, self.held)


def rate_of(study: Study) -> Rate | None:
    """Return the response rate; None where nobody knows how many were reached."""
    if not study.has_codes:
        return None
    found = queries.asked_and_used(study)
    if not found["held"]:
        return None
    few = 0 < found["used"] < FEW or 0 < found["held"] - found["used"] < FEW
    return Rate(found["held"], None if few else found["used"])


def _placed(
    targets: Sequence[Target], cells: Sequence[tuple[str, str, int | None, int]]
) -> tuple[dict[int | None, int], int]:
    """Return how many belong to each row of the plan; a partner's own row comes before its country's."""
    places = {(one.country, one.sector, one.partner_id): one.pk for one in targets}
    found: dict[int | None, int] = {one.pk: 0 for one in targets}
    elsewhere = 0
    for country, sector, partner, count in cells:
        place = places.get((country, sector, partner)) or places.get((country, sector, None))
        if place is None:
            elsewhere += count
        else:
            found[place] += count
    return found, elsewhere
