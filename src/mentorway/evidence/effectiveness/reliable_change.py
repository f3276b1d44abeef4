"""Whose change is larger than the error of the scale, and who crossed the line to where others are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.effectiveness.rows import Places, Vector, numbers
from mentorway.wording import InvalidInputError, Message, shown

Method = Literal["jacobson-truax", "edwards-nunnally", "hageman-arrindell"]
BETTER, SAME, WORSE = 1, 0, -1


@dataclass(frozen=True)
class Scale:
    """What is known of a scale, in its points: spread and mean before, and reliability without unit.

    Numbers of a large norm group are best; `mean` is needed by Edwards and Nunnally only. `higher_is_better`
    says which way is up.
    """

    sd: float
    reliability: float
    mean: float | None = None
    higher_is_better: bool = True


@dataclass(frozen=True, eq=False)
class ReliableChange:
    """Each person's change in standard errors, and whether it is beyond chance.

    `index` is positive where the score rose; `change` is 1 for better, 0 for unchanged, -1 for worse, so that
    `higher_is_better` is in it. `needed` is how many points a person has to move to be counted; None where
    this depends on where they started.
    """

    method: Method
    index: Vector
    change: Places
    needed: float | None
    better: int
    unchanged: int
    worse: int
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Cutoffs:
    """Where those who need help end and all others begin, in points of the scale.

    `a`: two standard deviations from the mean of those who need help. `b`: within two of the mean of others.
    `c`: as likely in one group as in the other, if both are normal. `b` and `c` are None without norms.
    """

    a: float
    b: float | None
    c: float | None


@dataclass(frozen=True, eq=False)
class ClinicalChange:
    """Who crossed the cut-off, and reliably.

    Recovered: reliably better, and over the cut-off now but not before; improved: reliably better only.
    """

    recovered: int
    improved: int
    unchanged: int
    deteriorated: int
    people: tuple[str, ...]


_LOW = Message(
    "The reliability is below 0.7, so only very large changes of one person are beyond chance. Read the "
    "change of the group instead."
)


def reliable_change(
    before: ArrayLike,
    after: ArrayLike,
    scale: Scale,
    *,
    method: Method = "jacobson-truax",
    confidence: float = 0.95,
) -> ReliableChange:
    """Each person's change, in standard errors.

    Parameters
    ----------
    before, after : array of float, shape (people,)
        Scores in scale points, the same people in the same order. No NaN.
    scale : Scale
        Spread, reliability, and which way is up.
    method : {"jacobson-truax", "edwards-nunnally", "hageman-arrindell"}
        Change over its error; after less the true score expected from before, over the error of one score;
        change drawn towards that of the group, from these people's own means and spreads.
    confidence : float in (0, 1)
        Beyond how rare a change by chance a person counts as changed; 0.95 is the customary 1.96.

    Returns
    -------
    ReliableChange

    Raises
    ------
    InvalidInputError
        Lengths differ, a score is missing, a number is out of its range, or the method needs what is missing.

    References
    ----------
    Jacobson & Truax (1991), J Consult Clin Psychol 59:12-19, doi:10.1037/0022-006X.59.1.12.
    Christensen & Mendoza (1986), Behavior Therapy 17:305-308, doi:10.1016/S0005-7894(86)80060-0.
    Speer (1992), J Consult Clin Psychol 60:402-408, doi:10.1037/0022-006X.60.3.402.
    Hageman & Arrindell (1999), Behav Res Ther 37:1169-1193, doi:10.1016/S0005-7967(99)00032-7.

    Examples
    --------
    >>> found = reliable_change([32.5], [47.5], Scale(sd=7.5, reliability=0.80))
    >>> round(float(found.index[0]), 2), found.better, round(found.needed, 2)
    (3.16, 1, 9.3)
    """
    check_confidence(confidence)
    first = numbers(before, "before")
    second = numbers(after, "after", len(first))
    _check(scale)
    error = scale.sd * math.sqrt(1 - scale.reliability)
    beyond = float(special.ndtri((1 + confidence) / 2))
    needed = None
    if method == "jacobson-truax":
        index, needed = (second - first) / (math.sqrt(2) * error), beyond * math.sqrt(2) * error
    elif method == "edwards-nunnally":
        index = (second - _expected(first, scale)) / error
    elif method == "hageman-arrindell":
        index = _drawn_in(first, second, error)
    else:
        raise InvalidInputError(
            Message("“%(method)s” is no way to find reliable change.", {"method": shown(method)})
        )
    way = 1 if scale.higher_is_better else -1
    change = (way * np.sign(index) * (np.abs(index) > beyond)).astype(np.intp)
    better, worse = int((change > 0).sum()), int((change < 0).sum())
    return ReliableChange(
        method=method,
        index=index,
        change=change,
        needed=needed,
        better=better,
        unchanged=len(change) - better - worse,
        worse=worse,
        warnings=(_LOW,) if scale.reliability < 0.7 else (),
    )


def cutoffs(
    mean: float,
    sd: float,
    *,
    norm_mean: float | None = None,
    norm_sd: float | None = None,
    higher_is_better: bool = True,
) -> Cutoffs:
    """Cut-offs a, b and c between those who need help and all others.

    Parameters
    ----------
    mean, sd : float
        Of those who need help, before.
    norm_mean, norm_sd : float, optional
        Of people who do not need it.
    higher_is_better : bool
        Which way is up.

    Returns
    -------
    Cutoffs

    Raises
    ------
    InvalidInputError
        A spread is not above 0, one of the norms is missing, or the norm is not the better one.

    References
    ----------
    Jacobson & Truax (1991), J Consult Clin Psychol 59:12-19, doi:10.1037/0022-006X.59.1.12.

    Examples
    --------
    >>> cutoffs(40, 7.5, norm_mean=60, norm_sd=7.5)
    Cutoffs(a=55.0, b=45.0, c=50.0)
    """
    way = 1 if higher_is_better else -1
    if (norm_mean is None) != (norm_sd is None):
        raise InvalidInputError(Message("Norms are a mean and a standard deviation; one of them is missing."))
    if not (0 < sd < math.inf and math.isfinite(mean)) or not (norm_sd is None or 0 < norm_sd < math.inf):
        raise InvalidInputError(Message("Means are numbers, and standard deviations are above 0."))
    if norm_mean is None or norm_sd is None:
        return Cutoffs(mean + way * 2 * sd, None, None)
    if not way * (norm_mean - mean) > 0:
        raise InvalidInputError(
            Message(
                "People who do not need help should score better (%(norm)s) than those who do (%(mean)s). "
                "Check which way is up.",
                {"norm": norm_mean, "mean": mean},
            )
        )
    between = (sd * norm_mean + norm_sd * mean) / (sd + norm_sd)
    return Cutoffs(mean + way * 2 * sd, norm_mean - way * 2 * norm_sd, between)


def clinical_change(
    before: ArrayLike,
    after: ArrayLike,
    found: ReliableChange,
    *,
    cutoff: float,
    higher_is_better: bool = True,
) -> ClinicalChange:
    """Count who recovered, improved, stayed as they were, and deteriorated.

    Parameters
    ----------
    before, after : array of float, shape (people,)
        As for `reliable_change`.
    found : ReliableChange
        Of the same people.
    cutoff : float
        One of `cutoffs`, in points of the scale.
    higher_is_better : bool
        Which way is up.

    Returns
    -------
    ClinicalChange
        `people` says it of each in order.

    Raises
    ------
    InvalidInputError
        Lengths differ, or a score is missing.

    References
    ----------
    Jacobson & Truax (1991), J Consult Clin Psychol 59:12-19, doi:10.1037/0022-006X.59.1.12.

    Examples
    --------
    >>> start, end = [32.5, 44], [47.5, 51]
    >>> index = reliable_change(start, end, Scale(sd=7.5, reliability=0.80))
    >>> clinical_change(start, end, index, cutoff=45).people
    ('recovered', 'unchanged')
    """
    first = numbers(before, "before", len(found.index))
    second = numbers(after, "after", len(found.index))
    way = 1 if higher_is_better else -1
    crossed = (way * (first - cutoff) <= 0) & (way * (second - cutoff) > 0)
    kinds = np.select(
        [(found.change == BETTER) & crossed, found.change == BETTER, found.change == WORSE],
        ["recovered", "improved", "deteriorated"],
        "unchanged",
    )
    people = tuple(kinds.tolist())
    return ClinicalChange(
        recovered=people.count("recovered"),
        improved=people.count("improved"),
        unchanged=people.count("unchanged"),
        deteriorated=people.count("deteriorated"),
        people=people,
    )


def _check(scale: Scale) -> None:
    if not (0 < scale.sd < math.inf and 0 <= scale.reliability < 1):
        raise InvalidInputError(
            Message(
                "A standard deviation is above 0, and a reliability at least 0 and below 1; %(sd)s and "
                "%(reliability)s came.",
                {"sd": scale.sd, "reliability": scale.reliability},
            )
        )


def _expected(first: Vector, scale: Scale) -> Vector:
    """True scores as they are expected from scores before: drawn towards the mean."""
    if scale.mean is None or not math.isfinite(scale.mean):
        raise InvalidInputError(
            Message("Edwards and Nunnally's way needs the mean of the scale before, of the people it is for.")
        )
    return scale.reliability * (first - scale.mean) + scale.mean


def _drawn_in(first: Vector, second: Vector, error: float) -> Vector:
    """Hageman and Arrindell: each change weighed by the reliability of changes, the rest as the group's."""
    if len(first) < 3:
        raise InvalidInputError(
            Message("Hageman and Arrindell's way needs at least three people; %(n)d came.", {"n": len(first)})
        )
    spread = float(np.var(second - first, ddof=1))
    reliability = 1 - 2 * error**2 / spread if spread else 0.0
    if reliability <= 0:
        raise InvalidInputError(
            Message("People's changes differ no more than the error of the scale, so none can be told apart.")
        )
    mean = float(np.mean(second - first))
    drawn = (second - first) * reliability + mean * (1 - reliability)
    return drawn / (math.sqrt(2 * reliability) * error)
