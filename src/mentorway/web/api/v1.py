"""The first version of the API: what is mounted where, who opens it, and how trouble is told."""

import logging
from collections.abc import Callable
from typing import Any, Final

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import (
    ImproperlyConfigured,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError

from mentorway.web import flow
from mentorway.web.api.analysis.asked import NotUnderstoodError
from mentorway.web.api.auth import RefusedError, TokenAuth
from mentorway.web.api.calling import UnknownAddressError
from mentorway.web.api.rules.scopes import READ
from mentorway.web.api.views.programs import router
from mentorway.web.core import unable
from mentorway.web.core.problems import problem
from mentorway.web.core.wording import said
from mentorway.wording import InvalidInputError

VERSION: Final = "1"
SCOPE: Final = "x-scope"  # how the document says which scope an operation needs
BAD, FORBIDDEN, NOT_FOUND, NOT_ALLOWED, CONFLICT, TOO_LARGE, WRONG, FAILED = (
    400, 403, 404, 405, 409, 413, 422, 500,
)  # fmt: skip
logger = logging.getLogger(__name__)


class Api(NinjaAPI):
    """Names operations after their activity and what they give, so that clients have good names too."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        view = operation.view_func
        home = view.__module__.removeprefix("mentorway.web.").partition(".")[0]
        return view.__name__ if home == "api" and ".views." in view.__module__ else f"{home}_{view.__name__}"

    def get_operation_url_name(self, operation: Any, router: Router) -> str:  # noqa: ARG002 - ninja's own shape
        return self.get_openapi_operation_id(operation)


def mount(found: NinjaAPI) -> None:
    """Mount what activities let programs read, each behind its scope.

    Raises
    ------
    ImproperlyConfigured
        A resource takes more than reading, or is opened by another door than the scope of its activity.
    """
    mounted = flow.modules("resources")
    for app, module in mounted.items():
        resources: Router = module.router
        found.add_router(f"/{app}/", resources, auth=TokenAuth(f"{app}:{READ}"))
    for bound in found._get_bound_routers():  # noqa: SLF001 - ninja has no other way to see them
        app = bound.prefix.strip("/").partition("/")[0]
        if app in mounted:
            for view in bound.path_operations.values():
                _refuse_strange(app, view.operations)
                _tell_scope(app, view.operations)


def _refuse_strange(app: str, operations: list[Any]) -> None:
    for one in operations:
        name = f"{one.view_func.__module__}.{one.view_func.__name__}"
        if set(one.methods) != {"GET"}:
            raise ImproperlyConfigured(f"{name} takes more than GET: what is changed is changed by deeds.")
        if [getattr(door, "scope", "") for door in one.auth_callbacks] != [f"{app}:{READ}"]:
            raise ImproperlyConfigured(f"{name} has a door of its own: leave out `auth`.")


def _tell_scope(app: str, operations: list[Any]) -> None:
    for one in operations:
        one.openapi_extra = {**(one.openapi_extra or {}), SCOPE: f"{app}:{READ}"}


def _tell_trouble(found: NinjaAPI) -> None:
    """Answer every trouble with a problem, and none with what the program looks like inside."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        RefusedError: lambda _request, error: error.answer,
        NotUnderstoodError: lambda _request, error: problem(error.status, error.detail),
        UnknownAddressError: _unknown_address,
        ValidationError: _not_valid,
        HttpError: lambda _request, error: problem(error.status_code, str(error)),
        Http404: lambda _request, _error: problem(NOT_FOUND, _("It is not there, or not for you to see.")),
        PermissionDenied: lambda _request, _error: problem(FORBIDDEN, _("You may see it, but not do this.")),
        InvalidInputError: lambda _request, error: problem(CONFLICT, said(error.message)),
        RequestDataTooBig: lambda _request, _error: problem(TOO_LARGE, _("More came than is taken.")),
        SuspiciousOperation: lambda _request, _error: problem(BAD, _("It could not be understood.")),
        ReauthenticationRequired: lambda _request, _error: problem(FORBIDDEN, _("It asks who you are.")),
        Exception: _failed,
    }
    for kind, answer in handlers.items():
        found.add_exception_handler(kind, answer)


def _unknown_address(_request: HttpRequest, error: UnknownAddressError) -> HttpResponse:
    return problem(WRONG, _("No address comes from these arguments."), errors=error.errors)


def _not_valid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    for one in error.errors:
        name = ".".join(str(part) for part in one["loc"][1:] if part != "window") or "__all__"
        errors.setdefault(name, []).append(str(one["msg"]))
    return problem(WRONG, _("What was asked for is not one of what there is."), errors=errors)


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    if why := unable.reason(error):
        return unable.answer(request, error, why)
    logger.error("Answering a program failed at %s", request.path, exc_info=error)
    return problem(FAILED, _("We failed. It is written down, and not your fault."))


def for_programs(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return ``view`` as programs meet it: no cookies, nothing stored on the way, HEAD and OPTIONS."""

    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(translation.get_language()):
            answer = _answered(request, view, *args, **kwargs)
            answer.headers.setdefault("Content-Language", translation.get_language())
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.headers["Vary"] = "Authorization, Accept-Language"
        return answer

    return csrf_exempt(login_not_required(answered))


def _answered(
    request: HttpRequest, view: Callable[..., HttpResponseBase], *args: Any, **kwargs: Any
) -> HttpResponseBase:
    if any("\x00" in f"{name}{value}" for name, values in request.GET.lists() for value in values):
        return problem(BAD, _("A text holds the character NUL."))
    asked = request.method
    if asked == "HEAD":
        request.method = "GET"
    answer = view(request, *args, **kwargs)
    if answer.status_code == NOT_ALLOWED and not answer.headers.get("Content-Type", "").startswith("appl"):
        allowed = answer.headers.get("Allow", "")
        methods = [*allowed.split(", "), *(["HEAD"] if "GET" in allowed else []), "OPTIONS"]
        answer = problem(NOT_ALLOWED, _("Ask with one of: %(methods)s.") % {"methods": allowed})
        if asked == "OPTIONS":
            answer = HttpResponse(status=204)
        answer["Allow"] = ", ".join(methods)
    if asked == "HEAD":
        return _headers_only(answer)
    return answer


def _headers_only(answer: HttpResponseBase) -> HttpResponse:
    found = HttpResponse(status=answer.status_code)
    for name, value in answer.headers.items():
        found[name] = value
    if isinstance(answer, HttpResponse):
        found["Content-Length"] = str(len(answer.content))
    answer.close()
    return found


def addresses() -> list[URLPattern]:
    """Return the addresses of the API."""
    found: list[URLPattern] = []
    for bound in api._get_bound_routers():  # noqa: SLF001 - `urls` would add a root page of its own
        for one in bound.urls_paths(bound.prefix):
            one.callback = for_programs(one.callback)
            found.append(one)
    return found


api = Api(
    title="Mentorway",
    version=VERSION,
    urls_namespace="api:v1",
    docs_url=None,
    openapi_url=None,
    auth=TokenAuth(),
)
_tell_trouble(api)
api.add_router("", router)
mount(api)
