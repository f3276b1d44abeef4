"""Robust standard errors and chi-square for answers with holes: slopes summed over independent units."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mentorway.evidence.psychometrics.factors.information import Point, directions, mean_directions
from mentorway.evidence.psychometrics.factors.layout import Layout, Parameters, layout
from mentorway.evidence.psychometrics.factors.models import Fit, Matrix, Vector
from mentorway.evidence.psychometrics.factors.structure import unsettled
from mentorway.evidence.psychometrics.incomplete.holes import Directions, Holed, holed, without_bends
from mentorway.evidence.psychometrics.incomplete.missing import IncompleteGroup, item_sums
from mentorway.evidence.psychometrics.incomplete.saturated import Saturated, saturated
from mentorway.evidence.psychometrics.robust.clustered_answers import HoledUnits, without_units
from mentorway.evidence.psychometrics.robust.errors import RobustFit, robust_warnings, with_errors
from mentorway.evidence.psychometrics.robust.sandwich import Along, Meat, sandwich, slopes_along
from mentorway.evidence.psychometrics.robust.scaling import Baseline, scaled_from
from mentorway.evidence.psychometrics.robust.units import Block
from mentorway.wording import InvalidInputError, Message

ROWS = 4096  # cells at once


def robust_incomplete(found: Fit, groups: Sequence[HoledUnits], *, correct: bool = True) -> RobustFit:
    """Give a fit to answers with holes standard errors and a chi-square that do not need independent people.

    Slopes of the log-likelihood are summed over each unit, whatever items its people answered.

    Parameters
    ----------
    found : Fit
        Of `fiml.fit_incomplete` or `fiml.ladder_incomplete`, on `without_units` of these same groups.
    groups : sequence of HoledUnits
        By organisation, or person by person for answers that are not normal; all in one way.
    correct : bool
        Whether products over C organisations of a group are raised by C/(C - 1) (CR1). Person by person
        nothing is raised.

    Returns
    -------
    RobustFit
        As of `robust.robust`, and fit for `robust.scaled_difference`. Robust CFI, TLI and RMSEA are those for
        complete answers; with many holes they are approximate.

    Raises
    ------
    InvalidInputError
        The groups come in two ways, or the fit is not one of these groups.
    ConvergenceError
        The curvature at the estimates is not that of a maximum.

    References
    ----------
    Yuan & Bentler (2000), Sociol Methodol 30:165-200, doi:10.1111/0081-1750.00078.
    Savalei (2010), Psychol Methods 15:352-367, doi:10.1037/a0020143.
    Zhang & Savalei (2023), Psychol Methods 28:263-283, doi:10.1037/met0000445.

    Examples
    --------
    >>> from mentorway.evidence.psychometrics.robust.clustered_answers import organisations_with_holes
    >>> from mentorway.evidence.psychometrics.incomplete.fiml import fit_incomplete
    >>> from mentorway.evidence.psychometrics.factors.models import FactorModel
    >>> rng = np.random.default_rng(5)
    >>> school = np.repeat(np.arange(40), 10)
    >>> rows = 0.7 * rng.normal(size=(40, 1))[school] + rng.normal(size=(400, 1)) + rng.normal(size=(400, 4))
    >>> rows[rng.random(rows.shape) < 0.1] = np.nan
    >>> groups = [organisations_with_holes("LT", rows, school)]
    >>> plain = fit_incomplete(without_units(groups), FactorModel.one_factor("trust", ["a", "b", "c", "d"]))
    >>> found = robust_incomplete(plain, groups)
    >>> bool(found.fit.groups[0].intercept_errors[0] > 1.3 * plain.groups[0].intercept_errors[0])
    True
    """
    _check(found, groups)
    incomplete = without_units(groups)
    free = [saturated(group, found.model.items) for group in incomplete]
    cells = holed(incomplete, sum(one.log_likelihood for one in free))
    slots = layout(len(groups), found.model, found.level, found.releases)
    point = _point(found, cells, slots)
    along = _along(slots, point)
    meats, baseline = [], 0.0
    for place, group in enumerate(groups):
        raised = group.units / (group.units - 1) if correct and group.organisations else 1.0
        slopes = unit_slopes(group, _implied(point, place), along[place])
        if slots.with_means and place == 0:
            slopes[:, slots.mean_start :] = 0.0
        without_model = raised * _saturated_trace(group, incomplete[place], free[place])
        alone = raised * _items_trace(group, incomplete[place])
        meats.append(Meat(raised * slopes.T @ slopes, without_model, alone))
        sums = item_sums(incomplete[place])
        baseline += 2 * free[place].log_likelihood
        baseline += float(sums.n @ (np.log(2 * np.pi * sums.variance) + 1))
    covariance, trace = sandwich(cells, slots, point, meats)
    items = slots.items
    known = Baseline(
        baseline,
        sum(meat.saturated - meat.baseline for meat in meats),
        slots.groups * items * (items - 1) // 2,
    )
    differing = sum(meat.saturated for meat in meats) - trace
    scaled = scaled_from(found.indices, differing, known, (cells.people, slots.groups))
    counted = [group.units for group in groups] if groups[0].organisations else []
    return RobustFit(
        fit=with_errors(found, slots, covariance),
        scaled=scaled,
        units=sum(group.units for group in groups),
        warnings=tuple(robust_warnings(found, counted, scaled)),
    )


def _check(found: Fit, groups: Sequence[HoledUnits]) -> None:
    if len({group.organisations for group in groups}) > 1:
        raise InvalidInputError(
            Message(
                "Some groups come by organisation and others person by person. Give all groups in one way."
            )
        )
    fitted = [(group.name, group.n) for group in found.groups]
    if fitted != [(group.name, group.people) for group in groups]:
        raise _of_others()


def _point(found: Fit, cells: Holed, slots: Layout) -> Point:
    """The place of the estimates, if they are of these groups."""
    parts = ("loadings", "intercepts", "uniquenesses", "factor_covariance", "latent_means")
    values = Parameters(*(np.stack([getattr(group, part) for group in found.groups]) for part in parts))
    point = cells.evaluate(slots, slots.pack(values))
    slack = 1e-6 * max(found.indices.chi_square, 1.0)
    if point is None or abs(2 * point.half_chi_square - found.indices.chi_square) > slack:
        raise _of_others()
    return point


def _of_others() -> InvalidInputError:
    return InvalidInputError(
        Message("The model was fitted to other answers. Fit it to the moments of these groups first.")
    )


def _along(slots: Layout, point: Point) -> list[Along]:
    """Along which slots the log-likelihood of each group leans."""
    left, right, factor = directions(slots, point.parameters)
    tilt = mean_directions(slots, point.parameters)
    return [
        Along(left[place], right[place], factor, tilt[place], slots.loading_start)
        for place in range(slots.groups)
    ]


def _implied(point: Point, place: int) -> tuple[Vector, Matrix]:
    """Means and covariances of one group as the model has them."""
    found = point.parameters
    means = found.intercepts[place] + found.loadings[place] @ found.latent_means[place]
    return means, point.sigma[place]


def unit_slopes(group: HoledUnits, at: tuple[Vector, Matrix], along: Along) -> Matrix:
    """Slope of each unit's log-likelihood at these means and covariances, shape (units, slots)."""
    means, sigma = at
    kinds, member = np.unique(group.seen, axis=0, return_inverse=True)
    found = np.zeros((group.units, along.start + along.tilt.shape[1]))
    for place, kind in enumerate(kinds):
        there = np.flatnonzero(kind)
        weight = np.zeros_like(sigma)
        weight[np.ix_(there, there)] = np.linalg.inv(sigma[np.ix_(there, there)])
        every = np.flatnonzero(member.ravel() == place)
        for start in range(0, len(every), ROWS):
            own = every[start : start + ROWS]
            covariance = None if group.covariance is None else group.covariance[own]
            block = Block(group.n[own], group.mean[own], covariance)
            np.add.at(found, group.unit[own], slopes_along(block, weight, means, along))
    return found


