"""Tables of counts as they are published, release after release."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from mentorway.wording import InvalidInputError, Message, listed, shown

MOST_PEOPLE = 10_000_000
LONGEST_LABEL = 120

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Dimension:
    """A question by which people are counted: its categories, and which of them are sums of others.

    `sums` names, for a category that is a sum, the categories it adds up ("Nordic": ("FI", "SE")); a margin
    is the sum of all others. What is not a sum is a leaf: everybody is in exactly one leaf.

    Examples
    --------
    >>> country = Dimension("country", ("FI", "SE", "LT"), {"Nordic": ("FI", "SE")}).with_total("all")
    >>> country.categories, sorted(country.leaves_of("Nordic")), sorted(country.leaves_of("all"))
    (('FI', 'SE', 'LT', 'Nordic', 'all'), ['FI', 'SE'], ['FI', 'LT', 'SE'])
    """

    name: str
    categories: tuple[str, ...]
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        order = (*self.categories, *(one for one in self.sums if one not in self.categories))
        object.__setattr__(self, "categories", tuple(order))
        if not order or len(set(order)) < len(order):
            raise _wrong(
                "Dimension %(name)s needs categories that differ, not %(came)s.", self, listed(list(order))
            )
        long = [one for one in order if len(one) > LONGEST_LABEL or "\n" in one]
        if long:
            raise _wrong(
                "A category of %(name)s is a free text, which is never published: %(came)s.", self, long[0]
            )
        for category, parts in self.sums.items():
            unknown = [one for one in parts if one not in order]
            if unknown or not parts:
                raise _wrong(
                    "A sum in %(name)s needs parts that are categories there, not %(came)s.",
                    self,
                    unknown[0] if unknown else category,
                )
            self.leaves_of(category)

    def with_total(self, label: str) -> Dimension:
        """The same dimension with a category that is the sum of all leaves, last."""
        return Dimension(self.name, self.categories, {**self.sums, label: self.leaves})

    @property
    def leaves(self) -> tuple[str, ...]:
        """Categories that are no sums."""
        return tuple(one for one in self.categories if one not in self.sums)

    def leaves_of(self, category: str) -> frozenset[str]:
        """The leaves that a category adds up; a leaf is its own."""
        found: set[str] = set()
        waiting: list[tuple[str, tuple[str, ...]]] = [(category, (category,))]
        while waiting:
            one, above = waiting.pop()
            if one not in self.sums:
                found.add(one)
                continue
            for part in self.sums[one]:
                if part in above:
                    raise _wrong("The sums of %(name)s contain each other: %(came)s.", self, part)
                waiting.append((part, (*above, part)))
        return frozenset(found)


@dataclass(frozen=True, eq=False)
class Shares:
    """Percentages published beside the counts: each cell out of all leaves of one dimension, rounded.

    They are published where the count is, or, with `shown`, exactly there, whether the count is or not.
    """

    of: str
    decimals: int = 0
    shown: Booleans | None = None


@dataclass(frozen=True, eq=False)
class Measure:
    """Sums or means of an answer beside the counts: published where the count is, or just where `shown` says.

    `sums` has the shape of the counts, and is the sum of a number that lies between `least` and `most` for
    each person. A mean is published rounded to `decimals`, as is a sum.
    """

    name: str
    sums: Numbers
    least: float
    most: float
    decimals: int = 1
    mean: bool = True
    shown: Booleans | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """Counts of people by one or more dimensions, with what of them is published.

    A table counts everybody of its `people`; who gave no answer is a category of its own, or the table has
    other `people`. Margins are categories that are sums (`Dimension.with_total`).

    Parameters
    ----------
    name : str
    dimensions : tuple of Dimension
    counts : array of int, shape (categories of the first dimension, of the second, …)
        People, as they are before anything is hidden or rounded.
    shown : array of bool, the same shape, optional
        Which counts are published; all unless said.
    impossible : array of bool, the same shape, optional
        Structural zeros: cells in which nobody can be, which everybody knows.
    shares : tuple of Shares
        Percentages published with the counts that are shown.
    measures : tuple of Measure
        Sums or means published with the counts that are shown.
    rounded : int
        Counts are published rounded to a multiple of this; 1 is not rounded.
    people : str
        Who is counted. Tables with other people are not linked.

    Raises
    ------
    InvalidInputError
        The shapes differ, a count is negative or no whole number, or a sum is not that of its parts.

    Examples
    --------
    >>> role = Dimension("role", ("mentor", "mentee")).with_total("all")
    >>> Table("People", (role,), np.array([12, 20, 32])).counts.sum()
    np.int64(64)
    >>> Table("People", (role,), np.array([12, 20, 30]))
    Traceback (most recent call last):
    mentorway.wording.InvalidInputError: In the table People, all of role is 30, but its parts add up to 32.
    """

    name: str
    dimensions: tuple[Dimension, ...]
    counts: Integers
    shown: Booleans | None = None
    impossible: Booleans | None = None
    shares: tuple[Shares, ...] = ()
    measures: tuple[Measure, ...] = ()
    rounded: int = 1
    people: str = "people"

    def __post_init__(self) -> None:
        _check_dimensions(self)
        object.__setattr__(self, "counts", _counts(self))
        for name in ("shown", "impossible"):
            object.__setattr__(self, name, _mask(self, getattr(self, name), name))
        _check_sums(self, self.counts)
        _check_beside(self)
        self.counts.setflags(write=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """Categories of each dimension."""
        return tuple(len(one.categories) for one in self.dimensions)

    @property
    def published(self) -> Booleans:
        """Which counts are published."""
        return np.ones(self.shape, np.bool_) if self.shown is None else self.shown

    @property
    def never(self) -> Booleans:
        """Which cells are structural zeros."""
        return np.zeros(self.shape, np.bool_) if self.impossible is None else self.impossible

    @property
    def inner(self) -> Booleans:
        """Which cells are leaves in every dimension."""
        found = np.ones(self.shape, np.bool_)
        for axis, of in enumerate(self.dimensions):
            np.moveaxis(found, axis, 0)[[one in of.sums for one in of.categories]] = False
        return found

    @property
    def total(self) -> int:
        """Everybody that is counted."""
        return int(self.counts[self.inner].sum())

    def cell(self, place: int) -> tuple[str, ...]:
        """The categories of a cell by its place in the flattened counts."""
        at = np.unravel_index(place, self.shape)
        return tuple(of.categories[int(one)] for of, one in zip(self.dimensions, at, strict=True))


@dataclass(frozen=True)
class Release:
    """Tables published together, with the date or version by which people know them.

    `grows` says that everybody counted in the release before is still counted, in the same cell: counts only
    grow by new people. Where people leave or change, say False: the release is then not linked to earlier
    ones.
    """

    label: str
    tables: tuple[Table, ...]
    grows: bool = True

    def __post_init__(self) -> None:
        names = [one.name for one in self.tables]
        twice = sorted({one for one in names if names.count(one) > 1})
        if twice:
            raise InvalidInputError(
                Message(
                    "Two tables of the release %(label)s have the name %(name)s; each needs its own.",
                    {"label": shown(self.label), "name": shown(twice[0])},
                )
            )


@dataclass(frozen=True)
class History:
    """What has been published, earliest first."""

    releases: tuple[Release, ...] = ()

    def __post_init__(self) -> None:
        labels = [one.label for one in self.releases]
        twice = sorted({one for one in labels if labels.count(one) > 1})
        if twice:
            raise InvalidInputError(
                Message(
                    "Two releases have the label %(label)s; each needs its own.", {"label": shown(twice[0])}
                )
            )

    def then(self, release: Release) -> History:
        """The history with one more release."""
        return History((*self.releases, release))


def _wrong(text: str, of: Dimension, came: object) -> InvalidInputError:
    return InvalidInputError(Message(text, {"name": shown(of.name), "came": shown(came)}))


def _refused(text: str, table: Table, **values: object) -> InvalidInputError:
    said = {name: value if isinstance(value, int | float) else shown(value) for name, value in values.items()}
    return InvalidInputError(Message(text, {"table": shown(table.name), **said}))


def _check_dimensions(table: Table) -> None:
    names = [one.name for one in table.dimensions]
    if not names or len(set(names)) < len(names):
        raise _refused(
            "The table %(table)s needs dimensions with names that differ, not %(came)s.",
            table,
            came=listed(names) or "none",
        )
    if table.rounded < 1:
        raise _refused(
            "Counts of %(table)s are rounded to a multiple of at least 1, not %(came)s.",
            table,
            came=table.rounded,
        )


def _counts(table: Table) -> Integers:
    counts = np.asarray(table.counts)
    if counts.shape != table.shape:
        raise _refused(
            "The counts of %(table)s have the shape %(came)s; its categories need %(needed)s.",
            table,
            came=str(counts.shape),
            needed=str(table.shape),
        )
    whole = counts.astype(np.int64) if counts.dtype.kind in "iu" or np.isfinite(counts).all() else None
    if whole is None or (whole != counts).any() or whole.min() < 0 or whole.max() > MOST_PEOPLE:
        raise _refused("Counts of %(table)s are whole numbers from 0 to %(most)d.", table, most=MOST_PEOPLE)
    return whole.copy()


def _mask(table: Table, mask: Booleans | None, name: str) -> Booleans | None:
    if mask is None:
        return None
    found = np.asarray(mask)
    if found.shape != table.shape or found.dtype != np.bool_:
        raise _refused(
            "%(name)s of %(table)s needs a yes or no for each cell, shape %(needed)s.",
            table,
            name=name,
            needed=str(table.shape),
        )
    found = found.copy()
    found.setflags(write=False)
    return found


def _check_sums(table: Table, values: NDArray[np.int64] | Numbers, slack: float = 0.0) -> None:
    for axis, of in enumerate(table.dimensions):
        for category in of.sums:
            parts = [of.categories.index(one) for one in sorted(of.leaves_of(category))]
            came = np.take(values, of.categories.index(category), axis)
            needed = np.take(values, parts, axis).sum(axis)
            apart = np.abs(came - needed) > slack * (1 + np.abs(needed))
            if apart.any():
                raise _refused(
                    "In the table %(table)s, %(category)s of %(dimension)s is %(came)s, but its parts add up"
                    " to %(needed)s.",
                    table,
                    category=category,
                    dimension=of.name,
                    came=came[apart].flat[0].item(),
                    needed=needed[apart].flat[0].item(),
                )
    if (table.never & (table.counts > 0)).any():
        raise _refused("In the table %(table)s there are people in a cell where nobody can be.", table)


def _check_beside(table: Table) -> None:
    for one in table.shares:
        if one.of not in [of.name for of in table.dimensions] or not 0 <= one.decimals <= 6:  # noqa: PLR2004
            raise _refused(
                "Percentages of %(table)s are of one of its dimensions, with 0 to 6 decimals, not of"
                " %(came)s.",
                table,
                came=one.of,
            )
        _mask(table, one.shown, "Percentages")
    for measure in table.measures:
        _check_measure(table, measure)


def _check_measure(table: Table, measure: Measure) -> None:
    sums = np.asarray(measure.sums, np.float64)
    if sums.shape != table.shape or not np.isfinite(sums).all():
        raise _refused(
            "The sums of %(name)s in %(table)s need a number for each cell, shape %(needed)s.",
            table,
            name=measure.name,
            needed=str(table.shape),
        )
    ends = (measure.least, measure.most)
    if not all(map(math.isfinite, ends)) or measure.least > measure.most:
        raise _refused(
            "%(name)s in %(table)s needs a least and a most that one person can have.",
            table,
            name=measure.name,
        )
    slack = 1e-9 * (1 + np.abs(sums))
    if (sums < measure.least * table.counts - slack).any() or (
        sums > measure.most * table.counts + slack
    ).any():
        raise _refused(
            "A sum of %(name)s in %(table)s is beyond what that many people can have, %(least)s to"
            " %(most)s each.",
            table,
            name=measure.name,
            least=measure.least,
            most=measure.most,
        )
    _check_sums(table, sums, 1e-9)
    _mask(table, measure.shown, measure.name)
