"""Lists of people: pasted or as CSV to be added, with every problem by its row, and to take away."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.cells import unguarded
from mentorway.web.core.pasted import People, WrongRowError, people_in
from mentorway.web.core.tables import Cell
from mentorway.web.pilots.analysis.intake import cleaned_name, is_blank
from mentorway.web.pilots.models import Participant, Standing

MOST: Final = 1000
COLUMNS: Final = ("name", "email", "organisation", "language")
LONGEST: Final = {"name": 150, "email": 254, "organisation": 200}


@dataclass(frozen=True)
class Listed:
    """Somebody in a list."""

    name: str
    email: str
    organisation: str
    language: str


def table_of(people: Iterable[Participant]) -> tuple[list[str], list[list[Cell]]]:
    """Return people as a table for spreadsheets; links and codes are secrets and stay here."""
    header = [
        pgettext("person", "Name"),
        _("E-mail address"),
        _("Organisation"),
        _("Language"),
        _("Standing"),
        _("Applied"),
        _("Waiting since"),
        _("Offer held until"),
        _("Takes part since"),
        _("Why you want to take part"),
        _("What we should know"),
    ]
    return header, [_row(one) for one in people]


def _row(person: Participant) -> list[Cell]:
    zone = person.cohort.zone
    moments = (person.applied, person.waiting_since, person.offer_until, person.enrolled)
    clock = [one and one.astimezone(zone).replace(tzinfo=None) for one in moments]
    told = [
        person.name,
        person.email,
        person.organisation,
        person.language,
        str(Standing(person.standing).label),
    ]
    return [*told, *clock, person.motivation, person.wishes]


def read(text: str, *, language: str, known: Collection[str]) -> People[Listed]:
    """Return the people in a list; ``known`` are the addresses that are in the cohort already."""

    def listed(cells: Mapping[str, str]) -> tuple[Listed, str]:
        one = _listed(cells, language)
        if one.email and one.email in known:
            raise WrongRowError(_("Somebody with this e-mail address is in this cohort already."))
        return one, one.email

    return people_in(text, COLUMNS, listed, most=MOST)


def _listed(cells: Mapping[str, str], usual: str) -> Listed:
    said = {name: unguarded(cell.strip()) for name, cell in cells.items()}
    name, email = cleaned_name(said.get("name", "")), said.get("email", "")
    if "<" in email:
        other, email = parseaddr(email)
        name = name or cleaned_name(other)
    organisation = cleaned_name(said.get("organisation", ""))
    refuse_wrong(name, email, organisation)
    return Listed(name, email.lower(), organisation, language_of(said.get("language", ""), usual))


def refuse_wrong(name: str, email: str, organisation: str) -> None:
    """Refuse a row without a name, with a cell that is too long, or with what is no address."""
    if is_blank(name):
        raise WrongRowError(_("The name is missing."))
    for column, text in (("name", name), ("email", email), ("organisation", organisation)):
        if len(text) > LONGEST[column]:
            facts = {"letters": len(text), "most": LONGEST[column]}
            raise WrongRowError(
                _("A cell has %(letters)d letters, and at most %(most)d are kept there.") % facts
            )
    if not email:
        return
    try:
        validate_email(email)
    except ValidationError:
        raise WrongRowError(_("This is not an e-mail address: “%(text)s”.") % {"text": email[:80]}) from None


def language_of(said: str, usual: str) -> str:
    """Return the language of letters that a row names; the usual one if it names none."""
    if not said:
        return usual
    for code, name in settings.LANGUAGES:
        if said.casefold() in {code, name.casefold()}:
            return code
    text = _("Letters are not written in “%(language)s”. They are written in: %(known)s.")
    known = ", ".join(code for code, _name in settings.LANGUAGES)
    raise WrongRowError(text % {"language": said[:20], "known": known})
