"""What holds for every request and answer, whatever page it is about."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.cache import patch_cache_control

OF_PAGES: Final = ("GET", "HEAD", "OPTIONS", "POST")
METHODS: Final = (*OF_PAGES, "PUT", "PATCH", "DELETE")
PROGRAMS: Final = ("/api/", "/scim/")  # where programs ask
NOTHING: Final = ("\0", "%00")  # a letter that no text has; PostgreSQL refuses to look for it


def guarded(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse what no browser sends; keep pages of who is signed in out of every store but theirs."""

    def answered(request: HttpRequest) -> HttpResponse:
        methods = METHODS if request.path.startswith(PROGRAMS) else OF_PAGES
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        if NOTHING[0] in request.path or any(sign in request.META["QUERY_STRING"] for sign in NOTHING):
            raise SuspiciousOperation("The address holds a letter that no text has.")
        found = answer(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not found.has_header("Cache-Control"):
            patch_cache_control(found, private=True, no_store=True)
        if request.method == "POST" and request.path == reverse("account_logout"):
            found["Clear-Site-Data"] = '"cache", "storage"'  # told over https; elsewhere browsers ignore it
        return found

    return answered
