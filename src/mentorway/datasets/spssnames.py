"""Names that SPSS takes, from names that it may not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

LONGEST: Final = 64  # bytes
RESERVED: Final = frozenset(
    ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"]
)
NOT_ALLOWED: Final = re.compile(r"[^\w.$#@]")


def spss_names(names: Iterable[str]) -> list[str]:
    """Return a name for each that SPSS takes: at most 64 bytes, none twice, whatever the capitals.

    >>> spss_names(["age", "Age", "_wave", "with", "goal__it-1", "1st"])
    ['age', 'Age_2', 'v_wave', 'with_', 'goal__it_1', 'v1st']
    """
    taken: set[str] = set()
    return [_unique(_allowed(name), taken) for name in names]


def cut(text: str, most: int) -> bytes:
    """Return a text in UTF-8, shortened to so many bytes without breaking a letter.

    >>> cut("ąžuolas", 3).decode()
    'ą'
    """
    data = text.encode("utf-8", "replace")
    return data if len(data) <= most else data[:most].decode("utf-8", "ignore").encode()


def _allowed(name: str) -> str:
    name = NOT_ALLOWED.sub("_", name).rstrip(".") or "v"
    if not name[0].isalpha():
        name = f"v{name}"
    return f"{name}_" if name.lower() in RESERVED else name


def _unique(name: str, taken: set[str]) -> str:
    found, number = cut(name, LONGEST).decode().rstrip("."), 1
    while found.lower() in taken:
        number += 1
        ending = f"_{number}"
        found = cut(name, LONGEST - len(ending)).decode() + ending
    taken.add(found.lower())
    return found
