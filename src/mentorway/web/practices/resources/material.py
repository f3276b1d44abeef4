"""Material as programs read it: of one's own partner, and what one codes."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Filter, Listing, Window, one_of, paged, told_as
from mentorway.web.network.models import Country, Sector
from mentorway.web.network.resources import PartnerRef, partner_ref
from mentorway.web.practices.models import MaterialKind
from mentorway.web.practices.queries import material as queries

router = Router()


class MaterialFilter(Filter):
    """Which material is wanted."""

    country: Country | None = None
    sector: Sector | None = None
    kind: MaterialKind | None = None
    language: str = Field("", max_length=2, pattern="^([a-z]{2})?$")
    stands: Literal["", "bare", "ready", "coding", "disputed", "decided"] = ""


class MaterialRow(Schema):
    """A source, without its text."""

    token: UUID
    title: str
    kind: str
    country: str
    sector: str
    language: str
    collected: dt.date | None
    people: int
    quoting: str
    stands: str
    passages: int
    partner: PartnerRef
    is_example: bool
    page: str


class MaterialPassage(Schema):
    """A stretch of a material."""

    position: int
    text: str


class MaterialDetail(MaterialRow):
    """A source with its passages, which together are its text."""

    described: str
    parts: list[MaterialPassage]


def _row(row: Any) -> MaterialRow:
    return told_as(
        MaterialRow,
        row,
        passages=row.passage_count,
        partner=partner_ref(row.partner),
        page=page("practices:material", row.token),
    )


@router.get("/material/", response=Listing[MaterialRow])
def materials(
    request: MemberRequest, window: Query[Window], wanted: Query[MaterialFilter]
) -> Listing[MaterialRow]:
    """Material of your own partner, and what you code."""
    return paged(request, queries.material_of(request.user, wanted.q, wanted.chosen()), window, _row)


@router.get("/material/{uuid:token}/", response=MaterialDetail)
def material(request: MemberRequest, token: UUID) -> MaterialDetail:
    """One source with its passages."""
    row = one_of(queries.material_of(request.user), token=token)
    parts = [MaterialPassage(position=one.position, text=one.text) for one in queries.passages_of(row)]
    return MaterialDetail(**_row(row).dict(), described=row.described, parts=parts)
