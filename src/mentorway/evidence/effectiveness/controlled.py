"""Those who took part beside those who did not: analysis of covariance, and difference in differences."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.effectiveness.regression import (
    Coefficient,
    Errors,
    Regression,
    WaldTest,
    combination,
    regression,
    wald,
)
from mentorway.evidence.effectiveness.rows import Matrix, Rows, Vector, coded, numbers, rows, twofold
from mentorway.wording import InvalidInputError, Message, shown


@dataclass(frozen=True)
class Setting:
    """How people count, who belongs together, and how errors and intervals are found."""

    weights: ArrayLike | None = None
    clusters: Sequence[Hashable] | None = None
    kind: Errors | None = None
    confidence: float = 0.95


@dataclass(frozen=True, eq=False)
class Ancova:
    """Groups after a programme, as if all had started from the same place.

    `means` are the adjusted means at `at`, the mean of each column before; `differences` are those of each
    group from `reference`, which comes first in `groups`. `slopes` tests whether the columns before tell the
    same in all groups; if not, the differences hold for people at the mean only. None where it cannot be
    tested.
    """

    groups: tuple[Hashable, ...]
    reference: Hashable
    at: dict[str, float]
    means: tuple[Coefficient, ...]
    differences: tuple[Coefficient, ...]
    slopes: WaldTest | None
    model: Regression
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class DifferenceInDifferences:
    """Change of those who took part less change of those who did not.

    `means` and `people` have shape (2, 2): without and with the programme in rows, before and after in
    columns. It is the effect only if both groups would have changed alike without the programme, which two
    times of asking cannot show.
    """

    means: Matrix
    people: Matrix
    effect: Coefficient
    model: Regression
    warnings: tuple[Message, ...] = ()


_SLOPES = Message(
    "Where people started tells different things of where they end in different groups (p below 0.05), so "
    "the difference depends on the start. The one shown is for people who started at the mean."
)


def ancova(
    after: ArrayLike,
    before: Mapping[str, ArrayLike],
    group: Sequence[Hashable],
    *,
    reference: Hashable,
    setting: Setting = Setting(),
) -> Ancova:
    """Compare groups after a programme, allowing for what they differed in before.

    Parameters
    ----------
    after : array of float, shape (people,)
        The outcome.
    before : mapping of name to array of float, shape (people,)
        The same score before, and whatever else was known then; at least one column.
    group : sequence of labels, shape (people,)
        Who belongs to which group.
    reference : label
        The group that the others are compared with.
    setting : Setting
        Weights, clusters, kind of error and confidence.

    Returns
    -------
    Ancova

    Raises
    ------
    InvalidInputError
        There is one group only, the reference is none of them, there is no column before, or as for `rows`
        and `regression`.

    References
    ----------
    Van Breukelen (2006), J Clin Epidemiol 59:920-925, doi:10.1016/j.jclinepi.2006.02.007.

    Examples
    --------
    >>> start, end = [1, 2, 3, 4, 1, 2, 3, 4], [2.1, 2.9, 4, 5.1, 3, 4.2, 5, 5.9]
    >>> found = ancova(end, {"start": start}, ["no"] * 4 + ["yes"] * 4, reference="no")
    >>> found.differences[0].name, round(found.differences[0].value, 4)
    ('yes', 1.0)
    """
    length = len(numbers(after, "outcome"))
    names, places = coded(group, length)
    if reference not in names or len(names) < 2:
        raise InvalidInputError(
            Message(
                "“%(group)s” must be one of at least two groups; %(count)d came.",
                {"group": shown(reference), "count": len(names)},
            )
        )
    if not before:
        raise InvalidInputError(
            Message("Give at least one column from before the programme, such as the same score then.")
        )
    order = [names.index(reference), *(place for place in range(len(names)) if names[place] != reference)]
    belongs = {f"group:{names[place]}": (places == place).astype(float) for place in order[1:]}
    taken = rows(after, {**before, **belongs}, weights=setting.weights, clusters=setting.clusters)
    model = regression(taken, kind=setting.kind, confidence=setting.confidence)
    at = np.average(taken.x[:, 1 : len(before) + 1], axis=0, weights=taken.weights)
    told = [str(names[place]) for place in order]
    means = _adjusted(model, at, told, setting.confidence)
    slopes = _slopes(taken, len(before), setting)
    return Ancova(
        groups=tuple(names[place] for place in order),
        reference=reference,
        at=dict(zip(before, at.tolist(), strict=True)),
        means=means,
        differences=tuple(_named(one) for one in model.coefficients[len(before) + 1 :]),
        slopes=slopes,
        model=model,
        warnings=model.warnings + ((_SLOPES,) if slopes is not None and slopes.p < 0.05 else ()),
    )


def difference_in_differences(
    outcome: ArrayLike, treated: ArrayLike, later: ArrayLike, *, setting: Setting = Setting()
) -> DifferenceInDifferences:
    """Compare the change of those who took part with the change of those who did not.

    Parameters
    ----------
    outcome : array of float, shape (answers,)
        One row for each time that somebody was asked.
    treated, later : array of 0 and 1, shape (answers,)
        Whether the person takes part at any time, and whether this answer is from after the programme.
    setting : Setting
        Give `clusters`: the person, where the same people were asked twice, or their organisation.

    Returns
    -------
    DifferenceInDifferences

    Raises
    ------
    InvalidInputError
        One of the four cells is empty, or as for `rows` and `regression`.

    References
    ----------
    Angrist & Pischke (2009), Mostly Harmless Econometrics, chapter 5.
    Bertrand, Duflo & Mullainathan (2004), Q J Econ 119:249-275, doi:10.1162/003355304772839588.

    Examples
    --------
    >>> outcome = [2, 3, 3, 4, 2, 3, 5, 6]
    >>> found = difference_in_differences(outcome, [0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 0, 0, 1, 1])
    >>> round(found.effect.value, 4), found.means.tolist()
    (2.0, [[2.5, 3.5], [2.5, 5.5]])
    """
    y = numbers(outcome, "outcome")
    took, when = twofold(treated, "treated", len(y)), twofold(later, "later", len(y))
    heavy = np.ones(len(y)) if setting.weights is None else numbers(setting.weights, "weights", len(y))
    people, weight, means = np.zeros((2, 2)), np.zeros((2, 2)), np.zeros((2, 2))
    cell = (took.astype(int), when.astype(int))
    np.add.at(people, cell, heavy > 0)
    np.add.at(weight, cell, heavy)
    np.add.at(means, cell, heavy * y)
    if not (weight > 0).all():
        raise InvalidInputError(
            Message("Answers are needed from before and after, of people with and without the programme.")
        )
    columns = {"treated": took, "later": when, "treated later": took * when}
    taken = rows(y, columns, weights=setting.weights, clusters=setting.clusters)
    model = regression(taken, kind=setting.kind, confidence=setting.confidence)
    return DifferenceInDifferences(means / weight, people, model.of("treated later"), model, model.warnings)


def _adjusted(
    model: Regression, at: Vector, groups: Sequence[str], confidence: float
) -> tuple[Coefficient, ...]:
    """Mean of each group where the columns before are `at`; the first group has no column of its own."""
    found = []
    for place, name in enumerate(groups):
        belongs = np.eye(len(groups))[place, 1:]
        found.append(combination(model, np.concatenate([[1.0], at, belongs]), name, confidence=confidence))
    return tuple(found)


def _slopes(taken: Rows, columns: int, setting: Setting) -> WaldTest | None:
    """Test the products of groups with columns before; None where people or clusters are too few for it."""
    before, belongs = taken.x[:, 1 : columns + 1], taken.x[:, columns + 1 :]
    products = (before[:, :, None] * belongs[:, None, :]).reshape(len(taken.y), -1)
    names = tuple(f"product {place}" for place in range(products.shape[1]))
    try:
        given = dict(zip((*taken.names[1:], *names), np.hstack([taken.x[:, 1:], products]).T, strict=True))
        wide = rows(taken.y, given, weights=taken.weights)
        wide = Rows(wide.names, wide.x, wide.y, wide.weights, taken.clusters)
        return wald(regression(wide, kind=setting.kind, confidence=setting.confidence), names)
    except InvalidInputError:
        return None


def _named(one: Coefficient) -> Coefficient:
    name = one.name.removeprefix("group:")
    return Coefficient(name, one.value, one.error, one.df, one.low, one.high, one.t, one.p)
