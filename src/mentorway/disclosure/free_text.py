"""Free text is never published: people are known by what they tell, and by how."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mentorway.wording import InvalidInputError, Message, shown

LONGEST = 60  # letters of a category
MOST_WORDS = 8
SOME_WORDS, MANY_VALUES = 3, 20  # many different values of a few words each are free text as well


def is_free_text(values: NDArray[np.generic]) -> bool:
    """Whether somebody wrote these in their own words, as far as it can be seen.

    Examples
    --------
    >>> is_free_text(np.array(["FI", "SE", "FI"]))
    False
    >>> is_free_text(np.array(["My boss is never there when I ask for help"]))
    True
    """
    if values.dtype.kind in "iufbmM":
        return False
    texts = [str(one) for one in values.ravel().tolist() if one is not None]
    if any(len(one) > LONGEST or "\n" in one or len(one.split()) > MOST_WORDS for one in texts):
        return True
    different = set(texts)
    wordy = sum(len(one.split()) >= SOME_WORDS for one in different)
    return len(different) > MANY_VALUES and 2 * len(different) > len(texts) and 2 * wordy > len(different)


def refuse_free_text(name: str, values: NDArray[np.generic]) -> None:
    """Raise InvalidInputError if a column is free text."""
    if is_free_text(values):
        raise InvalidInputError(
            Message(
                "The column %(name)s is a free text, which is never published: people are known by what they"
                " tell and how. Leave it out, or sort the answers into categories.",
                {"name": shown(name)},
            )
        )
