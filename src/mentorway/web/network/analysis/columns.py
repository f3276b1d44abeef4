"""What a file of partners may say in each column, in the words of any of our languages."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.functional import Promise
from django.utils.translation import get_language_info, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.folding import fold
from mentorway.web.network.models import LANGUAGES, Country, PartnerKind, Sector, Size
from mentorway.wording import Message, shown

SEPARATORS: Final = re.compile(r"[,;/|]")
SIZES: Final = ((10, Size.MICRO), (50, Size.SMALL), (250, Size.MEDIUM))
DEGREES: Final = {"latitude": 90, "longitude": 180}


class UnreadableError(Exception):
    """A cell says something that its column cannot hold; the message tells what came and what was needed."""

    def __init__(self, message: Message) -> None:
        """Keep the sentence for the reader's language."""
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Column:
    """One column: the name in code, the name for people, how a cell is read."""

    name: str
    title: Promise
    read: Callable[[str], Any]
    longest: int = 0


def _text(cell: str) -> str:
    return cell


def _one_of(choices: Any, refusal: Message) -> Callable[[str], str]:
    def read(cell: str) -> str:
        found = spoken(choices).get(fold(cell))
        if found is None:
            raise UnreadableError(Message(refusal.text, {"came": shown(cell), **refusal.values}))
        return found

    return read


@cache
def spoken(choices: Any) -> Mapping[str, str]:
    """Return the value of each choice by its value, name and words in every language, folded."""
    found: dict[str, str] = {}
    for one in choices:
        for word in (one.value, one.name, *in_all_languages(one.label)):
            found.setdefault(fold(word), one.value)
    return found


def in_all_languages(words: Any) -> Iterator[str]:
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield str(words)


@cache
def _languages() -> Mapping[str, str]:
    found: dict[str, str] = {"no": "nb"}
    for code in LANGUAGES:
        found[code] = code
        found.setdefault(fold(get_language_info(code)["name_local"]), code)
        for reader, _name in settings.LANGUAGES:
            with override(reader):
                found.setdefault(fold(get_language_info(code)["name_translated"]), code)
    return found


def _language(cell: str) -> str:
    found = _languages().get(fold(cell))
    if found is None:
        raise UnreadableError(
            Message(
                "“%(came)s” is no language known here. Write its code, such as fi, or its name.",
                {"came": shown(cell)},
            )
        )
    return found


def _languages_of(cell: str) -> list[str]:
    found = [_language(part.strip()) for part in SEPARATORS.split(cell) if part.strip()]
    return sorted(set(found))


def _size(cell: str) -> str:
    """Return the class of a size, or of a number of people."""
    number = cell.replace(" ", "").replace("\u00a0", "")
    if number.isascii() and number.isdigit():
        return next((size.value for limit, size in SIZES if int(number[:9]) < limit), Size.LARGE.value)
    return _one_of(
        Size,
        Message("“%(came)s” is no size. Write how many people work there, or micro, small, medium, large."),
    )(cell)


def _degrees(name: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        try:
            number = Decimal(cell.replace(",", ".").replace("−", "-"))
            fits = number.is_finite() and abs(number) <= DEGREES[name]
        except InvalidOperation:
            fits = False
        if not fits:
            raise UnreadableError(
                Message(
                    "“%(came)s” is no place on earth. "
                    "Write degrees from −%(most)d to %(most)d, such as 60.17.",
                    {"came": shown(cell), "most": DEGREES[name]},
                )
            )
        return str(number.quantize(Decimal("0.0001")))

    return read


def _website(cell: str) -> str:
    address = cell if "://" in cell else f"https://{cell}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        raise UnreadableError(
            Message(
                "“%(came)s” is no address of a website. Write it as https://example.org.",
                {"came": shown(cell)},
            )
        ) from None
    return address


def _email(cell: str) -> str:
    try:
        validate_email(cell)
    except ValidationError:
        raise UnreadableError(
            Message("“%(came)s” is no e-mail address. Write it as name@example.org.", {"came": shown(cell)})
        ) from None
    return cell.lower()


def _day(cell: str) -> str:
    try:
        return dt.date.fromisoformat(cell[:10]).isoformat()
    except ValueError:
        raise UnreadableError(
            Message("“%(came)s” is no day. Write it as 2026-03-01.", {"came": shown(cell)})
        ) from None


NO_COUNTRY = Message(
    "“%(came)s” is no country of Europe known here. Write its code, such as FI, or its name."
)
NO_SECTOR = Message("“%(came)s” is no sector. Write education or business.")
NO_KIND = Message(
    "“%(came)s” is no kind of organisation. Write university, vocational, adult, school, company, "
    "association, public or other."
)
COLUMNS: Final = (
    Column("name", pgettext_lazy("organisation", "Name"), _text, 200),
    Column("country", _("Country"), _one_of(Country, NO_COUNTRY)),
    Column("sector", _("Sector"), _one_of(Sector, NO_SECTOR)),
    Column("kind", _("Kind of organisation"), _one_of(PartnerKind, NO_KIND)),
    Column("size", _("Size"), _size),
    Column("languages", _("Working languages"), _languages_of),
    Column("city", _("Town"), _text, 100),
    Column("latitude", _("Latitude"), _degrees("latitude")),
    Column("longitude", _("Longitude"), _degrees("longitude")),
    Column("website", _("Website"), _website, 200),
    Column("description", _("Description"), _text, 4000),
    Column("joined", _("In the network since"), _day),
    Column("contact_name", _("Contact: name"), _text, 120),
    Column("contact_email", _("Contact: e-mail address"), _email, 254),
    Column("contact_phone", _("Contact: telephone"), _text, 40),
    Column("contact_position", _("Contact: position"), _text, 120),
    Column("contact_language", _("Contact: language"), _language),
)
BY_NAME: Final = {column.name: column for column in COLUMNS}
NEEDED: Final = ("name", "country", "sector")
CONTACT: Final = "contact_"


@cache
def titles() -> Mapping[str, str]:
    """Return which column a heading names, folded, in any language."""
    found: dict[str, str] = {}
    for column in COLUMNS:
        for title in (column.name, *in_all_languages(column.title)):
            found.setdefault(fold(title), column.name)
    return found
