"""How likely a test of a factor model finds misfit, or that a step of the invariance ladder does not hold."""

from __future__ import annotations

import math

from scipy import special

from mentorway.evidence.comparisons.searching import check_level, check_size, effect_at, fewest
from mentorway.wording import InvalidInputError, Message

LARGEST = 1.0  # RMSEA
Pair = tuple[float, float]
Steps = tuple[int, int]
CLOSE: Pair = (0.05, 0.08)  # MacCallum, Browne & Sugawara (1996)


def power_for_fit(n: float, df: int, *, rmseas: Pair = CLOSE, groups: int = 1, alpha: float = 0.05) -> float:
    """Chance that a test of fit rejects what is not so.

    With a true RMSEA above the one that is tested: that close fit is rejected. Below it: that poor fit is, so
    that the model is shown to fit well.

    Parameters
    ----------
    n : float
        People in all groups together; of a clustered sample, divided by the design effect.
    df : int
        Degrees of freedom of the model.
    rmseas : tuple of float
        The RMSEA that is tested, and the true one; both in [0, 1], not the same.
    groups : int
        How many groups the model is fitted to at once.
    alpha : float in (0, 1)
        Level of the one-sided test.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        There are too few people, or a number is out of range.

    References
    ----------
    MacCallum, Browne & Sugawara (1996), Psychological Methods 1:130-149, doi:10.1037/1082-989X.1.2.130.

    Examples
    --------
    >>> round(power_for_fit(200, 27), 4), round(power_for_fit(350, 27, rmseas=(0.05, 0.01)), 4)
    (0.5486, 0.7313)
    """
    check_level(alpha)
    check_size(n, 2)
    tested, true = _check_rmseas(rmseas)
    _check_model(df, groups)
    per = (n - 1) * df / groups
    if tested < true:
        return _above(_critical(df, per * tested**2, 1 - alpha), df, per * true**2)
    return 1 - _above(_critical(df, per * tested**2, alpha), df, per * true**2)


def people_for_fit(
    df: int, *, rmseas: Pair = CLOSE, groups: int = 1, power: float = 0.8, alpha: float = 0.05
) -> int:
    """Fewest people in all groups together with whom a test of fit rejects what is not so.

    Parameters
    ----------
    df : int
        Degrees of freedom of the model.
    rmseas : tuple of float
        As for `power_for_fit`.
    groups : int
        How many groups the model is fitted to at once.
    power : float in (0, 1)
        Chance of rejecting, above alpha.
    alpha : float in (0, 1)
        Level of the one-sided test.

    Returns
    -------
    int

    Raises
    ------
    InvalidInputError
        A number is out of range, or more people are needed than there can be.

    References
    ----------
    MacCallum, Browne & Sugawara (1996), Psychological Methods 1:130-149, doi:10.1037/1082-989X.1.2.130.

    Examples
    --------
    >>> people_for_fit(27), people_for_fit(284)
    (341, 68)
    """
    check_level(alpha, power)
    return fewest(
        lambda n: power_for_fit(n, df, rmseas=rmseas, groups=groups, alpha=alpha), power, 2 * groups
    )


def detectable_fit(
    n: float, df: int, *, tested: float = 0.05, power: float = 0.8, alpha: float = 0.05
) -> float:
    """Smallest true RMSEA at which close fit is rejected with this power.

    Parameters
    ----------
    n : float
        People; of a clustered sample, divided by the design effect. A model of several groups at once sees as
        much as one of a single group with (people - 1) / groups + 1.
    df : int
        Degrees of freedom of the model.
    tested : float in [0, 1)
        The RMSEA that is tested.
    power : float in (0, 1)
        Chance of rejecting, above alpha.
    alpha : float in (0, 1)
        Level of the one-sided test.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        A number is out of range, or no RMSEA up to 1 would be found.

    References
    ----------
    MacCallum, Browne & Sugawara (1996), Psychological Methods 1:130-149, doi:10.1037/1082-989X.1.2.130.

    Examples
    --------
    >>> round(detectable_fit(341, 27), 4)
    0.08
    """
    check_level(alpha, power)

    def at(more: float) -> float:
        true = tested + more
        return power_for_fit(n, df, rmseas=(tested, true), alpha=alpha) if more else alpha

    return tested + effect_at(at, power, LARGEST - tested)


