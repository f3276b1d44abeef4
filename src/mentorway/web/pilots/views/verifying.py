"""Pages on which everybody can check a certificate, and the documents that programs read for it."""

from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mentorway.web.core.secret_pages import unlogged
from mentorway.web.pilots.analysis import signing, verifying
from mentorway.web.pilots.analysis.contents import said_by
from mentorway.web.pilots.forms.certificates import BadgeForm, NumberForm
from mentorway.web.pilots.queries import certificates as queries

LATER: Final = 429
NOT_FOUND: Final = 404
CREDENTIAL: Final = "application/vc"
FOR_ALL: Final = {"Access-Control-Allow-Origin": "*"}  # programs in browsers read them, too


@login_not_required
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_valid():
        return redirect("pilots:verify", verifying.tidy(form.cleaned_data["number"]) or "-")
    return _check_page(request, numbers=form)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_badge(request: HttpRequest) -> HttpResponse:
    form = BadgeForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _check_page(request, badges=form)
    try:
        judged = verifying.judged(form.cleaned_data["text"])
    except verifying.BusyError:
        return _busy(request)
    return render(request, "pilots/check/verdict.html", {"judged": judged, "found": judged.found})


def _check_page(request: HttpRequest, **forms: Any) -> HttpResponse:
    context = {"numbers": NumberForm(), "badges": BadgeForm(), **forms}
    return render(request, "pilots/check/form.html", context)


def _busy(request: HttpRequest) -> HttpResponse:
    response = render(request, "pilots/check/busy.html", status=LATER)
    response["Retry-After"] = "60"
    return response


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """Say what is known of a number; nothing tells one that is hidden from one that never was."""
    try:
        found = verifying.looked_up(number)
    except verifying.BusyError:
        return unlogged(_busy(request))
    if found is None:
        response = render(request, "pilots/check/unknown.html", status=NOT_FOUND)
    else:
        said = said_by(found)
        is_over = said.until is not None and said.until < timezone.now().astimezone(found.cohort.zone).date()
        context = {"certificate": found, "said": said, "is_over": is_over}
        response = render(request, "pilots/check/certificate.html", context)
    response["X-Robots-Tag"] = "noindex"
    return unlogged(response)


@login_not_required
@cache_control(public=True, max_age=600)
@require_safe
def status_list(_request: HttpRequest, number: int) -> HttpResponse:
    row = queries.status_list_with(number)
    if row is None:
        raise Http404
    return JsonResponse(signing.signed_list(row), content_type=CREDENTIAL, headers=FOR_ALL)


@login_not_required
@cache_control(public=True, max_age=600)
@require_safe
def issuer_document(_request: HttpRequest) -> HttpResponse:
    return JsonResponse(signing.document(), headers=FOR_ALL)
