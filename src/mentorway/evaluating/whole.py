"""An evaluation as a whole: results, what can be concluded, losses, others' view, money, pilots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from mentorway.evaluating.asking import Asked
from mentorway.evaluating.assumptions import Key
from mentorway.evaluating.concluding import Piece, concluded
from mentorway.evaluating.drawing import Drawing, check_drawing
from mentorway.evaluating.dyads import Dyads, seen_by_others
from mentorway.evaluating.effects import SideBySide, Way, side_by_side
from mentorway.evaluating.levels import Groups, LevelResult, OutcomeResult, by_group, by_level
from mentorway.evaluating.losing import Lost, lost
from mentorway.evaluating.overall import Conclusion
from mentorway.evaluating.people import Arm, Level, Measured, People
from mentorway.evaluating.progress import Progress, Steps, untold
from mentorway.evaluating.spending import STEPS as STEPS_OF_MONEY
from mentorway.evaluating.spending import Spending, spending
from mentorway.wording import InvalidInputError, Message

Found = TypeVar("Found")
STEPS = 2  # levels, and what can be concluded
FIRST = (Key.COVARIANCE, Key.CHANGES, Key.BALANCING, Key.PROPENSITY, Key.DEALING, Key.AFTER_ONLY)


@dataclass(frozen=True)
class Size:
    """How many there are of what."""

    programme: int
    comparison: int
    pilots: int
    countries: int
    organisations: int


@dataclass(frozen=True)
class OutcomeEvaluation:
    """All of one outcome beside its change, which stands with its level.

    `by_country` and `by_pilot` are of those who took the programme. `rests_on` is the way of `effect` from
    which the conclusion is drawn: allowing for the start, or, where ways do not all say the same, the one
    that is least sure.
    """

    key: str
    by_country: Groups
    by_pilot: Groups
    effect: SideBySide | Message
    rests_on: Key | None
    lost: Lost | Message
    others: Dyads | Message


@dataclass(frozen=True, eq=False)
class Evaluation:
    """All that was found; `messages` say what the whole cannot say.

    `conclusions` are of each outcome, and last of the whole.
    """

    size: Size
    levels: tuple[LevelResult, ...]
    outcomes: tuple[OutcomeEvaluation, ...]
    conclusions: tuple[Conclusion, ...]
    money: Spending | Message
    confidence: float
    seed: int
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Compared:
    """What a comparison says of one outcome, in points."""

    value: float
    low: float
    high: float
    n: int


def evaluate(
    people: People, asked: Asked, *, rng: np.random.Generator, progress: Progress | None = None
) -> Evaluation:
    """Evaluate a programme.

    Parameters
    ----------
    people : People
        All of both arms; nobody, one arm, one wave, one country will do.
    asked : Asked
        Costs, benefits, licences, and how sure things shall be.
    rng : numpy.random.Generator
        The only source of chance. Results and money draw from streams of their own, so that another cost
        sheet changes no result.
    progress : callable taking (percent: int, step: Message), optional
        Called before each piece and at the end; what it raises ends the work.

    Returns
    -------
    Evaluation
        What cannot be computed is a Message in its place.

    Raises
    ------
    InvalidInputError
        The confidence does not lie between 0 and 1, or fewer than 200 draws are asked for.

    References
    ----------
    Kirkpatrick & Kirkpatrick (2006), Evaluating Training Programs, 3rd edition.
    Phillips & Phillips (2016), Handbook of Training Evaluation and Measurement Methods, 4th edition.

    Examples
    --------
    >>> nobody = People((), (), (), (), (), ())
    >>> found = evaluate(nobody, Asked(), rng=np.random.default_rng(1))
    >>> found.size.programme, str(found.messages[0])
    (0, 'Nobody took the programme, so there is nothing to evaluate.')
    """
    check_drawing(Drawing(asked.draws, asked.confidence))
    of_results, of_money = rng.spawn(2)
    pieces = STEPS + STEPS_OF_MONEY + 3 * len(people.measured)
    steps = Steps(progress or untold, pieces)
    steps.next(Message("Change, level by level"))
    took = people.in_arm(Arm.PROGRAMME)
    levels = by_level(people, took, confidence=asked.confidence)
    outcomes = tuple(_outcome(people, one, asked, (of_results, steps)) for one in people.measured)
    money = _tried(lambda: spending(people, asked, rng=of_money, steps=steps))
    steps.next(Message("What can be concluded"))
    conclusions = concluded(_pieces(people, levels, outcomes), confidence=asked.confidence)
    found = Evaluation(
        size=_size(people),
        levels=levels,
        outcomes=outcomes,
        conclusions=conclusions,
        money=money,
        confidence=asked.confidence,
        seed=asked.seed,
        messages=tuple(_told(people)),
    )
    steps.end()
    return found


def rests_on(effect: SideBySide | Message) -> Way | None:
    """Return the way from which a conclusion is drawn; None where there is none.

    Parameters
    ----------
    effect : SideBySide or Message
        All ways of one outcome.

    Returns
    -------
    Way or None
        The first that has an interval, allowing for the start before all others. Where one way tells the
        difference from chance and another does not, or they point apart, the one whose interval is nearest
        to holding 0 (or deepest in it), so that nothing is called shown which a way does not show.

    Examples
    --------
    >>> rests_on(Message("No comparison group."))
    """
    if isinstance(effect, Message):
        return None
    found = {one.key: one for one in effect.ways if _sureness(one) is not None}
    if not found:
        return None
    if len({one.told_apart for one in found.values()}) > 1:
        return min(found.values(), key=lambda one: _sureness(one) or 0.0)
    return next(found[key] for key in FIRST if key in found)


def _sureness(way: Way) -> float | None:
    """How many times its half interval a value is away from 0."""
    if way.value is None or way.low is None or way.high is None:
        return None
    half = (way.high - way.low) / 2
    return abs(way.value) / half if half > 0 else np.inf


def _tried(work: Callable[[], Found]) -> Found | Message:
    try:
        return work()
    except InvalidInputError as error:
        return error.message


def _outcome(
    people: People, measured: Measured, asked: Asked, chance: tuple[np.random.Generator, Steps]
) -> OutcomeEvaluation:
    rng, steps = chance
    title, confidence = {"outcome": measured.outcome.title}, asked.confidence
    took = people.in_arm(Arm.PROGRAMME)
    steps.next(Message("Those who took part beside others: %(outcome)s", title))
    effect = _tried(lambda: side_by_side(people, measured, confidence=confidence, rng=rng))
    steps.next(Message("Who was lost: %(outcome)s", title))
    gone = _tried(lambda: lost(people, measured, confidence=confidence, rng=rng))
    others = _tried(lambda: seen_by_others(measured, took, confidence=confidence))
    those = people.only(took)
    own = those.outcome(measured.outcome.key) or measured
    licence = asked.licences.get(measured.outcome.key, False)
    way = rests_on(effect)
    return OutcomeEvaluation(
        key=measured.outcome.key,
        by_country=by_group(those, those.country, own, licensed=licence),
        by_pilot=by_group(those, those.pilot, own, licensed=True),
        effect=effect,
        rests_on=None if way is None else way.key,
        lost=gone,
        others=others,
    )


def _pieces(
    people: People, levels: Sequence[LevelResult], outcomes: Sequence[OutcomeEvaluation]
) -> list[Piece]:
    """Evidence of each outcome; how people liked it, asked once, is no change that could be concluded."""
    results = {one.outcome.key: one for level in levels for one in level.outcomes}
    return [
        _piece(results[one.key], one, has_others=people.in_arm(Arm.COMPARISON).any().item())
        for one in outcomes
        if results[one.key].once is None or results[one.key].outcome.level is not Level.REACTION
    ]


def _piece(result: OutcomeResult, found: OutcomeEvaluation, *, has_others: bool) -> Piece:
    gone = None if isinstance(found.lost, Message) else found.lost
    return Piece(
        outcome=result.outcome,
        changed=result.changed,
        shift=result.shifted,
        effect=_effect(found) if has_others else None,
        lost=None if gone is None else gone.overall,
        uneven=None if gone is None or gone.differential is None else gone.differential.value,
    )


def _effect(found: OutcomeEvaluation) -> Compared | Message:
    way = rests_on(found.effect)
    if isinstance(found.effect, Message):
        return found.effect
    if way is None or way.value is None or way.low is None or way.high is None:
        return Message("The groups could not be compared; each way says why.")
    return Compared(way.value, way.low, way.high, way.n_programme + way.n_comparison)


def _size(people: People) -> Size:
    return Size(
        programme=int(people.in_arm(Arm.PROGRAMME).sum()),
        comparison=int(people.in_arm(Arm.COMPARISON).sum()),
        pilots=len(set(people.pilot) - {""}),
        countries=len(set(people.country) - {""}),
        organisations=len(set(people.organisation) - {""}),
    )


def _told(people: People) -> list[Message]:
    if not people.in_arm(Arm.PROGRAMME).any():
        return [Message("Nobody took the programme, so there is nothing to evaluate.")]
    found = []
    if not people.measured:
        found.append(Message("No outcome was measured, so nothing can be said of results."))
    if len(set(people.country) - {""}) == 1:
        found.append(Message("All people are from one country, so countries cannot be laid side by side."))
    return found
