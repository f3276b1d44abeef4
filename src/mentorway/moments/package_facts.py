"""Fine cells as plain facts for JSON, and back: every field must be there and be what it should be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from mentorway.moments.cells import Block, Integers
from mentorway.moments.cube import Cube, FineCell, in_order
from mentorway.wording import InvalidInputError, Message, shown

LONGEST_TEXT = 1_000
LARGEST = 2**62
MOST_ITEMS = 1_000
BLOCK_FIELDS = (
    "name", "items", "reverse", "low", "high", "pivot", "coding", "patterns", "people", "withheld", "cells",
)  # fmt: skip
CELL_FIELDS = ("values", "observed", "rows", "sums", "products", "counts", "missing")

Facts = dict[str, Any]


def cube_facts(cube: Cube) -> Facts:
    """The block and its cells as plain facts."""
    block = cube.block
    return {
        "name": block.name,
        "items": list(block.items),
        "reverse": list(block.reverse),
        "low": block.low,
        "high": block.high,
        "pivot": block.pivot,
        "coding": block.coding_hash,
        "patterns": cube.patterns,
        "people": cube.people,
        "cells": [_cell_facts(cell) for cell in cube.cells],
    }


def _cell_facts(cell: FineCell) -> Facts:
    return {
        "values": list(cell.values),
        "observed": None if cell.observed is None else cell.observed.tolist(),
        "rows": cell.rows,
        "sums": cell.sums.tolist(),
        "products": cell.products.tolist(),
        "counts": cell.counts.tolist(),
        "missing": cell.missing.tolist(),
    }


def cube_of(given: object, by: Sequence[str]) -> Cube:
    """The block and its cells from plain facts.

    Raises
    ------
    InvalidInputError
        A field is missing or of another kind, or the fingerprint, the centring or the number of people does
        not belong to what is there.
    """
    facts = fields(given, BLOCK_FIELDS)
    block = _block(facts)
    patterns = facts["patterns"]
    if not isinstance(patterns, bool) or not isinstance(facts["cells"], list):
        raise _broken("patterns")
    cells = [_cell(one, block, len(by)) for one in facts["cells"]]
    keys = {(cell.values, None if cell.observed is None else cell.observed.tobytes()) for cell in cells}
    if len(keys) < len(cells):
        raise InvalidInputError(
            Message(
                "Scale %(scale)s has two cells for the same people. Ask for the package again.",
                {"scale": shown(block.name)},
            )
        )
    cube = Cube(block, tuple(by), in_order(cells), patterns)
    if whole(facts["people"]) != cube.people:
        raise InvalidInputError(
            Message(
                "Scale %(scale)s is said to hold %(said)d people, but its cells hold %(found)d.",
                {"scale": shown(block.name), "said": whole(facts["people"]), "found": cube.people},
            )
        )
    return cube


def _block(facts: Facts) -> Block:
    names, reverse = facts["items"], facts["reverse"]
    if not isinstance(names, list) or not isinstance(reverse, list) or len(names) > MOST_ITEMS:
        raise _broken("items")
    if not all(isinstance(one, bool) for one in reverse):
        raise _broken("reverse")
    block = Block(
        text(facts["name"]),
        tuple(map(text, names)),
        tuple(reverse),
        whole(facts["low"]),
        whole(facts["high"]),
    )
    pivot = whole(facts["pivot"])
    if pivot != block.pivot:
        raise InvalidInputError(
            Message(
                "The sums of scale %(scale)s are centred at %(came)d, and those of a scale from %(low)d to "
                "%(high)d at %(needed)d. Make the package with the same program.",
                {
                    "scale": shown(block.name),
                    "came": pivot,
                    "low": block.low,
                    "high": block.high,
                    "needed": block.pivot,
                },
            )
        )
    if facts["coding"] != block.coding_hash:
        raise InvalidInputError(
            Message(
                "The fingerprint of scale %(scale)s does not belong to its items, reverse keys and range: "
                "one of them was changed after the sums were made. Ask for the package again.",
                {"scale": shown(block.name)},
            )
        )
    return block


def _cell(given: object, block: Block, facts_apart: int) -> FineCell:
    facts, size = fields(given, CELL_FIELDS), len(block.items)
    values, observed = facts["values"], facts["observed"]
    if not isinstance(values, list) or len(values) != facts_apart:
        raise _broken("values")
    if observed is not None and not (
        isinstance(observed, list)
        and len(observed) == size
        and all(isinstance(one, bool) for one in observed)
    ):
        raise _broken("observed")
    return FineCell(
        values=tuple(None if value is None else text(value) for value in values),
        observed=None if observed is None else np.array(observed, np.bool_),
        rows=whole(facts["rows"]),
        sums=_integers(facts, "sums", (size,)),
        products=_integers(facts, "products", (size, size)),
        counts=_integers(facts, "counts", (size, block.levels)),
        missing=_integers(facts, "missing", (size,)),
        weight=float(whole(facts["rows"])),
    )


def fields(given: object, names: Sequence[str]) -> Facts:
    """A mapping that has all these names."""
    if not isinstance(given, dict):
        raise _broken(names[0])
    for name in names:
        if name not in given:
            raise _broken(name)
    return given


def text(value: object) -> str:
    """A short text."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT:
        raise _broken("text")
    return value


def whole(value: object) -> int:
    """A whole number that fits in 64 bits."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= LARGEST:
        raise _broken("number")
    return value


def _integers(facts: Facts, name: str, shape: tuple[int, ...]) -> Integers:
    rows = facts[name] if len(shape) > 1 else [facts[name]]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise _broken(name)
    if [len(row) for row in rows] != [shape[-1]] * (shape[0] if len(shape) > 1 else 1):
        raise _broken(name)
    found: Integers = np.array([[whole(value) for value in row] for row in rows], np.int64).reshape(shape)
    return found


def _broken(name: str) -> InvalidInputError:
    return InvalidInputError(
        Message(
            "The package is not whole: “%(field)s” is missing or is not what it should be. Ask for it again.",
            {"field": name},
        )
    )
