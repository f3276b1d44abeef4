"""Several programmes side by side: which nobody would choose, and what the next better one costs more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from mentorway.wording import InvalidInputError, Message, shown

Named = tuple[str, tuple[float, float]]
Standing = Literal["on the frontier", "dominated", "dominated by a mix"]


@dataclass(frozen=True)
class Option:
    """One programme. `ratio` is the cost of one more unit than the next cheaper one on the frontier gives.

    It is None for the cheapest, and for those that are dominated: by one that costs no more and brings no
    less, or by a mix of two others.
    """

    name: str
    cost: float
    effect: float
    standing: Standing
    ratio: float | None


def ranked_options(options: Mapping[str, tuple[float, float]]) -> tuple[Option, ...]:
    """Put programmes in order of cost, and find those that are dominated.

    Parameters
    ----------
    options : mapping of name to (cost, effect)
        Mean cost and mean effect of each for one person, more effect being better; doing nothing may be one.

    Returns
    -------
    tuple of Option
        From the cheapest; ratios rise along the frontier.

    Raises
    ------
    InvalidInputError
        There are fewer than two, or a number is missing.

    References
    ----------
    Drummond et al. (2015), Methods for the Economic Evaluation of Health Care Programmes, 4th edition.

    Examples
    --------
    >>> found = ranked_options({"none": (0, 0), "letters": (50, 1), "calls": (90, 1.2), "visits": (100, 3)})
    >>> [one.name for one in found if one.standing == "on the frontier"], round(found[-1].ratio, 2)
    (['none', 'visits'], 33.33)
    """
    if len(options) < 2:
        raise InvalidInputError(
            Message("At least two programmes can be put in order; %(count)d came.", {"count": len(options)})
        )
    for name, (cost, effect) in options.items():
        if not (abs(cost) < float("inf") and abs(effect) < float("inf")):
            raise InvalidInputError(
                Message("“%(name)s” needs a cost and an effect, both numbers.", {"name": shown(name)})
            )
    order = sorted(options.items(), key=lambda one: (one[1][0], -one[1][1]))
    undominated: list[Named] = []
    for name, point in order:
        if not undominated or point[1] > undominated[-1][1][1]:
            undominated.append((name, point))
    frontier = _frontier(undominated)
    ratios = {later[0]: _per_unit(before, later) for before, later in pairwise(frontier)}
    standing: dict[str, Standing] = {name: "dominated by a mix" for name, _ in undominated}
    standing |= {name: "on the frontier" for name, _ in frontier}
    return tuple(
        Option(name, cost, effect, standing.get(name, "dominated"), ratios.get(name))
        for name, (cost, effect) in order
    )


def _frontier(undominated: list[Named]) -> list[Named]:
    """Leave out those after which a unit costs less than before them."""
    found: list[Named] = []
    for one in undominated:
        while len(found) > 1 and _per_unit(found[-2], found[-1]) > _per_unit(found[-1], one):
            found.pop()
        found.append(one)
    return found


def _per_unit(before: Named, after: Named) -> float:
    return (after[1][0] - before[1][0]) / (after[1][1] - before[1][1])
