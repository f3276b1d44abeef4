"""Partners as programs read them: the card of each, people and contacts of one's own."""

import datetime as dt
from typing import Literal

from ninja import Field, Query, Router, Schema

from mentorway.web.accounts.models import User
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Filter, Listing, Window, paged, told_as
from mentorway.web.network.models import Country, Partner, PartnerKind, Role, Sector, Size
from mentorway.web.network.queries import contacts as contact_queries
from mentorway.web.network.queries import partners as queries
from mentorway.web.network.rules import partners as rules

router = Router()


class PartnerRef(Schema):
    """Which partner is meant."""

    id: int
    name: str
    country: str


class PartnerFilter(Filter):
    """Which partners are wanted, and in which order."""

    country: Country | None = None
    sector: Sector | None = None
    kind: PartnerKind | None = None
    size: Size | None = None
    language: str = Field("", max_length=2, pattern="^([a-z]{2})?$", description="A working language.")
    sort: Literal["name", "country", "town", "newest"] = "name"


class PartnerRow(Schema):
    """A partner, as the network sees it."""

    id: int
    name: str
    country: str
    sector: str
    kind: str
    size: str
    city: str
    languages: list[str]
    website: str
    joined: dt.date | None
    is_public: bool
    is_example: bool
    page: str


class PartnerPerson(Schema):
    """Somebody who belongs to a partner."""

    place: int = Field(description="Number of the place: the person's membership of this partner.")
    name: str
    email: str
    role: Role


class PartnerContact(Schema):
    """Whom to reach at a partner."""

    id: int
    name: str
    position: str
    email: str
    phone: str
    language: str
    is_main: bool
    may_be_asked: bool


class PartnerDetail(PartnerRow):
    """A partner; its people and contacts are null where only its card may be seen."""

    description: str
    people: list[PartnerPerson] | None
    contacts: list[PartnerContact] | None


def partner_ref(row: Partner) -> PartnerRef:
    """Return which partner it is."""
    return told_as(PartnerRef, row)


def _row(row: Partner) -> PartnerRow:
    return told_as(PartnerRow, row, page=page("network:partner", row.pk))


@router.get("/partners/", response=Listing[PartnerRow])
def partners(
    request: MemberRequest, window: Query[Window], wanted: Query[PartnerFilter]
) -> Listing[PartnerRow]:
    """Partners of the network."""
    return paged(request, queries.cards(request.user, wanted.wanted()), window, _row)


@router.get("/partners/{int:pk}/", response=PartnerDetail)
def partner(request: MemberRequest, pk: int) -> PartnerDetail:
    """One partner."""
    row = access.fetch(request.user, Partner.directory, pk=pk)
    fully = rules.may_see_fully(request.user, row)
    return PartnerDetail(
        **_row(row).dict(),
        description=row.description,
        people=_people(row) if fully else None,
        contacts=_contacts(request.user, row) if fully else None,
    )


def _people(row: Partner) -> list[PartnerPerson]:
    return [
        PartnerPerson(place=one.pk, name=str(one.user), email=one.user.email, role=Role(one.role))
        for one in queries.people_of(row)
    ]


def _contacts(user: User, row: Partner) -> list[PartnerContact]:
    return [told_as(PartnerContact, one) for one in contact_queries.contacts_of(user, row)]
