"""Measurement invariance: four ever tighter models, what each step costs, and differences between means."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import special

from mentorway.evidence.psychometrics.factors.factor_input import check_model, check_moments, check_releases
from mentorway.evidence.psychometrics.factors.models import (
    ConvergenceError,
    FactorModel,
    Fit,
    GroupMoments,
    Kind,
    Level,
    Matrix,
    Release,
    ScoreTest,
    Vector,
)
from mentorway.evidence.psychometrics.factors.scoring import Heed, unheeded
from mentorway.evidence.psychometrics.factors.structure import fit_from
from mentorway.wording import InvalidInputError, Message

TESTED_AT: dict[Level, Kind] = {
    Level.METRIC: "loading",
    Level.SCALAR: "intercept",
    Level.STRICT: "uniqueness",
}
STOPPED: dict[Level, Message] = {
    Level.METRIC: Message("The model with equal loadings did not settle, so the tighter ones are left out."),
    Level.SCALAR: Message(
        "The model with equal intercepts did not settle, so the tighter ones are left out."
    ),
    Level.STRICT: Message("The model with equal error variances did not settle, so it is left out."),
}


@dataclass(frozen=True)
class Step:
    """What the tighter of two neighbouring models costs: differences tighter minus looser, and their test."""

    looser: Level
    tighter: Level
    chi_square: float
    df: int
    p: float
    cfi: float
    rmsea: float
    srmr: float


@dataclass(frozen=True, eq=False)
class Ladder:
    """Fits from the loosest to the tightest; `stopped` says why one is missing."""

    fits: tuple[Fit, ...]
    steps: tuple[Step, ...]
    score_tests: tuple[ScoreTest, ...]
    stopped: Message | None

    def fit_at(self, level: Level) -> Fit | None:
        """The fit at a level, if there is one."""
        return next((found for found in self.fits if found.level is level), None)

    def step_to(self, level: Level) -> Step | None:
        """The step to a level, if there is one."""
        return next((step for step in self.steps if step.tighter is level), None)


def ladder(
    groups: Sequence[GroupMoments],
    model: FactorModel,
    releases: Sequence[Release] = (),
    *,
    levels: Sequence[Level] = tuple(Level),
    heed: Heed = unheeded,
) -> Ladder:
    """Fit the configural, metric, scalar and strict model in turn, each from where the last one ended.

    Parameters
    ----------
    groups : sequence of GroupMoments
        At least two, as for `fit`.
    model : FactorModel
        Which items speak for which factor.
    releases : sequence of Release
        Parameters that may differ at every level (partial invariance).
    levels : sequence of Level
        Which models; they are fitted from the loosest to the tightest.
    heed : callable, optional
        Asked at every step of every climb whether to go on. What it raises ends the work.

    Returns
    -------
    Ladder
        Loadings are tested in the metric model, intercepts in the scalar, error variances in the strict one.
        If a model does not settle, the tighter ones are left out and `stopped` says so.

    Raises
    ------
    InvalidInputError
        As for `fit`, or there are fewer than two groups, or even the first model does not settle.

    References
    ----------
    Meredith (1993), Psychometrika 58:525-543, doi:10.1007/BF02294825.

    Examples
    --------
    >>> covariance = np.full((3, 3), 1.0) + np.eye(3)
    >>> groups = [GroupMoments(name, 100, np.full(3, 3.0), covariance) for name in ("LT", "LV")]
    >>> found = ladder(groups, FactorModel.one_factor("trust", ["a", "b", "c"]))
    >>> [step.df for step in found.steps]
    [2, 2, 3]
    """
    check_model(model)
    check_releases(model, releases)
    if len(groups) < 2:
        raise InvalidInputError(
            Message("Comparing needs at least two groups; %(count)d came.", {"count": len(groups)})
        )
    check_moments(groups, model)

    def fitted(level: Level, start: Fit | None) -> Fit:
        return fit_from(groups, model, (level, tuple(releases)), start, heed)

    return climbed([one for one in Level if one in levels], fitted, sum(group.n for group in groups))


def climbed(levels: Sequence[Level], fitted: Callable[[Level, Fit | None], Fit], people: int) -> Ladder:
    """Fit level after level, each from where the last one ended, as far as they settle."""
    fits: list[Fit] = []
    for level in levels:
        try:
            fits.append(fitted(level, fits[-1] if fits else None))
        except ConvergenceError:
            if not fits:
                raise
            return _ladder(_ordered(fits, fitted, people), STOPPED[level])
    return _ladder(_ordered(fits, fitted, people), None)


def _ordered(fits: list[Fit], fitted: Callable[[Level, Fit | None], Fit], people: int) -> list[Fit]:
    """The fits, where a tighter one that came out better has shown the looser one the way.

    A looser model can never fit worse; if it seems to, its climb ended on a lower hill.
    """
    slack = 1e-6 + 1e-9 * people
    for place in range(len(fits) - 2, -1, -1):
        looser, tighter = fits[place], fits[place + 1]
        if looser.indices.chi_square > tighter.indices.chi_square + slack:
            with suppress(ConvergenceError):
                fits[place] = fitted(looser.level, tighter)
    return fits


def _ladder(fits: Sequence[Fit], stopped: Message | None) -> Ladder:
    tests = tuple(
        test for found in fits for test in found.score_tests if test.kind == TESTED_AT.get(found.level)
    )
    return Ladder(tuple(fits), tuple(step_between(*pair) for pair in pairwise(fits)), tests, stopped)


def step_between(looser: Fit, tighter: Fit) -> Step:
    """What the tighter of two nested fits costs."""
    before, after = looser.indices, tighter.indices
    chi_square, df = after.chi_square - before.chi_square, after.df - before.df
    return Step(
        looser=looser.level,
        tighter=tighter.level,
        chi_square=chi_square,
        df=df,
        p=float(special.chdtrc(df, max(chi_square, 0.0))) if df else math.nan,
        cfi=after.cfi - before.cfi,
        rmsea=after.rmsea - before.rmsea,
        srmr=after.srmr - before.srmr,
    )


@dataclass(frozen=True)
class MeanDifference:
    """Latent mean of the second group minus that of the first.

    `difference` is in the units of the factor's marker item, `standardised` in standard deviations of the
    factor, pooled over both groups by size. Ends are those of 95 % intervals; z and p test the difference.
    """

    factor: str
    first: str
    second: str
    difference: float
    error: float
    low: float
    high: float
    standardised: float
    standardised_error: float
    standardised_low: float
    standardised_high: float
    z: float
    p: float


def mean_differences(found: Fit) -> tuple[MeanDifference, ...]:
    """Differences between the latent means of every two groups.

    Parameters
    ----------
    found : Fit
        Scalar or strict, possibly partial; other levels do not know latent means.

    Returns
    -------
    tuple of MeanDifference
        Factor by factor, pair by pair; standardised values are NaN where a factor variance is not positive.

    Raises
    ------
    InvalidInputError
        The intercepts are not held equal.

    References
    ----------
    Sörbom (1974), Br J Math Stat Psychol 27:229-239, doi:10.1111/j.2044-8317.1974.tb00543.x.
    Hancock (2001), Psychometrika 66:373-388, doi:10.1007/BF02294440.

    Examples
    --------
    >>> from mentorway.evidence.psychometrics.factors.structure import fit
    >>> covariance = np.full((3, 3), 1.0) + np.eye(3)
    >>> groups = [GroupMoments("LT", 50, np.full(3, 3.0), covariance),
    ...           GroupMoments("LV", 50, np.full(3, 3.5), covariance)]
    >>> found = fit(groups, FactorModel.one_factor("trust", ["a", "b", "c"]), Level.SCALAR)
    >>> round(mean_differences(found)[0].standardised, 6)
    0.5
    """
    if not found.level.holds(Level.SCALAR):
        raise InvalidInputError(
            Message("Means may be compared only where intercepts are held equal. Use the scalar model.")
        )
    return tuple(
        _difference(found, factor, (first, second))
        for factor in range(len(found.model.factors))
        for first in range(len(found.groups))
        for second in range(first + 1, len(found.groups))
    )


def _difference(found: Fit, factor: int, pair: tuple[int, int]) -> MeanDifference:
    groups = [found.groups[place] for place in pair]
    sizes = np.array([group.n for group in groups], dtype=np.float64)
    shares = sizes / sizes.sum()
    pooled = float(shares @ [group.factor_covariance[factor, factor] for group in groups])
    if pooled <= 0:
        pooled = math.nan
    difference = float(groups[1].latent_means[factor] - groups[0].latent_means[factor])
    covariance = _of_pair(found, factor, pair)
    error = _delta(np.array([-1.0, 1.0, 0.0, 0.0]), covariance)
    root = math.sqrt(pooled)
    standardised = difference / root
    slope = np.array([-1 / root, 1 / root, *(-standardised / 2 / pooled * shares)])
    standardised_error = _delta(slope, covariance)
    half, z = float(special.ndtri(0.975)), difference / error
    return MeanDifference(
        factor=found.model.factors[factor][0],
        first=groups[0].name,
        second=groups[1].name,
        difference=difference,
        error=error,
        low=difference - half * error,
        high=difference + half * error,
        standardised=standardised,
        standardised_error=standardised_error,
        standardised_low=standardised - half * standardised_error,
        standardised_high=standardised + half * standardised_error,
        z=z,
        p=2 * float(special.ndtr(-abs(z))),
    )


def _of_pair(found: Fit, factor: int, pair: tuple[int, int]) -> Matrix:
    """Sampling covariance of both means and both variances of a factor."""
    factors = len(found.model.factors)
    means = [2 * factors * place + factor for place in pair]
    rows = [*means, *(place + factors for place in means)]
    return found.latent_covariance[np.ix_(rows, rows)]


def _delta(slope: Vector, covariance: Matrix) -> float:
    variance = float(slope @ covariance @ slope)
    return math.sqrt(variance) if variance >= 0 else math.nan
