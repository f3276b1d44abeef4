"""Krippendorff's alpha: agreement of any number of coders, who need not all have coded everything."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mentorway.evidence.psychometrics.agreement import missing
from mentorway.wording import InvalidInputError, Message, shown

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
AT_ONCE = 2_000_000  # numbers in one batch of resamples, so that memory stays small


class Metric(StrEnum):
    """What a difference between two codes means."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True)
class CoderAlpha:
    """Krippendorff's alpha, without unit; None if undefined, and `warnings` says why.

    ``1 - observed / expected`` disagreement, both in squared differences of the metric. `units` and `values`
    count only what at least two coders coded. `low` and `high` are the ends of a bootstrap interval over
    `resamples` draws of units in which alpha was defined; None if it was not asked for or cannot be.
    """

    value: float | None
    low: float | None
    high: float | None
    observed: float
    expected: float
    units: int
    values: int
    coders: int
    resamples: int
    warnings: tuple[Message, ...] = ()


_ALL_ALIKE = Message(
    "All coders gave every unit the same value, so nothing shows whether they can tell values apart; "
    "alpha is undefined."
)
_TOO_FEW_UNITS = Message("With fewer than two units coded by two coders, alpha has no interval.")


def krippendorff(
    codes: Sequence[Sequence[Hashable]],
    metric: Metric = Metric.NOMINAL,
    *,
    rng: np.random.Generator | None = None,
    resamples: int = 2000,
    confidence: float = 0.95,
) -> CoderAlpha:
    """Krippendorff's alpha of any number of coders, with what is missing left out pair by pair.

    The interval comes from drawing whole units with replacement and computing both disagreements anew each
    time (percentiles), not from the algorithm of Hayes and Krippendorff (2007), which draws single pairs and
    keeps the expected disagreement fixed, as if the pairs of one unit had nothing to do with each other.

    Parameters
    ----------
    codes : sequence of sequences, shape (coders, units)
        What each coder gave each unit; None or NaN for nothing. Numbers, unless the metric is nominal.
    metric : Metric
        Nominal: any two differ alike. Ordinal: by how many codes lie between. Interval: by their distance.
        Ratio: by their distance out of their sum; no code below 0.
    rng : numpy.random.Generator, optional
        Where chance comes from; without it there is no interval.
    resamples : int
        How often to draw.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    CoderAlpha

    Raises
    ------
    InvalidInputError
        Fewer than two coders, coders with different units, no unit coded by two, a code that is no number
        where numbers are needed, or a resampling that cannot be done.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania,
    https://repository.upenn.edu/asc_papers/43.
    Hayes & Krippendorff (2007), Communication Methods and Measures 1:77-89, doi:10.1080/19312450709336664.
    Zapf, Castell, Morawietz & Karch (2016), BMC Med Res Methodol 16:93, doi:10.1186/s12874-016-0200-9.

    Examples
    --------
    >>> found = krippendorff([[1, 2, 3, 3, None], [1, 2, 3, 2, 4], [None, 2, 3, 3, 4]], Metric.INTERVAL)
    >>> round(found.value, 4), found.units, found.values
    (0.9178, 5, 13)
    >>> str(krippendorff([["a", "a"], ["a", "a"]]).warnings[0])[:51]
    'All coders gave every unit the same value, so nothi'
    """
    _check_options(resamples, confidence)
    counts, values = _counted(codes, Metric(metric))
    measure = _MEASURES[Metric(metric)]
    once = np.ones((1, len(counts)))
    observed, expected = (float(one[0]) for one in measure(counts, values, once))
    warnings: list[Message] = []
    if expected == 0:
        warnings.append(_ALL_ALIKE)
    low = high = None
    drawn: Vector = np.empty(0)
    if rng is not None and expected > 0:
        if len(counts) < 2:
            warnings.append(_TOO_FEW_UNITS)
        else:
            drawn = _resampled(measure, (counts, values), rng, resamples)
            warnings += _lost(resamples - len(drawn), resamples)
    if drawn.size:
        low, high = map(float, np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2]))
    return CoderAlpha(
        value=None if expected == 0 else 1 - observed / expected,
        low=low,
        high=high,
        observed=observed,
        expected=expected,
        units=len(counts),
        values=int(counts.sum()),
        coders=len(codes),
        resamples=len(drawn),
        warnings=tuple(warnings),
    )


def _check_options(resamples: int, confidence: float) -> None:
    if not 0 < confidence < 1:
        raise InvalidInputError(
            Message("Confidence must lie between 0 and 1, not %(value)s.", {"value": confidence})
        )
    if resamples < 1:
        raise InvalidInputError(Message("An interval needs at least one resample."))


