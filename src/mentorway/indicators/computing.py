"""The value of an indicator from numbers and answers, with what was missing and why there may be none."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentorway.indicators.checking import Given, check, written
from mentorway.indicators.formulas import Call, Formula, Name, Negative, Node, Number, Operation
from mentorway.indicators.units import read_unit
from mentorway.wording import InvalidInputError, Message, shown

Column = NDArray[np.float64]
AGGREGATES: Mapping[str, Callable[[Column], Any]] = {
    "mean": np.mean,
    "median": np.median,
    "sum": np.sum,
    "min": np.min,
    "max": np.max,
}
Raw = float | Sequence[float | None] | Column | None


@dataclass(frozen=True)
class Result:
    """The value in the stated unit; None if there is none, and then ``notes`` say why.

    ``n`` is the fewest people that any function could use, and ``missing`` the most that it could not.
    """

    value: float | None
    n: int | None
    missing: int
    notes: tuple[Message, ...] = ()


@dataclass
class _Seen:
    """What is noticed on the way."""

    used: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    def note(self, message: Message) -> None:
        if message not in self.notes:
            self.notes.append(message)


def evaluate(
    formula: Formula, quantities: Mapping[str, Given], values: Mapping[str, Raw], *, unit: str
) -> Result:
    """Return the value of an indicator.

    Parameters
    ----------
    formula : Formula
        What `parse` has read.
    quantities : mapping of str to Given
        The unit of every name, and whether it is a column.
    values : mapping of str to float or array of float, shape (people,)
        Each in its own unit. NaN and None are missing; columns hold the same people in the same order.
    unit : str
        The unit of the result.

    Returns
    -------
    Result
        ``value`` is in ``unit``, not rounded. A person counts where all that a function needs is there.

    Raises
    ------
    InvalidInputError
        The formula contradicts itself (see `check`), a value is missing altogether, one number came where a
        column is needed or the other way round, or columns differ in length.

    Examples
    --------
    >>> from mentorway.indicators.formulas import parse
    >>> given = {"after": Given("points", is_column=True), "before": Given("points", is_column=True)}
    >>> found = evaluate(parse("mean(change(after, before))"), given,
    ...                  {"after": [4, 5, None], "before": [3, 3, 2]}, unit="points")
    >>> found.value, found.n, found.missing
    (1.5, 2, 1)
    >>> none = evaluate(parse("a ÷ b"), {"a": Given("h"), "b": Given("h")}, {"a": 2, "b": 0}, unit="%")
    >>> none.value, str(none.notes[0])
    (None, '“b” is 0, and nothing can be divided by 0.')
    """
    problems = check(formula, quantities, unit)
    if problems:
        raise InvalidInputError(problems[0])
    ready = {name: _ready(name, quantities[name], values.get(name)) for name in formula.names}
    _refuse_lengths(ready)
    seen = _Seen()
    with np.errstate(all="ignore"):
        value = float(_value(formula.root, ready, seen)) / float(read_unit(unit).factor)
    if math.isinf(value):
        seen.note(Message("The result is too large to be a number."))
    has_value = math.isfinite(value)
    return Result(
        value if has_value else None,
        min(seen.used, default=None),
        max(seen.missing, default=0),
        tuple(seen.notes),
    )


def _ready(name: str, given: Given, raw: Raw) -> Column:
    """Return the values of a quantity in the plain unit; one number has no dimension."""
    values: Column = np.asarray(np.nan if raw is None else raw, dtype=object)
    try:
        values = np.where(values == None, np.nan, values).astype(np.float64)  # noqa: E711 - element by element
    except (TypeError, ValueError):
        raise InvalidInputError(
            Message("The values of “%(name)s” are not numbers.", {"name": shown(name)})
        ) from None
    if values.ndim != int(given.is_column):
        named = {"name": shown(name)}
        raise InvalidInputError(
            Message("“%(name)s” needs one value for each person.", named)
            if given.is_column
            else Message("“%(name)s” needs one number, and several came.", named)
        )
    if np.isinf(values).any():
        raise InvalidInputError(
            Message("A value of “%(name)s” is not a finite number.", {"name": shown(name)})
        )
    return values * float(read_unit(given.unit).factor)


def _refuse_lengths(ready: Mapping[str, Column]) -> None:
    lengths = {name: len(values) for name, values in ready.items() if values.ndim}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{shown(name)}: {length}" for name, length in lengths.items())
        raise InvalidInputError(
            Message("The quantities are not of the same people; values: %(found)s.", {"found": said})
        )


def _value(node: Node, ready: Mapping[str, Column], seen: _Seen) -> Column:
    match node:
        case Number(value):
            return np.asarray(value)
        case Name(name):
            if not ready[name].ndim and np.isnan(ready[name]):
                seen.note(Message("“%(part)s” is missing.", {"part": name}))
            return ready[name]
        case Negative(of):
            return -_value(of, ready, seen)
        case Operation():
            return _operated(node, ready, seen)
    return _called(node, ready, seen)


def _operated(node: Operation, ready: Mapping[str, Column], seen: _Seen) -> Column:
    left, right = _value(node.left, ready, seen), _value(node.right, ready, seen)
    match node.sign:
        case "+":
            return np.asarray(left + right)
        case "−":
            return np.asarray(left - right)
        case "×":
            return np.asarray(left * right)
        case "÷":
            return _divided(node, left, right, seen)
    found = np.asarray(np.power(left, right))
    if np.any(np.isnan(found) & ~np.isnan(left) & ~np.isnan(right)):
        seen.note(Message("“%(part)s” is negative, and has no such power.", {"part": written(node.left)}))
    return found


def _divided(node: Operation, left: Column, right: Column, seen: _Seen) -> Column:
    zero = right == 0
    if not zero.any():
        return np.asarray(left / right)
    values: dict[str, str | int] = {"part": written(node.right), "count": int(zero.sum())}
    seen.note(
        Message(
            "“%(part)s” is 0 for %(count)d person, who is left out: nothing can be divided by 0.",
            values,
            plural="“%(part)s” is 0 for %(count)d people, who are left out: nothing can be divided by 0.",
            count=int(zero.sum()),
        )
        if right.ndim
        else Message("“%(part)s” is 0, and nothing can be divided by 0.", {"part": written(node.right)})
    )
    return np.asarray(left / np.where(zero, np.nan, right))


def _called(node: Call, ready: Mapping[str, Column], seen: _Seen) -> Column:
    values = [_value(part, ready, seen) for part in node.arguments]
    if node.function == "change":
        return np.asarray(values[0] - values[1])
    there = values[0][~np.isnan(values[0])]
    seen.used.append(len(there))
    seen.missing.append(len(values[0]) - len(there))
    if node.function == "count":
        return np.asarray(float(len(there)))
    if not len(there):
        seen.note(Message("Nobody has a value for “%(part)s”.", {"part": written(node.arguments[0])}))
        return np.asarray(np.nan)
    if node.function == "share":
        return np.asarray(_share(node, there, values, seen))
    return np.asarray(AGGREGATES[node.function](there))


def _share(node: Call, there: Column, values: Sequence[Column], seen: _Seen) -> float:
    """Return the share of those who have something at all, or at least as much as the border."""
    if len(values) == 1:
        return float(np.mean(there != 0))
    if np.isnan(values[1]):
        seen.note(Message("“%(part)s” is missing.", {"part": written(node.arguments[1])}))
        return math.nan
    return float(np.mean(there >= values[1]))
