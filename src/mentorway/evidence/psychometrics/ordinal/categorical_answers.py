"""Answers in ordered categories, kept as distinct patterns with counts, and merging of rare categories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.wording import InvalidInputError, Message

Values = NDArray[np.float64]
Codes = NDArray[np.int16]

LARGEST_KEY = 62  # bits of a whole number


@dataclass(frozen=True, eq=False)
class CategoricalGroup:
    """Answers of one group: each distinct pattern once, and how many people gave it.

    `patterns` has shape (patterns, items) with 0 for the lowest category, `counts` shape (patterns,).
    """

    name: str
    patterns: Codes
    counts: Values

    @property
    def people(self) -> int:
        """How many people there are."""
        return int(self.counts.sum())


def categorical_group(name: str, rows: ArrayLike, *, lowest: int = 1) -> CategoricalGroup:
    """Group people who answered alike.

    Parameters
    ----------
    name : str
        Of the group.
    rows : array, shape (people, items)
        Whole numbers from `lowest` on; only people who answered every item.
    lowest : int
        The number of the lowest category.

    Returns
    -------
    CategoricalGroup

    Raises
    ------
    InvalidInputError
        An answer is missing, is not a whole number or lies below the lowest category.

    Examples
    --------
    >>> found = categorical_group("LT", [[1, 2], [1, 2], [3, 1]])
    >>> found.patterns.tolist(), found.counts.tolist()
    ([[0, 1], [2, 0]], [2.0, 1.0])
    """
    answers = np.asarray(rows, dtype=np.float64)
    whole = answers.ndim == 2 and answers.size > 0 and np.isfinite(answers).all()
    if not whole or (answers != np.rint(answers)).any() or answers.min() < lowest:
        raise InvalidInputError(
            Message(
                "Answers of group %(group)s must be whole numbers from %(lowest)d on, without gaps, one row "
                "a person. Leave out people who did not answer every item.",
                {"group": name, "lowest": lowest},
            )
        )
    if answers.max() - lowest >= np.iinfo(np.int16).max:
        raise InvalidInputError(
            Message(
                "Answers up to %(highest)d are too many categories. Ordinal items have a few.",
                {"highest": int(answers.max())},
            )
        )
    patterns, counts = _distinct((answers - lowest).astype(np.int16), np.ones(len(answers)))
    return CategoricalGroup(name, patterns, counts)


def _distinct(patterns: Codes, counts: Values) -> tuple[Codes, Values]:
    """Each pattern once, in order, compared as one number where it fits into one and as bytes elsewhere."""
    bases = patterns.max(axis=0).astype(np.int64) + 1
    if np.log2(bases).sum() < LARGEST_KEY:
        keys = patterns @ np.concatenate([np.cumprod(bases[:0:-1])[::-1], [1]])
    else:
        packed = np.ascontiguousarray(patterns.astype(">i2"))
        keys = packed.view(np.dtype((np.void, packed.dtype.itemsize * packed.shape[1])))[:, 0]
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    return patterns[first], np.bincount(which, weights=counts).astype(np.float64)


def category_counts(group: CategoricalGroup, levels: int) -> Values:
    """People by item and category, shape (items, levels)."""
    return np.stack(
        [np.bincount(column, weights=group.counts, minlength=levels) for column in group.patterns.T]
    )


def levels_of(groups: Sequence[CategoricalGroup]) -> int:
    """How many categories the item with most of them has in any group."""
    return 1 + max(int(group.patterns.max()) for group in groups)


def pair_tables(group: CategoricalGroup, levels: int) -> Values:
    """People by the categories of every two items, shape (items, items, levels, levels).

    Examples
    --------
    >>> pair_tables(categorical_group("LT", [[1, 2], [1, 2], [2, 1]]), 2)[0, 1].tolist()
    [[0.0, 2.0], [1.0, 0.0]]
    """
    items = group.patterns.shape[1]
    found = np.zeros((items * levels, items * levels))
    for some in range(0, len(group.counts), 50_000):
        chosen = group.patterns[some : some + 50_000, :, None] == np.arange(levels)
        flat = chosen.reshape(len(chosen), -1).astype(np.float64)
        found += flat.T @ (group.counts[some : some + 50_000, None] * flat)
    return found.reshape(items, levels, items, levels).transpose(0, 2, 1, 3)


def check_categories(groups: Sequence[CategoricalGroup], items: Sequence[str]) -> None:
    """Refuse groups that do not use the same categories of every item, and items with fewer than two."""
    if not groups:
        raise InvalidInputError(Message("There are no groups to fit a model to. Choose at least one."))
    for group in groups:
        _check_group(group, items)
    levels = levels_of(groups)
    used = np.stack([category_counts(group, levels) > 0 for group in groups])
    for place, item in enumerate(items):
        _check_item(item, used[:, place], [group.name for group in groups])


def _check_group(group: CategoricalGroup, items: Sequence[str]) -> None:
    if group.patterns.ndim != 2 or group.patterns.shape[1] != len(items):
        raise InvalidInputError(
            Message(
                "Answers of group %(group)s do not belong to the %(items)d items of the model. Give one "
                "column an item, in the order of the model.",
                {"group": group.name, "items": len(items)},
            )
        )
    if group.people <= len(items):
        raise InvalidInputError(
            Message(
                "Group %(group)s has %(n)d person who answered every item, and the scale has %(items)d "
                "items. The model needs more people than items.",
                {"group": group.name, "n": group.people, "items": len(items)},
                plural="Group %(group)s has %(n)d people who answered every item, and the scale has "
                "%(items)d items. The model needs more people than items.",
                count=group.people,
            )
        )


def _check_item(item: str, used: NDArray[np.bool_], groups: Sequence[str]) -> None:
    """`used` says by group which categories were chosen."""
    last = int(np.flatnonzero(used.any(axis=0)).max(initial=0))
    for group, chosen in zip(groups, used, strict=True):
        if chosen.sum() < 2:
            raise InvalidInputError(
                Message(
                    "In group %(group)s everyone gave the same answer to item %(item)s. "
                    "Leave out the item or the group.",
                    {"group": group, "item": item},
                )
            )
        if not chosen[: last + 1].all():
            raise InvalidInputError(
                Message(
                    "In group %(group)s nobody chose category %(place)d of item %(item)s, so where it begins "
                    "cannot be known there. Merge it with the one beside it in all groups, or leave out the "
                    "item or the group.",
                    {"group": group, "item": item, "place": 1 + int(np.argmin(chosen))},
                )
            )


@dataclass(frozen=True, eq=False)
class Merged:
    """Groups with merged categories, and a sentence for each item whose categories were merged."""

    groups: tuple[CategoricalGroup, ...]
    said: tuple[Message, ...]


def merge_rare(groups: Sequence[CategoricalGroup], items: Sequence[str], *, fewest: int = 1) -> Merged:
    """Merge categories that too few people of some group chose, in all groups alike.

    Parameters
    ----------
    groups : sequence of CategoricalGroup
        The same items in the same order.
    items : sequence of str
        Names, for the sentences.
    fewest : int
        How many people of each group must have chosen a category. Below that it joins the neighbour with
        fewer people over all groups.

    Returns
    -------
    Merged
        An item may be left with one category; the models refuse it then.

    Examples
    --------
    >>> rows = [[1], [2], [3], [3]], [[1], [1], [3], [3]]
    >>> groups = [categorical_group(name, part) for name, part in zip(("LT", "LV"), rows, strict=True)]
    >>> found = merge_rare(groups, ["a"])
    >>> [group.patterns.ravel().tolist() for group in found.groups], str(found.said[0])
    ([[0, 1], [0, 1]], 'Item a keeps 2 of 3 categories: categories 1–2 count as one.')
    """
    levels = levels_of(groups)
    people = np.stack([category_counts(group, levels) for group in groups])
    table, said = np.zeros((len(items), levels), dtype=np.int16), []
    for place, item in enumerate(items):
        own = people[:, place]
        parts = _joined(own[:, : 1 + int(np.flatnonzero(own.any(axis=0)).max(initial=0))], fewest)
        for number, part in enumerate(parts):
            table[place, part] = number
        said += list(_merging(item, parts))
    return Merged(tuple(_recoded(group, table) for group in groups), tuple(said))


def _joined(people: Values, fewest: int) -> list[list[int]]:
    """Neighbours joined until each group has enough people in each; counts by group and category."""
    parts = [[category] for category in range(people.shape[1])]
    counts = [people[:, category] for category in range(people.shape[1])]
    while len(parts) > 1:
        least = int(np.argmin([count.min() for count in counts]))
        if counts[least].min() >= fewest:
            break
        beside = [place for place in (least - 1, least + 1) if 0 <= place < len(parts)]
        other = min(beside, key=lambda place: float(counts[place].sum()))
        first = min(least, other)
        parts[first : first + 2] = [parts[first] + parts[first + 1]]
        counts[first : first + 2] = [counts[first] + counts[first + 1]]
    return parts


def _merging(item: str, parts: Sequence[Sequence[int]]) -> Iterator[Message]:
    joined = [part for part in parts if len(part) > 1]
    if joined:
        yield Message(
            "Item %(item)s keeps %(kept)d of %(all)d categories: categories %(joined)s count as one.",
            {
                "item": item,
                "kept": len(parts),
                "all": sum(map(len, parts)),
                "joined": ", ".join(f"{part[0] + 1}–{part[-1] + 1}" for part in joined),
            },
        )


def _recoded(group: CategoricalGroup, table: Codes) -> CategoricalGroup:
    items = np.arange(group.patterns.shape[1])
    patterns, counts = _distinct(table[items, group.patterns], group.counts)
    return replace(group, patterns=patterns, counts=counts)
