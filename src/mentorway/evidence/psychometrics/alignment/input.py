"""What alignment starts from: each group's own loadings and intercepts, with mean 0 and variance 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mentorway.evidence.psychometrics.factors.factor_input import check_model
from mentorway.evidence.psychometrics.factors.information import Point
from mentorway.evidence.psychometrics.factors.layout import Layout, Parameters, Stack, layout
from mentorway.evidence.psychometrics.factors.models import (
    FactorModel,
    Fit,
    GroupMoments,
    Level,
    Matrix,
    Vector,
)
from mentorway.evidence.psychometrics.factors.scoring import Likelihood
from mentorway.evidence.psychometrics.factors.structure import fit, sample_of, unsettled
from mentorway.evidence.psychometrics.incomplete.fiml import fit_incomplete
from mentorway.evidence.psychometrics.incomplete.holes import holed, observed_information
from mentorway.evidence.psychometrics.incomplete.missing import IncompleteGroup
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True, eq=False)
class Separate:
    """Loadings and intercepts of each group by itself, shape (groups, items), and how sure they are.

    `covariance` is the sampling covariance of a group's loadings and then intercepts, shape (groups, 2 items,
    2 items). `sizes` are people, or their weights.
    """

    items: tuple[str, ...]
    names: tuple[str, ...]
    sizes: Vector
    loadings: Matrix
    intercepts: Matrix
    covariance: Stack


def separate_estimates(
    groups: Sequence[GroupMoments] | Sequence[IncompleteGroup], model: FactorModel
) -> tuple[Separate, Fit]:
    """Fit the model to each group by itself, with mean 0 and variance 1 of its factor.

    Parameters
    ----------
    groups : sequence of GroupMoments, or of IncompleteGroup
        At least two, as for `fit` or `fit_incomplete`.
    model : FactorModel
        Of one factor.

    Returns
    -------
    Separate, Fit
        The estimates, and the configural fit they are made of. Factors point the same way in all groups.

    Raises
    ------
    InvalidInputError
        As for `fit`; there are fewer than two groups or more than one factor; or a factor has no variance.
    ConvergenceError
        A group's model does not settle.

    Examples
    --------
    >>> covariance = np.full((3, 3), 4.0) + np.eye(3)
    >>> groups = [GroupMoments(name, 100, np.full(3, 3.0), covariance) for name in ("LT", "LV")]
    >>> found, _ = separate_estimates(groups, FactorModel.one_factor("trust", ["a", "b", "c"]))
    >>> found.loadings.round(6).tolist()
    [[2.0, 2.0, 2.0], [2.0, 2.0, 2.0]]
    """
    check_model(model)
    _check(groups, model)
    incomplete = [group for group in groups if isinstance(group, IncompleteGroup)]
    slots = layout(len(groups), model, Level.CONFIGURAL, ())
    if incomplete:
        found = fit_incomplete(incomplete, model)
        cells = holed(incomplete)
        information = observed_information(cells, slots, _point(cells, slots, found))
        sizes = np.array([group.n for group in incomplete], dtype=np.float64)
    else:
        moments = [group for group in groups if isinstance(group, GroupMoments)]
        found, sample = fit(moments, model), sample_of(moments)
        information = sample.curvature(slots, _point(sample, slots, found)).information
        sizes = sample.n
    return _standardised(found, slots, information, sizes), found


def _check(groups: Sequence[GroupMoments] | Sequence[IncompleteGroup], model: FactorModel) -> None:
    if len(groups) < 2:
        raise InvalidInputError(
            Message("Comparing needs at least two groups; %(count)d came.", {"count": len(groups)})
        )
    if len(model.factors) != 1:
        raise InvalidInputError(
            Message(
                "Alignment is for one scale at a time; %(count)d came. Align each scale by itself.",
                {"count": len(model.factors)},
            )
        )
    if len({isinstance(group, IncompleteGroup) for group in groups}) > 1:
        raise InvalidInputError(
            Message(
                "Some groups come with holes in their answers and others without. Give all groups in one way."
            )
        )


def _point(answers: Likelihood, slots: Layout, found: Fit) -> Point:
    """Where the estimates lie."""
    parts = ("loadings", "intercepts", "uniquenesses", "factor_covariance", "latent_means")
    values = Parameters(*(np.stack([getattr(group, part) for group in found.groups]) for part in parts))
    point = answers.evaluate(slots, slots.pack(values))
    if point is None:
        raise unsettled()
    return point


def _standardised(found: Fit, slots: Layout, information: Stack, sizes: Vector) -> Separate:
    variances = np.array([group.factor_covariance[0, 0] for group in found.groups])
    flat = np.flatnonzero(variances <= 0)
    if flat.size:
        raise InvalidInputError(
            Message(
                "In group %(group)s the items have nothing in common, so its factor has no variance. Leave "
                "out the group, or ask whether the scale works there at all.",
                {"group": found.groups[int(flat[0])].name},
            )
        )
    raw = np.stack([group.loadings[:, 0] for group in found.groups])
    deviation = np.sqrt(variances)
    loadings = raw * deviation[:, None]
    signs = np.where(loadings @ loadings[0] < 0, -1.0, 1.0)
    items = slots.items
    turn = np.zeros((slots.groups, 2 * items, slots.slots))
    own = np.arange(slots.loading_start, slots.intercept_start)
    turn[:, slots.loading_items, own] = (signs * deviation)[:, None]
    turn[:, :items, slots.psi_start] = (signs / (2 * deviation))[:, None] * raw
    turn[:, items + np.arange(items), slots.intercept_start + np.arange(items)] = 1.0
    covariance = turn @ np.linalg.inv(information) @ turn.transpose(0, 2, 1)
    return Separate(
        items=found.model.items,
        names=tuple(group.name for group in found.groups),
        sizes=sizes,
        loadings=signs[:, None] * loadings,
        intercepts=np.stack([group.intercepts for group in found.groups]),
        covariance=covariance,
    )
