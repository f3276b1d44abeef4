"""How sure a score is: the smoothed bootstrap of Simar and Wilson."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.efficiency.measures import Measures, Orientation, check_choice, measures
from mentorway.evidence.efficiency.radial import Kind, radial, scores_against
from mentorway.evidence.efficiency.simplex import Mask, Matrix, Vector
from mentorway.wording import InvalidInputError, Message

Heed = Callable[[], None]
FEWEST, ADVISED = 100, 1000  # replications
ON_IT = 1e-8  # a score this near to 1 is on the frontier
WORTH = 3.0  # a correction adds less error than it takes away where bias² is above so many variances
SMALLEST = 0.25  # of the smallest score: what is drawn below is taken as that, because no score can be 0


@dataclass(frozen=True)
class Plan:
    """What to estimate, how often to draw, and the share of intervals that should hold the true score.

    Draws are shrunk to the spread of the scores before they are mirrored at 1 ("first"), or after, as
    published in 1998 ("last"), which keeps them off the frontier, so that intervals hold the true score less
    often.
    """

    orientation: Orientation = "input"
    returns: Literal["constant", "variable", "decreasing", "increasing"] = "constant"
    replications: int = 2000
    level: float = 0.95
    shrink: Literal["first", "last"] = "first"


@dataclass(frozen=True, eq=False)
class Bootstrapped:
    """Scores with their bias taken off, and intervals; arrays have a number for each unit.

    `scores` are θ or φ as in `Frontier`; `corrected` is the score less `bias`. `worth_correcting` is False
    where the correction adds more error than it takes away. `bandwidth` says how far draws are blurred.
    """

    plan: Plan
    scores: Vector
    corrected: Vector
    bias: Vector
    variance: Vector
    low: Vector
    high: Vector
    worth_correcting: Mask
    bandwidth: float
    warnings: tuple[Message, ...]


def unheeded() -> None:
    """Let the work go on, whatever happens.

    >>> unheeded()
    """


def bootstrapped(
    inputs: ArrayLike,
    outputs: ArrayLike,
    *,
    rng: np.random.Generator,
    plan: Plan = Plan(),
    heed: Heed = unheeded,
) -> Bootstrapped:
    """Bias-corrected scores with intervals, because the best of a sample are not the best there could be.

    Each replication draws scores from a smooth distribution around those found (reflected at 1, so that the
    pile of units on the frontier does not repeat itself), moves every unit to where it would have that score,
    and scores the real units against these.

    Parameters
    ----------
    inputs, outputs : array of float, shape (units, m) and (units, s)
        As for `measures`.
    rng : numpy.random.Generator
        Where chance comes from.
    plan : Plan
        Orientation, returns to scale, number of replications (at least 100) and level, between 0 and 1.
    heed : callable, optional
        Called before each replication; what it raises ends the work.

    Returns
    -------
    Bootstrapped
        The interval of a score is that of the differences between replications and score, taken off the
        score, so that it is free of the bias too; it lies below an input score and above an output score.

    Raises
    ------
    InvalidInputError
        As for `frontier`; every unit is efficient, too few replications, or a level that is not between 0 and
        1.

    References
    ----------
    Simar & Wilson (1998), Management Science 44:49-61, doi:10.1287/mnsc.44.1.49.
    Simar & Wilson (2000), Journal of Applied Statistics 27:779-802, doi:10.1080/02664760050081951.
    Silverman (1986), Density Estimation for Statistics and Data Analysis, Chapman & Hall, 3.4.2.

    Examples
    --------
    >>> x = [[2.0], [3.0], [4.0], [5.0], [6.0], [7.0], [5.0], [8.0]]
    >>> y = [[1.0], [2.0], [3.0], [3.0], [4.0], [4.0], [2.0], [6.0]]
    >>> found = bootstrapped(x, y, rng=np.random.default_rng(1), plan=Plan(replications=200))
    >>> bool((found.corrected < found.scores).all() and (found.low < found.corrected).all())
    True
    """
    check_choice(plan.orientation, plan.returns, ("constant", "variable", "decreasing", "increasing"))
    _check(plan)
    of = measures(inputs, outputs)
    kind = Kind(plan.orientation, plan.returns)
    scores = radial(of, kind).scores
    width = bandwidth(scores)
    drawn = np.empty((plan.replications, of.units))
    for one in range(plan.replications):
        heed()
        target = _draw(scores, width, plan, rng)
        drawn[one] = scores_against(
            of, kind, _moved(of, scores / target, plan.orientation), stretched=True
        ).own[:, 0]
    return _summed_up(plan, scores, drawn, (width, of.warnings))


def bandwidth(scores: Vector) -> float:
    """Silverman's rule on the scores off the frontier, mirrored at 1, scaled to all units and their spread.

    >>> round(bandwidth(np.array([1.0, 0.9, 0.8, 0.7, 1.0, 0.6])), 4)
    0.1027
    """
    off = scores[np.abs(scores - 1) > ON_IT]
    if not off.size:
        raise InvalidInputError(
            Message("Every unit is efficient, so the scores say nothing of how sure they are; add units.")
        )
    mirrored = np.concatenate([off, 2 - off])
    spread = mirrored.std(ddof=1)
    quarter, three = np.quantile(mirrored, [0.25, 0.75])
    narrow = min(1.0, (three - quarter) / 1.34 / spread)
    return float(0.9 * len(scores) ** -0.2 * scores.std(ddof=1) * narrow)


def _check(plan: Plan) -> None:
    if plan.replications < FEWEST:
        raise InvalidInputError(
            Message(
                "The bootstrap needs at least %(fewest)d replications; %(count)d were asked for.",
                {"fewest": FEWEST, "count": plan.replications},
            )
        )
    if plan.shrink not in ("first", "last"):
        raise InvalidInputError(Message("Draws are shrunk first or last."))
    if not 0 < plan.level < 1:
        raise InvalidInputError(Message("The level of an interval is between 0 and 1, such as 0.95."))


def _draw(scores: Vector, width: float, plan: Plan, rng: np.random.Generator) -> Vector:
    """Scores from the smooth, mirrored distribution, shrunk to the mean and the spread of those found."""
    picked = rng.choice(scores, len(scores))
    mean, shrunk = picked.mean(), 1 / np.sqrt(1 + width**2 / scores.var())
    target = picked + width * rng.standard_normal(len(scores))
    side = 1.0 if plan.orientation == "input" else -1.0
    if plan.shrink == "first":
        target = mean + (target - mean) * shrunk
    target = np.where(side * (target - 1) > 0, 2 - target, target)
    if plan.shrink == "last":
        target = mean + (target - mean) * shrunk
    found: Vector = np.maximum(target, SMALLEST * scores.min())
    return found


def _moved(of: Measures, factor: Vector, orientation: Orientation) -> Measures:
    """The units where they would have the drawn scores."""
    if orientation == "input":
        return Measures(of.inputs * factor[:, None], of.outputs)
    return Measures(of.inputs, of.outputs * factor[:, None])


def _summed_up(
    plan: Plan, scores: Vector, drawn: Matrix, about: tuple[float, tuple[Message, ...]]
) -> Bootstrapped:
    width, warnings = about
    bias, variance = drawn.mean(axis=0) - scores, drawn.var(axis=0, ddof=1)
    tail = (1 - plan.level) / 2
    least, most = np.quantile(drawn - scores, [tail, 1 - tail], axis=0)
    few = Message(
        "%(count)d replications are few for the ends of intervals; at least %(advised)d are advised.",
        {"count": plan.replications, "advised": ADVISED},
    )
    return Bootstrapped(
        plan=plan,
        scores=scores,
        corrected=scores - bias,
        bias=bias,
        variance=variance,
        low=scores - most,
        high=scores - least,
        worth_correcting=bias**2 > WORTH * variance,
        bandwidth=width,
        warnings=warnings + ((few,) if plan.replications < ADVISED else ()),
    )
