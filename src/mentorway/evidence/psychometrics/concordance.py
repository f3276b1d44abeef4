"""How near two measurements of the same people lie to the line where both say the same: Lin's concordance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mentorway.wording import InvalidInputError, Message

FEWEST = 4  # people: below, the interval has no width that is known


@dataclass(frozen=True)
class Concordance:
    """Lin's concordance `value`, the correlation, and `accuracy`: the first over the second.

    `correlation` says whether those who are higher in one are higher in the other; `accuracy` (C_b, up to 1)
    what a shift of means and a difference of spreads take off it. Intervals by Fisher's z.
    """

    n: int
    value: float
    low: float
    high: float
    correlation: float
    correlation_low: float
    correlation_high: float
    accuracy: float


def concordance(first: ArrayLike, second: ArrayLike, *, confidence: float = 0.95) -> Concordance:
    """Concordance of two measurements, with its interval.

    Parameters
    ----------
    first, second : array of float, shape (people,)
        The same people in the same order, in the same points; no NaN.
    confidence : float in (0, 1)
        How sure the intervals shall be.

    Returns
    -------
    Concordance

    Raises
    ------
    InvalidInputError
        Lengths differ, a number is missing, there are fewer than four people, a measurement does not vary,
        both are the same or on one line, or they do not go together at all.

    References
    ----------
    Lin (1989), Biometrics 45:255-268, doi:10.2307/2532051, with the variance as corrected in Biometrics
    56:324-325 (2000).

    Examples
    --------
    >>> found = concordance([3, 4, 2, 5, 4, 1], [3, 5, 2, 4, 5, 2])
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4), round(found.correlation, 4)
    (0.8095, 0.179, 0.9687, 0.8379)
    """
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if one.ndim != 1 or one.shape != other.shape or not np.isfinite([one, other]).all() or len(one) < FEWEST:
        raise InvalidInputError(
            Message("Two measurements of each of at least four people are needed, none missing.")
        )
    if not 0 < confidence < 1:
        raise InvalidInputError(
            Message("Confidence must lie between 0 and 1, not %(value)s.", {"value": confidence})
        )
    n, apart = len(one), float(one.mean() - other.mean())
    spreads = float(one.std()) * float(other.std())
    tie = 1e-12 * max(float(np.abs(one).max()), float(np.abs(other).max())) ** 2
    shared = float(((one - one.mean()) * (other - other.mean())).mean())
    r = shared / spreads if spreads > tie else 0.0
    value = 2 * shared / (float(one.var()) + float(other.var()) + apart**2) if spreads > tie else 0.0
    if abs(r) < 1e-12 or abs(r) > 1 - 1e-12:
        raise InvalidInputError(
            Message(
                "Two measurements that do not vary, do not go together at all, or lie on one line have no "
                "concordance with an interval: there is nothing left over to judge it by."
            )
        )
    z = float(special.ndtri((1 + confidence) / 2))
    around = _error(value, r, apart**2 / spreads, n)
    ends = [math.tanh(math.atanh(value) + sign * z * around) for sign in (-1, 1)]
    plain = [math.tanh(math.atanh(r) + sign * z / math.sqrt(n - 3)) for sign in (-1, 1)]
    return Concordance(n, value, ends[0], ends[1], r, plain[0], plain[1], value / r)


def _error(value: float, r: float, shift: float, n: int) -> float:
    """Of atanh(value); `shift` is the squared difference of means over the product of spreads."""
    left = 1 - value**2
    own = (1 - r**2) * value**2 / (left * r**2)
    moved = 2 * value**3 * (1 - value) * shift / (r * left**2)
    squared = value**4 * shift**2 / (2 * r**2 * left**2)
    return math.sqrt(max(own + moved - squared, 0.0) / (n - 2))
