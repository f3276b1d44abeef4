"""Results by Kirkpatrick's levels, and change by country or by pilot where it may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mentorway.evaluating.changes import Change, Changed, change_between, changed
from mentorway.evaluating.hiding import hidden
from mentorway.evaluating.people import (
    FEWEST_SHOWN,
    Arm,
    Level,
    Mask,
    Measured,
    Outcome,
    People,
    Vector,
    Wave,
    each,
)
from mentorway.evaluating.shifts import Shifted, shifted
from mentorway.evidence.comparisons.groups import FTest, paired_t, welch_anova
from mentorway.evidence.comparisons.proportions import Proportion, wilson
from mentorway.wording import Message

ORDER = (Level.REACTION, Level.LEARNING, Level.BEHAVIOUR, Level.RESULTS)
ENOUGH = 4 * FEWEST_SHOWN  # people of whom it may be said that all but a few are alike


@dataclass(frozen=True)
class Once:
    """What people said at one wave only: their mean in points, and how many are at the middle or better.

    `share` is of those whose score lies at the middle of the scale or on its better side (Wilson interval);
    None where few people would stand alone, and `why` says it. Fewer than 5 answers have no numbers.
    """

    wave: Wave
    asked: int
    answered: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    sd: float | None = None
    share: Proportion | None = None
    why: Message | None = None


@dataclass(frozen=True)
class OutcomeResult:
    """All that changed in one outcome; `once` is there where nobody was asked before."""

    outcome: Outcome
    changed: Changed | None
    shifted: Shifted | Message | None
    once: Once | None = None


@dataclass(frozen=True)
class LevelResult:
    """One of the four levels; `why` says what is missing where it has no outcome with answers."""

    level: Level
    outcomes: tuple[OutcomeResult, ...]
    why: Message | None = None


@dataclass(frozen=True)
class GroupChange:
    """Change of one group from before to after; `change` is None where it is hidden, and so is its size."""

    label: str
    change: Change | None
    why: Message | None = None


@dataclass(frozen=True)
class Groups:
    """Change group by group in the order of their labels, and whether groups differ beyond chance.

    `differ` is Welch's analysis of variance of the changes of groups that are shown; None of fewer than two.
    Where groups may not be laid side by side `why` says so, and `groups` is empty.
    """

    groups: tuple[GroupChange, ...]
    differ: FTest | None = None
    why: Message | None = None


def by_level(people: People, who: Mask, *, confidence: float = 0.95) -> tuple[LevelResult, ...]:
    """Results of reaction, learning, behaviour and results, in this order.

    Parameters
    ----------
    people : People
        With all that was measured.
    who : array of bool, shape (people,)
        Whose results; usually those of the programme.
    confidence : float in (0, 1)
        How sure intervals shall be.

    Returns
    -------
    tuple of LevelResult
        Always four. Outcomes of a level stand in the order of `people.measured`.

    Raises
    ------
    InvalidInputError
        The confidence is out of range.

    References
    ----------
    Kirkpatrick (1959), Techniques for evaluating training programs, Journal of the ASTD 13.
    Wilson (1927), J Am Stat Assoc 22:209-212, doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> liked = Measured(Outcome("liked", "Liked it", Level.REACTION, 1, 5), {Wave.AFTER: np.full(6, 4.0)})
    >>> table = People(tuple("abcdef"), ("P",) * 6, (Arm.PROGRAMME,) * 6, ("LT",) * 6, ("",) * 6, (liked,))
    >>> found = by_level(table, np.ones(6, dtype=bool))
    >>> found[0].outcomes[0].once.mean, str(found[0].outcomes[0].once.why)
    (4.0, 'The share is not shown: on one side of the middle there are fewer than 5 people.')
    >>> str(found[1].why)
    'Learning: nothing was asked.'
    """
    results = {one.outcome.key: _result(one, people, who, confidence) for one in people.measured}
    levels = []
    for level in ORDER:
        found = tuple(one for one in results.values() if one.outcome.level is level)
        levels.append(LevelResult(level, found, _missing(level, found)))
    return tuple(levels)


def by_group(
    people: People, labels: Sequence[str], measured: Measured, *, licensed: bool | Message
) -> Groups:
    """Change from before to after of each country or pilot, of those who took the programme.

    Parameters
    ----------
    people : People
        Of them those of the programme count.
    labels : sequence of str, shape (people,)
        The group of each person; "" if it is not known.
    measured : Measured
        One of `people.measured`.
    licensed : bool or Message
        Whether groups may be laid side by side: of countries the answer of the comparison, as a Message where
        it is no; True of pilots, whose people answered the same questionnaire.

    Returns
    -------
    Groups
        Groups with fewer than 5 pairs are hidden, and with them the next smallest until at least two groups
        and 5 people are, since one alone could be reckoned from the total. Those whose group is not known
        count as a group that is hidden.

    Examples
    --------
    >>> before = np.array([2.0, 3, 2, 3, 2, 4, 3, 3, 2, 1, 2, 2])
    >>> waves = {Wave.BEFORE: before, Wave.AFTER: before + np.array([1.0, 0] * 6)}
    >>> trust = Measured(Outcome("trust", "Trust", Level.LEARNING, 1, 5), waves)
    >>> country = ("LT",) * 5 + ("LV",) * 5 + ("FI",) * 2
    >>> arm = (Arm.PROGRAMME,) * 12
    >>> table = People(tuple("abcdefghijkl"), ("P",) * 12, arm, country, ("",) * 12, (trust,))
    >>> [(one.label, one.change is None) for one in by_group(table, country, trust, licensed=True).groups]
    [('FI', True), ('LT', True), ('LV', False)]
    """
    if licensed is not True:
        return Groups((), why=licensed if isinstance(licensed, Message) else _NOT_LICENSED)
    scores = measured.at(Wave.BEFORE), measured.at(Wave.AFTER)
    if scores[0] is None or scores[1] is None:
        return Groups((), why=change_between(measured.outcome, scores, Wave.AFTER).why)
    paired = people.in_arm(Arm.PROGRAMME) & ~np.isnan(scores[0]) & ~np.isnan(scores[1])
    members = {label: mask & paired for label, mask in each(labels).items()}
    unknown = int((paired & (np.array(labels, dtype=object) == "")).sum())
    left_out = hidden({label: int(mask.sum()) for label, mask in members.items()}, unknown=unknown)
    groups = tuple(
        GroupChange(label, None, left_out[label])
        if label in left_out
        else GroupChange(label, _change(measured.outcome, scores[0][mask], scores[1][mask]))
        for label, mask in members.items()
    )
    shown = [one.change for one in groups if one.change is not None]
    return Groups(groups, _differ(shown), None if shown else _NONE_SHOWN)


_NOT_LICENSED = Message(
    "Whether these groups understood the questions alike was not tested, so their changes are not laid side "
    "by side."
)
_NONE_SHOWN = Message(
    "No group is shown: each has fewer than %(fewest)d people who answered both times, or would give one "
    "away that has.",
    {"fewest": FEWEST_SHOWN},
)


def _change(outcome: Outcome, before: Vector, after: Vector) -> Change:
    return change_between(outcome, (before, after), Wave.AFTER)


def _differ(shown: Sequence[Change]) -> FTest | None:
    paired = [one.paired for one in shown if one.paired is not None]
    if len(paired) < 2:  # noqa: PLR2004 - two groups are needed to differ
        return None
    n = [one.n for one in paired]
    spread = [one.change.error * one.n**0.5 for one in paired]
    return welch_anova(n, [one.change.difference for one in paired], spread) if all(spread) else None


def _result(measured: Measured, people: People, who: Mask, confidence: float) -> OutcomeResult:
    once = _once(measured, who, confidence) if measured.at(Wave.BEFORE) is None else None
    if set(measured.waves) <= {Wave.AFTER, Wave.FOLLOW_UP}:
        return OutcomeResult(measured.outcome, None, None, once)
    pilots = people.pilot if len(set(people.pilot)) > 1 else None
    change = changed(measured, who, confidence=confidence, pilots=pilots)
    shift = shifted(measured, who, confidence=confidence) if measured.at(Wave.THEN) is not None else None
    return OutcomeResult(measured.outcome, change, shift, once)


def _once(measured: Measured, who: Mask, confidence: float) -> Once:
    wave: Literal[Wave.AFTER, Wave.FOLLOW_UP] = Wave.AFTER if Wave.AFTER in measured.waves else Wave.FOLLOW_UP
    scores = measured.at(wave)
    if scores is None:
        return Once(wave, 0, 0, why=Message("Nobody was asked."))
    known = scores[who & ~np.isnan(scores)]
    asked, n = int(who.sum()), len(known)
    if n < FEWEST_SHOWN:
        return Once(
            wave,
            asked,
            n,
            why=Message(
                "Fewer than %(fewest)d people answered, so it is not shown.", {"fewest": FEWEST_SHOWN}
            ),
        )
    sd = float(np.std(known, ddof=1))
    mean = paired_t(n, float(known.mean()), sd, confidence=confidence)
    middle = (measured.outcome.low + measured.outcome.high) / 2
    good = int((known >= middle).sum() if measured.outcome.higher_is_better else (known <= middle).sum())
    why = _alone(good, n)
    share = None if why else wilson(good, n, confidence=confidence)
    return Once(wave, asked, n, float(known.mean()), mean.low, mean.high, sd, share, why)


def _alone(good: int, n: int) -> Message | None:
    """Say why a share is not shown: few people would stand alone on one side."""
    values = {"fewest": FEWEST_SHOWN, "n": n}
    if min(good, n - good) >= FEWEST_SHOWN:
        return None
    if n >= ENOUGH:
        return Message(
            "All but fewer than %(fewest)d of %(n)d people are at the middle of the scale or better."
            if good > n - good
            else "Fewer than %(fewest)d of %(n)d people are at the middle of the scale or better.",
            values,
        )
    return Message(
        "The share is not shown: on one side of the middle there are fewer than %(fewest)d people.", values
    )


_NAMES = {
    Level.REACTION: (Message("Reaction: nothing was asked."), Message("Reaction: too few people answered.")),
    Level.LEARNING: (Message("Learning: nothing was asked."), Message("Learning: too few people answered.")),
    Level.BEHAVIOUR: (
        Message("Behaviour: nothing was asked."),
        Message("Behaviour: too few people answered."),
    ),
    Level.RESULTS: (Message("Results: nothing was asked."), Message("Results: too few people answered.")),
}


def _missing(level: Level, found: Sequence[OutcomeResult]) -> Message | None:
    if not found:
        return _NAMES[level][0]
    return None if any(_has_numbers(one) for one in found) else _NAMES[level][1]


def _has_numbers(one: OutcomeResult) -> bool:
    if one.once is not None and one.once.mean is not None:
        return True
    return one.changed is not None and one.changed.last.paired is not None
