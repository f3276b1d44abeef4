"""A programme beside the usual: what it costs more, what it brings more, and whether that is worth it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from mentorway.evaluating.drawing import FEWEST_DRAWN, FEWEST_PILOTS, Drawing, check_drawing
from mentorway.evaluating.people import FEWEST_SHOWN, Arm, Mask, Measured, People, Vector
from mentorway.evaluating.worth import USUAL_DRAWING, improvement
from mentorway.evidence.efficiency.costs import CostRatio, arm, cost_ratio, increments
from mentorway.evidence.efficiency.costs_drawn import Plane, drawn_plane
from mentorway.wording import Message

STEPS = 41  # worths of a unit on the curve of acceptability
REACH = 3.0  # the curve goes to that many times the ratio


@dataclass(frozen=True, eq=False)
class AgainstUsual:
    """The programme less the usual, for one person: money, and points for the better.

    `ratio` is the cost of one point more with Fieller's interval, `plane` draws of both, `acceptable` the
    share of draws in which a point of each worth (`worths`, money) pays for itself. All are None or empty
    where the arms are too small.
    """

    outcome: str
    n_programme: int
    n_usual: int
    cost: float | None
    effect: float | None
    ratio: CostRatio | None
    plane: Plane | None
    worths: tuple[float, ...]
    acceptable: tuple[float, ...]
    messages: tuple[Message, ...] = ()


def each_cost(people: People, totals: Mapping[str, Decimal | None]) -> Vector:
    """Cost of each person: their pilot's costs, shared evenly among its people of the arm.

    Parameters
    ----------
    people : People
        Of one arm.
    totals : mapping of pilot to Decimal or None
        What each pilot cost for these people; None where it is not known.

    Returns
    -------
    array of float, shape (people,)
        Money; NaN where the costs of a pilot are not known.

    Examples
    --------
    >>> who = People(("a", "b", "c"), ("P", "P", "Q"), (Arm.PROGRAMME,) * 3, ("",) * 3, ("",) * 3, ())
    >>> each_cost(who, {"P": Decimal(300), "Q": None}).tolist()
    [150.0, 150.0, nan]
    """
    counts: dict[str, int] = {}
    for pilot in people.pilot:
        counts[pilot] = counts.get(pilot, 0) + 1
    known = {pilot: sum_ for pilot in counts if (sum_ := totals.get(pilot)) is not None}
    one = {pilot: float(sum_ / counts[pilot]) for pilot, sum_ in known.items()}
    return np.array([one.get(pilot, np.nan) for pilot in people.pilot], dtype=np.float64)


def against_usual(
    people: People,
    measured: Measured,
    costs: Vector,
    *,
    rng: np.random.Generator,
    drawing: Drawing = USUAL_DRAWING,
) -> AgainstUsual:
    """Incremental cost and effect of one outcome, with the plane and the curve of acceptability.

    Parameters
    ----------
    people : People
        Of both arms.
    measured : Measured
        One of their outcomes; the effect is the difference of changes from before to after, for the better.
    costs : array of float, shape (people,)
        Cost of each person, NaN if unknown.
    rng : numpy.random.Generator
        The only source of chance.
    drawing : Drawing
        How often to draw, and how sure intervals shall be. Whole pilots are drawn where each arm has at
        least 10, since their people share costs and teachers; else people.

    Returns
    -------
    AgainstUsual
        Groups are not made alike here: where they differ before, read the effects made alike beside it.

    Raises
    ------
    InvalidInputError
        The draws or the confidence are out of range.

    References
    ----------
    As for `mentorway.evidence.efficiency.costs` and `costs_drawn`.

    Examples
    --------
    >>> from mentorway.evaluating.people import Level, Outcome, Wave
    >>> rng = np.random.default_rng(1)
    >>> first, usual = rng.uniform(2, 3, 60), np.arange(60) >= 30
    >>> scale = Measured(
    ...     Outcome("trust", "Trust", Level.LEARNING, 1, 5),
    ...     {Wave.BEFORE: first, Wave.AFTER: first + rng.uniform(0, 1, 60) - 0.4 * usual},
    ... )
    >>> arms = tuple(Arm.COMPARISON if one else Arm.PROGRAMME for one in usual)
    >>> who = People(tuple(map(str, range(60))), ("P",) * 60, arms, ("",) * 60, ("",) * 60, (scale,))
    >>> found = against_usual(who, scale, np.where(usual, 20.0, 120.0), rng=rng)
    >>> found.cost, round(found.effect, 2), found.ratio.quadrant
    (100.0, 0.47, 'dearer and better')
    """
    check_drawing(drawing)
    gain, known = improvement(measured, len(people))[1], ~np.isnan(costs)
    took, usual = (people.in_arm(one) & known & ~np.isnan(gain) for one in (Arm.PROGRAMME, Arm.COMPARISON))
    sizes = int(took.sum()), int(usual.sum())
    key = measured.outcome.key
    told = _left_out(people, known)
    if min(sizes) < FEWEST_SHOWN:
        few = _too_small(measured, sizes)
        return AgainstUsual(key, *sizes, None, None, None, None, (), (), (*told, few))
    whole = _pilots(people, took, usual)
    arms = [
        arm(costs[one], gain[one], clusters=_labels(people.pilot, one) if whole else None)
        for one in (took, usual)
    ]
    apart = increments(*arms)
    if min(sizes) < FEWEST_DRAWN:
        return AgainstUsual(key, *sizes, apart.cost, apart.effect, None, None, (), (), (*told, _TOO_FEW))
    ratio = cost_ratio(apart, confidence=drawing.confidence)
    plane = drawn_plane(*arms, draws=drawing.draws, confidence=drawing.confidence, rng=rng)
    worths = _worths(ratio, plane)
    acceptable = tuple(plane.acceptability(worths).tolist())
    said = (*told, _NOT_ALIKE, _DRAWN_PILOTS if whole else _DRAWN_PEOPLE)
    return AgainstUsual(
        key, *sizes, apart.cost, apart.effect, ratio, plane, tuple(worths.tolist()), acceptable, said
    )


def _too_small(measured: Measured, sizes: tuple[int, int]) -> Message:
    return Message(
        "%(outcome)s: costs and change from before to after are known of %(programme)d people of the "
        "programme and %(usual)d of the comparison group; at least %(fewest)d of each are needed.",
        {
            "outcome": measured.outcome.title,
            "programme": sizes[0],
            "usual": sizes[1],
            "fewest": FEWEST_SHOWN,
        },
    )


_TOO_FEW = Message(
    "Fewer than %(fewest)d people in an arm: what one costs and gains more is given without an interval.",
    {"fewest": FEWEST_DRAWN},
)
_NOT_ALIKE = Message(
    "The groups are taken as they are. Where they differed before the programme, part of the difference "
    "may be theirs and not the programme's."
)
_DRAWN_PILOTS = Message("Whole pilots were drawn again, because people of a pilot share costs and mentors.")
_DRAWN_PEOPLE = Message(
    "There are fewer than %(fewest)d pilots in an arm, so people were drawn again and not pilots; intervals "
    "may be too narrow.",
    {"fewest": FEWEST_PILOTS},
)


def _labels(words: Sequence[str], mask: Mask) -> list[str]:
    return [words[place] for place in np.flatnonzero(mask).tolist()]


def _pilots(people: People, *masks: Mask) -> bool:
    return all(len(set(_labels(people.pilot, mask))) >= FEWEST_PILOTS for mask in masks)


def _worths(ratio: CostRatio, plane: Plane) -> Vector:
    """From nothing to some times the ratio; where that says nothing, to the largest of the draws."""
    top = REACH * abs(ratio.value) if ratio.value else 0.0
    if not top:
        effect = float(np.abs(plane.effect).max())
        top = float(np.abs(plane.cost).max()) / effect if effect else 1.0
    return np.linspace(0.0, top or 1.0, STEPS)


def _left_out(people: People, known: Mask) -> tuple[Message, ...]:
    count = len(people) - int(known.sum())
    if not count:
        return ()
    return (
        Message(
            "%(count)d person is left out, because what their pilot cost is not known.",
            {"count": count},
            plural="%(count)d people are left out, because what their pilot cost is not known.",
            count=count,
        ),
    )
