"""Score tests: what would happen if one equality over groups were set free, without fitting again."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import stats

from mentorway.evidence.psychometrics.layout import Layout, Stack
from mentorway.evidence.psychometrics.models import FactorModel, Kind, ScoreTest, Vector
from mentorway.evidence.psychometrics.scoring import Maximum


def score_tests(
    model: FactorModel, layout: Layout, maximum: Maximum, groups: Sequence[str]
) -> tuple[ScoreTest, ...]:
    """One test for each shared parameter over all groups, and one for each of them in each group.

    With r the slope of each group's log-likelihood along its own copy of a shared parameter and V the
    information on these copies that no free parameter explains, a test is r' V⁻¹ r. Rao (1948), Math Proc
    Camb Philos Soc 44:50-57, doi:10.1017/S0305004100023987.
    """
    shared = maximum.elimination.shared
    slopes = maximum.curvature.score[:, shared]
    unexplained = _unexplained(maximum)
    found = []
    for place, slot in enumerate(shared):
        kind, item = _named(model, layout, int(slot))
        found.append(_together(kind, item, slopes[:, place], unexplained[place]))
        for group, name in enumerate(groups):
            slope, known = float(slopes[group, place]), float(unexplained[place, group, group])
            chi_square = slope * slope / known
            found.append(ScoreTest(kind, item, name, chi_square, 1, _chance(chi_square, 1), slope / known))
    return tuple(found)


def _unexplained(maximum: Maximum) -> Stack:
    """Information on the groups' copies of each shared parameter, shape (shared, groups, groups)."""
    remains = maximum.elimination.remains  # (groups, shared, shared)
    by_slot = remains.transpose(1, 0, 2)
    explained = (by_slot @ maximum.elimination.shared_inverse) @ by_slot.transpose(0, 2, 1)
    found: Stack = -explained
    every = np.arange(len(remains))
    found[:, every, every] += np.diagonal(remains, axis1=1, axis2=2).T
    return found


def _together(kind: Kind, item: str, slopes: Vector, unexplained: Stack) -> ScoreTest:
    """All copies free at once; the first group's is spanned by the others and the shared one."""
    part, slope = unexplained[1:, 1:], slopes[1:]
    chi_square = float(slope @ np.linalg.solve(part, slope))
    return ScoreTest(kind, item, None, chi_square, len(slope), _chance(chi_square, len(slope)), None)


def _chance(chi_square: float, df: int) -> float:
    return float(stats.chi2.sf(chi_square, df)) if math.isfinite(chi_square) else math.nan


def _named(model: FactorModel, layout: Layout, slot: int) -> tuple[Kind, str]:
    if slot < layout.items:
        return "uniqueness", model.items[slot]
    if slot < layout.intercept_start:
        return "loading", model.items[int(layout.loading_items[slot - layout.loading_start])]
    return "intercept", model.items[slot - layout.intercept_start]
