"""Lists of people of a round: pasted or as a file, with every problem by its row; and to take away."""

import csv
import io
import tempfile
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway import answers as intake
from mentorway.answers import Limits
from mentorway.answers.origin import origin_of
from mentorway.cells import unguarded
from mentorway.web.core.pasted import OTHER_NAMES, People, WrongRowError, people_in
from mentorway.web.core.tables import Cell
from mentorway.web.mentoring.analysis import profile_hours
from mentorway.web.mentoring.models import MOST_MENTEES, Person, Side
from mentorway.web.pilots.analysis.intake import cleaned_name
from mentorway.web.pilots.analysis.lists import language_of, refuse_wrong

MOST: Final = 1000
MEGABYTE: Final = 1_000_000
LIMITS: Final = Limits(bytes=MEGABYTE, unzipped=20 * MEGABYTE, rows=10 * MOST, columns=50)
COLUMNS: Final = ("side", "name", "email", "organisation", "language", "seats")
NAMES: Final = {**OTHER_NAMES, "role": "side", "mentees": "seats"}


@dataclass(frozen=True)
class Listed:
    """Somebody in a list."""

    side: str
    name: str
    email: str
    organisation: str
    language: str
    seats: int

    @property
    def side_name(self) -> str:
        """As what they take part, in words."""
        return str(Side(self.side).label)


def table_of(people: Iterable[Person]) -> tuple[list[str], list[list[Cell]]]:
    """Return people as a table for spreadsheets; secret links and facts on fairness stay here."""
    header = [
        _("Takes part as"),
        pgettext("person", "Name"),
        _("E-mail address"),
        _("Organisation"),
        _("Country"),
        _("Language of letters"),
        _("Mentees at most"),
        _("Languages to talk in"),
        _("Time zone"),
        _("Hours a week"),
        _("Joined"),
        _("Profile complete since"),
        _("Not available for new pairs"),
        _("Away until"),
        _("Left"),
    ]
    return header, [_row(one) for one in people]


def _row(person: Person) -> list[Cell]:
    zone = person.round.zone
    moments = [person.joined, person.profiled, person.left]
    joined, profiled, left = (one and one.astimezone(zone).replace(tzinfo=None) for one in moments)
    return [
        person.get_side_display(),
        person.name,
        person.email,
        person.organisation,
        person.get_country_display(),
        person.language,
        person.seats if person.side == Side.MENTOR else None,
        " ".join(person.languages),
        person.time_zone,
        profile_hours.hours_in(person.week),
        joined,
        profiled,
        _("Yes") if person.is_away else _("No"),
        person.away_until,
        left,
    ]


def text_of(content: bytes) -> str:
    """Return an Excel workbook as a list in CSV, each row in the line of its number.

    Raises
    ------
    InvalidInputError
        It is no workbook, is too large, or holds no rows.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.xlsx"
        path.write_bytes(content)
        table = intake.read_table(path, limits=LIMITS)
    origin, columns = (
        origin_of(table),
        [table.column(place).to_pylist() for place in range(table.num_columns)],
    )
    lines = [_line(table.column_names)]
    for index, cells in enumerate(zip(*columns, strict=True)):
        lines += [""] * (origin.row(index) - len(lines) - 1)
        lines.append(_line(cells))
    return "\n".join(lines)


def _line(cells: Sequence[str | None]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([" ".join((cell or "").split()) for cell in cells])
    return line.getvalue()


def read(text: str, *, side: str, language: str, known: Collection[tuple[str, str]]) -> People[Listed]:
    """Return the people in a list; ``known`` are the sides and addresses that are in the round already."""

    def listed(cells: Mapping[str, str]) -> tuple[Listed, Hashable]:
        one = _listed(cells, side, language)
        key = (one.side, one.email) if one.email else None
        if key in known:
            raise WrongRowError(_("Somebody with this e-mail address is there already."))
        return one, key

    return people_in(text, COLUMNS, listed, most=MOST, names=NAMES)


def _listed(cells: Mapping[str, str], usual_side: str, usual_language: str) -> Listed:
    said = {name: unguarded(cell.strip()) for name, cell in cells.items()}
    name, email = cleaned_name(said.get("name", "")), said.get("email", "")
    organisation = cleaned_name(said.get("organisation", ""))
    side = _side(said.get("side", ""), usual_side)
    refuse_wrong(name, email, organisation)
    language = language_of(said.get("language", ""), usual_language)
    return Listed(side, name, email.lower(), organisation, language, _seats(said.get("seats", "")))


def _side(said: str, usual: str) -> str:
    if not said:
        return usual
    for side in Side:
        if said.casefold() in {side.value, f"{side.value}s", str(side.label).casefold()}:
            return side.value
    text = _("As what the person takes part is not clear: “%(text)s”. Write mentee or mentor.")
    raise WrongRowError(text % {"text": said[:20]})


def _seats(said: str) -> int:
    if not said:
        return 1
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 0  # noqa: PLR2004
    if not 1 <= number <= MOST_MENTEES:
        text = _(
            "“%(text)s” cannot be how many mentees there are at most. Write a number from 1 to %(most)d."
        )
        raise WrongRowError(text % {"text": said[:20], "most": MOST_MENTEES})
    return number
