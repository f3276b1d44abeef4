"""Which rows and values of a table a published number is about."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentorway.opendata.describing import Value
from mentorway.opendata.tables import Frame, Vector
from mentorway.wording import InvalidInputError, Message, listed, shown

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Chosen:
    """One column: where it has no value, and which of its rows have some codes."""

    values: Vector | tuple[str | None, ...]
    missing: Mask

    def among(self, codes: Iterable[Value]) -> Mask:
        """Where the value is one of some codes."""
        if isinstance(self.values, tuple):
            known = {str(code) for code in codes}
            return np.array([one in known for one in self.values], dtype=np.bool_)
        return np.isin(self.values, [float(code) for code in codes])


def chosen(frame: Frame, name: str) -> Chosen:
    """Return one column, or say which ones there are.

    >>> import numpy as np
    >>> chosen(Frame(2, {"a": np.array([1.0, np.nan])}, {}, {}), "a").missing.tolist()
    [False, True]
    """
    if name in frame.numbers:
        return Chosen(frame.numbers[name], np.isnan(frame.numbers[name]))
    if name in frame.texts:
        values = frame.texts[name]
        return Chosen(values, np.array([one is None for one in values], dtype=np.bool_))
    raise InvalidInputError(
        Message(
            "There is no column “%(name)s” in the open data. Its columns are: %(names)s.",
            {"name": shown(name), "names": listed(frame.names)},
        )
    )


def mask_of(frame: Frame, where: Mapping[str, Sequence[Value]]) -> Mask:
    """Return the rows in which every column named has one of its codes.

    >>> import numpy as np
    >>> frame = Frame(3, {"a": np.array([1.0, 2.0, 2.0])}, {"b": ("x", "y", None)}, {})
    >>> mask_of(frame, {"a": [2], "b": ["y"]}).tolist()
    [False, True, False]
    """
    kept = np.ones(frame.rows, dtype=np.bool_)
    for name, codes in where.items():
        kept &= chosen(frame, name).among(codes)
    return kept


def scores(frame: Frame, options: Mapping[str, Any]) -> Vector:
    """Return each person's mean answer over items, those in `reverse` turned; NaN where one is lacking.

    >>> import numpy as np
    >>> frame = Frame(2, {"a": np.array([1.0, 2.0]), "b": np.array([5.0, np.nan])}, {}, {})
    >>> scores(frame, {"items": ["a", "b"], "reverse": ["b"], "low": 1, "high": 5}).tolist()
    [1.0, nan]
    """
    turned = set(options.get("reverse", ()))
    if turned and not {"low", "high"} <= set(options):
        raise InvalidInputError(
            Message("Items are turned round, so “low” and “high” of their answers are needed.")
        )
    columns = []
    for name in options["items"]:
        values = chosen(frame, name).values
        if isinstance(values, tuple):
            raise InvalidInputError(Message("Column “%(name)s” holds no numbers.", {"name": shown(name)}))
        columns.append(options["low"] + options["high"] - values if name in turned else values)
    if not columns:
        raise InvalidInputError(Message("No items are named."))
    found: Vector = np.mean(columns, axis=0)
    return found


def picked(frame: Frame, name: str, place: int) -> Value | None:
    """Return one value of a column; whole numbers as such."""
    values = chosen(frame, name).values
    if isinstance(values, tuple):
        return values[place]
    value = float(values[place])
    if math.isnan(value):
        return None
    return int(value) if value.is_integer() else value
