"""What an activity wants from a person, for the first page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """One thing to do: a sentence, where to do it, and whether others wait for it."""

    text: str
    url: str
    urgent: bool = False
