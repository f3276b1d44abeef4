"""What somebody chose for a version of open data, read from and kept as plain facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

OUT: Final = "out"  # not published
AS_IS: Final = "as_is"
JOINED: Final = "joined"  # categories of few people are joined
ANSWER: Final = "answer"  # what somebody thinks; nobody is known by it
BANDS: Final[Mapping[str, int]] = {"bands_5": 5, "bands_10": 10, "bands_20": 20}
SHARES: Final = (0, 1, 2, 5)  # percent of people that may be left out
USUAL_SHARE: Final = 5


@dataclass(frozen=True)
class Scale:
    """Questions whose mean is published: its key, what it is called, those turned round."""

    key: str
    title: str
    items: tuple[str, ...]
    reverse: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What goes into a version.

    ``ways`` says for each column how it goes in; ``tables`` are tables by one column or two; ``universe``,
    ``keywords`` and ``changes`` are texts by language; ``reason`` is why it may be published although the
    consent text does not tell of it.
    """

    language: str = "en"
    wave: int = 1
    is_open: bool = True
    ways: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[tuple[str, ...], ...] = ()
    scales: tuple[Scale, ...] = ()
    by_country: bool = False
    most_left_out: int = USUAL_SHARE
    titles: Mapping[str, str] = field(default_factory=dict)
    universe: str = ""
    keywords: str = ""
    changes: str = ""
    reason: str = ""
    is_chosen: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the open answers."""
        return tuple(name for name, way in self.ways.items() if way != OUT) if self.is_open else ()


def choices_of(facts: Mapping[str, Any]) -> Choices:
    """Return the choices that a version keeps.

    >>> choices_of({"wave": 2, "tables": [["country"]]}).tables
    (('country',),)
    """
    known = {name: value for name, value in facts.items() if name in Choices.__dataclass_fields__}
    known["tables"] = tuple(tuple(one) for one in facts.get("tables", ()))
    known["scales"] = tuple(_scale(one) for one in facts.get("scales", ()))
    return Choices(**known)


def kept_choices(choices: Choices) -> dict[str, Any]:
    """Return choices as plain facts.

    >>> choices_of(kept_choices(Choices(wave=2))).wave
    2
    """
    return asdict(choices)


def _scale(facts: Mapping[str, Any]) -> Scale:
    return Scale(facts["key"], facts["title"], tuple(facts["items"]), tuple(facts.get("reverse", ())))


def table_name(columns: Sequence[str]) -> str:
    """Return what a table by these columns is called, as a file and in earlier versions.

    >>> table_name(["response_country", "Q 1"])
    'by_response_country_and_q_1'
    """
    plain = [
        "".join(one if one.isascii() and one.isalnum() else "_" for one in name.lower()) for name in columns
    ]
    return f"by_{'_and_'.join(name[:34] for name in plain)}"
