"""A pasted list or a CSV file → people to invite, and every problem with its row."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from mentorway.web.network.models import Country, Partner, Sector

MOST = 10_000
COLUMNS = ("email", "name", "language", "country", "sector", "partner")
OTHER_NAMES = {"e-mail": "email", "mail": "email", "e-mail address": "email", "email address": "email"}
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Person:
    """Somebody to invite."""

    email: str
    name: str
    language: str
    country: str
    sector: str
    partner: int | None


@dataclass(frozen=True)
class Trouble:
    """What is wrong in one row."""

    row: int
    text: str
    what: str


@dataclass(frozen=True)
class Usual:
    """What holds where a row says nothing, and what may be said."""

    language: str
    country: str
    sector: str
    partner: int | None
    languages: Sequence[str]
    partners: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class People:
    """Those who can be invited, and the rows that cannot be understood."""

    people: list[Person]
    troubles: list[Trouble]


class _WrongError(Exception):
    pass


def partners_by_name() -> dict[str, int]:
    """Return the partners by name, in small letters."""
    return {name.casefold(): pk for name, pk in Partner.objects.values_list("name", "pk")}


def read(text: str, usual: Usual, known: Callable[[Sequence[str]], set[str]]) -> People:
    """Return the people in a list; ``known`` tells which addresses are invited already."""
    rows = _rows(text)
    order = list(COLUMNS)
    if rows and _header(rows[0][1]):
        order = [OTHER_NAMES.get(cell.strip().casefold(), cell.strip().casefold()) for cell in rows[0][1]]
        rows = rows[1:]
    found: dict[str, tuple[int, Person]] = {}
    troubles = _too_many(rows)
    for number, cells in rows[:MOST]:
        try:
            person = _person(dict(zip(order, cells, strict=False)), usual)
            _refuse_second(found.get(person.email))
        except _WrongError as wrong:
            troubles.append(Trouble(number, ", ".join(cell for cell in cells if cell)[:100], str(wrong)))
        else:
            found[person.email] = (number, person)
    there = known(list(found))
    for address in sorted(there, key=lambda one: found[one][0]):
        number, _one = found.pop(address)
        troubles.append(Trouble(number, address, _("This address is invited already.")))
    people = [person for _number, person in found.values()]
    return People(people, sorted(troubles, key=lambda trouble: trouble.row))


def _refuse_second(first: tuple[int, Person] | None) -> None:
    if first is not None:
        raise _WrongError(_("The same address stands in row %(row)d.") % {"row": first[0]})


def _too_many(rows: Sequence[tuple[int, list[str]]]) -> list[Trouble]:
    if len(rows) <= MOST:
        return []
    text = _(
        "The list is longer than %(most)d rows. The rows from here on are left out: add them afterwards."
    )
    return [Trouble(rows[MOST][0], "", text % {"most": MOST})]


def _rows(text: str) -> list[tuple[int, list[str]]]:
    lines = text.lstrip("\ufeff").splitlines()
    head = "\n".join(lines[:20])
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO("\n".join(line.replace("\0", "") for line in lines)), delimiter=delimiter)
    try:
        return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        return [(number, [line]) for number, line in enumerate(lines, start=1) if line.strip()]


def _header(cells: Sequence[str]) -> bool:
    names = {cell.strip().casefold() for cell in cells}
    return bool(names & {"email", *OTHER_NAMES})


def _person(cells: Mapping[str, str], usual: Usual) -> Person:
    cells = {name: cell.strip() for name, cell in cells.items()}
    name, email = (
        parseaddr(cells.get("email", "")) if "<" in cells.get("email", "") else ("", cells.get("email", ""))
    )
    try:
        validate_email(email)
    except ValidationError:
        raise _WrongError(_("This is not an e-mail address: “%(text)s”.") % {"text": email[:80]}) from None
    language = cells.get("language") or usual.language
    if language not in usual.languages:
        text = _("The study is not asked in “%(language)s”. It is asked in: %(known)s.")
        raise _WrongError(text % {"language": language[:20], "known": ", ".join(usual.languages)})
    return Person(
        email.lower()[:254],
        (cells.get("name") or name)[:150],
        language,
        _country(cells.get("country", ""), usual.country),
        _sector(cells.get("sector", ""), usual.sector),
        _partner(cells.get("partner", ""), usual),
    )


def _country(said: str, usual: str) -> str:
    if not said:
        return usual
    for code, label in Country.choices:
        if said.casefold() in {code.casefold(), str(label).casefold()}:
            return code
    raise _WrongError(_("There is no country “%(text)s”. Write two letters, as in LT.") % {"text": said[:40]})


def _sector(said: str, usual: str) -> str:
    if not said:
        return usual
    for code, label in Sector.choices:
        if said.casefold() in {code.casefold(), str(label).casefold()}:
            return code
    raise _WrongError(_("The sector “%(text)s” is neither education nor business.") % {"text": said[:40]})


def _partner(said: str, usual: Usual) -> int | None:
    if not said:
        return usual.partner
    if said.casefold() in usual.partners:
        return usual.partners[said.casefold()]
    raise _WrongError(_("There is no partner “%(text)s” in the network.") % {"text": said[:80]})
