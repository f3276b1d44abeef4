"""Where the search for an ordinal factor model begins, and the search from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mentorway.evidence.psychometrics.factors.models import FactorModel, Level, Release
from mentorway.evidence.psychometrics.factors.scoring import Heed
from mentorway.evidence.psychometrics.ordinal.categorical_moments import CategoricalSample
from mentorway.evidence.psychometrics.ordinal.descent import Solution, descend
from mentorway.evidence.psychometrics.ordinal.layout import (
    OrdinalLayout,
    Parameterization,
    Parts,
    ordinal_layout,
)

Values = NDArray[np.float64]
Plan = tuple[FactorModel, tuple[Level, tuple[Release, ...]], Parameterization]

FIRMEST, WEAKEST = 0.8, 0.1  # tie of an item with its factor
ODD = 3.0  # times as much as in the first group


def solved(
    sample: CategoricalSample, plan: Plan, heed: Heed, known: Solution | None = None
) -> Solution | None:
    """The solution of a model; None if no place to begin leads to one.

    `known` is that of a looser or a tighter model. Where scales come out far apart, which a search that lost
    its way can do, other places are tried as well and the best solution is taken.
    """
    layout, best = ordinal_layout(sample, *plan), None
    for values in _places(sample, layout, plan, heed, known):
        found = descend(sample, layout, values, heed)
        if found is not None and (best is None or found.chi_square < best.chi_square):
            best = found
        if best is not None and not _far_apart(best):
            break
    return best


def _far_apart(found: Solution) -> bool:
    """Whether the value behind some item varies in one group many times as much as in the first."""
    shrink = found.layout.implied(found.values).shrink
    ratio = shrink / shrink[0]
    return bool(ratio.max() > ODD or ratio.min() < 1 / ODD)


def _places(
    sample: CategoricalSample, layout: OrdinalLayout, plan: Plan, heed: Heed, known: Solution | None
) -> Iterator[Values]:
    """Where the search ends that has a firmer item as the unit of each factor; a guess; other solutions."""
    yield from _firm(sample, layout, plan, heed)
    yield guess(sample, layout)
    if known is not None:
        yield carried(known, layout)
    if layout.groups > 1 and plan[1][0] in (Level.METRIC, Level.SCALAR):
        strict = solved(sample, (plan[0], (Level.STRICT, plan[1][1]), "theta"), heed)
        if strict is not None:
            yield carried(strict, layout)


def _firm(sample: CategoricalSample, layout: OrdinalLayout, plan: Plan, heed: Heed) -> Iterator[Values]:
    """Nothing shared: group by group, which is quicker. Else all groups, with one unit for all."""
    if layout.numbers.shape[0] > 1 and plan[1][0] is Level.CONFIGURAL:
        alone = [solved(sample.only(group), plan, heed) for group in range(len(sample.n))]
        found = [one for one in alone if one is not None]
        if len(found) == len(alone):
            yield np.concatenate([one.values for one in found])
        return
    model = plan[0]
    ties = np.abs(_ties(_pooled(sample), layout))
    order = dict(zip(model.items, ties, strict=True))
    firmest_first = tuple(
        (name, tuple(sorted(members, key=lambda item: -order[item]))) for name, members in model.factors
    )
    firm = ordinal_layout(sample, replace(model, factors=firmest_first), *plan[1:])
    if not np.array_equal(firm.markers, layout.markers):
        solution = descend(sample, firm, guess(sample, firm), heed)
        if solution is not None:
            yield layout.slots(layout.free(rescaled(layout, firm.parts(solution.values))))


def carried(known: Solution, layout: OrdinalLayout) -> Values:
    """Another model's solution in the slots and units of this one, as far as this one can follow it.

    Each item is stretched so that the value behind it has variance 1, or error variance 1, in the first
    group; and in every group where thresholds are the group's own.
    """
    parts, shrink = known.layout.parts(known.values), known.layout.implied(known.values).shrink
    alike = bool((layout.numbers[:, 0] == layout.numbers[0, 0]).all())
    own = parts.psi[:, layout.factor_of, layout.factor_of]
    left = 1 / shrink**2 - parts.loadings**2 * own
    error = np.where(left > 0, left, 1 / shrink**2)
    whole = shrink if layout.parameterization == "delta" else 1 / np.sqrt(error)
    stretch = np.broadcast_to(whole[:1], whole.shape) if alike else whole
    shift = (
        parts.intercepts if alike else parts.intercepts + parts.loadings * parts.means[:, layout.factor_of]
    )
    thresholds = parts.thresholds if alike else parts.thresholds - shift[:, layout.item_of]
    delta = layout.parameterization == "delta"
    moved = parts._replace(
        thresholds=thresholds * stretch[:, layout.item_of],
        loadings=parts.loadings * stretch,
        intercepts=parts.intercepts * stretch,
        scales=shrink / stretch if delta else error * stretch**2,
    )
    return layout.slots(layout.free(rescaled(layout, moved)))


def rescaled(layout: OrdinalLayout, parts: Parts) -> Values:
    """The same model in other units: markers have loading 1."""
    unit = parts.loadings[:, layout.markers]
    unit = np.where(np.abs(unit) > np.finfo(np.float64).tiny, unit, 1.0)
    loadings = parts.loadings / unit[:, layout.factor_of]
    psi = parts.psi * unit[:, :, None] * unit[:, None, :]
    return layout.pack(parts._replace(loadings=loadings, psi=psi, means=parts.means * unit))


def _pooled(sample: CategoricalSample) -> Values:
    """Correlations averaged over people."""
    found = np.zeros((sample.items, sample.items))
    for group, share in enumerate(sample.n / sample.people):
        found += share * sample.correlations(group)
    return found


def guess(sample: CategoricalSample, layout: OrdinalLayout) -> Values:
    """Slots to begin from: what is alike in all groups, from correlations pooled over them."""
    groups, items, factors = layout.groups, layout.items, layout.factors
    shares = sample.n / sample.people
    pooled = _pooled(sample)
    ties = _ties(pooled, layout)
    stretch = np.ones(items) if layout.parameterization == "delta" else 1 / np.sqrt(1 - ties**2)
    loadings, unit = ties * stretch, (ties * stretch)[layout.markers]
    psi = _between(pooled, ties, layout) * np.outer(unit, unit)
    own = sample.statistics[:, : sample.thresholds]
    alike = bool((layout.numbers[:, 0] == layout.numbers[0, 0]).all())
    thresholds = np.broadcast_to(shares @ own, own.shape) if alike else own
    parts = Parts(
        thresholds=thresholds * stretch[layout.item_of],
        loadings=np.broadcast_to(loadings / unit[layout.factor_of], (groups, items)),
        psi=np.broadcast_to(psi, (groups, factors, factors)),
        intercepts=np.zeros((groups, items)),
        scales=np.ones((groups, items)),
        means=np.zeros((groups, factors)),
    )
    return layout.slots(layout.free(layout.pack(parts)))


def _ties(pooled: Values, layout: OrdinalLayout) -> Values:
    """Correlation of each item with its factor, roughly, from the first principal axis of the factor's items.

    No marker is left with hardly any.
    """
    found = np.zeros(layout.items)
    for factor, marker in enumerate(layout.markers):
        members = np.flatnonzero(layout.factor_of == factor)
        roots, axes = np.linalg.eigh(pooled[np.ix_(members, members)])
        found[members] = np.clip(axes[:, -1] * np.sqrt(roots[-1]), -FIRMEST, FIRMEST)
        if abs(found[marker]) < WEAKEST:
            found[marker] = np.copysign(WEAKEST, found[marker])
    return found


def _between(pooled: Values, ties: Values, layout: OrdinalLayout) -> Values:
    """Correlations of the factors that come nearest to those of their items."""
    member = (layout.factor_of[:, None] == np.arange(layout.factors)) * ties[:, None]
    squares = (member**2).sum(axis=0)
    found: Values = np.clip((member.T @ pooled @ member) / np.outer(squares, squares), -0.9, 0.9)
    np.fill_diagonal(found, 1.0)
    return found
