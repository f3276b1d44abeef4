"""What a regression takes: an outcome and named columns for each person, checked before use."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.wording import InvalidInputError, Message, listed, shown

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Places = NDArray[np.intp]
CONSTANT = "constant"
COLLINEAR = 1e-7  # of a column's length: what the columns before it leave over, if only rounding does


@dataclass(frozen=True, eq=False)
class Rows:
    """People in rows: `x` has shape (people, columns), all else (people,); `clusters` numbers them from 0."""

    names: tuple[str, ...]
    x: Matrix
    y: Vector
    weights: Vector
    clusters: Places | None = None
    weighted: bool = False


def rows(
    outcome: ArrayLike,
    columns: Mapping[str, ArrayLike],
    *,
    weights: ArrayLike | None = None,
    clusters: Sequence[Hashable] | None = None,
) -> Rows:
    """Check an outcome and the columns that shall explain it; a constant is put before them.

    Parameters
    ----------
    outcome : array of float, shape (people,)
        In points of its scale; no NaN.
    columns : mapping of name to array of float, shape (people,)
        Each column by its name; groups as 0 and 1.
    weights : array of float, shape (people,), optional
        How much each person counts, not below 0; someone of weight 0 is left out.
    clusters : sequence of labels, shape (people,), optional
        Who belongs together, such as an organisation's name.

    Returns
    -------
    Rows

    Raises
    ------
    InvalidInputError
        Lengths differ, a number is missing, a weight is below 0, a column repeats others (they are named),
        or there are no more people than columns.

    Examples
    --------
    >>> rows([1, 2, 4], {"hours": [0, 1, 2]}).names
    ('constant', 'hours')
    >>> rows([1, 2, 4, 3], {"a": [0, 1, 2, 5], "b": [1, 2, 3, 6]})
    Traceback (most recent call last):
    ...
    mentorway.wording.InvalidInputError: Column “b” says nothing that these do not say already: constant, a. \