def _saturated_trace(group: HoledUnits, incomplete: IncompleteGroup, free: Saturated) -> float:
    """Products of the units' slopes without a model, measured by the observed information."""
    items = len(free.mean)
    rows, columns = np.tril_indices(items)
    unit = np.eye(items)
    factor = np.where(rows == columns, 0.5, 1.0)
    along = Along(unit[:, rows], unit[:, columns], factor, unit, len(rows))
    slopes = unit_slopes(group, (free.mean, free.covariance), along)
    cells = holed([incomplete])
    seen = cells.spread_over(free.mean[None], free.covariance[None])
    if seen is None:
        raise unsettled()
    of = Directions(along.left[None], along.right[None], factor, unit[None])
    information = without_bends(cells, of, (seen.weight, seen.residual), len(rows))[0]
    return float(np.trace(np.linalg.solve(information, slopes.T @ slopes)))


def _items_trace(group: HoledUnits, incomplete: IncompleteGroup) -> float:
    """The same for uncorrelated items, each with its own mean and variance."""
    sums = item_sums(incomplete)
    apart = (group.mean - sums.mean) * group.seen
    squares = apart**2
    if group.covariance is not None:
        squares = squares + np.diagonal(group.covariance, axis1=1, axis2=2)
    heavy = group.n[:, None] * group.seen
    of_means = np.zeros((group.units, len(sums.n)))
    of_variances = np.zeros_like(of_means)
    np.add.at(of_means, group.unit, heavy * apart / sums.variance)
    np.add.at(of_variances, group.unit, heavy * (squares - sums.variance) / (2 * sums.variance**2))
    scale = sums.variance / sums.n
    return float(
        (of_means**2).sum(axis=0) @ scale + (of_variances**2).sum(axis=0) @ (2 * sums.variance * scale)
    )
