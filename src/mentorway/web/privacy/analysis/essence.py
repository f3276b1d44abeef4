"""What people need to know of an arrangement (article 26, paragraph 2), in the language of who reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from mentorway.web.privacy.models import Arrangement

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Told:
    """An arrangement with its essence in one language."""

    arrangement: Arrangement
    text: str
    language: str


def told(arrangements: Sequence[Arrangement]) -> list[Told]:
    """Return arrangements with what people need to know, in the reader's language where it is there."""
    return [Told(one, *essence_of(one)) for one in arrangements]


def essence_of(arrangement: Arrangement) -> tuple[str, str]:
    """Return the essence and its language: the reader's, else English, else the first that is there."""
    wanted = ((get_language() or "en").partition("-")[0], "en", *LANGUAGES)
    found = next((code for code in wanted if arrangement.essence.get(code)), "en")
    return str(arrangement.essence.get(found, "")), found


def lacking(arrangement: Arrangement) -> list[str]:
    """Return the names of languages in which people cannot read it yet."""
    return [name for code, name in settings.LANGUAGES if not arrangement.essence.get(code)]
