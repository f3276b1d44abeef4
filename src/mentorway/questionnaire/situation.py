"""What expressions know besides the answers, and how values from XPath become text and numbers."""

from __future__ import annotations

import datetime as dt
import math
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from mentorway.questionnaire.dates import days_of
from mentorway.questionnaire.definition import ChoiceList


@dataclass(frozen=True)
class Situation:
    """What expressions may know besides the answers; the same for a response, whenever it is looked at."""

    now: dt.datetime
    seed: str
    language: str
    default_language: str
    lists: Mapping[str, ChoiceList] = field(default_factory=dict)

    @property
    def zone(self) -> dt.tzinfo:
        """The time zone of the study."""
        return self.now.tzinfo or dt.UTC


class _Current(threading.local):
    situation: Situation


current = _Current()


@contextmanager
def in_situation(situation: Situation) -> Iterator[None]:
    """Let the functions know the situation, in this thread."""
    current.situation = situation
    try:
        yield
    finally:
        del current.situation


def text_of(value: object) -> str:
    """Return a value from XPath as text.

    >>> text_of(3.0), text_of(0.25), text_of(True), text_of(float("nan")), text_of([])
    ('3', '0.25', 'true', '', '')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(float(value))
    if isinstance(value, list):
        return node_text(value[0]) if value else ""
    return str(value)


def _number_text(number: float) -> str:
    if math.isnan(number):
        return ""
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number.is_integer() and abs(number) < 1e18:  # noqa: PLR2004 - longer ones keep their exponent
        return str(int(number))
    return f"{Decimal(repr(number)):f}"


def node_text(node: Any) -> str:
    """Return the text of an element, or of what text() gave."""
    return node if isinstance(node, str) else "".join(node.itertext())


def texts_of(value: object) -> list[str]:
    """Return a value as texts: one for each node, or one."""
    return [node_text(node) for node in value] if isinstance(value, list) else [text_of(value)]


def as_days(value: object) -> float:
    """Return a value as a number; a date as days since 1970."""
    if isinstance(value, bool):
        return float(value)
    return value if isinstance(value, float) else days_of(text_of(value), current.situation.zone)
