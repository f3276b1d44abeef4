"""A comparison as text and back, in full precision: what is stored is what was found."""

from __future__ import annotations

import json
import math
import typing
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from cattrs import BaseValidationError, Converter
from numpy.typing import NDArray

from mentorway.comparing.models import Comparison, Plan
from mentorway.comparing.rules import OWN, PRESETS, preset_of
from mentorway.evidence.psychometrics.invariance.licence import Rules
from mentorway.wording import InvalidInputError, Message, Value, shown

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


def plan_to_facts(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain facts that JSON can hold; cut-offs that have a name are that name.

    Parameters
    ----------
    plan : Plan
        Any.

    Returns
    -------
    dict
        As `plan_from_facts` takes it.

    Examples
    --------
    >>> facts = plan_to_facts(Plan(by="sector", where={"wave": ("1",)}))
    >>> facts["by"], facts["where"], facts["rules"]
    ('sector', {'wave': ['1']}, 'usual')
    """
    facts: dict[str, Any] = _CONVERTER.unstructure(plan)
    facts = {name: _listed(value) for name, value in facts.items()}
    key = preset_of(plan.rules)
    return facts if key == OWN else {**facts, "rules": key}


def plan_from_facts(facts: Mapping[str, Any]) -> Plan:
    """Return the plan that plain facts hold; what they do not name is as in a plan made without it.

    Parameters
    ----------
    facts : mapping
        As `plan_to_facts` wrote it, now or before there was more to plan. `rules` is the name of a set of
        cut-offs, or its numbers.

    Returns
    -------
    Plan

    Raises
    ------
    InvalidInputError
        The cut-offs have a name that no set has, or a fact is none that a plan can hold.

    Examples
    --------
    >>> plan_from_facts({"scales": ["Trust"], "rules": "strict"}).rules.cfi
    0.95
    """
    rules = facts.get("rules", {})
    if isinstance(rules, str) and rules not in PRESETS:
        raise InvalidInputError(
            Message(
                "There are no cut-offs called “%(name)s”. Use one of: %(names)s.",
                {"name": shown(rules), "names": ", ".join(PRESETS)},
            )
        )
    given = {name: value for name, value in facts.items() if name != "rules"}
    try:
        plan = _CONVERTER.structure(given, Plan)
        own = PRESETS[rules].rules if isinstance(rules, str) else _CONVERTER.structure(rules, Rules)
    except (BaseValidationError, TypeError, ValueError) as error:
        raise InvalidInputError(
            Message("This plan cannot be read: something in it has the wrong form. Make a new one.")
        ) from error
    return replace(plan, rules=own)


def _listed(value: Any) -> Any:
    """The same with lists for tuples, as JSON gives it back."""
    return json.loads(json.dumps(value))


def _number(value: Any, _kind: Any) -> float:
    return math.nan if value is None else float(value)


def _array(value: Any, _kind: Any) -> Array:
    return np.array(value, dtype=np.float64) if value else np.empty((0, 0))


def finite(value: float) -> float | None:
    """Return the number; None where it is none or without end, which JSON cannot hold."""
    return value if math.isfinite(value) else None


def _lists(value: Array) -> Any:
    plain = value.astype(object)
    plain[~np.isfinite(value)] = None
    return plain.tolist()


def _is_array(kind: Any) -> bool:
    return typing.get_origin(kind) is np.ndarray


def _converter() -> Converter:
    made = Converter()
    made.register_unstructure_hook(float, finite)
    made.register_unstructure_hook(np.ndarray, _lists)
    made.register_unstructure_hook_func(_is_array, _lists)
    made.register_structure_hook(float, _number)
    made.register_structure_hook_func(_is_array, _array)
    made.register_structure_hook(Value, lambda value, _kind: value)
    return made


_CONVERTER = _converter()
