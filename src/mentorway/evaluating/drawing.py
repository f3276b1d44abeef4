"""How sure a mean of people is, by drawing people, or whole pilots, again and again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from mentorway.evaluating.people import Vector
from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.effectiveness.distributions import t_quantile
from mentorway.wording import InvalidInputError, Message

Matrix = NDArray[np.float64]
FEWEST_DRAWN = 10  # people; drawing fewer again says little
FEWEST_PILOTS = 10  # from which on whole pilots are drawn
FEWEST_DRAWS = 200
AT_ONCE = 400_000  # draws of a person that are held at a time


@dataclass(frozen=True)
class Drawing:
    """How often people are drawn again, and how sure intervals shall be."""

    draws: int = 2000
    confidence: float = 0.95


@dataclass(frozen=True, eq=False)
class Drawn:
    """Means of each draw, shape (draws, columns), and how many units (people or pilots) were drawn from."""

    means: Matrix
    units: int


def check_drawing(drawing: Drawing) -> None:
    """Refuse too few draws, and a confidence that is none.

    Parameters
    ----------
    drawing : Drawing
        At least 200 draws; a confidence between 0 and 1.

    Raises
    ------
    InvalidInputError
        One is out of range.

    Examples
    --------
    >>> check_drawing(Drawing())
    """
    check_confidence(drawing.confidence)
    if drawing.draws < FEWEST_DRAWS:
        raise InvalidInputError(
            Message(
                "The bootstrap needs at least %(least)d draws; %(count)d were asked for.",
                {"least": FEWEST_DRAWS, "count": drawing.draws},
            )
        )


def drawn_means(
    values: Matrix, pilots: Sequence[str], *, rng: np.random.Generator, draws: int = 2000
) -> Drawn:
    """Draw people again, with all that is known of each; from 10 pilots on, whole pilots.

    Parameters
    ----------
    values : array of float, shape (people, columns)
        No NaN; at least one person.
    pilots : sequence of str, shape (people,)
        Who belongs together.
    rng : numpy.random.Generator
        The only source of chance.
    draws : int
        How often.

    Returns
    -------
    Drawn
        Of whole pilots, the mean is that of all people of the pilots drawn.

    References
    ----------
    Davison & Hinkley (1997), Bootstrap Methods and their Application, sections 2.4 and 3.8.

    Examples
    --------
    >>> drawn_means(np.ones((5, 2)), ["A"] * 5, rng=np.random.default_rng(1), draws=3).means.tolist()
    [[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]]
    """
    sums = np.column_stack([values, np.ones(len(values))])
    names, places = np.unique(np.array(pilots, dtype=str), return_inverse=True)
    if FEWEST_PILOTS <= len(names) < len(values):
        sums = np.column_stack([np.bincount(places, weights=column) for column in sums.T])
    n, done = len(sums), 0
    found = np.empty((draws, sums.shape[1]))
    while done < draws:
        rows = min(max(1, AT_ONCE // n), draws - done)
        picked = rng.integers(n, size=(rows, n), dtype=np.int32)
        for column in range(sums.shape[1]):
            found[done : done + rows, column] = np.take(sums[:, column], picked).sum(axis=1)
        done += rows
    return Drawn(found[:, :-1] / found[:, -1:], n)


def ends(drawn: Vector, units: int, confidence: float) -> tuple[float, float]:
    """Expanded percentiles: those of the bootstrap, as far out as a t interval of so many units reaches.

    Parameters
    ----------
    drawn : array of float, shape (draws,)
        A number of each draw.
    units : int
        People or pilots that were drawn from, at least 2.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    tuple of two float
        The tails are Φ(-√(n / (n - 1)) t), t the quantile with n - 1 degrees of freedom.

    References
    ----------
    Hesterberg (2015), The American Statistician 69:371-386, section 3.4, doi:10.1080/00031305.2015.1089789.

    Examples
    --------
    >>> low, high = ends(np.arange(10001.0), 10, 0.95)
    >>> round(low, 1), round(high, 1)
    (85.5, 9914.5)
    """
    tail = float(ndtr(-math.sqrt(units / (units - 1)) * t_quantile((1 + confidence) / 2, units - 1)))
    low, high = np.quantile(drawn, [tail, 1 - tail]).tolist()
    return low, high
