"""Open data as programs read it: what everybody may fetch."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.http import Http404
from ninja import Query, Router, Schema

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Listing, Window, paged, told_as
from mentorway.web.dissemination.models import Release, Stage
from mentorway.web.dissemination.queries import site as queries
from mentorway.web.network.resources import PartnerRef, partner_ref

router = Router()


class ReleaseRow(Schema):
    """One version of the open data of a study; ``file`` is null where it was withdrawn."""

    token: UUID
    title: str
    number: int
    description: dict[str, str]
    partner: PartnerRef
    stage: str
    licence: str
    doi: str
    size: int
    sha256: str
    published: dt.datetime | None
    reason: str
    page: str
    file: str | None


def _row(row: Release) -> ReleaseRow:
    language = settings.LANGUAGE_CODE
    is_there = row.stage == Stage.PUBLISHED
    return told_as(
        ReleaseRow,
        row,
        partner=partner_ref(row.study.partner),
        page=page("site:dataset", language, row.token),
        file=page("site:dataset_file", language, row.token) if is_there else None,
    )


@router.get("/releases/", response=Listing[ReleaseRow])
def releases(request: MemberRequest, window: Query[Window]) -> Listing[ReleaseRow]:
    """Open data that everybody may fetch, the newest first."""
    return paged(request, queries.releases(), window, _row)


@router.get("/releases/{uuid:token}/", response=ReleaseRow)
def release(request: MemberRequest, token: UUID) -> ReleaseRow:  # noqa: ARG001 - everybody may read it
    """One version of open data, also if it was withdrawn."""
    row = queries.release_at(token)
    if row is None:
        raise Http404
    return _row(row)
