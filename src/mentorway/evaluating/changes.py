"""How far the same people moved, how surely, how many of them, and what could have been missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial

import numpy as np

from mentorway.evaluating.counting import Counts, reliably
from mentorway.evaluating.ends import Ends, ends_of, told_of_ends
from mentorway.evaluating.people import FEWEST_SHOWN, Mask, Measured, Outcome, Vector, Wave
from mentorway.evidence.comparisons.power import LARGEST, power_for_change
from mentorway.evidence.comparisons.searching import effect_at
from mentorway.evidence.effectiveness.paired_change import PairedChange, SignFlips, paired_change, sign_flips
from mentorway.evidence.effectiveness.regression import Coefficient, regression
from mentorway.evidence.effectiveness.rows import rows
from mentorway.wording import Message, Value

FEW = 10  # pairs below which a bell curve is not leant on
SIGNS = 20  # pairs below which signs are changed in every way
MANY_PILOTS = 10  # from which on they are clusters
POWER = 0.8
ROUNDING = 1e-9  # points
HEAVY_LOSS = 0.4  # of those who answered before


class Way(StrEnum):
    """Which way people changed beyond chance, `higher_is_better` taken into account."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "neither"


@dataclass(frozen=True)
class Answered:
    """How many were asked at a wave, and how many answered."""

    wave: Wave
    asked: int
    answered: int


@dataclass(frozen=True)
class Detectable:
    """The smallest true change that is found four times in five: in points and standard deviations.

    `points` of the scale, `sd` of scores before (None if they do not vary), `of_changes` of changes (d_z).
    It is that of Student's t; `at_least` says that the exact test, which is read for few people, needs more.
    """

    points: float
    sd: float | None
    of_changes: float
    at_least: bool


@dataclass(frozen=True)
class Change:
    """The later wave less that before, of the `n` people who answered both.

    `p` is the one to be read: of all ways to change signs where there are fewer than 20 pairs, of pilots as
    clusters (`across`) where there are at least 10, else Student's. Numbers are None where `why` says so;
    `n` always stands.
    """

    later: Wave
    n: int
    paired: PairedChange | None = None
    flips: SignFlips | None = None
    across: Coefficient | None = None
    p: float | None = None
    way: Way = Way.NEITHER
    detectable: Detectable | None = None
    why: Message | None = None


@dataclass(frozen=True)
class FollowUp:
    """One follow-up among several: how it is called, who answered, and what changed since before.

    `why` says by what the one that `is_main` is the main one.
    """

    key: str
    name: Message
    is_main: bool
    answered: Answered
    change: Change
    why: Message | None = None


@dataclass(frozen=True)
class Changed:
    """What changed in one outcome: to after the programme, to the follow-up, and for how many reliably.

    `lost` is the share without an answer after, of those who answered before. `follow_ups` holds every
    follow-up where there are several, the main one among them; `follow_up` is the main one.
    """

    outcome: Outcome
    asked: tuple[Answered, ...]
    after: Change
    follow_up: Change
    reliable: Counts | Message
    ends: Ends
    lost: float | None
    cautions: tuple[Message, ...]
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def last(self) -> Change:
        """The change after the programme, or where nobody was asked then, that to the follow-up."""
        return self.after if self.after.paired or not self.follow_up.paired else self.follow_up


