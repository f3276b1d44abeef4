"""Units of indicators and how they multiply: EUR, h, min, people, points, %, and words of one's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from mentorway.wording import InvalidInputError, Message, shown

LONGEST = 60
MOST_POWER = 9
NO_POWERS: Mapping[str, Fraction] = MappingProxyType({})
PEOPLE = "people"
# What people write → the unit itself, and how many of it that is.
KNOWN: Mapping[str, tuple[str, Fraction]] = MappingProxyType(
    {
        "€": ("EUR", Fraction(1)),
        "eur": ("EUR", Fraction(1)),
        "euro": ("EUR", Fraction(1)),
        "euros": ("EUR", Fraction(1)),
        "h": ("h", Fraction(1)),
        "hour": ("h", Fraction(1)),
        "hours": ("h", Fraction(1)),
        "min": ("h", Fraction(1, 60)),
        "minute": ("h", Fraction(1, 60)),
        "minutes": ("h", Fraction(1, 60)),
        "person": (PEOPLE, Fraction(1)),
        "people": (PEOPLE, Fraction(1)),
        "point": ("points", Fraction(1)),
        "points": ("points", Fraction(1)),
        "%": ("", Fraction(1, 100)),
        "percent": ("", Fraction(1, 100)),
        "‰": ("", Fraction(1, 1000)),
        "1": ("", Fraction(1)),
        "share": ("", Fraction(1)),
        "ratio": ("", Fraction(1)),
    }
)
TOKEN = re.compile(r"\s*(?:(?P<word>[^\W\d_]+|[%€‰]|1)(?:\^(?P<power>-?\d))?|(?P<sign>[×·*/]))")
SINGULAR = {PEOPLE: "person", "points": "point"}


@dataclass(frozen=True)
class Unit:
    """What is counted, each with its power, and how many of the plain unit one is.

    >>> read_unit("EUR per person").over(read_unit("EUR")).said
    '1 per person'
    """

    powers: Mapping[str, Fraction] = field(default_factory=lambda: NO_POWERS)
    factor: Fraction = Fraction(1)

    def __hash__(self) -> int:
        """Return the same for units that are equal."""
        return hash((frozenset(self.powers.items()), self.factor))

    def same_kind(self, other: "Unit") -> bool:
        """Whether the two can be added: both are money, or hours, or without unit."""
        return dict(self.powers) == dict(other.powers)

    @property
    def is_plain_number(self) -> bool:
        """Whether it has no unit, as a share or a ratio."""
        return not self.powers

    @property
    def plain(self) -> "Unit":
        """The same kind, in the unit in which formulas are computed."""
        return Unit(self.powers)

    def times(self, other: "Unit") -> "Unit":
        """Return the unit of a product."""
        return Unit(_joined(self.powers, other.powers, 1), self.factor * other.factor)

    def over(self, other: "Unit") -> "Unit":
        """Return the unit of a quotient."""
        return Unit(_joined(self.powers, other.powers, -1), self.factor / other.factor)

    def to_the(self, power: int) -> "Unit":
        """Return the unit of a power."""
        return Unit({name: each * power for name, each in self.powers.items() if power}, self.factor**power)

    @property
    def said(self) -> str:
        """The unit as people write it."""
        above = [_with_power(name, power) for name, power in self.powers.items() if power > 0]
        below = [
            _with_power(SINGULAR.get(name, name), -power) for name, power in self.powers.items() if power < 0
        ]
        first = " × ".join(above) or _number(self)
        return " per ".join([first, *below])


def _number(unit: Unit) -> str:
    return "%" if unit.factor == Fraction(1, 100) else "1"


def _with_power(name: str, power: Fraction) -> str:
    return name if power == 1 else f"{name}^{power}"


def _joined(left: Mapping[str, Fraction], right: Mapping[str, Fraction], sign: int) -> dict[str, Fraction]:
    found = {
        name: left.get(name, Fraction(0)) + sign * right.get(name, Fraction(0)) for name in {**left, **right}
    }
    return {name: power for name, power in found.items() if power}


def read_unit(text: str) -> Unit:
    """Return the unit that somebody wrote.

    Parameters
    ----------
    text : str
        Words joined by ``per``, ``/`` or ``×``, each perhaps with a power, such as ``EUR per person``, ``h``,
        ``%`` or ``points``. A word that is not known is a unit of its own, as ``meetings``. Empty: no unit.

    Raises
    ------
    InvalidInputError
        It is too long, or something in it is no word.

    Examples
    --------
    >>> read_unit("€ / hour") == read_unit("EUR per h"), read_unit("min").factor
    (True, Fraction(1, 60))
    """
    if len(text) > LONGEST:
        raise InvalidInputError(
            Message(
                "The unit has %(count)d letters; at most %(most)d.", {"count": len(text), "most": LONGEST}
            )
        )
    unit, divides, expects, place = Unit(), False, True, 0
    while text[place:].strip():
        match = TOKEN.match(text, place)
        if match is None:
            raise _unreadable(text)
        sign = match["sign"] or ("/" if (match["word"] or "").casefold() == "per" else "")
        if expects == bool(sign) and place:
            raise _unreadable(text)
        place = match.end()
        if sign:
            divides, expects = (divides or sign == "/"), True
            continue
        unit = _multiplied(unit, _word(match["word"], int(match["power"] or 1)), divides=divides)
        expects = False
    if expects and text.strip():
        raise _unreadable(text)
    return unit


def _multiplied(unit: Unit, more: Unit, *, divides: bool) -> Unit:
    return unit.over(more) if divides else unit.times(more)


def _word(word: str, power: int) -> Unit:
    name, factor = KNOWN.get(word.casefold(), (word, Fraction(1)))
    return Unit({name: Fraction(1)} if name else NO_POWERS, factor).to_the(power)


def _unreadable(text: str) -> InvalidInputError:
    return InvalidInputError(
        Message(
            "The unit “%(unit)s” cannot be read. Write words joined by “per” or “×”, as EUR per person.",
            {"unit": shown(text)},
        )
    )
