"""Whether people's own yardstick moved, and which change is then to be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mentorway.evaluating.changes import SIGNS
from mentorway.evaluating.people import FEWEST_SHOWN, Mask, Measured, Outcome, Vector, Wave
from mentorway.evidence.effectiveness.paired_change import (
    PairedChange,
    ResponseShift,
    response_shift,
    sign_flips,
)
from mentorway.wording import Message

REMEMBERED = 0.3  # correlation of before and then below which memory is not leant on; our own line


class Reading(StrEnum):
    """Which change is to be read."""

    CONVENTIONAL = (
        "conventional"  # before to after: the yardstick did not move, or memory is not to be trusted
    )
    BOTH = "both"  # the yardstick moved, and both changes point one way
    NEITHER = "neither"  # the yardstick moved, and the changes contradict each other


@dataclass(frozen=True)
class Shifted:
    """Change by the yardstick of each time and by that of afterwards, of the `n` people who gave all three.

    `moved` says that the yardstick moved beyond chance, `contradicts` that there is a change by one yardstick
    only, or one up and one down. `p` are those of recalibration, of the conventional and of the adjusted
    change, in this order: of all ways to change signs where there are fewer than 20 people, else Student's.
    """

    n: int
    found: ResponseShift
    p: tuple[float, float, float]
    moved: bool
    contradicts: bool
    read: Reading
    sentence: Message


def shifted(measured: Measured, who: Mask, *, confidence: float = 0.95) -> Shifted | Message:
    """Tell change from a moved yardstick, and say which change is to be read.

    Parameters
    ----------
    measured : Measured
        The scores, shape (people,), in points, of all three: before, then (asked afterwards, of the time
        before) and after.
    who : array of bool, shape (people,)
        Whose; usually those of the programme.
    confidence : float in (0, 1)
        How sure intervals shall be; what is rarer by chance than the rest counts as moved.

    Returns
    -------
    Shifted or Message
        Conventional is read where the yardstick did not move beyond chance, or where before and then go
        together by less than 0.3, so that people did not remember or judged something else. Both are read
        where it moved: the truth lies with neither alone. Neither is read where they contradict. A Message
        says what is missing.

    Raises
    ------
    InvalidInputError
        The confidence is out of range.

    References
    ----------
    Howard et al. (1979), Applied Psychological Measurement 3:1-23, doi:10.1177/014662167900300101.
    Schwartz & Sprangers (1999), Soc Sci Med 48:1531-1548, doi:10.1016/S0277-9536(99)00047-7.

    Examples
    --------
    >>> from mentorway.evaluating.people import Level
    >>> waves = {
    ...     Wave.BEFORE: np.array([4.0, 5, 4, 3, 5, 4, 3, 4]),
    ...     Wave.THEN: np.array([3.0, 4, 3, 2, 4, 2, 2, 3]),
    ...     Wave.AFTER: np.array([4.0, 5, 5, 3, 5, 4, 4, 4]),
    ... }
    >>> trust = Measured(Outcome("trust", "Trust", Level.LEARNING, 1, 5), waves)
    >>> found = shifted(trust, np.ones(8, dtype=bool))
    >>> found.read.value, found.contradicts, found.found.recalibration.change.difference
    ('neither', True, -1.125)
    """
    outcome = measured.outcome
    before, then, after = (measured.at(wave) for wave in (Wave.BEFORE, Wave.THEN, Wave.AFTER))
    if before is None or then is None or after is None:
        return Message(
            "%(outcome)s: people were not asked before, after, and afterwards of how it was before, so "
            "nothing shows whether their own yardstick moved.",
            {"outcome": outcome.title},
        )
    kept = who & ~(np.isnan(before) | np.isnan(then) | np.isnan(after))
    n = int(kept.sum())
    if n < FEWEST_SHOWN:
        return Message(
            "%(outcome)s: fewer than %(fewest)d people answered before, after, and of how it was before, so "
            "nothing shows whether their own yardstick moved.",
            {"outcome": outcome.title, "fewest": FEWEST_SHOWN},
        )
    given = (before[kept], then[kept], after[kept])
    found = response_shift(*given, confidence=confidence)
    return _judged(outcome, found, _chances(found, given), 1 - confidence)


def _chances(found: ResponseShift, given: tuple[Vector, Vector, Vector]) -> tuple[float, float, float]:
    before, then, after = given
    return (
        _chance(found.recalibration, then - before),
        _chance(found.conventional, after - before),
        _chance(found.adjusted, after - then),
    )


def _chance(paired: PairedChange, changes: Vector) -> float:
    if paired.n < SIGNS:
        return sign_flips(changes).p
    if paired.change.p is None:  # all changed by the same
        return 2.0 ** (1 - paired.n) if paired.change.difference else 1.0
    return paired.change.p


def _judged(outcome: Outcome, found: ResponseShift, p: tuple[float, float, float], alpha: float) -> Shifted:
    moved = p[0] < alpha
    signs = [
        int(np.sign(one.change.difference)) if chance < alpha else 0
        for one, chance in ((found.conventional, p[1]), (found.adjusted, p[2]))
    ]
    remembered = found.correlation is None or found.correlation >= REMEMBERED
    contradicts = moved and remembered and signs[0] != signs[1]
    read = Reading.BOTH if moved and remembered else Reading.CONVENTIONAL
    if contradicts:
        read = Reading.NEITHER
    sentence = _sentence(outcome, found, moved=moved, read=read)
    return Shifted(found.n, found, p, moved, contradicts, read, sentence)


_SENTENCES = {
    Reading.BOTH: Message(
        "%(outcome)s: afterwards people judge how it was before otherwise than they did then, by "
        "%(shift)+.2f points, so their own yardstick moved. Read both changes: %(conventional)+.2f by the "
        "yardstick of each time, and %(adjusted)+.2f by that of afterwards. They point the same way."
    ),
    Reading.NEITHER: Message(
        "%(outcome)s: afterwards people judge how it was before otherwise than they did then, by "
        "%(shift)+.2f points, so their own yardstick moved. By the yardstick of each time they changed by "
        "%(conventional)+.2f, by that of afterwards by %(adjusted)+.2f. The two contradict each other, so "
        "neither stands alone: look at what others saw."
    ),
    Reading.CONVENTIONAL: Message(
        "%(outcome)s: nothing shows beyond chance that people's own yardstick moved. Read the change from "
        "before to after: %(conventional)+.2f points."
    ),
}
_FORGOTTEN = Message(
    "%(outcome)s: what people say afterwards of how it was before hardly goes with what they said before, so "
    "they did not remember or judged something else. Read the change from before to after: "
    "%(conventional)+.2f points."
)


def _sentence(outcome: Outcome, found: ResponseShift, *, moved: bool, read: Reading) -> Message:
    template = _FORGOTTEN if moved and read is Reading.CONVENTIONAL else _SENTENCES[read]
    return Message(
        template.text,
        {
            "outcome": outcome.title,
            "shift": found.recalibration.change.difference,
            "conventional": found.conventional.change.difference,
            "adjusted": found.adjusted.change.difference,
        },
    )
