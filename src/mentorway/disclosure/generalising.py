"""What to change in a file so that fewer people stand alone in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.disclosure.microdata import Codes, classes_of, codes_of
from mentorway.disclosure.rules import FEWEST_INSIDE
from mentorway.wording import Message, Value, listed, shown

BANDS = (2, 5, 10, 20, 50, 100, 1000)
LEAST_BANDS = 3


class Change(StrEnum):
    """What can be done to a column."""

    LEAVE_OUT = "leave out"
    BANDS = "bands"
    JOIN = "join"


@dataclass(frozen=True)
class Advice:
    """A change to one column; `k` and `alone` are what they would be after it. `said` is it in a sentence."""

    column: str
    change: Change
    k: int
    alone: int
    said: Message


def _sentence(change: Change, values: Mapping[str, Value]) -> Message:
    alone = int(values["count"])
    if change is Change.LEAVE_OUT:
        return Message(
            "Leave out %(column)s: then %(count)d person instead of %(before)d stands alone.",
            values,
            plural="Leave out %(column)s: then %(count)d people instead of %(before)d stand alone.",
            count=alone,
        )
    if change is Change.BANDS:
        return Message(
            "Put %(column)s into bands of %(width)d: then %(count)d person instead of %(before)d stands"
            " alone.",
            values,
            plural="Put %(column)s into bands of %(width)d: then %(count)d people instead of %(before)d stand"
            " alone.",
            count=alone,
        )
    return Message(
        "Join categories of %(column)s that have few people (%(names)s): then %(count)d person instead of"
        " %(before)d stands alone.",
        values,
        plural="Join categories of %(column)s that have few people (%(names)s): then %(count)d people instead"
        " of %(before)d stand alone.",
        count=alone,
    )


def advice(columns: Mapping[str, ArrayLike], known_by: Sequence[str]) -> tuple[Advice, ...]:
    """Suggest changes to single columns, those that leave the fewest people alone first.

    Numbers are put into bands, of the least width that helps more than any narrower one and leaves three
    bands; categories with fewer than five people are joined; any column can be left out.

    Parameters
    ----------
    columns : mapping of str to array, each of shape (people,)
    known_by : sequence of str
        Columns by which somebody could know a person.

    Returns
    -------
    tuple of Advice
        Without those that free nobody.

    Raises
    ------
    InvalidInputError
        As for `anonymity`.

    Examples
    --------
    >>> ages = [31, 32, 38, 45, 47, 46]
    >>> for one in advice({"age": ages, "role": ["a", "a", "a", "a", "a", "b"]}, ["age", "role"]):
    ...     print(one.said)
    Leave out age: then 1 person instead of 6 stands alone.
    Put age into bands of 5: then 2 people instead of 6 stand alone.
    """
    codes = codes_of(columns, known_by)
    before = _alone([codes[one] for one in known_by])[1]
    found = []
    for column in known_by:
        others = [codes[one] for one in known_by if one != column]
        for change, changed, values in _changes(np.asarray(columns[column]), codes[column]):
            k, alone = _alone([*others, changed] if changed is not None else others)
            if alone < before:
                found.append(_said(column, change, (k, alone, before), values))
    return tuple(sorted(found, key=lambda one: (one.alone, -one.k, one.column, one.change)))


def _said(column: str, change: Change, came: tuple[int, int, int], values: Mapping[str, Value]) -> Advice:
    k, alone, before = came
    said = {"column": shown(column), "count": alone, "before": before, **values}
    return Advice(column, change, k, alone, _sentence(change, said))


def _alone(columns: Sequence[Codes]) -> tuple[int, int]:
    if not columns:
        return 0, 0
    sizes = np.bincount(classes_of(columns))
    return int(sizes.min()), int((sizes == 1).sum())


def _changes(
    values: NDArray[np.generic], codes: Codes
) -> Iterator[tuple[Change, Codes | None, dict[str, Value]]]:
    yield Change.LEAVE_OUT, None, {}
    if values.dtype.kind in "iuf":
        yield from _bands(values.astype(np.float64))
        return
    labels = np.unique(values)
    few = np.bincount(codes) < FEWEST_INSIDE
    if int(few.sum()) > 1 and not few.all():
        names: dict[str, Value] = {"names": listed([str(one) for one in labels[few]], most=6)}
        yield Change.JOIN, np.where(few[codes], labels.size, codes), names


def _bands(values: NDArray[np.float64]) -> Iterator[tuple[Change, Codes | None, dict[str, Value]]]:
    for width in BANDS:
        banded = np.floor(values / width)
        bands = np.unique(banded, return_inverse=True)[1].astype(np.int64)
        if int(bands.max()) + 1 < LEAST_BANDS:
            return
        yield Change.BANDS, bands, {"width": width}
