"""Fit indices from a chi-square that is scaled for answers that are not normal or people not independent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from scipy import special

from mentorway.evidence.psychometrics.factors.indices import baseline_chi_square, noncentrality
from mentorway.evidence.psychometrics.factors.information import Sample
from mentorway.evidence.psychometrics.factors.models import FitIndices


@dataclass(frozen=True)
class ScaledIndices:
    """Chi-square divided by its scaling, and robust CFI, TLI and RMSEA.

    The robust indices estimate what plain ones would be with normal answers of independent people. The RMSEA
    interval is the 90 % one. All is NaN where the scaling is not above zero or there is nothing to test.
    """

    chi_square: float
    df: int
    p: float
    scaling: float
    baseline_scaling: float
    cfi: float
    tli: float
    rmsea: float
    rmsea_low: float
    rmsea_high: float


def scaled_indices(
    plain: FitIndices, trace: float, baseline: tuple[float, int], sample: Sample
) -> ScaledIndices:
    """Indices from a plain fit and the traces that scale it and its baseline.

    Parameters
    ----------
    plain : FitIndices
        Of the model.
    trace : float
        What chi-square is expected to be where the model holds; with normal answers of independent people it
        is the degrees of freedom.
    baseline : float, int
        The same of the model of uncorrelated items, and its degrees of freedom.
    sample : Sample
        The answers.

    Returns
    -------
    ScaledIndices

    References
    ----------
    Brosseau-Liard & Savalei (2014), Multivar Behav Res 49:460-470, doi:10.1080/00273171.2014.933697.
    Li & Bentler (2006), UCLA Statistics Preprints 451.

    Examples
    --------
    >>> import numpy as np
    >>> from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments
    >>> from mentorway.evidence.psychometrics.factors.structure import fit, sample_of
    >>> covariance = np.full((4, 4), 0.5) + np.diag([0.5, 0.6, 0.7, 0.8])
    >>> covariance[0, 1] = covariance[1, 0] = 0.7
    >>> groups = [GroupMoments("LT", 300, np.zeros(4), covariance)]
    >>> plain = fit(groups, FactorModel.one_factor("trust", ["a", "b", "c", "d"])).indices
    >>> found = scaled_indices(plain, 2 * 1.5, (6 * 1.5, 6), sample_of(groups))
    >>> found.scaling, bool(np.isclose(found.chi_square, plain.chi_square / 1.5))
    (1.5, True)
    """
    known = Baseline(baseline_chi_square(sample), *baseline)
    return scaled_from(plain, trace, known, (sample.people, len(sample.n)))


class Baseline(NamedTuple):
    """Chi-square of the model of uncorrelated items, what it is expected to be, and degrees of freedom."""

    chi_square: float
    trace: float
    df: int


def scaled_from(
    plain: FitIndices, trace: float, baseline: Baseline, size: tuple[float, int]
) -> ScaledIndices:
    """`scaled_indices` from a baseline whose chi-square is known, and the number of people and groups."""
    base, base_trace, base_df = baseline
    scaling = trace / plain.df if plain.df else math.nan
    if not scaling > 0:
        return ScaledIndices(math.nan, plain.df, math.nan, math.nan, base_trace / base_df, *[math.nan] * 5)
    people, groups = size
    left, base_left = plain.chi_square - trace, base - base_trace
    most = max(left, base_left, 0.0)
    chi_square = plain.chi_square / scaling
    ends = (noncentrality(chi_square, plain.df, share) for share in (0.95, 0.05))
    unit = scaling * groups / (plain.df * people)
    low, high = (math.sqrt(unit * end) for end in ends)
    return ScaledIndices(
        chi_square=chi_square,
        df=plain.df,
        p=float(special.chdtrc(plain.df, chi_square)),
        scaling=scaling,
        baseline_scaling=base_trace / base_df,
        cfi=1 - max(left, 0.0) / most if most else 1.0,
        tli=1 - left * base_df / (base_left * plain.df) if base_left else 1.0,
        rmsea=math.sqrt(unit * max(chi_square - plain.df, 0.0)),
        rmsea_low=low,
        rmsea_high=high,
    )
