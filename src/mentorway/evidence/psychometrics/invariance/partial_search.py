"""Search for the parameters that differ between groups, one at a time; the tests are declared before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from mentorway.evidence.comparisons.multiplicity import adjusted
from mentorway.evidence.psychometrics.factors.models import (
    ConvergenceError,
    FactorModel,
    Fit,
    Kind,
    Level,
    Release,
    ScoreTest,
)
from mentorway.evidence.psychometrics.invariance.ladder import TESTED_AT, Step, step_between
from mentorway.evidence.psychometrics.invariance.licence import Rules, limits_for, too_dear
from mentorway.evidence.psychometrics.invariance.partial_trail import (
    Difference,
    Direction,
    Ending,
    LevelSearch,
    SearchRules,
    SearchStep,
    back_sentence,
    end_sentence,
    step_sentence,
)

Plan = tuple[FactorModel, Level, tuple[Release, ...]]
Fitting = Callable[[Plan, Fit | None], Fit]


@dataclass(frozen=True, eq=False)
class Search:
    """What is searched at one level: `given` is free anyway, `looser` the model to measure from."""

    fitting: Fitting
    looser: Fit
    level: Level
    given: tuple[Release, ...]
    rules: tuple[SearchRules, Rules]

    @property
    def model(self) -> FactorModel:
        """The factor model."""
        return self.looser.model

    @property
    def kind(self) -> Kind:
        """The kind of parameter that is searched at this level."""
        return TESTED_AT[self.level]

    @property
    def family(self) -> tuple[Release, ...]:
        """All parameters that are tested, declared before any test."""
        every = (Release(self.kind, item) for item in self.model.items)
        return tuple(one for one in every if one not in self.given)

    def fit(self, releases: Sequence[Release], start: Fit | None) -> Fit:
        """Fit the level with these parameters free."""
        return self.fitting((self.model, self.level, tuple(releases)), start)

    def within(self, cost: Step) -> bool:
        """Whether a model costs no more than the licence allows."""
        licence = self.rules[1]
        limits = limits_for([group.n for group in self.looser.groups], licence)
        if self.level is Level.METRIC:
            return not too_dear(cost, (limits.of_loadings, limits.srmr_metric), licence)
        return not too_dear(cost, (limits, limits.srmr_scalar), licence)

    def allowed(self, releases: Sequence[Release]) -> bool:
        """Whether every scale keeps enough items equal with these parameters free."""
        rules = self.rules[0]
        unequal = {one.item for one in releases if one.kind in ("loading", self.kind)}
        free = {one.item for one in releases if one.kind == self.kind}
        return all(
            sum(item not in unequal for item in members) >= rules.fewest_equal
            and sum(item in free for item in members) <= rules.most_free * len(members)
            for _, members in self.model.factors
        )

    def corrected(self, known: Mapping[Release, tuple[float, int, float]]) -> dict[Release, Difference]:
        """Tests with p-values adjusted over the whole family; what is not known counts as no difference."""
        p_values = [known[one][2] if one in known else 1.0 for one in self.family]
        raised = dict(zip(self.family, adjusted(p_values, self.rules[0].adjustment), strict=True))
        return {one: Difference(one, *numbers, float(raised[one])) for one, numbers in known.items()}


def searched(search: Search) -> LevelSearch:
    """Search in the direction of the rules."""
    if search.rules[0].direction is Direction.FORWARD:
        return _forward(search)
    return _backward(search)


def _forward(search: Search) -> LevelSearch:
    """Set free what differs most, until the loss of fit is within the rules."""
    free, steps, past = search.given, list[SearchStep](), dict[Release, tuple[float, int, float]]()
    held: Fit | None = None
    cost: Step | None = None
    try:
        held = search.fit(free, search.looser)
        while True:
            cost = step_between(search.looser, held)
            if search.within(cost):
                return _ended(search, free, (steps, cost), Ending.HOLDS)
            tests = search.corrected(past | score_tests_of(search, held))
            candidates = [one for one in _strongest_first(tests) if one.release not in free]
            best = _choice(search, free, candidates)
            ending = _stuck(search, candidates, best)
            if best is None or ending is not None:
                return _ended(search, free, (steps, cost), ending or Ending.CHANCE)
            freed = search.fit((*free, best.release), _same_marker(held, best.release))
            costs = cost, step_between(search.looser, freed)
            sentence = step_sentence(len(steps) + 1, best, costs, len(search.family))
            steps.append(SearchStep(len(steps) + 1, best, tuple(candidates), *costs, sentence))
            past[best.release] = (best.chi_square, best.df, best.p)
            free, held = (*free, best.release), freed
    except ConvergenceError:
        return _ended(search, free, (steps, cost), Ending.UNSETTLED)


def _choice(search: Search, free: tuple[Release, ...], candidates: Sequence[Difference]) -> Difference | None:
    """The strongest that may be set free; where that of a scale may not, no weaker one stands in for it."""
    scale = {item: name for name, members in search.model.factors for item in members}
    spent: set[str] = set()
    for one in candidates:
        name = scale[one.release.item]
        if name not in spent and search.allowed((*free, one.release)):
            return one
        spent.add(name)
    return None


def _stuck(search: Search, candidates: Sequence[Difference], best: Difference | None) -> Ending | None:
    """Why no step can be taken, if none can."""
    chance = search.rules[0].chance
    if best is not None and best.adjusted < chance:
        return None
    return Ending.LIMIT if any(one.adjusted < chance for one in candidates) else Ending.CHANCE


def _strongest_first(tests: Mapping[Release, Difference]) -> list[Difference]:
    return sorted(tests.values(), key=lambda one: (one.p, -one.chi_square))


def _same_marker(held: Fit, release: Release) -> Fit | None:
    """The fit to start from; none where the item that gives the factor its unit is set free."""
    return None if release.kind == "loading" and release.item in _markers(held.model, held.releases) else held


def _markers(model: FactorModel, releases: Sequence[Release]) -> list[str]:
    """The items that give each factor its unit."""
    free = {one.item for one in releases if one.kind == "loading"}
    return [next(item for item in members if item not in free) for _, members in model.factors]


def score_tests_of(search: Search, held: Fit) -> dict[Release, tuple[float, int, float]]:
    """Score tests of what is held equal, over all groups at once.

    An item whose loading is the unit of its factor has no test of its own; the same model with another unit
    gives it one.
    """
    found = _totals(held, search.kind)
    if search.kind == "loading":
        markers = _markers(search.model, held.releases)
        factors = tuple(
            (name, (*(item for item in members if item not in markers), *(set(markers) & set(members))))
            for name, members in search.model.factors
        )
        turned = search.fitting((replace(search.model, factors=factors), search.level, held.releases), None)
        found |= {item: test for item, test in _totals(turned, "loading").items() if item in markers}
    return {
        Release(search.kind, item): (test.chi_square, test.df, test.p)
        for item, test in found.items()
        if Release(search.kind, item) in search.family
    }


def _totals(held: Fit, kind: Kind) -> dict[str, ScoreTest]:
    return {one.item: one for one in held.score_tests if one.kind == kind and one.group is None}


def _backward(search: Search) -> LevelSearch:
    """Hold only the items that differ least, then more and more of those that do not differ beyond chance."""
    steps, known = list[SearchStep](), dict[Release, tuple[float, int, float]]()
    free, cost = search.given, None
    try:
        full = search.fit(search.given, search.looser)
        known = score_tests_of(search, full)
        free = _but_anchors(search, known)
        fit = full if free == search.given else search.fit(free, None)
        cost = step_between(search.looser, fit)
        while True:
            fits = _one_held(search, free, fit)
            for release, held in fits.items():
                known[release] = _rise(fit, held)
            tests = search.corrected(known)
            candidates = [one for one in _strongest_first(tests) if one.release in fits]
            if not candidates or candidates[-1].adjusted < search.rules[0].chance:
                return _ended(search, free, (steps, cost), _last(search, free, cost))
            weakest = candidates[-1]
            costs = cost, step_between(search.looser, fits[weakest.release])
            sentence = back_sentence(len(steps) + 1, weakest, costs, len(search.family))
            steps.append(SearchStep(len(steps) + 1, weakest, tuple(candidates), *costs, sentence))
            fit, cost = fits[weakest.release], costs[1]
            free = tuple(one for one in free if one != weakest.release)
    except ConvergenceError:
        return _ended(search, free, (steps, cost), Ending.UNSETTLED)


def _but_anchors(search: Search, known: Mapping[Release, tuple[float, int, float]]) -> tuple[Release, ...]:
    """Everything free but the items of each scale whose tests are weakest."""
    unequal = {one.item for one in search.given}
    kept: set[str] = set()
    for _, members in search.model.factors:
        firm = [item for item in members if item not in unequal]
        order = sorted(firm, key=lambda item: known.get(Release(search.kind, item), (np.inf,))[0])
        kept |= set(order[: max(search.rules[0].fewest_equal, 1)])
    return (*search.given, *(one for one in search.family if one.item not in kept))


def _one_held(search: Search, free: tuple[Release, ...], fit: Fit) -> dict[Release, Fit]:
    """The model with each of the free parameters of the family held in turn."""
    return {
        one: search.fit([other for other in free if other != one], fit if one.kind != "loading" else None)
        for one in free
        if one in search.family
    }


def _rise(fit: Fit, held: Fit) -> tuple[float, int, float]:
    """By how much chi-square rises, and whether chance can do that."""
    rise = max(held.indices.chi_square - fit.indices.chi_square, 0.0)
    df = held.indices.df - fit.indices.df
    return rise, df, float(special.chdtrc(df, rise)) if df else 1.0


def _last(search: Search, free: tuple[Release, ...], cost: Step) -> Ending:
    if not search.allowed(free):
        return Ending.LIMIT
    return Ending.HOLDS if search.within(cost) else Ending.DEAR


def _ended(
    search: Search, free: tuple[Release, ...], trail: tuple[list[SearchStep], Step | None], ending: Ending
) -> LevelSearch:
    steps, cost = trail
    return LevelSearch(
        level=search.level,
        family=search.family,
        steps=tuple(steps),
        releases=tuple(one for one in free if one not in search.given),
        cost=cost,
        within=cost is not None
        and ending is not Ending.UNSETTLED
        and search.within(cost)
        and search.allowed(free),
        ending=ending,
        sentence=end_sentence(search.level, ending, cost),
    )