def changed(
    measured: Measured, who: Mask, *, confidence: float = 0.95, pilots: Sequence[str] | None = None
) -> Changed:
    """Say what changed in one outcome, of some of the people.

    Parameters
    ----------
    measured : Measured
        The scores, shape (people,), in points of the scale.
    who : array of bool, shape (people,)
        Whose change it shall be; usually those of the programme.
    confidence : float in (0, 1)
        How sure intervals shall be; what is rarer by chance than the rest counts as a change.
    pilots : sequence of str, shape (people,), optional
        Who belongs together. From 10 pilots on they are taken as drawn from more of their kind, and the test
        knows that people of a pilot change alike (CR2 errors); of fewer this is said as a caution.

    Returns
    -------
    Changed
        Positive numbers are rises of the score also where less is better; `way` knows which is which. Fewer
        than 5 pairs have no numbers. Floors and ceilings, heavy loss and few people are `cautions`.

    Raises
    ------
    InvalidInputError
        The confidence is out of range.

    References
    ----------
    Lakens (2013), Frontiers in Psychology 4:863, doi:10.3389/fpsyg.2013.00863.
    Terwee et al. (2007), J Clin Epidemiol 60:34-42, for the line of 15 % at an end of the scale.

    Examples
    --------
    >>> from mentorway.evaluating.people import Level
    >>> trust = Outcome("trust", "Trust", Level.LEARNING, 1, 5)
    >>> waves = {Wave.BEFORE: np.array([2.0, 3, 3, 2, 4, 3]), Wave.AFTER: np.array([3.0, 4, 3, 4, 5, 5])}
    >>> found = changed(Measured(trust, waves), np.ones(6, dtype=bool))
    >>> found.after.n, round(found.after.paired.change.difference, 4), found.after.p
    (6, 1.1667, 0.0625)
    >>> str(found.follow_up.why)
    'Trust: nobody was asked some time after the programme, so nothing shows whether a change lasts.'
    """
    waves = {wave: scores[who] for wave, scores in measured.waves.items()}
    before, after = waves.get(Wave.BEFORE), waves.get(Wave.AFTER)
    members = None if pilots is None else [one for one, kept in zip(pilots, who, strict=True) if kept]
    outcome = measured.outcome
    asked = tuple(_answered(wave, waves.get(wave), int(who.sum())) for wave in Wave)
    between = partial(change_between, outcome, confidence=confidence, pilots=members)
    changes = [between((before, waves.get(wave)), wave) for wave in (Wave.AFTER, Wave.FOLLOW_UP)]
    ends = ends_of(outcome, before)
    lost = _lost(before, after)
    reliable = reliably(outcome, before, after, confidence=confidence)
    cautions = (*_of_people(changes[0], members, lost), *told_of_ends(outcome, ends))
    follow_ups = tuple(
        FollowUp(
            one.key,
            one.name,
            one.is_main,
            _answered(Wave.FOLLOW_UP, one.scores[who], int(who.sum())),
            changes[1] if one.is_main else between((before, one.scores[who]), Wave.FOLLOW_UP),
            one.why,
        )
        for one in measured.later
    )
    return Changed(outcome, asked, changes[0], changes[1], reliable, ends, lost, cautions, follow_ups)


def change_between(
    outcome: Outcome,
    scores: tuple[Vector | None, Vector | None],
    later: Wave,
    *,
    confidence: float = 0.95,
    pilots: Sequence[str] | None = None,
) -> Change:
    """Change of the same people between two waves.

    Parameters
    ----------
    outcome : Outcome
        The scale.
    scores : pair of array of float or None, shape (people,)
        Before and later, NaN where somebody did not answer; None where nobody was asked.
    later : Wave
        Which wave the later one is.
    confidence : float in (0, 1)
        How sure intervals shall be.
    pilots : sequence of str, shape (people,), optional
        Who belongs together.

    Returns
    -------
    Change

    Raises
    ------
    InvalidInputError
        The confidence is out of range.

    Examples
    --------
    >>> from mentorway.evaluating.people import Level
    >>> trust = Outcome("trust", "Trust", Level.LEARNING, 1, 5)
    >>> few = change_between(trust, (np.array([2.0, 3, 3]), np.array([3.0, 4, 3])), Wave.AFTER)
    >>> few.n, few.paired, str(few.why)
    (3, None, 'Trust: only 3 people answered both times. Results of fewer than 5 are not shown.')
    """
    before, after = scores
    if before is None or after is None:
        return Change(later, 0, why=_nobody_asked(outcome, before, later))
    both = ~np.isnan(before) & ~np.isnan(after)
    first, second = before[both], after[both]
    n = len(first)
    if n < FEWEST_SHOWN:
        return Change(later, n, why=_too_few(outcome, n))
    paired = paired_change(first, second, confidence=confidence)
    flips = sign_flips(second - first) if n < SIGNS else None
    members = None if pilots is None else [one for one, kept in zip(pilots, both, strict=True) if kept]
    across = _across(second - first, members, confidence)
    p = _read(paired, flips, across)
    sides = (1 if paired.change.difference > 0 else -1) * (1 if outcome.higher_is_better else -1)
    way = (Way.BETTER if sides > 0 else Way.WORSE) if p < 1 - confidence else Way.NEITHER
    detectable = _detectable(paired, float(np.std(second - first, ddof=1)), confidence)
    return Change(later, n, paired, flips, across, p, way, detectable)


