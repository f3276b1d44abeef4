"""Rows of a table → material to take in, one row one answer, and every problem by row and column."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mentorway.cells import unguarded
from mentorway.web.network.models import Country, Sector
from mentorway.web.practices.analysis.material_reading import Row, tidy
from mentorway.web.practices.models import LANGUAGES, Quoting

COLUMNS = ("title", "text", "country", "sector", "language", "who", "date", "people", "quoting")
LONGEST_TEXT, LONGEST_WORDS, MOST_PEOPLE = 500_000, 200, 100_000
SHOWN = 60
PATTERN = (
    ("text", "country", "sector", "language", "who", "date", "people", "quoting"),
    ("There was never time for it.", "FI", "education", "en", "teacher, 40s", "2026-03-02", "1", "inside"),
    ("Vadovas nežinojo, kad esu mentorius.", "LT", "business", "lt", "engineer", "2026-03-05", "1", "never"),
)
Values = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell."""

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Taken:
    """The rows that can be taken in, and the problems; both as facts that a table can hold."""

    rows: list[Values]
    problems: list[dict[str, Any]]


class _WrongError(Exception):
    """A cell cannot be understood; the sentence says why."""


def checked(rows: Sequence[Row], usual: Mapping[str, str], title: str) -> Taken:
    """Return what the rows say; ``usual`` is what holds where a cell says nothing."""
    problems = _strange_columns(rows)
    found = []
    for number, cells in rows:
        values: Values = {}
        for column, read in CELLS.items():
            said = unguarded(cells.get(column, "")) or usual.get(column, "")
            try:
                values[column] = read(said)
            except _WrongError as wrong:
                problems.append(Problem(number, column, str(wrong)))
        values["title"] = values.get("title") or f"{title} {number}"[:LONGEST_WORDS]
        values["row"] = number
        found.append(values)
    return Taken(found, [asdict(one) for one in problems])


def _strange_columns(rows: Sequence[Row]) -> list[Problem]:
    names = list(rows[0][1]) if rows else []
    found = []
    if "text" not in names:
        found.append(Problem(1, "text", _("The first row must name a column “text”.")))
    strange = _("This column is not known. Leave it out, or name it one of: %(known)s.")
    return found + [
        Problem(1, name[:SHOWN], strange % {"known": ", ".join(COLUMNS)})
        for name in names
        if name not in COLUMNS
    ]


def _text(said: str) -> str:
    text = tidy(said)
    if not text:
        raise _WrongError(_("There is no text."))
    if len(text) > LONGEST_TEXT:
        raise _WrongError(_("The text has more than %(most)d signs.") % {"most": LONGEST_TEXT})
    return text


def _words(said: str) -> str:
    text = " ".join(tidy(said).split())
    if len(text) > LONGEST_WORDS:
        raise _WrongError(_("This is longer than %(most)d signs.") % {"most": LONGEST_WORDS})
    return text


def _one_of(choices: Sequence[tuple[str, str | Promise]]) -> Callable[[str], str]:
    def read(said: str) -> str:
        for value, label in choices:
            if said.casefold() in {value.casefold(), str(label).casefold()}:
                return value
        known = ", ".join(value for value, _label in choices)
        raise _WrongError(_("“%(said)s” is none of: %(known)s.") % {"said": said[:SHOWN], "known": known})

    return read


def _day(said: str) -> str:
    """Return a day as text; year first, as all spreadsheets can write it."""
    if not said:
        return ""
    try:
        day = dt.date.fromisoformat(said)
    except ValueError:
        raise _WrongError(
            _("Write the date as 2026-03-02, not as “%(said)s”.") % {"said": said[:SHOWN]}
        ) from None
    return day.isoformat()


def _people(said: str) -> int:
    if not said:
        return 1
    if not said.isdecimal() or not 1 <= int(said) <= MOST_PEOPLE:
        raise _WrongError(_("“%(said)s” is no number of people. Write 1 or more.") % {"said": said[:SHOWN]})
    return int(said)


CELLS: Mapping[str, Callable[[str], Any]] = {
    "text": _text,
    "title": _words,
    "country": _one_of(cast("Sequence[tuple[str, str | Promise]]", Country.choices)),
    "sector": _one_of(cast("Sequence[tuple[str, str | Promise]]", Sector.choices)),
    "language": _one_of([(code, code) for code in LANGUAGES]),
    "who": _words,
    "date": _day,
    "people": _people,
    "quoting": _one_of(cast("Sequence[tuple[str, str | Promise]]", Quoting.choices)),
}
