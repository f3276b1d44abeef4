"""Probabilities of the bivariate normal distribution, many at once and to twelve digits."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from mentorway.wording import InvalidInputError, Message

Values = NDArray[np.float64]

STEEP = 0.925  # beyond this correlation one integrates from the other end
NODES, WEIGHTS = (0.5 * part for part in np.polynomial.legendre.leggauss(20))
FAR = 40.0  # standard deviations: as good as infinitely far


def normal_density(value: Values) -> Values:
    """Density of the standard normal distribution; 0 at both infinities."""
    found: Values = np.exp(-0.5 * value**2) / math.sqrt(2 * math.pi)
    return found


def both_below(first: ArrayLike, second: ArrayLike, correlation: ArrayLike) -> Values:
    """Probability that two standard normal values are both below their bounds.

    Parameters
    ----------
    first, second : array of float
        Bounds in standard deviations; infinite ones are allowed. All three shapes are broadcast.
    correlation : array of float in (-1, 1)
        Of the two values.

    Returns
    -------
    array of float
        Off by less than 1e-12.

    Raises
    ------
    InvalidInputError
        A correlation is not between -1 and 1, or a number is missing.

    References
    ----------
    Drezner & Wesolowsky (1990), J Stat Comput Simul 35:101-107, doi:10.1080/00949659008811236.
    Genz (2004), Stat Comput 14:251-260, doi:10.1023/B:STCO.0000035304.20635.31.

    Examples
    --------
    >>> both_below([0.0, 0.0, np.inf], [0.0, 0.0, 0.0], [0.0, 0.5, 0.3]).round(12).tolist()
    [0.25, 0.333333333333, 0.5]
    """
    h, k, r = np.broadcast_arrays(*(np.asarray(part, np.float64) for part in (first, second, correlation)))
    if not (np.all(np.abs(r) < 1) and not np.isnan(h).any() and not np.isnan(k).any()):
        raise InvalidInputError(
            Message("Correlations must lie between -1 and 1, and bounds must be numbers. Check them.")
        )
    h, k = np.clip(h, -FAR, FAR), np.clip(k, -FAR, FAR)
    found = np.empty(h.shape)
    steep = np.abs(r) > STEEP
    found[~steep] = _from_zero(h[~steep], k[~steep], r[~steep])
    if steep.any():
        found[steep] = _from_one(h[steep], k[steep], r[steep])
    return np.clip(found, 0.0, 1.0)


def _from_zero(h: Values, k: Values, r: Values) -> Values:
    """The density, which is the slope along the correlation, summed from correlation 0 on."""
    angle = np.arcsin(r)[..., None]
    sine = np.sin(angle * (0.5 + NODES))
    power = (sine * (h * k)[..., None] - 0.5 * (h**2 + k**2)[..., None]) / (1 - sine**2)
    rest: Values = (np.exp(power) @ WEIGHTS) * angle[..., 0] / (2 * math.pi)
    return special.ndtr(h) * special.ndtr(k) + rest


def _from_one(h: Values, k: Values, r: Values) -> Values:
    """The density summed from correlation 1 down; values that go against each other are turned round."""
    against = r < 0
    turned = np.where(against, -k, k)
    found = special.ndtr(np.minimum(h, turned)) - _lost_from_one(h, turned, np.abs(r))
    return np.where(against, special.ndtr(h) - found, found)


def _lost_from_one(h: Values, k: Values, r: Values) -> Values:
    """What is lost between correlation 1 and r > 0.

    With x = √(1 - correlation²) the density goes as exp(-(h - k)²/2x²), which no polynomial follows near
    x = 0. Times a short series in x² it has an integral in closed form; what is left of it is smooth.
    """
    product, gap = h * k, (h - k) ** 2
    width = np.sqrt((1 - r) * (1 + r))
    first, second = (4 - product) / 8, (4 - product) * (12 - product) / 128
    end = np.exp(-0.5 * gap / width**2 - 0.5 * product)
    tail = np.exp(special.log_ndtr(-np.sqrt(gap) / width) - 0.5 * product)
    flat = width * end - np.sqrt(2 * math.pi * gap) * tail
    squares = (width**3 * end - gap * flat) / 3
    fourths = (width**5 * end - gap * squares) / 5
    x = width[..., None] * (0.5 + NODES)
    cosine = np.sqrt(1 - x**2)
    bell, turn = -0.5 * gap[..., None] / x**2, product[..., None]
    series = 1 + first[..., None] * x**2 + second[..., None] * x**4
    rest = np.exp(bell - turn / (1 + cosine)) / cosine - np.exp(bell - 0.5 * turn) * series
    found: Values = (flat + first * squares + second * fourths + width * (rest @ WEIGHTS)) / (2 * math.pi)
    return found
