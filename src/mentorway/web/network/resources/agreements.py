"""Agreements as programs read them: what holds, its versions, and what each party said."""

import datetime as dt
from typing import Any

from ninja import Query, Router, Schema

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Listing, Window, Words, one_of, paged, told_as
from mentorway.web.network.models import Agreement, AgreementState, AgreementVersion
from mentorway.web.network.queries import agreements as queries
from mentorway.web.network.resources.partners import PartnerRef, partner_ref

router = Router()


class AgreementRow(Schema):
    """An agreement of two or more partners."""

    id: int
    title: str
    kind: str
    reference: str
    state: str
    owner: PartnerRef
    parties: list[PartnerRef]
    starts: dt.date | None
    ends: dt.date | None
    is_example: bool
    page: str


class AgreementAnswer(Schema):
    """What one party said to a version."""

    partner: PartnerRef
    answer: str
    signatory: str
    position: str
    reason: str
    on_paper: bool
    at: dt.datetime


class AgreementText(Schema):
    """One version of the text."""

    id: int
    number: int
    text: str
    starts: dt.date
    ends: dt.date | None
    note: str
    fingerprint: str
    offered: dt.datetime | None
    answers: list[AgreementAnswer]


class AgreementPaper(Schema):
    """A file that belongs to an agreement."""

    id: int
    name: str
    media_type: str
    size: int
    caption: str
    address: str


class AgreementDetail(AgreementRow):
    """An agreement with all versions that you may read, the newest first."""

    ended_why: str
    held: int | None
    versions: list[AgreementText]
    files: list[AgreementPaper]


def _row(row: Agreement) -> AgreementRow:
    return told_as(
        AgreementRow,
        row,
        owner=partner_ref(row.owner),
        parties=[partner_ref(place.partner) for place in row.places.all()],
        page=page("network:agreement", row.pk),
    )


@router.get("/agreements/", response=Listing[AgreementRow])
def agreements(
    request: MemberRequest, window: Query[Window], q: Words = "", state: AgreementState | None = None
) -> Listing[AgreementRow]:
    """Agreements that you may see."""
    return paged(request, queries.agreements_of(request.user, q, state or ""), window, _row)


@router.get("/agreements/{int:pk}/", response=AgreementDetail)
def agreement(request: MemberRequest, pk: int) -> AgreementDetail:
    """One agreement with its versions and answers."""
    row: Any = one_of(queries.agreements_of(request.user), pk=pk)
    readable = AgreementVersion.objects.visible_to(request.user).values("pk")
    return AgreementDetail(
        **_row(row).dict(),
        ended_why=row.ended_why,
        held=row.held_id,
        versions=[_text(one) for one in queries.versions_of(row).filter(pk__in=readable)],
        files=[_paper(one) for one in row.files.order_by("pk")],
    )


def _text(row: AgreementVersion) -> AgreementText:
    answers = [told_as(AgreementAnswer, one, partner=partner_ref(one.partner)) for one in row.answers.all()]
    return told_as(AgreementText, row, answers=answers)


def _paper(row: Any) -> AgreementPaper:
    return told_as(AgreementPaper, row, address=page("network:agreement_file", row.pk))
