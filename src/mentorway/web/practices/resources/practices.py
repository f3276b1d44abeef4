"""Good practices as programs read them, in the words of who wrote them."""

import datetime as dt
from typing import Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Filter, Listing, Window, paged, told_as
from mentorway.web.network.models import Country
from mentorway.web.network.resources import PartnerRef, partner_ref
from mentorway.web.practices.models import Practice, PracticeState
from mentorway.web.practices.queries import finding
from mentorway.web.practices.queries import practices as queries

router = Router()


class PracticeFilter(Filter):
    """Which good practices are wanted, and in which order."""

    view: Literal["", "mine", "review", "decide"] = ""
    country: Country | None = None
    sector: Literal["", "education", "business"] = ""
    topic: str = Field("", max_length=60, pattern="^[-a-zA-Z0-9_]*$")
    strength: int | None = Field(None, ge=1, le=5, description="At least this strong evidence.")
    state: PracticeState | None = None
    language: str = Field("", max_length=2, pattern="^([a-z]{2})?$")
    sort: Literal["", "title", "strength"] = Field("", description="Empty: what was changed last first.")


class PracticeTopic(Schema):
    """What a practice is about."""

    slug: str
    name: str


class PracticeRow(Schema):
    """A good practice."""

    id: int
    token: UUID
    title: str
    summary: str
    language: str
    country: str
    sector: str
    state: str
    strength: int | None
    topics: list[PracticeTopic]
    partner: PartnerRef
    changed: dt.datetime
    published: dt.datetime | None
    is_example: bool
    page: str


class PracticeTransfer(Schema):
    """How a partner judges the use of a practice in a country."""

    partner: PartnerRef
    country: str
    verdict: str
    conditions: str


class PracticeDetail(PracticeRow):
    """A good practice with all its texts, in the language in which it was written."""

    context: str
    need: str
    method: str
    resources: str
    evidence: str
    results: str
    transferability: str
    strength_why: str
    website: str
    first_year: int | None
    transfers: list[PracticeTransfer]
    cite: str


def _row(row: Practice) -> PracticeRow:
    return told_as(
        PracticeRow,
        row,
        topics=[PracticeTopic(slug=one.slug, name=one.name) for one in row.topics.all()],
        partner=partner_ref(row.partner),
        page=page("practices:practice", row.pk),
    )


@router.get("/practices/", response=Listing[PracticeRow])
def practices(
    request: MemberRequest, window: Query[Window], wanted: Query[PracticeFilter]
) -> Listing[PracticeRow]:
    """Good practices that you may see; of a word that stands in thousands, the first are listed."""
    asked = queries.Wanted(
        words=wanted.q,
        view=wanted.view,
        country=wanted.country or "",
        sector=wanted.sector,
        topic=wanted.topic,
        strength=str(wanted.strength or ""),
        state=wanted.state or "",
        language=wanted.language,
        sort=wanted.sort,
    )
    found = finding.find(queries.library(request.user, wanted.view), asked)
    return paged(request, found.keys, window, _row, together=queries.cards)


@router.get("/practices/{int:pk}/", response=PracticeDetail)
def practice(request: MemberRequest, pk: int) -> PracticeDetail:
    """One good practice."""
    row: Practice = access.fetch(request.user, queries.with_all(Practice.objects.all()), pk=pk)
    return told_as(
        PracticeDetail,
        row,
        **_row(row).dict(),
        transfers=[
            told_as(PracticeTransfer, one, partner=partner_ref(one.partner)) for one in row.transfers.all()
        ],
        cite=page("practices:cite", row.token),
    )
