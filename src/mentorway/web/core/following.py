"""Every request from its beginning to its end: its number, its line in the log, and what is counted."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mentorway.web.core import audit, logs, metrics
from mentorway.web.core.guarding import METHODS

NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
HEADER = "X-Request-ID"
logger = logging.getLogger("mentorway.request")


class FollowedMiddleware:
    """First of all, so that whatever happens to a request is seen."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and tell of it in numbers and words of our own."""
        began, number = time.perf_counter(), number_of(request)
        with logs.about(request_id=number, method=_method(request)) as facts:
            response = self.answer(request)
            seconds = time.perf_counter() - began
            match = request.resolver_match
            facts["view"] = match.view_name if match else ""
            facts["user"] = _user(request)
            metrics.request_ended(facts["view"], facts["method"], response.status_code, seconds)
            told = {"status": response.status_code, "ms": round(seconds * 1000)}
            logger.info("Request answered", extra=told)
        response[HEADER] = number
        return response

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> None:
        """Let lines that are written by the view say which it is."""
        if request.resolver_match:
            logs.tell(view=request.resolver_match.view_name)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> None:
        """Count what the database refuses."""
        metrics.database_failed(exception)


def number_of(request: HttpRequest) -> str:
    """Return the number of a request: the one that our own web server in front gave it, or a new one."""
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return given if NUMBER.fullmatch(given) else uuid.uuid4().hex


def _method(request: HttpRequest) -> str:
    return request.method if request.method in METHODS else "OTHER"


def _user(request: HttpRequest) -> str:
    """Return the fingerprint of who is signed in, as in the audit log; it is not looked up for this."""
    person = vars(request).get("_cached_user")
    return audit.of_person(person)[:16] if person and person.pk else ""
