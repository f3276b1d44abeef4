"""Where each parameter of an ordinal factor model sits, which are free, and what the model implies.

Slots of one group, in this order: thresholds, loadings, factor covariances, intercepts, scales, latent means.
Under the delta parameterisation a scale is the inverse standard deviation of the value behind an item, under
the theta parameterisation it is the error variance. Numbers say which free parameter a slot is, -1 none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mentorway.evidence.psychometrics.factors.models import FactorModel, Kind, Level, Release
from mentorway.evidence.psychometrics.ordinal.categorical_moments import CategoricalSample

Values = NDArray[np.float64]
Stack = NDArray[np.float64]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]
Parameterization = Literal["delta", "theta"]


class Parts(NamedTuple):
    """The model's parameters by kind, one layer for each group; `psi` are whole matrices."""

    thresholds: Values
    loadings: Values
    psi: Stack
    intercepts: Values
    scales: Values
    means: Values


class Implied(NamedTuple):
    """Statistics that the model implies, and the inverse standard deviations behind the items."""

    statistics: Values
    shrink: Values


@dataclass(frozen=True, eq=False)
class OrdinalLayout:
    """Slots of all groups, shape (groups, slots), and where the statistics sit."""

    parameterization: Parameterization
    item_of: Indices
    rows: Indices
    columns: Indices
    factor_of: Indices
    markers: Indices
    numbers: Indices
    fixed: Values

    @property
    def groups(self) -> int:
        """Number of groups."""
        return len(self.numbers)

    @property
    def items(self) -> int:
        """Number of items."""
        return len(self.factor_of)

    @property
    def factors(self) -> int:
        """Number of factors."""
        return len(self.markers)

    @property
    def parameters(self) -> int:
        """Free parameters over all groups."""
        return int(self.numbers.max()) + 1

    @property
    def starts(self) -> tuple[int, ...]:
        """First slot of each kind, and the end."""
        sizes = slot_sizes(len(self.item_of), self.items, self.factors)
        return tuple(np.concatenate([[0], np.cumsum(sizes)]).tolist())

    def free(self, values: Values) -> Values:
        """The free parameters among the slots."""
        found = np.zeros(self.parameters)
        some = self.numbers >= 0
        found[self.numbers[some]] = values[some]
        return found

    def slots(self, free: Values) -> Values:
        """Slots of all groups from the free parameters."""
        return np.where(self.numbers >= 0, free[self.numbers], self.fixed)

    def parts(self, values: Values) -> Parts:
        """Slots by kind."""
        at = self.starts
        pieces = [values[:, at[kind] : at[kind + 1]] for kind in range(6)]
        psi = np.zeros((len(values), self.factors, self.factors))
        rows, columns = np.tril_indices(self.factors)
        psi[:, rows, columns] = psi[:, columns, rows] = pieces[2]
        return Parts(pieces[0], pieces[1], psi, *pieces[3:])

    def pack(self, parts: Parts) -> Values:
        """Parts to slots."""
        rows, columns = np.tril_indices(self.factors)
        return np.concatenate([*parts[:2], parts.psi[:, rows, columns], *parts[3:]], axis=1)

    def _shrink(self, parts: Parts) -> Values:
        if self.parameterization == "delta":
            return parts.scales
        common = parts.loadings**2 * parts.psi[:, self.factor_of, self.factor_of]
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Values = 1 / np.sqrt(common + parts.scales)
        return found

    def _reach(self, parts: Parts) -> Values:
        shift = parts.intercepts + parts.loadings * parts.means[:, self.factor_of]
        return parts.thresholds - shift[:, self.item_of]

    def implied(self, values: Values) -> Implied:
        """Thresholds and correlations of all groups; NaN or negative shrinkage where there are none."""
        parts = self.parts(values)
        shrink = self._shrink(parts)
        ties = parts.loadings * shrink
        between = parts.psi[:, self.factor_of[self.rows], self.factor_of[self.columns]]
        correlations = ties[:, self.rows] * ties[:, self.columns] * between
        thresholds = shrink[:, self.item_of] * self._reach(parts)
        return Implied(np.concatenate([thresholds, correlations], axis=1), shrink)

    def jacobian(self, values: Values) -> Stack:
        """Slopes of the statistics along the slots, shape (groups, statistics, slots)."""
        parts = self.parts(values)
        shrink = self._shrink(parts)
        found = np.zeros((len(values), len(self.item_of) + len(self.rows), self.starts[-1]))
        self._of_thresholds(found, parts, shrink)
        self._of_correlations(found, parts, shrink)
        if self.parameterization == "theta":
            self._through_shrink(found, parts, shrink)
        return found

    def _of_thresholds(self, found: Stack, parts: Parts, shrink: Values) -> None:
        _, loading, _, intercept, scale, mean, _ = self.starts
        of, every = self.item_of, np.arange(len(self.item_of))
        factor = self.factor_of[of]
        found[:, every, every] = shrink[:, of]
        found[:, every, intercept + of] = -shrink[:, of]
        found[:, every, loading + of] = -shrink[:, of] * parts.means[:, factor]
        found[:, every, mean + factor] = -(shrink * parts.loadings)[:, of]
        found[:, every, scale + of] = self._reach(parts)

    def _of_correlations(self, found: Stack, parts: Parts, shrink: Values) -> None:
        _, loading, psi, _, scale, _, _ = self.starts
        every = len(self.item_of) + np.arange(len(self.rows))
        ties = parts.loadings * shrink
        one, other = self.factor_of[self.rows], self.factor_of[self.columns]
        between = parts.psi[:, one, other]
        for this, that in ((self.rows, self.columns), (self.columns, self.rows)):
            found[:, every, loading + this] = shrink[:, this] * ties[:, that] * between
            found[:, every, scale + this] = parts.loadings[:, this] * ties[:, that] * between
        place = psi + place_of_pair(np.maximum(one, other), np.minimum(one, other))
        found[:, every, place] = ties[:, self.rows] * ties[:, self.columns]

    def _through_shrink(self, found: Stack, parts: Parts, shrink: Values) -> None:
        """Where scales are error variances, loadings and factor variances shrink the items as well."""
        _, loading, psi, _, scale, mean, _ = self.starts
        slopes = found[:, :, scale:mean] * (-0.5 * shrink**3)[:, None, :]
        own = parts.psi[:, self.factor_of, self.factor_of]
        found[:, :, scale:mean] = slopes
        found[:, :, loading:psi] += slopes * (2 * parts.loadings * own)[:, None, :]
        belongs = self.factor_of[:, None] == np.arange(self.factors)
        factors = np.arange(self.factors)
        found[:, :, psi + place_of_pair(factors, factors)] += (
            slopes * (parts.loadings**2)[:, None, :]
        ) @ belongs.astype(np.float64)


