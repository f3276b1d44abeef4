"""What programs read of training programmes: the draft with its modules and sessions, and versions."""

import datetime as dt
from typing import Any

from ninja import Query, Router, Schema

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Listing, Window, Words, one_of, paged, told_as
from mentorway.web.network.resources import PartnerRef, partner_ref
from mentorway.web.training import queries
from mentorway.web.training.analysis.reading import minutes_of
from mentorway.web.training.models import Edition, Programme

router = Router(tags=["Training"])


class ProgrammeRow(Schema):
    """A training programme for mentors."""

    id: int
    title: str
    partner: PartnerRef
    revision: int
    last_version: int | None
    languages: list[str]
    is_shared: bool
    is_example: bool
    changed: dt.datetime
    page: str


class ProgrammeStep(Schema):
    """A part of a session."""

    minutes: int
    method: str
    title: str
    text: str


class ProgrammeSession(Schema):
    """People together, minute by minute."""

    key: str
    title: str
    online: bool
    minutes: int
    steps: list[ProgrammeStep]


class ProgrammeOutcome(Schema):
    """What people can do after a module."""

    key: str
    verb: str
    object: str
    areas: list[str]
    esco: list[str]


class ProgrammeMaterial(Schema):
    """Something to read, watch or fill in."""

    key: str
    kind: str
    title: str
    address: str
    licence: str
    for_trainers: bool


class ProgrammeAssessment(Schema):
    """How it is seen whether an outcome is reached."""

    key: str
    kind: str
    title: str
    required: bool
    outcomes: list[str]


class ProgrammeModule(Schema):
    """A part of the programme that makes sense by itself."""

    key: str
    title: str
    summary: str
    own_minutes: int
    minutes: int
    outcomes: list[ProgrammeOutcome]
    sessions: list[ProgrammeSession]
    materials: list[ProgrammeMaterial]
    assessments: list[ProgrammeAssessment]


class ProgrammeDetail(ProgrammeRow):
    """The draft of a programme, in its source language."""

    language: str
    summary: str
    audience: str
    licence: str
    modules: list[ProgrammeModule]


class ProgrammeVersion(Schema):
    """A version of a programme, which never changes."""

    id: int
    number: int
    content_hash: str
    changed_because: str
    published: dt.datetime
    page: str


class ProgrammeVersionDetail(ProgrammeVersion):
    """A version of a programme with its content, citations and translations."""

    content: dict[str, Any]


def _row(row: Any) -> ProgrammeRow:
    return told_as(
        ProgrammeRow,
        row,
        partner=partner_ref(row.partner),
        last_version=row.last_number,
        languages=[one.code for one in row.document.languages.all()],
        page=page("training:overview", row.pk),
    )


@router.get("/programmes/", response=Listing[ProgrammeRow])
def programmes(request: MemberRequest, window: Query[Window], q: Words = "") -> Listing[ProgrammeRow]:
    """Training programmes that you may see."""
    return paged(request, queries.programmes_of(request.user, q), window, _row)


@router.get("/programmes/{int:pk}/", response=ProgrammeDetail)
def programme(request: MemberRequest, pk: int) -> ProgrammeDetail:
    """The draft of one programme with its modules and sessions."""
    row = one_of(queries.programmes_of(request.user), pk=pk)
    content = row.content
    return ProgrammeDetail(
        **_row(row).dict(),
        **{name: content.get(name, "") for name in ("language", "summary", "audience", "licence")},
        modules=[_module(one) for one in content.get("modules", [])],
    )


def _module(facts: dict[str, Any]) -> ProgrammeModule:
    sessions = [{**one, "minutes": minutes_of(one)} for one in facts["sessions"]]
    return ProgrammeModule.model_validate(
        {**facts, "sessions": sessions, "minutes": sum(one["minutes"] for one in sessions)}
    )


def _edition(row: Edition) -> ProgrammeVersion:
    return told_as(ProgrammeVersion, row, page=page("training:edition", row.programme_id, row.number))


@router.get("/programmes/{int:pk}/versions/", response=Listing[ProgrammeVersion])
def programme_versions(request: MemberRequest, pk: int, window: Query[Window]) -> Listing[ProgrammeVersion]:
    """The versions of one programme, the newest first."""
    row = access.fetch(request.user, Programme.objects, pk=pk)
    return paged(request, queries.editions_of(row), window, _edition)


@router.get("/programmes/{int:pk}/versions/{int:number}/", response=ProgrammeVersionDetail)
def programme_version(request: MemberRequest, pk: int, number: int) -> ProgrammeVersionDetail:
    """One version of one programme."""
    row = access.fetch(request.user, Edition.objects, programme=pk, number=number)
    return ProgrammeVersionDetail(**_edition(row).dict(), content=row.content)
