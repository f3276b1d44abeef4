"""What programs read of comparisons: sets of answers, analyses, and what was found as it is kept."""

import datetime as dt
import json
from typing import Any, cast
from uuid import UUID

from django.http import Http404
from ninja import Field, Query, Router, Schema

from mentorway.comparing.records import finite
from mentorway.web.comparison import queries, rules
from mentorway.web.comparison.analysis import asked
from mentorway.web.comparison.analysis.comparing import result_of
from mentorway.web.comparison.models import Analysis, Comparison, Dataset, Finding, Stage
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Listing, Window, Words, paged, told_as
from mentorway.web.core.wording import said
from mentorway.web.network.resources import PartnerRef, partner_ref

router = Router(tags=["Comparison"])


class DatasetRow(Schema):
    """A set of answers of several countries."""

    id: int
    token: UUID
    title: str
    partner: PartnerRef
    state: str
    source: str
    sha256: str
    study: int | None = Field(description="The study that it was taken from, if it was.")
    is_public: bool
    is_example: bool
    created: dt.datetime
    page: str


class AnalysisVersion(Schema):
    """One version of an analysis: a comparison."""

    id: int
    number: int
    stage: str
    edition: int | None
    renews: bool
    created: dt.datetime
    finished: dt.datetime | None
    page: str


class AnalysisRow(Schema):
    """A question that is asked of a set of answers, with its versions, the newest first."""

    id: int
    dataset: int
    title: str
    created: dt.datetime
    versions: list[AnalysisVersion]
    page: str


class DatasetEdition(Schema):
    """The answers as they were stored once."""

    number: int
    sha256: str
    people: int | None
    note: str | None = Field(description="What those who work with the answers wrote for themselves.")
    created: dt.datetime


class DatasetDetail(DatasetRow):
    """A set of answers with its editions and analyses."""

    editions: list[DatasetEdition]
    analyses: list[AnalysisRow]


class ComparisonLicence(Schema):
    """How far two groups may be compared on a scale, and why."""

    first: str
    second: str
    verdict: str
    cautious: bool
    too_few: bool
    reasons: list[str]


class ComparisonGroup(Schema):
    """A group on a scale: how many people, and the mean answer."""

    name: str
    people: int
    complete: int
    mean: float | None
    sd: float | None


class ComparisonScale(Schema):
    """A scale: its groups, and the licence of every pair of them."""

    name: str
    items: list[str]
    groups: list[ComparisonGroup]
    licences: list[ComparisonLicence]


class ComparisonDetail(AnalysisVersion):
    """A version of an analysis with what was found; ``scales`` is empty before it is done."""

    analysis: int
    dataset: int
    plan: dict[str, Any]
    reason: str
    method: str
    library_version: str
    data_hash: str
    people: int | None
    groups: list[str]
    scales: list[ComparisonScale]


class ComparisonRecord(Schema):
    """Everything that was found, in full precision, as it is kept."""

    comparison: int
    method: str
    library_version: str
    data_hash: str
    result: dict[str, Any]


def _dataset(row: Dataset) -> DatasetRow:
    return told_as(
        DatasetRow,
        row,
        partner=partner_ref(row.partner),
        study=row.study_id,
        page=page("comparison:answers", row.pk),
    )


def _version(row: Comparison) -> AnalysisVersion:
    return told_as(
        AnalysisVersion,
        row,
        edition=row.edition.number if row.edition else None,
        page=page("comparison:overview", row.pk),
    )


def _analysis(row: Analysis, *, at_work: bool) -> AnalysisRow:
    """Return an analysis; only who works with the answers is told of versions that are not done."""
    shown = [one for one in row.comparisons.all() if at_work or one.stage == Stage.DONE]
    return told_as(
        AnalysisRow,
        row,
        dataset=row.dataset_id,
        versions=[_version(one) for one in shown],
        page=page("comparison:analysis", row.pk),
    )


@router.get("/answers/", response=Listing[DatasetRow])
def answer_sets(request: MemberRequest, window: Query[Window], q: Words = "") -> Listing[DatasetRow]:
    """Sets of answers that you may see; never what anybody answered."""
    return paged(request, queries.datasets_of(request.user, q), window, _dataset)


@router.get("/answers/{int:pk}/", response=DatasetDetail)
def answer_set(request: MemberRequest, pk: int) -> DatasetDetail:
    """One set of answers with its editions and the analyses that have something to show."""
    row = access.fetch(request.user, Dataset.objects.select_related("partner").defer("preview"), pk=pk)
    at_work = rules.may_work(request.user, row)
    entries = asked.entries(row, at_work=at_work)
    if not entries and not at_work:
        raise Http404
    analyses = [_analysis(one.analysis, at_work=at_work) for one in entries]
    editions = [
        told_as(DatasetEdition, one, people=one.rows, note=one.note if at_work else None)
        for one in queries.editions_of(row)
    ]
    return DatasetDetail(**_dataset(row).dict(), editions=editions, analyses=analyses)


@router.get("/analyses/{int:pk}/", response=AnalysisRow)
def analysis(request: MemberRequest, pk: int) -> AnalysisRow:
    """One analysis with its versions."""
    row = access.fetch(request.user, Analysis.objects.select_related("dataset"), pk=pk)
    at_work = rules.may_work(request.user, row.dataset)
    if queries.latest_of(row, at_work=at_work) is None:
        raise Http404
    return _analysis(queries.analyses_of(row.dataset).get(pk=pk), at_work=at_work)


@router.get("/comparisons/{int:pk}/", response=ComparisonDetail)
def comparison(request: MemberRequest, pk: int) -> ComparisonDetail:
    """One version of an analysis: what may be compared between which groups, and why."""
    rows = Comparison.objects.select_related("analysis__dataset", "edition")
    row = access.fetch(request.user, rows, pk=pk)
    if row.stage != Stage.DONE and not rules.may_ask(request.user, row):
        raise Http404
    finding = Finding.objects.filter(comparison=row).first() if row.stage == Stage.DONE else None
    found = result_of(finding) if finding else None
    return ComparisonDetail(
        **_version(row).dict(),
        analysis=row.analysis_id,
        dataset=row.analysis.dataset_id,
        plan=row.plan,
        reason=row.reason,
        method=finding.method if finding else "",
        library_version=finding.library_version if finding else "",
        data_hash=finding.data_hash if finding else "",
        people=found.rows if found else None,
        groups=list(found.groups) if found else [],
        scales=[_scale(one) for one in found.scales] if found else [],
    )


def _scale(one: Any) -> ComparisonScale:
    return ComparisonScale(
        name=one.name,
        items=[item.name for item in one.items],
        groups=[
            ComparisonGroup(
                name=group.name,
                people=group.rows,
                complete=group.complete,
                mean=finite(group.mean),
                sd=finite(group.sd),
            )
            for group in one.groups
        ],
        licences=[
            told_as(
                ComparisonLicence,
                pair,
                verdict=pair.verdict.value,
                reasons=[said(reason) for reason in pair.reasons],
            )
            for pair in one.licences
        ],
    )


@router.get("/comparisons/{int:pk}/record/", response=ComparisonRecord)
def comparison_record(request: MemberRequest, pk: int) -> ComparisonRecord:
    """Everything that a comparison found, as it is kept."""
    row = access.fetch(request.user, Finding.objects, comparison=pk)
    return told_as(ComparisonRecord, row, comparison=pk, result=cast("dict[str, Any]", json.loads(row.value)))