def _counted(codes: Sequence[Sequence[Hashable]], metric: Metric) -> tuple[Matrix, Vector]:
    """How often each value was given to each unit that two coders coded, and the values in order."""
    if len(codes) < 2:
        raise InvalidInputError(
            Message("Agreement needs at least two coders; %(count)d came.", {"count": len(codes)})
        )
    if len({len(one) for one in codes}) > 1:
        raise InvalidInputError(
            Message("All coders need the same units. Leave a place empty where a coder gave nothing.")
        )
    given = [
        [value for value in unit if not missing(value)]
        for unit in zip(*(list(one) for one in codes), strict=True)
    ]
    paired = [unit for unit in given if len(unit) > 1]
    if not paired:
        raise InvalidInputError(
            Message("No unit was coded by two coders, so there is no agreement to measure.")
        )
    every = list(dict.fromkeys(value for unit in paired for value in unit))
    values = np.arange(len(every), dtype=np.float64)
    if metric is not Metric.NOMINAL:
        values = np.array([_number(value, metric) for value in every])
    order = {value: int(place) for value, place in zip(every, np.argsort(np.argsort(values)), strict=True)}
    counts = np.zeros((len(paired), len(every)))
    for row, unit in enumerate(paired):
        for value in unit:
            counts[row, order[value]] += 1
    return counts, np.sort(values)


def _number(value: Hashable, metric: Metric) -> float:
    if isinstance(value, (int, float, np.number)) and np.isfinite(value):
        number = float(value)
        if number >= 0 or metric is not Metric.RATIO:
            return number
        raise InvalidInputError(
            Message(
                "Code %(value)s is below zero, which a ratio metric cannot take. Use interval.",
                {"value": number},
            )
        )
    raise InvalidInputError(
        Message("Code “%(value)s” is no number. Use numbers, or the nominal metric.", {"value": shown(value)})
    )


Measure = Callable[[Matrix, Vector, Matrix], tuple[Vector, Vector]]


def _by_place(counts: Matrix, places: Matrix, draws: Matrix) -> tuple[Vector, Vector]:
    """Disagreement in squared differences of places, which may differ from draw to draw."""
    size = counts.sum(axis=1)
    squares, sums = places**2 @ counts.T, places @ counts.T
    apart = 2 * (size * squares - sums**2) / (size - 1)  # over all ordered pairs of a unit
    apart[:, np.count_nonzero(counts, axis=1) == 1] = 0  # rounding is no disagreement
    total, used = draws @ size, draws @ counts
    mean = (used * places).sum(axis=1) / total
    spread = (used * (places - mean[:, None]) ** 2).sum(axis=1)
    spread[np.count_nonzero(used, axis=1) == 1] = 0
    return (draws * np.maximum(apart, 0)).sum(axis=1) / total, 2 * spread / (total - 1)


def _interval(counts: Matrix, values: Vector, draws: Matrix) -> tuple[Vector, Vector]:
    centred = values - values.mean()
    return _by_place(counts, np.broadcast_to(centred, (len(draws), len(values))), draws)


def _ordinal(counts: Matrix, values: Vector, draws: Matrix) -> tuple[Vector, Vector]:
    """The codes between two, half of each end counted, are the distance of the values' middle ranks."""
    del values
    used = draws @ counts
    ranks = used.cumsum(axis=1) - used / 2
    return _by_place(counts, ranks - ranks[:, -1:] / 2, draws)


def _by_table(counts: Matrix, apart: Matrix, draws: Matrix) -> tuple[Vector, Vector]:
    """Disagreement in squared differences that stand in a table, values by values."""
    size = counts.sum(axis=1)
    within = ((counts @ apart) * counts).sum(axis=1) / (size - 1)
    total, used = draws @ size, draws @ counts
    return draws @ within / total, ((used @ apart) * used).sum(axis=1) / (total * (total - 1))


def _nominal(counts: Matrix, values: Vector, draws: Matrix) -> tuple[Vector, Vector]:
    return _by_table(counts, 1 - np.eye(len(values)), draws)


def _ratio(counts: Matrix, values: Vector, draws: Matrix) -> tuple[Vector, Vector]:
    sums = values[:, None] + values
    gaps = np.abs(values[:, None] - values)
    apart = np.divide(gaps, sums, out=np.zeros_like(sums), where=sums > 0)
    return _by_table(counts, apart**2, draws)


_MEASURES: dict[Metric, Measure] = {
    Metric.NOMINAL: _nominal,
    Metric.ORDINAL: _ordinal,
    Metric.INTERVAL: _interval,
    Metric.RATIO: _ratio,
}


def _resampled(
    measure: Measure, data: tuple[Matrix, Vector], rng: np.random.Generator, resamples: int
) -> Vector:
    """Alpha in each resample of units where it is defined."""
    counts, values = data
    units = len(counts)
    batch = max(1, AT_ONCE // max(counts.shape))
    found = []
    for done in range(0, resamples, batch):
        draws = rng.multinomial(units, np.full(units, 1 / units), min(batch, resamples - done))
        observed, expected = measure(counts, values, draws.astype(np.float64))
        sound = expected > 0
        found.append(1 - observed[sound] / expected[sound])
    return np.concatenate(found)


def _lost(count: int, of: int) -> list[Message]:
    if not count:
        return []
    return [
        Message(
            "In %(count)d of %(of)d resamples all values were the same; the interval leaves these out.",
            {"count": count, "of": of},
        )
    ]
