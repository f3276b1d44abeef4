"""What others found: figures from the literature to lay beside one's own, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mentorway.evaluating.people import Level
from mentorway.wording import Message


class Unit(StrEnum):
    """What a figure is measured in: change in per cent of the mean before, standard deviations, or hours."""

    PERCENT = "percent"
    SD = "sd"
    HOURS = "hours"


@dataclass(frozen=True)
class Reference:
    """One published figure: what it is, how large, in what unit, and where it is printed.

    `level` is None where the figure is about no outcome but about the programme. `caution` says why it is a
    line to look at and not one to reach.
    """

    key: str
    text: Message
    value: float
    unit: Unit
    source: Message
    level: Level | None
    caution: Message | None = None


_SKILLS = Message(
    "American Journal of Tropical Medicine and Hygiene (2023) 109:489–494, table 2, doi:10.4269/ajtmh.22-0726"
)
_TRIAL = Message("Pfund et al. (2014), Academic Medicine 89:774–782, doi:10.1097/ACM.0000000000000218")
_UNCONTROLLED = Message(
    "Before and after, without a comparison group, research mentors in medicine: what a programme did is not "
    "shown by it."
)
REFERENCES: Final = (
    Reference(
        "self_rated",
        Message(
            "Mentors' own judgement of their competence after training: 4.75 → 5.71 on a scale of 1 to 7"
        ),
        20.0,
        Unit.PERCENT,
        _SKILLS,
        Level.LEARNING,
        _UNCONTROLLED,
    ),
    Reference(
        "mentee_rated",
        Message(
            "Mentees' judgement of their mentors' competence after training: 5.55 → 5.92 on a scale of 1 to 7"
        ),
        7.0,
        Unit.PERCENT,
        _SKILLS,
        Level.BEHAVIOUR,
        _UNCONTROLLED,
    ),
    Reference(
        "self_rated_sd",
        Message(
            "Mentors' own judgement of their competence after training, in standard deviations before: "
            "(5.71 − 4.75) / 1.38"
        ),
        (5.71 - 4.75) / 1.38,
        Unit.SD,
        _SKILLS,
        Level.LEARNING,
        Message(
            "Reckoned by us from the printed means and standard deviation, which looks as if items were "
            "pooled, so the size in people may be another. Without a comparison group."
        ),
    ),
    Reference(
        "length",
        Message("Length of the mentor training in the randomised trial of 283 mentors"),
        8.0,
        Unit.HOURS,
        _TRIAL,
        None,
        Message(
            "In this trial trained mentors improved more than others (p < 0.001), and so did the judgement "
            "of their mentees (p = 0.003). It does not show that fewer hours would not do."
        ),
    ),
)


def references_for(level: Level | None, unit: Unit | str) -> tuple[Reference, ...]:
    """Return the published figures to lay beside results of a level in a unit.

    Parameters
    ----------
    level : Level or None
        Of the results; None for figures about the programme itself.
    unit : Unit or str
        Change in "percent" of the mean before, "sd" (standard deviations before), or "hours".

    Returns
    -------
    tuple of Reference
        Empty where nothing is known to us.

    Examples
    --------
    >>> [(one.key, one.value) for one in references_for(Level.BEHAVIOUR, "percent")]
    [('mentee_rated', 7.0)]
    >>> references_for(Level.REACTION, "percent")
    ()
    """
    return tuple(one for one in REFERENCES if one.level is level and one.unit == unit)
