"""Costs beside benefits in money: cost of a unit, present value, benefits over costs, and what returns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True)
class Return:
    """Benefits and costs in money: their ratio, what is left over, and the return in hundredths of the costs.

    `benefits` are those owed to the programme: what was counted, times the share owed to it, times how sure
    people are of that. `percent` is 0 where benefits just pay the costs.
    """

    benefits: float
    costs: float
    ratio: float
    net: float
    percent: float


def cost_per_unit(costs: float, units: float) -> float:
    """Cost of one unit: an hour, a person who finished, a goal reached.

    Parameters
    ----------
    costs : float
        In money, at least 0.
    units : float
        How many there were, above 0.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        A number is out of range.

    Examples
    --------
    >>> cost_per_unit(1200, 40)
    30.0
    """
    if not (0 <= costs < math.inf and 0 < units < math.inf):
        raise InvalidInputError(
            Message(
                "A cost of one unit needs costs of at least 0 and more than 0 units; %(costs)s and "
                "%(units)s came.",
                {"costs": costs, "units": units},
            )
        )
    return costs / units


def present_value(flows: ArrayLike, rate: float) -> float:
    """What money of several years is worth now.

    Parameters
    ----------
    flows : array of float, shape (years,)
        The first is of now and is not discounted.
    rate : float
        Discount for a year, such as 0.03; above -1.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        A number is missing, there is none, or the rate is out of range.

    Examples
    --------
    >>> round(present_value([100, 103, 106.09], 0.03), 6)
    300.0
    """
    money = np.asarray(flows, dtype=np.float64)
    if money.ndim != 1 or not money.size or not np.isfinite(money).all() or not -1 < rate < math.inf:
        raise InvalidInputError(
            Message("Money of each year is needed, none missing, and a discount rate such as 0.03.")
        )
    return float(money @ (1 + rate) ** -np.arange(len(money)))


def returned(benefits: float, costs: float, *, isolation: float = 1.0, confidence: float = 1.0) -> Return:
    """Benefit-cost ratio and return on investment, as Phillips reckons it.

    Parameters
    ----------
    benefits : float
        In money, all that was counted.
    costs : float
        In money, all costs of the programme, above 0.
    isolation : float in [0, 1]
        Share of the benefits that is owed to the programme and nothing else.
    confidence : float in [0, 1]
        How sure those who estimate this are of it. It makes the result cautious; it is no interval.

    Returns
    -------
    Return

    Raises
    ------
    InvalidInputError
        A number is out of range.

    References
    ----------
    Phillips & Phillips (2016), Handbook of Training Evaluation and Measurement Methods, 4th edition,
    doi:10.4324/9781315757230.

    Examples
    --------
    >>> found = returned(50_000, 20_000, isolation=0.6, confidence=0.8)
    >>> found.benefits, round(found.ratio, 4), round(found.percent, 4)
    (24000.0, 1.2, 20.0)
    """
    if not (math.isfinite(benefits) and 0 < costs < math.inf):
        raise InvalidInputError(
            Message("Benefits are an amount of money, and costs are above 0; check both are in one currency.")
        )
    if not (0 <= isolation <= 1 and 0 <= confidence <= 1):
        raise InvalidInputError(
            Message(
                "The share owed to the programme and the confidence lie between 0 and 1; %(share)s and "
                "%(confidence)s came.",
                {"share": isolation, "confidence": confidence},
            )
        )
    owed = benefits * isolation * confidence
    return Return(owed, costs, owed / costs, owed - costs, 100 * (owed - costs) / costs)


def paid_back(flows: Sequence[float]) -> float | None:
    """After how many years a programme has paid for itself, evenly within a year; None if it has not.

    Parameters
    ----------
    flows : sequence of float
        Benefits less costs of each year; the first is of now and below 0.

    Returns
    -------
    float or None

    Raises
    ------
    InvalidInputError
        A number is missing, or nothing was spent at first.

    Examples
    --------
    >>> paid_back([-1000, 400, 400, 400]), paid_back([-1000, 400])
    (2.5, None)
    """
    if not flows or not all(map(math.isfinite, flows)) or flows[0] >= 0:
        raise InvalidInputError(
            Message("Money of each year is needed, none missing, and the first is what was spent, below 0.")
        )
    total = 0.0
    for year, money in enumerate(flows):
        if year and total < 0 <= total + money:
            return year - 1 + -total / money
        total += money
    return None
