"""Change of the same people: in points, in standard deviations, and by changing signs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.comparisons.effect_sizes import (
    StandardisedDifference,
    change_of_changes,
    change_of_scores,
    correction,
)
from mentorway.evidence.comparisons.groups import TTest, paired_t
from mentorway.evidence.effectiveness.rows import Vector, numbers
from mentorway.wording import InvalidInputError, Message

EXACT = 20  # people up to which every change of signs is counted
LEAST = 99  # draws
ROUNDING = 1e-12  # of the largest number: a spread below it is none
ALIKE = 1e-9  # of the largest score: a spread of changes below it comes from rounding
TIED = 1e-12  # of the largest sum: sums nearer to each other are the same but for rounding


@dataclass(frozen=True)
class PairedChange:
    """After less before, of the same people.

    `g_av` is in standard deviations of the scores (d_av times J), `g_rm` in those of changes times
    √(2 (1 - correlation)); `correlation` is None where scores do not vary, and then `g_rm` is too.
    """

    n: int
    mean_before: float
    mean_after: float
    sd_before: float
    sd_after: float
    correlation: float | None
    change: TTest
    g_av: StandardisedDifference
    g_rm: StandardisedDifference | None


@dataclass(frozen=True)
class SignFlips:
    """Test of changes against 0 by changing their signs; `every` says that all ways were counted."""

    mean: float
    p: float
    n: int
    ways: int
    every: bool


@dataclass(frozen=True)
class ResponseShift:
    """Three judgements: before, afterwards, and afterwards of how it was before (then).

    `conventional` is after less before; `recalibration` is then less before, how people's own yardstick has
    moved; `adjusted` is after less then. The first is the sum of the other two. `correlation` is of before
    and then: near 0, people did not remember or did not judge the same thing.
    """

    n: int
    conventional: PairedChange
    recalibration: PairedChange
    adjusted: PairedChange
    correlation: float | None


def paired_change(before: ArrayLike, after: ArrayLike, *, confidence: float = 0.95) -> PairedChange:
    """Mean change of the same people, with its interval.

    Parameters
    ----------
    before, after : array of float, shape (people,)
        Scores in scale points, the same people in the same order. No NaN; at least two people.
    confidence : float in (0, 1)
        How sure intervals shall be.

    Returns
    -------
    PairedChange
        Without a group to compare with, a change is not yet the effect of anything. Where all changed by
        the same, intervals have no width, and there is no `g_rm`.

    Raises
    ------
    InvalidInputError
        Lengths differ, a score is missing, there are fewer than three people, or the confidence is out of
        range.

    References
    ----------
    Lakens (2013), Frontiers in Psychology 4:863, doi:10.3389/fpsyg.2013.00863.

    Examples
    --------
    >>> found = paired_change([3, 4, 2, 5, 3], [4, 4, 3, 5, 5])
    >>> round(found.change.difference, 4), round(found.g_av.value, 4), round(found.g_rm.value, 4)
    (0.8, 0.6383, 0.609)
    """
    first = numbers(before, "before")
    second = numbers(after, "after", len(first))
    n = len(first)
    if n < 3:
        raise InvalidInputError(
            Message("Change of the same people needs at least three of them; %(n)d came.", {"n": n})
        )
    change = second - first
    if _are_alike(change, first, second):
        return _alike(first, float(np.median(change)), confidence)
    means, sds = (float(first.mean()), float(second.mean())), (_sd(first), _sd(second))
    tied = None if not (sds[0] and sds[1]) else float(np.clip(np.corrcoef(first, second)[0, 1], -1, 1))
    average = change_of_scores(n, means, sds, tied or 0.0, confidence=confidence)
    return PairedChange(
        n=n,
        mean_before=means[0],
        mean_after=means[1],
        sd_before=sds[0],
        sd_after=sds[1],
        correlation=tied,
        change=paired_t(n, float(change.mean()), _sd(change), confidence=confidence),
        g_av=_scaled(average, correction(n - 1)),
        g_rm=None
        if tied is None
        else _scaled(
            change_of_changes(n, float(change.mean()), _sd(change), confidence=confidence),
            correction(n - 1) * math.sqrt(2 * (1 - tied)),
        ),
    )


def _are_alike(change: Vector, before: Vector, after: Vector) -> bool:
    largest = max(float(np.abs(before).max()), float(np.abs(after).max()))
    return float(np.ptp(change)) <= ALIKE * largest


def _alike(before: Vector, difference: float, confidence: float) -> PairedChange:
    """All changed by the same: the ends of an interval that rounding alone has made are not looked for."""
    n, mean, sd = len(before), float(before.mean()), _sd(before)
    if abs(difference) <= ALIKE * float(np.abs(before).max()):
        difference = 0.0
    tied = float(np.clip(np.corrcoef(before, before)[0, 1], -1, 1)) if sd else None
    average = change_of_scores(n, (mean, mean), (sd, sd), tied or 0.0, confidence=confidence)
    g = correction(n - 1) * difference / sd if sd else None
    return PairedChange(
        n=n,
        mean_before=mean,
        mean_after=mean + difference,
        sd_before=sd,
        sd_after=sd,
        correlation=tied,
        change=paired_t(n, difference, 0.0, confidence=confidence),
        g_av=StandardisedDifference(g, g, g, average.sd, average.warnings),
        g_rm=None,
    )


def response_shift(
    before: ArrayLike, then: ArrayLike, after: ArrayLike, *, confidence: float = 0.95
) -> ResponseShift:
    """Tell change from a moved yardstick by the then-test.

    Parameters
    ----------
    before, then, after : array of float, shape (people,)
        Asked before; asked afterwards of how it was before; asked afterwards of now. The same people in the
        same order. No NaN.
    confidence : float in (0, 1)
        How sure intervals shall be.

    Returns
    -------
    ResponseShift
        The then-test takes people to remember rightly how it was; what they would like to have changed, and
        forgetting, look the same as a moved yardstick.

    Raises
    ------
    InvalidInputError
        As for `paired_change`.

    References
    ----------
    Howard et al. (1979), Applied Psychological Measurement 3:1-23, doi:10.1177/014662167900300101.
    Schwartz & Sprangers (1999), Soc Sci Med 48:1531-1548, doi:10.1016/S0277-9536(99)00047-7.

    Examples
    --------
    >>> found = response_shift([4, 5, 4, 4], [3, 3, 2, 3], [4, 5, 4, 5])
    >>> found.conventional.change.difference, found.recalibration.change.difference
    (0.25, -1.5)
    >>> found.adjusted.change.difference
    1.75
    """
    recalibration = paired_change(before, then, confidence=confidence)
    return ResponseShift(
        n=recalibration.n,
        conventional=paired_change(before, after, confidence=confidence),
        recalibration=recalibration,
        adjusted=paired_change(then, after, confidence=confidence),
        correlation=recalibration.correlation,
    )


def sign_flips(changes: ArrayLike, *, draws: int = 9999, rng: np.random.Generator | None = None) -> SignFlips:
    """Test whether changes are as often and as far up as down, by changing signs.

    For a few people it needs no bell curve: if nothing had happened, each change might as well have gone the
    other way. Of up to 20 people all ways are counted; of more, `draws` are drawn, and what was seen counts
    as one of them.

    Parameters
    ----------
    changes : array of float, shape (people,)
        After less before. Those of 0 stay in.
    draws : int
        How often to draw, if there are more than 20 people.
    rng : numpy.random.Generator, optional
        The only source of chance; needed for more than 20 people.

    Returns
    -------
    SignFlips
        p of both sides, that a mean lies at least as far from 0.

    Raises
    ------
    InvalidInputError
        A change is missing, there is nobody, `rng` is missing, or fewer than 99 draws are asked for.

    References
    ----------
    Fisher (1935), The Design of Experiments, section 21.
    Phipson & Smyth (2010), Stat Appl Genet Mol Biol 9:39, doi:10.2202/1544-6115.1585.

    Examples
    --------
    >>> found = sign_flips([1, 2, 1, 3, 2])
    >>> found.p, found.ways
    (0.0625, 32)
    """
    each = numbers(changes, "changes")
    n = len(each)
    limit = abs(float(each.sum())) - TIED * float(np.abs(each).sum())
    if n <= EXACT:
        sums = np.zeros(1)
        for one in np.abs(each):
            sums = np.concatenate([sums - one, sums + one])
        return SignFlips(float(each.mean()), float((np.abs(sums) >= limit).mean()), n, 2**n, every=True)
    if rng is None or draws < LEAST:
        raise InvalidInputError(
            Message(
                "Signs of more than %(exact)d people are drawn: give a source of chance, and at least "
                "%(least)d draws.",
                {"exact": EXACT, "least": LEAST},
            )
        )
    beyond = sum(int(abs(rng.choice([-1.0, 1.0], n) @ each) >= limit) for _ in range(draws))
    return SignFlips(float(each.mean()), (beyond + 1) / (draws + 1), n, draws, every=False)


def _sd(values: Vector) -> float:
    found = float(np.std(values, ddof=1))
    return found if found > ROUNDING * float(np.abs(values).max()) else 0.0


def _scaled(found: StandardisedDifference, by: float) -> StandardisedDifference:
    if found.value is None or found.low is None or found.high is None:
        return found
    return StandardisedDifference(by * found.value, by * found.low, by * found.high, found.sd, found.warnings)
