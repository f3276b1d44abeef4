"""What a page of results is made of: blocks of numbers with their people and intervals, and sentences."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway import figures
from mentorway.evaluating.people import FEWEST_SHOWN
from mentorway.web.core.wording import said
from mentorway.wording import Message

NOTHING: Final = figures.NOTHING


class Unit(StrEnum):
    """What a number is a number of."""

    POINTS = "points"
    CHANGE = "change in points"
    SD = "standard deviations"
    SHARE = "share"
    MONEY = "money"
    HOURS = "hours"
    YEARS = "years"
    NUMBER = "number"


@dataclass(frozen=True)
class Number:
    """One number as pages and files show it: its name, of how many people, and its interval if it has one.

    Numbers of one ``group`` that follow each other stand under its name on pages.
    """

    key: str
    name: str
    value: float | None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    unit: Unit = Unit.POINTS
    currency: str = ""
    p: float | None = None
    group: str = ""

    @property
    def people(self) -> str:
        """How many people it rests on."""
        return count_of(self.n)

    @property
    def text(self) -> str:
        """The number as the reader writes it."""
        return written(self.value, self.unit, self.currency)

    @property
    def interval(self) -> str:
        """Its interval as the reader writes it."""
        if self.low is None or self.high is None:
            return NOTHING
        low, high = (written(one, self.unit) for one in (self.low, self.high))
        return _("%(low)s to %(high)s") % {"low": low, "high": high}


@dataclass(frozen=True)
class Grid:
    """A table of texts; its first column names the rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Detail:
    """What only some want to read."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """One thing that is said: sentences first, then numbers, what weakens them, and how they were made."""

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    grids: tuple[Grid, ...] = ()
    cautions: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()

    @property
    def has_people(self) -> bool:
        """Whether any of its numbers rests on people."""
        return any(one.n is not None for one in self.numbers)

    @property
    def has_intervals(self) -> bool:
        """Whether any of its numbers has an interval."""
        return any(one.interval != NOTHING for one in self.numbers)

    @property
    def columns(self) -> int:
        """How many columns the table of its numbers has."""
        return 2 + self.has_people + self.has_intervals


@dataclass(frozen=True)
class Section:
    """The blocks of one outcome, or of the whole."""

    key: str
    title: str
    blocks: tuple[Block, ...] = field(default=())


def language() -> str:
    """Return the reader's language."""
    return get_language() or "en"


def written(value: float | None, unit: Unit = Unit.POINTS, currency: str = "") -> str:
    """Return a number as the reader writes it; a dash where there is none.

    >>> written(0.4567, Unit.SHARE).split(), written(None), written(1.5, Unit.CHANGE)
    (['46', '%'], '–', '+1.50')
    """
    match unit:
        case Unit.CHANGE | Unit.SD:
            text = figures.signed(value, 2, language())
        case Unit.SHARE:
            text = figures.percent(value, language())
        case Unit.MONEY:
            text = money(value, currency)
        case Unit.HOURS | Unit.YEARS:
            text = figures.figure(value, 1, language())
        case _:
            text = figures.figure(value, 2, language())
    return text


def money(value: float | Decimal | None, currency: str = "") -> str:
    """Return an amount as the reader writes it.

    >>> money(1234.5, "EUR").split(), money(None)
    (['1,234.50', 'EUR'], '–')
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    amount = str(number_format(round(Decimal(value), 2), 2, use_l10n=True, force_grouping=True))
    return f"{amount}\u00a0{currency}" if currency else amount


def count_of(n: int | None) -> str:
    """Return how many people, never a few.

    >>> count_of(3), count_of(12), count_of(0), count_of(None)
    ('fewer than 5', '12', '0', '–')
    """
    if n is None:
        return NOTHING
    if 0 < n < FEWEST_SHOWN:
        return _("fewer than %(fewest)d") % {"fewest": FEWEST_SHOWN}
    return str(number_format(n, 0))


def told(messages: Iterable[Message | None]) -> tuple[str, ...]:
    """Return messages as sentences in the reader's language, each once."""
    return tuple(dict.fromkeys(said(one) for one in messages if one is not None))


def without(key: str, title: str, why: Message) -> Block:
    """Return a block that only says why there is nothing in it."""
    return Block(key, title, sentences=told([why]))


def kept_blocks(blocks: Sequence[Block | None]) -> tuple[Block, ...]:
    """Return the blocks that say something."""
    return tuple(one for one in blocks if one is not None)
