"""What programs read of studies: what is asked of whom, and counts; never what somebody answered.

Counts are told as the pages tell them: a small one, and one more from which it would follow, is null.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Listing, Window, Words, one_of, paged, told_as
from mentorway.web.network.resources import PartnerRef, partner_ref
from mentorway.web.study import queries
from mentorway.web.study.analysis import counting
from mentorway.web.study.models import Study, Wave

router = Router(tags=["Study"])


class StudyRow(Schema):
    """A study."""

    id: int
    token: UUID
    title: str
    partner: PartnerRef
    mode: str
    state: str
    languages: list[str]
    wanted: int
    is_example: bool
    created: dt.datetime
    page: str


class StudyWave(Schema):
    """A round of asking, by the clock of the study."""

    id: int
    number: int
    title: str
    opens: dt.date | None
    opens_at: dt.time | None
    closes: dt.date | None
    closes_at: dt.time | None
    answered: int | None = Field(description="Null where fewer than 5 have answered.")


class StudyTarget(Schema):
    """A row of the sampling plan."""

    country: str
    sector: str
    partner: PartnerRef | None
    goal: int
    maximum: int | None
    answered: int | None = Field(description="Null where it is too small to be told.")


class StudyQuestions(Schema):
    """Which version of a questionnaire is asked."""

    questionnaire: int
    title: str
    version: int
    form_hash: str


class StudyRate(Schema):
    """How many of those who hold a code have used it; null where one number is too small to be told."""

    held: int
    used: int | None


class StudyDetail(StudyRow):
    """A study with its plan and its counts."""

    purpose: str
    contact: str
    zone: str
    consent_version: int
    minimum: int | None
    maximum: int | None
    answered: int | None
    elsewhere: int | None
    by_language: dict[str, int | None]
    questions: StudyQuestions
    waves: list[StudyWave]
    targets: list[StudyTarget]
    rate: StudyRate | None


def _row(row: Any) -> StudyRow:
    return told_as(StudyRow, row, partner=partner_ref(row.partner), page=page("study:board", row.pk))


@router.get("/studies/", response=Listing[StudyRow])
def studies(request: MemberRequest, window: Query[Window], q: Words = "") -> Listing[StudyRow]:
    """Studies that you may see."""
    return paged(request, queries.studies_of(request.user, q), window, _row)


@router.get("/studies/{int:pk}/", response=StudyDetail)
def study(request: MemberRequest, pk: int) -> StudyDetail:
    """One study with its sampling plan and how many have answered."""
    row = one_of(queries.studies_of(request.user), pk=pk)
    board = counting.board_of(row, list(queries.targets_of(row)))
    rate, version = counting.rate_of(row), queries.version_of(row)
    return told_as(
        StudyDetail,
        row,
        **_row(row).dict(),
        answered=board.total,
        elsewhere=board.elsewhere,
        by_language=dict(board.languages),
        questions=StudyQuestions(
            questionnaire=version.questionnaire_id,
            title=version.questionnaire.title,
            version=version.number,
            form_hash=version.form_hash,
        ),
        waves=_waves(row),
        targets=[_target(one) for one in board.rows],
        rate=StudyRate(held=rate.held, used=rate.used) if rate else None,
    )


def _waves(row: Study) -> list[StudyWave]:
    waves: list[Any] = list(queries.waves_of(row))
    told = counting.told({one.pk: one.answered for one in waves})
    return [_wave(one, told[one.pk]) for one in waves]


def _wave(row: Wave, answered: int | None) -> StudyWave:
    return told_as(StudyWave, row, answered=answered)


def _target(row: counting.Row) -> StudyTarget:
    target = row.target
    return told_as(
        StudyTarget,
        target,
        partner=partner_ref(target.partner) if target.partner else None,
        answered=row.count,
    )
