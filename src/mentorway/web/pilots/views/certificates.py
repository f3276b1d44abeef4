"""Certificates of a cohort, as its members see them: who completes it, and what was issued."""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.pilots.actions import certificates as actions
from mentorway.web.pilots.analysis import certificate_files as files
from mentorway.web.pilots.analysis.board import SHOWN, board_of
from mentorway.web.pilots.analysis.contents import lacking_in, terms_or_defaults, unseen
from mentorway.web.pilots.analysis.signing import address_of
from mentorway.web.pilots.forms.certificates import ReissueForm, RevokeForm
from mentorway.web.pilots.models import Certificate
from mentorway.web.pilots.queries import certificates as queries
from mentorway.web.pilots.views import door

ON_A_PAGE: Final = 50


@require_safe
def certificates(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.meet(request, pk)
    board, chosen = board_of(cohort), paging.choice_of(request, "show", SHOWN)
    words = paging.words_of(request)
    terms = terms_or_defaults(cohort)
    context = {
        **door.frame(request.user, cohort),
        **paging.paged(
            request, board.lines_shown(chosen, words), chosen={"show": chosen, "q": words}, size=ON_A_PAGE
        ),
        "board": board,
        "chosen": chosen,
        "words": words,
        "choices": board.choices,
        "terms": terms,
        "lacking": lacking_in(terms),
        "unseen": unseen(cohort),
        "run": queries.last_run(cohort),
        "count": queries.certificates_of(cohort).count(),
    }
    return render(request, "pilots/certificates/board.html", context)


@require_safe
def issued(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.meet(request, pk)
    rows = queries.certificates_of(cohort)
    context = {
        **door.frame(request.user, cohort),
        **paging.paged(request, rows, size=ON_A_PAGE),
        "standing": rows.standing().exists(),
        "languages": settings.LANGUAGES,
    }
    return render(request, "pilots/certificates/issued.html", context)


@require_safe
def certificates_zip(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    cohort = door.meet(request, pk)
    language = paging.choice_of(request, "language", dict(settings.LANGUAGES), usual=get_language() or "en")
    rows = list(queries.certificates_of(cohort).standing().order_by("participant__name", "pk"))
    if not rows:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="certificates-{cohort.pk}.zip"',
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(
        files.zipped(rows, language), content_type="application/zip", headers=headers
    )


def _fetched(request: MemberRequest, pk: int, which: int, *, certify: bool = False) -> Certificate:
    cohort = door.certify(request, pk) if certify else door.meet(request, pk)
    rows: Any = Certificate.objects.select_related("participant", "key", "issued_by", "revoked_by")
    row: Certificate = access.fetch(request.user, rows, cohort=cohort.pk, pk=which)
    row.cohort = cohort
    return row


def _page(request: MemberRequest, row: Certificate, name: str, **more: Any) -> HttpResponse:
    context = {
        **door.frame(request.user, row.cohort),
        "certificate": row,
        "address": address_of(row.number),
        "files": files.offered(row),
        "earlier": queries.others_of(row),
        **more,
    }
    return render(request, f"pilots/certificates/{name}.html", context)


@require_safe
def certificate(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    return _page(request, _fetched(request, pk, which), "certificate")


@require_safe
def certificate_file(request: MemberRequest, pk: int, which: int, name: str) -> HttpResponse:
    return answered(files.content_of(_fetched(request, pk, which), name))


def answered(content: files.Content | None) -> HttpResponse:
    """Answer with a file, or say that there is none."""
    if content is None:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="{content.name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content.data, content_type=content.media_type, headers=headers)


def revoke(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    row = _fetched(request, pk, which, certify=True)
    form = RevokeForm(request.POST or None)
    if form.is_valid() and carried_out(form, actions.revoke, row, request.user, **form.cleaned_data):
        messages.success(request, _("The certificate is taken back."))
        return redirect("pilots:certificate", pk, which)
    return _page(request, row, "revoke", form=form)


def reissue(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    row = _fetched(request, pk, which, certify=True)
    person = row.participant
    form = ReissueForm(request.POST or None, initial={"name": person.name if person else ""})
    if form.is_valid() and carried_out(form, actions.reissue, row, request.user, **form.cleaned_data):
        messages.success(request, _("A new certificate is issued, and the old one is taken back."))
        return redirect("pilots:certificates", pk)
    return _page(request, row, "reissue", form=form)