def _read(paired: PairedChange, flips: SignFlips | None, across: Coefficient | None) -> float:
    if across is not None and across.p is not None:
        return across.p
    if flips is not None:
        return flips.p
    if paired.change.p is not None:
        return paired.change.p
    return 2.0 ** (1 - paired.n) if paired.change.difference else 1.0  # all changed by the same


def _across(changes: Vector, members: Sequence[str] | None, confidence: float) -> Coefficient | None:
    if members is None or not MANY_PILOTS <= len(set(members)) < len(members) or np.ptp(changes) < ROUNDING:
        return None
    return regression(
        rows(changes, {}, clusters=list(members)), kind="CR2", confidence=confidence
    ).coefficients[0]


def _detectable(paired: PairedChange, spread: float, confidence: float) -> Detectable | None:
    alpha = 1 - confidence
    if not paired.change.error or 2.0 ** (1 - paired.n) > alpha:  # no way to change signs is rare enough
        return None
    standard = detectable_change(paired.n, alpha)
    points = standard * spread
    sd = points / paired.sd_before if paired.sd_before else None
    return Detectable(points, sd, standard, at_least=paired.n < SIGNS)


@lru_cache(maxsize=4096)
def detectable_change(n: int, alpha: float = 0.05) -> float:
    """Smallest true change that Student's t test of the same people twice finds four times in five.

    Parameters
    ----------
    n : int
        How many people, at least three.
    alpha : float in (0, 1)
        Level of the two-sided test.

    Returns
    -------
    float
        In standard deviations of changes (d_z).

    Raises
    ------
    InvalidInputError
        There are too few people, or the level is out of range.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 2.

    Examples
    --------
    >>> round(detectable_change(34), 4)
    0.495
    """
    return effect_at(lambda d: power_for_change(n, d, alpha=alpha), POWER, LARGEST)


def _answered(wave: Wave, scores: Vector | None, people: int) -> Answered:
    if scores is None:
        return Answered(wave, 0, 0)
    return Answered(wave, people, int((~np.isnan(scores)).sum()))


def _lost(before: Vector | None, after: Vector | None) -> float | None:
    if before is None or after is None or np.isnan(before).all():
        return None
    return float(np.isnan(after[~np.isnan(before)]).mean())


def _nobody_asked(outcome: Outcome, before: Vector | None, later: Wave) -> Message:
    values = {"outcome": outcome.title}
    if before is None:
        return Message("%(outcome)s: nobody was asked before the programme, so there is no change.", values)
    if later is Wave.FOLLOW_UP:
        return Message(
            "%(outcome)s: nobody was asked some time after the programme, so nothing shows whether a change "
            "lasts.",
            values,
        )
    return Message("%(outcome)s: nobody was asked after the programme, so there is no change.", values)


def _too_few(outcome: Outcome, n: int) -> Message:
    values: dict[str, Value] = {"outcome": outcome.title, "n": n, "fewest": FEWEST_SHOWN}
    if not n:
        return Message("%(outcome)s: nobody answered both times.", values)
    return Message(
        "%(outcome)s: only %(n)d person answered both times. Results of fewer than %(fewest)d are not shown.",
        values,
        plural="%(outcome)s: only %(n)d people answered both times. Results of fewer than %(fewest)d are not "
        "shown.",
        count=n,
    )


def _of_people(change: Change, members: Sequence[str] | None, lost: float | None) -> Iterator[Message]:
    if FEWEST_SHOWN <= change.n < FEW:
        yield Message(
            "Only %(n)d people answered both times. All ways to change signs say whether a change is beyond "
            "chance; no more can be said, and the interval leans on a bell curve that so few cannot show.",
            {"n": change.n},
        )
    pilots = 0 if members is None else len(set(members))
    if change.paired and 1 < pilots < MANY_PILOTS:
        yield Message(
            "People of the same pilot may have changed alike. There are %(pilots)d pilots, too few to reckon "
            "with this, so read the result as one about these pilots only.",
            {"pilots": pilots},
        )
    if lost is not None and lost > HEAVY_LOSS:
        yield Message(
            "%(percent)d %% of those who answered before did not answer after. Results are about those who "
            "did.",
            {"percent": round(100 * lost)},
        )
