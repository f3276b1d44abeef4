"""How often each answer was given, without telling on a few people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow.compute as pc

from mentorway.datasets.layout import Column, Layout
from mentorway.datasets.snapshot import Snapshot
from mentorway.questionnaire import Kind

NOTHING: Final = "\0"


@dataclass(frozen=True)
class Frequencies:
    """Numbers under `threshold` are not told; 0 is."""

    threshold: int = 10


@dataclass(frozen=True)
class Counted:
    """How many gave each answer, and how many any; None where it is not told."""

    numbers: Mapping[str, int | None]
    valid: int | None
    invalid: int | None


def count(snapshot: Snapshot, frequencies: Frequencies) -> dict[str, Counted]:
    """Return the numbers for each column with choices."""
    columns = [each for each in snapshot.layout.columns if _countable(each)]
    found: dict[str, Counter[str]] = {each.name: Counter() for each in columns}
    for batch in snapshot.batches(list(found)) if found else ():
        for name, counter in found.items():
            for each in pc.value_counts(batch.column(name)).to_pylist():
                value = NOTHING if each["values"] is None else str(each["values"])
                counter[value] += each["counts"]
    return {
        each.name: _told(_values(snapshot.layout, each), found[each.name], frequencies.threshold)
        for each in columns
    }


def _countable(column: Column) -> bool:
    if column.choice is not None:
        return column.variable.kind is not Kind.RANK
    return bool(column.variable.options)


def _values(layout: Layout, column: Column) -> list[str]:
    if column.choice is not None:
        return ["0", "1"]
    return [each.value for each in layout.options_of(column.variable)]


def _told(values: list[str], counter: Counter[str], threshold: int) -> Counted:
    """Leave out small numbers, and one more where the only one left out would follow from the sum.

    >>> _told(["a", "b", "c"], Counter(a=3, b=40, c=50), 10).numbers
    {'a': None, 'b': None, 'c': 50}
    """
    nothing = counter[NOTHING]
    valid = sum(counter.values()) - nothing
    strange = valid - sum(counter[value] for value in values)
    if 0 < valid < threshold or 0 < nothing < threshold or strange > 0:
        return Counted({}, None, None)
    small = {value for value in values if 0 < counter[value] < threshold}
    if len(small) == 1:
        others = [value for value in values if counter[value] >= threshold]
        small |= {min(others, key=lambda value: counter[value])} if others else set()
    numbers = {value: None if value in small else counter[value] for value in values}
    return Counted(numbers, valid, nothing)
