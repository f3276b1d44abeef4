"""What is known of a partner, as texts: for its revisions, for searching, for showing."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import get_language, get_language_info, gettext_noop

from mentorway.web.core.folding import fold
from mentorway.web.core.merging import texts
from mentorway.web.core.prose import plain
from mentorway.web.network.models import LANGUAGES, Partner, PartnerRevision

FIELDS: Final = (
    *("name", "country", "sector", "kind", "size", "languages", "city", "latitude", "longitude"),
    *("website", "description", "joined"),
)
PLACES: Final = Decimal("0.0001")  # a place is known to about ten metres
# Our own catalogues name these: Django calls the first Latvian in Swedish, misspells the second in Lithuanian
# and leaves the third in English.
OWN_NAMES: Final = (gettext_noop("Lithuanian"), gettext_noop("Portuguese"), gettext_noop("Norwegian Bokmal"))


@dataclass(frozen=True)
class Step:
    """One change of a partner: its revision, and each field with what it was and what it became."""

    revision: PartnerRevision
    changes: tuple[tuple[str, str, str], ...]
    is_first: bool


def values_of(partner: Partner) -> dict[str, Any]:
    """Return every field that people fill in."""
    return {name: getattr(partner, name) for name in FIELDS}


def snapshot_of(partner: Partner) -> dict[str, str]:
    """Return what a revision keeps of ``partner``."""
    return texts({name: exact(value) for name, value in values_of(partner).items()})


def values_from(snapshot: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields that a revision kept, as a partner holds them."""
    found: dict[str, Any] = {name: snapshot.get(name, "") for name in FIELDS}
    found["languages"] = found["languages"].split()
    for name in ("latitude", "longitude"):
        found[name] = Decimal(found[name]) if found[name] else None
    found["joined"] = dt.date.fromisoformat(found["joined"]) if found["joined"] else None
    return found


def exact(value: Any) -> Any:
    """Return a coordinate with as many digits as the database keeps.

    >>> exact(Decimal("60.17")), exact("60.17")
    (Decimal('60.1700'), '60.17')
    """
    return value.quantize(PLACES) if isinstance(value, Decimal) else value


def searched(partner: Partner) -> str:
    """Return what ``partner`` is found by: first its name, which also orders lists."""
    return fold(" ".join([partner.name, partner.city, partner.website, plain(partner.description)]))


def language_name(code: str) -> str:
    """Return what a language is called in the reader's language.

    >>> language_name("fi"), language_name("tlh")
    ('Finnish', 'tlh')
    """
    name = _language(code)
    return name if name == code else _begun(name)


def language_names(codes: Iterable[str]) -> str:
    """Return what languages are called, one after the other.

    >>> language_names(["lv", "fi"])
    'Finnish, Latvian'
    """
    names = sorted(map(_language, codes), key=fold)
    if (get_language() or "en") != "en":  # the others write languages small, whatever Django's catalogues do
        names = [name[:1].lower() + name[1:] for name in names]
    return _begun(", ".join(names))


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def language_choices() -> list[tuple[str, str]]:
    """Return every working language, those of the north first, then by name."""
    north = LANGUAGES[:9]
    reader = get_language() or "en"
    named = [(code, language_name(code)) for code in LANGUAGES]
    return sorted(named, key=lambda one: (one[0] not in north, fold(one[1]), reader))


def history(revisions: Iterable[PartnerRevision]) -> list[Step]:
    """Return the changes between revisions, the newest first."""
    rows = list(revisions)
    found = []
    for place, row in enumerate(rows):
        before: Mapping[str, str] = rows[place + 1].fields if place + 1 < len(rows) else {}
        changed = tuple(
            (name, before.get(name, ""), row.fields.get(name, ""))
            for name in FIELDS
            if before.get(name, "") != row.fields.get(name, "")
        )
        found.append(Step(row, changed, not before))
    return found
