"""Factor models of answers with holes: every answer counts, also of people who left some out (FIML)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from mentorway.evidence.psychometrics.factors.factor_input import check_model, check_releases
from mentorway.evidence.psychometrics.factors.indices import Distances, indices_of
from mentorway.evidence.psychometrics.factors.information import Sample
from mentorway.evidence.psychometrics.factors.layout import Layout, Stack, layout
from mentorway.evidence.psychometrics.factors.models import (
    ConvergenceError,
    FactorModel,
    Fit,
    FitIndices,
    GroupMoments,
    Level,
    Release,
)
from mentorway.evidence.psychometrics.factors.scoring import (
    Heed,
    Maximum,
    eliminate,
    maximise,
    slot_variances,
    unheeded,
)
from mentorway.evidence.psychometrics.factors.structure import places_to_start, reported, sample_of, unsettled
from mentorway.evidence.psychometrics.incomplete.holes import Holed, holed, observed_information
from mentorway.evidence.psychometrics.incomplete.missing import IncompleteGroup, check_patterns, item_sums
from mentorway.evidence.psychometrics.incomplete.saturated import estimated
from mentorway.evidence.psychometrics.invariance.ladder import Ladder, climbed
from mentorway.wording import InvalidInputError, Message

Plan = tuple[FactorModel, Level, tuple[Release, ...]]


@dataclass(frozen=True, eq=False)
class _Answers:
    """Cells with holes, and the means and covariances that EM makes of them."""

    holed: Holed
    moments: tuple[GroupMoments, ...]
    sample: Sample
    baseline: float


def fit_incomplete(
    groups: Sequence[IncompleteGroup],
    model: FactorModel,
    level: Level = Level.CONFIGURAL,
    releases: Sequence[Release] = (),
) -> Fit:
    """Fit a factor model to one or more groups from all answers, complete or not.

    Full-information maximum likelihood: each person counts with the items that they answered. The result is
    right if who left out what depends only on answers that were given (missing at random); complete cases
    alone ask for more. Without holes the estimates are those of `structure.fit`; standard errors differ a
    little, because they come from the observed information, not from the expected one, which would not be
    right with holes.

    Parameters
    ----------
    groups : sequence of IncompleteGroup
        People by pattern, from `missing.patterns_of` or from sums; items in the order of the model.
    model : FactorModel
        Which items speak for which factor.
    level : Level
        What is held equal over groups.
    releases : sequence of Release
        Parameters that may differ all the same.

    Returns
    -------
    Fit
        Chi-square is measured from the saturated model, whose means and covariances EM estimates; the
        baseline of CFI and TLI lets items be uncorrelated and is estimated from all answers as well; SRMR
        compares with the EM means and covariances. People in `n` answered at least one item.

    Raises
    ------
    InvalidInputError
        The model is too small or names items wrongly, too much is released, or as for `check_patterns`.
    ConvergenceError
        No maximum was found, of the model or of the saturated one, or the curvature there is not that of one.

    References
    ----------
    Arbuckle (1996), in Marcoulides & Schumacker (eds), Advanced Structural Equation Modeling, 243-277.
    Enders & Bandalos (2001), Struct Equ Modeling 8:430-457, doi:10.1207/S15328007SEM0803_5.
    Savalei (2010), Psychol Methods 15:352-367, doi:10.1037/a0020143.

    Examples
    --------
    >>> from mentorway.evidence.psychometrics.incomplete.missing import patterns_of
    >>> rng = np.random.default_rng(3)
    >>> rows = rng.normal(size=(200, 1)) + rng.normal(size=(200, 4))
    >>> rows[:40, 3] = np.nan
    >>> rows[30:60, 0] = np.nan
    >>> model = FactorModel.one_factor("trust", ["a", "b", "c", "d"])
    >>> found = fit_incomplete([patterns_of("LT", rows)], model)
    >>> found.groups[0].n, found.indices.df, round(found.indices.chi_square, 2)
    (200, 2, 4.35)
    """
    check_model(model)
    check_releases(model, releases)
    check_patterns(groups, model.items)
    return _fitted(_answers(groups), (model, level, tuple(releases)), None, unheeded)


def ladder_incomplete(
    groups: Sequence[IncompleteGroup],
    model: FactorModel,
    releases: Sequence[Release] = (),
    *,
    levels: Sequence[Level] = tuple(Level),
    heed: Heed = unheeded,
) -> Ladder:
    """Fit the configural, metric, scalar and strict model in turn to all answers, complete or not.

    Parameters
    ----------
    groups : sequence of IncompleteGroup
        At least two, as for `fit_incomplete`.
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
        As of `invariance.ladder`. `mean_differences` takes its scalar and strict fits.

    Raises
    ------
    InvalidInputError
        As for `fit_incomplete`, or there are fewer than two groups, or even the first model does not settle.

    Examples
    --------
    >>> from mentorway.evidence.psychometrics.incomplete.missing import patterns_of
    >>> rng, groups = np.random.default_rng(4), []
    >>> for name in ("LT", "LV"):
    ...     rows = rng.normal(size=(150, 1)) + rng.normal(size=(150, 3))
    ...     rows[:30, 2] = np.nan
    ...     groups.append(patterns_of(name, rows))
    >>> found = ladder_incomplete(groups, FactorModel.one_factor("trust", ["a", "b", "c"]))
    >>> [step.df for step in found.steps]
    [2, 2, 3]
    """
    check_model(model)
    check_releases(model, releases)
    if len(groups) < 2:
        raise InvalidInputError(
            Message("Comparing needs at least two groups; %(count)d came.", {"count": len(groups)})
        )
    check_patterns(groups, model.items)
    fit_by = fitting(groups, heed)

    def fitted(level: Level, start: Fit | None) -> Fit:
        return fit_by((model, level, tuple(releases)), start)

    return climbed([one for one in Level if one in levels], fitted, sum(group.n for group in groups))


def fitting(groups: Sequence[IncompleteGroup], heed: Heed) -> Callable[[Plan, Fit | None], Fit]:
    """What fits model after model to the same answers, each from where another ended; EM runs but once."""
    answers = _answers(groups)
    return lambda plan, start: _fitted(answers, plan, start, heed)


def _answers(groups: Sequence[IncompleteGroup]) -> _Answers:
    found = [estimated(group) for group in groups]
    moments = tuple(
        GroupMoments(group.name, one.n, one.mean, one.covariance)
        for group, one in zip(groups, found, strict=True)
    )
    saturated = sum(one.log_likelihood for one in found)
    return _Answers(
        holed=holed(groups, saturated),
        moments=moments,
        sample=sample_of(moments),
        baseline=2 * (saturated - sum(map(_uncorrelated, groups))),
    )


def _uncorrelated(group: IncompleteGroup) -> float:
    """Log-likelihood of one group's answers if its items had nothing to do with each other."""
    sums = item_sums(group)
    return float(-sums.n @ (np.log(2 * np.pi * sums.variance) + 1)) / 2


