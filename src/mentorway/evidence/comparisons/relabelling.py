"""Two small groups compared by dealing people anew to them: no bell curve, exact where all can be tried."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.wording import InvalidInputError, Message

Vector = NDArray[np.float64]
Places = NDArray[np.intp]
MOST = 200_000  # ways of dealing up to which all are tried
LEAST = 99  # draws
TIED = 1e-12  # of the largest number: values nearer to each other are the same but for rounding


@dataclass(frozen=True)
class Relabelled:
    """First less second: the test that it is 0, and the shifts that the test does not refuse.

    `p` is twice the smaller of both sides, at most 1, so that it is at most 1 - confidence exactly where 0
    lies outside `low` to `high`. An end is None where no shift there can be refused. `every` says that all
    ways were tried, so that nothing was drawn.
    """

    difference: float
    p: float
    low: float | None
    high: float | None
    ways: int
    every: bool


def relabelled(
    first: ArrayLike,
    second: ArrayLike,
    *,
    confidence: float = 0.95,
    draws: int = 9999,
    rng: np.random.Generator | None = None,
) -> Relabelled:
    """Test a difference of two means by dealing the people anew to both groups (Pitman's test).

    If the groups differ by nothing but a shift, each way of dealing was as likely as the one seen. Dealing
    anew trades some of the first for as many of the second; a shift is refused upwards by a way whose
    traded people differ by more than it, so that the ends are order statistics of these differences.

    Parameters
    ----------
    first, second : array of float, shape (people,)
        Scores, or changes of scores, in scale points; none missing.
    confidence : float in (0, 1)
        How sure the interval shall be.
    draws : int
        How many ways to draw, where there are more than 200,000; what was seen counts as one of them.
    rng : numpy.random.Generator, optional
        The only source of chance; needed for more than 200,000 ways.

    Returns
    -------
    Relabelled

    Raises
    ------
    InvalidInputError
        A group is empty, a number is missing, `rng` is missing, or fewer than 99 draws are asked for.

    References
    ----------
    Pitman (1937), Suppl J R Stat Soc 4:119-130, doi:10.2307/2984124.
    Phipson & Smyth (2010), Stat Appl Genet Mol Biol 9:39, doi:10.2202/1544-6115.1585, for drawn ways.

    Examples
    --------
    >>> found = relabelled([3, 4, 6, 5], [1, 2, 2, 3])
    >>> found.difference, round(found.p, 4), found.ways, found.low, found.high
    (2.5, 0.0571, 70, 0.0, 5.0)
    >>> relabelled([3, 4, 6, 5], [1, 2, 2, 3], confidence=0.9).low
    1.0
    """
    check_confidence(confidence)
    one, other = _checked(first), _checked(second)
    every = math.comb(len(one) + len(other), len(one)) <= MOST
    if not every and (rng is None or draws < LEAST):
        raise InvalidInputError(
            Message(
                "There are more than %(most)d ways of dealing these people to two groups, so some are drawn: "
                "give a source of chance, and at least %(least)d draws.",
                {"most": MOST, "least": LEAST},
            )
        )
    traded = _all_traded(one, other) if every else _drawn(one, other, draws, rng)  # type: ignore[arg-type]
    ways = len(traded) + 1  # the way that was seen is one of them
    tie = TIED * max(float(np.abs(one).max()), float(np.abs(other).max()), 1e-300)
    known = traded[~np.isnan(traded)]  # the seen way drawn again trades nobody: it is beyond every shift
    again = len(traded) - len(known)
    below, above = float((known <= tie).sum()), float((known >= -tie).sum())
    seen = 1.0 + again
    spare = math.floor((1 - confidence) / 2 * ways + 1e-9) - int(seen)
    ordered = np.sort(known)
    inside = 0 <= spare < len(ordered)
    return Relabelled(
        difference=float(one.mean() - other.mean()),
        p=min(1.0, 2 * (seen + min(below, above)) / ways),
        low=float(ordered[spare]) if inside else None,
        high=float(ordered[-1 - spare]) if inside else None,
        ways=ways,
        every=every,
    )


def _checked(values: ArrayLike) -> Vector:
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1 or not found.size or not np.isfinite(found).all():
        raise InvalidInputError(
            Message("Each of two groups needs a column of numbers, at least one person, and none missing.")
        )
    return found


def _all_traded(one: Vector, other: Vector) -> Vector:
    """Mean of the traded of the first less that of those of the second, for all ways but the seen one."""
    n = len(one)
    count = math.comb(n + len(other), n)
    flat = (place for way in combinations(range(n + len(other)), n) for place in way)
    ways = np.fromiter(flat, dtype=np.intp, count=count * n).reshape(count, n)
    return _traded(one, other, ways)[1:]  # combinations come in order: the seen way is the first


def _drawn(one: Vector, other: Vector, draws: int, rng: np.random.Generator) -> Vector:
    ways = np.array([rng.permutation(len(one) + len(other))[: len(one)] for _ in range(draws)])
    return _traded(one, other, ways)


def _traded(one: Vector, other: Vector, ways: Places) -> Vector:
    both = np.concatenate([one, other])
    came = ways >= len(one)
    many = came.sum(axis=1)
    sums = np.where(came, both[ways], 0.0).sum(axis=1)
    stayed = np.where(came, 0.0, both[ways]).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Vector = (float(one.sum()) - stayed - sums) / many
    return found
