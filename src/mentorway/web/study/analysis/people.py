"""A pasted list or a CSV file → people to invite, and every problem with its row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from mentorway.web.core.pasted import People, WrongRowError, people_in
from mentorway.web.network.models import Country, Partner, Sector

MOST = 10_000
COLUMNS = ("email", "name", "language", "country", "sector", "partner")


@dataclass(frozen=True)
class Person:
    """Somebody to invite."""

    email: str
    name: str
    language: str
    country: str
    sector: str
    partner: int | None

    @property
    def country_name(self) -> str:
        """The country in the reader's language."""
        return str(dict(Country.choices).get(self.country, self.country))

    @property
    def sector_name(self) -> str:
        """The sector in the reader's language."""
        return str(dict(Sector.choices).get(self.sector, self.sector))


@dataclass(frozen=True)
class Usual:
    """What holds where a row says nothing, and what may be said."""

    language: str
    country: str
    sector: str
    partner: int | None
    languages: Sequence[str]
    partners: Mapping[str, int] = field(default_factory=dict)


def partners_by_name() -> dict[str, int]:
    """Return the partners by name, in small letters."""
    return {name.casefold(): pk for name, pk in Partner.objects.values_list("name", "pk")}


def read(text: str, usual: Usual, known: Collection[str]) -> People[Person]:
    """Return the people in a list; ``known`` are the addresses that are invited already."""

    def listed(cells: Mapping[str, str]) -> tuple[Person, str]:
        one = _person(cells, usual)
        if one.email in known:
            raise WrongRowError(_("This address is invited already."))
        return one, one.email

    return people_in(text, COLUMNS, listed, most=MOST)


def _person(cells: Mapping[str, str], usual: Usual) -> Person:
    cells = {name: cell.strip() for name, cell in cells.items()}
    name, email = (
        parseaddr(cells.get("email", "")) if "<" in cells.get("email", "") else ("", cells.get("email", ""))
    )
    try:
        validate_email(email)
    except ValidationError:
        raise WrongRowError(_("This is not an e-mail address: “%(text)s”.") % {"text": email[:80]}) from None
    language = cells.get("language") or usual.language
    if language not in usual.languages:
        text = _("The study is not asked in “%(language)s”. It is asked in: %(known)s.")
        raise WrongRowError(text % {"language": language[:20], "known": ", ".join(usual.languages)})
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
    raise WrongRowError(
        _("There is no country “%(text)s”. Write two letters, as in LT.") % {"text": said[:40]}
    )


def _sector(said: str, usual: str) -> str:
    if not said:
        return usual
    for code, label in Sector.choices:
        if said.casefold() in {code.casefold(), str(label).casefold()}:
            return code
    raise WrongRowError(_("The sector “%(text)s” is neither education nor business.") % {"text": said[:40]})


def _partner(said: str, usual: Usual) -> int | None:
    if not said:
        return usual.partner
    if said.casefold() in usual.partners:
        return usual.partners[said.casefold()]
    raise WrongRowError(_("There is no partner “%(text)s” in the network.") % {"text": said[:80]})
