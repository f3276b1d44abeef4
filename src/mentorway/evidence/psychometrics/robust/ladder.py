"""The models of measurement invariance with robust errors and scaled chi-squares at every step."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from mentorway.evidence.psychometrics.factors.models import FactorModel, Fit, FitIndices, Level, Release
from mentorway.evidence.psychometrics.factors.scoring import Heed, unheeded
from mentorway.evidence.psychometrics.incomplete.fiml import ladder_incomplete
from mentorway.evidence.psychometrics.invariance.ladder import Ladder, Step, ladder
from mentorway.evidence.psychometrics.robust.clustered import robust_incomplete
from mentorway.evidence.psychometrics.robust.clustered_answers import HoledUnits, check_holed, without_units
from mentorway.evidence.psychometrics.robust.errors import RobustFit, robust, scaled_difference
from mentorway.evidence.psychometrics.robust.scaling import ScaledIndices
from mentorway.evidence.psychometrics.robust.units import Units, moments_of
from mentorway.wording import InvalidInputError, Message


def robust_ladder(
    groups: Sequence[Units],
    model: FactorModel,
    releases: Sequence[Release] = (),
    *,
    levels: Sequence[Level] = tuple(Level),
    heed: Heed = unheeded,
) -> Ladder:
    """Fit the four models in turn; errors and tests hold for weighted people or those of one organisation.

    Parameters
    ----------
    groups : sequence of ClusteredGroup or of PeopleGroup
        At least two, all of one kind.
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
        Estimates and SRMR are those of the plain ladder; standard errors are robust, chi-square is scaled,
        and CFI, TLI and RMSEA are the robust ones. A step is tested by the scaled difference, or by the plain
        one where that cannot be had, which is the stricter. Score tests are the plain ones: they say where to
        look, not how sure it is.

    Raises
    ------
    InvalidInputError
        As for `invariance.ladder` and `robust.robust`, or a scaling of chi-square comes out below zero.

    References
    ----------
    Satorra & Bentler (2001), Psychometrika 66:507-514, doi:10.1007/BF02296192.
    Brosseau-Liard & Savalei (2014), Multivar Behav Res 49:460-470, doi:10.1080/00273171.2014.933697.

    Examples
    --------
    >>> import numpy as np
    >>> from mentorway.evidence.psychometrics.robust.units import clusters_of
    >>> rng, school = np.random.default_rng(5), np.repeat(np.arange(40), 10)
    >>> rows = [rng.normal(size=(400, 1)) + rng.normal(size=(400, 4)) for _ in range(2)]
    >>> groups = [clusters_of(name, own, school) for name, own in zip(("LT", "LV"), rows)]
    >>> found = robust_ladder(groups, FactorModel.one_factor("trust", ["a", "b", "c", "d"]))
    >>> [step.df for step in found.steps]
    [3, 3, 4]
    """
    plain = ladder(moments_of(groups), model, releases, levels=levels, heed=heed)
    return _made_robust(plain, lambda one: robust(one, groups), heed)


def robust_ladder_incomplete(
    groups: Sequence[HoledUnits],
    model: FactorModel,
    releases: Sequence[Release] = (),
    *,
    levels: Sequence[Level] = tuple(Level),
    heed: Heed = unheeded,
) -> Ladder:
    """The same for answers with holes: everyone counts with what they answered, whatever belongs together.

    Parameters
    ----------
    groups : sequence of HoledUnits
        At least two, all by organisation or all person by person.
    model, releases, levels, heed
        As for `robust_ladder`.

    Returns
    -------
    Ladder
        As of `robust_ladder`, on the estimates of full-information maximum likelihood.

    Raises
    ------
    InvalidInputError
        As for `fiml.ladder_incomplete` and `clustered.robust_incomplete`, a group has a single organisation,
        or a scaling came out below zero.
    ConvergenceError
        A model did not settle.

    References
    ----------
    As of `clustered.robust_incomplete`.

    Examples
    --------
    >>> import numpy as np
    >>> from mentorway.evidence.psychometrics.robust.clustered_answers import organisations_with_holes
    >>> rng, school = np.random.default_rng(5), np.repeat(np.arange(40), 10)
    >>> rows = [rng.normal(size=(400, 1)) + rng.normal(size=(400, 4)) for _ in range(2)]
    >>> for own in rows:
    ...     own[rng.random(own.shape) < 0.1] = np.nan
    >>> groups = [organisations_with_holes(name, own, school) for name, own in zip(("LT", "LV"), rows)]
    >>> found = robust_ladder_incomplete(groups, FactorModel.one_factor("trust", ["a", "b", "c", "d"]))
    >>> [step.df for step in found.steps]
    [3, 3, 4]
    """
    for group in groups:
        check_holed(group, model.items)
    plain = ladder_incomplete(without_units(groups), model, releases, levels=levels, heed=heed)
    return _made_robust(plain, lambda one: robust_incomplete(one, groups), heed)


def _made_robust(plain: Ladder, made: Callable[[Fit], RobustFit], heed: Heed) -> Ladder:
    """The ladder with robust errors and indices, and steps tested by scaled differences."""
    found = []
    for one in plain.fits:
        heed()
        found.append(made(one))
    fits = tuple(_scaled(one) for one in found)
    steps = tuple(
        _step(step, (looser, tighter), (before.indices, after.indices))
        for step, (looser, tighter), (before, after) in zip(
            plain.steps, pairwise(found), pairwise(fits), strict=True
        )
    )
    return replace(plain, fits=fits, steps=steps)


def _scaled(one: RobustFit) -> Fit:
    """The fit with robust indices in the place of plain ones."""
    plain, scaled = one.fit.indices, one.scaled
    if plain.df and math.isnan(scaled.scaling):
        raise InvalidInputError(
            Message(
                "The scaling of chi-square came out below zero, which cannot be. There are too few "
                "organisations or people for tests that heed how they belong together."
            )
        )
    indices = _indices(plain, scaled) if plain.df else plain
    return replace(one.fit, indices=indices, warnings=one.warnings)


def _indices(plain: FitIndices, scaled: ScaledIndices) -> FitIndices:
    return replace(
        plain,
        chi_square=scaled.chi_square,
        p=scaled.p,
        cfi=scaled.cfi,
        tli=scaled.tli,
        rmsea=scaled.rmsea,
        rmsea_low=scaled.rmsea_low,
        rmsea_high=scaled.rmsea_high,
    )


def _step(step: Step, pair: tuple[RobustFit, RobustFit], indices: tuple[FitIndices, FitIndices]) -> Step:
    before, after = indices
    changed = replace(
        step, cfi=after.cfi - before.cfi, rmsea=after.rmsea - before.rmsea, srmr=after.srmr - before.srmr
    )
    if not step.df:
        return changed
    test = scaled_difference(*pair)
    if math.isnan(test.p):
        return changed
    return replace(changed, chi_square=test.chi_square, p=test.p)
