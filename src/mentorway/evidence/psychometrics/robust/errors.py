"""Standard errors and a chi-square that hold where answers are not normal, or people are not independent.

Slopes of the log-likelihood are summed over each independent unit: an organisation, or a person. How much the
sums differ says how much the estimates would, whatever the distribution (the sandwich of Huber and White).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from mentorway.evidence.psychometrics.factors.information import Point, Sample
from mentorway.evidence.psychometrics.factors.layout import Layout, Parameters, layout
from mentorway.evidence.psychometrics.factors.models import Fit, GroupEstimates, Matrix
from mentorway.evidence.psychometrics.factors.structure import sample_of
from mentorway.evidence.psychometrics.incomplete.holes import without_holes
from mentorway.evidence.psychometrics.robust.sandwich import Meat, derivatives_at, meat_of, sandwich
from mentorway.evidence.psychometrics.robust.scaling import ScaledIndices, scaled_indices
from mentorway.evidence.psychometrics.robust.units import (
    ClusteredGroup,
    Units,
    moments_of,
    scale_of,
    units_in,
)
from mentorway.wording import InvalidInputError, Message

FEW = 30  # organisations; with fewer, what they differ by is not well known


@dataclass(frozen=True, eq=False)
class RobustFit:
    """A fit with robust standard errors, and what robust chi-square makes of its indices.

    `fit` has the estimates and plain indices of the fit that came, robust errors and latent covariance, and
    no score tests, which would not be robust. `units` counts organisations or people over all groups.
    """

    fit: Fit
    scaled: ScaledIndices
    units: int
    warnings: tuple[Message, ...]


def robust(found: Fit, groups: Sequence[Units], *, correct: bool = True) -> RobustFit:
    """Give a fit standard errors and a chi-square that do not need normal answers or independent people.

    Parameters
    ----------
    found : Fit
        Of `structure.fit` or `invariance.ladder`, on `units.moments_of` these same groups.
    groups : sequence of ClusteredGroup or of PeopleGroup
        By organisation, where people of one organisation may answer alike; sums are enough. Or person by
        person, for answers that are not normal and for survey weights: this takes a second look at the rows.
    correct : bool
        Whether products over C organisations of a group are raised by C/(C - 1), which makes standard errors
        less too small where they are few (CR1). Person by person nothing is raised.

    Returns
    -------
    RobustFit
        Warned is where there are fewer than 30 organisations, or no more than parameters: standard errors are
        then too small or not to be trusted, nor is the scaled chi-square.

    Raises
    ------
    InvalidInputError
        As for `check_units`, or the fit is not one of these groups.
    ConvergenceError
        The curvature at the estimates is not that of a maximum.

    References
    ----------
    White (1982), Econometrica 50:1-25, doi:10.2307/1912526.
    Yuan & Bentler (2000), Sociol Methodol 30:165-200, doi:10.1111/0081-1750.00078.
    Muthén & Satorra (1995), Sociol Methodol 25:267-316, doi:10.2307/271070.

    Examples
    --------
    >>> from mentorway.evidence.psychometrics.factors.models import FactorModel
    >>> from mentorway.evidence.psychometrics.factors.structure import fit
    >>> from mentorway.evidence.psychometrics.robust.units import clusters_of
    >>> rng = np.random.default_rng(5)
    >>> school = np.repeat(np.arange(40), 10)
    >>> rows = 0.7 * rng.normal(size=(40, 1))[school] + rng.normal(size=(400, 1)) + rng.normal(size=(400, 4))
    >>> groups = [clusters_of("LT", rows, school)]
    >>> plain = fit(moments_of(groups), FactorModel.one_factor("trust", ["a", "b", "c", "d"]))
    >>> found = robust(plain, groups)
    >>> bool(found.fit.groups[0].intercept_errors[0] > 1.3 * plain.groups[0].intercept_errors[0])
    True
    """
    sample = sample_of(moments_of(groups))
    slots = layout(len(groups), found.model, found.level, found.releases)
    point = point_of(found, groups, (sample, slots))
    share, of = scale_of(groups), derivatives_at(slots, point)
    meats = [
        meat_of(group, (sample, of), (place, share), correct=correct) for place, group in enumerate(groups)
    ]
    covariance, trace = sandwich(without_holes(sample), slots, point, meats)
    differing = sum(meat.saturated for meat in meats) - trace
    scaled = scaled_indices(found.indices, differing, _baseline_trace(meats, sample), sample)
    return RobustFit(
        fit=with_errors(found, slots, covariance),
        scaled=scaled,
        units=sum(map(units_in, groups)),
        warnings=tuple(robust_warnings(found, _organisations(groups), scaled)),
    )


def _organisations(groups: Sequence[Units]) -> list[int]:
    return [len(group.n) for group in groups if isinstance(group, ClusteredGroup)]


def point_of(found: Fit, groups: Sequence[Units], at: tuple[Sample, Layout]) -> Point:
    """The place of the estimates, if they are of these groups."""
    sample, slots = at
    names = [(group.name, group.n) for group in found.groups]
    if names == [(group.name, group.people) for group in groups] and sample.mean.shape[1] == slots.items:
        parts = ("loadings", "intercepts", "uniquenesses", "factor_covariance", "latent_means")
        values = Parameters(*(np.stack([getattr(group, part) for group in found.groups]) for part in parts))
        point = sample.evaluate(slots, slots.pack(values))
        slack = 1e-6 * max(found.indices.chi_square, 1.0)
        if point is not None and abs(2 * point.half_chi_square - found.indices.chi_square) <= slack:
            return point
    raise InvalidInputError(
        Message("The model was fitted to other answers. Fit it to the moments of these groups first.")
    )


def _baseline_trace(meats: Sequence[Meat], sample: Sample) -> tuple[float, int]:
    """Trace and degrees of freedom of the model of uncorrelated items."""
    groups, items = sample.mean.shape
    return sum(meat.saturated - meat.baseline for meat in meats), groups * items * (items - 1) // 2


def with_errors(found: Fit, slots: Layout, covariance: Matrix) -> Fit:
    """The fit with its errors, and covariance of latent means and variances, from that of all slots."""
    variances = np.diag(covariance).reshape(slots.groups, slots.slots)
    errors = slots.unpack_errors(np.sqrt(np.maximum(variances, 0.0)))
    groups = tuple(_group(group, errors, place) for place, group in enumerate(found.groups))
    if not slots.with_means:
        return replace(found, groups=groups, score_tests=())
    own = np.concatenate([np.arange(slots.mean_start, slots.slots), slots.variances])
    rows = (slots.slots * np.arange(slots.groups)[:, None] + own).ravel()
    return replace(found, groups=groups, score_tests=(), latent_covariance=covariance[np.ix_(rows, rows)])


def _group(group: GroupEstimates, errors: Parameters, place: int) -> GroupEstimates:
    return replace(
        group,
        loading_errors=errors.loadings[place],
        intercept_errors=errors.intercepts[place],
        uniqueness_errors=errors.uniquenesses[place],
        factor_covariance_errors=errors.factor_covariance[place],
        latent_mean_errors=errors.latent_means[place],
    )


def robust_warnings(found: Fit, organisations: Sequence[int], scaled: ScaledIndices) -> list[Message]:
    """Warn of too few organisations, counted group by group, and of a scaling that cannot be."""
    said = list(found.warnings)
    count, free = sum(organisations), found.indices.parameters
    if organisations and count <= free:
        said.append(
            Message(
                "There are %(count)d organisations and %(parameters)d parameters. With no more organisations "
                "than parameters, standard errors and chi-square are not to be trusted.",
                {"count": count, "parameters": free},
            )
        )
    elif organisations and count < FEW:
        said.append(
            Message(
                "There are only %(count)d organisations. With fewer than %(few)d, robust standard errors "
                "come out too small, even when corrected for their number.",
                {"count": count, "few": FEW},
            )
        )
    if found.indices.df and math.isnan(scaled.scaling):
        said.append(
            Message("The scaling of chi-square came out below zero, which cannot be, so it is not scaled.")
        )
    return said


@dataclass(frozen=True)
class ScaledDifference:
    """Test of the tighter of two nested models by scaled chi-squares; NaN where it cannot be had."""

    chi_square: float
    df: int
    p: float
    scaling: float


def scaled_difference(looser: RobustFit, tighter: RobustFit) -> ScaledDifference:
    """Test what the tighter of two nested models costs, by their scaled chi-squares.

    The difference of two scaled chi-squares is no chi-square; that of the plain ones, divided by a scaling of
    its own, nearly is one.

    Parameters
    ----------
    looser, tighter : RobustFit
        The second holds all that the first holds, on the same units.

    Returns
    -------
    ScaledDifference
        The scaling can come out below zero in small samples; all is NaN then.

    Raises
    ------
    InvalidInputError
        The second model has no more degrees of freedom than the first.

    References
    ----------
    Satorra & Bentler (2001), Psychometrika 66:507-514, doi:10.1007/BF02296192.

    Examples
    --------
    >>> from mentorway.evidence.psychometrics.invariance.ladder import ladder
    >>> from mentorway.evidence.psychometrics.factors.models import FactorModel
    >>> from mentorway.evidence.psychometrics.robust.units import PeopleGroup
    >>> rng = np.random.default_rng(6)
    >>> groups = [PeopleGroup(name, rng.normal(size=(200, 1)) + rng.normal(size=(200, 4)))
    ...           for name in ("LT", "LV")]
    >>> fits = ladder(moments_of(groups), FactorModel.one_factor("trust", ["a", "b", "c", "d"])).fits
    >>> configural, metric = [robust(found, groups) for found in fits[:2]]
    >>> found = scaled_difference(configural, metric)
    >>> found.df, bool(0.5 < found.scaling < 1.5)
    (3, True)
    """
    before, after = looser.fit.indices, tighter.fit.indices
    df = after.df - before.df
    if df <= 0:
        raise InvalidInputError(
            Message("The second model must hold more equal than the first. Give the looser one first.")
        )
    known = looser.scaled.scaling * before.df if before.df else 0.0
    scaling = (tighter.scaled.scaling * after.df - known) / df
    if not scaling > 0:
        return ScaledDifference(math.nan, df, math.nan, math.nan)
    chi_square = (after.chi_square - before.chi_square) / scaling
    return ScaledDifference(chi_square, df, float(special.chdtrc(df, max(chi_square, 0.0))), scaling)
