"""Patterns in whole columns and rows of answers that spoil a comparison."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from mentorway.answers.coding import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from mentorway.answers.codebook import Item
    from mentorway.answers.coding import Grouped

ENOUGH_ITEMS = 20
CHUNK = 65_536


def constant(codes: NDArray[np.int16]) -> bool:
    """Whether all answers are the same, or there is none."""
    given = codes[codes != NOTHING]
    return bool(given.size == 0 or given.min() == given.max())


def twins(items: Sequence[Item], codes: Mapping[str, NDArray[np.int16]]) -> list[tuple[Item, Item]]:
    """Return the pairs of items that determine each other wherever a row answers all items of the scale."""
    if len(items) < 2:  # noqa: PLR2004 - a pair
        return []
    complete = np.logical_and.reduce([codes[item.name] != NOTHING for item in items])
    rows = np.flatnonzero(complete)
    sums = np.zeros(len(items))
    products = np.zeros((len(items), len(items)))
    for start in range(0, rows.size, CHUNK):
        chosen = rows[start : start + CHUNK]
        block = np.column_stack([codes[item.name][chosen] - float(item.low) for item in items])
        sums += block.sum(axis=0)
        products += block.T @ block
    spread = products * rows.size - np.outer(sums, sums)
    variances = np.diag(spread)
    alike = spread**2 >= np.outer(variances, variances) * (1 - 1e-12)
    return [
        (items[one], items[two])
        for one, two in itertools.combinations(range(len(items)), 2)
        if alike[one, two] and variances[one] > 0 and variances[two] > 0 and rows.size > len(items)
    ]


def constant_within(
    codes: Mapping[str, NDArray[np.int16]], groups: Grouped
) -> Iterator[tuple[str, list[int]]]:
    """Yield each item with the groups, by place, in which all its answers are the same."""
    order = np.argsort(groups.places, kind="stable")
    places = groups.places[order]
    starts = np.searchsorted(places, np.arange(len(groups.names)))
    for name, answers in codes.items():
        ordered = answers[order]
        lowest = np.minimum.reduceat(np.where(ordered == NOTHING, np.int16(32767), ordered), starts)
        highest = np.maximum.reduceat(ordered, starts)
        last = len(groups.names) - 1
        end = int(np.searchsorted(places, len(groups.names)))
        tail = ordered[starts[last] : end]
        lowest[last] = np.where(tail == NOTHING, np.int16(32767), tail).min()
        highest[last] = tail.max()
        alike = np.flatnonzero(lowest >= highest).tolist()
        if alike:
            yield name, alike


def suspicious_rows(
    codes: Mapping[str, NDArray[np.int16]], groups: Grouped
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows without any answer, and the rows that repeat an earlier one of their group.

    Repeats count only where twenty items or more are answered and the answers are not all the same:
    short questionnaires repeat by chance. Rows are compared by a sum of products
    with random 64-bit numbers, so that two different rows look alike about once in 10^19.
    """
    if not codes:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    columns = list(codes.values())
    given = np.zeros(columns[0].size, dtype=np.int32)
    lowest = np.full(columns[0].size, 32767, dtype=np.int16)
    highest = np.full(columns[0].size, NOTHING, dtype=np.int16)
    factors = np.random.default_rng(2026).integers(1, 2**63, size=len(columns) + 1, dtype=np.uint64)
    sums = groups.places.astype(np.uint64) * factors[-1]
    for answers, factor in zip(columns, factors, strict=False):
        there = answers != NOTHING
        given += there
        lowest = np.where(there, np.minimum(lowest, answers), lowest)
        highest = np.maximum(highest, answers)
        sums += answers.astype(np.uint64) * factor
    empty = np.flatnonzero(given == 0)
    candidates = np.flatnonzero((given >= ENOUGH_ITEMS) & (highest > lowest))
    _, firsts = np.unique(sums[candidates], return_index=True)
    return empty, np.delete(candidates, firsts)
