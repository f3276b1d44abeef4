"""Confirmatory factor analysis of ordinal items by diagonally weighted least squares (lavaan's WLSMV)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentorway.evidence.psychometrics.factors.factor_input import check_model, check_releases
from mentorway.evidence.psychometrics.factors.models import (
    FactorModel,
    Fit,
    FitIndices,
    GroupEstimates,
    Level,
    Release,
)
from mentorway.evidence.psychometrics.factors.scoring import Heed, unheeded
from mentorway.evidence.psychometrics.factors.structure import unsettled
from mentorway.evidence.psychometrics.ordinal.categorical_answers import CategoricalGroup
from mentorway.evidence.psychometrics.ordinal.categorical_moments import CategoricalSample, categorical_sample
from mentorway.evidence.psychometrics.ordinal.chi_square import Spread, ordinal_indices, spread_of
from mentorway.evidence.psychometrics.ordinal.descent import Solution
from mentorway.evidence.psychometrics.ordinal.layout import OrdinalLayout, Parameterization
from mentorway.evidence.psychometrics.ordinal.scores import ordinal_score_tests
from mentorway.evidence.psychometrics.ordinal.start import Plan, solved
from mentorway.evidence.psychometrics.ordinal.thresholds import Thresholds
from mentorway.wording import InvalidInputError, Message

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class OrdinalFit:
    """A fitted model of ordinal items.

    `fit` has the estimates, robust standard errors, and indices from chi-square with adjusted mean and
    variance; `plain` and `mean_adjusted` have those from the other chi-squares. `thresholds` go group by
    group and item by item. `scales`, shape (groups, items), are inverse standard deviations of the values
    behind the items. `solution`, `spread` and `sample` are what tests against other models need.
    """

    fit: Fit
    parameterization: Parameterization
    thresholds: tuple[tuple[Thresholds, ...], ...]
    scales: Values
    plain: FitIndices
    mean_adjusted: FitIndices
    sample: CategoricalSample
    solution: Solution
    spread: Spread


def ordinal_fit(
    groups: Sequence[CategoricalGroup] | CategoricalSample,
    model: FactorModel,
    plan: tuple[Level, Sequence[Release]] = (Level.CONFIGURAL, ()),
    *,
    parameterization: Parameterization = "delta",
    heed: Heed = unheeded,
) -> OrdinalFit:
    """Fit a factor model to thresholds and polychoric correlations of one or more groups.

    Behind each item a normal value is assumed, cut into categories; the factor model is one of these values.
    Each item speaks for one factor. The first item of a factor that is held equal has loading 1, rather one
    with three categories or more.

    Parameters
    ----------
    groups : sequence of CategoricalGroup, or CategoricalSample
        Of people who answered every item, items in the order of the model. What several models need, their
        statistics, can be computed once with `categorical_sample`.
    model : FactorModel
        Which items speak for which factor.
    plan : Level and sequence of Release
        What is held equal over groups, after Wu & Estabrook (2016). Metric: thresholds and loadings;
        intercepts and scales behind the items are free in all groups but the first. Scalar: intercepts as
        well, and latent means are free. Strict: error variances as well. Of an item with two categories
        intercepts are held equal at the metric level already, where its scale cannot be known otherwise; if a
        factor has such items, its means are free there. Releases may name loadings, intercepts and
        uniquenesses.
    parameterization : "delta" or "theta"
        Whether the variance behind an item is 1 in the first group, or its error variance. The strict level
        is always "theta". Chi-square is the same.
    heed : callable, optional
        Asked at every step whether to go on. What it raises ends the work.

    Returns
    -------
    OrdinalFit
        With a warning for each negative error variance, and those of the sample.

    Raises
    ------
    InvalidInputError
        As for `categorical_sample`, the model is too small or names items wrongly, or too much is released.
    ConvergenceError
        No best answer was found, or a parameter has no information of its own there.

    References
    ----------
    Muthén, du Toit & Spisic (1997), Robust inference using weighted least squares and quadratic estimating
    equations in latent variable modeling with categorical and continuous outcomes.
    Wu & Estabrook (2016), Psychometrika 81:1014-1045, doi:10.1007/s11336-016-9506-0.

    Examples
    --------
    >>> from mentorway.evidence.psychometrics.ordinal.categorical_answers import categorical_group
    >>> rng = np.random.default_rng(3)
    >>> behind = rng.normal(size=(800, 1)) + rng.normal(size=(800, 4))
    >>> rows = 1 + (behind > -1) + (behind > 0.5)
    >>> model = FactorModel.one_factor("trust", ["a", "b", "c", "d"])
    >>> found = ordinal_fit([categorical_group("LT", rows)], model)
    >>> found.fit.indices.df, bool(found.fit.indices.p > 0.01)
    (2, True)
    """
    check_model(model)
    check_releases(model, plan[1])
    if parameterization not in ("delta", "theta"):
        raise InvalidInputError(
            Message(
                "“%(name)s” is no parameterisation. Choose delta or theta.", {"name": str(parameterization)}
            )
        )
    sample = groups if isinstance(groups, CategoricalSample) else categorical_sample(groups, model.items)
    if sample.items != len(model.items):
        raise InvalidInputError(
            Message(
                "Statistics of %(came)d items came; the model has %(needed)d.",
                {"came": sample.items, "needed": len(model.items)},
            )
        )
    return fit_sample(sample, (model, (plan[0], tuple(plan[1])), parameterization), heed, None)


def fit_sample(sample: CategoricalSample, plan: Plan, heed: Heed, known: OrdinalFit | None) -> OrdinalFit:
    """`ordinal_fit` without the checks, with another fit to begin from if nothing else helps."""
    model, held, _ = plan
    found = solved(sample, plan, heed, None if known is None else known.solution)
    if found is None:
        raise unsettled()
    spread = spread_of(sample, found)
    indices = ordinal_indices(sample, found, spread)
    estimates = tuple(_group(sample, found, spread, place) for place in range(len(sample.n)))
    fit = Fit(
        model=model,
        level=held[0],
        releases=held[1],
        groups=estimates,
        indices=indices.shifted,
        iterations=found.iterations,
        warnings=(*sample.warnings, *_impossible(model, estimates)),
        score_tests=ordinal_score_tests(sample, (model, *held), found, spread),
        latent_covariance=_latent_covariance(found, spread, held[0]),
    )
    return OrdinalFit(
        fit=fit,
        parameterization=found.layout.parameterization,
        thresholds=tuple(_thresholds(sample, found, spread, place) for place in range(len(sample.n))),
        scales=found.layout.implied(found.values).shrink,
        plain=indices.plain,
        mean_adjusted=indices.mean_adjusted,
        sample=sample,
        solution=found,
        spread=spread,
    )


def _slot_covariance(layout: OrdinalLayout, spread: Spread, group: int) -> Values:
    """Sampling covariance of one group's slots; 0 where a slot is fixed."""
    numbers = layout.numbers[group]
    free = numbers >= 0
    found: Values = spread.covariance[np.ix_(numbers, numbers)] * np.outer(free, free)
    return found