def _fitted(answers: _Answers, of: Plan, looser: Fit | None, heed: Heed) -> Fit:
    slots = layout(len(answers.moments), *of)
    for theta in _places(answers, slots, of, looser, heed):
        maximum = maximise(answers.holed, slots, theta, heed)
        if maximum is not None:
            seen = _as_observed(answers, slots, maximum)
            return reported(answers.moments, slots, of, seen, _indices(answers, slots, seen))
    raise unsettled()


def _places(answers: _Answers, slots: Layout, of: Plan, looser: Fit | None, heed: Heed) -> Iterator[Stack]:
    """Where the climb on the EM moments ends, which is cheap and close, and then where it began."""
    for theta in places_to_start(answers.sample, slots, of, looser, heed):
        near = maximise(answers.sample, slots, theta, heed)
        if near is not None:
            yield near.point.theta
        yield theta


def _as_observed(answers: _Answers, slots: Layout, maximum: Maximum) -> Maximum:
    """The maximum with the observed information in place of the expected one."""
    information = observed_information(answers.holed, slots, maximum.point)
    with suppress(np.linalg.LinAlgError):
        elimination = eliminate(slots, information)
        if slot_variances(slots, elimination).min() > 0:
            curvature = replace(maximum.curvature, information=information)
            return replace(maximum, curvature=curvature, elimination=elimination)
    raise ConvergenceError(
        Message(
            "The model came to rest where the answers do not hold it. The missing answers may leave too "
            "little to estimate it, or the items may not belong together."
        )
    )


def _indices(answers: _Answers, slots: Layout, maximum: Maximum) -> FitIndices:
    two_stage = answers.sample.evaluate(slots, maximum.point.theta)
    if two_stage is None:
        raise unsettled()
    chi_square = max(2 * maximum.point.half_chi_square, 0.0)
    distances = Distances(chi_square, answers.baseline, answers.holed.saturated)
    return indices_of(answers.sample, slots, two_stage, distances)
