"""Publications as programs read them: what is written, and what readers see of it."""

import datetime as dt
from typing import Any, Literal

from ninja import Query, Router, Schema

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Filter, Listing, Window, paged, told_as
from mentorway.web.dissemination.models import Entry, EntryFile, Kind
from mentorway.web.dissemination.queries import entries as queries
from mentorway.web.network.resources import PartnerRef, partner_ref

router = Router()


class EntryFilter(Filter):
    """Which publications are wanted."""

    kind: Kind | None = None
    state: Literal["", "draft", "published", "withdrawn", "waiting"] = ""
    language: Literal["", "en", "lt", "lv", "sv", "fi"] = ""


class EntryRow(Schema):
    """A text for readers."""

    id: int
    slug: str
    kind: str
    title: str
    language: str
    partner: PartnerRef
    state: str
    published: dt.datetime | None
    changed: dt.datetime
    starts: dt.datetime | None
    ends: dt.datetime | None
    venue: str
    is_example: bool
    page: str


class EntryPaper(Schema):
    """A picture or a paper of a publication."""

    id: int
    name: str
    media_type: str
    size: int
    language: str
    licence: str
    caption: str
    is_shown: bool


class EntryDetail(EntryRow):
    """A publication: ``texts`` as they are written, ``shown`` as readers see them; by language."""

    texts: dict[str, dict[str, str]]
    shown: dict[str, dict[str, str]] | None
    licence: str
    link: str
    came: int | None
    claims: list[str]
    files: list[EntryPaper]


def _row(row: Entry) -> EntryRow:
    return told_as(
        EntryRow,
        row,
        title=str(row),
        partner=partner_ref(row.partner),
        page=page("dissemination:entry", row.pk),
    )


@router.get("/entries/", response=Listing[EntryRow])
def entries(request: MemberRequest, window: Query[Window], wanted: Query[EntryFilter]) -> Listing[EntryRow]:
    """Publications that you may see."""
    return paged(request, queries.entries_of(request.user, wanted.wanted()), window, _row)


@router.get("/entries/{int:pk}/", response=EntryDetail)
def entry(request: MemberRequest, pk: int) -> EntryDetail:
    """One publication with its texts and files."""
    row: Any = access.fetch(request.user, Entry.objects.select_related("partner"), pk=pk)
    return told_as(
        EntryDetail,
        row,
        **_row(row).dict(),
        claims=list(row.claims.order_by("slug").values_list("slug", flat=True)),
        files=[_paper(one) for one in queries.files_of(row)],
    )


def _paper(row: EntryFile) -> EntryPaper:
    return told_as(EntryPaper, row)
