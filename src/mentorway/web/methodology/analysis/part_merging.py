"""Two people changed the same part of a methodology: what each wrote, put together field by field."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorway.web.core.merging import Fate, Field, Merge
from mentorway.web.methodology.analysis.methodologies import Facts

ROWS: Mapping[str, Sequence[str]] = {"measures": ("instrument", "scale"), "quantities": ("name",)}


@dataclass(frozen=True)
class Together:
    """Both put together, mine where they clash; which fields clash, and which only they have changed."""

    facts: Facts
    clashes: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


def put_together(base: Facts | None, theirs: Facts, mine: Facts) -> Together:
    """Put together what two people made of ``base``; without it, everything that differs is a clash.

    >>> put_together({"name": "A", "unit": "h"}, {"name": "B", "unit": "h"}, {"name": "A", "unit": "min"})
    Together(facts={'name': 'B', 'unit': 'min'}, clashes=(), taken=('name',))
    """
    if base is None:
        return Together(mine, tuple(name for name in mine if mine[name] != theirs.get(name)))
    found = {name: _field(name, base, theirs, mine) for name in mine}
    return Together(
        {name: value for name, (value, _fate) in found.items()},
        tuple(name for name, (_value, fate) in found.items() if fate is Fate.CONFLICT),
        tuple(name for name, (_value, fate) in found.items() if fate in {Fate.THEIRS, Fate.TOGETHER}),
    )


def _field(name: str, base: Facts, theirs: Facts, mine: Facts) -> tuple[Any, Fate]:
    field = Field(name, *(_text(one.get(name)) for one in (base, theirs, mine)))
    if name in ROWS:
        return _rows(field, *(one.get(name, []) for one in (base, theirs, mine)))
    if field.fate is Fate.THEIRS:
        return theirs[name], field.fate
    return field.value if field.fate in {Fate.TOGETHER, Fate.CONFLICT} and field.pieces else mine[
        name
    ], field.fate


def _rows(field: Field, *states: Sequence[Facts]) -> tuple[list[Facts], Fate]:
    """Return rows row by row: what somebody else has added, changed or removed stays so."""
    base, theirs, mine = ({_key(field.name, row): _text(row) for row in rows} for rows in states)
    every = dict.fromkeys([*mine, *theirs, *base], "")
    merge = Merge.of(base, theirs, {**every, **mine})
    rows = [json.loads(text) for text in merge.values.values() if text]
    if merge.conflicts:
        return rows, Fate.CONFLICT
    return rows, Fate.TOGETHER if field.fate is Fate.CONFLICT else field.fate


def _key(name: str, row: Facts) -> str:
    return "|".join(str(row[part]) for part in ROWS[name])


def _text(value: Any) -> str:
    """Return a value as it is compared; browsers end lines in a way of their own."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
