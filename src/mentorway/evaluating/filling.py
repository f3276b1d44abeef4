"""Ends of those who left, filled in from people alike of the same arm who stayed."""

from __future__ import annotations

import numpy as np

from mentorway.evaluating.people import Arm, Mask, People, Vector
from mentorway.evaluating.what_if import Stack
from mentorway.evidence.effectiveness.joint_imputation import normal_imputation
from mentorway.wording import InvalidInputError, Message

TABLES = 20
PER_FACT = 10  # people who stayed for each column that helps to fill in, the start among them
ByArm = dict[Arm, Stack | Message]


def filled_by_arm(some: People, before: Vector, after: Vector, rng: np.random.Generator | None) -> ByArm:
    """Fill in each arm by itself, so that the start may tell different things of the end in each.

    Parameters
    ----------
    some : People
        Who began; facts known of everyone help to fill in.
    before, after : array of float, shape (people,)
        Start, known of everyone, and end, NaN where somebody left.
    rng : numpy.random.Generator, optional
        The only source of chance.

    Returns
    -------
    dict of arm to array of float, shape (20, people of the arm), or to a message where nothing can be filled

    Examples
    --------
    >>> some = People(("a", "b"), ("", ""), (Arm.PROGRAMME, Arm.PROGRAMME), ("", ""), ("", ""), ())
    >>> found = filled_by_arm(some, np.array([1.0, 2]), np.array([2.0, 2]), None)
    >>> found[Arm.PROGRAMME].shape, found[Arm.COMPARISON].shape
    ((20, 2), (20, 0))
    """
    return {arm: _filled(some, before, after, some.in_arm(arm), rng) for arm in Arm}


def _filled(
    some: People, before: Vector, after: Vector, here: Mask, rng: np.random.Generator | None
) -> Stack | Message:
    start, end = before[here], after[here]
    if not np.isnan(end).any():
        return np.tile(end, (TABLES, 1))
    if rng is None:
        return Message("Filling in needs a source of chance, and none was given.")
    kept = int((~np.isnan(end)).sum())
    facts = {f"fact {place}": one[here] for place, one in enumerate(some.facts.values())}
    useful = [name for name, one in facts.items() if not np.isnan(one).any() and len(np.unique(one)) > 1]
    columns = {"start": start, "end": end}
    columns |= {name: facts[name] for name in useful[: max(kept // PER_FACT - 1, 0)]}
    try:
        return normal_imputation(columns, tables=TABLES, rng=rng).tables[:, :, 1]
    except InvalidInputError as error:
        return error.message
