"""The methodology document: the draft or a version, as a page or a PDF, in five languages."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.methodology import exports, queries
from mentorway.web.methodology.analysis import document as documents
from mentorway.web.methodology.analysis.document import Document, Issue
from mentorway.web.methodology.analysis.document_reading import Facts
from mentorway.web.methodology.analysis.methodologies import content_of, fingerprint_of
from mentorway.web.methodology.models import Methodology
from mentorway.web.methodology.translated import methodology_frame
from mentorway.web.methodology.views import methodology_door as door

State = tuple[Methodology, Facts, Issue]


@require_safe
def document(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, _draft(request, pk))


@require_safe
def document_file(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    return _file(request, _draft(request, pk), kind)


@require_safe
def edition_document(request: MemberRequest, pk: int, number: int, kind: str) -> HttpResponse:
    state = _edition(request, pk, number)
    return _page(request, state) if kind == "page" else _file(request, state, kind)


def _draft(request: MemberRequest, pk: int) -> State:
    row = door.look(request, pk)
    content = content_of(row)
    return row, content, Issue(0, fingerprint_of(content), row.changed, is_example=row.is_example)


def _edition(request: MemberRequest, pk: int, number: int) -> State:
    row = door.look(request, pk)
    kept = access.fetch(request.user, row.editions, number=number)
    issue = Issue(kept.number, kept.content_hash, kept.published, kept.note, row.is_example)
    return row, kept.content, issue


def _code(request: MemberRequest) -> str:
    known = dict(settings.LANGUAGES)
    wanted = request.GET.get("language", "")
    here = (get_language() or "en").partition("-")[0]
    return next(code for code in (wanted, here, "en") if code in known)


def _document(request: MemberRequest, state: State) -> Document:
    _row, content, issue = state
    return documents.document(content, issue, _code(request))


def _page(request: MemberRequest, state: State) -> HttpResponse:
    row, content, issue = state
    context = {
        **methodology_frame(request.user, row),
        "document": _document(request, state),
        "languages": documents.languages_of(content),
        "issue": issue,
        "last": queries.last_edition(row) if issue.is_draft else None,
    }
    return render(request, "methodology/document.html", context)


def _file(request: MemberRequest, state: State, kind: str) -> HttpResponse:
    if kind != "pdf":
        raise Http404
    row, _content, issue = state
    return exports.document(row, issue, _document(request, state)).response()
