"""Tests for few clusters: residuals of whole clusters change their sign, or their size, at random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import optimize

from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.effectiveness.cluster_sums import ClusterSums, clustered_regression, settled
from mentorway.evidence.effectiveness.few_clusters import few
from mentorway.evidence.effectiveness.regression import unknown
from mentorway.evidence.effectiveness.rows import Matrix, Vector
from mentorway.wording import InvalidInputError, Message

LEAST = 99  # draws
ALL = 12  # clusters up to which every change of signs is tried
FARTHEST = 200.0  # standard errors within which the ends of the interval are looked for
TIED = 1e-9  # of a t: two that are nearer to each other are the same but for rounding


@dataclass(frozen=True)
class Draws:
    """How often to draw, and from what: signs (Rademacher), or Webb's six points for very few clusters."""

    count: int = 1999
    points: Literal["rademacher", "webb"] = "rademacher"
    confidence: float = 0.95


@dataclass(frozen=True)
class WildBootstrap:
    """Test of one coefficient against `null`, and the values that it would not refuse.

    `low` and `high` are None where no end was found. `every` says that all changes of signs were tried, so
    that nothing was drawn.
    """

    name: str
    value: float
    null: float
    t: float
    p: float
    low: float | None
    high: float | None
    draws: int
    every: bool
    warnings: tuple[Message, ...] = ()


_OPEN = Message(
    "The interval has no end on at least one side: with so few clusters no value there can be refused."
)


def wild_bootstrap(
    sums: ClusterSums,
    name: str,
    *,
    null: float = 0.0,
    draws: Draws = Draws(),
    rng: np.random.Generator,
) -> WildBootstrap:
    """Test a coefficient by the restricted wild cluster bootstrap of t.

    The outcome is made anew as it would be if the coefficient were `null`, with the residuals of each
    cluster times a number of mean 0 and variance 1; p is the share of draws whose t lies as far out.
    Of up to 12 clusters all changes of signs are tried instead of drawing.

    Parameters
    ----------
    sums : ClusterSums
        Of at least two clusters; rows are not needed.
    name : str
        The column.
    null : float
        What its coefficient is tested against.
    draws : Draws
        How often, from what, and how sure the interval shall be.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    WildBootstrap
        The interval holds the values that the test, with the same draws, does not refuse.

    Raises
    ------
    InvalidInputError
        The column is unknown, its error is 0, fewer than 99 draws are asked for, or as for
        `clustered_regression`.

    References
    ----------
    Cameron, Gelbach & Miller (2008), Rev Econ Stat 90:414-427, doi:10.1162/rest.90.3.414.
    Webb (2023), Canadian J Econ 56:839-858, doi:10.1111/caje.12661.
    MacKinnon & Webb (2017), J Appl Econometrics 32:233-254, doi:10.1002/jae.2508.

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.cluster_sums import cluster_sums
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> hours, of = [0, 0, 1, 1, 0, 1, 0, 1], [1, 1, 2, 2, 3, 3, 4, 4]
    >>> taken = rows([1, 2, 4, 3, 3, 6, 2, 5], {"a": hours}, clusters=of)
    >>> found = wild_bootstrap(cluster_sums(taken), "a", rng=np.random.default_rng(1))
    >>> found.draws, found.every, found.p
    (16, True, 0.125)
    """
    check_confidence(draws.confidence)
    plain = clustered_regression(sums)
    if name not in sums.names:
        raise unknown(name, sums.names)
    place = sums.names.index(name)
    one = plain.coefficients[place]
    if not one.error > 0:
        raise InvalidInputError(
            Message("The coefficient of “%(name)s” has no error to test it by.", {"name": name})
        )
    factors, every = _factors(len(sums.people), draws, rng)
    test = _Test(sums, place, factors, one.value, one.error)
    low, high = test.end(-1, 1 - draws.confidence), test.end(1, 1 - draws.confidence)
    warnings = few(plain.clusters, "CR2") + ((_OPEN,) if low is None or high is None else ())
    t = (one.value - null) / one.error
    return WildBootstrap(name, one.value, null, t, test.p(null), low, high, len(factors), every, warnings)


class _Test:
    """The p value of any null by the same draws; everything it needs of clusters is worked out once."""

    def __init__(self, sums: ClusterSums, place: int, factors: Matrix, value: float, error: float) -> None:
        inverse, values = settled(sums)
        self.factors, self.value, self.error = factors, value, error
        way = inverse[place] / inverse[place, place]
        # scores of clusters under the null are `at` + (value - null) · `per`
        self.at, self.per = sums.xy - sums.xx @ values, sums.xx @ way
        self.read = inverse[place]
        self.carry = inverse @ (sums.xx @ inverse[place]).T  # (columns, clusters)
        groups, n, k = len(sums.people), float(sums.people.sum()), len(values)
        self.factor = groups / (groups - 1) * (n - 1) / (n - k)

    def p(self, null: float) -> float:
        """How often a draw under this null lies as far out as what was seen."""
        scores = self.at + (self.value - null) * self.per
        own = scores @ self.read
        moved = self.factors @ own
        left = self.factors * own - (self.factors @ scores) @ self.carry
        error: Vector = np.sqrt(self.factor * (left**2).sum(axis=1))
        seen = abs(self.value - null) / self.error
        beyond = np.abs(moved) >= (seen - TIED * (1 + seen)) * error
        return float(beyond.mean())

    def end(self, side: int, level: float) -> float | None:
        """The farthest null on this side that is not refused, by halving."""
        step = 1.0
        while self.p(self.value + side * step * self.error) > level:
            step *= 2
            if step > FARTHEST:
                return None
        return float(
            optimize.bisect(
                lambda out: self.p(self.value + side * out * self.error) - level - 1e-12,
                0.0,
                step,
                xtol=1e-10,
            )
            * side
            * self.error
            + self.value
        )


def _factors(groups: int, draws: Draws, rng: np.random.Generator) -> tuple[Matrix, bool]:
    if draws.count < LEAST:
        raise InvalidInputError(
            Message(
                "The bootstrap needs at least %(least)d draws; %(count)d were asked for.",
                {"least": LEAST, "count": draws.count},
            )
        )
    if draws.points not in ("rademacher", "webb"):
        raise InvalidInputError(Message("Draw signs (rademacher) or from Webb's six points (webb)."))
    if draws.points == "webb":
        half = np.array([0.5, 1.0, 1.5]) ** 0.5
        found: Matrix = rng.choice(np.concatenate([-half, half]), (draws.count, groups))
        return found, False
    if groups <= ALL:
        every = (np.arange(2**groups)[:, None] >> np.arange(groups)) & 1
        signs: Matrix = (2 * every - 1).astype(np.float64)
        return signs, True
    return rng.choice([-1.0, 1.0], (draws.count, groups)), False
