"""How many stood at an end of the scale before, where a change could not show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mentorway.evaluating.people import FEWEST_SHOWN, Mask, Outcome, Vector
from mentorway.wording import Message

AT_END = 0.15  # of people at an end of the scale before: the customary line (Terwee et al. 2007)


@dataclass(frozen=True)
class Ends:
    """Shares of people with the worst and with the best score before; None where few would stand alone."""

    worst: float | None
    best: float | None


def ends_of(outcome: Outcome, before: Vector | None) -> Ends:
    """Return the shares of people at both ends of a scale before.

    Parameters
    ----------
    outcome : Outcome
        The scale.
    before : array of float, shape (people,), or None
        Scores before, in points of the scale, NaN where somebody did not answer.

    Returns
    -------
    Ends
        Without unit, 0 to 1; the worst end is the highest score where less is better.

    Examples
    --------
    >>> from mentorway.evaluating.people import Level
    >>> trust = Outcome("trust", "Trust", Level.LEARNING, 1, 5)
    >>> ends_of(trust, np.array([5.0] * 6 + [3.0] * 6))
    Ends(worst=None, best=0.5)
    """
    known = np.empty(0) if before is None else before[~np.isnan(before)]
    low, high = (_share(known == at) for at in (outcome.low, outcome.high))
    return Ends(low, high) if outcome.higher_is_better else Ends(high, low)


def _share(hit: Mask) -> float | None:
    count = int(hit.sum())
    return count / len(hit) if min(count, len(hit) - count) >= FEWEST_SHOWN else None


def told_of_ends(outcome: Outcome, ends: Ends) -> Iterator[Message]:
    """Say where so many stood at an end of the scale before that a change could not show.

    Examples
    --------
    >>> from mentorway.evaluating.people import Level
    >>> trust = Outcome("trust", "Trust", Level.LEARNING, 1, 5)
    >>> [one.values["percent"] for one in told_of_ends(trust, Ends(worst=0.1, best=0.5))]
    [50]
    """
    for share, text in (
        (
            ends.best,
            Message(
                "%(outcome)s: %(percent)d %% had the best score before already (a ceiling). They could not "
                "become better, so the change comes out too small."
            ),
        ),
        (
            ends.worst,
            Message(
                "%(outcome)s: %(percent)d %% had the worst score before (a floor). Whoever was worse still "
                "looks the same, so the scale is too short for them."
            ),
        ),
    ):
        if share is not None and share >= AT_END:
            yield Message(text.text, {"outcome": outcome.title, "percent": round(100 * share)})
