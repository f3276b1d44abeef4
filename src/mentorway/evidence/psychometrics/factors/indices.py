"""How well a factor model repeats the data: chi-square and what is made of it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy import special

from mentorway.evidence.psychometrics.factors.information import Point, Sample
from mentorway.evidence.psychometrics.factors.layout import Layout
from mentorway.evidence.psychometrics.factors.models import FitIndices

NORMAL_FROM = 1e7  # a noncentral chi-square this large is normal but for a share of 1e-7


class Distances(NamedTuple):
    """Chi-square of the model and of uncorrelated items, and the log-likelihood they are measured from."""

    chi_square: float
    baseline: float
    saturated: float


def fit_indices(sample: Sample, layout: Layout, point: Point) -> FitIndices:
    """All indices of a fitted model, with the conventions of R lavaan."""
    chi_square = max(2 * point.half_chi_square, 0.0)
    return indices_of(
        sample, layout, point, Distances(chi_square, baseline_chi_square(sample), _saturated(sample))
    )


def indices_of(sample: Sample, layout: Layout, point: Point, distances: Distances) -> FitIndices:
    """All indices from how far the model and the baseline are from the data."""
    groups, items = sample.mean.shape
    people = float(sample.n.sum())
    chi_square = distances.chi_square
    df = groups * items * (items + 3) // 2 - layout.parameters
    log_likelihood = distances.saturated - chi_square / 2
    cfi, tli = against_baseline(distances, df, groups * items * (items - 1) // 2)
    low, high = rmsea_interval(chi_square, df, people, groups)
    return FitIndices(
        chi_square=chi_square,
        df=df,
        p=float(special.chdtrc(df, chi_square)) if df else math.nan,
        cfi=cfi,
        tli=tli,
        rmsea=rmsea_of(max(chi_square - df, 0.0), df, people, groups),
        rmsea_low=low,
        rmsea_high=high,
        srmr=_srmr(sample, point),
        aic=-2 * log_likelihood + 2 * layout.parameters,
        bic=-2 * log_likelihood + math.log(people) * layout.parameters,
        log_likelihood=log_likelihood,
        parameters=layout.parameters,
    )


def rmsea_interval(chi_square: float, df: int, people: float, groups: int) -> tuple[float, float]:
    """The 90 % interval of RMSEA.

    Parameters
    ----------
    chi_square : float
        Of the model, at any size: nothing overflows.
    df : int
        Degrees of freedom; with 0 the interval is 0 to 0.
    people, groups : float, int
        In all groups together; how many groups.

    Returns
    -------
    tuple of float
        Lower and upper end.

    References
    ----------
    Browne & Cudeck (1992), Sociol Methods Res 21:230-258, doi:10.1177/0049124192021002005.

    Examples
    --------
    >>> [round(end, 3) for end in rmsea_interval(663.20, 284, 283, 1)]
    [0.062, 0.076]
    >>> [round(end, 4) for end in rmsea_interval(4e12, 400, 1e12, 8)]
    [0.2828, 0.2828]
    """
    ends = (noncentrality(chi_square, df, share) if df else 0.0 for share in (0.95, 0.05))
    low, high = (rmsea_of(end, df, people, groups) for end in ends)
    return low, high


def noncentrality(value: float, df: int, share: float) -> float:
    """The noncentrality that makes `value` this quantile of its chi-square; 0 if there is none."""
    if value > NORMAL_FROM:
        z = float(special.ndtri(share))
        above = value - df - (z * z - 1)  # the last term is the skewness of so large a value
        return float(max(above + 2 * z * z - 2 * z * math.sqrt(z * z + above + df / 2), 0.0))
    if float(special.chdtr(df, value)) <= share:
        return 0.0
    return float(special.chndtrinc(value, df, share))


def rmsea_of(excess: float, df: int, people: float, groups: int) -> float:
    """RMSEA from what chi-square has beyond its degrees of freedom; 0 where there are none."""
    return math.sqrt(excess / df / people * groups) if df else 0.0


def _saturated(sample: Sample) -> float:
    """Log-likelihood of the data under their own means and covariances."""
    items = sample.mean.shape[1]
    return float(-sample.n @ (sample.log_determinant + items * (math.log(2 * math.pi) + 1)) / 2)


def baseline_chi_square(sample: Sample) -> float:
    """Chi-square of the model in which items are uncorrelated."""
    variances = np.diagonal(sample.covariance, axis1=1, axis2=2)
    return float(sample.n @ (np.log(variances).sum(axis=1) - sample.log_determinant))


def against_baseline(distances: Distances, df: int, base_df: int) -> tuple[float, float]:
    """CFI and TLI; 1 where there is nothing to explain."""
    chi_square, base, _ = distances
    excess, base_excess = max(chi_square - df, 0.0), max(base - base_df, chi_square - df, 0.0)
    cfi = 1 - excess / base_excess if base_excess else 1.0
    ratio = base / base_df
    tli = (ratio - chi_square / df) / (ratio - 1) if df and ratio != 1 else 1.0
    return cfi, tli


def _srmr(sample: Sample, point: Point) -> float:
    items = sample.mean.shape[1]
    spread = np.sqrt(np.diagonal(sample.covariance, axis1=1, axis2=2))
    gap = (sample.covariance - point.sigma) / (spread[:, :, None] * spread[:, None, :])
    rows, columns = np.tril_indices(items)
    squares = (gap[:, rows, columns] ** 2).sum(axis=1) + ((point.residual_mean / spread) ** 2).sum(axis=1)
    each = np.sqrt(squares / (items * (items + 3) / 2))
    return float(each @ sample.n / sample.n.sum())
