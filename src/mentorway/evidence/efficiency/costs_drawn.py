"""How sure costs and effects are, by drawing people again: the plane, and the curve of acceptability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.effectiveness.clustered_errors import grouped
from mentorway.evidence.effectiveness.rows import Matrix, Vector
from mentorway.evidence.efficiency.costs import Arm, Quadrant, check_worth
from mentorway.wording import InvalidInputError, Message

LEAST = 200  # draws


@dataclass(frozen=True, eq=False)
class Plane:
    """Draws of incremental cost and effect, shape (draws,), and the share of draws in each quadrant.

    `low` and `high` are percentiles of the ratio; None unless all draws have an effect above 0, where
    alone ratios can be put in order.
    """

    cost: Vector
    effect: Vector
    shares: dict[Quadrant, float]
    low: float | None
    high: float | None
    warnings: tuple[Message, ...] = ()

    def acceptability(self, worths: ArrayLike) -> Vector:
        """Share of draws in which the programme is worth its cost, for each worth of a unit of effect."""
        worth = np.atleast_1d(np.asarray(worths, dtype=np.float64))
        check_worth(worth)
        return np.array([float((one * self.effect > self.cost).mean()) for one in worth])


_NO_ORDER = Message(
    "In some draws the programme has no effect or a bad one, so that ratios cannot be put in order and "
    "the ratio has no interval here. Read the shares and the curve of acceptability."
)


def drawn_plane(
    programme: Arm, usual: Arm, *, draws: int = 2000, confidence: float = 0.95, rng: np.random.Generator
) -> Plane:
    """Draw people, or clusters, of each arm again and again.

    Parameters
    ----------
    programme, usual : Arm
        Costs and effects of a person are drawn together, and so are all people of a cluster.
    draws : int
        How often, at least 200.
    confidence : float in (0, 1)
        How sure the interval of the ratio shall be.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    Plane

    Raises
    ------
    InvalidInputError
        Fewer than 200 draws are asked for, or the confidence is out of range.

    References
    ----------
    Briggs, Wonderling & Mooney (1997), Health Economics 6:327-340,
    doi:10.1002/(SICI)1099-1050(199707)6:4<327::AID-HEC282>3.0.CO;2-W.
    Fenwick, O'Brien & Briggs (2004), Health Economics 13:405-415, doi:10.1002/hec.903.

    Examples
    --------
    >>> from mentorway.evidence.efficiency.costs import arm
    >>> programme, usual = arm([120, 140, 130, 125], [8, 9, 10, 9]), arm([100, 90, 110, 95], [4, 3, 4, 5])
    >>> plane = drawn_plane(programme, usual, rng=np.random.default_rng(1))
    >>> plane.shares["dearer and better"], plane.acceptability([0, 1000]).tolist()
    (1.0, [0.0, 1.0])
    """
    check_confidence(confidence)
    if draws < LEAST:
        raise InvalidInputError(
            Message(
                "The bootstrap needs at least %(least)d draws; %(count)d were asked for.",
                {"least": LEAST, "count": draws},
            )
        )
    apart = _means(programme, draws, rng) - _means(usual, draws, rng)
    cost, effect = apart[:, 0], apart[:, 1]
    low = high = None
    if (effect > 0).all():
        low, high = np.quantile(cost / effect, [(1 - confidence) / 2, (1 + confidence) / 2]).tolist()
    return Plane(cost, effect, _shares(cost, effect), low, high, () if low is not None else (_NO_ORDER,))


def _means(of: Arm, draws: int, rng: np.random.Generator) -> Matrix:
    """Mean cost and effect of each draw, shape (draws, 2)."""
    sums = np.column_stack([of.costs, of.effects, np.ones(len(of.costs))])
    if of.clusters is not None:
        sums = grouped(sums, of.clusters)
    units = len(sums)
    found = np.empty((draws, 2))
    for place in range(draws):
        cost, effect, people = rng.multinomial(units, np.full(units, 1 / units)) @ sums
        found[place] = cost / people, effect / people
    return found


def _shares(cost: Vector, effect: Vector) -> dict[Quadrant, float]:
    return {
        "dearer and better": float(((cost > 0) & (effect > 0)).mean()),
        "cheaper and better": float(((cost < 0) & (effect > 0)).mean()),
        "dearer and worse": float(((cost > 0) & (effect < 0)).mean()),
        "cheaper and worse": float(((cost < 0) & (effect < 0)).mean()),
        "on an axis": float(((cost == 0) | (effect == 0)).mean()),
    }
