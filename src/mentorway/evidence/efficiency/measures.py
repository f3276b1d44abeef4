"""What units use and what they make of it, checked before use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.efficiency.simplex import Matrix
from mentorway.wording import N_, InvalidInputError, Message

Orientation = Literal["input", "output"]
Returns = Literal["constant", "variable", "decreasing", "increasing", "free"]
ORIENTATIONS = ("input", "output")
RETURNS = ("constant", "variable", "decreasing", "increasing", "free")


@dataclass(frozen=True, eq=False)
class Measures:
    """Inputs (units, m) and outputs (units, s) of the same units, and what to keep in mind about them."""

    inputs: Matrix
    outputs: Matrix
    warnings: tuple[Message, ...] = ()

    @property
    def units(self) -> int:
        """How many there are."""
        return len(self.inputs)


def measures(inputs: ArrayLike, outputs: ArrayLike) -> Measures:
    """Check inputs and outputs of units.

    Parameters
    ----------
    inputs : array of float, shape (units, m)
        What each unit uses, each input in any unit of measure; less is better. 0 is allowed, but each unit
        uses something.
    outputs : array of float, shape (units, s)
        What each unit makes of it; more is better. 0 is allowed, but each unit makes something.

    Returns
    -------
    Measures
        With a warning where there are few units for so many measures.

    Raises
    ------
    InvalidInputError
        Fewer than two units came, the shapes do not fit, a number is missing, infinite or below zero, a unit
        or a measure has only zeros.

    Examples
    --------
    >>> measures([[1, 2], [2, 1]], [[3], [4]]).units
    2
    """
    used, made = _table(inputs), _table(outputs)
    if used is None or made is None or len(used) != len(made):
        raise InvalidInputError(
            Message(
                "Inputs and outputs are tables with a row for each unit, the same units in both, and "
                "a column for "
                "each measure."
            )
        )
    if len(used) < 2:
        raise InvalidInputError(Message("A unit is compared with others: at least two are needed."))
    for table, kind in ((used, "input"), (made, "output")):
        _check_numbers(table, kind)
    return Measures(used, made, _few(used, made))


def _table(given: ArrayLike) -> Matrix | None:
    try:
        found = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return found if found.ndim == 2 and found.shape[1] else None


_SAYS = {
    "input": (
        Message("Inputs are numbers: none is missing or infinite."),
        N_("Inputs are not below zero; unit %(unit)d has one that is."),
        N_(
            "Unit %(unit)d has only zeros as inputs. A zero is allowed, but each unit needs an input "
            "above zero."
        ),
        N_("Input %(measure)d is zero for every unit, so it says nothing; leave it out."),
    ),
    "output": (
        Message("Outputs are numbers: none is missing or infinite."),
        N_("Outputs are not below zero; unit %(unit)d has one that is."),
        N_(
            "Unit %(unit)d has only zeros as outputs. A zero is allowed, but each unit needs an "
            "output above zero."
        ),
        N_("Output %(measure)d is zero for every unit, so it says nothing; leave it out."),
    ),
}


def _check_numbers(table: Matrix, kind: str) -> None:
    missing, below, idle, empty = _SAYS[kind]
    if not np.isfinite(table).all():
        raise InvalidInputError(missing)
    if (table < 0).any():
        raise InvalidInputError(Message(below, {"unit": int(np.argmax((table < 0).any(axis=1))) + 1}))
    if not table.any(axis=0).all():
        raise InvalidInputError(Message(empty, {"measure": int(np.argmin(table.any(axis=0))) + 1}))
    if not table.any(axis=1).all():
        raise InvalidInputError(Message(idle, {"unit": int(np.argmin(table.any(axis=1))) + 1}))


def _few(used: Matrix, made: Matrix) -> tuple[Message, ...]:
    """A warning where the frontier can hardly tell units apart (the rule of Cooper, Seiford and Tone)."""
    m, s = used.shape[1], made.shape[1]
    needed = max(m * s, 3 * (m + s))
    if len(used) >= needed:
        return ()
    return (
        Message(
            "%(units)d units are few for %(inputs)d inputs and %(outputs)d outputs: many will look "
            "efficient only "
            "because nothing can be compared with them. At least %(needed)d units are advised.",
            {"units": len(used), "inputs": m, "outputs": s, "needed": needed},
        ),
    )


def check_choice(orientation: str, returns: str, allowed: tuple[str, ...] = RETURNS) -> None:
    """Refuse an orientation or returns to scale that this does not know.

    >>> check_choice("input", "constant")
    """
    if orientation not in ORIENTATIONS or returns not in allowed:
        raise InvalidInputError(
            Message(
                "The orientation is input or output and the returns to scale are one of %(allowed)s; "
                "%(orientation)s and %(returns)s came.",
                {"allowed": ", ".join(allowed), "orientation": str(orientation), "returns": str(returns)},
            )
        )


def check_all_positive(of: Measures) -> None:
    """Refuse zeros where a method divides by each measure.

    >>> check_all_positive(measures([[1], [2]], [[3], [4]]))
    """
    if not (of.inputs.all() and of.outputs.all()):
        raise InvalidInputError(
            Message(
                "This measure divides by each input and output of each unit, so that none may be zero; "
                "leave out the measure or the unit, or use the radial scores."
            )
        )
