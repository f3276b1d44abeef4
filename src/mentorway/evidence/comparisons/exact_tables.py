"""The exact test of a table of any size: of all tables with the same margins, or of draws of them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from mentorway.evidence.comparisons.checking import Counts, table_of_counts
from mentorway.wording import InvalidInputError, Message

Vector = NDArray[np.float64]
Remaining = tuple[int, ...]
Paths = tuple[Vector, Vector]  # logarithm of how likely, and how many ways lead there
MOST_STEPS = 4_000_000  # a second
STEP = 100  # what one way to fill a column costs, in paths
SAME = 1e-7  # tables this close in likelihood are as likely as each other, as R has it
DIGITS = 9  # of the logarithm by which paths are told apart, well within that


@dataclass(frozen=True)
class ExactTest:
    """The exact test of a table: the share of all tables that are no more likely than this one.

    `counted` says whether all tables were counted; else `p` comes from `draws` of them and `error` is its
    standard error.
    """

    p: float
    counted: bool
    draws: int
    error: float


def exact_test(table: ArrayLike, *, rng: np.random.Generator | None = None, draws: int = 9999) -> ExactTest:
    """Fisher's exact test for tables of any size, after Freeman and Halton.

    Parameters
    ----------
    table : array of int, shape (rows, columns)
        Counts of people: groups in rows, answers in columns. Empty rows and columns tell nothing.
    rng : Generator, optional
        Where draws come from if there are too many tables to count them all.
    draws : int
        How many, at least 99.

    Returns
    -------
    ExactTest
        Two-sided. With two rows and two columns `p` is that of `fisher_exact`.

    Raises
    ------
    InvalidInputError
        The table holds what is no count or nobody, there are too many tables with these margins and no `rng`
        was given, or too few draws.

    References
    ----------
    Freeman & Halton (1951), Biometrika 38:141-149, doi:10.1093/biomet/38.1-2.141.
    Mehta & Patel (1983), J Am Stat Assoc 78:427-434, doi:10.1080/01621459.1983.10477989.
    Patefield (1981), Applied Statistics 30:91-97, doi:10.2307/2346669.

    Examples
    --------
    >>> found = exact_test([[3, 1, 0], [1, 3, 4]])
    >>> round(found.p, 4), found.counted
    (0.2, True)
    """
    if draws < 99:
        raise InvalidInputError(
            Message("At least 99 draws are needed; %(draws)d were asked for.", {"draws": draws})
        )
    counts = table_of_counts(table)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        return ExactTest(1.0, counted=True, draws=0, error=0.0)
    if counts.shape[0] > counts.shape[1]:
        counts = counts.T
    p = _counted(counts)
    if p is not None:
        return ExactTest(p, counted=True, draws=0, error=0.0)
    if rng is None:
        raise InvalidInputError(
            Message(
                "There are too many tables with these margins to count all of them. Give a source of random "
                "numbers to draw some, or join answers."
            )
        )
    return _drawn(counts, rng, draws)


def _counted(counts: Counts) -> float | None:
    """Go column by column through all tables; paths with the same rest and likelihood are one."""
    rest = tuple(sorted(counts.sum(axis=1).tolist()))
    level: dict[Remaining, Paths] = {rest: (np.zeros(1), np.ones(1))}
    steps = 0
    for column in sorted(counts.sum(axis=0).tolist(), reverse=True):
        following: dict[Remaining, list[Paths]] = defaultdict(list)
        for remaining, (likely, ways) in level.items():
            for filled in _fillings(remaining, column):
                steps += STEP + len(likely)
                if steps > MOST_STEPS:
                    return None
                own = math.lgamma(column + 1) - sum(math.lgamma(one + 1) for one in filled)
                left = tuple(sorted(one - used for one, used in zip(remaining, filled, strict=True)))
                following[left].append((likely + own, ways))
        level = {left: _joined(paths) for left, paths in following.items()}
    ((likely, ways),) = level.values()
    chances = np.log(ways) + likely
    kept = likely <= _likelihood(counts[None])[0] + SAME
    return min(float(np.exp(special.logsumexp(chances[kept]) - special.logsumexp(chances))), 1.0)


def _joined(paths: list[Paths]) -> Paths:
    """Paths to one rest; those that are equally likely count together."""
    likely, ways = (np.concatenate(each) for each in zip(*paths, strict=True))
    known, place = np.unique(np.round(likely, DIGITS), return_inverse=True)
    return known, np.asarray(np.bincount(place.ravel(), weights=ways), dtype=np.float64)


def _fillings(remaining: Remaining, total: int) -> Iterator[tuple[int, ...]]:
    """Every way to spread a column's total over the rows."""
    if len(remaining) == 1:
        if total <= remaining[0]:
            yield (total,)
        return
    after = sum(remaining[1:])
    for first in range(max(0, total - after), min(remaining[0], total) + 1):
        for others in _fillings(remaining[1:], total - first):
            yield (first, *others)


def _likelihood(tables: Counts) -> Vector:
    """Logarithm of how likely tables with the same margins are, up to a constant."""
    columns = special.gammaln(tables.sum(axis=-2) + 1.0).sum(axis=-1)
    found: Vector = columns - special.gammaln(tables + 1.0).sum(axis=(-2, -1))
    return found


def _drawn(counts: Counts, rng: np.random.Generator, draws: int) -> ExactTest:
    margins = stats.random_table(counts.sum(axis=1), counts.sum(axis=0), seed=rng)
    tables = np.asarray(margins.rvs(size=draws), dtype=np.int64)
    here = _likelihood(counts[None])[0]
    p = float((1 + (_likelihood(tables) <= here + SAME).sum()) / (draws + 1))
    return ExactTest(p, counted=False, draws=draws, error=math.sqrt(p * (1 - p) / draws))
