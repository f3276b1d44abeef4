"""Plain facts, as from JSON, held against the structure that they should become, place by place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final, get_args, get_origin, get_type_hints

from mentorway.wording import N_, Message, listed, shown

BETWEEN: Final = " › "
NAMES: Final = N_("“%(place)s”: names with their values in { } are needed, and %(value)s came.")
LIST: Final = N_("“%(place)s”: a list in [ ] is needed, and %(value)s came.")
NEEDED: Final[Mapping[type, str]] = {
    str: N_("“%(place)s”: a text is needed, and %(value)s came."),
    int: N_("“%(place)s”: a whole number is needed, and %(value)s came."),
    bool: N_("“%(place)s”: true or false is needed, and %(value)s came."),
}
Place = tuple[str, ...]


def faults(facts: Any, kind: type, *, place: Place = ()) -> Iterator[Message]:
    """Yield everything in plain facts that keeps them from becoming a value of a dataclass, with its place.

    Parameters
    ----------
    facts : any
        What was read: mappings, lists, texts, whole numbers, true and false.
    kind : type
        A dataclass. Its fields hold texts, whole numbers, true or false, names of a `StrEnum`, values of
        other dataclasses, or tuples of one of these.
    place : tuple of str
        Where the facts stand: names of fields, and numbers from 1 in lists. Empty for the whole.

    Yields
    ------
    Message
        What came, what is needed and where, in the order of the facts; nothing when all is well. No text is
        taken for a number, nor a number for a text.

    Examples
    --------
    >>> from mentorway.courses.structure import Step
    >>> facts = {"minutes": "20", "title": "Listen", "materials": ["page", 3], "colour": "red"}
    >>> for fault in faults(facts, Step, place=("steps", "3")):
    ...     print(fault)
    “steps › 3 › minutes”: a whole number is needed, and "20" came.
    “steps › 3 › method” is missing.
    “steps › 3 › materials › 2”: a text is needed, and 3 came.
    “steps › 3 › colour” is not known. Known there: minutes, method, title, text, materials, outcomes.
    """
    if not isinstance(facts, Mapping):
        yield _other(place or (kind.__name__.lower(),), facts, NAMES)
        return
    known = _fields(kind)
    for name, (wanted, is_needed) in known.items():
        if name in facts:
            if type(facts[name]) is wanted:  # nearly always: it saves looking closer
                continue
            yield from _of_value(facts[name], wanted, (*place, name))
        elif is_needed:
            yield Message("“%(place)s” is missing.", {"place": said((*place, name))})
    for name in facts:
        if name not in known:
            values = {"place": said((*place, str(name))), "known": listed(list(known))}
            yield Message("“%(place)s” is not known. Known there: %(known)s.", values)


def said(place: Place) -> str:
    """Return a place in words; what a file calls itself is made harmless and short.

    >>> said(("modules", "2", "title"))
    'modules › 2 › title'
    """
    return BETWEEN.join(map(shown, place))


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Return the type of each field of a dataclass, and whether it must be given."""
    types = get_type_hints(kind)
    return {
        one.name: (types[one.name], one.default is MISSING and one.default_factory is MISSING)
        for one in fields(kind)
    }


def _of_value(value: Any, wanted: Any, place: Place) -> Iterator[Message]:
    if is_dataclass(wanted):
        yield from faults(value, wanted, place=place)  # type: ignore[arg-type]
    elif get_origin(wanted) is tuple:
        yield from _of_list(value, get_args(wanted)[0], place)
    elif issubclass(wanted, StrEnum):
        if not isinstance(value, str) or value not in list(wanted):
            values = {"place": said(place), "value": _came(value), "known": listed(list(wanted))}
            yield Message("“%(place)s”: one of %(known)s is needed, and %(value)s came.", values)
    elif not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        yield _other(place, value, NEEDED[wanted])


def _of_list(value: Any, wanted: Any, place: Place) -> Iterator[Message]:
    if not isinstance(value, list | tuple):
        yield _other(place, value, LIST)
        return
    for number, one in enumerate(value, 1):
        if type(one) is not wanted:
            yield from _of_value(one, wanted, (*place, str(number)))


def _other(place: Place, value: Any, text: str) -> Message:
    return Message(text, {"place": said(place), "value": _came(value)})


def _came(value: Any) -> str:
    """Return a value as a file writes it, so that "5" and 5 are not the same; the inside of a list is not."""
    if isinstance(value, Mapping):
        return "{ … }"
    if isinstance(value, list | tuple):
        return "[ … ]"
    return shown(json.dumps(value, ensure_ascii=False, default=str))
