"""What is kept of the answers of one group to one scale: counts, sums and products, all whole numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce as fold
from operator import add

import numpy as np
from numpy.typing import NDArray

from mentorway.wording import InvalidInputError, Message

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

WIDEST_SCALE = 65_534  # a code and one more for «missing» must fit in 16 bits


@dataclass(frozen=True)
class Block:
    """Items that are reduced together: a scale, its reverse-keyed items and its lowest and highest answer.

    Raises
    ------
    InvalidInputError
        No items, an item named twice, not one reverse key for each item, or an impossible range.

    Examples
    --------
    >>> Block("calm", ("N1", "N2"), reverse=(False, True), low=1, high=5).pivot
    3
    """

    name: str
    items: tuple[str, ...]
    reverse: tuple[bool, ...]
    low: int
    high: int

    def __post_init__(self) -> None:
        twice = sorted({item for item in self.items if self.items.count(item) > 1})
        if not self.items:
            raise InvalidInputError(
                Message("Scale %(scale)s has no items. Give it at least one.", {"scale": self.name})
            )
        if twice:
            raise InvalidInputError(
                Message(
                    "Scale %(scale)s names %(item)s more than once. Name each item once.",
                    {"scale": self.name, "item": twice[0]},
                )
            )
        if len(self.reverse) != len(self.items):
            raise InvalidInputError(
                Message(
                    "Scale %(scale)s has %(items)d items but %(keys)d reverse keys. Give one for each item.",
                    {"scale": self.name, "items": len(self.items), "keys": len(self.reverse)},
                )
            )
        if not 0 < self.high - self.low <= WIDEST_SCALE:
            raise InvalidInputError(
                Message(
                    "Scale %(scale)s runs from %(low)d to %(high)d. "
                    "The highest answer must be above the lowest by %(widest)d at most.",
                    {"scale": self.name, "low": self.low, "high": self.high, "widest": WIDEST_SCALE},
                )
            )

    @property
    def levels(self) -> int:
        """How many different answers the scale allows."""
        return self.high - self.low + 1

    @property
    def pivot(self) -> int:
        """The answer that is subtracted before multiplying, so that sums of products stay small and exact."""
        return (self.low + self.high) // 2

    @property
    def coding_hash(self) -> str:
        """A fingerprint of what the integers mean; only cells with equal fingerprints may be added."""
        coding = [list(self.items), list(self.reverse), self.low, self.high, self.pivot]
        return hashlib.sha256(json.dumps(coding, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Cell:
    """The answers of one group to the items of one block, as whole numbers that add up.

    Parameters
    ----------
    block : Block
        What the integers mean. Reverse-keyed answers are already turned (low + high - answer).
    key : str
        The group.
    rows, complete : int
        People in the group, and those of them who answered every item of the block.
    sums : array of int64, shape (items,)
        Sums of (answer - pivot) over the complete rows.
    products : array of int64, shape (items, items)
        Sums of products of (answer - pivot) over the complete rows.
    counts : array of int64, shape (items, levels)
        How often each answer was given, over all rows, lowest answer first.
    missing : array of int64, shape (items,)
        How many people gave no answer.

    Examples
    --------
    Two people answer two items on a scale from 1 to 3: (1, 2) and (3, 3).

    >>> block = Block("trust", ("a", "b"), reverse=(False, False), low=1, high=3)
    >>> cell = Cell(block, "LT", 2, 2, np.array([0, 1]), np.array([[2, 1], [1, 1]]),
    ...             np.array([[1, 0, 1], [0, 1, 1]]), np.array([0, 0]))
    >>> cell.mean
    array([2. , 2.5])
    >>> cell.covariance
    array([[1.  , 0.5 ],
           [0.5 , 0.25]])
    >>> (cell + cell).rows
    4
    """

    block: Block
    key: str
    rows: int
    complete: int
    sums: Integers
    products: Integers
    counts: Integers
    missing: Integers

    def __add__(self, other: Cell) -> Cell:
        if self.block.coding_hash != other.block.coding_hash:
            raise InvalidInputError(
                Message(
                    "The answers of %(first)s and %(second)s are coded differently, so their sums cannot be "
                    "added. Use the same items, reverse keys and range for both.",
                    {"first": self.key, "second": other.key},
                )
            )
        return Cell(
            block=self.block,
            key=self.key if self.key == other.key else f"{self.key} + {other.key}",
            rows=self.rows + other.rows,
            complete=self.complete + other.complete,
            sums=self.sums + other.sums,
            products=self.products + other.products,
            counts=self.counts + other.counts,
            missing=self.missing + other.missing,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Cell):
            return NotImplemented
        return (
            (self.key, self.rows, self.complete) == (other.key, other.rows, other.complete)
            and self.block.coding_hash == other.block.coding_hash
            and all(
                np.array_equal(mine, theirs)
                for mine, theirs in (
                    (self.sums, other.sums),
                    (self.products, other.products),
                    (self.counts, other.counts),
                    (self.missing, other.missing),
                )
            )
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def mean(self) -> Floats:
        """Mean answer of each item over the complete rows, in the units of the scale; NaN without rows."""
        if not self.complete:
            return np.full(len(self.sums), np.nan)
        return np.asarray(self.sums / self.complete + self.block.pivot, dtype=np.float64)

    @property
    def covariance(self) -> Floats:
        """Covariance of the items over the complete rows, with divisor n; NaN without rows.

        The numerator n·Σxy - Σx·Σy is formed in whole numbers, so nothing is lost to cancellation.
        """
        if not self.complete:
            return np.full(self.products.shape, np.nan)
        n = self.complete
        if n * n * (self.block.levels - 1) ** 2 < 2**62:
            return np.asarray((n * self.products - np.outer(self.sums, self.sums)) / n / n, dtype=np.float64)
        sums = self.sums.astype(object)
        exact = n * self.products.astype(object) - np.outer(sums, sums)
        return np.asarray(exact / (n * n), dtype=np.float64)


@dataclass(frozen=True)
class Reduction:
    """One block over all groups: a cell for each group, sorted by key.

    Parameters
    ----------
    block : Block
        The items.
    group : str
        The column that told the groups apart.
    cells : tuple of Cell
        One for each group that occurs in the file, sorted by key.
    """

    block: Block
    group: str
    cells: tuple[Cell, ...]

    @property
    def coding_hash(self) -> str:
        """The fingerprint of the coding shared by all cells."""
        return self.block.coding_hash


def pool(cells: Iterable[Cell], *, key: str) -> Cell:
    """One cell for several groups together.

    Parameters
    ----------
    cells : iterable of Cell
        At least one; all with the same coding.
    key : str
        Name of the whole.

    Returns
    -------
    Cell
        Their sum.

    Raises
    ------
    InvalidInputError
        There is no cell, or the cells are coded differently.

    Examples
    --------
    >>> pool([], key="all")
    Traceback (most recent call last):
    ...
    mentorway.wording.InvalidInputError: There are no groups to put together. Choose at least one.
    """
    several = list(cells)
    if not several:
        raise InvalidInputError(Message("There are no groups to put together. Choose at least one."))
    return replace(fold(add, several), key=key)
