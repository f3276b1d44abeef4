"""What is known of the people besides their answers: facts to group by, and how much each person counts."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mentorway.answers.coding import Grouped, distinct, grouped
from mentorway.answers.groups import LONGEST_NAME
from mentorway.wording import Message, listed, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from mentorway.answers.coding import Cell
    from mentorway.answers.problems import Findings

MOST_VALUES = 10_000
NUMBER = re.compile(r"\+?[0-9]{1,15}(?:[.,][0-9]{1,15})?(?:[eE][+-]?[0-9]{1,2})?")


@dataclass(frozen=True)
class Facts:
    """The facts of each row as they were understood, and each row's weight, 0 where it has none."""

    columns: Mapping[str, Grouped]
    weights: NDArray[np.float64] | None


def further(facts: Sequence[str], group: str) -> tuple[str, ...]:
    """Return the facts besides the group, each once.

    >>> further(["sector", "country", "sector"], "country")
    ('sector',)
    """
    return tuple(name for name in dict.fromkeys(facts) if name != group)


def look_at_facts(
    table: pa.Table, names: Sequence[str], items: Collection[str], found: Findings
) -> dict[str, Grouped]:
    """Return the values of every fact; say which columns cannot be one."""
    known = {}
    for name in names:
        if usable_column(table, name, items, found):
            column = grouped(table.column(name), found.origin.labels.get(name, {}))
            _look_at_values(column, name, found)
            known[name] = column
    return known


def usable_column(table: pa.Table, name: str, items: Collection[str], found: Findings) -> bool:
    """Return whether there is one such column and it is no item; say what is wrong with it if not."""
    count = table.column_names.count(name)
    if name in items:
        found.error(
            Message(
                "The column “%(column)s” is an item of the codebook, the group or a fact already, and a "
                "column can be one thing only.",
                {"column": shown(name)},
            ),
            name,
        )
    elif not count:
        found.error(
            Message(
                "There is no column “%(column)s”. The columns are: %(columns)s.",
                {"column": shown(name), "columns": listed(table.column_names)},
            ),
            name,
        )
    elif count > 1:
        found.error(
            Message(
                "%(count)d columns are named “%(column)s”. Rename or remove all but one.",
                {"count": count, "column": shown(name)},
            ),
            name,
            count=count,
        )
    return count == 1 and name not in items


def _look_at_values(column: Grouped, name: str, found: Findings) -> None:
    if not column.names:
        found.error(Message("The column “%(group)s” is empty in every row.", {"group": shown(name)}), name)
    elif len(column.names) > MOST_VALUES:
        found.error(
            Message(
                "The column “%(column)s” has %(count)d different values, and a fact about people has at most "
                "%(most)d. Choose a column that sorts people, not one that names them.",
                {"column": shown(name), "count": len(column.names), "most": MOST_VALUES},
            ),
            name,
        )
    else:
        _look_for_long_values(column, name, found)


def _look_for_long_values(column: Grouped, name: str, found: Findings) -> None:
    for place, value in enumerate(column.names):
        if len(value) > LONGEST_NAME:
            rows = np.flatnonzero(column.places == place)
            row = found.origin.row(int(rows[0]))
            found.error(
                Message(
                    "Row %(row)d has %(length)d letters in the column “%(column)s”, and a fact about people "
                    "has at most %(most)d. Choose a column that sorts people, not one in which they wrote.",
                    {"row": row, "length": len(value), "column": shown(name), "most": LONGEST_NAME},
                ),
                name,
                row,
                value=shown(value),
                count=int(rows.size),
            )


def look_at_weights(
    column: pa.ChunkedArray, name: str, groups: Grouped, found: Findings
) -> NDArray[np.float64]:
    """Return each row's weight; say which rows with a group have none that is above 0."""
    places, values = distinct(column)
    weights = np.array([*map(_number, values), math.nan])
    sound = np.isfinite(weights) & (weights > 0)
    wrong = np.flatnonzero(~sound[places] & (groups.places < len(groups.names)))
    texts = [*values, None]
    for place in dict.fromkeys(places[wrong[:_MOST_LOOKED_AT]].tolist()):
        rows = wrong[places[wrong] == place]
        _say_wrong(texts[place], (name, found.origin.row(int(rows[0])), int(rows.size)), found)
    return np.where(sound[places], weights[places], 0.0)


_MOST_LOOKED_AT = 1_000


def _say_wrong(value: Cell, at: tuple[str, int, int], found: Findings) -> None:
    name, row, count = at
    values: dict[str, str | int] = {"column": shown(name), "row": row, "count": count}
    if value is None or not str(value).strip() or value != value:  # noqa: PLR0124 - not a number
        message = Message(
            "Row %(row)d has no weight in the column “%(column)s”. Every person with a group needs one.",
            values,
            plural="%(count)d rows have no weight in the column “%(column)s”; the first is row %(row)d. "
            "Every person with a group needs one.",
            count=count,
        )
    else:
        values["value"] = shown(value)
        message = Message(
            "Column %(column)s, row %(row)d: the weight is “%(value)s”. Weights are numbers above 0; leave "
            "out people who should not count.",
            values,
            plural="Column %(column)s, %(count)d rows, the first being row %(row)d: the weight is "
            "“%(value)s”. Weights are numbers above 0; leave out people who should not count.",
            count=count,
        )
    found.error(message, name, row, None if value is None else shown(value), count)


def _number(value: Cell) -> float:
    """The number in a cell, NaN where it is none or is negative."""
    if isinstance(value, bool) or value is None:
        return math.nan
    if isinstance(value, int | float):
        return float(value)
    text = value.strip()
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else math.nan
