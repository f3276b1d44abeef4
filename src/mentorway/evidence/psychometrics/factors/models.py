"""What goes into a factor model and what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mentorway.wording import InvalidInputError, Message

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Kind = Literal["loading", "intercept", "uniqueness"]


class ConvergenceError(InvalidInputError):
    """The model found no answer in these data."""


class Level(StrEnum):
    """How much is held equal across groups; every level holds all that the one before holds."""

    CONFIGURAL = "configural"
    METRIC = "metric"
    SCALAR = "scalar"
    STRICT = "strict"

    def holds(self, other: Level) -> bool:
        """Whether everything held at `other` is held here.

        Examples
        --------
        >>> Level.SCALAR.holds(Level.METRIC), Level.METRIC.holds(Level.SCALAR)
        (True, False)
        """
        order = list(Level)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, eq=False)
class GroupMoments:
    """People, means and covariances (divisor n) of one group's complete answers.

    Where people stand for unequally many others, means and covariances are weighted and `weight` is the sum
    of the weights, scaled so that the weights of all groups add up to all people.
    """

    name: str
    n: int
    mean: Vector
    covariance: Matrix
    weight: float | None = None


@dataclass(frozen=True)
class FactorModel:
    """Which items speak for which factor; every item speaks for one."""

    items: tuple[str, ...]
    factors: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def one_factor(cls, name: str, items: Sequence[str]) -> FactorModel:
        """All items speak for one factor.

        Parameters
        ----------
        name : str
            The factor.
        items : sequence of str
            Its items, in the order of the moments.

        Returns
        -------
        FactorModel

        Examples
        --------
        >>> FactorModel.one_factor("trust", ["a", "b", "c"]).factors
        (('trust', ('a', 'b', 'c')),)
        """
        return cls(tuple(items), ((name, tuple(items)),))


@dataclass(frozen=True)
class Release:
    """One item's parameter that may differ between groups (partial invariance)."""

    kind: Kind
    item: str


@dataclass(frozen=True, eq=False)
class GroupEstimates:
    """Estimates of one group and their standard errors; what is fixed has error 0."""

    name: str
    n: int
    loadings: Matrix
    loading_errors: Matrix
    intercepts: Vector
    intercept_errors: Vector
    uniquenesses: Vector
    uniqueness_errors: Vector
    factor_covariance: Matrix
    factor_covariance_errors: Matrix
    latent_means: Vector
    latent_mean_errors: Vector


@dataclass(frozen=True)
class FitIndices:
    """How well the model repeats the data; the RMSEA interval is the 90 % one."""

    chi_square: float
    df: int
    p: float
    cfi: float
    tli: float
    rmsea: float
    rmsea_low: float
    rmsea_high: float
    srmr: float
    aic: float
    bic: float
    log_likelihood: float
    parameters: int


@dataclass(frozen=True)
class ScoreTest:
    """What setting one equality free would do; `group` is None where it is free in all groups at once.

    `chi_square` is about how much the model's chi-square would fall; `expected_change` about how far the
    parameter of `group` would move from that of the others (None for all groups at once).
    """

    kind: Kind
    item: str
    group: str | None
    chi_square: float
    df: int
    p: float
    expected_change: float | None


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model; `latent_covariance` is that of the estimated latent means and variances.

    Its rows go group by group, the means of the factors first, then their variances; it is empty where the
    latent means are not estimated.
    """

    model: FactorModel
    level: Level
    releases: tuple[Release, ...]
    groups: tuple[GroupEstimates, ...]
    indices: FitIndices
    iterations: int
    warnings: tuple[Message, ...]
    score_tests: tuple[ScoreTest, ...]
    latent_covariance: Matrix
