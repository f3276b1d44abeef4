"""Training programmes, open data and searching, as everybody sees them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from mentorway.web.core import paging
from mentorway.web.dissemination.analysis import site_data, site_programmes
from mentorway.web.dissemination.analysis import site_search as searching
from mentorway.web.dissemination.analysis.release_files import path_of
from mentorway.web.dissemination.analysis.releases import file_name, reading_of, readings_of
from mentorway.web.dissemination.analysis.site_head import About
from mentorway.web.dissemination.models import Stage
from mentorway.web.dissemination.queries import site as queries
from mentorway.web.dissemination.views import site_door as door


@door.public
def programmes(request: HttpRequest, language: str) -> HttpResponse:
    found = paging.paged(request, queries.editions())
    rows = [site_programmes.card_of(one, language) for one in found["page"]]
    about = About(
        _("Training programmes"),
        _("What mentors learn, module by module, to take and to teach."),
        facts={"@type": "CollectionPage"},
    )
    return door.show(request, "programmes.html", about, {**found, "programmes": rows})


@door.public
def programme(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    page = site_programmes.page_of(door.there(queries.edition_of(pk)), language)
    return door.show(request, "programme.html", site_programmes.about(page), {"shown": page})


@door.public
def programme_file(
    request: HttpRequest,  # noqa: ARG001
    language: str,  # noqa: ARG001
    pk: int,
    code: str,
    kind: str,
) -> HttpResponseBase:
    return door.there(site_programmes.file_of(door.there(queries.edition_of(pk)), code, kind)).response()


@door.public
def data(request: HttpRequest, language: str) -> HttpResponse:
    found = paging.paged(request, queries.releases())
    rows = readings_of(list(found["page"]), language)
    about = About(
        _("Open data"),
        _("The data behind the results, made safe for the people in it, to compute again."),
        facts={"@type": "DataCatalog"},
    )
    return door.show(request, "data.html", about, {**found, "releases": rows})


@door.public
def dataset(request: HttpRequest, language: str, token: UUID) -> HttpResponse:
    row = door.there(queries.release_at(token))
    found = door.there(reading_of(row, language))
    return door.show(request, "dataset.html", site_data.about(found, row), {"release": found})


@door.public
def dataset_file(request: HttpRequest, language: str, token: UUID) -> FileResponse:  # noqa: ARG001
    row = door.there(queries.release_at(token))
    path = door.there(path_of(row) if row.stage == Stage.PUBLISHED else None)
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=file_name(row), content_type=site_data.ZIP
    )
    answer.headers["ETag"] = f'"{row.sha256}"'
    return answer


@door.public
def search(request: HttpRequest, language: str) -> HttpResponse:
    words = paging.words_of(request)
    kind = paging.choice_of(request, "kind", list(searching.KINDS))
    found = searching.search(words, kind)
    context: dict[str, Any] = {"words": words, "kind": kind, "kinds": searching.KINDS.items(), "found": []}
    if kind and found:
        paged = paging.paged(request, found[0].rows, chosen={"q": words, "kind": kind})
        context |= {**paged, "found": [(found[0], *_shown(found[0], paged["page"], words, language))]}
    elif found:
        context["found"] = [
            (one, *_shown(one, one.rows[: searching.FIRST], words, language)) for one in found
        ]
    about = About(_("Search"), _("Search all that is public."), is_indexed=False)
    return door.show(request, "search.html", about, context)


def _shown(found: searching.Found, rows: Any, words: str, language: str) -> tuple[list[Any], list[Any]]:
    """Return claims, and other hits, as they are shown."""
    if found.kind == "results":
        return door.readings(searching.claims_shown(rows, words), language), []
    if found.kind == "publications":
        return [], searching.entry_hits(searching.entries_shown(rows, words), language)
    made: dict[str, Callable[[Any, str], list[searching.Hit]]] = {
        "practices": searching.practice_hits,
        "programmes": searching.programme_hits,
        "data": searching.release_hits,
    }
    return [], made[found.kind](list(rows), language)