Leave one of them out.
    """
    y = numbers(outcome, "outcome")
    names, x = table(columns, len(y))
    names, x = (CONSTANT, *names), np.column_stack([np.ones(len(y)), x])
    heavy = np.ones(len(y)) if weights is None else numbers(weights, "weights", len(y))
    if (heavy < 0).any() or not heavy.any():
        raise InvalidInputError(Message("Weights are not below zero, and somebody has to count."))
    kept = heavy > 0
    members = None if clusters is None else coded(clusters, len(y))[1][kept]
    if members is not None:
        members = np.unique(members, return_inverse=True)[1].astype(np.intp)
    taken = Rows(names, x[kept], y[kept], heavy[kept], members, weighted=weights is not None)
    check_columns(names, np.sqrt(taken.weights)[:, None] * taken.x)
    return taken


def numbers(values: ArrayLike, name: str, length: int | None = None) -> Vector:
    """Return a column of numbers, none missing.

    Parameters
    ----------
    values : array of float, shape (people,)
        The column.
    name : str
        What the column is called.
    length : int, optional
        How many people there are.

    Returns
    -------
    array of float

    Raises
    ------
    InvalidInputError
        It is no column of numbers, one is missing, nobody is in it, or the length is another.

    Examples
    --------
    >>> numbers([1, 2], "hours").tolist()
    [1.0, 2.0]
    """
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        found = np.empty((0, 0))
    if found.ndim != 1 or not found.size:
        raise InvalidInputError(
            Message("“%(name)s” must be a column of numbers, one for each person.", {"name": shown(name)})
        )
    gaps = int((~np.isfinite(found)).sum())
    if gaps:
        raise InvalidInputError(
            Message(
                "“%(name)s” has no number for %(count)d person. Leave them out, or fill the gaps first.",
                {"name": shown(name), "count": gaps},
                plural="“%(name)s” has no number for %(count)d people. Leave them out, or fill the gaps "
                "first.",
                count=gaps,
            )
        )
    if length is not None and len(found) != length:
        raise InvalidInputError(
            Message(
                "“%(name)s” has %(found)d numbers, but there are %(needed)d people.",
                {"name": shown(name), "found": len(found), "needed": length},
            )
        )
    return found


def table(columns: Mapping[str, ArrayLike], length: int) -> tuple[tuple[str, ...], Matrix]:
    """Return the names of columns, and the columns beside each other.

    Parameters
    ----------
    columns : mapping of name to array of float, shape (people,)
        May be empty.
    length : int
        How many people there are.

    Returns
    -------
    tuple of names, and array of float, shape (people, columns)

    Raises
    ------
    InvalidInputError
        As for `numbers`.

    Examples
    --------
    >>> table({"age": [30, 41]}, 2)[1].tolist()
    [[30.0], [41.0]]
    """
    found = [numbers(column, name, length) for name, column in columns.items()]
    return tuple(columns), np.column_stack(found) if found else np.empty((length, 0))


def coded(labels: Sequence[Hashable] | ArrayLike, length: int) -> tuple[tuple[Hashable, ...], Places]:
    """Number labels from 0 in their order.

    Parameters
    ----------
    labels : sequence of labels or numbers, shape (people,)
        Text or numbers, none missing.
    length : int
        How many people there are.

    Returns
    -------
    tuple of labels, and array of int, shape (people,)

    Raises
    ------
    InvalidInputError
        Somebody has no label, or there are more or fewer labels than people.

    Examples
    --------
    >>> names, places = coded(["b", "a", "b"], 3)
    >>> names, places.tolist()
    (('a', 'b'), [1, 0, 1])
    """
    given = np.asarray(labels)
    if given.shape != (length,):
        raise InvalidInputError(
            Message(
                "Each of %(needed)d people needs one label; %(found)d came.",
                {"needed": length, "found": int(given.size)},
            )
        )
    if any(one is None or one != one for one in given.tolist()):  # noqa: PLR0124 - only NaN is unlike itself
        raise InvalidInputError(Message("Somebody has no label. Leave these people out, or give them one."))
    found, places = np.unique(given, return_inverse=True)
    return tuple(found.tolist()), places.astype(np.intp).ravel()


def twofold(values: ArrayLike, name: str = "treated", length: int | None = None) -> Vector:
    """Return a column of 0 and 1, both of which occur.

    Parameters
    ----------
    values : array of bool or of 0 and 1, shape (people,)
        Such as who took part.
    name : str
        What the column is called.
    length : int, optional
        How many people there are.

    Returns
    -------
    array of float

    Raises
    ------
    InvalidInputError
        There is another value, or only one of the two.

    Examples
    --------
    >>> twofold([True, False]).tolist()
    [1.0, 0.0]
    """
    found = numbers(values, name, length)
    if not np.isin(found, (0, 1)).all():
        raise InvalidInputError(
            Message("“%(name)s” is 1 for yes and 0 for no; another number came.", {"name": shown(name)})
        )
    if found.min() == found.max():
        raise InvalidInputError(
            Message(
                "“%(name)s” is the same for everyone, so there is nobody to compare with.",
                {"name": shown(name)},
            )
        )
    return found


def check_columns(names: Sequence[str], x: Matrix) -> None:
    """Refuse columns that others already say, and more columns than people.

    Parameters
    ----------
    names : sequence of str
        Of the columns.
    x : array of float, shape (people, columns)
        The columns, each times the root of the weights.

    Raises
    ------
    InvalidInputError
        The first column that the ones before it explain is named, with these.

    Examples
    --------
    >>> check_columns(["a"], np.ones((2, 1)))
    """
    if x.shape[0] <= x.shape[1]:
        raise InvalidInputError(
            Message(
                "There are %(columns)d columns, the constant among them, for %(people)d people. More people "
                "are needed than columns.",
                {"columns": x.shape[1], "people": x.shape[0]},
            )
        )
    length = np.sqrt((x**2).sum(axis=0))
    scaled = x / np.where(length > 0, length, 1.0)
    triangle = np.linalg.qr(scaled)[1]
    place = int(np.argmax(np.abs(np.diag(triangle)) < COLLINEAR))
    if abs(triangle[place, place]) >= COLLINEAR:
        return
    shares = np.linalg.solve(triangle[:place, :place], triangle[:place, place])
    said = [names[int(one)] for one in np.flatnonzero(np.abs(shares) > 1e-6)]
    raise repeated(names[place], said)


def repeated(name: str, said: Sequence[str]) -> InvalidInputError:
    """Say that a column repeats others.

    Parameters
    ----------
    name : str
        The column.
    said : sequence of str
        Those that say the same together; none if the column is 0 throughout.

    Returns
    -------
    InvalidInputError

    Examples
    --------
    >>> str(repeated("a", []))
    'Column “a” is zero for everyone, so nothing can be said of it. Leave it out.'
    """
    if not said:
        return InvalidInputError(
            Message(
                "Column “%(name)s” is zero for everyone, so nothing can be said of it. Leave it out.",
                {"name": shown(name)},
            )
        )
    return InvalidInputError(
        Message(
            "Column “%(name)s” says nothing that these do not say already: %(others)s. Leave one of "
            "them out.",
            {"name": shown(name), "others": listed(said)},
        )
    )
