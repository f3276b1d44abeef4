"""Measurement invariance of ordinal items: ever tighter models, and what each step costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from mentorway.evidence.psychometrics.factors.factor_input import check_model, check_releases
from mentorway.evidence.psychometrics.factors.models import ConvergenceError, FactorModel, Level, Release
from mentorway.evidence.psychometrics.factors.scoring import Heed, unheeded
from mentorway.evidence.psychometrics.factors.structure import unsettled
from mentorway.evidence.psychometrics.invariance.ladder import STOPPED, Ladder, Step
from mentorway.evidence.psychometrics.ordinal.categorical_answers import CategoricalGroup
from mentorway.evidence.psychometrics.ordinal.categorical_moments import CategoricalSample, categorical_sample
from mentorway.evidence.psychometrics.ordinal.chi_square import OrdinalDifference, solution_difference
from mentorway.evidence.psychometrics.ordinal.fitting import OrdinalFit, fit_sample
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True, eq=False)
class OrdinalLadder:
    """Fits from the loosest to the tightest, and the same as a ladder that `licence.judge` reads.

    In the ladder chi-square, CFI, TLI and RMSEA are those with adjusted mean and variance, and chi-squares of
    steps are tests of their own, not differences.
    """

    fits: tuple[OrdinalFit, ...]
    ladder: Ladder


def ordinal_ladder(
    groups: Sequence[CategoricalGroup] | CategoricalSample,
    model: FactorModel,
    releases: Sequence[Release] = (),
    *,
    levels: Sequence[Level] = tuple(Level),
    heed: Heed = unheeded,
) -> OrdinalLadder:
    """Fit the configural, metric, scalar and strict model of ordinal items in turn.

    Parameters
    ----------
    groups : sequence of CategoricalGroup, or CategoricalSample
        At least two, as for `ordinal_fit`.
    model : FactorModel
        Which items speak for which factor.
    releases : sequence of Release
        Parameters that may differ at every level (partial invariance).
    levels : sequence of Level
        Which models; they are fitted from the loosest to the tightest.
    heed : callable, optional
        Asked at every step of every search whether to go on. What it raises ends the work.

    Returns
    -------
    OrdinalLadder
        If a model does not settle, the tighter ones are left out and the ladder's `stopped` says so. Where
        all items have two categories, the metric model holds all that the scalar model does, and the step
        between them has no degrees of freedom: their loadings and thresholds can only be tested together.

    Raises
    ------
    InvalidInputError
        As for `ordinal_fit`, or there are fewer than two groups, or even the first model does not settle.

    References
    ----------
    Wu & Estabrook (2016), Psychometrika 81:1014-1045, doi:10.1007/s11336-016-9506-0.
    Satorra (2000), in Innovations in multivariate statistical analysis, 233-247,
    doi:10.1007/978-1-4615-4603-0_17.

    Examples
    --------
    >>> import numpy as np
    >>> from mentorway.evidence.psychometrics.ordinal.categorical_answers import categorical_group
    >>> from mentorway.evidence.psychometrics.invariance.licence import judge
    >>> rng = np.random.default_rng(4)
    >>> behind = rng.normal(size=(2, 600, 1)) + rng.normal(size=(2, 600, 4))
    >>> rows = 1 + (behind > -1) + (behind > 0) + (behind > 1)
    >>> groups = [categorical_group(name, part) for name, part in zip(("LT", "LV"), rows, strict=True)]
    >>> found = ordinal_ladder(groups, FactorModel.one_factor("trust", ["a", "b", "c", "d"]))
    >>> [step.df for step in found.ladder.steps], judge(found.ladder).verdict.value
    ([7, 3, 4], 'means')
    """
    check_model(model)
    check_releases(model, releases)
    sample = groups if isinstance(groups, CategoricalSample) else categorical_sample(groups, model.items)
    if len(sample.n) < 2:
        raise InvalidInputError(
            Message("Comparing needs at least two groups; %(count)d came.", {"count": len(sample.n)})
        )

    def fitted(level: Level, known: OrdinalFit | None) -> OrdinalFit:
        return fit_sample(sample, (model, (level, tuple(releases)), "delta"), heed, known)

    fits, stopped = _climbed([one for one in Level if one in levels], fitted)
    return OrdinalLadder(tuple(fits), _ladder(fits, stopped))


def _climbed(
    levels: Sequence[Level], fitted: Callable[[Level, OrdinalFit | None], OrdinalFit]
) -> tuple[list[OrdinalFit], Message | None]:
    """Fit level after level, as far as they settle; a looser model that came out worse is fitted again.

    A looser model can never fit worse. If it does even from where the tighter one ended, it did not settle.
    """
    fits: list[OrdinalFit] = []
    for level in levels:
        try:
            fits.append(fitted(level, fits[-1] if fits else None))
        except ConvergenceError:
            if not fits:
                raise
            return _ordered(fits, fitted, STOPPED[level])
    return _ordered(fits, fitted, None)


def _ordered(
    fits: list[OrdinalFit],
    fitted: Callable[[Level, OrdinalFit | None], OrdinalFit],
    stopped: Message | None,
) -> tuple[list[OrdinalFit], Message | None]:
    for place in range(len(fits) - 2, -1, -1):
        looser, tighter = fits[place], fits[place + 1]
        if _worse(looser, tighter):
            with suppress(ConvergenceError):
                fits[place] = looser = fitted(looser.fit.level, tighter)
            if _worse(looser, tighter):
                if not place:
                    raise unsettled()
                return _ordered(fits[:place], fitted, STOPPED[looser.fit.level])
    return fits, stopped


def _worse(looser: OrdinalFit, tighter: OrdinalFit) -> bool:
    slack = 1e-6 * (1 + tighter.plain.chi_square)
    return looser.plain.chi_square > tighter.plain.chi_square + slack


def _ladder(fits: Sequence[OrdinalFit], stopped: Message | None) -> Ladder:
    tests = tuple(test for found in fits for test in found.fit.score_tests)
    steps = tuple(_step(*pair) for pair in pairwise(fits))
    return Ladder(tuple(found.fit for found in fits), steps, tests, stopped)


def ordinal_difference(looser: OrdinalFit, tighter: OrdinalFit) -> OrdinalDifference:
    """Test what the tighter of two nested models costs; a difference of adjusted chi-squares is no test.

    Parameters
    ----------
    looser, tighter : OrdinalFit
        The second holds all that the first holds, on the same sample.

    Returns
    -------
    OrdinalDifference
        Mean and variance adjusted; NaN where the second has no more degrees of freedom.

    Raises
    ------
    InvalidInputError
        The fits are not of the same sample, or the second has fewer degrees of freedom than the first.

    References
    ----------
    Satorra (2000), in Innovations in multivariate statistical analysis, 233-247,
    doi:10.1007/978-1-4615-4603-0_17.

    Examples
    --------
    >>> import numpy as np
    >>> from mentorway.evidence.psychometrics.ordinal.categorical_answers import categorical_group
    >>> from mentorway.evidence.psychometrics.ordinal.fitting import ordinal_fit
    >>> rng = np.random.default_rng(4)
    >>> behind = rng.normal(size=(2, 400, 1)) + rng.normal(size=(2, 400, 3))
    >>> rows = zip("AB", 1 + (behind > 0) + (behind > 1), strict=True)
    >>> sample = categorical_sample([categorical_group(*group) for group in rows], ["a", "b", "c"])
    >>> model = FactorModel.one_factor("trust", ["a", "b", "c"])
    >>> fits = [ordinal_fit(sample, model, (level, ())) for level in (Level.METRIC, Level.SCALAR)]
    >>> ordinal_difference(*fits).df
    2
    """
    if (
        looser.sample.statistics.shape != tighter.sample.statistics.shape
        or not (looser.sample.statistics == tighter.sample.statistics).all()
    ):
        raise InvalidInputError(
            Message("The two models were fitted to different answers. Fit them to the same ones.")
        )
    if tighter.plain.df < looser.plain.df:
        raise InvalidInputError(
            Message("The second model must hold more equal than the first. Give the looser one first.")
        )
    return solution_difference((looser.solution, looser.spread), tighter.solution)


def _step(looser: OrdinalFit, tighter: OrdinalFit) -> Step:
    test = ordinal_difference(looser, tighter)
    before, after = looser.fit.indices, tighter.fit.indices
    return Step(
        looser=looser.fit.level,
        tighter=tighter.fit.level,
        chi_square=test.chi_square,
        df=test.df,
        p=test.p,
        cfi=after.cfi - before.cfi,
        rmsea=after.rmsea - before.rmsea,
        srmr=after.srmr - before.srmr,
    )
