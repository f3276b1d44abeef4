"""What happened in words: which sentence, what the row is called, and where its page is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.happenings import Known
from mentorway.web.dissemination.analysis.mailings import PAGES
from mentorway.web.dissemination.models import Claim, Entry, Kind, text_in
from mentorway.web.notices import queries

Text = str | Promise
Rows = QuerySet[Any]

SENTENCES: Final[Mapping[str, Text]] = {
    "agreement.offered": _("Parties are asked to accept the agreement “%(title)s”."),
    "agreement.accepted": _("Every party has accepted the agreement “%(title)s”."),
    "agreement.declined": _("A party has declined the agreement “%(title)s”."),
    "practice.moved": _("The good practice “%(title)s” has moved on."),
    "practice.moved.draft": _("The good practice “%(title)s” is being written again."),
    "practice.moved.submitted": _("The good practice “%(title)s” was handed in."),
    "practice.moved.review": _("The good practice “%(title)s” is under review."),
    "practice.moved.changes": _("The good practice “%(title)s” has to be changed."),
    "practice.moved.accepted": _("The good practice “%(title)s” was accepted."),
    "practice.moved.published": _("The good practice “%(title)s” was published."),
    "practice.moved.withdrawn": _("The good practice “%(title)s” was withdrawn."),
    "questionnaire.published": _("Version %(number)s of the questionnaire “%(title)s” was published."),
    "methodology.published": _("Version %(number)s of the methodology “%(title)s” was published."),
    "study.opened": _("The study “%(title)s” takes answers."),
    "study.closed": _("The study “%(title)s” takes no more answers."),
    "finding.computed": _("Version %(number)s of the comparison “%(title)s” is done."),
    "package.received": _("A package of sums came from “%(title)s”."),
    "programme.published": _("Version %(number)s of the training programme “%(title)s” was published."),
    "cohort.moved": _("The cohort “%(title)s” has moved on."),
    "cohort.moved.prepared": _("The cohort “%(title)s” is prepared again."),
    "cohort.moved.open": _("The cohort “%(title)s” takes applications."),
    "cohort.moved.running": _("The cohort “%(title)s” has begun."),
    "cohort.moved.finished": _("The cohort “%(title)s” is finished."),
    "cohort.moved.cancelled": _("The cohort “%(title)s” is cancelled."),
    "cohort.certificates_issued": ngettext_lazy(
        "%(issued)d certificate of the cohort “%(title)s” was issued.",
        "%(issued)d certificates of the cohort “%(title)s” were issued.",
        "issued",
    ),
    "matching.confirmed": _("A matching of the mentoring round “%(title)s” was confirmed."),
    "result.computed": _("Version %(number)s of the result of “%(title)s” is done."),
    "claim.published": _("The claim “%(title)s” was published."),
    "claim.withdrawn": _("The claim “%(title)s” was withdrawn."),
    "claim.broken": _("The chain of evidence under the claim “%(title)s” broke."),
    "claim.whole_again": _("The chain of evidence under the claim “%(title)s” is whole again."),
    "entry.published": _("The publication “%(title)s” was published."),
    "release.published": _("The open data “%(title)s” were published."),
    "release.withdrawn": _("The open data “%(title)s” were withdrawn."),
    "plan.changed": _("The plan of “%(title)s” was changed."),
}


def _whole_address(name: str, parent: str) -> Callable[[Any], str]:
    """Return how to find the page of a version: by what it is a version of, and its number."""
    return lambda row: reverse(name, args=[getattr(row, f"{parent}_id"), row.number])


def _language() -> str:
    return get_language() or "en"


def _of_entry(row: Entry) -> str:
    title, _code = text_in(row.shown or {}, _language(), row.language, "title")
    return title or row.slug


def _of_claim(row: Claim) -> str:
    """Return the title as it was published last: what is being written is nobody's news."""
    published = row.published_texts  # type: ignore[attr-defined]
    title, _code = text_in(published or {}, _language(), row.language, "title")
    return title or row.slug


def _to_readers(row: Claim) -> str:
    return reverse("site:claim", args=[_language(), row.slug])


def with_its(parent: str) -> Callable[[Rows], Rows]:
    """Return how to read rows together with what they are called after."""
    return lambda rows: rows.select_related(parent)


@dataclass(frozen=True)
class Place:
    """A table: what its rows are called, where their pages are, and what has to be read for that.

    ``open_page`` is where everybody reads what those of the partner see at ``page``.
    """

    title: Callable[[Any], str] = str
    page: Callable[[Any], str] | None = None
    read: Callable[[Rows], Rows] = lambda rows: rows
    open_page: Callable[[Any], str] | None = None


PLACES: Final[Mapping[str, Place]] = {
    "practices.Practice": Place(
        open_page=lambda row: reverse("practices:public_practice", args=[row.token]),
    ),
    "methodology.Version": Place(
        lambda row: str(row.questionnaire),
        _whole_address("methodology:version", "questionnaire"),
        with_its("questionnaire"),
    ),
    "methodology.Edition": Place(
        lambda row: str(row.methodology),
        _whole_address("methodology:methodology:edition", "methodology"),
        with_its("methodology"),
    ),
    "comparison.Comparison": Place(
        lambda row: str(row.analysis),
        lambda row: reverse("comparison:overview", args=[row.pk]),
        with_its("analysis__dataset"),
    ),
    "federation.Received": Place(
        lambda row: str(row.node),
        lambda row: reverse("federation:call", args=[row.call_id]),
        with_its("node"),
    ),
    "training.Edition": Place(
        lambda row: str(row.programme), _whole_address("training:edition", "programme"), with_its("programme")
    ),
    "mentoring.Matching": Place(
        lambda row: str(row.round), _whole_address("mentoring:matching", "round"), with_its("round")
    ),
    "evaluation.Result": Place(
        lambda row: str(row.evaluation),
        _whole_address("evaluation:result", "evaluation"),
        with_its("evaluation"),
    ),
    "dissemination.Claim": Place(_of_claim, read=queries.claims_with_published_texts, open_page=_to_readers),
    "dissemination.Entry": Place(
        _of_entry,
        open_page=lambda row: reverse(f"site:{PAGES[Kind(row.kind)]}", args=[_language(), row.slug]),
    ),
    "dissemination.Release": Place(
        lambda row: row.title,
        open_page=lambda row: reverse("site:dataset", args=[_language(), row.token]),
    ),
}
USUAL: Final = Place()


def place_of(one: Known) -> Place:
    """Return how rows of a table are called and found."""
    return PLACES.get(one.model, USUAL)


def sentence(name: str, title: str, facts: Mapping[str, Any]) -> str:
    """Return what happened, in the language of who reads."""
    text = SENTENCES.get(f"{name}.{facts.get('state', '')}") or SENTENCES[name]
    return str(text % {"number": "–", "issued": 1, **facts, "title": title})


def address(one: Known, row: Any, *, inside: bool) -> str:
    """Return the page of a row: the one of those who may see it inside, or the one for everybody."""
    place = place_of(one)
    if not inside and place.open_page is not None:
        return place.open_page(row)
    if place.page is not None:
        return place.page(row)
    return reverse(one.page, args=[row.pk])
