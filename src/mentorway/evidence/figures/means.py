"""Whether a printed mean of whole-numbered answers is possible at all (GRIM)."""

from __future__ import annotations

import math

from mentorway.evidence.figures.printed import given
from mentorway.evidence.figures.verdicts import Check, Verdict, check_counts
from mentorway.wording import Message


def grim(mean: str, people: int, *, items: int = 1) -> Check:
    """Granularity of a mean: the sum of whole answers is a whole number, so few means are possible.

    Parameters
    ----------
    mean : str
        As it is printed, of answers that are whole numbers.
    people : int
        Who answered.
    items : int
        How many whole answers of each person the mean is taken over.

    Returns
    -------
    Check
        `value` is the nearest possible mean, `low` and `high` the possible means around what is printed. It
        is unknown where so many answers stand behind the mean that every printed one is possible.

    Raises
    ------
    InvalidInputError
        The mean cannot be read, or a count cannot be.

    References
    ----------
    Brown & Heathers (2017), Soc Psychol Personal Sci 8:363-369, doi:10.1177/1948550616673876.

    Examples
    --------
    >>> grim("3.45", 20).verdict.value, grim("3.47", 20).verdict.value, grim("3.47", 200).verdict.value
    ('agrees', 'disagrees', 'unknown')
    """
    check_counts(people=people, items=items)
    figure, answers = given(mean), people * items
    below, above = (
        math.floor(figure.value * answers + 1e-9) / answers,
        math.ceil(figure.value * answers - 1e-9) / answers,
    )
    nearest = below if figure.value - below <= above - figure.value else above
    slack = 1e-9 * max(1.0, abs(figure.value))
    fits = figure.span.low - slack <= nearest <= figure.span.high + slack
    if answers * figure.step >= 1 - 1e-12:
        verdict, message = Verdict.UNKNOWN, _EVERYTHING
    elif fits:
        verdict, message = Verdict.AGREES, _POSSIBLE
    else:
        verdict, message = Verdict.DISAGREES, _IMPOSSIBLE
    values = {"answers": answers, "below": below, "above": above}
    return Check(nearest, below, above, figure, verdict, Message(message.text, values))


_EVERYTHING = Message(
    "Behind this mean stand so many answers (%(answers)d) that every mean with so few decimals is possible."
)
_POSSIBLE = Message("A mean of %(answers)d whole answers can be what is printed.")
_IMPOSSIBLE = Message(
    "No %(answers)d whole answers have this mean: the nearest possible ones are %(below).4f and %(above).4f. "
    "The mean, the number of answers or the scale is not as printed."
)
