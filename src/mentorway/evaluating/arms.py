"""The two arms of an evaluation; apart from `people`, so that tables name them without loading NumPy."""

from enum import StrEnum


class Arm(StrEnum):
    """Who took the programme, and who did not (a comparison group, or people who wait)."""

    PROGRAMME = "programme"
    COMPARISON = "comparison"
