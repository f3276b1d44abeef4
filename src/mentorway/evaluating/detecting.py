"""What a study of this size could have found: the smallest effect that it would mostly not miss."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mentorway.evaluating.both_arms import BothArms, design_of
from mentorway.evidence.comparisons.power import detectable_means
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True)
class Detectable:
    """The smallest effect found with `power`: in standard deviations, and in points of the scale.

    `correlation` is of start and end within arms (0 where nobody was asked before); `design` how many people
    are worth one, because those of an organisation are alike. `points` is None where the spread is not known.
    """

    sd: float
    points: float | None
    n_programme: int
    n_comparison: int
    correlation: float
    design: float
    power: float
    alpha: float
    sentence: Message


def detectable(
    people: tuple[int, int],
    *,
    correlation: float = 0.0,
    design: float = 1.0,
    power: float = 0.8,
    alpha: float = 0.05,
) -> float:
    """Smallest effect that an analysis of covariance on the start finds with this power.

    The start explains r² of the variance of the end, so that the effect of two groups without it is times
    √(1 - r²). People are divided by the design effect.

    Parameters
    ----------
    people : pair of int
        Of the programme, and of the comparison.
    correlation : float in (-1, 1)
        Of start and end within groups.
    design : float
        Design effect of clusters, at least 1.
    power, alpha : float in (0, 1)
        Chance of finding it, and level of the two-sided test.

    Returns
    -------
    float
        In standard deviations of the end within groups.

    Raises
    ------
    InvalidInputError
        The groups are too small, or a number is out of range.

    References
    ----------
    Borm, Fransen & Lemmens (2007), J Clin Epidemiol 60:1234-1238, doi:10.1016/j.jclinepi.2007.02.006.

    Examples
    --------
    >>> round(detectable((64, 64)), 4), round(detectable((64, 64), correlation=0.6), 4)
    (0.4991, 0.3993)
    """
    if not (-1 < correlation < 1 and design >= 1):
        raise InvalidInputError(
            Message(
                "A correlation lies between -1 and 1, and a design effect is at least 1; %(correlation)s and "
                "%(design)s came.",
                {"correlation": correlation, "design": design},
            )
        )
    sizes = [one / design for one in people]
    return detectable_means(sizes, power=power, alpha=alpha) * math.sqrt(1 - correlation**2)


def detectable_of(
    arms: BothArms, sd: float | None, *, power: float = 0.8, alpha: float = 0.05
) -> Detectable | Message:
    """Smallest effect that these people would have shown.

    Parameters
    ----------
    arms : BothArms
        Who is compared.
    sd : float, optional
        Standard deviation of the scale before, in points, which turns the effect into points.
    power, alpha : float in (0, 1)
        As for `detectable`.

    Returns
    -------
    Detectable or Message
        A message where it cannot be reckoned.

    Examples
    --------
    >>> took = np.repeat([1.0, 0.0], 64)
    >>> scores = np.tile([1.0, 2, 3, 4], 32)
    >>> arms = BothArms(took, None, scores, {}, np.ones(128, dtype=bool), None)
    >>> str(detectable_of(arms, 1.0).sentence)
    'With these people an effect of 0.50 standard deviations (0.50 points) or more would be found in 80 of \
100 studies; smaller ones would often be missed.'
    """
    many, others = arms.sizes
    tied, design = _correlation(arms), design_of(arms)
    try:
        found = detectable((many, others), correlation=tied, design=design, power=power, alpha=alpha)
    except InvalidInputError as error:
        return error.message
    points = None if sd is None else found * sd
    facts = {"sd": found, "points": points or 0.0, "share": round(100 * power)}
    sentence = (
        Message(
            "With these people an effect of %(sd).2f standard deviations or more would be found in "
            "%(share)d of 100 studies; smaller ones would often be missed.",
            facts,
        )
        if points is None
        else Message(
            "With these people an effect of %(sd).2f standard deviations (%(points).2f points) or more "
            "would be found in %(share)d of 100 studies; smaller ones would often be missed.",
            facts,
        )
    )
    return Detectable(found, points, many, others, tied, design, power, alpha, sentence)


def _correlation(arms: BothArms) -> float:
    """Of start and end within arms, held below 1; 0 where there is no start or nobody varies."""
    if arms.before is None:
        return 0.0
    left = []
    for scores in (arms.before, arms.after):
        middle = np.where(arms.took > 0, scores[arms.took > 0].mean(), scores[arms.took == 0].mean())
        left.append(scores - middle)
    sizes = math.sqrt(float(left[0] @ left[0]) * float(left[1] @ left[1]))
    if not sizes > 1e-12 * float(np.abs(arms.after).max()) ** 2:
        return 0.0
    return float(np.clip(float(left[0] @ left[1]) / sizes, -0.999, 0.999))
