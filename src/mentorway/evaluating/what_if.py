"""What would have been found if those who left had answered: under one supposition of them after another."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from mentorway.evaluating.people import Mask, Vector
from mentorway.evidence.effectiveness.pooling import Pooled, pooled
from mentorway.evidence.effectiveness.regression import Coefficient
from mentorway.wording import Message

Stack = NDArray[np.float64]
WORSE = 0.5  # standard deviations
FARTHEST = 3.0  # standard deviations within which the tipping point is looked for
STEP = 0.05  # standard deviations

TITLES = {
    "complete": Message("Only those who answered at the end"),
    "imputed": Message("Those who left are like people alike who stayed (multiple imputation)"),
    "no_change": Message("Those who left did not change"),
    "worse": Message("Those who left the programme ended half a standard deviation worse than people alike"),
}


@dataclass(frozen=True)
class Row:
    """One supposition: what is found under it, in points, with its interval, and of how many people."""

    key: str
    title: Message
    value: float | None
    low: float | None
    high: float | None
    n: int
    why_not: Message | None = None

    @property
    def told_apart(self) -> int:
        """1 if the whole interval lies above 0, -1 if below, else 0."""
        if self.low is not None and self.low > 0:
            return 1
        return -1 if self.high is not None and self.high < 0 else 0


@dataclass(frozen=True)
class Tipping:
    """How far those who left the programme must have ended from people alike until chance might explain it.

    `delta` is in standard deviations of the start, `points` in points of the scale, both with their sign.
    """

    delta: float
    points: float
    sentence: Message


@dataclass(frozen=True, eq=False)
class Ends:
    """A question of ends: how it is answered, whose ends are known, and how gaps may be filled.

    `fit` takes ends of everyone that `known` counts, shape (people,), and the mask of who is taken. `filled`
    has shape (tables, people). `moved` are those who left the programme. `down` is -1 if higher is better.
    """

    fit: Callable[[Vector, Mask], Coefficient]
    before: Vector
    after: Vector
    filled: Stack | Message
    moved: Mask
    sd: float
    down: int
    confidence: float

    @property
    def known(self) -> Mask:
        """Who has an end."""
        found: Mask = ~np.isnan(self.after)
        return found

    @cached_property
    def curve(self) -> _Curve | Message:
        """The answer at any shift of those who left the programme, or why there is none."""
        return self.filled if isinstance(self.filled, Message) else _Curve(self, self.filled)


def rows_of(ends: Ends) -> tuple[Row, ...]:
    """Answer the question under each supposition.

    Parameters
    ----------
    ends : Ends
        With at least one end known.

    Returns
    -------
    tuple of Row
        Only the first where nobody was lost.

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.regression import regression
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> start, end = np.array([1.0, 2, 3, 2]), np.array([2.0, 3, 5, np.nan])
    >>> def mean(after, who):
    ...     return regression(rows((after - start)[who], {}), kind="classical").coefficients[0]
    >>> ends = Ends(mean, start, end, Message("Nothing is filled."), np.isnan(end), 1.0, -1, 0.95)
    >>> [(row.key, row.value and round(row.value, 4)) for row in rows_of(ends)]
    [('complete', 1.3333), ('imputed', None), ('no_change', 1.0), ('worse', None)]
    """
    everyone = np.ones(len(ends.after), dtype=bool)
    plain = _row("complete", ends.fit(ends.after, ends.known), int(ends.known.sum()))
    if ends.known.all():
        return (plain,)
    kept = _row("no_change", ends.fit(np.where(ends.known, ends.after, ends.before), everyone), len(everyone))
    curve = ends.curve
    if isinstance(curve, Message):
        gone = [_missing(key, curve, len(everyone)) for key in ("imputed", "worse")]
        return plain, gone[0], kept, gone[1]
    alike, worse = curve.at(0.0), curve.at(ends.down * WORSE)
    return plain, _row("imputed", alike, len(everyone)), kept, _row("worse", worse, len(everyone))


def tipping_of(ends: Ends) -> Tipping | Message:
    """Find the smallest shift of those who left the programme at which the interval touches 0.

    Parameters
    ----------
    ends : Ends
        With filled tables.

    Returns
    -------
    Tipping or Message
        A message where nothing was lost or filled, where 0 lies within the interval without any shift, or
        where a shift of three standard deviations does not bring it there.

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.regression import regression
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> start, end = np.zeros(12), np.append(np.tile([1.0, 2], 5), [np.nan, np.nan])
    >>> def mean(after, who):
    ...     return regression(rows((after - start)[who], {}), kind="classical").coefficients[0]
    >>> filled = np.stack([np.append(end[:10], [1.0, 2.0]), np.append(end[:10], [2.0, 1.0])])
    >>> ends = Ends(mean, start, end, filled, np.isnan(end), 2.0, -1, 0.95)
    >>> round(tipping_of(ends).delta, 2)
    -1.71
    """
    if ends.known.all() or not ends.moved.any():
        return Message("Nobody left the programme, so nothing depends on those who did.")
    curve = ends.curve
    if isinstance(curve, Message):
        return curve
    start = curve.at(0.0)
    side = 1 if start.low > 0 else -1 if start.high < 0 else 0
    if not side:
        return Message(
            "With those who left filled in, chance might explain what was found; no shift is needed for that."
        )

    def near(delta: float) -> float:
        """The end nearer to 0, which falls as those who left are shifted against what was found."""
        found = curve.at(-side * delta)
        return found.low if side > 0 else -found.high

    beyond = next(
        (step for step in np.arange(STEP, FARTHEST + STEP / 2, STEP) if near(float(step)) <= 0), None
    )
    if beyond is None:
        return Message(
            "Even if those who left ended %(far)d standard deviations apart from people alike, against "
            "what was found, chance would not explain it.",
            {"far": int(FARTHEST)},
        )
    delta = float(optimize.brentq(near, float(beyond) - STEP, float(beyond), xtol=1e-12))
    return _tipping(-side * delta, ends)


def _tipping(delta: float, ends: Ends) -> Tipping:
    facts = {"delta": abs(delta), "points": abs(delta) * ends.sd}
    worse = (delta < 0) == (ends.down < 0)
    sentence = (
        Message(
            "What was found can no longer be told from chance if those who left the programme ended "
            "%(delta).2f standard deviations (%(points).2f points) worse than people alike who stayed.",
            facts,
        )
        if worse
        else Message(
            "What was found can no longer be told from chance if those who left the programme ended "
            "%(delta).2f standard deviations (%(points).2f points) better than people alike who stayed.",
            facts,
        )
    )
    return Tipping(delta, delta * ends.sd, sentence)


class _Curve:
    """The pooled answer at any shift: values are linear in it and variances quadratic, table by table."""

    def __init__(self, ends: Ends, filled: Stack) -> None:
        everyone = np.ones(len(ends.after), dtype=bool)
        shift = ends.sd * ends.moved
        found = [
            [ends.fit(table + delta * shift, everyone) for delta in (0.0, 1.0, -1.0)] for table in filled
        ]
        values = np.array([[one.value for one in each] for each in found])
        squares = np.array([[one.error**2 for one in each] for each in found])
        self.value, self.slope = values[:, 0], (values[:, 1] - values[:, 2]) / 2
        self.square, self.bend = squares[:, 0], (squares[:, 1] + squares[:, 2]) / 2 - squares[:, 0]
        self.tilt = (squares[:, 1] - squares[:, 2]) / 2
        self.df, self.confidence = found[0][0].df, ends.confidence

    def at(self, delta: float) -> Pooled:
        """Return the answer if those who left the programme ended `delta` standard deviations higher."""
        squares = self.square + delta * self.tilt + delta**2 * self.bend
        errors = np.sqrt(np.maximum(squares, 0.0))
        return pooled(self.value + delta * self.slope, errors, df=self.df, confidence=self.confidence)


def holds(found: tuple[Row, ...]) -> Message:
    """Say whether all suppositions lead to the same conclusion.

    Parameters
    ----------
    found : tuple of Row
        Those without a value are left out.

    Returns
    -------
    Message

    Examples
    --------
    >>> one = Row("complete", TITLES["complete"], 0.5, 0.1, 0.9, 20)
    >>> two = Row("no_change", TITLES["no_change"], 0.3, -0.1, 0.7, 25)
    >>> str(holds((one, two)))
    'The conclusion depends on those who left: only 1 of 2 suppositions tell it from chance.'
    """
    told = [one.told_apart for one in found if one.value is not None]
    facts = {"count": len(told), "told": sum(map(abs, told))}
    if len(told) == 1:
        return Message("Nobody was lost or nothing could be filled in, so there is nothing to set beside it.")
    if all(one == told[0] for one in told) and told[0]:
        return Message("The conclusion holds under all %(count)d suppositions of those who left.", facts)
    if not any(told):
        return Message(
            "Under none of the %(count)d suppositions of those who left can it be told from chance.", facts
        )
    return Message(
        "The conclusion depends on those who left: only %(told)d of %(count)d suppositions tell it from "
        "chance.",
        facts,
    )


def _row(key: str, found: Coefficient | Pooled, n: int) -> Row:
    sure = math.isfinite(found.low) and math.isfinite(found.high)
    return Row(key, TITLES[key], found.value, found.low if sure else None, found.high if sure else None, n)


def _missing(key: str, why: Message, n: int) -> Row:
    return Row(key, TITLES[key], None, None, None, n, why)
