"""Score tests: what would happen if one equality over groups were set free, without fitting again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mentorway.evidence.psychometrics.factors.layout import Layout, Stack
from mentorway.evidence.psychometrics.factors.models import FactorModel, Kind, Matrix, ScoreTest, Vector
from mentorway.evidence.psychometrics.factors.scoring import Maximum

SPENT = 1e-9  # a copy that keeps no more than this share of its information cannot be found


def score_tests(
    model: FactorModel, layout: Layout, maximum: Maximum, groups: Sequence[str]
) -> tuple[ScoreTest, ...]:
    """One test for each shared parameter over all groups, and one for each of them in each group.

    There is none for a parameter that could not be found if it were set free, such as the last intercept that
    the groups share.

    With r the slope of each group's log-likelihood along its own copy of a shared parameter and V the
    information on these copies that no free parameter explains, a test is r' V⁻¹ r. Rao (1948), Math Proc
    Camb Philos Soc 44:50-57, doi:10.1017/S0305004100023987.
    """
    shared = maximum.elimination.shared
    if len(groups) < 2 or not shared.size:
        return ()
    unexplained = _unexplained(maximum)
    places = np.flatnonzero(_can_be_found(unexplained, maximum))
    slopes, known = maximum.curvature.score[:, shared[places]].T, unexplained[places]
    together = _together(slopes, known)
    alone = slopes**2 / np.diagonal(known, axis1=1, axis2=2)
    changes = slopes / np.diagonal(known, axis1=1, axis2=2)
    df = len(groups) - 1
    p_together, p_alone = special.chdtrc(df, together), special.chdtrc(1, alone)
    found = []
    for row, place in enumerate(places):
        named = _named(model, layout, int(shared[place]))
        found.append(ScoreTest(*named, None, float(together[row]), df, float(p_together[row]), None))
        for group, *numbers in zip(groups, alone[row], p_alone[row], changes[row], strict=True):
            chi_square, p, change = map(float, numbers)
            found.append(ScoreTest(*named, group, chi_square, 1, p, change))
    return tuple(found)


def _can_be_found(unexplained: Stack, maximum: Maximum) -> NDArray[np.bool_]:
    """Whether each group tells something about its copy that the other parameters do not take up."""
    own = np.diagonal(maximum.elimination.remains, axis1=1, axis2=2).T
    scale = np.sqrt(np.where(own > 0, own, np.inf))
    part = unexplained / (scale[:, :, None] * scale[:, None, :])
    roots = np.linalg.eigvalsh(part[:, 1:, 1:])
    found: NDArray[np.bool_] = (roots[:, 0] > SPENT) & (part[:, 0, 0] > SPENT)
    return found


def _unexplained(maximum: Maximum) -> Stack:
    """Information on the groups' copies of each shared parameter, shape (shared, groups, groups)."""
    remains = maximum.elimination.remains  # (groups, shared, shared)
    by_slot = remains.transpose(1, 0, 2)
    explained = (by_slot @ maximum.elimination.shared_inverse) @ by_slot.transpose(0, 2, 1)
    found: Stack = -explained
    every = np.arange(len(remains))
    found[:, every, every] += np.diagonal(remains, axis1=1, axis2=2).T
    return found


def _together(slopes: Matrix, unexplained: Stack) -> Vector:
    """All copies free at once; the first group's is spanned by the others and the shared one."""
    solved = np.linalg.solve(unexplained[:, 1:, 1:], slopes[:, 1:, None])[:, :, 0]
    return np.asarray((solved * slopes[:, 1:]).sum(axis=1), dtype=np.float64)


def _named(model: FactorModel, layout: Layout, slot: int) -> tuple[Kind, str]:
    if slot < layout.items:
        return "uniqueness", model.items[slot]
    if slot < layout.intercept_start:
        return "loading", model.items[int(layout.loading_items[slot - layout.loading_start])]
    return "intercept", model.items[slot - layout.intercept_start]
