"""The studentised range: how far apart the outermost of several equal means come to lie by chance."""

from __future__ import annotations

import math

import numpy as np
from scipy import optimize, special

from mentorway.evidence.comparisons.checking import Vector

FAR = 8.5  # standard deviations beyond which a normal curve holds nothing that counts
LEAST = 1e-14  # share of the curve of a standard deviation that is left out at each end
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(160)
_PLACES, _SHARES = FAR * _NODES, FAR * _WEIGHTS * np.exp(-((FAR * _NODES) ** 2) / 2) / math.sqrt(2 * math.pi)
_SPREADS, _STEPS = np.polynomial.legendre.leggauss(100)


def beyond(statistic: float, groups: int, df: float) -> float:
    """Chance of a studentised range of at least this.

    Two Gauss-Legendre sums, over where the highest mean lies and over the logarithm of the standard
    deviation. SciPy's own is as near but takes minutes for all pairs of 27 countries.

    Parameters
    ----------
    statistic : float
        Range of the means over the standard error of one.
    groups : int
        How many means, at least two.
    df : float
        Degrees of freedom of the standard error, at least 1.

    Returns
    -------
    float
        To nine places.

    References
    ----------
    Copenhaver & Holland (1988), J Stat Comput Simul 30:1-15, doi:10.1080/00949658808811082.

    Examples
    --------
    >>> round(beyond(3.5, 3, 20), 6)
    0.055892
    """
    if statistic <= 0:
        return 1.0
    low, high = (math.log(end) for end in _stretch(statistic, groups, df))
    logs = low + (high - low) * (_SPREADS + 1) / 2
    log_density = df * (logs - np.expm1(2 * logs) / 2) + math.log(2) + _log_height(df)
    apart = 1 - _range_below(statistic * np.exp(logs), groups)
    found = float((_STEPS * np.exp(log_density)) @ apart) * (high - low) / 2
    return min(found + float(special.gammainc(df / 2, df * math.exp(2 * low) / 2)), 1.0)


def critical(confidence: float, groups: int, df: float) -> float:
    """Studentised range that chance keeps below this often.

    Parameters
    ----------
    confidence : float in (0, 1)
        How often.
    groups : int
        How many means, at least two.
    df : float
        Degrees of freedom of the standard error, at least 1.

    Returns
    -------
    float

    References
    ----------
    Copenhaver & Holland (1988), J Stat Comput Simul 30:1-15, doi:10.1080/00949658808811082.

    Examples
    --------
    >>> round(critical(0.95, 3, 20), 4)
    3.5779
    """
    high = 4.0
    while beyond(high, groups, df) > 1 - confidence:
        high *= 2
    return float(optimize.brentq(lambda at: beyond(at, groups, df) - (1 - confidence), 0.0, high, xtol=1e-10))


def _stretch(statistic: float, groups: int, df: float) -> tuple[float, float]:
    """Standard deviations between which it is not plain whether the range is reached."""
    narrow = math.sqrt(2 * math.pi) * (LEAST / groups) ** (1 / (groups - 1))  # a width that holds no range
    low = max(narrow / statistic, math.sqrt(2 * float(special.gammaincinv(df / 2, LEAST)) / df))
    high = min(2 * FAR / statistic, math.sqrt(float(special.chdtri(df, LEAST)) / df))
    return low, max(high, low)


def _log_height(df: float) -> float:
    """Logarithm of the density of a variance over its degrees of freedom, at 1 and without its e."""
    half = df / 2
    if half > 1e4:  # Stirling's series, where the plain difference would lose digits
        return math.log(half / (2 * math.pi)) / 2 - 1 / (12 * half)
    return half * math.log(half) - half - float(special.gammaln(half))


def _range_below(widths: Vector, groups: int) -> Vector:
    """Chance that standard normal numbers all lie within each width, summed over where the highest lies."""
    between = special.ndtr(_PLACES) - special.ndtr(_PLACES - widths[:, None])
    return np.asarray(groups * (between ** (groups - 1) @ _SHARES), dtype=np.float64)
