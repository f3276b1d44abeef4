"""How large a difference of means is, in standard deviations."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mentorway.evidence.comparisons import noncentral
from mentorway.evidence.comparisons.checking import (
    Moments,
    check_confidence,
    check_each_has,
    check_groups,
    moments,
    one_sample,
)
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True)
class StandardisedDifference:
    """A difference of means in standard deviations; None where there is no spread to divide by."""

    value: float | None
    low: float | None
    high: float | None
    sd: float
    warnings: tuple[Message, ...] = ()


_NO_SPREAD = Message(
    "Everyone has the same score where the standard deviation is taken from, so the difference has no size "
    "in standard deviations."
)


def cohens_d(
    n: ArrayLike, mean: ArrayLike, sd: ArrayLike, *, confidence: float = 0.95
) -> StandardisedDifference:
    """Cohen's d: the first mean less the second, in pooled standard deviations, with the exact interval.

    Parameters
    ----------
    n, mean, sd : array of float, shape (2,)
        Size, mean and standard deviation (divisor n - 1) of each group; one of them may have one person.
    confidence : float in (0, 1)
        How sure the interval shall be, if scores are normal and spread alike.

    Returns
    -------
    StandardisedDifference

    Raises
    ------
    InvalidInputError
        There are not two groups, both have one person, the moments cannot be, or the confidence is out of
        range.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 2.
    Steiger & Fouladi (1997), in Harlow, Mulaik & Steiger (eds), What If There Were No Significance Tests?,
    221-257.

    Examples
    --------
    >>> found = cohens_d([40, 44], [3.8, 3.4], [0.8, 0.9])
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.4684, 0.0329, 0.9012)
    """
    groups, df, pooled = _pooled(n, mean, sd)
    root = math.sqrt(float((1 / groups.n).sum()))
    return _standardised(float(groups.mean[0] - groups.mean[1]), pooled, root, df, confidence)


def hedges_g(
    n: ArrayLike, mean: ArrayLike, sd: ArrayLike, *, confidence: float = 0.95
) -> StandardisedDifference:
    """Hedges' g: Cohen's d without its lean away from 0 in small groups, by the exact factor J.

    Parameters
    ----------
    n, mean, sd : array of float, shape (2,)
        Size, mean and standard deviation (divisor n - 1) of each group, at least four people in both.
    confidence : float in (0, 1)
        How sure the interval shall be, if scores are normal and spread alike.

    Returns
    -------
    StandardisedDifference
        The interval is that of d times J, as customary.

    Raises
    ------
    InvalidInputError
        There are not two groups, too few people, the moments cannot be, or the confidence is out of range.

    References
    ----------
    Hedges (1981), Journal of Educational Statistics 6:107-128, doi:10.3102/10769986006002107.

    Examples
    --------
    >>> found = hedges_g([8, 9], [3.8, 3.4], [0.8, 0.9])
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.4441, -0.4805, 1.3544)
    """
    found = cohens_d(n, mean, sd, confidence=confidence)
    df = float(np.sum(np.asarray(n, dtype=np.float64)) - 2)
    if df < 2:
        raise InvalidInputError(
            Message(
                "Hedges' g needs at least four people in both groups together; %(n)d came.", {"n": df + 2}
            )
        )
    if found.value is None or found.low is None or found.high is None:
        return found
    factor = correction(df)
    return StandardisedDifference(factor * found.value, factor * found.low, factor * found.high, found.sd)


def correction(df: float) -> float:
    """Hedges' factor J, by which d is too large on average.

    Parameters
    ----------
    df : float
        Degrees of freedom of the standard deviation, above 1.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        There are too few degrees of freedom.

    References
    ----------
    Hedges (1981), Journal of Educational Statistics 6:107-128, doi:10.3102/10769986006002107.

    Examples
    --------
    >>> round(correction(10), 4)
    0.9227
    """
    if not df > 1:
        raise InvalidInputError(
            Message("The correction for small groups needs more than one degree of freedom.")
        )
    return math.exp(float(special.gammaln(df / 2) - special.gammaln((df - 1) / 2))) / math.sqrt(df / 2)


def glass_delta(
    n: ArrayLike, mean: ArrayLike, sd: ArrayLike, *, confidence: float = 0.95
) -> StandardisedDifference:
    """Glass's delta: the first mean less the second, in standard deviations of the second group.

    For a group that had the programme against one that had not, whose spread nothing has changed.

    Parameters
    ----------
    n, mean, sd : array of float, shape (2,)
        Size, mean and standard deviation (divisor n - 1) of each group; the second is the one compared with.
    confidence : float in (0, 1)
        How sure the interval shall be; it allows for unequal spreads and is not exact.

    Returns
    -------
    StandardisedDifference

    Raises
    ------
    InvalidInputError
        There are not two groups, one has fewer than two people, the moments cannot be, or the confidence is
        out of range.

    References
    ----------
    Glass, McGaw & Smith (1981), Meta-Analysis in Social Research.
    Ben-Shachar, Lüdecke & Makowski (2020), J Open Source Softw 5:2815, doi:10.21105/joss.02815,
    for the interval.

    Examples
    --------
    >>> found = glass_delta([40, 44], [3.8, 3.4], [0.8, 0.9])
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.4444, 0.0273, 0.8567)
    """
    groups = moments(n, mean, sd)
    check_groups(len(groups.n), 2, "exactly")
    check_each_has(groups.n, 2)
    spread = float(groups.sd[1])
    parts = groups.variance / groups.n
    root = math.sqrt(float(parts.sum())) / spread if spread else 0.0
    return _standardised(
        float(groups.mean[0] - groups.mean[1]), spread, root, float(groups.n[1] - 1), confidence
    )


def change_of_changes(n: int, mean: float, sd: float, *, confidence: float = 0.95) -> StandardisedDifference:
    """Mean change of the same people in standard deviations of their changes (d_z), with the exact interval.

    It says how sure a change is, not how large: the more alike people change, the larger it is.

    Parameters
    ----------
    n : int
        How many people, at least two.
    mean, sd : float
        Of each person's change, in points of the score; the standard deviation has the divisor n - 1.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    StandardisedDifference

    Raises
    ------
    InvalidInputError
        There are fewer than two people, the moments cannot be, or the confidence is out of range.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 2.
    Lakens (2013), Frontiers in Psychology 4:863, doi:10.3389/fpsyg.2013.00863.

    Examples
    --------
    >>> found = change_of_changes(10, 1.58, 1.23)
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (1.2846, 0.4146, 2.118)
    """
    change = one_sample(n, mean, sd)
    root = 1 / math.sqrt(float(change.n[0]))
    return _standardised(float(change.mean[0]), float(change.sd[0]), root, float(change.n[0] - 1), confidence)


def change_of_scores(
    n: int, mean: ArrayLike, sd: ArrayLike, correlation: float, *, confidence: float = 0.95
) -> StandardisedDifference:
    """Mean change of the same people in standard deviations of their scores (d_av), with its interval.

    The standard deviation is the root of the mean variance before and after, so that the size can be laid
    beside that of different people.

    Parameters
    ----------
    n : int
        How many people, at least two.
    mean, sd : array of float, shape (2,)
        Before and after; standard deviations have the divisor n - 1.
    correlation : float in [-1, 1]
        Of the scores before and after.
    confidence : float in (0, 1)
        How sure the interval shall be; it is approximate.

    Returns
    -------
    StandardisedDifference
        After less before.

    Raises
    ------
    InvalidInputError
        There are fewer than two people or not two occasions, the moments cannot be, or a number is out of
        range.

    References
    ----------
    Algina & Keselman (2003), Educ Psychol Meas 63:537-553, doi:10.1177/0013164403256358.
    Lakens (2013), Frontiers in Psychology 4:863, doi:10.3389/fpsyg.2013.00863.

    Examples
    --------
    >>> found = change_of_scores(30, [3.2, 3.6], [0.8, 0.9], 0.6)
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.4698, 0.1227, 0.8097)
    """
    scores = moments([n, n], mean, sd)
    check_each_has(scores.n, 2)
    if not -1 <= correlation <= 1:
        raise InvalidInputError(
            Message("A correlation lies between -1 and 1, not at %(value)s.", {"value": correlation})
        )
    before, after = scores.variance.tolist()
    spread = math.sqrt((before + after) / 2)
    of_changes = before + after - 2 * correlation * math.sqrt(before * after)
    root = math.sqrt(max(of_changes, 0.0) / n) / spread if spread else 0.0
    return _standardised(
        float(scores.mean[1] - scores.mean[0]), spread, root, float(scores.n[0] - 1), confidence
    )


def _standardised(
    difference: float, sd: float, root: float, df: float, confidence: float
) -> StandardisedDifference:
    """Return the difference over `sd`; its standard error is `root` of these, and its t has `df`."""
    check_confidence(confidence)
    if not sd:
        return StandardisedDifference(None, None, None, 0.0, (_NO_SPREAD,))
    value = difference / sd
    if not root:
        return StandardisedDifference(value, value, value, sd)
    ends = noncentral.of_t(value / root, df, confidence=confidence)
    return StandardisedDifference(value, root * ends.low, root * ends.high, sd)


def _pooled(n: ArrayLike, mean: ArrayLike, sd: ArrayLike) -> tuple[Moments, float, float]:
    groups = moments(n, mean, sd)
    check_groups(len(groups.n), 2, "exactly")
    df = float(groups.n.sum() - 2)
    if not df:
        raise InvalidInputError(
            Message("Every group has one person only, so nothing shows how people differ within groups.")
        )
    return groups, df, math.sqrt(float((groups.n - 1) @ groups.variance) / df)
