"""Numbers that are published: in full precision with what made them, and as readers write them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from django.utils.functional import Promise
from django.utils.translation import ngettext, pgettext_lazy

from mentorway import figures

FEWEST_IN_PUBLIC: Final = 10
PEOPLE, COUNT, SHARE, POINTS, SD, COEFFICIENT = "people", "count", "share", "points", "sd", "coefficient"
MONEY: Final = "money:"  # before the three letters of the currency
DECIMALS: Final[Mapping[str, int]] = {POINTS: 2, SD: 2, COEFFICIENT: 2}  # the others are whole
SMALL_SHARE: Final = 0.1  # below it one decimal of a percent is shown
GROUPED: Final = 10_000  # from it on, thousands are set apart
SAID_BY_THE_NUMBER: Final = (SHARE, COUNT, COEFFICIENT)  # 34 %, 12, 0.92
WORDS: Final[Mapping[str, str | Promise]] = {
    PEOPLE: pgettext_lazy("unit", "people"),
    COUNT: pgettext_lazy("unit", "a count"),
    SHARE: pgettext_lazy("unit", "percent"),
    POINTS: pgettext_lazy("unit", "points of the scale"),
    SD: pgettext_lazy("unit", "standard deviations"),
    COEFFICIENT: pgettext_lazy("unit", "without unit"),
}


class Measured(Protocol):
    """What has a value and says how it is written: a `Figure`, or a version of a claim."""

    @property
    def value(self) -> float: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def unit(self) -> str: ...


@dataclass(frozen=True)
class Figure:
    """A number in full precision and what made it.

    ``unit`` is a key of this module: it says how the number is written. A share lies between 0 and 1.
    ``n`` are the people it rests on; None where it is not about people.
    """

    value: float
    low: float | None
    high: float | None
    n: int | None
    unit: str
    decimals: int
    method: str
    data_hash: str
    library_version: str


@dataclass(frozen=True)
class Offer:
    """A number that a claim may be about: which, where it stands, what it is and what it does not say.

    ``refused`` says why it may not be published; nothing where it may.
    """

    key: str
    place: Mapping[str, str]
    label: str
    figure: Figure
    meaning: str = ""
    not_said: str = ""
    refused: str = ""


@dataclass(frozen=True)
class Made:
    """What made the numbers of a source."""

    method: str
    data_hash: str
    library_version: str

    def figure(
        self,
        value: float,
        unit: str,
        n: int | None,
        ends: tuple[float | None, float | None] = (None, None),
        *,
        way: str = "",
    ) -> Figure:
        """Return a number of this source; ``way`` says by which of its methods."""
        low, high = (None if one is None or not math.isfinite(one) else float(one) for one in ends)
        method = f"{self.method}: {way}" if way else self.method
        return Figure(
            float(value), low, high, n, unit, decimals_of(unit, value), method[:200], self.data_hash,
            self.library_version[:120],
        )  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A part of a source: its name in an address, and how people call it."""

    slug: str
    title: str


@dataclass(frozen=True)
class Offered:
    """What a part of a source offers, and sentences on what it does not."""

    offers: tuple[Offer, ...]
    remarks: tuple[str, ...] = field(default=())


def decimals_of(unit: str, value: float) -> int:
    """Return to how many decimals a number is rounded for reading.

    >>> decimals_of("share", 0.034), decimals_of("share", 0.34), decimals_of("points", 1.0)
    (1, 0, 2)
    """
    if unit == SHARE:
        return 1 if 0 < abs(value) < SMALL_SHARE else 0
    return DECIMALS.get(unit, 0)


def shown(measured: Measured, language: str) -> str:
    """Return the number as readers of ``language`` write it, with a sign of its unit where it has one.

    Words of a unit belong to the sentence: languages bend them.
    """
    places = decimals_of(measured.unit, measured.value)
    return _written(measured.value, measured.unit, places, language)


def interval_shown(measured: Measured, language: str) -> str:
    """Return both ends of the interval as readers write them; nothing where there is none."""
    if measured.low is None or measured.high is None:
        return ""
    places = decimals_of(measured.unit, measured.value)
    low, high = (_written(end, measured.unit, places, language) for end in (measured.low, measured.high))
    return f"[{low}; {high}]"


def _written(value: float, unit: str, places: int, language: str) -> str:
    if unit == SHARE:
        return figures.percent(value, language, places)
    text = figures.figure(value, places, language)
    if places == 0 and abs(value) >= GROUPED:
        text = f"{round(value):,}".replace(",", "\u00a0").replace("-", figures.MINUS)
    return f"{text}\u00a0{unit.removeprefix(MONEY)}" if unit.startswith(MONEY) else text


def unit_in_words(unit: str) -> str:
    """Return how people call a unit.

    >>> unit_in_words("money:EUR")
    'EUR'
    """
    return unit.removeprefix(MONEY) if unit.startswith(MONEY) else str(WORDS.get(unit, unit))


def unit_beside(unit: str) -> str:
    """Return what is written beside a number: its unit, unless the number itself says it.

    >>> unit_beside("money:EUR"), unit_beside("people")
    ('', 'people')
    """
    return "" if unit in SAID_BY_THE_NUMBER or unit.startswith(MONEY) else unit_in_words(unit)


def too_few(*people: int | None) -> str:
    """Say why a number that rests on so few people is not published; nothing where there are enough."""
    known = [one for one in people if one is not None]
    if not known or min(known) >= FEWEST_IN_PUBLIC:
        return ""
    text = ngettext(
        "It rests on %(n)d person. In public, numbers of fewer than %(fewest)d people are not shown, because "
        "somebody could be recognised.",
        "It rests on %(n)d people. In public, numbers of fewer than %(fewest)d people are not shown, because "
        "somebody could be recognised.",
        min(known),
    )
    return text % {"n": min(known), "fewest": FEWEST_IN_PUBLIC}
