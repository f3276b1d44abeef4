"""Thresholds of ordinal items: where on a normal scale one answer gives way to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from mentorway.evidence.psychometrics.ordinal.polychoric_probability import normal_density
from mentorway.wording import InvalidInputError, Message

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Thresholds:
    """Thresholds of one item in standard deviations, and their standard errors; shape (categories - 1,)."""

    values: Values
    errors: Values


def thresholds(counts: ArrayLike) -> Thresholds:
    """Thresholds of an item from how many people chose each category.

    Parameters
    ----------
    counts : array of float, shape (categories,)
        People, from the lowest category to the highest; each was chosen by somebody.

    Returns
    -------
    Thresholds
        The standard normal quantiles of the shares up to each category but the last.

    Raises
    ------
    InvalidInputError
        There are fewer than two categories, or one was chosen by nobody.

    References
    ----------
    Olsson (1979), Psychometrika 44:443-460, doi:10.1007/BF02296207.

    Examples
    --------
    >>> found = thresholds([50, 25, 25])
    >>> found.values.round(4).tolist(), found.errors.round(4).tolist()
    ([0.0, 0.6745], [0.1253, 0.1363])
    """
    people = np.asarray(counts, dtype=np.float64)
    check_counts(people)
    values = cut_points(people)
    spread = (np.cumsum(people) * (people.sum() - np.cumsum(people)))[:-1] / people.sum() ** 3
    return Thresholds(values, np.sqrt(spread) / normal_density(values))


def check_counts(people: Values) -> None:
    """Refuse counts of an item that has no thresholds."""
    if people.ndim != 1 or people.size < 2:
        raise InvalidInputError(
            Message(
                "An ordinal item needs at least two categories; %(count)d came. Leave the item out.",
                {"count": int(people.size)},
            )
        )
    if not (np.isfinite(people).all() and people.min() > 0):
        raise InvalidInputError(
            Message(
                "Every category must have been chosen by somebody; category %(place)d of %(count)d was not. "
                "Merge it with the one beside it.",
                {"place": int(np.argmin(people)) + 1, "count": int(people.size)},
            )
        )


def cut_points(people: Values) -> Values:
    """Normal quantiles of the shares up to each category but the last."""
    found: Values = special.ndtri(np.cumsum(people)[:-1] / people.sum())
    return found


def influences(people: Values) -> Values:
    """How much one person in each category moves each threshold, times the number of people.

    Shape (categories, categories - 1): the share below a threshold moves by 1{below} minus itself.
    """
    shares = np.cumsum(people)[:-1] / people.sum()
    below = np.arange(len(people))[:, None] <= np.arange(len(people) - 1)
    found: Values = (below - shares) / normal_density(special.ndtri(shares))
    return found
