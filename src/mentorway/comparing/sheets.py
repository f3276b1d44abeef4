"""What a sheet of the workbook is: its name, its columns with how each is shown, and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mentorway.comparing.models import ScaleComparison
from mentorway.figures import percent
from mentorway.language import Words

Value = str | float | None
Named = Sequence[tuple[str, ScaleComparison]]
TEXT, NAME, WHOLE, TWO, THREE, SHARE = "", "name", "0", "0.00", "0.000", "0.0%"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns with how each is shown, and its rows."""

    name: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Value]]


def ends(words: Words) -> tuple[str, str]:
    """Where a 95 % interval ends."""
    return percent(0.025, words.language, 1), percent(0.975, words.language, 1)
