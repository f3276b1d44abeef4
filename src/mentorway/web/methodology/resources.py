"""What programs read of methodologies with their indicators, of questionnaires and of instruments."""

import datetime as dt
from typing import Any

from ninja import Field, Query, Router, Schema

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.resources import Listing, Window, Words, one_of, paged, told_as
from mentorway.web.methodology import queries
from mentorway.web.methodology.analysis import methodologies as analysis
from mentorway.web.methodology.models import (
    Edition,
    Indicator,
    Instrument,
    Methodology,
    Version,
)
from mentorway.web.network.resources import PartnerRef, partner_ref

router = Router(tags=["Method"])


class MethodologyRow(Schema):
    """How mentoring is measured."""

    id: int
    title: str
    purpose: str
    partner: PartnerRef
    revision: int
    last_version: int | None
    is_shared: bool
    is_example: bool
    changed: dt.datetime
    page: str


class MethodologyQuantity(Schema):
    """A name in a formula, and where its number is read."""

    name: str
    what: str
    unit: str
    origin: str
    source: str
    value: float | None


class MethodologyIndicator(Schema):
    """A number that says how well the programme does."""

    key: str
    name: str
    meaning: str
    level: str
    aim: str
    of_construct: str = Field(description="Short name of the construct that it speaks about; empty if none.")
    formula: str
    unit: str
    direction: str
    baseline: float | None
    target: float | None
    smallest_worthwhile: float | None
    quantities: list[MethodologyQuantity]


class MethodologyConstruct(Schema):
    """What is to be measured and cannot be seen."""

    key: str
    name: str
    definition: str
    source: str
    measures: list[dict[str, Any]]


class MethodologyRule(Schema):
    """How good data must be."""

    key: str
    name: str
    quality: str
    threshold: float | None
    rule: str
    consequence: str
    source: str


class MethodologyDetail(MethodologyRow):
    """The draft of a methodology, in its source language."""

    design: str
    constructs: list[MethodologyConstruct]
    indicators: list[MethodologyIndicator]
    rules: list[MethodologyRule]


class MethodologyVersion(Schema):
    """A version of a methodology, which never changes."""

    number: int
    content_hash: str
    note: str
    published: dt.datetime
    page: str


class MethodologyVersionDetail(MethodologyVersion):
    """A version of a methodology with its content in every language."""

    content: dict[str, Any]


class QuestionnaireRow(Schema):
    """A questionnaire."""

    id: int
    title: str
    description: str
    partner: PartnerRef
    revision: int
    last_version: int | None
    languages: list[str]
    is_shared: bool
    is_example: bool
    changed: dt.datetime
    page: str


class QuestionnaireVersion(Schema):
    """A published version of a questionnaire, which never changes; its files are at ``files``."""

    id: int
    number: int
    form_hash: str
    note: str
    published: dt.datetime
    page: str
    files: dict[str, str]


class QuestionnaireDetail(QuestionnaireRow):
    """A questionnaire with its published versions, the newest first."""

    versions: list[QuestionnaireVersion]


class InstrumentRow(Schema):
    """A published scale that a partner may use."""

    id: int
    title: str
    partner: PartnerRef
    permission: str
    created: dt.datetime
    page: str


class InstrumentDetail(InstrumentRow):
    """An instrument with its items, answers and scoring."""

    content: Any


def _methodology(row: Any) -> MethodologyRow:
    return told_as(
        MethodologyRow,
        row,
        partner=partner_ref(row.partner),
        last_version=row.last_number,
        page=page("methodology:methodology:overview", row.pk),
    )


@router.get("/methodologies/", response=Listing[MethodologyRow])
def methodologies(request: MemberRequest, window: Query[Window], q: Words = "") -> Listing[MethodologyRow]:
    """Methodologies that you may see; a fingerprint finds the one of which a version has it."""
    return paged(request, queries.methodologies_of(request.user, q), window, _methodology)


