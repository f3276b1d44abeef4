"""Who was lost on the way, whether they were unlike those who stayed, and what if they had answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorway.evaluating.both_arms import clusters_of
from mentorway.evaluating.filling import ByArm, filled_by_arm
from mentorway.evaluating.people import FEWEST_SHOWN, Arm, Mask, Measured, Outcome, People, Vector, Wave
from mentorway.evaluating.ways import kind_for
from mentorway.evaluating.what_if import Ends, Row, Stack, Tipping, holds, rows_of, tipping_of
from mentorway.evidence.comparisons.proportions import Difference
from mentorway.evidence.effectiveness.attrition import UNLIKE, attrition
from mentorway.evidence.effectiveness.balance import balance
from mentorway.evidence.effectiveness.regression import Coefficient, regression
from mentorway.evidence.effectiveness.rows import rows
from mentorway.wording import InvalidInputError, Message, listed

FAR = 0.05  # difference of shares lost from which it is said
FEWEST = 10  # people of each arm with an end, from which it is asked what if


@dataclass(frozen=True)
class ArmLost:
    """One arm: who had a score at the start, and how many of them have one at the end.

    `share` is of those who began that were lost; it and `stayed` are None where fewer than five began.
    """

    arm: Arm
    began: int
    stayed: int | None
    share: float | None


@dataclass(frozen=True)
class Unlike:
    """One column: mean of those who stayed less that of those who left, in standard deviations (pooled)."""

    name: str
    difference: float
    stayed: int
    left: int


@dataclass(frozen=True)
class WhatIf:
    """A question answered under suppositions of those who left, and whether the answer holds in all."""

    title: Message
    rows: tuple[Row, ...]
    tipping: Tipping | Message
    holds: Message


@dataclass(frozen=True)
class Lost:
    """Losses by arm, and what they do to the change of those who took part and to the effect.

    `differential` is the share lost of the programme less that of the comparison, None with one arm. It and
    `overall` are None where an arm is too small to be shown, as they would tell what is hidden.
    `unlike` is a message where a group is too small to be shown. `effect` is a message without comparison.
    """

    outcome: Outcome
    later: Wave
    arms: tuple[ArmLost, ...]
    overall: float | None
    differential: Difference | None
    unlike: tuple[Unlike, ...] | Message
    change: WhatIf | Message
    effect: WhatIf | Message
    sentences: tuple[Message, ...]


def lost(
    people: People,
    measured: Measured,
    *,
    later: Wave = Wave.AFTER,
    confidence: float = 0.95,
    rng: np.random.Generator | None = None,
) -> Lost | Message:
    """Say who was lost, and whether what was found holds whatever those who left would have answered.

    Parameters
    ----------
    people, measured : People, Measured
        All people, and one outcome of them. Those count who have a score at the start.
    later : Wave
        The end, at which somebody is there or lost.
    confidence : float in (0, 1)
        How sure intervals shall be.
    rng : numpy.random.Generator, optional
        The only source of chance; without it nothing is filled in, and the rows that need it say so.

    Returns
    -------
    Lost or Message
        A message where nobody was asked at the start or at the end, or fewer than five began.

    Raises
    ------
    InvalidInputError
        The confidence is out of range.

    References
    ----------
    What Works Clearinghouse (2022), Procedures and Standards Handbook, version 5.0, for losses.
    Carpenter & Kenward (2013), Multiple Imputation and its Application, chapter 10, for shifts (delta).

    Examples
    --------
    >>> from mentorway.evaluating.people import Level
    >>> start = np.tile([2.0, 3, 4, 3, 2], 4)
    >>> end = start + np.tile([1.0, 0, 1, 2], 5)
    >>> end[:4] = np.nan
    >>> scores = Measured(
    ...     Outcome("self", "Confidence", Level.LEARNING, 1, 6), {Wave.BEFORE: start, Wave.AFTER: end}
    ... )
    >>> none = ("",) * 20
    >>> took = (Arm.PROGRAMME,) * 20
    >>> found = lost(People(tuple(map(str, range(20))), none, took, none, none, (scores,)), scores)
    >>> [(row.key, round(row.value, 4)) for row in found.change.rows if row.value is not None]
    [('complete', 1.0), ('no_change', 0.8)]
    """
    before, after = measured.at(Wave.BEFORE), measured.at(later)
    title = {"outcome": measured.outcome.title}
    if before is None or after is None:
        return Message(
            "%(outcome)s: scores from the start and from the end are needed to see who was lost.", title
        )
    began = ~np.isnan(before)
    stayed = began & ~np.isnan(after)
    if began.sum() < FEWEST_SHOWN or not stayed.any():
        return Message(
            "%(outcome)s: %(began)d people began and %(stayed)d of them have a score at the end; too few "
            "to say who was lost.",
            {**title, "began": int(began.sum()), "stayed": int(stayed.sum())},
        )
    asked = Question(later, confidence, rng)
    return _lost(people.only(began), _only(measured, began), stayed[began], asked)


@dataclass(frozen=True)
class Question:
    """The end that is meant, how sure intervals shall be, and the only source of chance."""

    later: Wave
    confidence: float
    rng: np.random.Generator | None


def _only(measured: Measured, mask: Mask) -> Measured:
    return Measured(measured.outcome, {wave: scores[mask] for wave, scores in measured.waves.items()})


def _lost(some: People, measured: Measured, stayed: Mask, asked: Question) -> Lost:
    order = [0 if arm is Arm.PROGRAMME else 1 for arm in some.arm]  # the programme's share comes first
    found = attrition(stayed, order, confidence=asked.confidence)
    arms = tuple(_arm(some, stayed, arm) for arm in Arm if some.in_arm(arm).any())
    shown = all(one.share is not None for one in arms)
    differential = found.differential if shown else None
    unlike = _unlike(some, measured, stayed)
    filled = filled_by_arm(some, measured.waves[Wave.BEFORE], measured.waves[asked.later], asked.rng)
    return Lost(
        outcome=measured.outcome,
        later=asked.later,
        arms=arms,
        overall=found.overall if shown else None,
        differential=differential,
        unlike=unlike,
        change=_change(some, measured, asked, filled),
        effect=_effect(some, measured, asked, filled),
        sentences=_said(differential, unlike),
    )


def _arm(some: People, stayed: Mask, arm: Arm) -> ArmLost:
    here = some.in_arm(arm)
    began, kept = int(here.sum()), int((here & stayed).sum())
    if began < FEWEST_SHOWN:
        return ArmLost(arm, began, None, None)
    return ArmLost(arm, began, kept, 1 - kept / began)


def _unlike(some: People, measured: Measured, stayed: Mask) -> tuple[Unlike, ...] | Message:
    if stayed.all():
        return ()
    if min(stayed.sum(), (~stayed).sum()) < FEWEST_SHOWN:
        return Message(
            "Whether those who left were unlike those who stayed is not shown: one of the groups has fewer "
            "than %(fewest)d people, and it might show somebody's own answers.",
            {"fewest": FEWEST_SHOWN},
        )
    found = []
    for name, column in {measured.outcome.title: measured.waves[Wave.BEFORE], **some.facts}.items():
        known = ~np.isnan(column)
        here, gone = int((known & stayed).sum()), int((known & ~stayed).sum())
        if min(here, gone) >= FEWEST_SHOWN:
            table = balance({name: column[known]}, stayed[known], divisor="pooled")
            apart = table.columns[0].before
            if apart is not None:
                found.append(Unlike(name, apart, here, gone))
    return tuple(found)


def _change(some: People, measured: Measured, asked: Question, filled: ByArm) -> WhatIf | Message:
    """Of those who took part: their mean change, people one by one."""
    took = some.in_arm(Arm.PROGRAMME)
    before, after = measured.waves[Wave.BEFORE][took], measured.waves[asked.later][took]
    kept = int((~np.isnan(after)).sum())
    if kept < FEWEST:
        return _TOO_FEW

    def fit(ends: Vector, who: Mask) -> Coefficient:
        taken = rows((ends - before)[who], {})
        return regression(taken, kind="classical", confidence=asked.confidence).coefficients[0]

    tables = filled[Arm.PROGRAMME]
    ends = Ends(fit, before, after, tables, np.isnan(after), _sd(before), _down(measured), asked.confidence)
    return _answered(Message("Mean change of those who took part"), ends)


def _effect(some: People, measured: Measured, asked: Question, filled: ByArm) -> WhatIf | Message:
    """Those who took part less the others, allowing for the start (analysis of covariance)."""
    took = some.in_arm(Arm.PROGRAMME)
    if took.all():
        return Message("There is no comparison group, so nothing can be said of the effect.")
    before, after = measured.waves[Wave.BEFORE], measured.waves[asked.later]
    kept = [int((~np.isnan(after) & arm).sum()) for arm in (took, ~took)]
    if min(kept) < FEWEST:
        return _TOO_FEW
    clusters = clusters_of(some)[0]

    def fit(ends: Vector, who: Mask) -> Coefficient:
        members = None if clusters is None else [clusters[place] for place in np.flatnonzero(who)]
        columns = {"start": before[who], "treated": took[who].astype(np.float64)}
        taken = rows(ends[who], columns, clusters=members)
        return regression(taken, kind=kind_for(members), confidence=asked.confidence).of("treated")

    moved = np.isnan(after) & took
    tables = _joined(filled, took)
    ends = Ends(fit, before, after, tables, moved, _sd(before[took]), _down(measured), asked.confidence)
    return _answered(Message("Those who took part less the others, allowing for the start"), ends)


def _answered(title: Message, ends: Ends) -> WhatIf | Message:
    try:
        found = rows_of(ends)
        return WhatIf(title, found, tipping_of(ends), holds(found))
    except InvalidInputError as error:
        return error.message


def _joined(filled: ByArm, took: Mask) -> Stack | Message:
    """Tables of everyone from those of both arms."""
    own, others = filled[Arm.PROGRAMME], filled[Arm.COMPARISON]
    if isinstance(own, Message):
        return own
    if isinstance(others, Message):
        return others
    found = np.empty((len(own), len(took)))
    found[:, took], found[:, ~took] = own, others
    return found


_TOO_FEW = Message(
    "Fewer than %(needed)d people of a group have a score at the end, too few to ask what if those who "
    "left had answered.",
    {"needed": FEWEST},
)


def _sd(scores: Vector) -> float:
    return float(scores.std(ddof=1))


def _down(measured: Measured) -> int:
    return -1 if measured.outcome.higher_is_better else 1


def _unequal(one: Difference) -> Message:
    facts = {"programme": round(100 * one.first.value), "comparison": round(100 * one.second.value)}
    if one.low <= 0 <= one.high:
        return Message(
            "%(programme)d of 100 people of the programme were lost, and %(comparison)d of 100 of the "
            "comparison group; chance may explain this, but look whether those who are left are still alike.",
            facts,
        )
    return Message(
        "The groups lost unequal shares: %(programme)d of 100 people of the programme and %(comparison)d of "
        "100 of the comparison group. Those who are left may no longer be alike.",
        facts,
    )


def _said(differential: Difference | None, unlike: tuple[Unlike, ...] | Message) -> tuple[Message, ...]:
    found = []
    if differential is not None and abs(differential.value) > FAR:
        found.append(_unequal(differential))
    if not isinstance(unlike, Message):
        far = [one.name for one in unlike if abs(one.difference) > UNLIKE]
        if far:
            found.append(
                Message(
                    "Those who stayed differ from those who left, by more than a quarter of a standard "
                    "deviation, in: %(names)s.",
                    {"names": listed(far)},
                )
            )
    return tuple(found)
