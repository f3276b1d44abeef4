"""Cost sheets that people paste or send: lines, what is wrong in which row and column; and to take away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.cells import unguarded
from mentorway.evaluating import money
from mentorway.evaluating.sheets import COLUMNS, MOST_ROWS, lines_from
from mentorway.web.core.pasted import rows_of, too_many
from mentorway.web.core.tables import Cell
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis.costs import CENT, KINDS, NAMES, amount_of, pilot_names, shown
from mentorway.web.evaluation.models import CostLine, Evaluation
from mentorway.web.evaluation.queries import costs as queries
from mentorway.web.pilots.models import Cohort

CODES: Final = {kind: name for name, kind in KINDS.items()}
COLUMN_OF: Final = {"is_in_kind": "in kind"}
FIRST_ROW: Final = 2


@dataclass(frozen=True)
class Trouble:
    """What is wrong in one cell of a cost sheet, or in a row."""

    row: int
    column: str
    what: str


@dataclass(frozen=True)
class Preview:
    """A line as it would be taken over, with the words that people read."""

    row: CostLine
    pilot: str
    amount: str


@dataclass(frozen=True)
class Found:
    """Lines that can be taken over, rows that cannot, and what is taken over other than it was written."""

    lines: list[CostLine]
    troubles: list[Trouble]
    remarks: list[Trouble]

    def previews(self, most: int) -> list[Preview]:
        """Return the first lines as people read them."""
        return [
            Preview(row, row.cohort.title if row.cohort else "", shown(amount_of(row)))
            for row in self.lines[:most]
        ]


def read(text: str, whole: Evaluation) -> Found:
    """Return the lines of a cost sheet in CSV, and every problem by its row and column."""
    rows = rows_of(text)
    found = Found([], [Trouble(one.row, "", one.what) for one in too_many(rows[1:], MOST_ROWS)], [])
    if not rows:
        return found
    header, pilots = _header(rows[0], found), _pilots(whole)
    if header is None:
        return found
    for number, cells in rows[1 : MOST_ROWS + 1]:
        _take(number, _named(number, cells, header, found), pilots, found)
    return found


def _header(first: tuple[int, list[str]], found: Found) -> list[str] | None:
    """Return the names of the columns; None where those are missing without which there is no line."""
    number, cells = first
    names = [cell.strip().casefold() for cell in cells]
    _lines, problems = lines_from([dict.fromkeys(filter(None, names), "x")])
    of_header = [one for one in problems if one.row == 1]
    found.troubles.extend(Trouble(number, one.column, said(one.message)) for one in of_header)
    missing = [one for one in of_header if one.column in COLUMNS]
    for place, name in enumerate(names):
        if name and name in names[:place]:
            text = _("A column of this name is there already; this one is left out.")
            found.troubles.append(Trouble(number, name, text))
    return None if missing else names


def _named(number: int, cells: Sequence[str], header: Sequence[str], found: Found) -> dict[str, str]:
    """Return the cells of a row by the names of their columns."""
    named: dict[str, str] = {}
    for place, cell in enumerate(cells):
        name = header[place] if place < len(header) else ""
        if name:
            named.setdefault(name, unguarded(cell.strip()))
        elif cell.strip():
            text = _("A cell stands in no column, so it is left out.")
            found.remarks.append(Trouble(number, "", text))
    return named


def _take(number: int, row: Mapping[str, str], pilots: Mapping[str, Cohort | None], found: Found) -> None:
    """Take one row over, or note what is wrong with it."""
    lines, problems = lines_from([row])
    wrong = [Trouble(number, one.column, said(one.message)) for one in problems if one.row == FIRST_ROW]
    if lines and not wrong:
        made = _row(number, lines[0], pilots, found)
        wrong = _wrong(number, lines[0], made, pilots)
        if not wrong:
            found.lines.append(made)
    found.troubles.extend(wrong)


def _row(number: int, line: money.CostLine, pilots: Mapping[str, Cohort | None], found: Found) -> CostLine:
    """Return a line of the library as a row: an amount, or hours with what one costs."""
    row = CostLine(
        cohort=pilots.get(_key(line.pilot)),
        what=line.what,
        kind=CODES[line.kind],
        currency=line.currency,
        year=line.year,
        payer=line.payer,
        is_in_kind=line.is_in_kind,
    )
    hours, rate = line.hours, line.rate
    if hours and rate is None and (line.amount / hours).quantize(CENT) * hours == line.amount:
        rate = (line.amount / hours).quantize(CENT)
    if hours is not None and rate is not None:
        row.hours, row.rate = hours, rate
    else:
        row.amount = line.amount
        if hours is not None:
            text = _("Its hours are left out: what an hour costs is not said, so the amount is taken.")
            found.remarks.append(Trouble(number, "hours", text))
    return row


def _wrong(
    number: int, line: money.CostLine, row: CostLine, pilots: Mapping[str, Cohort | None]
) -> list[Trouble]:
    """Return what the tables cannot hold, and what contradicts itself."""
    found = []
    if line.pilot and row.cohort is None:
        known = ", ".join(name for name in pilots if name) or "–"
        facts = {"name": line.pilot[:80], "known": known}
        text = _(
            "“%(name)s” is no pilot of this evaluation, or several have that name. Pilots are: %(known)s."
        )
        found.append(Trouble(number, "pilot", text % facts))
    if row.hours is not None and row.rate is not None and abs(row.hours * row.rate - line.amount) >= CENT:
        text = _("The amount is not its hours times what an hour costs. Leave the amount or the hours empty.")
        found.append(Trouble(number, "amount", text))
    try:
        row.clean_fields(exclude=["evaluation", "cohort"])
    except ValidationError as refusal:
        for name, messages in refusal.message_dict.items():
            found += [Trouble(number, COLUMN_OF.get(name, name), text) for text in messages]
    return found


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _pilots(whole: Evaluation) -> dict[str, Cohort | None]:
    """Pilots by title, unless several have it, and by the name that tells those of one title apart."""
    found: dict[str, Cohort | None] = {}
    names = pilot_names(whole)
    for cohort in queries.pilots_of(whole):
        found.setdefault(_key(cohort.title), cohort if names[cohort.pk] == cohort.title else None)
        found[_key(names[cohort.pk])] = cohort
    return found


def columns() -> list[tuple[str, str]]:
    """Return the columns that a file may have, and what stands in each."""
    kinds = ", ".join(f"{kind.value} ({NAMES[kind]})" for kind in money.Kind)
    said_of = {
        "what": _("What it was for. Needed."),
        "kind": _("Needed. One of: %(kinds)s.") % {"kinds": kinds},
        "amount": _("In the currency of the line. May be empty where hours and rate are there."),
        "currency": _("Three letters, such as EUR. Needed."),
        "year": _("In which it was paid. Needed."),
        "payer": _("The organisation that pays."),
        "pilot": _("The title of a pilot; empty for all together."),
        "hours": _("Hours of work."),
        "rate": _("What an hour costs."),
        "in kind": _("“yes” where it was given, not paid."),
    }
    return [(name, said_of[name]) for name in COLUMNS]


def table_of(whole: Evaluation) -> tuple[list[str], list[list[Cell]]]:
    """Return the cost sheet as a table that can be read back, with the columns of such files."""
    names = pilot_names(whole)
    return list(COLUMNS), [_cells(row, names) for row in queries.lines_of(whole)]


def _cells(row: CostLine, names: Mapping[int, str]) -> list[Cell]:
    pilot = names.get(row.cohort.pk, row.cohort.title) if row.cohort else ""
    amount: Decimal | None = amount_of(row)
    if row.hours is not None and not row.rate:
        amount = None
    return [
        row.what,
        KINDS[row.kind].value,
        amount,
        row.currency,
        row.year,
        row.payer,
        pilot,
        row.hours,
        row.rate,
        "yes" if row.is_in_kind else "no",
    ]
