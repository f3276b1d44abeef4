"""A file of people, read and judged row by row: new here, here already, or not to be taken."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mentorway.answers import Limits
from mentorway.answers.origin import origin_of
from mentorway.web.core.folding import fold
from mentorway.web.network.analysis.columns import in_all_languages, spoken
from mentorway.web.network.analysis.spreadsheets import MEGABYTE, opened, text_of
from mentorway.web.network.models import Role
from mentorway.wording import InvalidInputError, Message, listed

MOST: Final = 500  # people in one file: each of them gets a letter
LIMITS: Final = Limits(bytes=2 * MEGABYTE, unzipped=20 * MEGABYTE, rows=MOST, columns=50)
LONGEST: Final = {"email": 254, "name": 150}
TITLES: Final[Mapping[str, str | Promise]] = {
    "email": gettext_lazy("E-mail address"),
    "name": pgettext_lazy("person", "Name"),
    "role": pgettext_lazy("person", "Role"),
    "language": gettext_lazy("Language"),
}


class Found(StrEnum):
    """What a row was found to be."""

    NEW = "new"
    JOINS = "joins"
    HERE = "here"
    PROBLEM = "problem"


@dataclass
class Row:
    """A row of the file: what it says, what it was found to be, and what is wrong with it."""

    number: int
    email: str = ""
    name: str = ""
    role: str = Role.MEMBER
    language: str = ""
    found: Found = Found.NEW
    problems: list[str] = field(default_factory=list)

    @property
    def role_name(self) -> str:
        """The role in words."""
        return str(Role(self.role).label) if self.role in Role.values else self.role

    def kept(self) -> list[Any]:
        """Return the row as it is sent on to be taken in."""
        return [self.number, self.email, self.name, str(self.role), self.language]


def read(content: bytes, name: str) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a spreadsheet by the names of our columns, or refuse it with a sentence."""
    table = opened(content, name, LIMITS)
    known = _titles()
    places = {
        place: known[fold(title)] for place, title in enumerate(table.column_names) if fold(title) in known
    }
    _refuse_headings(list(places.values()), table.column_names)
    cells = [table.column(place).to_pylist() for place in places]
    origin = origin_of(table)
    rows = []
    for index, values in enumerate(zip(*cells, strict=True)):
        texts = [text_of(value) for value in values]
        told = {column: text for column, text in zip(places.values(), texts, strict=True) if text}
        if told:
            rows.append((origin.row(index), told))
    return rows


@cache
def _titles() -> Mapping[str, str]:
    """Return our columns by what people call them, in every language."""
    found = {fold(name): name for name in TITLES} | {fold("e-mail"): "email", fold("mail"): "email"}
    for name, title in TITLES.items():
        for word in in_all_languages(title):
            found.setdefault(fold(word), name)
    return found


def _refuse_headings(found: Sequence[str], headings: Sequence[str]) -> None:
    if "email" not in found:
        raise InvalidInputError(
            Message(
                "The first row has no column %(missing)s. It has: %(headings)s.",
                {"missing": str(TITLES["email"]), "headings": listed(list(headings), most=12)},
            )
        )
    twice = sorted({str(TITLES[name]) for name in found if found.count(name) > 1})
    if twice:
        raise InvalidInputError(
            Message("Two columns are called %(names)s. Keep one of them.", {"names": listed(twice)})
        )


def judged(
    rows: Sequence[tuple[int, Mapping[str, str]]],
    *,
    roles: Collection[str],
    known: Collection[str],
    here: Collection[str],
) -> list[Row]:
    """Return every row with what it was found to be.

    ``roles`` may be given, ``known`` are the addresses of accounts, ``here`` those of people of the partner.
    """
    firsts: dict[str, int] = {}
    return [_judged(number, told, roles, firsts, (known, here)) for number, told in rows]


def _judged(
    number: int,
    told: Mapping[str, str],
    roles: Collection[str],
    firsts: dict[str, int],
    people: tuple[Collection[str], Collection[str]],
) -> Row:
    known, here = people
    email = told.get("email", "").lower()
    row = Row(number, email, " ".join(told.get("name", "").split()))
    row.role = _role(told.get("role", ""), roles, row.problems)
    row.language = _language(told.get("language", ""), row.problems)
    row.problems += _wrong_texts(row)
    if email in firsts:
        row.problems.append(_("Row %(row)d has the same address.") % {"row": firsts[email]})
    firsts.setdefault(email, number)
    if row.problems:
        row.found = Found.PROBLEM
    elif email in here:
        row.found = Found.HERE
    elif email in known:
        row.found = Found.JOINS
    return row


def _wrong_texts(row: Row) -> list[str]:
    found = []
    for name, longest in LONGEST.items():
        if len(getattr(row, name)) > longest:
            found.append(
                _("%(column)s has more than %(most)d letters.") % {"column": TITLES[name], "most": longest}
            )
    try:
        validate_email(row.email)
    except ValidationError:
        found.append(_("“%(email)s” is no e-mail address.") % {"email": row.email[:80]})
    return found


def _role(text: str, roles: Collection[str], problems: list[str]) -> str:
    if not text:
        return Role.MEMBER
    found = spoken(Role).get(fold(text), "")
    if not found:
        known = ", ".join(str(one.label) for one in Role if one in roles)
        problems.append(
            _("“%(role)s” is no role. Write one of: %(known)s.") % {"role": text[:40], "known": known}
        )
    elif found not in roles:
        problems.append(_("You may not give the role “%(role)s”.") % {"role": Role(found).label})
    return found or text[:40]


def _language(text: str, problems: list[str]) -> str:
    if not text:
        return ""
    spoken = {fold(name): code for code, name in settings.LANGUAGES} | {
        code: code for code, _name in settings.LANGUAGES
    }
    found = spoken.get(fold(text), "")
    if not found:
        known = ", ".join(code for code, _name in settings.LANGUAGES)
        problems.append(
            _("“%(language)s” is not spoken here. Write one of: %(known)s.")
            % {"language": text[:40], "known": known}
        )
    return found
