"""What an activity says about itself to who asks for help: what it is for, how to begin, what people ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Step:
    """One thing to do, and the name of the address where it is done, if that is one page."""

    text: str | Promise
    page: str = ""


@dataclass(frozen=True)
class Help:
    """The help of one activity."""

    about: str | Promise
    steps: Sequence[Step]
    asked: Sequence[tuple[str | Promise, str | Promise]]  # questions that people ask, with their answers
