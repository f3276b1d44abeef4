"""How many people changed reliably, counted so that nobody stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mentorway.evaluating.people import FEWEST_SHOWN, Outcome, Vector
from mentorway.evidence.effectiveness.reliable_change import ReliableChange, Scale, reliable_change
from mentorway.wording import InvalidInputError, Message

ENOUGH = 4 * FEWEST_SHOWN  # people of whom it may be said that all but a few are alike


class Kind(StrEnum):
    """How somebody changed, beyond the error of the scale."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True)
class Cell:
    """How many people changed in one of these ways; several kinds together where few are alone."""

    kinds: tuple[Kind, ...]
    people: int


@dataclass(frozen=True)
class Counts:
    """People by how they changed; cells have at least 5 people each and hold all of them, or there are none.

    `needed` is how many points a person has to move to count; `why` says why cells are merged or missing.
    """

    n: int
    needed: float
    cells: tuple[Cell, ...]
    why: Message | None = None
    cautions: tuple[Message, ...] = ()


_PARTS = (
    ((Kind.BETTER,), (Kind.SAME,), (Kind.WORSE,)),
    ((Kind.BETTER,), (Kind.SAME, Kind.WORSE)),
    ((Kind.BETTER, Kind.SAME), (Kind.WORSE,)),
)
_ALIKE = {
    Kind.BETTER: Message("All but fewer than %(fewest)d of %(n)d people became reliably better."),
    Kind.SAME: Message("All but fewer than %(fewest)d of %(n)d people did not change reliably."),
    Kind.WORSE: Message("All but fewer than %(fewest)d of %(n)d people became reliably worse."),
}


def reliably(
    outcome: Outcome, before: Vector | None, after: Vector | None, *, confidence: float = 0.95
) -> Counts | Message:
    """Count who changed beyond the error of the scale.

    Parameters
    ----------
    outcome : Outcome
        The scale, with its reliability.
    before, after : array of float, shape (people,), or None
        Scores in points, NaN where somebody did not answer; None where nobody was asked.
    confidence : float in (0, 1)
        Beyond how rare a change by chance a person counts as changed.

    Returns
    -------
    Counts or Message
        By Jacobson and Truax, with the spread of all who answered before. A Message where it cannot be
        counted. A kind with fewer than 5 people, also with none, is merged with its neighbour.

    Raises
    ------
    InvalidInputError
        The confidence is out of range.

    References
    ----------
    Jacobson & Truax (1991), J Consult Clin Psychol 59:12-19, doi:10.1037/0022-006X.59.1.12.

    Examples
    --------
    >>> from mentorway.evaluating.people import Level
    >>> trust = Outcome("trust", "Trust", Level.LEARNING, 1, 5, reliability=0.8)
    >>> before = np.array([2.0, 3, 2, 3, 2, 3, 2, 3, 2, 3])
    >>> found = reliably(trust, before, before + np.array([2.0, 2, 2, 2, 2, 2, 0, 0, 0, 0]))
    >>> found.cells, round(found.needed, 4)
    ((), 0.6533)
    >>> found = reliably(trust, before, before + np.array([2.0, 2, 2, 2, 2, 0, 0, 0, 0, -1]))
    >>> [(len(one.kinds), one.people) for one in found.cells]
    [(1, 5), (2, 5)]
    """
    if outcome.reliability is None:
        return Message(
            "%(outcome)s: its reliability is not known, so nobody's own change can be told from chance.",
            {"outcome": outcome.title},
        )
    if before is None or after is None:
        return Message(
            "%(outcome)s: nobody was asked both before and after, so nobody's change can be counted.",
            {"outcome": outcome.title},
        )
    both = ~np.isnan(before) & ~np.isnan(after)
    known = before[~np.isnan(before)]
    if both.sum() < FEWEST_SHOWN:
        return Message(
            "%(outcome)s: fewer than %(fewest)d people answered both times, so they are not counted one by "
            "one.",
            {"outcome": outcome.title, "fewest": FEWEST_SHOWN},
        )
    scale = Scale(
        float(np.std(known, ddof=1)), outcome.reliability, higher_is_better=outcome.higher_is_better
    )
    try:
        found = reliable_change(before[both], after[both], scale, confidence=confidence)
    except InvalidInputError as refused:
        return refused.message
    return _counts(found)


def _counts(found: ReliableChange) -> Counts:
    each = {Kind.BETTER: found.better, Kind.SAME: found.unchanged, Kind.WORSE: found.worse}
    n, needed = sum(each.values()), found.needed or 0.0
    for parts in _PARTS:
        cells = tuple(Cell(kinds, sum(each[kind] for kind in kinds)) for kinds in parts)
        if all(cell.people >= FEWEST_SHOWN for cell in cells):
            return Counts(n, needed, cells, None if len(cells) == len(Kind) else _MERGED, found.warnings)
    return Counts(n, needed, (), _hidden(each, n), found.warnings)


_MERGED = Message(
    "Kinds of change with fewer than %(fewest)d people are counted with their neighbour, so that nobody can "
    "be recognised.",
    {"fewest": FEWEST_SHOWN},
)


def _hidden(each: dict[Kind, int], n: int) -> Message:
    most = max(each, key=lambda kind: each[kind])
    if n >= ENOUGH and each[most] > n - FEWEST_SHOWN:
        return Message(_ALIKE[most].text, {"fewest": FEWEST_SHOWN, "n": n})
    return Message(
        "Counts are not shown: fewer than %(fewest)d people would stand alone and could be recognised.",
        {"fewest": FEWEST_SHOWN},
    )
