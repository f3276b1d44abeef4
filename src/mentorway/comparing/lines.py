"""Lines of the long table: where a number belongs, what it is, and the number."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mentorway.cells import safe

Number = float | int | None


@dataclass(frozen=True)
class Place:
    """Where a number belongs; `section` is the same in every language."""

    section: str
    scale: str = ""
    model: str = ""
    group: str = ""
    second_group: str = ""
    parameter: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the long table: where a number belongs, what it is, and the number.

    `statistic` is the same in every language. `note` is a code (of a verdict), a fact, or a sentence in the
    reader's language.
    """

    place: Place
    statistic: str
    value: Number = None
    low: Number = None
    high: Number = None
    n: Number = None
    note: str = ""

    def cells(self) -> list[str]:
        """Return the line as it is written."""
        place = self.place
        names = (place.section, place.scale, place.model, place.group, place.second_group, place.parameter)
        numbers = (self.value, self.low, self.high, self.n)
        return [*map(safe, names), self.statistic, *map(_number, numbers), safe(self.note)]


def _number(value: Number) -> str:
    """Every digit of a number, or nothing."""
    if value is None or not math.isfinite(value):
        return ""
    return repr(float(value)) if isinstance(value, float) else str(int(value))