def place_of_pair(row: Indices, column: Indices) -> Indices:
    """Place of a pair, row not before column, among the factor covariances."""
    return row * (row + 1) // 2 + column


def slot_sizes(thresholds: int, items: int, factors: int) -> tuple[int, ...]:
    """How many slots each kind has."""
    return thresholds, items, factors * (factors + 1) // 2, items, items, factors


def ordinal_layout(
    sample: CategoricalSample,
    model: FactorModel,
    plan: tuple[Level, Sequence[Release]],
    parameterization: Parameterization,
) -> OrdinalLayout:
    """Slots for a model at a level; error variances are held equal under the theta parameterisation only."""
    level, releases = plan
    place = {item: index for index, item in enumerate(model.items)}
    factor_of = np.zeros(len(model.items), dtype=np.intp)
    for index, (_, members) in enumerate(model.factors):
        factor_of[[place[item] for item in members]] = index
    released = _released(model, releases)
    markers = _markers(model, released["loading"], sample.categories == 2)
    free, equal = _free_slots(sample, (level, released), factor_of, markers)
    return OrdinalLayout(
        parameterization="theta" if level is Level.STRICT else parameterization,
        item_of=sample.item_of,
        rows=sample.rows,
        columns=sample.columns,
        factor_of=factor_of,
        markers=markers,
        numbers=_numbered(free, equal),
        fixed=np.where(free, 0.0, _fixed_values(sample, factor_of, len(markers))),
    )


def _released(model: FactorModel, releases: Sequence[Release]) -> dict[Kind, Flags]:
    kinds: tuple[Kind, ...] = ("loading", "intercept", "uniqueness")
    return {
        kind: np.array([Release(kind, item) in releases for item in model.items], dtype=bool)
        for kind in kinds
    }


def _markers(model: FactorModel, free: Flags, binary: Flags) -> Indices:
    """First item of each factor that is held equal, rather one with three categories or more."""
    place = {item: index for index, item in enumerate(model.items)}
    found = []
    for _, members in model.factors:
        places = [place[item] for item in members]
        found.append(min(places, key=lambda at: (bool(free[at]), bool(binary[at]), places.index(at))))
    return np.array(found, dtype=np.intp)


def _free_slots(
    sample: CategoricalSample,
    plan: tuple[Level, dict[Kind, Flags]],
    factor_of: Indices,
    markers: Indices,
) -> tuple[Flags, Flags]:
    """Which slots of which group are free, and which slots the groups share."""
    level, released = plan
    binary, factors = sample.categories == 2, len(markers)
    sizes = slot_sizes(sample.thresholds, len(binary), factors)
    metric, scalar = level.holds(Level.METRIC), level.holds(Level.SCALAR)
    loadings = ~np.isin(np.arange(len(binary)), markers)
    intercepts = metric & (released["intercept"] | (~binary & (not scalar)))
    held = np.array([(binary & ~released["intercept"])[factor_of == one].any() for one in range(factors)])
    means = np.full(factors, scalar) | (metric & held)
    strict = level is Level.STRICT
    scales = released["uniqueness"] if strict else metric & ~(binary & released["loading"])
    always = np.concatenate([np.ones(sizes[0], dtype=bool), loadings, np.ones(sizes[2], dtype=bool)])
    later = np.concatenate([always, intercepts, scales, means])
    first = np.concatenate([always, np.zeros(2 * len(binary) + factors, dtype=bool)])
    equal = np.zeros(len(later), dtype=bool)
    equal[: sizes[0]] = metric
    equal[sizes[0] : sizes[0] + sizes[1]] = metric & ~released["loading"]
    return np.stack([first, *[later] * (len(sample.n) - 1)]), equal


def _numbered(free: Flags, equal: Flags) -> Indices:
    """Numbers of the free parameters, shared ones first."""
    found = np.full(free.shape, -1, dtype=np.intp)
    shared = equal & free[0]
    found[:, shared] = np.arange(shared.sum())
    own = free & ~shared
    found[own] = shared.sum() + np.arange(own.sum())
    return found


def _fixed_values(sample: CategoricalSample, factor_of: Indices, factors: int) -> Values:
    """What slots are where they are not free: loadings of markers and scales are 1."""
    sizes = slot_sizes(sample.thresholds, len(factor_of), factors)
    return np.concatenate([np.full(size, float(kind in (1, 4))) for kind, size in enumerate(sizes)])
