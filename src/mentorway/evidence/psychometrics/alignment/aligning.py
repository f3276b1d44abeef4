"""Alignment: means of many groups on one scale, though no loading or intercept is exactly equal in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mentorway.evidence.psychometrics.alignment.climb import Bottom, frame_of, least
from mentorway.evidence.psychometrics.alignment.input import Separate, separate_estimates
from mentorway.evidence.psychometrics.alignment.scale import Scale, scale_of
from mentorway.evidence.psychometrics.alignment.sets import Thresholds, shared_by
from mentorway.evidence.psychometrics.factors.models import (
    FactorModel,
    Fit,
    GroupMoments,
    Kind,
    Matrix,
    Vector,
)
from mentorway.evidence.psychometrics.factors.scoring import Heed, unheeded
from mentorway.evidence.psychometrics.incomplete.missing import IncompleteGroup
from mentorway.evidence.psychometrics.invariance.licence import DEFAULT
from mentorway.wording import InvalidInputError, Message, listed

DEFAULT_THRESHOLDS = Thresholds()
TOO_MANY = 0.25  # share of parameters that differ, beyond which means are not to be trusted
KINDS: tuple[Kind, ...] = ("loading", "intercept")
UNSURE = 0.5  # standard error of a mean, in standard deviations, that says hardly anything


class Way(StrEnum):
    """Whether the mean of the reference group is fixed at 0 or found as well."""

    FIXED = "fixed"
    FREE = "free"


@dataclass(frozen=True)
class AlignmentPlan:
    """How to align.

    The factor of the `reference` group has variance 1 and, where fixed, mean 0; None is the first. `epsilon`
    rounds off the loss near 0, in squared units of the answers. `starts` are drawn besides two that are not.
    """

    way: Way = Way.FIXED
    reference: str | None = None
    epsilon: float = 0.01
    starts: int = 20
    thresholds: Thresholds = DEFAULT_THRESHOLDS


STANDARD = AlignmentPlan()


@dataclass(frozen=True, eq=False)
class AlignedGroup:
    """One group on the common scale: its factor's mean and variance, loadings and intercepts, with errors."""

    name: str
    n: int
    mean: float
    mean_error: float
    variance: float
    variance_error: float
    loadings: Vector
    loading_errors: Vector
    intercepts: Vector
    intercept_errors: Vector


@dataclass(frozen=True)
class AlignedParameter:
    """One loading or intercept over all groups.

    `differing` are the groups that differ from the `average` of the others, whose p-values are in `p`, group
    by group. `r_squared` is how much of the differences between the groups' own estimates their means and
    variances explain: 1 where the parameter is invariant, NaN where there are no differences. `loss` is what
    the parameter adds.
    """

    kind: Kind
    item: str
    average: float
    differing: tuple[str, ...]
    p: tuple[float, ...]
    r_squared: float
    loss: float


@dataclass(frozen=True, eq=False)
class Alignment:
    """Aligned groups and parameters.

    `mean_covariance` is the sampling covariance of the means. `share` is that of parameters that differ.
    `agreeing` of `starts` starts ended at the least `loss`. `fit` is the configural model it all rests on.
    """

    plan: AlignmentPlan
    reference: str
    groups: tuple[AlignedGroup, ...]
    parameters: tuple[AlignedParameter, ...]
    mean_covariance: Matrix
    share: float
    loss: float
    starts: int
    agreeing: int
    fit: Fit
    warnings: tuple[Message, ...]


def align(
    groups: Sequence[GroupMoments] | Sequence[IncompleteGroup],
    model: FactorModel,
    plan: AlignmentPlan = STANDARD,
    *,
    rng: np.random.Generator | None = None,
    heed: Heed = unheeded,
) -> Alignment:
    """Find means and variances that make loadings and intercepts of all groups as alike as they can be.

    Nothing is held equal. Each group's own model, its factor with mean 0 and variance 1, is given the mean
    and variance that make the sum over items and pairs of groups of √(n n') ⁴√(difference² + epsilon) least,
    so that few large differences are preferred to many small ones.

    Parameters
    ----------
    groups : sequence of GroupMoments, or of IncompleteGroup
        At least two, as for `fit` or `fit_incomplete`; the method is meant for many.
    model : FactorModel
        Of one factor.
    plan : AlignmentPlan
        How to align.
    rng : numpy.random.Generator, optional
        Draws the starts; without it there are only the two that are not drawn.
    heed : callable, optional
        Asked before every start whether to go on. What it raises ends the work.

    Returns
    -------
    Alignment
        Errors are those of the delta method: how alignment carries on the sampling errors of each group's own
        estimates.

    Raises
    ------
    InvalidInputError
        As for `separate_estimates`; the reference is no group; epsilon or the starts are out of range.
    ConvergenceError
        A group's own model or the alignment does not settle, or free means are not held in place.

    References
    ----------
    Asparouhov & Muthén (2014), Struct Equ Modeling 21:495-508, doi:10.1080/10705511.2014.919210.
    Muthén & Asparouhov (2014), Front Psychol 5:978, doi:10.3389/fpsyg.2014.00978.

    Examples
    --------
    >>> loadings = np.array([1.0, 0.8, 1.2, 0.9])
    >>> truth = {"LT": (0.0, 1.0), "LV": (0.5, 1.44), "SE": (-0.3, 0.81)}
    >>> groups = [GroupMoments(name, 500, 3 + loadings * mean, v * np.outer(loadings, loadings) + np.eye(4))
    ...           for name, (mean, v) in truth.items()]
    >>> found = align(groups, FactorModel.one_factor("trust", ["a", "b", "c", "d"]))
    >>> [(one.name, round(one.mean, 4), round(one.variance, 4)) for one in found.groups]
    [('LT', 0.0, 1.0), ('LV', 0.5, 1.44), ('SE', -0.3, 0.81)]
    """
    separate, configural = separate_estimates(groups, model)
    reference = _check(plan, separate)
    frame = frame_of(separate, plan.epsilon, reference if plan.way is Way.FIXED else None)
    bottom = least(frame, (plan.starts, rng), heed)
    scale = scale_of(separate, bottom.at, frame.basis, reference)
    covariances = {
        (kind, item): scale.carried(scale.changes(kind, item))
        for kind in KINDS
        for item in range(len(separate.items))
    }
    losses = {"loading": bottom.at.of_loadings.values, "intercept": bottom.at.of_intercepts.values}
    parameters = tuple(
        _parameter(scale, (kind, item), (covariance, plan.thresholds), frame.unit * float(losses[kind][item]))
        for (kind, item), covariance in covariances.items()
    )
    errors = np.sqrt(np.stack([np.diag(covariance) for covariance in covariances.values()], axis=1))
    aligned = tuple(_group(scale, place, own.n, errors[place]) for place, own in enumerate(configural.groups))
    share = sum(len(one.differing) for one in parameters) / (len(parameters) * len(groups))
    return Alignment(
        plan=plan,
        reference=separate.names[reference],
        groups=aligned,
        parameters=parameters,
        mean_covariance=scale.carried(scale.moved[: len(groups)]),
        share=share,
        loss=frame.unit * bottom.at.value,
        starts=bottom.starts,
        agreeing=bottom.agreeing,
        fit=configural,
        warnings=tuple(_warnings(configural, share, aligned, bottom)),
    )


