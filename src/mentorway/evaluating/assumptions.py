"""What each way of comparing those who took part with others is called, and what it takes for granted."""

from __future__ import annotations

from enum import StrEnum

from mentorway.wording import Message


class Key(StrEnum):
    """The ways, in the order in which they are shown."""

    CHANGES = "changes"
    COVARIANCE = "covariance"
    BALANCING = "balancing"
    PROPENSITY = "propensity"
    DEALING = "dealing"
    AFTER_ONLY = "after_only"


TITLES = {
    Key.CHANGES: Message("Difference of changes (difference in differences)"),
    Key.COVARIANCE: Message("Ends, allowing for the start (analysis of covariance)"),
    Key.BALANCING: Message("Comparison group weighted to the same means (entropy balancing)"),
    Key.PROPENSITY: Message("Comparison group weighted by the chance of taking part (propensity)"),
    Key.DEALING: Message("Difference of changes, tested by dealing people anew (permutation)"),
    Key.AFTER_ONLY: Message("Difference afterwards alone (Welch)"),
}
_NOTHING_ELSE = Message(
    "Nothing that was not asked before both led people to take part and changed how they ended."
)
_OVERLAP = Message("For everyone who took part there are people like them in the comparison group.")
_APART = Message(
    "What the programme did to those who took part did not reach the others, and all got the same programme."
)
_EQUAL = Message("The programme did about the same to people wherever they started.")
ASSUMED: dict[Key, tuple[Message, ...]] = {
    Key.CHANGES: (
        Message(
            "Without the programme both groups would have changed alike. Two times of asking cannot show "
            "this; where people took part because they were low just then, it does not hold."
        ),
        _APART,
    ),
    Key.COVARIANCE: (
        _NOTHING_ELSE,
        Message(
            "How people end follows from where they start along a straight line, as steep in both groups."
        ),
        _EQUAL,
        _APART,
    ),
    Key.BALANCING: (
        _NOTHING_ELSE,
        _OVERLAP,
        Message("Groups whose means before are equal would have ended alike without the programme."),
        _APART,
    ),
    Key.PROPENSITY: (
        _NOTHING_ELSE,
        _OVERLAP,
        Message("The chance of taking part follows from what was asked before as a logistic curve does."),
        _APART,
    ),
    Key.DEALING: (
        Message(
            "Without the programme both groups would have changed alike, and as unevenly: who was in which "
            "group might as well have been the other way round."
        ),
        _APART,
    ),
    Key.AFTER_ONLY: (
        Message(
            "Both groups were alike before. Nobody was asked then, so nothing here can show it; read this "
            "difference as a description, not as what the programme did."
        ),
        _APART,
    ),
}
