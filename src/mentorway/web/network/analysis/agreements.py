"""What the dates and texts of agreements say."""

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentorway.web.network.models import Agreement, AgreementState
from mentorway.web.network.models.agreements import HOLDING

WORDS = re.compile(r"\s+|[^\s]+")
HORIZON = 365


class Holds(StrEnum):
    """How an agreement stands to a day."""

    NOT = "not"
    LATER = "later"
    NOW = "now"
    SOON = "soon"
    OVER = "over"


@dataclass(frozen=True)
class RadarRow:
    """An agreement in force: how many days are left, and how full its bar is (percent of a year)."""

    agreement: Agreement
    days: int | None
    share: int

    @property
    def urgency(self) -> str:
        """How near the end is: bad within 30 days, care within 90, good later."""
        if self.days is None or self.days > SOON:
            return "good"
        return "bad" if self.days <= VERY_SOON else "care"


SOON, VERY_SOON = 90, 30


@dataclass(frozen=True)
class Change:
    """A stretch of text that stayed, went or came."""

    kind: str
    text: str


def holds(agreement: Agreement, day: dt.date) -> Holds:
    """Return how ``agreement`` stands to ``day``."""
    if agreement.state == AgreementState.ENDED:
        return Holds.OVER
    if agreement.state not in HOLDING or agreement.starts is None:
        return Holds.NOT
    if agreement.starts > day:
        return Holds.LATER
    if agreement.ends is None:
        return Holds.NOW
    if agreement.ends < day:
        return Holds.OVER
    return Holds.SOON if (agreement.ends - day).days <= SOON else Holds.NOW


def radar(agreements: Iterable[Agreement], day: dt.date) -> list[RadarRow]:
    """Return what is in force with the time that is left."""
    return [_radar_row(one, day) for one in agreements]


def _radar_row(agreement: Agreement, day: dt.date) -> RadarRow:
    days = (agreement.ends - day).days if agreement.ends else None
    share = 100 if days is None else min(100, round(days / HORIZON * 100))
    return RadarRow(agreement, days, share)


def changes(before: str, after: str) -> Sequence[Change]:
    """Return how one text became another, word by word.

    >>> [(one.kind, one.text) for one in changes("two visits", "three visits")]
    [('gone', 'two'), ('new', 'three'), ('same', ' visits')]
    """
    first, second = WORDS.findall(before), WORDS.findall(after)
    found = []
    for what, start, stop, begin, finish in difflib.SequenceMatcher(
        None, first, second, autojunk=False
    ).get_opcodes():
        if what == "equal":
            found.append(Change("same", "".join(first[start:stop])))
            continue
        found += [Change("gone", "".join(first[start:stop]))] if stop > start else []
        found += [Change("new", "".join(second[begin:finish]))] if finish > begin else []
    return found
