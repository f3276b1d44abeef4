"""Claims as programs read them: the figure of every version, and the chain of evidence under it."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page, whole
from mentorway.web.core.resources import Filter, Listing, Window, one_of, paged, told_as
from mentorway.web.dissemination.actions import breaking
from mentorway.web.dissemination.analysis import chain
from mentorway.web.dissemination.analysis.claims import why_broken
from mentorway.web.dissemination.models import Basis, Claim, ClaimVersion
from mentorway.web.dissemination.queries import claims as queries
from mentorway.web.network.resources import PartnerRef, partner_ref

router = Router()


class ClaimFilter(Filter):
    """Which claims are wanted."""

    state: Literal["", "draft", "published", "withdrawn", "broken", "waiting"] = ""
    basis: Basis | None = None


class ClaimRow(Schema):
    """A figure with the sentence around it."""

    id: int
    token: UUID
    slug: str
    title: str
    language: str
    partner: PartnerRef
    basis: str
    state: str
    is_broken: bool
    why_broken: list[str]
    published: dt.datetime | None
    newest: int | None = Field(description="Number of the newest version.")
    is_example: bool
    page: str


class ClaimLink(Schema):
    """A link of the chain of evidence."""

    kind: str
    title: str
    detail: str
    broken: str
    page: str | None
    public: str | None


class ClaimVersionRow(Schema):
    """A claim as it was published, in full precision."""

    number: int
    texts: dict[str, dict[str, str]]
    value: float
    low: float | None
    high: float | None
    n: int | None
    unit: str
    method: str
    data_hash: str
    library_version: str
    licence: str
    at: dt.datetime
    chain: list[ClaimLink]


class ClaimDetail(ClaimRow):
    """A claim with its texts, its chain as it is now, and every version."""

    texts: dict[str, dict[str, str]]
    key: str
    place: dict[str, Any]
    licence: str
    chain: list[ClaimLink]
    versions: list[ClaimVersionRow]


def _row(row: Any) -> ClaimRow:
    return told_as(
        ClaimRow,
        row,
        title=str(row),
        partner=partner_ref(row.partner),
        is_broken=row.broken is not None,
        why_broken=list(why_broken(row)) if row.broken else [],
        page=page("dissemination:claim", row.pk),
    )


@router.get("/claims/", response=Listing[ClaimRow])
def claims(request: MemberRequest, window: Query[Window], wanted: Query[ClaimFilter]) -> Listing[ClaimRow]:
    """Claims that you may see; whether their chains hold is looked at first."""
    rows = queries.claims_of(request.user, wanted.wanted())
    return paged(request, rows, window, _row, together=_looked_at)


def _looked_at(rows: list[Claim]) -> list[Claim]:
    breaking.look_at(rows)
    return rows


@router.get("/claims/{int:pk}/", response=ClaimDetail)
def claim(request: MemberRequest, pk: int) -> ClaimDetail:
    """One claim with its chain of evidence and every version."""
    rows = queries.with_sources(queries.claims_of(request.user, {}))
    [row] = _looked_at([one_of(rows, pk=pk)])
    return told_as(
        ClaimDetail,
        row,
        **_row(row).dict(),
        chain=_links(chain.chain_from(row, row)),
        versions=[_version(one) for one in queries.versions_of(row)],
    )


def _version(row: ClaimVersion) -> ClaimVersionRow:
    return told_as(ClaimVersionRow, row, chain=_links(chain.from_kept(row.chain)))


def _links(found: chain.Chain) -> list[ClaimLink]:
    return [
        told_as(
            ClaimLink,
            one,
            page=whole(one.path) if one.path else None,
            public=whole(one.public) if one.public else None,
        )
        for one in found.links
    ]
