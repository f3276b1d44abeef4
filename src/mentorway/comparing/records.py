"""A comparison as text and back, in full precision: what is stored is what was found."""

from __future__ import annotations

import json
import math
import typing
from typing import Any

import numpy as np
from cattrs import Converter
from numpy.typing import NDArray

from mentorway.comparing.models import Comparison
from mentorway.wording import Value

Array = NDArray[np.float64]


def to_json(found: Comparison) -> str:
    """Return a comparison as JSON; what is no number (NaN) is null.

    Parameters
    ----------
    found : Comparison
        As `compare` returns it.

    Returns
    -------
    str
        The same text for the same comparison.
    """
    return json.dumps(_CONVERTER.unstructure(found), ensure_ascii=False, allow_nan=False)


def from_json(text: str) -> Comparison:
    """Return the comparison that `to_json` wrote.

    Parameters
    ----------
    text : str
        As `to_json` wrote it.

    Returns
    -------
    Comparison
        Equal in every number.
    """
    return _CONVERTER.structure(json.loads(text), Comparison)


def _number(value: Any, _kind: Any) -> float:
    return math.nan if value is None else float(value)


def _array(value: Any, _kind: Any) -> Array:
    return np.array(value, dtype=np.float64) if value else np.empty((0, 0))


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _lists(value: Array) -> Any:
    plain = value.astype(object)
    plain[~np.isfinite(value)] = None
    return plain.tolist()


def _is_array(kind: Any) -> bool:
    return typing.get_origin(kind) is np.ndarray


def _converter() -> Converter:
    made = Converter()
    made.register_unstructure_hook(float, _finite)
    made.register_unstructure_hook(np.ndarray, _lists)
    made.register_unstructure_hook_func(_is_array, _lists)
    made.register_structure_hook(float, _number)
    made.register_structure_hook_func(_is_array, _array)
    made.register_structure_hook(Value, lambda value, _kind: value)
    return made


_CONVERTER = _converter()
