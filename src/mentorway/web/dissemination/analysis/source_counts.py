"""What this platform holds, counted: a fixed list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import mentorway
from mentorway.web.dissemination.analysis.figures import (
    COUNT,
    PEOPLE,
    Made,
    Offer,
    Offered,
    Section,
    too_few,
)
from mentorway.web.dissemination.queries import counts as queries
from mentorway.web.pilots.analysis.completion import completions_of

WHOLE: Final = "whole"


@dataclass(frozen=True)
class Counting:
    """One thing that is counted: how it is called, and which rows; ``people`` says that they are people."""

    label: str | Promise
    meaning: str | Promise
    rows: Callable[[bool], Sequence[Any]]
    people: bool = False


def _completed(examples: bool) -> list[list[int]]:  # noqa: FBT001 - one of several that are called alike
    """Return each finished cohort with how many completed it."""
    cohorts = queries.finished_cohorts(examples=examples)
    return [[one.pk, sum(each.is_complete for each in completions_of(one).values())] for one in cohorts]


COUNTED: Final[Mapping[str, Counting]] = {
    "partners": Counting(
        gettext_lazy("Partners of the network"),
        gettext_lazy("Organisations that belong to the network today."),
        lambda examples: queries.partners(examples=examples),
    ),
    "countries": Counting(
        gettext_lazy("Countries of the network"),
        gettext_lazy("Countries in which the network has at least one partner today."),
        lambda examples: queries.countries(examples=examples),
    ),
    "practices": Counting(
        gettext_lazy("Good practices that are published"),
        gettext_lazy("Good practices that were reviewed twice and that everybody can read."),
        lambda examples: queries.practices(examples=examples),
    ),
    "cohorts": Counting(
        gettext_lazy("Pilot groups that are finished"),
        gettext_lazy("Groups that took a training programme and have finished."),
        lambda examples: [one.pk for one in queries.finished_cohorts(examples=examples)],
    ),
    "completed": Counting(
        gettext_lazy("People who completed a training"),
        gettext_lazy(
            "People of finished groups who attended enough, passed the work that is required and answered "
            "where feedback is asked for. Who completed two trainings counts twice."
        ),
        _completed,
        people=True,
    ),
    "certificates": Counting(
        gettext_lazy("Certificates that hold"),
        gettext_lazy("Certificates that were issued and not taken back. Statements of a part do not count."),
        lambda examples: queries.certificates(examples=examples),
        people=True,
    ),
}


def sections(_row: object) -> list[Section]:
    """Return the one part that counts have."""
    return [Section(WHOLE, _("What this platform holds"))]


def section_of(_place: Mapping[str, str]) -> str:
    """Return in which part a count stands: there is one only."""
    return WHOLE


def value_of(key: str, *, examples: bool) -> int | None:
    """Return what is counted now, without more; None for what is not counted."""
    counting = COUNTED.get(key)
    return None if counting is None else _sum(counting.rows(examples), key)


def offered(examples: bool, _section: str) -> Offered:  # noqa: FBT001 - the source of a count is whether of examples
    """Return everything that is counted, as it is now."""
    return Offered(tuple(offer(key, one, examples=examples) for key, one in COUNTED.items()))


def offer(key: str, counting: Counting, *, examples: bool) -> Offer:
    """Return one count as it is now."""
    rows = list(counting.rows(examples))
    value = _sum(rows, key)
    digest = hashlib.sha256(json.dumps([key, rows]).encode()).hexdigest()
    made = Made("count", digest, f"mentorway {mentorway.__version__}")
    unit, n = (PEOPLE, value) if counting.people else (COUNT, None)
    figure = made.figure(value, unit, n, way=key)
    return Offer(key, {}, str(counting.label), figure, str(counting.meaning), refused=too_few(n))


def _sum(rows: Sequence[Any], key: str) -> int:
    return sum(count for _pk, count in rows) if key == "completed" else len(rows)
