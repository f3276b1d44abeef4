"""One conclusion from those of all outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentorway.evaluating.changes import Way
from mentorway.evaluating.people import Outcome
from mentorway.wording import N_, Message

CANNOT = N_("%(outcome)s: whether anything changed cannot be said.")


class Grade(StrEnum):
    """How sure a conclusion is, the surest first."""

    SHOWN = "shown"
    SUGGESTED = "suggested"
    NOT_SHOWN = "not shown"
    CANNOT_BE_SAID = "cannot be said"


@dataclass(frozen=True)
class Conclusion:
    """What can be concluded of an outcome, or of the whole (`outcome` None), and why not more.

    `reasons` say what it rests on and what weakens it, `next_step` what to do to know more.
    """

    outcome: Outcome | None
    grade: Grade
    way: Way
    sentence: Message
    reasons: tuple[Message, ...] = ()
    next_step: Message | None = None


_SHOWN = {
    (True, False): Message(
        "Because of the programme people became better in %(good)d of %(all)d outcomes, and worse in none.",
    ),
    (False, True): Message(
        "Because of the programme people became worse in %(bad)d of %(all)d outcomes, and better in none.",
    ),
    (True, True): Message(
        "Because of the programme people became better in %(good)d of %(all)d outcomes, and worse in "
        "%(bad)d.",
    ),
}
_SUGGESTED = {
    (True, False): Message(
        "People became better in %(good)d of %(all)d outcomes, and in none worse. That the "
        "programme did it is suggested, not shown.",
    ),
    (False, True): Message(
        "People became worse in %(bad)d of %(all)d outcomes, and in none better. That the "
        "programme did it is suggested, not shown.",
    ),
    (True, True): Message(
        "People became better in %(good)d of %(all)d outcomes, and worse in %(bad)d. That the "
        "programme did it is suggested, not shown.",
    ),
}
_NOT_SHOWN = Message("That the programme changed anything is not shown; that it did not is not shown either.")
_CANNOT = Message("Whether the programme changed anything cannot be said from what was asked.")


def overall(found: Sequence[Conclusion]) -> Conclusion:
    """Put the conclusions of all outcomes into one.

    Parameters
    ----------
    found : sequence of Conclusion
        One for each outcome.

    Returns
    -------
    Conclusion
        With the best grade of them; its sentence counts the outcomes of this grade.

    Examples
    --------
    >>> str(overall([]).sentence)
    'Whether the programme changed anything cannot be said from what was asked.'
    """
    grade = next((one for one in Grade if any(each.grade is one for each in found)), Grade.CANNOT_BE_SAID)
    good, bad = (
        sum(each.grade is grade and each.way is way for each in found) for way in (Way.BETTER, Way.WORSE)
    )
    way = Way.NEITHER
    if bool(good) is not bool(bad):
        way = Way.BETTER if good else Way.WORSE
    if grade is Grade.CANNOT_BE_SAID:
        return Conclusion(None, grade, Way.NEITHER, _CANNOT)
    if grade is Grade.NOT_SHOWN:
        return Conclusion(None, grade, Way.NEITHER, _NOT_SHOWN)
    texts = _SHOWN if grade is Grade.SHOWN else _SUGGESTED
    text = texts[bool(good), bool(bad)].text
    return Conclusion(None, grade, way, Message(text, {"good": good, "bad": bad, "all": len(found)}))