def power_for_step(n: float, dfs: Steps, *, rmseas: Pair, groups: int = 1, alpha: float = 0.05) -> float:
    """Chance that the chi-square difference of two models, one within the other, finds the stricter worse.

    A step of the invariance ladder: equal loadings, say, against loadings free in every group.

    Parameters
    ----------
    n : float
        People in all groups together; of a clustered sample, divided by the design effect.
    dfs : tuple of int
        Degrees of freedom of the stricter and of the freer model.
    rmseas : tuple of float
        The true RMSEA of the stricter and of the freer model.
    groups : int
        How many groups the models are fitted to at once.
    alpha : float in (0, 1)
        Level of the test.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        There are too few people, a number is out of range, or the stricter model would fit better.

    References
    ----------
    MacCallum, Browne & Cai (2006), Psychological Methods 11:19-35, doi:10.1037/1082-989X.11.1.19.

    Examples
    --------
    >>> round(power_for_step(200, (22, 20), rmseas=(0.06, 0.05)), 4)
    0.5695
    """
    check_level(alpha)
    check_size(n, 2)
    (strict, free), (worse, better) = dfs, rmseas
    for df in dfs:
        _check_model(df, groups)
    apart = strict * worse**2 - free * better**2
    if not (0 <= worse < math.inf and 0 <= better < math.inf and strict > free and apart >= 0):
        raise InvalidInputError(
            Message(
                "The stricter model has more degrees of freedom and fits no better: (%(strict)d, %(worse)s) "
                "against (%(free)d, %(better)s) came.",
                {"strict": strict, "free": free, "worse": worse, "better": better},
            )
        )
    return _above(_critical(strict - free, 0.0, 1 - alpha), strict - free, (n - 1) * apart / groups)


def people_for_step(
    dfs: Steps, *, rmseas: Pair, groups: int = 1, power: float = 0.8, alpha: float = 0.05
) -> int:
    """Fewest people in all groups together with whom a step of the ladder is found not to hold.

    Parameters
    ----------
    dfs : tuple of int
        Degrees of freedom of the stricter and of the freer model.
    rmseas : tuple of float
        The true RMSEA of the stricter and of the freer model.
    groups : int
        How many groups the models are fitted to at once.
    power : float in (0, 1)
        Chance of finding it, above alpha.
    alpha : float in (0, 1)
        Level of the test.

    Returns
    -------
    int

    Raises
    ------
    InvalidInputError
        As for `power_for_step`, or more people are needed than there can be.

    References
    ----------
    MacCallum, Browne & Cai (2006), Psychological Methods 11:19-35, doi:10.1037/1082-989X.11.1.19.

    Examples
    --------
    >>> people_for_step((22, 20), rmseas=(0.06, 0.05))
    331
    """
    check_level(alpha, power)
    return fewest(
        lambda n: power_for_step(n, dfs, rmseas=rmseas, groups=groups, alpha=alpha), power, 2 * groups
    )


def ladder_df(items: int, groups: int) -> tuple[int, int, int]:
    """Degrees of freedom of one factor in several groups: all free, equal loadings, equal intercepts too.

    Parameters
    ----------
    items : int
        At least 3.
    groups : int
        At least 1; with one group all three are the same.

    Returns
    -------
    tuple of int

    Raises
    ------
    InvalidInputError
        There are fewer.

    References
    ----------
    Meredith (1993), Psychometrika 58:525-543, doi:10.1007/BF02294825.

    Examples
    --------
    >>> ladder_df(9, 1), ladder_df(5, 4)
    ((27, 27, 27), (20, 32, 44))
    """
    if items < 3 or groups < 1:
        raise InvalidInputError(
            Message(
                "A factor needs at least three items and one group; %(items)d and %(groups)d came.",
                {"items": items, "groups": groups},
            )
        )
    free = groups * items * (items - 3) // 2
    step = (items - 1) * (groups - 1)
    return free, free + step, free + 2 * step


def _critical(df: int, noncentrality: float, share: float) -> float:
    if noncentrality <= 0:
        return float(special.chdtri(df, 1 - share))
    found = float(special.chndtrix(share, df, noncentrality))
    return found if math.isfinite(found) else _normal_quantile(df, noncentrality, share)


def _above(value: float, df: int, noncentrality: float) -> float:
    """Chance of a noncentral chi-square above a value."""
    if noncentrality <= 0:
        return float(special.chdtrc(df, value))
    found = float(special.chndtr(value, df, noncentrality))
    return 1 - found if math.isfinite(found) else 1 - _normal(value, df, noncentrality)


def _normal(value: float, df: int, noncentrality: float) -> float:
    mean, spread = df + noncentrality, math.sqrt(2 * (df + 2 * noncentrality))
    return float(special.ndtr((value - mean) / spread))


def _normal_quantile(df: int, noncentrality: float, share: float) -> float:
    mean, spread = df + noncentrality, math.sqrt(2 * (df + 2 * noncentrality))
    return mean + spread * float(special.ndtri(share))


def _check_rmseas(rmseas: Pair) -> Pair:
    tested, true = rmseas
    if not (0 <= tested <= LARGEST and 0 <= true <= LARGEST and tested != true):
        raise InvalidInputError(
            Message(
                "The RMSEA that is tested and the true one lie between 0 and 1 and differ; %(tested)s "
                "and %(true)s came.",
                {"tested": tested, "true": true},
            )
        )
    return tested, true


def _check_model(df: int, groups: int) -> None:
    if df < 1 or groups < 1:
        raise InvalidInputError(
            Message(
                "A model that can be tested has at least one degree of freedom, in at least one group; "
                "%(df)d and %(groups)d came.",
                {"df": df, "groups": groups},
            )
        )