def _check(plan: AlignmentPlan, separate: Separate) -> int:
    if not (np.isfinite(plan.epsilon) and plan.epsilon > 0) or plan.starts < 0:
        raise InvalidInputError(
            Message(
                "Alignment needs an epsilon above 0 and no negative number of starts; %(epsilon)s and "
                "%(starts)d came.",
                {"epsilon": str(plan.epsilon), "starts": plan.starts},
            )
        )
    if plan.reference is not None and plan.reference not in separate.names:
        raise InvalidInputError(
            Message(
                "Group %(group)s cannot be the reference, because it is not among the groups. Choose one of: "
                "%(groups)s.",
                {"group": plan.reference, "groups": listed(separate.names)},
            )
        )
    return 0 if plan.reference is None else separate.names.index(plan.reference)


def _group(scale: Scale, place: int, n: int, errors: Vector) -> AlignedGroup:
    groups, items = scale.loadings.shape
    variance = float(np.exp(2 * scale.logs[place]))
    mean_error, log_error = (
        float(np.sqrt(scale.carried(scale.moved[[row]])[0, 0])) for row in (place, groups + place)
    )
    return AlignedGroup(
        name=scale.separate.names[place],
        n=n,
        mean=float(scale.means[place]),
        mean_error=mean_error,
        variance=variance,
        variance_error=2 * variance * log_error,
        loadings=scale.loadings[place],
        loading_errors=errors[:items],
        intercepts=scale.intercepts[place],
        intercept_errors=errors[items:],
    )


def _parameter(
    scale: Scale, which: tuple[Kind, int], by: tuple[Matrix, Thresholds], loss: float
) -> AlignedParameter:
    kind, item = which
    names, sizes = scale.separate.names, scale.separate.sizes
    values = (scale.loadings if kind == "loading" else scale.intercepts)[:, item]
    shared = shared_by(values, by[0], sizes, by[1])
    return AlignedParameter(
        kind=kind,
        item=scale.separate.items[item],
        average=shared.average,
        differing=tuple(name for name, inside in zip(names, shared.members, strict=True) if not inside),
        p=tuple(map(float, shared.p)),
        r_squared=scale.explained(kind, item),
        loss=loss,
    )


def _warnings(configural: Fit, share: float, groups: Sequence[AlignedGroup], bottom: Bottom) -> list[Message]:
    said = list(configural.warnings)
    indices = configural.indices
    if indices.df and (indices.cfi < DEFAULT.cfi or indices.srmr > DEFAULT.srmr):
        said.append(
            Message(
                "The groups' own models fit badly (CFI %(cfi).3f, SRMR %(srmr).3f). Alignment compares "
                "groups in which the questions belong together in the same way.",
                {"cfi": indices.cfi, "srmr": indices.srmr},
            )
        )
    if share > TOO_MANY:
        said.append(
            Message(
                "%(share).0f %% of the loadings and intercepts differ between groups. Above %(limit).0f %% "
                "the means of aligned groups should not be trusted without a simulation.",
                {"share": 100 * share, "limit": 100 * TOO_MANY},
            )
        )
    unsure = [group.name for group in groups if group.mean_error**2 > UNSURE**2 * group.variance]
    if unsure:
        said.append(
            Message(
                "The means of these groups are hardly known: %(groups)s. There may be too few people, or the "
                "free alignment may leave the means too loose; try the fixed one.",
                {"groups": listed(unsure)},
            )
        )
    if bottom.starts > 2 and bottom.agreeing == 1:
        said.append(
            Message(
                "Only one of %(starts)d starts led to the best alignment, so there may be a better one. Draw "
                "more starts.",
                {"starts": bottom.starts},
            )
        )
    return said
