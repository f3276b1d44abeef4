"""Answers by independent units: organisations with their people, or people one by one, weighted or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.psychometrics.factors.layout import Indices, Stack
from mentorway.evidence.psychometrics.factors.models import GroupMoments, Matrix, Vector
from mentorway.wording import InvalidInputError, Message

ROWS = 4096  # people at once
CLUSTERS = 128  # organisations at once


@dataclass(frozen=True, eq=False)
class ClusteredGroup:
    """One group's people with complete answers, by organisation.

    For each organisation, `n` is how many people, or the sum of their weights; `mean`, shape (organisations,
    items), and `covariance`, shape (organisations, items, items), have this as divisor. From sums s and
    cross-products q they are s/n and q/n - ss'/n². `people` counts heads. An organisation belongs to one
    group.
    """

    name: str
    people: int
    n: Vector
    mean: Matrix
    covariance: Stack


@dataclass(frozen=True, eq=False)
class PeopleGroup:
    """One group's complete answers, a row for each person, and their weights if they have any."""

    name: str
    rows: Matrix
    weights: Vector | None = None

    @property
    def people(self) -> int:
        """How many rows."""
        return len(self.rows)


Units = ClusteredGroup | PeopleGroup


@dataclass(frozen=True, eq=False)
class Block:
    """Some units: their sizes, means and covariances; those of a single person are None."""

    n: Vector
    mean: Matrix
    covariance: Stack | None


def clusters_of(
    name: str, rows: Matrix, organisations: ArrayLike, weights: Vector | None = None
) -> ClusteredGroup:
    """Gather the rows of one group by organisation.

    Parameters
    ----------
    name : str
        The group.
    rows : array of float, shape (people, items)
        Complete answers.
    organisations : array, shape (people,)
        To which organisation each person belongs.
    weights : array of float, shape (people,), optional
        For how many others each person stands.

    Returns
    -------
    ClusteredGroup
        Organisations in the order of their names.

    Raises
    ------
    InvalidInputError
        The shapes do not go together, numbers are missing, or a weight is not above 0.

    Examples
    --------
    >>> rows = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 5.0]])
    >>> group = clusters_of("LT", rows, ["school", "school", "museum"])
    >>> group.n.tolist(), group.mean.tolist()
    ([1.0, 2.0], [[5.0, 5.0], [2.0, 3.0]])
    """
    _check_rows(PeopleGroup(name, rows, weights))
    named = np.asarray(organisations)
    if named.shape != (len(rows),):
        raise _wrong_shape(name)
    kinds, member = np.unique(named, return_inverse=True)
    member = member.ravel()
    heavy = np.ones(len(rows)) if weights is None else weights
    n = np.bincount(member, heavy).astype(np.float64)
    mean = np.zeros((len(kinds), rows.shape[1]))
    np.add.at(mean, member, heavy[:, None] * rows)
    mean /= n[:, None]
    apart = np.sqrt(heavy)[:, None] * (rows - mean[member])
    covariance = np.stack([_product(apart, member, place) for place in range(len(kinds))]) / n[:, None, None]
    return ClusteredGroup(name, len(rows), n, mean, covariance)


def _product(apart: Matrix, member: Indices, place: int) -> Matrix:
    own = apart[member == place]
    found: Matrix = own.T @ own
    return found


def moments_of(groups: Sequence[Units]) -> tuple[GroupMoments, ...]:
    """Means and covariances of the groups, as `structure.fit` and `invariance.ladder` take them.

    Parameters
    ----------
    groups : sequence of ClusteredGroup or of PeopleGroup
        Weights are scaled so that those of all groups together add up to all people: groups keep their weight
        relative to each other.

    Returns
    -------
    tuple of GroupMoments

    Raises
    ------
    InvalidInputError
        As for `check_units`.

    Examples
    --------
    >>> rows = np.array([[1.0, 2.0], [3.0, 2.0], [5.0, 6.0]])
    >>> found = moments_of([PeopleGroup("LT", rows, np.array([2.0, 1.0, 1.0]))])
    >>> found[0].mean.tolist(), found[0].n, found[0].weight
    ([2.5, 3.0], 3, 3.0)
    """
    check_units(groups)
    share = scale_of(groups)
    return tuple(_moments(group, share) for group in groups)


def scale_of(groups: Sequence[Units]) -> float:
    """What weights are multiplied with, so that they add up to all people."""
    heads = sum(group.people for group in groups)
    return heads / sum(float(block.n.sum()) for group in groups for block in blocks(group))


