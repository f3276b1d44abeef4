"""Whether a unit has the right size, and how far a unit is ahead of all others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.efficiency.frontier import answered, doubts
from mentorway.evidence.efficiency.measures import Orientation, Returns, check_choice, measures
from mentorway.evidence.efficiency.radial import Kind, radial
from mentorway.evidence.efficiency.simplex import Vector
from mentorway.wording import Message

Size = Literal["increasing", "constant", "decreasing"]
SAME = 1e-8  # relative; scores this near are one


@dataclass(frozen=True, eq=False)
class ScaleEfficiency:
    """Scores under three returns to scale, and what size costs: `efficiency` is 1 at the right size.

    `returns` says for each unit whether it would gain by being larger (increasing), smaller (decreasing) or
    neither. Scores are θ or φ by orientation.
    """

    orientation: Orientation
    constant: Vector
    variable: Vector
    decreasing: Vector
    efficiency: Vector
    returns: tuple[Size, ...]
    gap: Vector
    warnings: tuple[Message, ...]


@dataclass(frozen=True, eq=False)
class SuperEfficiency:
    """Each unit against the others only: None where they cannot be compared, with the reason.

    By input a score above 1 says how much more a unit could use and still be efficient; by output a score
    below 1, how much less it could make.
    """

    orientation: Orientation
    returns: Returns
    scores: tuple[float | None, ...]
    reasons: tuple[Message | None, ...]
    gap: Vector
    warnings: tuple[Message, ...]


def scale_efficiency(
    inputs: ArrayLike, outputs: ArrayLike, *, orientation: Orientation = "input"
) -> ScaleEfficiency:
    """What the size of each unit costs, and which way a better size lies.

    Parameters
    ----------
    inputs, outputs : array of float, shape (units, m) and (units, s)
        As for `measures`.
    orientation : {"input", "output"}
        The class of an inefficient unit may depend on it.

    Returns
    -------
    ScaleEfficiency
        The class compares scores, not sums of lambdas, so that it does not hang on which of several solutions
        was found: constant where the constant and the variable score are the same, decreasing where the
        decreasing and the variable one are, else increasing.

    Raises
    ------
    InvalidInputError
        As for `measures`, or the orientation is not known.

    References
    ----------
    Färe & Grosskopf (1985), Scandinavian Journal of Economics 87:594-604, doi:10.2307/3439974.
    Banker, Charnes & Cooper (1984), Management Science 30:1078-1092, doi:10.1287/mnsc.30.9.1078.

    Examples
    --------
    >>> found = scale_efficiency([[1.0], [2.0], [4.0]], [[1.0], [3.0], [4.0]])
    >>> found.returns, found.efficiency.round(4).tolist()
    (('increasing', 'constant', 'decreasing'), [0.6667, 1.0, 0.6667])
    """
    check_choice(orientation, "constant")
    of = measures(inputs, outputs)
    three = {name: radial(of, Kind(orientation, name)) for name in ("constant", "variable", "decreasing")}
    constant, variable, decreasing = (three[name].scores for name in three)
    right = np.abs(constant - variable) <= SAME * variable
    smaller = np.abs(decreasing - variable) <= SAME * variable
    share = constant / variable if orientation == "input" else variable / constant
    classes: list[Size] = [
        "constant" if r else "decreasing" if d else "increasing" for r, d in zip(right, smaller, strict=True)
    ]
    return ScaleEfficiency(
        orientation=orientation,
        constant=constant,
        variable=variable,
        decreasing=decreasing,
        efficiency=np.minimum(share, 1.0),
        returns=tuple(classes),
        gap=np.maximum.reduce([one.gap for one in three.values()]),
        warnings=of.warnings
        + tuple(dict.fromkeys(m for one in three.values() for m in doubts(one.again, one.gap))),
    )


def super_efficiency(
    inputs: ArrayLike,
    outputs: ArrayLike,
    *,
    orientation: Orientation = "input",
    returns: Returns = "constant",
) -> SuperEfficiency:
    """Each unit against a frontier of all other units, which tells efficient units apart.

    Parameters
    ----------
    inputs, outputs : array of float, shape (units, m) and (units, s)
        As for `measures`.
    orientation, returns
        As for `frontier`.

    Returns
    -------
    SuperEfficiency
        Units that are not efficient have their usual scores.

    Raises
    ------
    InvalidInputError
        As for `frontier`.

    References
    ----------
    Andersen & Petersen (1993), Management Science 39:1261-1264, doi:10.1287/mnsc.39.10.1261.
    Seiford & Zhu (1999), INFOR 37:174-187, doi:10.1080/03155986.1999.11732379.

    Examples
    --------
    >>> found = super_efficiency([[1.0], [2.0], [4.0]], [[1.0], [3.0], [4.0]], returns="variable")
    >>> [score and round(score, 9) for score in found.scores]
    [2.0, 1.5, None]
    >>> str(found.reasons[2])
    'The other units, however mixed, do not make as much as unit 3; it is ahead whatever it uses.'
    """
    check_choice(orientation, returns)
    of = measures(inputs, outputs)
    found = answered(of, Kind(orientation, returns), others_only=True)
    return SuperEfficiency(
        orientation=orientation,
        returns=returns,
        scores=tuple(None if np.isnan(score) else score for score in found.scores.tolist()),
        reasons=tuple(None if can else _alone(unit, orientation) for unit, can in enumerate(found.possible)),
        gap=found.gap,
        warnings=of.warnings + doubts(found.again, found.gap),
    )


def _alone(unit: int, orientation: Orientation) -> Message:
    values = {"unit": unit + 1}
    if orientation == "input":
        return Message(
            "The other units, however mixed, do not make as much as unit %(unit)d; it is ahead "
            "whatever it uses.",
            values,
        )
    return Message(
        "The other units, however mixed, do not make do with what unit %(unit)d uses; it is ahead "
        "whatever it makes.",
        values,
    )
