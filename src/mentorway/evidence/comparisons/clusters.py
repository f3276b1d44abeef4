"""People who come in groups: how alike they are within a group, and what that costs a study."""

from __future__ import annotations

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike
from scipy import special

from mentorway.evidence.comparisons.checking import check_confidence, moments
from mentorway.evidence.comparisons.groups import anova
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True)
class IntraclassCorrelation:
    """How alike people of one group are: `single` of two of its people, `mean` of its mean with another such.

    ICC(1) and ICC(2) of organisational research; both may be below 0 where groups differ less than chance
    alone makes them. `size` is the size of a group as they count it. All are None where nothing
    varies within groups, and those of means where the means do not vary at all.
    """

    single: float | None
    low: float | None
    high: float | None
    mean: float | None
    mean_low: float | None
    mean_high: float | None
    size: float
    warnings: tuple[Message, ...] = ()


_UNEVEN = Message("Groups differ in size, so the interval is approximate.")


def intraclass_correlation(
    n: ArrayLike, mean: ArrayLike, sd: ArrayLike, *, confidence: float = 0.95
) -> IntraclassCorrelation:
    """ICC(1) and ICC(2) of one-way groups, from the moments of each.

    Parameters
    ----------
    n, mean, sd : array of float, shape (groups,)
        Size, mean and standard deviation (divisor n - 1) of each group.
    confidence : float in (0, 1)
        How sure the intervals shall be; exact for groups of equal size.

    Returns
    -------
    IntraclassCorrelation

    Raises
    ------
    InvalidInputError
        As for `anova`, or the confidence is out of range.

    References
    ----------
    Shrout & Fleiss (1979), Psychological Bulletin 86:420-428, doi:10.1037/0033-2909.86.2.420.
    Donner & Koval (1980), Biometrics 36:19-25, doi:10.2307/2530491, for groups of unequal size.

    Examples
    --------
    >>> found = intraclass_correlation([10] * 4, [3.1, 3.6, 2.9, 3.8], [0.8, 0.7, 0.9, 0.8])
    >>> round(found.single, 4), round(found.low, 4), round(found.high, 4), round(found.mean, 4)
    (0.1481, -0.0223, 0.7894, 0.6349)
    """
    check_confidence(confidence)
    test = anova(n, mean, sd)
    sizes = moments(n, mean, sd).n
    people = float(sizes.sum())
    size = (people - float(sizes @ sizes) / people) / test.df1
    if test.statistic is None:
        return IntraclassCorrelation(None, None, None, None, None, None, size, test.warnings)
    upper = (1 + confidence) / 2
    ends = (
        test.statistic / float(special.fdtri(test.df1, test.df2, upper)),
        test.statistic * float(special.fdtri(test.df2, test.df1, upper)),
    )
    single = [(f - 1) / (f + size - 1) for f in (test.statistic, *ends)]
    of_mean = [1 - 1 / f if f else None for f in (test.statistic, *ends)]
    uneven = bool(sizes.max() > sizes.min())
    return IntraclassCorrelation(
        single=single[0],
        low=single[1],
        high=single[2],
        mean=of_mean[0],
        mean_low=of_mean[1],
        mean_high=of_mean[2],
        size=size,
        warnings=(_UNEVEN,) if uneven else (),
    )


def design_effect(size: float, icc: float, *, variation: float = 0.0) -> float:
    """How many people of a clustered sample are worth one drawn on their own.

    Parameters
    ----------
    size : float
        Mean size of a cluster, at least 1.
    icc : float in [0, 1]
        Intraclass correlation, ICC(1).
    variation : float
        Standard deviation of sizes over their mean; 0 if all clusters are of one size.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        A number is out of range.

    References
    ----------
    Kish (1965), Survey Sampling.
    Eldridge, Ashby & Kerry (2006), Int J Epidemiol 35:1292-1300, doi:10.1093/ije/dyl129, for unequal sizes.

    Examples
    --------
    >>> round(design_effect(20, 0.05), 4), round(design_effect(20, 0.05, variation=0.5), 4)
    (1.95, 2.2)
    """
    if not (1 <= size < math.inf and 0 <= icc <= 1 and 0 <= variation < math.inf):
        raise InvalidInputError(
            Message(
                "A cluster has at least one person, and an intraclass correlation lies between 0 and 1; "
                "%(size)s and %(icc)s came.",
                {"size": size, "icc": icc},
            )
        )
    return 1 + ((1 + variation**2) * size - 1) * icc


def recruits(people: int, *, effect: float = 1.0, attrition: float = 0.0) -> int:
    """How many people to ask so that enough are left, given clusters and those who drop out.

    Parameters
    ----------
    people : int
        How many are needed at the end if each were drawn on their own.
    effect : float
        Design effect, at least 1.
    attrition : float in [0, 1)
        Share of people who drop out.

    Returns
    -------
    int

    Raises
    ------
    InvalidInputError
        A number is out of range.

    References
    ----------
    Kish (1965), Survey Sampling.

    Examples
    --------
    >>> recruits(64, effect=1.95, attrition=0.2)
    156
    """
    if not (people >= 1 and 1 <= effect < math.inf and 0 <= attrition < 1):
        raise InvalidInputError(
            Message(
                "A study needs somebody, a design effect is at least 1, and less than everyone drops out; "
                "%(people)d people, %(effect)s and %(attrition)s came.",
                {"people": people, "effect": effect, "attrition": attrition},
            )
        )
    return math.ceil(people * effect / (1 - attrition) - 1e-9)