def _moments(group: Units, share: float) -> GroupMoments:
    total, mean = 0.0, np.zeros(_items(group))
    for block in blocks(group):
        total += float(block.n.sum())
        mean += block.n @ block.mean
    mean /= total
    spread = np.zeros((len(mean), len(mean)))
    for block in blocks(group):
        apart = block.mean - mean
        spread += (block.n[:, None] * apart).T @ apart
        if block.covariance is not None:
            spread += np.tensordot(block.n, block.covariance, axes=1)
    return GroupMoments(group.name, group.people, mean, spread / total, share * total)


def blocks(group: Units) -> Iterator[Block]:
    """The units of a group, some at a time."""
    if isinstance(group, PeopleGroup):
        heavy = np.ones(group.people) if group.weights is None else group.weights
        for start in range(0, group.people, ROWS):
            some = slice(start, start + ROWS)
            yield Block(heavy[some], group.rows[some], None)
    else:
        for start in range(0, len(group.n), CLUSTERS):
            some = slice(start, start + CLUSTERS)
            yield Block(group.n[some], group.mean[some], group.covariance[some])


def units_in(group: Units) -> int:
    """How many units: organisations, or people."""
    return group.people if isinstance(group, PeopleGroup) else len(group.n)


def _items(group: Units) -> int:
    return int((group.rows if isinstance(group, PeopleGroup) else group.mean).shape[1])


def check_units(groups: Sequence[Units]) -> None:
    """Refuse units whose numbers do not go together, weights that are not above 0, and a lone organisation.

    Parameters
    ----------
    groups : sequence of ClusteredGroup or of PeopleGroup
        As they go into a model; all of one kind.

    Raises
    ------
    InvalidInputError
        There is no group, kinds are mixed, shapes do not go together, numbers are missing, a weight or the
        size of an organisation is not above 0, or a group has fewer than two organisations.

    Examples
    --------
    >>> check_units([PeopleGroup("LT", np.zeros((2, 3)), np.array([1.0, 0.0]))])
    Traceback (most recent call last):
    ...
    mentorway.wording.InvalidInputError: In group LT the weight of person 2 is 0.0. Every weight must be a \
number above 0; leave out people who should not count.
    """
    if not groups:
        raise InvalidInputError(Message("There are no groups to fit a model to. Choose at least one."))
    if len({type(group) for group in groups}) > 1:
        raise InvalidInputError(
            Message(
                "Some groups come by organisation and others person by person. Give all groups in one way."
            )
        )
    for group in groups:
        if isinstance(group, PeopleGroup):
            _check_rows(group)
        else:
            _check_clusters(group)


def _check_rows(group: PeopleGroup) -> None:
    rows, weights = group.rows, group.weights
    if rows.ndim != 2 or not rows.size or not np.isfinite(rows).all():
        raise _wrong_shape(group.name)
    if weights is None:
        return
    if weights.shape != (len(rows),):
        raise _wrong_shape(group.name)
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights > 0)))
    if wrong.size:
        raise InvalidInputError(
            Message(
                "In group %(group)s the weight of person %(person)d is %(weight)s. Every weight must be a "
                "number above 0; leave out people who should not count.",
                {
                    "group": group.name,
                    "person": int(wrong[0]) + 1,
                    "weight": str(float(weights[int(wrong[0])])),
                },
            )
        )


def _check_clusters(group: ClusteredGroup) -> None:
    count = len(group.n)
    items = group.mean.shape[-1]
    shapes = (group.n.shape, group.mean.shape, group.covariance.shape)
    whole = shapes == ((count,), (count, items), (count, items, items)) and all(
        bool(np.isfinite(part).all()) for part in (group.n, group.mean, group.covariance)
    )
    if not whole or group.people < count:
        raise _wrong_shape(group.name)
    if count < 2:
        raise InvalidInputError(
            Message(
                "Group %(group)s has %(count)d organisation. How much organisations differ can only be "
                "seen in two or more.",
                {"group": group.name, "count": count},
                plural="Group %(group)s has %(count)d organisations. How much organisations differ can only "
                "be seen in two or more.",
                count=count,
            )
        )
    if group.n.min() <= 0:
        raise InvalidInputError(
            Message(
                "An organisation of group %(group)s has nobody in it, or weights that are not above 0. "
                "Leave it out.",
                {"group": group.name},
            )
        )


def _wrong_shape(name: str) -> InvalidInputError:
    return InvalidInputError(
        Message(
            "The answers of group %(group)s, their organisations or weights do not go together, or numbers "
            "are missing in them. Give complete answers, and one organisation and weight for each person.",
            {"group": name},
        )
    )
