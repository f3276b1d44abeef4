"""Contacts of the network as people to invite."""

from collections.abc import Iterable

from mentorway.web.network.models import Contact
from mentorway.web.study.analysis.people import Person
from mentorway.web.study.models import Study


def people_of(study: Study, contacts: Iterable[Contact]) -> list[Person]:
    """Return each address once, in the language of the person if the study has it."""
    found: dict[str, Person] = {}
    for one in contacts:
        address = one.email.strip().lower()
        partner = one.partner
        person = Person(
            address, one.name, language_for(study, one.language), partner.country, partner.sector, partner.pk
        )
        found.setdefault(address, person)
    return list(found.values())


def language_for(study: Study, wanted: str) -> str:
    """Return the language of the study that is nearest to the one somebody reads: sv-FI serves sv."""
    asked = [str(code) for code in study.languages]
    near = [code for code in asked if wanted and _root(code) == _root(wanted)]
    if wanted in asked:
        return wanted
    return near[0] if near else asked[0] if asked else ""


def _root(code: str) -> str:
    return code.split("-", maxsplit=1)[0].lower()
