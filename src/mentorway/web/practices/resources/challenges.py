"""The codebook of challenges and what was counted of them, as programs read it."""

import datetime as dt
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Listing, Window, one_of, paged, told_as
from mentorway.web.practices.models import ChallengeFinding
from mentorway.web.practices.queries import challenges as queries

router = Router()


class ChallengeRow(Schema):
    """A code of the codebook."""

    token: UUID
    slug: str
    names: dict[str, str]
    part_of: str | None
    definition: str
    include: str
    exclude: str
    example: str
    is_retired: bool
    is_used: bool
    page: str


class ChallengeCount(Schema):
    """The matrix of countries, sectors and challenges as it was counted on a day."""

    token: UUID
    at: dt.datetime
    fingerprint: str
    version: str
    page: str


class ChallengeCountDetail(ChallengeCount):
    """What was counted, as it is kept."""

    result: dict[str, Any]


def _row(row: Any) -> ChallengeRow:
    return told_as(
        ChallengeRow,
        row,
        part_of=row.parent.slug if row.parent else None,
        page=page("practices:challenge", row.token),
    )


def _count(row: ChallengeFinding) -> ChallengeCount:
    return told_as(ChallengeCount, row, page=page("practices:challenge_finding", row.token))


@router.get("/challenges/", response=Listing[ChallengeRow])
def challenges(request: MemberRequest, window: Query[Window]) -> Listing[ChallengeRow]:
    """The codebook in its order."""
    return paged(request, queries.codebook_of(request.user), window, _row)


@router.get("/challenges/{uuid:token}/", response=ChallengeRow)
def challenge(request: MemberRequest, token: UUID) -> ChallengeRow:
    """One code of the codebook."""
    return _row(one_of(queries.codebook_of(request.user), token=token))


@router.get("/challenge-counts/", response=Listing[ChallengeCount])
def challenge_counts(request: MemberRequest, window: Query[Window]) -> Listing[ChallengeCount]:
    """Every count of the matrix, the newest first."""
    return paged(request, queries.findings_of(request.user), window, _count)


@router.get("/challenge-counts/{uuid:token}/", response=ChallengeCountDetail)
def challenge_count(request: MemberRequest, token: UUID) -> ChallengeCountDetail:
    """One count with the whole matrix."""
    row = access.fetch(request.user, ChallengeFinding.objects, token=token)
    return ChallengeCountDetail(**_count(row).dict(), result=row.result)