def _group(sample: CategoricalSample, found: Solution, spread: Spread, place: int) -> GroupEstimates:
    layout = found.layout
    covariance = _slot_covariance(layout, spread, place)
    values = layout.parts(found.values[place : place + 1])
    errors = layout.parts(np.sqrt(np.maximum(np.diag(covariance), 0.0))[None])
    belongs = layout.factor_of[:, None] == np.arange(layout.factors)
    uniquenesses, uniqueness_errors = _uniquenesses(layout, found.values[place], covariance)
    return GroupEstimates(
        name=sample.names[place],
        n=int(sample.n[place]),
        loadings=values.loadings[0][:, None] * belongs,
        loading_errors=errors.loadings[0][:, None] * belongs,
        intercepts=values.intercepts[0],
        intercept_errors=errors.intercepts[0],
        uniquenesses=uniquenesses,
        uniqueness_errors=uniqueness_errors,
        factor_covariance=values.psi[0],
        factor_covariance_errors=errors.psi[0],
        latent_means=values.means[0],
        latent_mean_errors=errors.means[0],
    )


def _uniquenesses(layout: OrdinalLayout, values: Values, covariance: Values) -> tuple[Values, Values]:
    """Error variances; with scales as parameters, they are what the factor leaves of 1/scale²."""
    _, loading, psi, _, scale, mean, _ = layout.starts
    errors = np.sqrt(np.maximum(np.diag(covariance)[scale:mean], 0.0))
    if layout.parameterization == "theta":
        return values[scale:mean], errors
    parts = layout.parts(values[None])
    own = parts.psi[0, layout.factor_of, layout.factor_of]
    ties, scales, every = parts.loadings[0], parts.scales[0], np.arange(layout.items)
    slopes = np.zeros((layout.items, len(values)))
    slopes[every, loading + every] = -2 * ties * own
    slopes[every, psi + layout.factor_of * (layout.factor_of + 3) // 2] = -(ties**2)
    slopes[every, scale + every] = -2 / scales**3
    spread = np.einsum("ij,jk,ik->i", slopes, covariance, slopes)
    return 1 / scales**2 - ties**2 * own, np.sqrt(np.maximum(spread, 0.0))


def _thresholds(
    sample: CategoricalSample, found: Solution, spread: Spread, place: int
) -> tuple[Thresholds, ...]:
    end = sample.thresholds
    values = found.values[place, :end]
    errors = np.sqrt(np.diag(_slot_covariance(found.layout, spread, place))[:end])
    return tuple(
        Thresholds(values[sample.item_of == item], errors[sample.item_of == item])
        for item in range(sample.items)
    )


def _latent_covariance(found: Solution, spread: Spread, level: Level) -> Values:
    """Of latent means and variances, group by group, where the level lets means be compared."""
    if not level.holds(Level.SCALAR):
        return np.empty((0, 0))
    layout = found.layout
    factors = np.arange(layout.factors)
    own = np.concatenate([layout.starts[5] + factors, layout.starts[2] + factors * (factors + 3) // 2])
    numbers = layout.numbers[:, own].ravel()
    free = numbers >= 0
    covariance: Values = spread.covariance[np.ix_(numbers, numbers)] * np.outer(free, free)
    return covariance


def _impossible(model: FactorModel, groups: Sequence[GroupEstimates]) -> Iterator[Message]:
    for group in groups:
        for item, variance in zip(model.items, group.uniquenesses, strict=True):
            if variance < 0:
                yield Message(
                    "In group %(group)s item %(item)s gets a negative error variance, which cannot be. "
                    "There may be too few people, or the item may not belong to the scale.",
                    {"group": group.name, "item": item},
                )
        if float(np.linalg.eigvalsh(group.factor_covariance)[0]) < 0:
            yield Message(
                "In group %(group)s the factors get variances or correlations that cannot be. "
                "There may be too few people, or two scales may measure the same.",
                {"group": group.name},
            )
