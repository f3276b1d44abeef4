"""Partial invariance: find the few parameters that differ between groups, and say how far to trust that."""

from __future__ import annotations

from collections.abc import Sequence

from mentorway.evidence.psychometrics.factors.factor_input import check_model, check_moments, check_releases
from mentorway.evidence.psychometrics.factors.models import FactorModel, Fit, GroupMoments, Level, Release
from mentorway.evidence.psychometrics.factors.scoring import Heed, unheeded
from mentorway.evidence.psychometrics.factors.structure import fit_from
from mentorway.evidence.psychometrics.incomplete.fiml import fitting
from mentorway.evidence.psychometrics.incomplete.missing import IncompleteGroup, check_patterns
from mentorway.evidence.psychometrics.invariance.ladder import Ladder, climbed
from mentorway.evidence.psychometrics.invariance.licence import DEFAULT, Rules
from mentorway.evidence.psychometrics.invariance.partial_search import Fitting, Plan, Search, searched
from mentorway.evidence.psychometrics.invariance.partial_trail import (
    LevelSearch,
    PartialInvariance,
    SearchRules,
)
from mentorway.wording import InvalidInputError, Message

Groups = Sequence[GroupMoments] | Sequence[IncompleteGroup]
SEARCHED = (Level.METRIC, Level.SCALAR)
STANDARD = SearchRules()


def partial_invariance(
    groups: Groups,
    model: FactorModel,
    releases: Sequence[Release] = (),
    *,
    rules: tuple[SearchRules, Rules] = (STANDARD, DEFAULT),
    heed: Heed = unheeded,
) -> PartialInvariance:
    """Search for the loadings, and then the intercepts, that differ between groups.

    Forward: while the tighter model costs more than the licence allows, the parameter with the strongest
    score test over all groups is set free and the model fitted again. Backward: only the items that differ
    least are held, and then, one after the other, those whose holding costs no more than chance. Which tests
    there are is declared before the first: all loadings of the model, and then all its intercepts, but for
    what is free already. At each step the p-values of the whole family are adjusted together; what was
    decided before keeps its p-value.

    Parameters
    ----------
    groups : sequence of GroupMoments, or of IncompleteGroup
        At least two, as for `fit` or for `fit_incomplete`.
    model : FactorModel
        Which items speak for which factor.
    releases : sequence of Release
        Parameters that are free for reasons of content; they are not tested, but count towards the limits.
    rules : SearchRules, Rules
        How the search may go, and what the licence allows a step to cost. Among more than two groups the two
        smallest, and the largest against the smallest, decide which limits hold.
    heed : callable, optional
        Asked at every step of every climb whether to go on. What it raises ends the work.

    Returns
    -------
    PartialInvariance
        `releases` and `ladder` go into `licence.judge` (for two groups). The intercepts are searched only if
        the loadings have come within the rules.

    Raises
    ------
    InvalidInputError
        As for `ladder`, or the rules of the search cannot be followed.
    ConvergenceError
        Not even the configural model settles.

    References
    ----------
    Byrne, Shavelson & Muthén (1989), Psychol Bull 105:456-466, doi:10.1037/0033-2909.105.3.456.
    Yoon & Millsap (2007), Struct Equ Modeling 14:435-463, doi:10.1080/10705510701301677.
    MacCallum, Roznowski & Necowitz (1992), Psychol Bull 111:490-504, doi:10.1037/0033-2909.111.3.490.

    Examples
    --------
    >>> import numpy as np
    >>> covariance = np.full((5, 5), 1.0) + np.eye(5)
    >>> groups = [GroupMoments("LT", 400, np.full(5, 3.0), covariance),
    ...           GroupMoments("LV", 400, np.array([3.0, 3.0, 3.0, 4.0, 3.0]), covariance)]
    >>> found = partial_invariance(groups, FactorModel.one_factor("trust", ["a", "b", "c", "d", "e"]))
    >>> found.releases
    (Release(kind='intercept', item='d'),)
    >>> [search.ending.value for search in found.searches]
    ['holds', 'holds']
    """
    check_search(groups, model, releases, rules[0])
    fit_by = fitting_of(groups, heed)
    free = tuple(releases)
    looser = fit_by((model, Level.CONFIGURAL, free), None)
    found: list[LevelSearch] = []
    for level in SEARCHED:
        if found:
            looser = fit_by((model, SEARCHED[0], free), None)
        search = Search(fit_by, looser, level, free, rules)
        found.append(searched(search))
        free = (*free, *found[-1].releases)
        if not found[-1].within:
            break
    ladder = ladder_with(fit_by, model, free, sum(group.n for group in groups))
    return PartialInvariance(rules[0], tuple(found), free, ladder, tuple(_warnings(found)))


def check_search(groups: Groups, model: FactorModel, releases: Sequence[Release], rules: SearchRules) -> None:
    """Refuse groups and models that cannot be fitted, and rules of a search that nothing can follow."""
    check_model(model)
    check_releases(model, releases)
    if not (0 < rules.chance < 1 and 0 <= rules.most_free <= 1 and rules.fewest_equal >= 1):
        raise InvalidInputError(
            Message(
                "The search needs a chance between 0 and 1, a share of free items from 0 to 1 and at least "
                "one equal item; %(chance)s, %(share)s and %(equal)d came.",
                {"chance": str(rules.chance), "share": str(rules.most_free), "equal": rules.fewest_equal},
            )
        )
    if len(groups) < 2:
        raise InvalidInputError(
            Message("Comparing needs at least two groups; %(count)d came.", {"count": len(groups)})
        )
    incomplete = [group for group in groups if isinstance(group, IncompleteGroup)]
    if incomplete and len(incomplete) < len(groups):
        raise InvalidInputError(
            Message(
                "Some groups come with holes in their answers and others without. Give all groups in one way."
            )
        )
    if incomplete:
        check_patterns(incomplete, model.items)
    else:
        check_moments(_complete(groups), model)


def _complete(groups: Groups) -> list[GroupMoments]:
    return [group for group in groups if isinstance(group, GroupMoments)]


def fitting_of(groups: Groups, heed: Heed) -> Fitting:
    """What fits model after model to these groups, with holes in their answers or without."""
    incomplete = [group for group in groups if isinstance(group, IncompleteGroup)]
    if incomplete:
        return fitting(incomplete, heed)
    moments = _complete(groups)

    def fit_by(plan: Plan, start: Fit | None) -> Fit:
        return fit_from(moments, plan[0], plan[1:], start, heed)

    return fit_by


def ladder_with(fit_by: Fitting, model: FactorModel, free: tuple[Release, ...], people: int) -> Ladder:
    """All levels with these parameters free."""
    return climbed(list(Level), lambda level, start: fit_by((model, level, free), start), people)


def _warnings(searches: Sequence[LevelSearch]) -> list[Message]:
    if not any(search.releases for search in searches):
        return []
    return [
        Message(
            "Which items differ was found in the same answers that this now describes, so chance has had its "
            "say. Look whether the items have a reason to differ, such as their translation, and whether "
            "other answers confirm it."
        )
    ]
