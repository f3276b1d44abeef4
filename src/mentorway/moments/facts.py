"""What sorts people: values numbered as they come, who is looked at, rows in order of their cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mentorway.wording import InvalidInputError, Message, listed, shown

MOST_GROUPS = 10_000
MOST_FACTS = 4
FEW = 2**17  # so many keys are counted off quicker than sorted
Where = Mapping[str, Collection[str]]
Numbers = NDArray[np.intp]
EVERYONE: Where = {}


@dataclass
class Fact:
    """The values of one column met so far, numbered as they come."""

    column: str
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, values: pa.Array) -> Numbers:
        """Number of each row's value, -1 where the file names none."""
        encoded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
        known = [self._number_of(name) for name in encoded.dictionary.cast(pa.string()).to_pylist()]
        places = encoded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
        numbers: Numbers = np.array([*known, -1], dtype=np.intp)[places]
        return numbers

    def _number_of(self, name: str) -> int:
        number = self.numbers.setdefault(name, len(self.numbers))
        if number >= MOST_GROUPS:
            raise InvalidInputError(
                Message(
                    "Column %(column)s has more than %(most)d different values, too many for groups. "
                    "Choose the column that names the group of each person.",
                    {"column": self.column, "most": MOST_GROUPS},
                )
            )
        return number


class Chosen:
    """Who is looked at: people whose facts have one of the values asked for."""

    def __init__(self, where: Where | None) -> None:
        self._wanted = {fact: frozenset(values) for fact, values in (where or EVERYONE).items()}
        self._facts = {fact: Fact(fact) for fact in self._wanted}

    @property
    def columns(self) -> tuple[str, ...]:
        """Which columns this takes."""
        return tuple(self._wanted)

    def only(self, numbers: Numbers, batch: pa.RecordBatch) -> Numbers:
        """The numbers, -1 for everybody who is not looked at."""
        for name, fact in self._facts.items():
            places = fact.number(batch.column(name))
            allowed = np.array([*(value in self._wanted[name] for value in fact.numbers), False])
            numbers = np.where(allowed[places], numbers, -1)
        return numbers

    def check(self) -> None:
        """Refuse a value that was asked for and never met."""
        for name, fact in self._facts.items():
            lacking = sorted(self._wanted[name] - set(fact.numbers))
            if lacking or not self._wanted[name]:
                raise InvalidInputError(
                    Message(
                        "Nobody has “%(value)s” in column %(column)s. Its values are: %(values)s.",
                        {
                            "value": shown(lacking[0] if lacking else "–"),
                            "column": shown(name),
                            "values": listed(sorted(fact.numbers)) or "–",
                        },
                    )
                )


class Combinations:
    """The combinations of values of several columns met so far, numbered as they come."""

    def __init__(self, columns: Sequence[str]) -> None:
        if len(columns) > MOST_FACTS or len(set(columns)) < len(columns):
            raise InvalidInputError(
                Message(
                    "People can be sorted by at most %(most)d different columns at once; asked for were: "
                    "%(columns)s.",
                    {"most": MOST_FACTS, "columns": listed(columns)},
                )
            )
        self.columns = tuple(columns)
        self._facts = [Fact(column) for column in columns]
        self._numbers: dict[tuple[int, ...], int] = {}

    def number(self, batch: pa.RecordBatch) -> Numbers:
        """Number of each row's combination; having no value is a value of its own here."""
        keys, bound = np.zeros(batch.num_rows, np.int64), 1
        for fact in self._facts:
            places = fact.number(batch.column(fact.column)) + 1
            wide = len(fact.numbers) + 1
            keys, bound = keys * wide + places, bound * wide
        met, inverse = distinct(keys, bound)
        known = [self._numbers.setdefault(key, len(self._numbers)) for key in self._decoded(met)]
        numbers: Numbers = np.array(known, dtype=np.intp)[inverse]
        return numbers

    def values(self) -> list[tuple[str | None, ...]]:
        """Each combination's values, by its number."""
        names = [[None, *fact.numbers] for fact in self._facts]
        return [tuple(known[place] for known, place in zip(names, key, strict=True)) for key in self._numbers]

    def _decoded(self, keys: NDArray[np.int64]) -> list[tuple[int, ...]]:
        places = np.zeros((len(keys), len(self._facts)), np.int64)
        for column in reversed(range(len(self._facts))):
            keys, places[:, column] = np.divmod(keys, len(self._facts[column].numbers) + 1)
        return [tuple(row) for row in places.tolist()]


def distinct(keys: NDArray[np.int64], bound: int) -> tuple[NDArray[np.int64], Numbers]:
    """The different keys in order, all from 0 to below `bound`, and each row's place among them."""
    if bound > FEW:
        met, inverse = np.unique(keys, return_inverse=True)
        return met, inverse.ravel()
    places = np.zeros(bound, np.intp)
    places[keys] = 1
    met = np.flatnonzero(places)
    places[met] = np.arange(len(met))
    return met, places[keys]


@dataclass(frozen=True)
class Order:
    """The rows of a batch put in order of their cell, so that each cell is one slice."""

    groups: Numbers
    rows: Numbers | None
    slices: tuple[tuple[int, int, int], ...]  # cell, start, end


def order(numbers: Numbers) -> Order:
    """Put rows in order of their numbers, which stay below 2^15; rows with -1 are left out."""
    rows: Numbers | None = None
    if numbers.size and (numbers[0] < 0 or np.any(numbers != numbers[0])):
        rows = np.argsort(numbers.astype(np.int16), kind="stable")  # 16 bits: sorted by counting
        rows = rows[np.count_nonzero(numbers < 0) :]
        numbers = numbers[rows]
    ends = np.flatnonzero(np.diff(numbers, append=-1)) + 1
    starts = np.concatenate([[0], ends[:-1]]) if ends.size else ends
    slices = tuple((int(numbers[a]), int(a), int(b)) for a, b in zip(starts, ends, strict=True))
    return Order(numbers, rows, slices)
