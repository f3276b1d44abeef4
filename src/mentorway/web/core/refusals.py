"""What is sent by somebody who is signed out, or to an address that is no page, has a way back."""

import secrets
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

MOST: Final = 2**20  # bytes that are sent back to be sent again
MARK: Final = "sent_again"
TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
DAY: Final = 24 * 3600
FORBIDDEN, NOT_ALLOWED = 403, 405


class SignedOutMiddleware(LoginRequiredMiddleware):
    """Asks who is signed out to sign in; what they sent meanwhile is kept on the page, to be sent again."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        if _is_worth_keeping(request):
            return _to_send_again(request)
        # The address may take only what is sent: after signing in, the page with the button is shown again.
        return redirect_to_login(page_before(request), resolve_url(self.get_login_url(view_func)))


def with_a_way_back(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Show a page to people who open an address that can only be sent to."""

    def answered(request: HttpRequest) -> HttpResponse:
        found = answer(request)
        is_empty = not found.streaming and not found.content
        if found.status_code != NOT_ALLOWED or not is_empty or not _is_for_people(request):
            return found
        page = render(request, "errors/405.html", {"back": page_before(request)}, status=NOT_ALLOWED)
        if "Allow" in found:
            page["Allow"] = found["Allow"]
        return page

    return answered


def page_before(request: HttpRequest) -> str:
    """Return the address of the page of ours from which ``request`` came, or of the first page."""
    said, home = request.headers.get("Referer", ""), resolve_url("home")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure()):
        return home
    parts = urlsplit(said)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path if path.startswith("/") and not path.startswith("//") else home


def repeatable(request: HttpRequest) -> HttpResponse | None:
    """Return the page once more to who has signed in since, which made the token of the form another one.

    Only for what came from that page in this browser: its cookie is never sent from other sites.
    """
    if not (kept := request.COOKIES.get(MARK, "")):
        return None  # nothing to read for; and who has left can be read no more
    if not constant_time_compare(request.POST.get(MARK, ""), _mark(kept, request.path)):
        return None
    return _to_send_again(request)


def _is_for_people(request: HttpRequest) -> bool:
    return "text/html" in request.headers.get("Accept", "") and "HX-Request" not in request.headers


def _is_worth_keeping(request: HttpRequest) -> bool:
    """Whether something was written that can be sent again; never a password."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST or "HX-Request" in request.headers:
        return False
    names = [name for name in request.POST if name not in (TOKEN, MARK)]
    return request.method == "POST" and bool(names) and not any("password" in name for name in names)


def _to_send_again(request: HttpRequest) -> HttpResponse:
    kept = request.COOKIES.get(MARK) or secrets.token_urlsafe(32)
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in (TOKEN, MARK)
        for value in values
    ]
    context = {
        "fields": [*fields, (MARK, _mark(kept, request.path))],
        "has_files": bool(request.FILES),
        "is_signed_in": request.user.is_authenticated,
        "back": page_before(request),
    }
    page = render(request, "errors/signed_out.html", context, status=FORBIDDEN)
    more: Any = {"max_age": DAY, "httponly": True, "samesite": "Strict"}
    page.set_cookie(MARK, kept, secure=settings.SESSION_COOKIE_SECURE, **more)
    add_never_cache_headers(page)
    return page


def _mark(kept: str, path: str) -> str:
    return salted_hmac("mentorway.web.core.refusals", f"{kept} {path}", algorithm="sha256").hexdigest()
