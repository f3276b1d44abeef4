"""What must hold before a figure is shown."""

from __future__ import annotations

from dataclasses import dataclass

from mentorway.wording import InvalidInputError, Message

FEWEST_INSIDE = 5  # people in a cell shown to partners
FEWEST_IN_THE_OPEN = 10  # people in a cell shown to everybody
FEWEST_ANSWERS = 10  # answers without which nothing of a question is shown
LEAST_WIDTH = 5  # whole numbers that a hidden count must leave possible


@dataclass(frozen=True)
class Rules:
    """What must hold before a figure is shown.

    `fewest` people stand behind each count that is shown, and behind each growth of one since it was last
    shown. Of a table with fewer than `answers` people nothing is shown. What is hidden leaves at least
    `width` whole numbers possible. `zeros` are shown unless said otherwise, but never where they tell that
    all people of a group are in one category, as long as `uniform` is true; that rule does not look at
    margins.
    """

    fewest: int = FEWEST_IN_THE_OPEN
    answers: int = FEWEST_ANSWERS
    width: int = LEAST_WIDTH
    zeros: bool = True
    uniform: bool = True

    def __post_init__(self) -> None:
        for name, value, least in (
            ("fewest", self.fewest, 2),
            ("answers", self.answers, 1),
            ("width", self.width, 2),
        ):
            if value < least:
                raise InvalidInputError(
                    Message(
                        "The rule %(name)s is a whole number of at least %(least)d, not %(came)s.",
                        {"name": name, "least": least, "came": value},
                    )
                )


IN_THE_OPEN = Rules()
INSIDE = Rules(fewest=FEWEST_INSIDE)
