"""Results as tables: rows of plain values, and data frames where pandas is installed."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mentorway.wording import InvalidInputError, Message, shown

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


def rows(result: object) -> list[Row]:
    """Return a result, or several of one kind, as rows of named plain values.

    Parameters
    ----------
    result : dataclass instance, or iterable of them
        Any result of this package.

    Returns
    -------
    list of dict
        One row a result. A result inside a result gives columns such as ``alpha.value``; arrays and lists of
        numbers stay as they are; messages become English sentences. Lists of results are left out: they are
        tables of their own, see `tables`.

    Raises
    ------
    InvalidInputError
        It is neither a result nor several of them.

    Examples
    --------
    >>> from mentorway.evidence.comparisons.groups import welch_t
    >>> (row,) = rows(welch_t([20, 24], [3.2, 3.9], [0.8, 0.9]))
    >>> round(row["difference"], 6), round(row["df"], 2)
    (-0.7, 41.8)
    """
    if _is_result(result):
        return [dict(_flat(result, ""))]
    if isinstance(result, Mapping):
        return [{"name": _plain(name), **dict(_named(one))} for name, one in result.items()]
    if isinstance(result, Iterable) and not isinstance(result, str | bytes):
        return [dict(_named(one)) for one in result]
    raise InvalidInputError(
        Message(
            "A table can be made of a result or of several, and “%(found)s” came. Give what a function of "
            "this package has returned.",
            {"found": shown(type(result).__name__)},
        )
    )


def unrolled(result: object) -> list[Row]:
    """Return a result whose arrays have a number for each unit, as one row for each unit.

    Parameters
    ----------
    result : dataclass instance
        For example what `mentorway.evidence.efficiency.frontier.frontier` returns.

    Returns
    -------
    list of dict
        Arrays of shape (units,) are columns; those of shape (units, k) are columns ``name.0`` and so on.
        The first array of one dimension says how many units there are; what has another shape is left out.

    Raises
    ------
    InvalidInputError
        It is no result, or has no array of one dimension.

    Examples
    --------
    >>> from mentorway.evidence.efficiency.frontier import frontier
    >>> found = frontier([[2.0], [4.0]], [[1.0], [1.0]])
    >>> [(round(row["scores"], 9), row["efficient"]) for row in unrolled(found)]
    [(1.0, True), (0.5, False)]
    """
    arrays = dict(_arrays(result)) if _is_result(result) else {}
    units = next((len(array) for array in arrays.values() if array.ndim == 1), None)
    if units is None:
        raise InvalidInputError(
            Message(
                "“%(found)s” has no array with a number for each unit. Use rows or tables for it.",
                {"found": shown(type(result).__name__)},
            )
        )
    columns: dict[str, Any] = {}
    for name, array in arrays.items():
        if array.ndim == 1 and len(array) == units:
            columns[name] = array.tolist()
        elif array.ndim == 2 and len(array) == units:  # noqa: PLR2004 - a table
            columns |= {f"{name}.{place}": column.tolist() for place, column in enumerate(array.T)}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _arrays(result: Any) -> Iterator[tuple[str, Any]]:
    for each in dataclasses.fields(result):
        value = getattr(result, each.name)
        if isinstance(value, np.ndarray):
            yield each.name, value


def tables(result: object) -> dict[str, list[Row]]:
    """Return a result with the lists of results inside it, each as rows.

    Parameters
    ----------
    result : dataclass instance
        For example what `mentorway.comparing.compare` returns.

    Returns
    -------
    dict
        ``""`` holds the result itself as one row; every list of results inside it, however deep, is a table
        named by its path, as ``scales.groups``. Columns such as ``scales`` say to which row of the outer
        table a row belongs: by its name where it has one, else by its place from 0.

    Raises
    ------
    InvalidInputError
        It is not a result.

    Examples
    --------
    >>> @dataclasses.dataclass
    ... class Group:
    ...     name: str
    ...     mean: float
    >>> @dataclasses.dataclass
    ... class Found:
    ...     title: str
    ...     groups: tuple[Group, ...]
    >>> found = tables(Found("Trust", (Group("FI", 3.1), Group("SE", 3.4))))
    >>> found["groups"]
    [{'name': 'FI', 'mean': 3.1}, {'name': 'SE', 'mean': 3.4}]
    """
    if not _is_result(result):
        return {"": rows(result)}
    found: dict[str, list[Row]] = {"": rows(result)}
    _collect(result, "", {}, found)
    return found


def frame(result: object) -> pd.DataFrame:
    """Return a result, or several of one kind, as a data frame.

    Parameters
    ----------
    result : dataclass instance, or iterable of them
        As for `rows`.

    Returns
    -------
    pandas.DataFrame
        One row a result, full precision.

    Raises
    ------
    InvalidInputError
        pandas is not installed, or it is no result.

    Examples
    --------
    >>> from mentorway.evidence.comparisons.proportions import wilson
    >>> frame([wilson(8, 10), wilson(5, 10)]).shape[0]
    2
    """
    made: pd.DataFrame = _pandas().DataFrame(rows(result))
    return made


def frames(result: object) -> dict[str, pd.DataFrame]:
    """Return a result with the lists of results inside it, each as a data frame; see `tables`.

    Raises
    ------
    InvalidInputError
        pandas is not installed, or it is no result.
    """
    return {name: _pandas().DataFrame(table) for name, table in tables(result).items()}


def _pandas() -> Any:
    try:
        import pandas  # noqa: PLC0415, ICN001 - it need not be installed
    except ImportError as error:
        raise InvalidInputError(
            Message("Data frames need the package pandas, which is not installed: install mentorway[pandas].")
        ) from error
    return pandas


def _is_result(value: object) -> bool:
    return dataclasses.is_dataclass(value) and not isinstance(value, type | Message)


def _named(value: object) -> Iterator[tuple[str, Any]]:
    if _is_result(value):
        yield from _flat(value, "")
    elif isinstance(value, Mapping):
        yield from ((str(name), _plain(one)) for name, one in value.items())
    else:
        yield "value", _plain(value)


def _flat(result: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for each in dataclasses.fields(result):
        value = getattr(result, each.name)
        name = f"{prefix}{each.name}"
        if _is_result(value):
            yield from _flat(value, f"{name}.")
        elif not _is_table(value):
            yield name, _plain(value)


def _is_table(value: object) -> bool:
    """Whether it is a list of results; an empty list may be one, and has no row to show."""
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str | bytes)
        and all(_is_result(one) for one in value)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Message):
        return str(value)
    if isinstance(value, Mapping):
        return {_plain(key): _plain(one) for key, one in value.items()}
    whole = isinstance(value, str | np.ndarray) or not isinstance(value, Iterable)
    return value if whole else [_plain(one) for one in value]


def _collect(result: Any, path: str, outer: Row, found: dict[str, list[Row]]) -> None:
    for each in dataclasses.fields(result):
        value = getattr(result, each.name)
        name = f"{path}.{each.name}" if path else each.name
        if _is_result(value):
            _collect(value, name, outer, found)
        elif _is_table(value):
            for place, one in enumerate(value):
                found.setdefault(name, []).append({**outer, **dict(_flat(one, ""))})
                _collect(one, name, {**outer, name: getattr(one, "name", place)}, found)
