"""Two nested models fitted to the same moments over and over, from where all groups together ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

import numpy as np

from mentorway.evidence.psychometrics.factors.indices import fit_indices
from mentorway.evidence.psychometrics.factors.information import Sample
from mentorway.evidence.psychometrics.factors.layout import Layout, Parameters, layout
from mentorway.evidence.psychometrics.factors.models import FactorModel, FitIndices, Kind, Level, Release
from mentorway.evidence.psychometrics.factors.scores import score_tests
from mentorway.evidence.psychometrics.factors.scoring import Maximum, maximise, unheeded
from mentorway.evidence.psychometrics.factors.structure import places_to_start, rescaled, start_at, unsettled
from mentorway.evidence.psychometrics.invariance.ladder import TESTED_AT
from mentorway.evidence.psychometrics.permutation.pool import Pool

Plan = tuple[FactorModel, Level, tuple[Release, ...]]


class Changes(NamedTuple):
    """What the tighter model costs: differences tighter minus looser."""

    chi_square: float
    cfi: float
    rmsea: float
    srmr: float


@dataclass(frozen=True, eq=False)
class Compared:
    """One comparison: the differences, and score tests of what the tighter model holds equal."""

    changes: Changes
    tests: Mapping[tuple[Kind, str], float]


@dataclass(frozen=True, eq=False)
class Nested:
    """Both models, the tighter one in other units too so that every loading has a test, and a start."""

    plans: tuple[Plan, Plan, Plan]
    layouts: tuple[Layout, Layout, Layout]
    kinds: tuple[Kind, ...]
    start: Parameters

    def observed(self, sample: Sample) -> Compared:
        """The comparison in the groups as they are."""
        found = self.compare(sample)
        if found is None:
            raise unsettled()
        return found

    def compare(self, sample: Sample) -> Compared | None:
        """Fit both models; None where one does not settle."""
        if not np.isfinite(sample.log_determinant).all():
            return None
        looser = self._climb(sample, 0, self.start)
        tighter = None if looser is None else self._climb(sample, 1, looser.point.parameters)
        if looser is None or tighter is None:
            return None
        if looser.point.half_chi_square > tighter.point.half_chi_square + 1e-6 * (1 + 1e-3 * sample.people):
            looser = self._climb(sample, 0, tighter.point.parameters) or looser
        before, after = (
            fit_indices(sample, slots, one.point)
            for slots, one in zip(self.layouts, (looser, tighter), strict=False)
        )
        return Compared(_changes(before, after), self._tests(sample, tighter))

    def _climb(self, sample: Sample, which: int, start: Parameters) -> Maximum | None:
        slots = self.layouts[which]
        others = places_to_start(sample, slots, self.plans[which], None, unheeded)
        for theta in chain([start_at(sample, slots, start)], others):
            found = maximise(sample, slots, theta)
            if found is not None:
                return found
        return None

    def _tests(self, sample: Sample, tighter: Maximum) -> dict[tuple[Kind, str], float]:
        """Score tests over all groups; those that the first units lack come from other units."""
        model, _, _ = self.plans[1]
        names = [str(group) for group in range(len(sample.n))]
        found = _totals(model, self.layouts[1], tighter, names)
        if "loading" in self.kinds:
            slots = self.layouts[2]
            turned = rescaled(tighter.point.parameters, slots.markers)
            other = maximise(sample, slots, slots.pack(turned))
            found = (_totals(self.plans[2][0], slots, other, names) if other else {}) | found
        return {key: value for key, value in found.items() if key[0] in self.kinds}


def _totals(
    model: FactorModel, slots: Layout, maximum: Maximum, names: list[str]
) -> dict[tuple[Kind, str], float]:
    tests = score_tests(model, slots, maximum, names)
    return {(one.kind, one.item): one.chi_square for one in tests if one.group is None}


def _changes(before: FitIndices, after: FitIndices) -> Changes:
    return Changes(
        after.chi_square - before.chi_square,
        after.cfi - before.cfi,
        after.rmsea - before.rmsea,
        after.srmr - before.srmr,
    )


def nested_of(
    pool: Pool, model: FactorModel, levels: tuple[Level, Level], releases: tuple[Release, ...]
) -> Nested:
    """Lay both models out, and fit the model to all units as one group."""
    groups = len(pool.ends) - 1
    slots = layout(groups, model, levels[1], releases)
    plans: tuple[Plan, Plan, Plan] = (
        (model, levels[0], releases),
        (model, levels[1], releases),
        (_with_other_units(model, slots), levels[1], releases),
    )
    order = list(Level)
    between = order[order.index(levels[0]) + 1 : order.index(levels[1]) + 1]
    return Nested(
        plans=plans,
        layouts=(layout(groups, *plans[0]), slots, layout(groups, *plans[2])),
        kinds=tuple(TESTED_AT[level] for level in between),
        start=_of_all(pool, model, releases),
    )


def _with_other_units(model: FactorModel, slots: Layout) -> FactorModel:
    """The same model, the items that now give the units coming last."""
    units = {model.items[int(marker)] for marker in slots.markers}
    factors = tuple(
        (name, tuple(sorted(members, key=lambda item: item in units))) for name, members in model.factors
    )
    return replace(model, factors=factors)


def _of_all(pool: Pool, model: FactorModel, releases: tuple[Release, ...]) -> Parameters:
    """Where the model ends in all units as one group, once for each group."""
    groups = len(pool.ends) - 1
    whole = _together(pool.sample(np.arange(int(pool.ends[-1]), dtype=np.intp)))
    slots = layout(1, model, Level.CONFIGURAL, releases)
    for theta in places_to_start(whole, slots, (model, Level.CONFIGURAL, releases), None, unheeded):
        found = maximise(whole, slots, theta)
        if found is not None:
            return Parameters(*(np.repeat(part, groups, axis=0) for part in found.point.parameters))
    raise unsettled()


def _together(sample: Sample) -> Sample:
    """All groups as one."""
    people = sample.n.sum()
    mean = sample.n @ sample.mean / people
    apart = sample.mean - mean
    covariance = np.tensordot(sample.n / people, sample.covariance, axes=1)
    covariance = covariance + (sample.n[:, None] * apart).T @ apart / people
    return Sample(
        np.array([people]), mean[None], covariance[None], np.array([np.linalg.slogdet(covariance)[1]])
    )
