"""What one costs: a participant, one who completed, an hour attended, a point of change, an SD of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np

from mentorway.evaluating.drawing import FEWEST_DRAWN, Drawing, check_drawing, drawn_means, ends
from mentorway.evaluating.people import FEWEST_SHOWN, Mask, Measured, People, Vector, Wave
from mentorway.wording import InvalidInputError, Message

USUAL_DRAWING = Drawing()


class Per(StrEnum):
    """One of what."""

    PARTICIPANT = "participant"
    COMPLETED = "completed"
    HOUR = "hour"
    POINT = "point"
    SD = "sd"


@dataclass(frozen=True)
class CostOfOne:
    """Money for one; `n` people it rests on, `outcome` the key of the scale that changed.

    `value` is None where there is nothing to divide by, or too few people to show it; `low` and `high` are
    None where an end cannot be had. Costs are taken as fixed: an interval says how sure the people are.
    """

    per: Per
    value: float | None
    low: float | None
    high: float | None
    n: int
    outcome: str = ""
    messages: tuple[Message, ...] = ()


def costs_of_people(
    cost: Decimal, people: People, *, rng: np.random.Generator, drawing: Drawing = USUAL_DRAWING
) -> tuple[CostOfOne, ...]:
    """Cost of one participant, of one who completed, of one hour attended.

    Parameters
    ----------
    cost : Decimal
        Of the programme for all these people, at least 0, in one currency at prices of one year.
    people : People
        Who took the programme; at least one.
    rng : numpy.random.Generator
        The only source of chance.
    drawing : Drawing
        How often people are drawn again, at least 200 times, and how sure the intervals shall be.

    Returns
    -------
    tuple of CostOfOne
        In that order. A participant has no interval: cost and number are counted, not estimated. The others
        have percentiles of draws of people, widened for few (Hesterberg's expanded percentiles). From 10
        pilots on, whole pilots are drawn, because people of a pilot are alike.

    Raises
    ------
    InvalidInputError
        There is nobody, the cost is below 0 or no number, too few draws, or a confidence out of range.

    References
    ----------
    Hesterberg (2015), The American Statistician 69:371-386, doi:10.1080/00031305.2015.1089789.

    Examples
    --------
    >>> from mentorway.evaluating.people import Arm
    >>> names, same = tuple(map(str, range(20))), ("A",) * 20
    >>> who = People(names, same, (Arm.PROGRAMME,) * 20, same, same, (), completed=np.arange(20) < 16)
    >>> each, completed, _hour = costs_of_people(Decimal(8000), who, rng=np.random.default_rng(1))
    >>> each.value, completed.value, completed.low < 500 < completed.high
    (400.0, 500.0, True)
    """
    _check(cost, people, drawing)
    each = float(cost / len(people))
    head = CostOfOne(Per.PARTICIPANT, each, None, None, len(people))
    done = None if people.completed is None else people.completed.astype(np.float64)
    chance = _Chance(rng, drawing)
    return (
        head,
        _of_mean(Per.COMPLETED, each, (done, people.pilot), chance),
        _of_mean(Per.HOUR, each, (people.hours, people.pilot), chance),
    )


def costs_of_change(
    cost: Decimal,
    people: People,
    measured: Measured,
    *,
    rng: np.random.Generator,
    drawing: Drawing = USUAL_DRAWING,
) -> tuple[CostOfOne, CostOfOne]:
    """Cost of one point of change for the better, and of one SD.

    Parameters
    ----------
    cost : Decimal
        As for `costs_of_people`.
    people : People
        Who took the programme.
    measured : Measured
        One of their outcomes, the same people in the same order.
    rng : numpy.random.Generator
        The only source of chance.
    drawing : Drawing
        As for `costs_of_people`.

    Returns
    -------
    tuple of two CostOfOne
        Cost of a participant / mean change; cost of a participant / (mean change / SD before). People are
        drawn with both scores, and the SD is taken anew in each draw. There is no interval where that of
        change includes 0, because the cost of a unit may then be anything; and none below 10 pairs.

    Raises
    ------
    InvalidInputError
        As for `costs_of_people`.

    References
    ----------
    As for `costs_of_people`; Boardman et al. (2018), Cost-Benefit Analysis, 5th edition, chapter 18.

    Examples
    --------
    >>> from mentorway.evaluating.people import Arm, Level, Outcome
    >>> rng = np.random.default_rng(1)
    >>> first = rng.uniform(2, 3, 40)
    >>> scale = Measured(
    ...     Outcome("trust", "Trust", Level.LEARNING, 1, 5),
    ...     {Wave.BEFORE: first, Wave.AFTER: first + rng.uniform(0, 1, 40)},
    ... )
    >>> names, same = tuple(map(str, range(40))), ("A",) * 40
    >>> who = People(names, same, (Arm.PROGRAMME,) * 40, same, same, (scale,))
    >>> point, spread = costs_of_change(Decimal(4000), who, scale, rng=rng)
    >>> point.low < point.value < point.high, spread.value < point.value
    (True, True)
    """
    _check(cost, people, drawing)
    first, gain = improvement(measured, len(people))
    both = ~np.isnan(gain)
    first, gain = first[both], gain[both]
    n, key = len(gain), measured.outcome.key
    refused = _refused(measured, n)
    if refused is not None:
        return (
            CostOfOne(Per.POINT, None, None, None, n, key, (refused,)),
            CostOfOne(Per.SD, None, None, None, n, key, (refused,)),
        )
    each = float(cost / len(people))
    shared = _assumed(measured, n, len(people))
    pilots = [people.pilot[place] for place in np.flatnonzero(both).tolist()]
    found, chance = _Changed(first, gain, key, pilots, shared), _Chance(rng, drawing)
    return _of_change(Per.POINT, each, found, chance), _of_change(Per.SD, each, found, chance)


def improvement(measured: Measured, people: int) -> tuple[Vector, Vector]:
    """Scores before, and change for the better to after the programme, NaN where it is not known.

    >>> from mentorway.evaluating.people import Level, Outcome
    >>> scores = {Wave.BEFORE: np.array([4.0, np.nan, 3.0]), Wave.AFTER: np.array([3.0, 2.0, 2.0])}
    >>> worry = Measured(Outcome("worry", "Worry", Level.LEARNING, 1, 5, higher_is_better=False), scores)
    >>> improvement(worry, 3)[1].tolist()
    [1.0, nan, 1.0]
    """
    before, after = measured.at(Wave.BEFORE), measured.at(Wave.AFTER)
    if before is None or after is None:
        return np.full(people, np.nan), np.full(people, np.nan)
    return before, (after - before) * (1.0 if measured.outcome.higher_is_better else -1.0)


@dataclass(frozen=True, eq=False)
class _Changed:
    first: Vector
    gain: Vector
    key: str
    pilots: Sequence[str]
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class _Chance:
    rng: np.random.Generator
    drawing: Drawing


_FEW = Message("Fewer than %(fewest)d people are not shown by themselves.", {"fewest": FEWEST_SHOWN})
_NO_DRAWING = Message(
    "Fewer than %(fewest)d people: the cost of one is given without an interval, and no more can be said.",
    {"fewest": FEWEST_DRAWN},
)
_UNSURE = Message(
    "The interval of the change includes 0, so the cost of a unit of it may be anything, and has no "
    "interval. Do not plan with this number."
)
_UNKNOWN = {
    Per.COMPLETED: Message("Who completed the programme is not known."),
    Per.HOUR: Message("How many hours people attended is not known."),
}
_NONE = Message("Nobody completed the programme, or attended an hour of it: one has no cost.")
_WORSE = Message("There was no improvement on average, so the money bought none, and none has a cost.")


def _check(cost: Decimal, people: People, drawing: Drawing) -> None:
    check_drawing(drawing)
    if not len(people) or not cost.is_finite() or cost < 0:
        raise InvalidInputError(
            Message(
                "What one costs needs a cost that is not below 0 and at least one person; %(cost)s and "
                "%(people)d came.",
                {"cost": str(cost), "people": len(people)},
            )
        )


def _of_mean(per: Per, each: float, of: tuple[Vector | None, Sequence[str]], chance: _Chance) -> CostOfOne:
    """Cost of one where each person has some of it."""
    values, pilots = of
    known: Mask = np.zeros(len(pilots), dtype=bool) if values is None else ~np.isnan(values)
    n = int(known.sum())
    if values is None or not n:
        return CostOfOne(per, None, None, None, 0, messages=(_UNKNOWN[per],))
    some = values[known]
    if n < FEWEST_SHOWN or (per is Per.COMPLETED and 0 < some.sum() < FEWEST_SHOWN):
        return CostOfOne(per, None, None, None, n, messages=(_FEW,))
    mean = float(some.mean())
    told = _part(n, len(values))
    if mean <= 0:
        return CostOfOne(per, None, None, None, n, messages=(*told, _NONE))
    if n < FEWEST_DRAWN:
        return CostOfOne(per, each / mean, None, None, n, messages=(*told, _NO_DRAWING))
    where = [pilots[place] for place in np.flatnonzero(known).tolist()]
    drawn = drawn_means(some[:, None], where, rng=chance.rng, draws=chance.drawing.draws)
    low, high = ends(drawn.means[:, 0], drawn.units, chance.drawing.confidence)
    return CostOfOne(per, each / mean, each / high, each / low if low > 0 else None, n, messages=told)


def _of_change(per: Per, each: float, found: _Changed, chance: _Chance) -> CostOfOne:
    n, mean = len(found.gain), float(found.gain.mean())
    spread = float(np.std(found.first, ddof=1))
    if mean <= 0:
        return CostOfOne(per, None, None, None, n, found.key, (*found.messages, _WORSE))
    if per is Per.SD and not spread > 0:
        flat = Message("Everybody had the same score before, so there is no SD to count change in.")
        return CostOfOne(per, None, None, None, n, found.key, (*found.messages, flat))
    value = each / mean * (spread if per is Per.SD else 1.0)
    if n < FEWEST_DRAWN:
        return CostOfOne(per, value, None, None, n, found.key, (*found.messages, _NO_DRAWING))
    drawn, units = _changes(per, found, chance)
    low, high = ends(drawn, units, chance.drawing.confidence)
    if low <= 0:
        return CostOfOne(per, value, None, None, n, found.key, (*found.messages, _UNSURE))
    return CostOfOne(per, value, each / high, each / low, n, found.key, found.messages)


def _changes(per: Per, found: _Changed, chance: _Chance) -> tuple[Vector, int]:
    """Mean change of each draw, in points or in the draw's own SD before."""
    n, first = len(found.first), found.first - found.first.mean()
    columns = [found.gain] if per is Per.POINT else [found.gain, first, first**2]
    drawn = drawn_means(np.column_stack(columns), found.pilots, rng=chance.rng, draws=chance.drawing.draws)
    means = drawn.means
    if per is Per.POINT:
        return means[:, 0], drawn.units
    variance = (means[:, 2] - means[:, 1] ** 2) * n / (n - 1)
    made: Vector = means[:, 0] / np.sqrt(np.where(variance > 0, variance, np.nan))
    return made[~np.isnan(made)], drawn.units


def _refused(measured: Measured, n: int) -> Message | None:
    """Why nothing is said of what change costs."""
    title = measured.outcome.title
    if measured.at(Wave.BEFORE) is None or measured.at(Wave.AFTER) is None:
        return Message(
            "%(outcome)s was not asked both before and after, so change has no cost.", {"outcome": title}
        )
    if n < FEWEST_SHOWN:
        return Message(
            "%(count)d person answered %(outcome)s before and after; fewer than %(fewest)d are not shown.",
            {"count": n, "outcome": title, "fewest": FEWEST_SHOWN},
            plural="%(count)d people answered %(outcome)s before and after; fewer than %(fewest)d are not "
            "shown.",
            count=n,
        )
    return None


def _assumed(measured: Measured, n: int, people: int) -> tuple[Message, ...]:
    if n == people:
        return ()
    return (
        Message(
            "%(outcome)s: the change of the %(count)d who answered before and after is taken for all "
            "%(people)d participants.",
            {"outcome": measured.outcome.title, "count": n, "people": people},
        ),
    )


def _part(n: int, people: int) -> tuple[Message, ...]:
    if n == people:
        return ()
    return (
        Message(
            "This is known of %(count)d of %(people)d participants, and is taken for all.",
            {"count": n, "people": people},
        ),
    )
