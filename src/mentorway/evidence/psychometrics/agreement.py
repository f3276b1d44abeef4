"""How far two coders agree: shares of agreement, and Cohen's kappa."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mentorway.wording import InvalidInputError, Message, shown

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Counts = NDArray[np.intp]
Weights = Literal["none", "linear", "quadratic"]
ROUNDING = 1e-12  # in shares of agreement


@dataclass(frozen=True, eq=False)
class Agreement:
    """How often two coders gave the same category, over the units that both coded.

    `share` is the percent agreement as a share; `adjusted` is kappa if all categories were equally common and
    both coders used them alike (PABAK); None with fewer than two categories. `specific` says for each
    category how often one coder's use is shared by the other, None where nobody used it. `prevalence` and
    `bias` are the indices of two categories: by how much the first is agreed on more often than the second,
    and by how much the first coder uses the first one more often; None unless there are two.
    """

    units: int
    left_out: int
    categories: tuple[Hashable, ...]
    table: Counts
    share: float
    adjusted: float | None
    specific: tuple[float | None, ...]
    prevalence: float | None
    bias: float | None
    warnings: tuple[Message, ...] = ()

    @property
    def positive(self) -> float | None:
        """Of two categories, the agreement specific to the first; None unless there are two."""
        return self.specific[0] if len(self.categories) == 2 else None

    @property
    def negative(self) -> float | None:
        """Of two categories, the agreement specific to the second; None unless there are two."""
        return self.specific[1] if len(self.categories) == 2 else None


@dataclass(frozen=True)
class Kappa:
    """Cohen's kappa of two coders, without unit; None where undefined, and `warnings` says why.

    `observed` and `expected` are the (weighted) shares of agreement; `error` is the asymptotic standard error
    behind the interval, `null_error` that behind `z` and `p`, if kappa were 0.
    """

    observed: float
    expected: float
    units: int
    value: float | None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    null_error: float | None = None
    z: float | None = None
    p: float | None = None
    warnings: tuple[Message, ...] = ()


_ONE_CATEGORY = Message(
    "Both coders gave every unit the same category, so nothing shows whether they can tell categories apart; "
    "kappa is undefined."
)
_FIXED = Message(
    "How often each coder used each category already fixes how far they agree, so kappa is 0 "
    "and has no interval."
)
_PERFECT = Message(
    "The coders agreed on every unit, so the interval has no width. That does not make kappa certain."
)


def agreement(
    first: Sequence[Hashable], second: Sequence[Hashable], *, categories: Sequence[Hashable] | None = None
) -> Agreement:
    """How often two coders agree, on the whole and category by category.

    Parameters
    ----------
    first, second : sequence of labels or numbers, shape (units,)
        What each coder gave each unit, in the same order; None or NaN where it gave nothing.
    categories : sequence, optional
        All possible ones; otherwise those used, sorted. Of two, the first is the positive one.

    Returns
    -------
    Agreement

    Raises
    ------
    InvalidInputError
        The coders differ in the number of units, no unit was coded by both, or a category is unknown.

    References
    ----------
    Byrt, Bishop & Carlin (1993), J Clin Epidemiol 46:423-429, doi:10.1016/0895-4356(93)90018-V.
    Cicchetti & Feinstein (1990), J Clin Epidemiol 43:551-558, doi:10.1016/0895-4356(90)90159-M.

    Examples
    --------
    >>> found = agreement(["yes", "yes", "no", None], ["yes", "no", "no", "no"], categories=["yes", "no"])
    >>> found.units, found.left_out, found.table.tolist()
    (3, 1, [[1, 1], [0, 1]])
    >>> round(found.share, 3), round(found.adjusted, 3), round(found.positive, 3)
    (0.667, 0.333, 0.667)
    """
    used, table = _table(first, second, categories)
    units, kinds = int(table.sum()), len(used)
    share = float(np.trace(table)) / units
    either = table.sum(axis=0) + table.sum(axis=1)
    two = kinds == 2
    return Agreement(
        units=units,
        left_out=len(first) - units,
        categories=used,
        table=table,
        share=share,
        adjusted=(kinds * share - 1) / (kinds - 1) if kinds > 1 else None,
        specific=tuple(
            2 * int(same) / int(all_) if all_ else None
            for same, all_ in zip(np.diag(table), either, strict=True)
        ),
        prevalence=float(table[0, 0] - table[1, 1]) / units if two else None,
        bias=float(table[0, 1] - table[1, 0]) / units if two else None,
        warnings=(_ONE_CATEGORY,) if np.count_nonzero(either) == 1 else (),
    )


def kappa(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    *,
    categories: Sequence[Hashable] | None = None,
    weights: Weights = "none",
    confidence: float = 0.95,
) -> Kappa:
    """Cohen's kappa: agreement of two coders beyond what their use of the categories gives by chance.

    ``(po - pe) / (1 - pe)``. With weights, being off by d of k - 1 steps counts as agreement of 1 - d/(k - 1)
    (linear) or 1 - (d/(k - 1))² (quadratic). The errors are those of large samples.

    Parameters
    ----------
    first, second : sequence of labels or numbers, shape (units,)
        What each coder gave each unit, in the same order; None or NaN where it gave nothing.
    categories : sequence, optional
        All possible ones, in order; otherwise those used, sorted. With weights every category is one step
        from the next, so that one that nobody used matters.
    weights : {"none", "linear", "quadratic"}
        How near misses count.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    Kappa

    Raises
    ------
    InvalidInputError
        The coders differ in the number of units, no unit was coded by both, a category is unknown, or the
        confidence is out of range.

    References
    ----------
    Cohen (1960), Educ Psychol Meas 20:37-46, doi:10.1177/001316446002000104.
    Cohen (1968), Psychol Bull 70:213-220, doi:10.1037/h0026256.
    Fleiss, Cohen & Everitt (1969), Psychol Bull 72:323-327, doi:10.1037/h0028106.

    Examples
    --------
    >>> found = kappa([1, 1, 2, 2, 2, 1], [1, 1, 2, 2, 1, 2])
    >>> round(found.value, 4), round(found.error, 4)
    (0.3333, 0.3849)
    >>> str(kappa(["yes", "yes"], ["yes", "yes"]).warnings[0])[:49]
    'Both coders gave every unit the same category, so'
    """
    if not 0 < confidence < 1:
        raise InvalidInputError(
            Message("Confidence must lie between 0 and 1, not %(value)s.", {"value": confidence})
        )
    used, table = _table(first, second, categories)
    units, shares = int(table.sum()), table / table.sum()
    credit = _credit(len(used), weights)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    if np.count_nonzero(rows + columns) == 1:
        return Kappa(1.0, 1.0, units, None, warnings=(_ONE_CATEGORY,))
    observed = float((credit * shares).sum())
    expected = float(rows @ credit @ columns) / units**2
    error, null_error = _errors(shares, credit) / math.sqrt(units)
    if not null_error:
        return Kappa(observed, expected, units, 0.0, warnings=(_FIXED,))
    value = (observed - expected) / (1 - expected)
    perfect = np.trace(table) == units
    error = 0.0 if perfect else float(error)
    from scipy import special  # noqa: PLC0415 - heavy, and seldom needed

    half = float(special.ndtri((1 + confidence) / 2)) * error
    z = value / float(null_error)
    return Kappa(
        observed=observed,
        expected=expected,
        units=units,
        value=value,
        error=error,
        low=max(value - half, -1.0),
        high=min(value + half, 1.0),
        null_error=float(null_error),
        z=z,
        p=float(2 * special.ndtr(-abs(z))),
        warnings=(_PERFECT,) if perfect else (),
    )


def _errors(shares: Matrix, credit: Matrix) -> Vector:
    """Standard errors of kappa as it is, and if it were 0, for one unit (Fleiss, Cohen & Everitt)."""
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    chances = np.outer(rows, columns)
    observed, expected = (credit * shares).sum(), (credit * chances).sum()
    means = (credit @ columns)[:, None] + rows @ credit  # what a row and a column earn by chance
    real = credit * (1 - expected) - means * (1 - observed)
    real -= (real * shares).sum()
    null = credit - means + expected
    null[np.abs(null) < ROUNDING] = 0
    spread = np.array([(shares * real**2).sum(), (chances * null**2).sum()])
    found: Vector = np.sqrt(spread) / [(1 - expected) ** 2, 1 - expected]
    return found


def _credit(kinds: int, weights: Weights) -> Matrix:
    """How much agreement each pair of categories counts as."""
    if weights not in ("none", "linear", "quadratic"):
        raise InvalidInputError(
            Message(
                "“%(weights)s” is no way to weight near misses. Choose one of: none, linear, quadratic.",
                {"weights": shown(weights)},
            )
        )
    if weights == "none" or kinds < 2:
        return np.eye(kinds)
    place = np.arange(kinds) / (kinds - 1)
    off = np.abs(place[:, None] - place)
    return 1 - (off if weights == "linear" else off**2)


def _table(
    first: Sequence[Hashable], second: Sequence[Hashable], categories: Sequence[Hashable] | None
) -> tuple[tuple[Hashable, ...], Counts]:
    """The categories, and how often each pair of them was given, the first coder's in rows."""
    if len(first) != len(second):
        raise InvalidInputError(
            Message(
                "Both coders need the same units; the first has %(first)d and the second %(second)d.",
                {"first": len(first), "second": len(second)},
            )
        )
    pairs = [pair for pair in zip(first, second, strict=True) if not any(map(missing, pair))]
    if not pairs:
        raise InvalidInputError(
            Message("No unit was coded by both coders, so there is no agreement to measure.")
        )
    used = tuple(dict.fromkeys(categories)) if categories is not None else _sorted(pairs)
    place = {name: number for number, name in enumerate(used)}
    table = np.zeros((len(used), len(used)), dtype=np.intp)
    for mine, yours in pairs:
        if mine not in place or yours not in place:
            raise InvalidInputError(
                Message(
                    "“%(category)s” is not among the categories. Add it, or correct the coding.",
                    {"category": shown(yours if mine in place else mine)},
                )
            )
        table[place[mine], place[yours]] += 1
    return used, table


def _sorted(pairs: Sequence[tuple[Hashable, Hashable]]) -> tuple[Hashable, ...]:
    """Numbers by size, then all else by its letters."""
    values = {value for pair in pairs for value in pair}
    numbers = [value for value in values if isinstance(value, (int, float, np.number))]
    others = [value for value in values if not isinstance(value, (int, float, np.number))]
    return (*sorted(numbers, key=float), *sorted(others, key=str))


def missing(value: Hashable) -> bool:
    """Whether a coder gave nothing: None or NaN.

    Parameters
    ----------
    value : object
        What stands in the coder's place.

    Returns
    -------
    bool

    Examples
    --------
    >>> missing(None), missing(float("nan")), missing("")
    (True, True, False)
    """
    return value is None or (isinstance(value, (float, np.floating)) and math.isnan(float(value)))
