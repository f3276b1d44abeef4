"""Change of the same people, also where all of them changed by the same."""

from __future__ import annotations

import numpy as np

from mentorway.evaluating.people import Vector
from mentorway.evidence.comparisons.effect_sizes import StandardisedDifference, correction
from mentorway.evidence.comparisons.groups import paired_t
from mentorway.evidence.effectiveness.paired_change import PairedChange, ResponseShift, paired_change

ALIKE = 1e-9  # of the largest score: a spread of changes below it comes from rounding


def moved(before: Vector, after: Vector, *, confidence: float = 0.95) -> PairedChange:
    """Mean change of the same people; where all changed by the same its intervals have no width.

    `paired_change` would look for ends of an interval that rounding alone has made, for minutes.

    Parameters
    ----------
    before, after : array of float, shape (people,)
        Scores in points, the same people in the same order, none missing; at least three people.
    confidence : float in (0, 1)
        How sure intervals shall be.

    Returns
    -------
    PairedChange

    Raises
    ------
    InvalidInputError
        There are fewer than three people, or the confidence is out of range.

    Examples
    --------
    >>> found = moved(np.array([1.0, 2, 3, 2]), np.array([2.0, 3, 4, 3]))
    >>> found.change.difference, found.change.low, found.g_av.low == found.g_av.value
    (1.0, 1.0, True)
    """
    n = len(before)
    largest = max(float(np.abs(before).max(initial=0)), float(np.abs(after).max(initial=0)))
    if not n or np.ptp(after - before) > ALIKE * largest:
        return paired_change(before, after, confidence=confidence)
    difference = float(np.median(after - before))
    difference = difference if abs(difference) > ALIKE * largest else 0.0
    flat = paired_change(before, before, confidence=confidence)
    g = correction(n - 1) * difference / flat.sd_before if flat.sd_before else None
    return PairedChange(
        n=n,
        mean_before=flat.mean_before,
        mean_after=flat.mean_before + difference,
        sd_before=flat.sd_before,
        sd_after=flat.sd_before,
        correlation=flat.correlation,
        change=paired_t(n, difference, 0.0, confidence=confidence),
        g_av=StandardisedDifference(g, g, g, flat.g_av.sd, flat.g_av.warnings),
        g_rm=None,
    )


def then_test(before: Vector, then: Vector, after: Vector, *, confidence: float = 0.95) -> ResponseShift:
    """Tell change from a moved yardstick, as `response_shift` does.

    Parameters
    ----------
    before, then, after : array of float, shape (people,)
        Asked before; asked afterwards of how it was before; asked afterwards of now. None missing.
    confidence : float in (0, 1)
        How sure intervals shall be.

    Returns
    -------
    ResponseShift

    Raises
    ------
    InvalidInputError
        As for `moved`.

    Examples
    --------
    >>> found = then_test(np.array([4.0, 5, 4, 4]), np.array([3.0, 4, 3, 3]), np.array([4.0, 5, 4, 5]))
    >>> found.recalibration.change.difference, found.conventional.change.difference
    (-1.0, 0.25)
    """
    recalibration = moved(before, then, confidence=confidence)
    return ResponseShift(
        n=recalibration.n,
        conventional=moved(before, after, confidence=confidence),
        recalibration=recalibration,
        adjusted=moved(then, after, confidence=confidence),
        correlation=recalibration.correlation,
    )
