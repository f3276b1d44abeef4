"""How productivity changed between two waves: units catching up, and the frontier moving."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.efficiency.frontier import doubts
from mentorway.evidence.efficiency.measures import Orientation, check_choice, measures
from mentorway.evidence.efficiency.radial import Kind, scores_against
from mentorway.evidence.efficiency.simplex import Mask, Vector
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True, eq=False)
class Malmquist:
    """Change of each unit from the first wave to the second; above 1 is better, by either orientation.

    `index` = `efficiency_change` × `technical_change`. The first says whether the unit came nearer to the
    frontier, the second whether the frontier moved where the unit is. None where the two waves cannot be
    compared, with the reason. `gap` is the largest failure of the proofs of the four scores behind.
    """

    orientation: Orientation
    index: tuple[float | None, ...]
    efficiency_change: tuple[float, ...]
    technical_change: tuple[float | None, ...]
    reasons: tuple[Message | None, ...]
    gap: Vector
    warnings: tuple[Message, ...]


def malmquist(
    first: tuple[ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike],
    *,
    orientation: Orientation = "input",
) -> Malmquist:
    """Malmquist index of productivity under constant returns to scale, taken apart.

    Parameters
    ----------
    first, second : pair of arrays of float, shapes (units, m) and (units, s)
        Inputs and outputs of each wave, as for `measures`: the same units in the same order, the same
        measures in the same units of measure.
    orientation : {"input", "output"}
        Under constant returns to scale both give the same; kept for how scores are read.

    Returns
    -------
    Malmquist
        The geometric mean of the indices by the frontiers of the two waves.

    Raises
    ------
    InvalidInputError
        As for `measures`; the waves differ in shape, or the orientation is not known.

    References
    ----------
    Färe, Grosskopf, Norris & Zhang (1994), American Economic Review 84:66-83.
    Caves, Christensen & Diewert (1982), Econometrica 50:1393-1414, doi:10.2307/1913388.

    Examples
    --------
    >>> found = malmquist(([[1.0], [2.0]], [[1.0], [1.0]]), ([[1.0], [2.0]], [[2.0], [4.0]]))
    >>> [round(change, 6) for change in found.index], [round(change, 6) for change in found.efficiency_change]
    ([2.0, 4.0], [1.0, 2.0])
    """
    check_choice(orientation, "constant")
    old, new = measures(*first), measures(*second)
    if old.inputs.shape != new.inputs.shape or old.outputs.shape != new.outputs.shape:
        raise InvalidInputError(
            Message("Both waves need the same units in the same order, and the same inputs and outputs.")
        )
    kind = Kind(orientation)
    pairs = ((old, old), (new, new), (new, old), (old, new))
    proofs = [scores_against(of, kind, by, stretched=of is by) for of, by in pairs]
    within_old, within_new, new_by_old, old_by_new = (
        _efficiency(proof.own[:, 0], proof.possible, orientation) for proof in proofs
    )
    catching_up = within_new / within_old
    moved = np.sqrt(new_by_old / within_new * within_old / old_by_new)
    again = np.logical_or.reduce([proof.again for proof in proofs])
    gap = np.maximum.reduce([np.nan_to_num(proof.gap) for proof in proofs])
    return Malmquist(
        orientation=orientation,
        index=_known(catching_up * moved),
        efficiency_change=tuple(catching_up.tolist()),
        technical_change=_known(moved),
        reasons=tuple(_alone(unit) if np.isnan(change) else None for unit, change in enumerate(moved)),
        gap=gap,
        warnings=old.warnings + doubts(again, gap),
    )


def _efficiency(scores: Vector, possible: Mask, orientation: Orientation) -> Vector:
    """Scores as shares, NaN where there is none."""
    known = np.where(possible, scores, np.nan)
    return known if orientation == "input" else 1 / known


def _known(changes: Vector) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(change) else change for change in changes.tolist())


def _alone(unit: int) -> Message:
    return Message(
        "Unit %(unit)d cannot be compared across the waves: no mix of units of the other wave does with its "
        "inputs or makes its outputs.",
        {"unit": unit + 1},
    )
