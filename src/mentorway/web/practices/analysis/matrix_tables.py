"""The numbers of the matrix for spreadsheets, and how far the coders agreed behind them."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from mentorway.evidence.psychometrics.agreement import Kappa
from mentorway.web.core.tables import Cell
from mentorway.web.practices.analysis import coding_agreement as coders
from mentorway.web.practices.analysis.coding_agreement import Counts
from mentorway.web.practices.analysis.matrix import Counted, name_of

HEADER = (
    "challenge", "token", "country", "sector", "materials_naming", "materials", "share", "low", "high",
    "people", "kappa", "kappa_low", "kappa_high",
)  # fmt: skip


def entries_of(counted: Counted) -> list[dict[str, Any]]:
    """Return the challenges that are shown: a retired one only where it was found."""
    return [one for one in counted.entries() if not one["retired"] or counted.cell(one["token"]).n]


@cache
def kappa_of(counts: Counts) -> Kappa:
    """Remember what is asked again on every page; it depends on four numbers only."""
    return coders.kappa_of(counts)


def counts_of(counted: Counted, token: str) -> Counts | None:
    """Return how the two coders of all material used a challenge; None if neither did."""
    kept = counted.result["agreement"]
    if token not in kept["challenges"]:
        return None
    both, first, second = kept["challenges"][token]
    return Counts(both, first, second, kept["passages"] - both - first - second)


def rows(counted: Counted, countries: Sequence[str]) -> Iterator[list[Cell]]:
    """Yield the numbers, unrounded: a row for each challenge, country and sector."""
    for entry in entries_of(counted):
        counts = counts_of(counted, entry["token"])
        found = kappa_of(counts) if counts else None
        agreed = [found.value, found.low, found.high] if found else [None] * 3
        for column in counted.columns(countries):
            cell = counted.cell(entry["token"], column.country, column.sector)
            share = cell.share
            numbers = [share.value, share.low, share.high] if share else [None] * 3
            place: list[Cell] = [name_of(entry), entry["token"], column.country, column.sector]
            yield [*place, cell.n, cell.total, *numbers, cell.people, *agreed]
