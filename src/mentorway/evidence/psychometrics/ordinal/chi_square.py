"""Chi-square of ordinal factor models, adjusted because diagonal weights are not the best ones.

With V the weights, J the slopes of the statistics along the parameters and Γ the covariance of the
statistics, U = V - V J (J'VJ)⁻¹ J'V. Where the model holds, chi-square has mean tr(UΓ) and variance
2 tr(UΓUΓ).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, special

from mentorway.evidence.psychometrics.factors.indices import (
    Distances,
    against_baseline,
    rmsea_interval,
    rmsea_of,
)
from mentorway.evidence.psychometrics.factors.models import FitIndices
from mentorway.evidence.psychometrics.ordinal.categorical_moments import CategoricalSample
from mentorway.evidence.psychometrics.ordinal.descent import Solution, gathered

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Traces:
    """Mean of chi-square, and half its variance, where the model holds."""

    mean: float
    squares: float


@dataclass(frozen=True, eq=False)
class Spread:
    """What Γ makes of the parameters: `products` are J'VΓVJ, groups weighted by their share of people.

    `covariance` is that of the parameters; the traces are those of the model and of uncorrelated items.
    """

    products: Values
    covariance: Values
    model: Traces
    baseline: Traces


@dataclass(frozen=True)
class OrdinalIndices:
    """Indices from plain chi-square, from one with adjusted mean, and one with adjusted mean and variance.

    Only the last two are tests; the last is what lavaan calls WLSMV. AIC and BIC do not exist here.
    """

    plain: FitIndices
    mean_adjusted: FitIndices
    shifted: FitIndices


def spread_of(sample: CategoricalSample, found: Solution) -> Spread:
    """All that standard errors and adjusted chi-squares need, group by group."""
    shares, weight, slopes = sample.n / sample.people, sample.weight, found.slopes
    weighted = sample.gamma * weight[:, None, :]  # ΓV
    carried = weighted @ slopes
    by_share = (shares[:, None] * weight)[:, :, None]
    products = _sums(found, (by_share * slopes).transpose(0, 2, 1) @ carried)
    twice = _sums(found, (by_share * carried).transpose(0, 2, 1) @ carried)
    pairs = weighted[:, sample.thresholds :, sample.thresholds :]
    turned = found.inverse @ products
    mean = sample.statistics.size - float(np.trace(turned))
    squares = _of_square(weighted) - 2 * float((found.inverse * twice).sum()) + _of_square(turned[None])
    return Spread(
        products=products,
        covariance=turned @ found.inverse / (sample.people - len(sample.n)),
        model=Traces(mean, squares),
        baseline=Traces(float(len(sample.n) * len(sample.rows)), _of_square(pairs)),
    )


def _sums(found: Solution, blocks: Values) -> Values:
    return gathered(found.layout, found.layout, blocks)


def _of_square(matrices: Values) -> float:
    """Sum of the traces of the squares of matrices."""
    return float((matrices * matrices.transpose(0, 2, 1)).sum())


def shifted(chi_square: float, df: int, traces: Traces) -> float:
    """Chi-square stretched and shifted so that its mean and variance are those of its degrees of freedom.

    References
    ----------
    Asparouhov & Muthén (2010), Simple second order chi-square correction, Mplus technical appendix.
    """
    if not df or not traces.squares > 0:
        return math.nan
    stretch = math.sqrt(df / traces.squares)
    return stretch * chi_square + df - stretch * traces.mean


def ordinal_indices(sample: CategoricalSample, found: Solution, spread: Spread) -> OrdinalIndices:
    """All indices of a solution, with the conventions of R lavaan."""
    df = sample.statistics.size - found.layout.parameters
    pairs = slice(sample.thresholds, None)
    base = float(((sample.n - 1)[:, None] * (sample.weight * sample.statistics**2)[:, pairs]).sum())
    base_df = len(sample.n) * len(sample.rows)
    scaling = spread.model.mean / df if df else math.nan
    return OrdinalIndices(
        plain=_indices(sample, found, (found.chi_square, df), (base, base_df)),
        mean_adjusted=_indices(
            sample, found, (found.chi_square / scaling if df else 0.0, df), (base, base_df)
        ),
        shifted=_indices(
            sample,
            found,
            (shifted(found.chi_square, df, spread.model) if df else 0.0, df),
            (shifted(base, base_df, spread.baseline), base_df),
        ),
    )


def _indices(
    sample: CategoricalSample, found: Solution, test: tuple[float, int], baseline: tuple[float, int]
) -> FitIndices:
    chi_square, df = test
    people, groups = sample.people - len(sample.n), len(sample.n)
    cfi, tli = against_baseline(Distances(chi_square, baseline[0], math.nan), df, baseline[1])
    low, high = rmsea_interval(max(chi_square, 0.0), df, people, groups)
    return FitIndices(
        chi_square=chi_square,
        df=df,
        p=float(special.chdtrc(df, max(chi_square, 0.0))) if df else math.nan,
        cfi=cfi,
        tli=tli,
        rmsea=rmsea_of(max(chi_square - df, 0.0), df, people, groups),
        rmsea_low=low,
        rmsea_high=high,
        srmr=_srmr(sample, found),
        aic=math.nan,
        bic=math.nan,
        log_likelihood=math.nan,
        parameters=found.layout.parameters,
    )


def _srmr(sample: CategoricalSample, found: Solution) -> float:
    """Root mean square of the residual correlations, the diagonal counted with its zeros as lavaan does."""
    squares = (found.residuals[:, sample.thresholds :] ** 2).sum(axis=1)
    each = np.sqrt(squares / (sample.items * (sample.items + 1) / 2))
    return float(each @ sample.n / sample.people)


@dataclass(frozen=True)
class OrdinalDifference:
    """Test of the tighter of two nested models; NaN where there is nothing to test."""

    chi_square: float
    df: int
    p: float


def solution_difference(looser: tuple[Solution, Spread], tighter: Solution) -> OrdinalDifference:
    """Satorra's (2000) test of the tighter model against the looser, mean and variance adjusted.

    The tighter model is taken as the restriction of the looser one's parameters to the span of its own
    slopes, as `lavTestLRT(method = "satorra.2000", A.method = "delta")` takes it.
    """
    before, spread = looser
    df = before.layout.parameters - tighter.layout.parameters
    if df <= 0:
        return OrdinalDifference(0.0 if df == 0 else math.nan, df, math.nan)
    turned = before.slopes.transpose(0, 2, 1)
    along = gathered(before.layout, before.layout, turned @ before.slopes)
    across = gathered(before.layout, tighter.layout, turned @ tighter.slopes)
    size = np.sqrt(np.diag(along))
    kept = linalg.cho_solve(linalg.cho_factor(along / np.outer(size, size)), across / size[:, None])
    kept = kept / size[:, None]
    restricted = _within(before.information, kept)
    turned = (before.inverse - restricted) @ spread.products
    traces = Traces(float(np.trace(turned)), _of_square(turned[None]))
    chi_square = shifted(tighter.chi_square - before.chi_square, df, traces)
    return OrdinalDifference(chi_square, df, float(special.chdtrc(df, max(chi_square, 0.0))))


def _within(information: Values, span: Values) -> Values:
    """Inverse of the information that remains where parameters move only within a span."""
    factor = linalg.cho_factor(span.T @ information @ span)
    found: Values = span @ linalg.cho_solve(factor, span.T)
    return found
