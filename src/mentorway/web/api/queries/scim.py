"""Reading people and partners by what a directory knows of them."""

from django.db.models import QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.api.rules.scim import Directory
from mentorway.web.core.paging import number_in
from mentorway.web.network.models import Partner

NOBODY = 0  # no row has this number
Wanted = tuple[str, str] | None  # an attribute and its value


def people_found(directory: Directory, wanted: Wanted) -> QuerySet[User]:
    """Return the people a directory asks for."""
    people = directory.people()
    if wanted is None:
        return people
    name, value = wanted
    if name == "username":
        return people.filter(email__iexact=value)
    if name == "externalid":
        return people.filter(external_marks__partner=directory.partner, external_marks__mark=value)
    return people.filter(pk=number_in(value) or NOBODY)


def partners_found(directory: Directory, wanted: Wanted) -> QuerySet[Partner]:
    """Return the partners a directory asks for."""
    partners = directory.partners()
    if wanted is None:
        return partners
    name, value = wanted
    if name == "displayname":
        return partners.filter(name=value)
    return partners.filter(pk=number_in(value) or NOBODY)
