"""How easily people are found in a file of answers: k-anonymity, diversity, closeness, and who is alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.disclosure.free_text import refuse_free_text
from mentorway.wording import InvalidInputError, Message, listed, shown

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Diversity:
    """How much the people who look alike differ in what shall stay secret.

    `distinct` is the fewest different values among people who look alike. `entropy` is the exponential of the
    least entropy there: as many values as if all were equally common. `closeness` is the largest distance, 0
    to 1, between their values and those of everybody: for numbers the ordered distance, else the equal one.
    """

    distinct: int
    entropy: float
    closeness: float


@dataclass(frozen=True)
class Anonymity:
    """What people could be found by.

    `k` people at least look alike in the columns by which one could be known. `classes` are the different
    looks, `alone` the people whom nobody looks like. `freed` says of each column how many of these would
    look like others if it were left out; `finders` are the smallest sets of columns by which somebody stands
    alone, each with how many.
    """

    people: int
    k: int
    classes: int
    alone: int
    diversity: Mapping[str, Diversity]
    freed: Mapping[str, int]
    finders: Mapping[tuple[str, ...], int]

    @property
    def said(self) -> Message:
        """How many stand alone, in a sentence."""
        return Message(
            "%(count)d of %(people)d people stands alone; at least %(k)d look alike.",
            {"count": self.alone, "people": self.people, "k": self.k},
            plural="%(count)d of %(people)d people stand alone; at least %(k)d look alike.",
            count=self.alone,
        )


def anonymity(
    columns: Mapping[str, ArrayLike], known_by: Sequence[str], secret: Sequence[str] = ()
) -> Anonymity:
    """Report how easily people are found in a file, by what one could know of them.

    Parameters
    ----------
    columns : mapping of str to array, each of shape (people,)
        Texts or numbers, a row a person.
    known_by : sequence of str
        Quasi-identifiers: columns by which somebody could know a person.
    secret : sequence of str
        Sensitive columns, for diversity and closeness.

    Returns
    -------
    Anonymity

    Raises
    ------
    InvalidInputError
        A column is missing, differs in length, is empty, or is a free text: those are never published, as
        people are known by what and how they write.

    References
    ----------
    Sweeney (2002), Int J Uncertain Fuzz 10:557-570, doi:10.1142/S0218488502001648. Machanavajjhala et al.
    (2007), ACM Trans Knowl Discov Data 1:3, doi:10.1145/1217299.1217302. Li, Li & Venkatasubramanian (2007),
    ICDE, doi:10.1109/ICDE.2007.367856.

    Examples
    --------
    >>> found = anonymity(
    ...     {"country": ["FI", "FI", "SE", "SE"], "role": ["a", "a", "a", "b"], "answer": [1, 2, 2, 3]},
    ...     ["country", "role"],
    ...     ["answer"],
    ... )
    >>> found.k, found.alone, dict(found.freed), found.diversity["answer"].distinct
    (1, 2, {'country': 1, 'role': 2}, 1)
    """
    codes = codes_of(columns, [*known_by, *secret])
    if not known_by:
        raise InvalidInputError(Message("Name at least one column by which somebody could know a person."))
    looks = classes_of([codes[one] for one in known_by])
    sizes = np.bincount(looks)
    lonely = sizes[looks] == 1
    freed = {}
    for left_out in known_by:
        rest = [codes[one] for one in known_by if one != left_out]
        others = classes_of(rest) if rest else np.zeros_like(looks)
        freed[left_out] = int((lonely & (np.bincount(others)[others] > 1)).sum())
    return Anonymity(
        looks.size,
        int(sizes.min()),
        sizes.size,
        int(lonely.sum()),
        MappingProxyType({one: _diversity(looks, codes[one], np.asarray(columns[one])) for one in secret}),
        MappingProxyType(freed),
        MappingProxyType(_finders(codes, known_by)),
    )


def codes_of(columns: Mapping[str, ArrayLike], names: Sequence[str]) -> dict[str, Codes]:
    """Whole numbers for the values of columns, in the order of the values; refuses free texts."""
    found: dict[str, Codes] = {}
    for name in names:
        if name not in columns:
            raise InvalidInputError(
                Message(
                    "There is no column %(name)s: %(known)s.",
                    {"name": shown(name), "known": listed(list(columns), most=10)},
                )
            )
        values = np.asarray(columns[name])
        refuse_free_text(name, values)
        lengths = {one.size for one in found.values()} or {values.size}
        if values.ndim != 1 or not values.size or values.size not in lengths:
            raise InvalidInputError(
                Message(
                    "The column %(name)s has the shape %(came)s; each needs a value for each person, the"
                    " same number in all.",
                    {"name": shown(name), "came": str(values.shape)},
                )
            )
        found[name] = np.unique(values, return_inverse=True)[1].astype(np.int64)
    return found


def classes_of(columns: Sequence[Codes]) -> Codes:
    """People who are alike in all columns, as whole numbers from 0."""
    found = columns[0]
    for one in columns[1:]:
        found = np.unique(found * (int(one.max()) + 1) + one, return_inverse=True)[1].astype(np.int64)
    return np.unique(found, return_inverse=True)[1].astype(np.int64)


def _diversity(looks: Codes, codes: Codes, values: NDArray[np.generic]) -> Diversity:
    wide = int(codes.max()) + 1
    counts = np.zeros((int(looks.max()) + 1, wide))
    np.add.at(counts, (looks, codes), 1)
    shares = counts / counts.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = -np.where(shares > 0, shares * np.log(shares), 0).sum(axis=1)
    apart = shares - counts.sum(axis=0) / counts.sum()
    if values.dtype.kind in "iufb" and wide > 1:
        distance = np.abs(np.cumsum(apart, axis=1)).sum(axis=1) / (wide - 1)
    else:
        distance = np.abs(apart).sum(axis=1) / 2
    return Diversity(
        int((counts > 0).sum(axis=1).min()), math.exp(float(entropy.min())), float(distance.max())
    )


def _finders(codes: Mapping[str, Codes], known_by: Sequence[str]) -> dict[tuple[str, ...], int]:
    """The smallest sets of columns, up to three, by which somebody stands alone, with how many do."""
    for size in (1, 2, 3):
        found = {}
        for some in combinations(known_by, size):
            sizes = np.bincount(classes_of([codes[one] for one in some]))
            if (sizes == 1).any():
                found[some] = int((sizes == 1).sum())
        if found:
            return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
    return {}
