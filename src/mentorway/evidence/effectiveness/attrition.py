"""Who was lost on the way: how many of each group, and whether they were unlike those who stayed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.comparisons.proportions import Difference, difference
from mentorway.evidence.effectiveness.balance import Balance, balance
from mentorway.evidence.effectiveness.rows import coded, numbers
from mentorway.wording import InvalidInputError, Message

UNLIKE = 0.25  # standard deviations


@dataclass(frozen=True)
class GroupAttrition:
    """One group: who began, who stayed, and the share that was lost."""

    group: Hashable
    began: int
    stayed: int

    @property
    def lost(self) -> float:
        """Share of those who began that did not stay."""
        return 1 - self.stayed / self.began


@dataclass(frozen=True)
class Attrition:
    """Losses by group, and how those who stayed were unlike those who left, in standard deviations before.

    `overall` is the share lost of everyone. `differential` is the share lost of the first of two groups less
    that of the second; None unless there are two. `unlike` has `before` filled only, and is empty where
    everybody stayed.
    """

    groups: tuple[GroupAttrition, ...]
    overall: float
    differential: Difference | None
    unlike: tuple[Balance, ...]
    warnings: tuple[Message, ...] = ()


def attrition(
    stayed: ArrayLike,
    group: Sequence[Hashable],
    columns: Mapping[str, ArrayLike] | None = None,
    *,
    confidence: float = 0.95,
) -> Attrition:
    """Table of who was lost.

    Parameters
    ----------
    stayed : array of 0 and 1, shape (people,)
        Whether there is an answer from the end.
    group : sequence of labels, shape (people,)
        Who belonged to which group at the start.
    columns : mapping of name to array of float, shape (people,), optional
        What was known of everyone before.
    confidence : float in (0, 1)
        How sure the interval of the difference shall be.

    Returns
    -------
    Attrition
        Even with equal losses those who are left may differ, which no table shows.

    Raises
    ------
    InvalidInputError
        Nobody stayed, lengths differ, or a number is missing.

    References
    ----------
    What Works Clearinghouse (2022), Procedures and Standards Handbook, version 5.0, chapter 4.

    Examples
    --------
    >>> found = attrition([1, 1, 0, 1, 0, 0], ["yes"] * 3 + ["no"] * 3, {"age": [20, 30, 40, 25, 35, 45]})
    >>> [(one.group, round(one.lost, 2)) for one in found.groups], round(found.overall, 2)
    ([('no', 0.67), ('yes', 0.33)], 0.5)
    >>> round(found.unlike[0].before, 4)
    -3.0
    """
    left = numbers(stayed, "stayed")
    if not np.isin(left, (0, 1)).all() or not left.any():
        raise InvalidInputError(Message("Who stayed is 1, who left is 0, and somebody has to have stayed."))
    names, places = coded(group, len(left))
    groups = tuple(
        GroupAttrition(name, int((places == place).sum()), int(left[places == place].sum()))
        for place, name in enumerate(names)
    )
    differential = None
    if len(groups) == 2:
        first, second = ((one.began - one.stayed, one.began) for one in groups)
        differential = difference(first, second, confidence=confidence)
    unlike: tuple[Balance, ...] = ()
    if columns and not left.all():
        unlike = balance(columns, left, divisor="pooled").columns
    far = [one.name for one in unlike if one.before is not None and abs(one.before) > UNLIKE]
    warnings = tuple(
        Message(
            "Those who stayed differ from those who left in “%(name)s” by more than a quarter of a standard "
            "deviation. Results are about those who stayed.",
            {"name": name},
        )
        for name in far
    )
    return Attrition(groups, 1 - float(left.mean()), differential, unlike, warnings)
