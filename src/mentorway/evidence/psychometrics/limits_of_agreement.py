"""How far two measurements of the same people lie apart: the limits of Bland and Altman."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True)
class Limits:
    """Second less first: the mean, within which limits 95 of 100 lie, and how sure each of them is.

    `slope` is how much the difference grows with each point of the mean of both; None where means do not
    vary. If it is not near 0, one pair of limits does not fit all.
    """

    n: int
    mean: float
    mean_low: float
    mean_high: float
    lower: float
    lower_low: float
    lower_high: float
    upper: float
    upper_low: float
    upper_high: float
    slope: float | None


def limits_of_agreement(
    first: ArrayLike, second: ArrayLike, *, share: float = 0.95, confidence: float = 0.95
) -> Limits:
    """Limits within which most differences of two measurements lie.

    Parameters
    ----------
    first, second : array of float, shape (people,)
        The same people in the same order, in the same points; no NaN.
    share : float in (0, 1)
        Of differences that shall lie within the limits, if they are normal.
    confidence : float in (0, 1)
        How sure the mean and the limits shall be.

    Returns
    -------
    Limits
        Whether such differences matter is for people to say, not for these numbers.

    Raises
    ------
    InvalidInputError
        Lengths differ, a number is missing, there are fewer than three people, or a share is out of range.

    References
    ----------
    Bland & Altman (1986), Lancet 327:307-310, doi:10.1016/S0140-6736(86)90837-8.
    Bland & Altman (1999), Stat Methods Med Res 8:135-160, doi:10.1177/096228029900800204.

    Examples
    --------
    >>> found = limits_of_agreement([3, 4, 2, 5, 4], [3, 5, 2, 4, 5])
    >>> round(found.mean, 4), round(found.lower, 4), round(found.upper, 4)
    (0.2, -1.4398, 1.8398)
    """
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if one.ndim != 1 or one.shape != other.shape or not np.isfinite([one, other]).all() or len(one) < 3:
        raise InvalidInputError(
            Message("Two measurements of each of at least three people are needed, none missing.")
        )
    if not (0 < confidence < 1 and 0 < share < 1):
        raise InvalidInputError(Message("Shares and confidence lie between 0 and 1, such as 0.95."))
    n, apart, middle = len(one), other - one, (one + other) / 2
    mean, sd = float(apart.mean()), float(apart.std(ddof=1))
    z = float(special.ndtri((1 + share) / 2))
    t = float(special.stdtrit(n - 1, (1 + confidence) / 2))
    half, edge = t * sd / math.sqrt(n), t * sd * math.sqrt(1 / n + z**2 / (2 * (n - 1)))
    lower, upper = mean - z * sd, mean + z * sd
    spread = float(middle @ middle - n * middle.mean() ** 2)
    return Limits(
        n=n,
        mean=mean,
        mean_low=mean - half,
        mean_high=mean + half,
        lower=lower,
        lower_low=lower - edge,
        lower_high=lower + edge,
        upper=upper,
        upper_low=upper - edge,
        upper_high=upper + edge,
        slope=float((middle - middle.mean()) @ apart) / spread if spread > 1e-12 * n else None,
    )
