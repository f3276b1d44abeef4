"""What in a text looks as if it belonged to a person: addresses, telephone numbers, personal codes."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

BLANK = "█"
NEAR = 30
LITHUANIAN_DIGITS = 9
FEWEST_DIGITS, MOST_DIGITS = 7, 15
FINNISH_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
FINNISH_CENTURIES = {
    **dict.fromkeys("-UVWXY", 1900),
    **dict.fromkeys("ABCDEF", 2000),
    "+": 1800,
}
TITLES = {
    "email": _("E-mail address"),
    "FI": _("Finnish personal code"),
    "SE": _("Swedish personal number"),
    "LV": _("Latvian personal code"),
    "LT": _("Lithuanian personal code"),
    "phone": pgettext_lazy("personal data", "Telephone number"),
}


@dataclass(frozen=True)
class Trace:
    """Something that looks personal, and where it stands."""

    kind: str
    start: int
    end: int

    @property
    def title(self) -> str:
        """What it seems to be."""
        return str(TITLES[self.kind])


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _finnish(code: str) -> bool:
    century = FINNISH_CENTURIES[code[6].upper()]
    day, month, year = int(code[:2]), int(code[2:4]), century + int(code[4:6])
    rest = int(code[:6] + code[7:10]) % 31
    return _is_day(year, month, day) and FINNISH_CHECK[rest] == code[10].upper()


def _swedish(code: str) -> bool:
    """A day, or a day and 60 where the person has no number yet, and Luhn's check."""
    digits = re.sub(r"\D", "", code)[-10:]
    month, day = int(digits[2:4]), int(digits[4:6])
    doubled = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(digits))
    right = sum(map(int, doubled)) % 10 == 0
    return right and _is_day(2000, month, day - 60 if day > 60 else day)  # noqa: PLR2004


def _latvian(code: str) -> bool:
    """Codes since 2017 begin with 32 and say nothing; older ones begin with a day and have a check."""
    digits = re.sub(r"\D", "", code)
    if digits.startswith("32"):
        return True
    weights = (1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
    right = (1101 - total) % 11 % 10 == int(digits[10])
    return _is_day(2000, int(digits[2:4]), int(digits[:2])) and (right or "-" in code)


def _lithuanian(code: str) -> bool:
    digits = [int(digit) for digit in code]
    if not _is_day(2000, int(code[3:5]), int(code[5:7])):
        return False
    for weights in ((1, 2, 3, 4, 5, 6, 7, 8, 9, 1), (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)):
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
        if rest < 10:  # noqa: PLR2004 - 10 is no digit
            return rest == digits[10]
    return digits[10] == 0


def _telephone(text: str) -> bool:
    digits = sum(letter.isdigit() for letter in text)
    begins = text.startswith(("+", "00", "0", "("))
    return FEWEST_DIGITS <= digits <= MOST_DIGITS and (begins or " " in text or "-" in text)


def _lithuanian_phone(text: str) -> bool:
    """Whether it has the nine digits of a number dialled inside Lithuania, the first 8 included."""
    return sum(letter.isdigit() for letter in text) == LITHUANIAN_DIGITS


def _always(_text: str) -> bool:
    return True


Looks = tuple[str, re.Pattern[str], Callable[[str], bool]]
LOOKS: Sequence[Looks] = (
    ("email", re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"), _always),
    ("FI", re.compile(r"(?<![\w-])\d{6}[-+A-FU-Ya-fu-y]\d{3}[0-9A-Ya-y](?!\w)"), _finnish),
    ("SE", re.compile(r"(?<![\w-])(?:19|20)?\d{6}[-+]?\d{4}(?!\w)"), _swedish),
    ("LT", re.compile(r"(?<![\w-])[1-6]\d{10}(?!\w)"), _lithuanian),
    ("LV", re.compile(r"(?<![\w-])\d{6}-?\d{5}(?!\w)"), _latvian),
    (
        "phone",
        re.compile(r"(?<![\w.,+-])8[ -]?[3-6]\d{1,2}[ -]?\d{2,3}[ -]?\d{2,3}(?![\w-])"),
        _lithuanian_phone,
    ),
    (
        "phone",
        re.compile(r"(?<![\w.,+-])[26]\d(?:\d{6}| \d{3} \d{3}|\d{3} \d{3}| \d{2} \d{2} \d{2})(?![\w-])"),
        _always,
    ),
    ("phone", re.compile(r"(?<![\w.,-])(?:\+|\(?0)\d?(?:[ ()/-]{0,2}\d){6,14}(?!\w)"), _telephone),
)


def traces(text: str) -> list[Trace]:
    """Return what looks personal, in the order of the text; each place is named once.

    >>> [one.kind for one in traces("Ask anna@example.org or +358 40 123 4567, born 131052-308T, in 2026.")]
    ['email', 'phone', 'FI']
    """
    found: list[Trace] = []
    rest = text
    for kind, pattern, is_one in LOOKS:
        matches = [match for match in pattern.finditer(rest) if is_one(match.group())]
        mine = [Trace(kind, *match.span()) for match in matches]
        rest = blanked(rest, mine)
        found += mine
    return sorted(found, key=lambda one: one.start)


def around(text: str, trace: Trace) -> tuple[str, str, str]:
    """Return what stands before a trace, itself, and what follows."""
    before = text[max(0, trace.start - NEAR) : trace.start]
    return before, text[trace.start : trace.end], text[trace.end : trace.end + NEAR]


def blanked(text: str, found: Sequence[Trace]) -> str:
    """Return the text with traces made unreadable; every other sign stays where it is.

    >>> blanked("Ask a@b.lt.", traces("Ask a@b.lt."))
    'Ask ██████.'
    """
    pieces, end = [], 0
    for one in found:
        pieces += [text[end : one.start], BLANK * (one.end - one.start)]
        end = one.end
    return "".join([*pieces, text[end:]])
