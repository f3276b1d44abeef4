"""An evaluation as plain values and back, in full precision: what is stored is what was found."""

from __future__ import annotations

import json
import math
import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
from cattrs import BaseValidationError, Converter
from numpy.typing import NDArray

from mentorway.evaluating.whole import Evaluation
from mentorway.wording import InvalidInputError, Message, Value

Array = NDArray[np.float64]
PARTS_OF_MESSAGE = {"text", "values", "plural", "count"}


def to_record(found: Evaluation) -> dict[str, Any]:
    """Return an evaluation as what JSON can hold: mappings, lists, texts, numbers.

    Parameters
    ----------
    found : Evaluation
        As `evaluate` returns it.

    Returns
    -------
    dict
        Money is text with all its digits; numbers that are none or without end are "nan", "inf", "-inf".

    Examples
    --------
    >>> from mentorway.evaluating.asking import Asked
    >>> from mentorway.evaluating.people import People
    >>> from mentorway.evaluating.whole import evaluate
    >>> nobody = evaluate(People((), (), (), (), (), ()), Asked(seed=7), rng=np.random.default_rng(7))
    >>> to_record(nobody)["seed"]
    7
    """
    record: dict[str, Any] = json.loads(json.dumps(_CONVERTER.unstructure(found, Evaluation)))
    return record  # lists for tuples, as JSON gives them back


def from_record(record: Mapping[str, Any]) -> Evaluation:
    """Return the evaluation that `to_record` wrote.

    Parameters
    ----------
    record : mapping
        As `to_record` wrote it, also by way of JSON.

    Returns
    -------
    Evaluation
        Equal in every number.

    Raises
    ------
    InvalidInputError
        It is no record of an evaluation.

    Examples
    --------
    >>> from_record({"size": 3})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    mentorway.wording.InvalidInputError: This is no stored evaluation, or one of another version...
    """
    try:
        return _CONVERTER.structure(record, Evaluation)
    except (BaseValidationError, KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(
            Message("This is no stored evaluation, or one of another version. Evaluate again.")
        ) from error


def _number(value: Any, _kind: Any) -> float:
    return float(value)


def _finite(value: float) -> float | str:
    return float(value) if math.isfinite(value) else str(float(value))


def _lists(value: Array) -> list[Any]:
    return [_finite(one) for one in value.tolist()] if value.ndim == 1 else [_lists(row) for row in value]


def _array(value: Any, _kind: Any) -> Array:
    return np.array(value, dtype=np.float64)


def _is_array(kind: Any) -> bool:
    return typing.get_origin(kind) is np.ndarray


def _may_be_message(kind: Any) -> bool:
    return typing.get_origin(kind) in (typing.Union, types.UnionType) and Message in typing.get_args(kind)


def _or_message(value: Any, kind: Any) -> Any:
    """A result, or the message in its place."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping) and set(value) == PARTS_OF_MESSAGE:
        return _CONVERTER.structure(value, Message)
    others = [one for one in typing.get_args(kind) if one not in (Message, type(None), bool)]
    return _CONVERTER.structure(value, others[0])


def _converter() -> Converter:
    made = Converter()
    made.register_unstructure_hook(float, _finite)
    made.register_unstructure_hook(np.ndarray, _lists)
    made.register_unstructure_hook_func(_is_array, _lists)
    made.register_unstructure_hook(Decimal, str)
    made.register_structure_hook_func(_may_be_message, _or_message)
    made.register_structure_hook(float, _number)
    made.register_structure_hook_func(_is_array, _array)
    made.register_structure_hook(Decimal, lambda value, _kind: Decimal(value))
    made.register_structure_hook(Value, lambda value, _kind: value)
    return made


_CONVERTER = _converter()
