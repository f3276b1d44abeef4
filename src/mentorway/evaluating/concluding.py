"""What can be concluded from an evaluation, and what cannot: a grade and plain sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from scipy import special

from mentorway.evaluating.changes import FEW, HEAVY_LOSS, Change, Changed, Way
from mentorway.evaluating.overall import CANNOT, Conclusion, Grade, overall
from mentorway.evaluating.people import Outcome
from mentorway.evaluating.shifts import Shifted
from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.comparisons.multiplicity import holm
from mentorway.wording import Message, Value

UNEVEN_LOSS = 0.1  # share lost of one group less that of the other; our own line
FEW_IN_BOTH = 2 * FEW  # people of both groups together


class Effect(Protocol):
    """What the programme did beyond a comparison group, in points of the scale: programme less comparison."""

    @property
    def value(self) -> float:
        """The estimate."""

    @property
    def low(self) -> float:
        """Lower end of its interval."""

    @property
    def high(self) -> float:
        """Upper end of its interval."""

    @property
    def n(self) -> int:
        """People of both groups together."""


@dataclass(frozen=True)
class Piece:
    """All that speaks for or against a change in one outcome.

    `effect` is what a comparison group gives, or why it gives nothing; None where there is no such group.
    `lost` is the share lost of all who began, 0 to 1; without it that of `changed` is taken. `uneven` is the
    share lost of the programme less that of the comparison group.
    """

    outcome: Outcome
    changed: Changed | None = None
    shift: Shifted | Message | None = None
    effect: Effect | Message | None = None
    lost: float | None = None
    uneven: float | None = None


def concluded(pieces: Sequence[Piece], *, confidence: float = 0.95) -> tuple[Conclusion, ...]:
    """Grade what can be concluded of each outcome, and of the programme as a whole.

    A conclusion starts from the best evidence there is:

    - with a comparison group: *shown* where the interval of the effect holds no 0, else *not shown*;
    - before and after only: *suggested* where the change is beyond chance, else *not shown*. It never is
      shown, as nobody else was looked at;
    - neither, because nobody was asked, or fewer than 5 people answered both times: *cannot be said*.

    Each of these takes one step from *shown* to *suggested* to *not shown*, no further:

    - more than 40 % of those who began were lost, or one group lost 10 percentage points more than the other;
    - people's own yardstick moved, and the change by that of afterwards contradicts the other;
    - a comparison of fewer than 20 people in both groups together;
    - with several outcomes of the same kind of evidence, this one is not beyond chance any more if all are
      looked at (Holm).

    Fewer than 10 pairs, tested by changing signs, are said but take no step. The whole has the best grade of
    its outcomes: as Holm's step is taken, it is not shown merely because many outcomes were asked.

    Parameters
    ----------
    pieces : sequence of Piece
        One for each outcome.
    confidence : float in (0, 1)
        Of the intervals in `effect`, and of the tests in `changed`.

    Returns
    -------
    tuple of Conclusion
        Of each outcome in the order of the pieces, and last of the whole, whose `outcome` is None.

    Raises
    ------
    InvalidInputError
        The confidence is out of range.

    References
    ----------
    Holm (1979), Scand J Stat 6:65-70.
    What Works Clearinghouse (2022), Procedures and Standards Handbook, version 5.0, on attrition; the lines
    of 40 % and 10 points are ours.

    Examples
    --------
    >>> from mentorway.evaluating.people import Level
    >>> trust = Outcome("trust", "Trust", Level.LEARNING, 1, 5)
    >>> [one.grade.value for one in concluded([Piece(trust)])]
    ['cannot be said', 'cannot be said']
    """
    check_confidence(confidence)
    alpha = 1 - confidence
    chances = [_chance(piece, confidence) for piece in pieces]
    held = _after_holm(pieces, chances)
    found = tuple(
        _conclusion(piece, chance, many, alpha)
        for piece, chance, many in zip(pieces, chances, held, strict=True)
    )
    return (*found, overall(found))


def _chance(piece: Piece, confidence: float) -> float | None:
    """Chance (p) of the best evidence; of an interval by the bell curve, so that both say the same of 0."""
    if piece.effect is not None and not isinstance(piece.effect, Message):
        half = (piece.effect.high - piece.effect.low) / 2
        if not math.isfinite(half):
            return 1.0
        if not half:
            return 0.0 if piece.effect.value else 1.0
        if piece.effect.low <= 0 <= piece.effect.high:
            return max(1 - confidence, _two_sided(piece.effect.value, half, confidence))
        return min(_two_sided(piece.effect.value, half, confidence), math.nextafter(1 - confidence, 0))
    return None if piece.changed is None else piece.changed.last.p


def _two_sided(value: float, half: float, confidence: float) -> float:
    z = abs(value) / half * float(special.ndtri((1 + confidence) / 2))
    return float(2 * special.ndtr(-z))


def _after_holm(pieces: Sequence[Piece], chances: Sequence[float | None]) -> list[float | None]:
    """Chances after Holm, among outcomes with the same kind of evidence."""
    found = list(chances)
    for compared in (True, False):
        known = [
            (place, p)
            for place, (piece, p) in enumerate(zip(pieces, chances, strict=True))
            if p is not None and _is_compared(piece) is compared
        ]
        if known:
            adjusted = holm([p for _, p in known])
            for (place, _), p in zip(known, adjusted.tolist(), strict=True):
                found[place] = p
    return found


def _is_compared(piece: Piece) -> bool:
    return piece.effect is not None and not isinstance(piece.effect, Message)


def _conclusion(piece: Piece, chance: float | None, many: float | None, alpha: float) -> Conclusion:
    if chance is None or many is None:
        return _cannot(piece)
    compared = _is_compared(piece)
    size = _size(piece)
    way = _way(piece.outcome, size, beyond=chance < alpha)
    if way is Way.NEITHER:
        reasons = (*_limits(piece), *_weak(piece, one_of_many=False))
        return Conclusion(piece.outcome, Grade.NOT_SHOWN, way, _nothing(piece), reasons, _next(piece))
    weak = tuple(_weak(piece, one_of_many=many >= alpha))
    steps = [Grade.SHOWN, Grade.SUGGESTED, Grade.NOT_SHOWN]
    grade = steps[min(len(weak) + (not compared), 2)]
    sentence = _said(piece, grade, way)
    return Conclusion(piece.outcome, grade, way, sentence, (*_limits(piece), *weak), _next(piece))


def _size(piece: Piece) -> float:
    if piece.effect is not None and not isinstance(piece.effect, Message):
        return piece.effect.value
    paired = _last(piece).paired
    return paired.change.difference if paired else 0.0


def _last(piece: Piece) -> Change:
    if piece.changed is None:
        raise AssertionError  # who has a chance but no effect has a change
    return piece.changed.last


def _way(outcome: Outcome, size: float, *, beyond: bool) -> Way:
    if not beyond or not size:
        return Way.NEITHER
    return Way.BETTER if (size > 0) is outcome.higher_is_better else Way.WORSE


_SHOWN = {
    Way.BETTER: Message(
        "%(outcome)s: the programme changed people for the better, by %(value)+.2f points (%(low)+.2f to "
        "%(high)+.2f) beyond those who did not take part."
    ),
    Way.WORSE: Message(
        "%(outcome)s: the programme changed people for the worse, by %(value)+.2f points (%(low)+.2f to "
        "%(high)+.2f) beyond those who did not take part."
    ),
}
_COMPARED = {
    Grade.SUGGESTED: {
        Way.BETTER: Message(
            "%(outcome)s: those of the programme did better than others by %(value)+.2f points (%(low)+.2f "
            "to %(high)+.2f). That the programme did it is suggested, not shown."
        ),
        Way.WORSE: Message(
            "%(outcome)s: those of the programme did worse than others by %(value)+.2f points (%(low)+.2f to "
            "%(high)+.2f). That the programme did it is suggested, not shown."
        ),
    },
    Grade.NOT_SHOWN: {
        Way.BETTER: Message(
            "%(outcome)s: those of the programme did better than others by %(value)+.2f points (%(low)+.2f "
            "to %(high)+.2f), but too much speaks against reading this as its effect."
        ),
        Way.WORSE: Message(
            "%(outcome)s: those of the programme did worse than others by %(value)+.2f points (%(low)+.2f to "
            "%(high)+.2f), but too much speaks against reading this as its effect."
        ),
    },
}
_CHANGED = {
    Grade.SUGGESTED: {
        Way.BETTER: Message(
            "%(outcome)s: people changed for the better, by %(value)+.2f points (%(low)+.2f to %(high)+.2f). "
            "That the programme did it is not shown, as nobody else was looked at."
        ),
        Way.WORSE: Message(
            "%(outcome)s: people changed for the worse, by %(value)+.2f points (%(low)+.2f to %(high)+.2f). "
            "That the programme did it is not shown, as nobody else was looked at."
        ),
    },
    Grade.NOT_SHOWN: {
        Way.BETTER: Message(
            "%(outcome)s: answers are better than before, by %(value)+.2f points (%(low)+.2f to "
            "%(high)+.2f), but too much speaks against reading this as a change of people."
        ),
        Way.WORSE: Message(
            "%(outcome)s: answers are worse than before, by %(value)+.2f points (%(low)+.2f to %(high)+.2f), "
            "but too much speaks against reading this as a change of people."
        ),
    },
}


def _said(piece: Piece, grade: Grade, way: Way) -> Message:
    if grade is Grade.SHOWN:
        return Message(_SHOWN[way].text, _numbers(piece))
    texts = _COMPARED if _is_compared(piece) else _CHANGED
    return Message(texts[grade][way].text, _numbers(piece))


def _numbers(piece: Piece) -> dict[str, Value]:
    """Value and interval: of the effect, else of the change, by pilots where they were reckoned with."""
    title = piece.outcome.title
    if piece.effect is not None and not isinstance(piece.effect, Message):
        one = piece.effect
        return {"outcome": title, "value": one.value, "low": one.low, "high": one.high}
    change = _last(piece)
    if change.across is not None:
        return {
            "outcome": title,
            "value": change.across.value,
            "low": change.across.low,
            "high": change.across.high,
        }
    if change.paired is None:
        raise AssertionError  # who has a chance has a change
    t = change.paired.change
    return {"outcome": title, "value": t.difference, "low": t.low, "high": t.high}


def _nothing(piece: Piece) -> Message:
    """No effect or change beyond chance, and what may have been missed."""
    values = _numbers(piece)
    if _is_compared(piece):
        return Message(
            "%(outcome)s: no effect beyond chance. That there is none is not shown either: anything from "
            "%(low)+.2f to %(high)+.2f points fits.",
            values,
        )
    detectable = _last(piece).detectable
    if detectable is None:
        return Message(
            "%(outcome)s: no change beyond chance. That there is none is not shown either: so few people, or "
            "answers so alike, could not show one.",
            values,
        )
    return Message(
        "%(outcome)s: no change beyond chance. That there is none is not shown either: a change below "
        "%(points).2f points would often be missed with so many people.",
        {**values, "points": detectable.points},
    )


def _cannot(piece: Piece) -> Conclusion:
    why = None if piece.changed is None else piece.changed.last.why
    reasons = (*([why] if why else []), *([piece.effect] if isinstance(piece.effect, Message) else []))
    sentence = Message(CANNOT, {"outcome": piece.outcome.title})
    return Conclusion(piece.outcome, Grade.CANNOT_BE_SAID, Way.NEITHER, sentence, reasons, _next(piece))


def _limits(piece: Piece) -> Iterator[Message]:
    """What is to be known, but takes no step."""
    if _is_compared(piece):
        yield Message("This holds as far as the assumptions of the comparison do, which stand beside it.")
    elif isinstance(piece.effect, Message):
        yield piece.effect
    else:
        yield Message(
            "Time, other events and being asked twice change people too; nobody else was looked at."
        )
    if not _is_compared(piece) and piece.changed is not None and piece.changed.last.n < FEW:
        yield Message(
            "Only %(n)d people answered both times, so only a large change is beyond chance.",
            {"n": piece.changed.last.n},
        )


def _weak(piece: Piece, *, one_of_many: bool) -> Iterator[Message]:
    """What takes a step each."""
    lost = piece.lost if piece.lost is not None or piece.changed is None else piece.changed.lost
    uneven = piece.uneven if piece.uneven is not None and abs(piece.uneven) > UNEVEN_LOSS else None
    if lost is not None and lost > HEAVY_LOSS:
        yield Message(
            "%(percent)d %% of those who began did not answer at the end, and may have fared otherwise.",
            {"percent": round(100 * lost)},
        )
    elif uneven is not None:
        yield Message(
            "One group lost %(points)d percentage points more people than the other, so those who are left "
            "may not be alike any more.",
            {"points": round(100 * abs(uneven))},
        )
    if isinstance(piece.shift, Shifted) and piece.shift.contradicts:
        yield piece.shift.sentence
    if piece.effect is not None and not isinstance(piece.effect, Message) and piece.effect.n < FEW_IN_BOTH:
        yield Message(
            "Only %(n)d people are in both groups together, so one or two of them can turn the result.",
            {"n": piece.effect.n},
        )
    if one_of_many:
        yield Message(
            "Several outcomes were looked at; with so many, one like this comes out by chance more often "
            "than it should."
        )


def _next(piece: Piece) -> Message | None:
    """What to do to know more."""
    if piece.changed is None or (not piece.changed.last.n and not _is_compared(piece)):
        return Message("Ask the same people before and after the programme.")
    if not _is_compared(piece):
        return Message(
            "Ask people who do not take part, or who wait for the next round, at the same times as those who "
            "do."
        )
    if not piece.changed.follow_up.n:
        return Message("Ask people again some months later, to see whether it lasts.")
    return None
