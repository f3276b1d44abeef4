"""How groups of people fare in a matching: looked at afterwards, never part of a score."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mentorway.matching.problem import Matching, Problem
from mentorway.wording import N_, InvalidInputError, Message

FEWEST = 5  # people; what is said of fewer could be said of a person

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Difference:
    """A group less all others who agreed to be counted, with an interval; None where too few are left."""

    value: float
    low: float
    high: float

    @property
    def stands_out(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Row:
    """A group of mentees: how many, how many without a mentor, and the scores of those who have one.

    `unmatched_difference` compares shares, `mean_difference` scores. Scores are None where fewer than five
    have a mentor, and differences where the others are fewer than five.
    """

    group: str
    mentees: int
    unmatched: int
    mean: float | None
    lowest: int | None
    unmatched_difference: Difference | None
    mean_difference: Difference | None


@dataclass(frozen=True)
class Audit:
    """Groups that can be shown, by name; of the others only how many there are, with how many people."""

    rows: tuple[Row, ...]
    hidden_groups: int
    hidden_mentees: int
    not_asked: int
    confidence: float
    message: Message


def audit(
    problem: Problem,
    matching: Matching,
    groups: Sequence[str | None],
    *,
    confidence: float = 0.95,
) -> Audit:
    """Compare groups of mentees, of those who agreed to it.

    Groups of fewer than five are not shown. So that none can be worked out from the rest, at least five
    people are hidden if any are: a further group goes, the smallest first.

    Parameters
    ----------
    problem : Problem
    matching : Matching
    groups : sequence of str or None
        The group of each mentee (an age band, a gender, a country); None without consent or answer.
    confidence : float, optional
        That all intervals of a kind hold together (Bonferroni).

    Returns
    -------
    Audit

    Raises
    ------
    InvalidInputError
        The list has another length, or the confidence is not between 0 and 1.

    References
    ----------
    Newcombe (1998), Interval estimation for the difference between independent proportions, Stat Med
    17:873-890, method 10. Welch (1947), Biometrika 34:28-35, doi:10.1093/biomet/34.1-2.28. Hundepool et al.
    (2012), Statistical Disclosure Control, chapter 4 (why a second group is hidden).

    Examples
    --------
    >>> from mentorway.matching.assign import total
    >>> from mentorway.matching.problem import Arcs
    >>> problem = Problem(12, [1] * 10, Arcs(list(range(10)), list(range(10)), [500] * 5 + [700] * 5))
    >>> found = audit(problem, total(problem), ["A"] * 5 + ["B"] * 7)
    >>> [(row.group, row.mentees, row.unmatched, row.mean) for row in found.rows]
    [('A', 5, 0, 500.0), ('B', 7, 2, 700.0)]
    """
    if len(groups) != problem.mentees:
        text = N_("The groups must be one for each of the %(mentees)d mentees; they are %(found)d.")
        raise InvalidInputError(Message(text, {"mentees": problem.mentees, "found": len(groups)}))
    if not 0 < confidence < 1:
        raise InvalidInputError(Message(N_("The confidence lies between 0 and 1, such as 0.95.")))
    asked = np.array([group is not None for group in groups], dtype=np.bool_)
    names = np.array([group or "" for group in groups], dtype=object)
    scores = _scores(problem, matching)
    members = {name: asked & (names == name) for name in sorted(set(names[asked].tolist()))}
    shown = _shown({name: int(flags.sum()) for name, flags in members.items()})
    level = 1 - (1 - confidence) / max(1, len(shown))
    rows = tuple(_row(name, members[name], asked, scores, level) for name in shown)
    hidden = int(asked.sum()) - sum(row.mentees for row in rows)
    gone = len(members) - len(rows)
    return Audit(rows, gone, hidden, int((~asked).sum()), confidence, _said(gone))


def _said(hidden: int) -> Message:
    if not hidden:
        return Message(N_("All groups are shown."))
    return Message(
        "%(count)d group is not shown, so that nobody can be recognised.",
        {"count": hidden},
        plural="%(count)d groups are not shown, so that nobody can be recognised.",
        count=hidden,
    )


def _scores(problem: Problem, matching: Matching) -> Values:
    """The score of each mentee's pair, NaN for none."""
    place = problem.arcs.places(np.arange(problem.mentees), matching.mentor)
    found = np.append(problem.arcs.score.astype(np.float64), np.nan)[place]
    return np.where(matching.mentor < 0, np.nan, found)


def _shown(sizes: dict[str, int]) -> list[str]:
    """Groups large enough, less the smallest ones until five people are hidden, if any are."""
    shown = sorted(
        (name for name, size in sizes.items() if size >= FEWEST), key=lambda name: (sizes[name], name)
    )
    hidden = sum(sizes.values()) - sum(sizes[name] for name in shown)
    while shown and 0 < hidden < FEWEST:
        hidden += sizes[shown.pop(0)]
    return sorted(shown)


def _row(name: str, members: Flags, asked: Flags, scores: Values, level: float) -> Row:
    others = asked & ~members
    own, rest = scores[members], scores[others]
    matched, elsewhere = own[~np.isnan(own)], rest[~np.isnan(rest)]
    enough = matched.size >= FEWEST
    shares = None
    if others.sum() >= FEWEST:
        shares = _shares(own.size - matched.size, own.size, (rest.size - elsewhere.size, rest.size), level)
    return Row(
        name,
        own.size,
        own.size - matched.size,
        float(matched.mean()) if enough else None,
        int(matched.min()) if enough else None,
        shares,
        _means(matched, elsewhere, level) if enough and elsewhere.size >= FEWEST else None,
    )


def _shares(count: int, of: int, other: tuple[int, int], level: float) -> Difference:
    """Newcombe's interval for the difference of two shares, from the two intervals of Wilson."""
    z = float(special.ndtri((1 + level) / 2))
    first, second = count / of, other[0] / other[1]
    low, high = _wilson(count, of, z)
    other_low, other_high = _wilson(*other, z)
    value = first - second
    return Difference(
        value,
        value - math.hypot(first - low, other_high - second),
        value + math.hypot(high - first, second - other_low),
    )


def _wilson(count: int, of: int, z: float) -> tuple[float, float]:
    share = count / of
    middle = (share + z**2 / (2 * of)) / (1 + z**2 / of)
    half = z / (1 + z**2 / of) * math.sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    return middle - half, middle + half


def _means(first: Values, second: Values, level: float) -> Difference:
    """Welch's interval for the difference of two means."""
    value = float(first.mean() - second.mean())
    parts = float(first.var(ddof=1)) / first.size, float(second.var(ddof=1)) / second.size
    error = math.sqrt(sum(parts))
    if not error:
        return Difference(value, value, value)
    df = sum(parts) ** 2 / (parts[0] ** 2 / (first.size - 1) + parts[1] ** 2 / (second.size - 1))
    half = float(special.stdtrit(df, (1 + level) / 2)) * error
    return Difference(value, value - half, value + half)
