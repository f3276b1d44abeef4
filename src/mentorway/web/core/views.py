"""Pages that belong to no activity: errors, health."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mentorway.web.core import health as healthy
from mentorway.web.core import metrics as counted
from mentorway.web.core import unable
from mentorway.web.core.guarding import PROGRAMS
from mentorway.web.core.problems import problem
from mentorway.web.core.refusals import repeatable
from mentorway.web.core.work.counts import Now


@login_not_required
@never_cache
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers; a database that is away is no reason to start it anew."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Say whether people can be sent here: what was checked, and how it went."""
    found = healthy.found()
    is_ready = all(found.values())
    checks = {name: "ok" if holds else "failed" for name, holds in found.items()}
    status = "ready" if is_ready else "not ready"
    return JsonResponse({"status": status, "checks": checks}, status=200 if is_ready else 503)


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell Prometheus what was counted."""
    if not counted.may_read(request):
        raise PermissionDenied
    return HttpResponse(counted.text(Now()), content_type="text/plain; version=0.0.4; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    if request.path.startswith(PROGRAMS):
        return problem(400, _("This request could not be read"))
    return render(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "errors/403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that there is nothing, and lead back to where the address began: the public site or elsewhere."""
    if request.path.startswith(PROGRAMS):
        return problem(404, _("Nothing is at “%(path)s”.") % {"path": request.path[:200]})
    first = request.path.split("/")[1]
    public = first in dict(settings.LANGUAGES)
    home = reverse("site:front", args=[first]) if public else reverse("home")
    return render(request, "errors/404.html", {"home": home}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that we failed, or cannot just now; asks nothing of the database, which may be what failed."""
    error = sys.exc_info()[1]
    if error is not None and (why := unable.reason(error)):
        return unable.answer(request, error, why)
    return HttpResponse(render_to_string("errors/500.html"), status=500)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return repeatable(request) or render(request, "errors/csrf.html", status=403)