@router.get("/methodologies/{int:pk}/", response=MethodologyDetail)
def methodology(request: MemberRequest, pk: int) -> MethodologyDetail:
    """The draft of one methodology."""
    row = one_of(queries.methodologies_of(request.user), pk=pk)
    return MethodologyDetail(
        **_methodology(row).dict(),
        design=row.design,
        constructs=[
            MethodologyConstruct.model_validate(analysis.construct_facts(one))
            for one in queries.constructs_of(row)
        ],
        indicators=[_indicator(one) for one in queries.indicators_of(row)],
        rules=[
            MethodologyRule.model_validate(analysis.rule_facts(one)) for one in queries.quality_rules_of(row)
        ],
    )


def _indicator(row: Indicator) -> MethodologyIndicator:
    facts = analysis.indicator_facts(row)
    return MethodologyIndicator.model_validate({**facts, "of_construct": facts["construct"]})


def _edition(row: Edition) -> MethodologyVersion:
    return told_as(
        MethodologyVersion, row, page=page("methodology:methodology:edition", row.methodology_id, row.number)
    )


@router.get("/methodologies/{int:pk}/versions/", response=Listing[MethodologyVersion])
def methodology_versions(
    request: MemberRequest, pk: int, window: Query[Window]
) -> Listing[MethodologyVersion]:
    """The versions of one methodology, the newest first."""
    row = access.fetch(request.user, Methodology.objects, pk=pk)
    return paged(request, queries.editions_of(row), window, _edition)


@router.get("/methodologies/{int:pk}/versions/{int:number}/", response=MethodologyVersionDetail)
def methodology_version(request: MemberRequest, pk: int, number: int) -> MethodologyVersionDetail:
    """One version of one methodology."""
    row = access.fetch(request.user, Edition.objects, methodology=pk, number=number)
    return MethodologyVersionDetail(**_edition(row).dict(), content=row.content)


def _questionnaire(row: Any) -> QuestionnaireRow:
    return told_as(
        QuestionnaireRow,
        row,
        partner=partner_ref(row.partner),
        last_version=row.last_number,
        languages=[one.code for one in row.document.languages.all()],
        page=page("methodology:draft", row.pk),
    )


@router.get("/questionnaires/", response=Listing[QuestionnaireRow])
def questionnaires(request: MemberRequest, window: Query[Window], q: Words = "") -> Listing[QuestionnaireRow]:
    """Questionnaires that you may see."""
    return paged(request, queries.questionnaires_of(request.user, q), window, _questionnaire)


@router.get("/questionnaires/{int:pk}/", response=QuestionnaireDetail)
def questionnaire(request: MemberRequest, pk: int) -> QuestionnaireDetail:
    """One questionnaire with its published versions."""
    row = one_of(queries.questionnaires_of(request.user), pk=pk)
    versions = [_version(one) for one in queries.versions_of(row)]
    return QuestionnaireDetail(**_questionnaire(row).dict(), versions=versions)


def _version(row: Version) -> QuestionnaireVersion:
    where = (row.questionnaire_id, row.number)
    return told_as(
        QuestionnaireVersion,
        row,
        page=page("methodology:version", *where),
        files={kind: page("methodology:version_file", *where, kind) for kind in ("xlsx", "xform")},
    )


def _instrument(row: Instrument) -> InstrumentRow:
    return told_as(
        InstrumentRow, row, partner=partner_ref(row.partner), page=page("methodology:instrument", row.pk)
    )


@router.get("/instruments/", response=Listing[InstrumentRow])
def instruments(request: MemberRequest, window: Query[Window], q: Words = "") -> Listing[InstrumentRow]:
    """Instruments that your partners have permission to use."""
    return paged(request, queries.instruments_of(request.user, q), window, _instrument)


@router.get("/instruments/{int:pk}/", response=InstrumentDetail)
def instrument(request: MemberRequest, pk: int) -> InstrumentDetail:
    """One instrument with its items."""
    row = access.fetch(request.user, Instrument.objects.select_related("partner"), pk=pk)
    return InstrumentDetail(**_instrument(row).dict(), content=row.content)
