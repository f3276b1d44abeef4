"""What a programme costs for what it brings: incremental cost and effect, their ratio, and net benefit."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.effectiveness.clustered_errors import grouped
from mentorway.evidence.effectiveness.distributions import t_quantile, two_sided
from mentorway.evidence.effectiveness.rows import Matrix, Places, Vector, coded, numbers
from mentorway.wording import InvalidInputError, Message

Quadrant = Literal[
    "dearer and better", "cheaper and better", "dearer and worse", "cheaper and worse", "on an axis"
]
FEW = 20  # people or clusters of an arm


@dataclass(frozen=True, eq=False)
class Arm:
    """People who had one programme: what each cost, and what each gained; costs and gains stay paired."""

    costs: Vector
    effects: Vector
    clusters: Places | None = None

    @property
    def units(self) -> int:
        """People, or clusters where people belong together."""
        return len(self.costs) if self.clusters is None else int(self.clusters.max()) + 1


@dataclass(frozen=True, eq=False)
class Increments:
    """A programme less the usual: mean cost, mean effect, and their covariance, shape (2, 2)."""

    cost: float
    effect: float
    covariance: Matrix
    df: int
    warnings: tuple[Message, ...] = ()

    @property
    def quadrant(self) -> Quadrant:
        """Where the programme lies on the cost-effectiveness plane."""
        if not self.cost or not self.effect:
            return "on an axis"
        better = self.effect > 0
        if self.cost > 0:
            return "dearer and better" if better else "dearer and worse"
        return "cheaper and better" if better else "cheaper and worse"


@dataclass(frozen=True)
class CostRatio:
    """Incremental cost for one unit of effect (ICER), with Fieller's interval.

    `low` and `high` are None where the interval has no ends: the effect may be 0. `not_between` then holds
    the values, if any, that it leaves out. `value` is None where the effect is 0. Read the ratio only where
    the programme is dearer and better, or cheaper and worse.
    """

    value: float | None
    low: float | None
    high: float | None
    not_between: tuple[float, float] | None
    quadrant: Quadrant
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class NetBenefit:
    """What a programme is worth beyond its costs, in money for each person, if a unit is worth `worth`."""

    worth: float
    value: float
    error: float
    low: float
    high: float
    p: float | None


def arm(costs: ArrayLike, effects: ArrayLike, *, clusters: Sequence[Hashable] | None = None) -> Arm:
    """Check what the people of one arm cost and gained.

    Parameters
    ----------
    costs : array of float, shape (people,)
        In one currency, at prices of one year. No NaN.
    effects : array of float, shape (people,)
        Of the same people in the same order; more is better.
    clusters : sequence of labels, shape (people,), optional
        Who belongs together.

    Returns
    -------
    Arm

    Raises
    ------
    InvalidInputError
        Lengths differ, a number is missing, or there are fewer than two people or clusters.

    Examples
    --------
    >>> arm([100, 120], [1.0, 2.0]).units
    2
    """
    money = numbers(costs, "costs")
    gain = numbers(effects, "effects", len(money))
    found = Arm(money, gain, None if clusters is None else coded(clusters, len(money))[1])
    if found.units < 2:
        raise InvalidInputError(
            Message("Each arm needs at least two people, or two clusters; one says nothing of chance.")
        )
    return found


def increments(programme: Arm, usual: Arm) -> Increments:
    """Mean cost and effect of a programme less those of the usual.

    Parameters
    ----------
    programme, usual : Arm
        Other people in each.

    Returns
    -------
    Increments
        Each arm has its own spread, with divisor n - 1, or C/(C - 1) for sums of clusters. The degrees of
        freedom are people, or clusters, less 2.

    References
    ----------
    Willan & Briggs (2006), Statistical Analysis of Cost-Effectiveness Data, doi:10.1002/0470856289.

    Examples
    --------
    >>> found = increments(arm([120, 140, 130], [4, 5, 6]), arm([100, 90, 110], [4, 3, 4]))
    >>> found.cost, round(found.effect, 4), found.quadrant
    (30.0, 1.3333, 'dearer and better')
    """
    covariance = _covariance(programme) + _covariance(usual)
    fewest = min(programme.units, usual.units)
    warnings: tuple[Message, ...] = ()
    if fewest < FEW:
        warnings = (
            Message(
                "An arm has %(count)d people or clusters only. Costs are seldom even, so read the intervals "
                "as rough.",
                {"count": fewest},
            ),
        )
    return Increments(
        cost=float(programme.costs.mean() - usual.costs.mean()),
        effect=float(programme.effects.mean() - usual.effects.mean()),
        covariance=covariance,
        df=programme.units + usual.units - 2,
        warnings=warnings,
    )


def cost_ratio(found: Increments, *, confidence: float = 0.95) -> CostRatio:
    """Incremental cost-effectiveness ratio with Fieller's interval.

    Parameters
    ----------
    found : Increments
        Of a programme and the usual.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    CostRatio

    Raises
    ------
    InvalidInputError
        The confidence is out of range.

    References
    ----------
    Fieller (1954), J R Stat Soc B 16:175-185, doi:10.1111/j.2517-6161.1954.tb00159.x.
    Willan & O'Brien (1996), Health Economics 5:297-305,
    doi:10.1002/(SICI)1099-1050(199607)5:4<297::AID-HEC216>3.0.CO;2-T.

    Examples
    --------
    >>> programme, usual = arm([120, 140, 130, 125], [8, 9, 10, 9]), arm([100, 90, 110, 95], [4, 3, 4, 5])
    >>> ratio = cost_ratio(increments(programme, usual))
    >>> round(ratio.value, 4), round(ratio.low, 4), round(ratio.high, 4)
    (6.0, 3.2378, 9.1526)
    """
    check_confidence(confidence)
    t = t_quantile((1 + confidence) / 2, found.df)
    (cost, both), (_, effect) = (t * t * found.covariance).tolist()
    a = found.effect**2 - effect
    b = found.cost * found.effect - both
    root = b * b - a * (found.cost**2 - cost)
    value = found.cost / found.effect if found.effect else None
    warnings = found.warnings + _read_with_care(found, sure=a > 0)
    if a > 0:
        half = math.sqrt(max(root, 0.0))
        return CostRatio(value, (b - half) / a, (b + half) / a, None, found.quadrant, warnings)
    outside = None
    if root > 0 and a < 0:
        half = math.sqrt(root)
        outside = ((b + half) / a, (b - half) / a)
    return CostRatio(value, None, None, outside, found.quadrant, warnings)


def net_benefit(found: Increments, *, worth: float, confidence: float = 0.95) -> NetBenefit:
    """Net monetary benefit: what the effect is worth less what it costs.

    Parameters
    ----------
    found : Increments
        Of a programme and the usual.
    worth : float
        What one unit of effect is worth, in money; at least 0.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    NetBenefit
        `p` is of a test against 0, None where the error is 0.

    Raises
    ------
    InvalidInputError
        `worth` is below 0, or the confidence is out of range.

    References
    ----------
    Stinnett & Mullahy (1998), Med Decis Making 18:S68-S80, doi:10.1177/0272989X98018002S09.

    Examples
    --------
    >>> found = increments(arm([120, 140, 130], [4, 5, 6]), arm([100, 90, 110], [4, 3, 4]))
    >>> round(net_benefit(found, worth=30).value, 4)
    10.0
    """
    check_confidence(confidence)
    check_worth(np.array([worth]))
    parts = np.array([-1.0, worth])
    value = float(parts @ [found.cost, found.effect])
    error = math.sqrt(max(float(parts @ found.covariance @ parts), 0.0))
    half = t_quantile((1 + confidence) / 2, found.df) * error
    p = two_sided(value / error, found.df) if error else None
    return NetBenefit(worth, value, error, value - half, value + half, p)


def check_worth(worth: Vector) -> None:
    """Refuse what a unit of effect cannot be worth.

    Parameters
    ----------
    worth : array of float
        In money.

    Raises
    ------
    InvalidInputError
        One is below 0 or missing.

    Examples
    --------
    >>> check_worth(np.array([0.0, 100.0]))
    """
    if worth.ndim != 1 or not worth.size or not np.isfinite(worth).all() or (worth < 0).any():
        raise InvalidInputError(
            Message("What a unit of effect is worth is an amount of money, not below 0 and not missing.")
        )


def _covariance(of: Arm) -> Matrix:
    """Covariance of mean cost and mean effect."""
    apart = np.column_stack([of.costs - of.costs.mean(), of.effects - of.effects.mean()])
    if of.clusters is not None:
        apart = grouped(apart, of.clusters)
    units, n = len(apart), len(of.costs)
    found: Matrix = units / (units - 1) * (apart.T @ apart) / n**2
    return found


def _read_with_care(found: Increments, *, sure: bool) -> tuple[Message, ...]:
    if not found.effect:
        return (
            Message(
                "The effect is 0, so there is no cost of a unit of it. Compare the costs, or read net "
                "benefit."
            ),
        )
    told = []
    if not sure:
        told.append(
            Message(
                "It is not sure that there is an effect, so the cost of a unit of it may be anything. "
                "Read net benefit and the curve of acceptability instead."
            )
        )
    if found.quadrant == "cheaper and better":
        told.append(
            Message("The programme is cheaper and better; the ratio says nothing more. Read net benefit.")
        )
    if found.quadrant == "dearer and worse":
        told.append(
            Message("The programme is dearer and worse; the ratio says nothing more. Read net benefit.")
        )
    return tuple(told)
