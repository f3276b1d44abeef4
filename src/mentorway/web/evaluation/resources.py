"""What programs read of evaluations: what is asked, what was found as it may be shown, what was decided."""

import datetime as dt
from typing import Any, Literal

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Listing, Window, Words, one_of, paged, told_as
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis import result_files, results
from mentorway.web.evaluation.models import Decision, Evaluation, Result, Stage
from mentorway.web.evaluation.queries import decisions as decision_queries
from mentorway.web.evaluation.queries import evaluations as queries
from mentorway.web.evaluation.queries import results as result_queries
from mentorway.web.network.resources import PartnerRef, partner_ref

router = Router(tags=["Evaluation"])


class EvaluationRow(Schema):
    """What is asked of one or more pilots."""

    id: int
    title: str
    partner: PartnerRef
    pilots: int
    study: int | None
    others: str
    computed: dt.datetime | None
    is_example: bool
    created: dt.datetime
    page: str


class EvaluationOutcome(Schema):
    """A scale that shows whether the programme works."""

    key: str
    title: str
    level: str
    questions: list[dict[str, Any]]
    scoring: str
    higher_is_better: bool
    is_main: bool
    scale: str


class EvaluationDetail(EvaluationRow):
    """An evaluation with its pilots and outcomes."""

    purpose: str
    cohorts: list[int]
    currency: str
    price_year: int
    outcomes: list[EvaluationOutcome]


class ResultRow(Schema):
    """A version of what was found."""

    id: int
    evaluation: int
    number: int
    stage: str
    seed: int
    data_hash: str
    library_version: str
    created: dt.datetime
    finished: dt.datetime | None
    page: str


class ResultConclusion(Schema):
    """What can be concluded, of one outcome or (without a key) of the whole."""

    key: str
    grade: str
    sentence: str
    reasons: list[str]


class ResultDetail(ResultRow):
    """A version of what was found; ``record`` is null before it is done. What shows people is left out."""

    conclusions: list[ResultConclusion]
    record: dict[str, Any] | None


class DecisionRow(Schema):
    """What is recommended because of a finding, who does it until when, and how it came out."""

    id: int
    evaluation: int
    result: int = Field(description="Number of the version of the result that it follows from.")
    finding: str
    recommendation: str
    state: str
    who: str
    due: dt.date | None
    programme: int | None
    edition: int | None
    remark: str
    changed: dt.datetime


def _row(row: Any) -> EvaluationRow:
    return told_as(
        EvaluationRow,
        row,
        partner=partner_ref(row.partner),
        study=row.study_id,
        page=page("evaluation:evaluation", row.pk),
    )


@router.get("/evaluations/", response=Listing[EvaluationRow])
def evaluations(request: MemberRequest, window: Query[Window], q: Words = "") -> Listing[EvaluationRow]:
    """Evaluations that you may see."""
    return paged(request, queries.evaluations_of(request.user, q), window, _row)


@router.get("/evaluations/{int:pk}/", response=EvaluationDetail)
def evaluation(request: MemberRequest, pk: int) -> EvaluationDetail:
    """One evaluation with its pilots and outcomes."""
    row = one_of(queries.evaluations_of(request.user), pk=pk)
    return told_as(
        EvaluationDetail,
        row,
        **_row(row).dict(),
        cohorts=[one.pk for one in queries.cohorts_with_people(row)],
        outcomes=[told_as(EvaluationOutcome, one) for one in row.outcomes.all()],
    )


def _result(row: Result) -> ResultRow:
    return told_as(
        ResultRow,
        row,
        evaluation=row.evaluation_id,
        page=page("evaluation:result", row.evaluation_id, row.number),
    )


@router.get("/evaluations/{int:pk}/results/", response=Listing[ResultRow])
def evaluation_results(request: MemberRequest, pk: int, window: Query[Window]) -> Listing[ResultRow]:
    """The versions of what one evaluation found, the newest first."""
    whole = access.fetch(request.user, Evaluation.objects, pk=pk)
    return paged(request, result_queries.versions_of(whole), window, _result)


@router.get("/evaluations/{int:pk}/results/{int:number}/", response=ResultDetail)
def evaluation_result(request: MemberRequest, pk: int, number: int) -> ResultDetail:
    """One version of what was found, as it may be shown."""
    rows = Result.objects.select_related("evaluation").defer("value", "guard")
    row = access.fetch(request.user, rows, evaluation=pk, number=number)
    found = results.found_in(row) if row.stage == Stage.DONE else None
    if found is None:
        return ResultDetail(**_result(row).dict(), conclusions=[], record=None)
    return ResultDetail(
        **_result(row).dict(),
        conclusions=[
            ResultConclusion(
                key=results.key_of(one),
                grade=one.grade.value,
                sentence=said(one.sentence),
                reasons=[said(reason) for reason in one.reasons],
            )
            for one in found.conclusions
        ],
        record=result_files.facts_of(row, found),
    )


def _decision(row: Decision) -> DecisionRow:
    return told_as(
        DecisionRow,
        row,
        evaluation=row.result.evaluation_id,
        result=row.result.number,
        who=str(row.who) if row.who else "",
        programme=row.programme_id,
        edition=row.edition.number if row.edition else None,
    )


@router.get("/decisions/", response=Listing[DecisionRow])
def decisions(
    request: MemberRequest,
    window: Query[Window],
    q: Words = "",
    state: Literal["", "overdue", "open", "done", "verified", "dropped"] = "",
) -> Listing[DecisionRow]:
    """Decisions of the evaluations that you may see: overdue, to be done, done, verified, dropped."""
    today = timezone.localdate()
    rows = decision_queries.all_decisions(request.user, today)
    found = decision_queries.narrowed(rows, today, state=state, words=q)
    return paged(request, found, window, _decision)


@router.get("/decisions/{int:pk}/", response=DecisionRow)
def decision(request: MemberRequest, pk: int) -> DecisionRow:
    """One decision."""
    rows = decision_queries.all_decisions(request.user, timezone.localdate())
    return _decision(one_of(rows, pk=pk))
