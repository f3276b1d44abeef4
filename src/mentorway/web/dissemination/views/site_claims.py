"""Results: what was found, each with the evidence under it, as a page, as files and for other sites."""

from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from mentorway.web.core import paging
from mentorway.web.core.tables import csv_file
from mentorway.web.core.wording import said
from mentorway.web.dissemination.actions import breaking
from mentorway.web.dissemination.analysis import site_chart, site_cite, site_search
from mentorway.web.dissemination.analysis.claims import Reading, reading_of
from mentorway.web.dissemination.analysis.figures import unit_beside
from mentorway.web.dissemination.analysis.site_entries import stories
from mentorway.web.dissemination.analysis.site_head import About
from mentorway.web.dissemination.models import Basis, Claim, languages_of
from mentorway.web.dissemination.queries import site as queries
from mentorway.web.dissemination.views import site_door as door

WITHDRAWN = "withdrawn"
MOST_VERSIONS = 50
MOST_CITED = 10


@door.public
def results(request: HttpRequest, language: str) -> HttpResponse:
    words = paging.words_of(request)
    basis = paging.choice_of(request, "basis", Basis.values)
    show = paging.choice_of(request, "show", [WITHDRAWN])
    chosen = {"q": words, "basis": basis, "show": show}
    rows: Any = queries.claims(basis, withdrawn=bool(show))
    if words:
        rows = site_search.claims_found(words, basis, withdrawn=bool(show))[: queries.MOST_FOUND]
    found = paging.paged(request, rows, chosen=chosen)
    page = site_search.claims_shown(found["page"], words) if words else queries.claims_of(found["page"])
    context = {
        **found,
        "claims": door.readings(page, language),
        "chosen": chosen,
        "words": words,
        "narrowed": bool(words or basis),
        "bases": Basis.choices,
        "has_withdrawn": queries.claims(withdrawn=True).exists(),
    }
    text = _("What was found, each with its number, its limits and the evidence under it.")
    about = About(_("Results"), text, facts={"@type": "CollectionPage"}, is_indexed=not any(chosen.values()))
    return door.show(request, "results.html", about, context)


def _read(slug: str, language: str, number: int | None = None) -> tuple[Claim, Reading]:
    """Return a claim as it is read, after a look at whether its evidence still stands."""
    row = door.claim(slug)
    breaking.look_at([row])
    return row, door.there(reading_of(row, language, number))


@door.public
def claim(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    return _page(request, language, slug)


@door.public
def claim_version(request: HttpRequest, language: str, slug: str, number: int) -> HttpResponse:
    return _page(request, language, slug, number)


def _page(request: HttpRequest, language: str, slug: str, number: int | None = None) -> HttpResponse:
    row, found = _read(slug, language, number)
    versions = [
        (one, [said(facts) for facts in one.changes]) for one in queries.versions_of(row)[:MOST_VERSIONS]
    ]
    texts = queries.newest_texts([row]).get(row.pk, {})  # what is being written is not told of
    spoken = tuple(languages_of(texts, "sentence")) or (row.language,)
    context = {
        "claim": found,
        "is_frozen": number is not None,
        "unit": unit_beside(found.measured.unit),
        "warning": site_cite.warning_of(found),
        "drawing": site_chart.drawn_in_page(found),
        "versions": versions,
        "words": site_cite.in_words(found, language),
        "bibtex": site_cite.bibtex(found, language),
        "cff": site_cite.cff(found, language),
        "embed": site_cite.embed_code(found, language),
        "cited": stories(queries.entries_with(row, timezone.now())[:MOST_CITED], language),
    }
    return door.show(request, "claim.html", site_cite.about(found, spoken, language), context)


@door.public
def claim_chart(request: HttpRequest, language: str, slug: str) -> HttpResponse:  # noqa: ARG001
    _row, found = _read(slug, language)
    return door.file(site_chart.as_file(found, language), "image/svg+xml; charset=utf-8", f"{slug}.svg")


@door.public
def claim_data(request: HttpRequest, language: str, slug: str) -> HttpResponse:  # noqa: ARG001
    _row, found = _read(slug, language)
    answer = csv_file(slug, site_cite.COLUMNS, [site_cite.row_of(found, language)])
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@door.public
def claim_json(request: HttpRequest, language: str, slug: str) -> HttpResponse:  # noqa: ARG001
    _row, found = _read(slug, language)
    answer = JsonResponse(site_cite.facts_of(found, language), json_dumps_params={"ensure_ascii": False})
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@door.public
def claim_bibtex(request: HttpRequest, language: str, slug: str) -> HttpResponse:  # noqa: ARG001
    _row, found = _read(slug, language)
    text = site_cite.bibtex(found, language)
    return door.file(text, "application/x-bibtex; charset=utf-8", f"{slug}.bib")


@door.public
def claim_cff(request: HttpRequest, language: str, slug: str) -> HttpResponse:  # noqa: ARG001
    _row, found = _read(slug, language)
    return door.file(site_cite.cff(found, language), "application/yaml; charset=utf-8", "CITATION.cff")


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@door.public
def claim_embed(request: HttpRequest, language: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """Show the claim in the page of somebody else: always as it is now."""
    _row, found = _read(slug, language)
    context = {
        "claim": found,
        "language": language,
        "warning": site_cite.warning_of(found),
        "address": site_cite.address_of(found, language),
        "drawing": site_chart.drawn_in_page(found),
    }
    return HttpResponse(render_to_string("site/embed.html", context))
