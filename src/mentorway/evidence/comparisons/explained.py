"""How much of the spread of scores lies between groups: eta, epsilon and omega squared."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.comparisons import noncentral
from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.comparisons.groups import anova
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True)
class Explained:
    """The share of the variance that lies between groups, 0 to 1; None where nothing varies within groups.

    `eta_squared` is that of these people and too large for all people; `epsilon_squared` and `omega_squared`
    estimate that of all and may be below 0. `low` and `high` hold that of all. `f` is Cohen's, from eta.
    """

    eta_squared: float | None
    epsilon_squared: float | None
    omega_squared: float | None
    low: float | None
    high: float | None
    f: float | None
    warnings: tuple[Message, ...] = ()


def explained(n: ArrayLike, mean: ArrayLike, sd: ArrayLike, *, confidence: float = 0.95) -> Explained:
    """Share of the variance between groups, from the moments of each.

    Parameters
    ----------
    n, mean, sd : array of float, shape (groups,)
        Size, mean and standard deviation (divisor n - 1) of each group.
    confidence : float in (0, 1)
        How sure the interval shall be. One of 90 % leaves out 0 where the F test is below 5 %.

    Returns
    -------
    Explained

    Raises
    ------
    InvalidInputError
        As for `anova`, or the confidence is out of range.

    References
    ----------
    Kelley (1935), Proc Natl Acad Sci 21:554-559, doi:10.1073/pnas.21.9.554.
    Hays (1963), Statistics for Psychologists.
    Steiger (2004), Psychological Methods 9:164-182, doi:10.1037/1082-989X.9.2.164.

    Examples
    --------
    >>> found = explained([40, 44, 38], [3.8, 3.4, 3.1], [0.8, 0.9, 0.7])
    >>> round(found.eta_squared, 4), round(found.epsilon_squared, 4), round(found.omega_squared, 4)
    (0.1102, 0.0952, 0.0945)
    >>> round(found.low, 4), round(found.high, 4)
    (0.0207, 0.2129)
    """
    check_confidence(confidence)
    test = anova(n, mean, sd)
    if test.statistic is None:
        return Explained(None, None, None, None, None, None, test.warnings)
    people = float(np.sum(np.asarray(n, dtype=np.float64)))
    return partly_explained(test.statistic, test.df1, test.df2, people, confidence=confidence)


def partly_explained(
    statistic: float, df1: float, df2: float, people: float, *, confidence: float = 0.95
) -> Explained:
    """Partial shares of the variance, from any F test of a design with fixed groups.

    Parameters
    ----------
    statistic, df1, df2 : float
        The F value and its degrees of freedom.
    people : float
        How many people there are in all.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    Explained
        Partial eta, epsilon and omega squared.

    Raises
    ------
    InvalidInputError
        The statistic or its degrees of freedom cannot be, or the confidence is out of range.

    References
    ----------
    Steiger (2004), Psychological Methods 9:164-182, doi:10.1037/1082-989X.9.2.164.

    Examples
    --------
    >>> found = partly_explained(5.0, 3, 96, 100)
    >>> round(found.eta_squared, 4), round(found.omega_squared, 4), round(found.high, 4)
    (0.1351, 0.1071, 0.2445)
    """
    if not (0 <= statistic < math.inf and df1 > 0 and df2 > 0 and people >= df1 + df2):
        raise InvalidInputError(
            Message(
                "An F value is not below 0, its degrees of freedom are above 0, and there are at least "
                "as many people."
            )
        )
    ends = noncentral.of_f(statistic, df1, df2, confidence=confidence)
    eta = df1 * statistic / (df1 * statistic + df2)
    return Explained(
        eta_squared=eta,
        epsilon_squared=df1 * (statistic - 1) / (df1 * statistic + df2),
        omega_squared=df1 * (statistic - 1) / (df1 * (statistic - 1) + people),
        low=ends.low / (ends.low + people),
        high=ends.high / (ends.high + people),
        f=math.sqrt(df1 * statistic / df2),
    )
