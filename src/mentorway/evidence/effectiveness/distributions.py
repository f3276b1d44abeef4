"""Student's t with any degrees of freedom, infinitely many too."""

from __future__ import annotations

import math

from scipy import special


def t_quantile(share: float, df: float) -> float:
    """Below which value this share of Student's t lies.

    Parameters
    ----------
    share : float in (0, 1)
        The share.
    df : float > 0
        Degrees of freedom; infinite for the normal distribution.

    Returns
    -------
    float

    Examples
    --------
    >>> round(t_quantile(0.975, 10), 4), round(t_quantile(0.975, math.inf), 4)
    (2.2281, 1.96)
    """
    return float(special.ndtri(share) if math.isinf(df) else special.stdtrit(df, share))


def two_sided(t: float, df: float) -> float:
    """How often chance alone leads so far from 0 either way.

    Parameters
    ----------
    t : float
        An estimate over its standard error.
    df : float > 0
        Degrees of freedom; infinite for the normal distribution.

    Returns
    -------
    float in [0, 1]

    Examples
    --------
    >>> round(two_sided(2.2281, 10), 4)
    0.05
    """
    return 2 * float(special.ndtr(-abs(t)) if math.isinf(df) else special.stdtr(df, -abs(t)))
