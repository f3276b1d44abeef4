"""Which further columns may be kept beside the answers, and whom keeping them would single out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 5
MOST_VALUES = 5000
MOST_LIKELY_VALUES = 60
LIKELY_FACTS = (
    "country", "sector", "role", "organisation", "organization", "size", "wave", "language", "partner",
    "land", "sektor", "roll", "storlek", "språk", "maa", "sektori", "rooli", "koko", "kieli",
    "šalis", "sektorius", "vaidmuo", "kalba", "valsts", "nozare", "loma", "valoda",
)  # fmt: skip
LIKELY_WEIGHTS = ("weight", "svoris", "svars", "vikt", "paino")


@dataclass(frozen=True)
class Offered:
    """A column that can be kept: how many values it has, and how many people a small one singles out."""

    name: str
    values: int
    alone: int
    fact: bool
    weight: bool


@dataclass(frozen=True)
class Chosen:
    """The columns kept beside the groups: facts by name, and the weights, if there are any."""

    facts: tuple[str, ...]
    weight: str


def offered(table: pa.Table, candidates: Sequence[str]) -> list[Offered]:
    """Say of each column whether it tells kinds of people rather than persons, and whether it can weigh."""
    found = []
    for name in candidates:
        if table.column_names.count(name) != 1:
            continue
        column = table.column(name)
        counts = _counts(column)
        fact = 1 <= len(counts) <= min(MOST_VALUES, max(table.num_rows // 2, 1))
        alone = sum(n for n in counts if n < FEWEST)
        found.append(Offered(name, len(counts), alone, fact, _weighs(column)))
    return found


def likely(columns: Sequence[Offered]) -> Chosen:
    """Return what is proposed to begin with: columns with a name that facts or weights have."""
    facts = tuple(
        one.name
        for one in columns
        if one.fact
        and one.values <= MOST_LIKELY_VALUES
        and one.name.strip().casefold().startswith(LIKELY_FACTS)
    )
    weights = [
        one.name for one in columns if one.weight and one.name.strip().casefold().startswith(LIKELY_WEIGHTS)
    ]
    return Chosen(tuple(name for name in facts if name not in weights), next(iter(weights), ""))


def alone_together(table: pa.Table, names: Sequence[str]) -> int:
    """Return how many people share all of these columns with fewer than four others.

    >>> alone_together(pa.table({"land": ["LT"] * 9, "role": ["a"] * 7 + ["b"] * 2}), ["land", "role"])
    2
    """
    known = [name for name in dict.fromkeys(names) if table.column_names.count(name) == 1]
    if not known or not table.num_rows:
        return 0
    keys = np.zeros(table.num_rows, dtype=np.int64)
    for name in known:
        codes, _count = _coded(table.column(name))
        keys = np.unique(keys * (int(codes.max()) + 1) + codes, return_inverse=True)[1]
    sizes = np.bincount(keys)
    return int(sizes[sizes < FEWEST].sum())


def facts_of(table: pa.Table, columns: Sequence[Offered], chosen: Chosen, *, group: str) -> dict[str, Any]:
    """Return all of this as plain facts that a table can hold."""
    together = [group, *chosen.facts]
    return {
        "offered": [asdict(one) for one in columns if one.name != group and (one.fact or one.weight)],
        "alone": alone_together(table, together) if chosen.facts else 0,
        "fewest": FEWEST,
        "lacking": [
            name for name in (*chosen.facts, chosen.weight) if name and name not in table.column_names
        ],
    }


def _coded(column: pa.ChunkedArray) -> "tuple[NDArray[np.int64], int]":
    text = pc.utf8_trim_whitespace(pc.cast(column, pa.string())).combine_chunks()
    whole = pa.concat_arrays(text.chunks) if isinstance(text, pa.ChunkedArray) else text
    whole = pc.if_else(pc.equal(whole, ""), None, whole)
    encoded = pc.dictionary_encode(whole)
    count = len(encoded.dictionary)
    indices = pc.fill_null(pc.cast(encoded.indices, pa.int64()), count)
    return indices.to_numpy(zero_copy_only=False), count


def _counts(column: pa.ChunkedArray) -> list[int]:
    codes, count = _coded(column)
    return [n for n in np.bincount(codes, minlength=count)[:count].tolist() if n]


def _weighs(column: pa.ChunkedArray) -> bool:
    """Whether every value is a number above 0, and some differ."""
    try:
        numbers = pc.cast(column, pa.float64())
    except pa.ArrowInvalid:
        return False
    span = pc.min_max(numbers)
    low, high = span["min"].as_py(), span["max"].as_py()
    return low is not None and 0 < low < high
