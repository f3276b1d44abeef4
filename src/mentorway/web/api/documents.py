"""How programs begin: the OpenAPI document, a page in words, and what they get who ask for nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from mentorway.web.api import guiding, openapi
from mentorway.web.core.problems import problem

NOT_FOUND = 404


@login_not_required
@cache_control(public=True, max_age=300)
@require_safe
def openapi_json(_request: HttpRequest) -> HttpResponse:
    """The whole API, described for programs."""
    answer = HttpResponse(openapi.encoded(), content_type="application/json")
    answer["Vary"] = "Accept-Language, Cookie"
    return answer


@login_not_required
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What programs can do, for people."""
    found = guiding.found(request.GET.get("area", ""), request.GET.get("q", ""))
    if found is None:
        raise Http404
    return render(request, "api/guide.html", {"guide": found, "base": request.build_absolute_uri("/")})


@csrf_exempt
@login_not_required
def unknown(_request: HttpRequest, rest: str = "") -> HttpResponse:
    """Say that nothing is there, in the words of programs."""
    return problem(NOT_FOUND, _("Nothing is at “%(path)s”.") % {"path": rest[:200]})
