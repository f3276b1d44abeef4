"""Views of the installation, called as the person whose program asks: the same rules, words and letters.

The call has no cookie and no session; nothing of it stays but what the view itself does.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

from django.contrib.messages.storage.base import BaseStorage, Message
from django.contrib.sessions.backends.base import SessionBase
from django.core.files.uploadedfile import UploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, resolve, reverse
from django.urls.converters import get_converters
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django_htmx.middleware import HtmxDetails

from mentorway.web.api.analysis.catalogue import Place
from mentorway.web.network.views.clock import by_the_clock_of_the_reader

TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
NOT_PASSED: Final = frozenset(
    {
        *("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_RANGE"),
        *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IDEMPOTENCY_KEY"),
        *("HTTP_TRANSFER_ENCODING", "HTTP_CONTENT_ENCODING", "HTTP_X_HTTP_METHOD_OVERRIDE"),
    }
)


class UnknownAddressError(Exception):
    """No address comes from these arguments; ``errors`` says which are wrong."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__(dict(errors))
        self.errors = errors


@dataclass(frozen=True)
class Sent:
    """What a form sends."""

    fields: Mapping[str, list[str]]
    files: MultiValueDict[str, UploadedFile] = field(default_factory=MultiValueDict)


@dataclass(frozen=True)
class Answer:
    """What a view answered, and what it said to the person besides."""

    response: HttpResponseBase
    path: str
    messages: list[Message]

    @property
    def is_page(self) -> bool:
        """Whether it is a page for people."""
        return self.response.headers.get("Content-Type", "").startswith("text/html")

    @property
    def content(self) -> bytes:
        """The page."""
        return self.response.content if isinstance(self.response, HttpResponse) else b""


class NoSession(SessionBase):
    """A session that ends with the call."""

    def exists(self, session_key: str) -> bool:  # noqa: ARG002
        return False

    def create(self) -> None:
        self.modified = True

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's own shape
        """Keep nothing."""

    def delete(self, session_key: str | None = None) -> None:
        """There is nothing to delete."""

    def load(self) -> dict[str, Any]:
        return {}


class Said(BaseStorage):
    """Messages of one call."""

    @property
    def queued(self) -> list[Message]:
        """What was said during the call."""
        found: Any = self
        return list(found._queued_messages)  # noqa: SLF001 - Django's own name

    def _get(self, *_args: Any, **_kwargs: Any) -> tuple[list[Message], bool]:
        return [], True

    def _store(self, *_args: Any, **_kwargs: Any) -> list[Message]:
        return []


def path_of(place: Place, arguments: Mapping[str, Any]) -> str:
    """Return the path of an address.

    Raises
    ------
    UnknownAddressError
        An argument is missing, is not asked for, or is not of its kind.
    """
    errors = _wrong(place, arguments)
    if errors:
        raise UnknownAddressError(errors)
    converters = get_converters()
    values = {
        one.name: converters[one.kind].to_python(str(arguments[one.name]))
        if one.kind in converters
        else str(arguments[one.name])
        for one in place.arguments
    }
    try:
        path = reverse(place.name, kwargs=values)
    except NoReverseMatch:
        raise UnknownAddressError({one.name: ["?"] for one in place.arguments}) from None
    return path


def _wrong(place: Place, arguments: Mapping[str, Any]) -> dict[str, list[str]]:
    wanted = {one.name: one.kind for one in place.arguments}
    errors = {name: ["This address has no such argument."] for name in arguments if name not in wanted}
    converters = get_converters()
    for name, kind in wanted.items():
        if name not in arguments:
            errors[name] = ["This argument is missing."]
        elif not _fits(converters.get(kind), arguments[name]):
            errors[name] = [f"This is not a value of the kind “{kind}”."]
    return errors


def _fits(converter: Any, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > LONGEST:
        return False
    if converter is None:
        return True
    try:
        converter.to_url(converter.to_python(str(value)))
    except (ValueError, KeyError):
        return False
    return True


LONGEST: Final = 200


def call(
    request: HttpRequest, place: Place, path: str, *, query: QueryDict | None = None, sent: Sent | None = None
) -> Answer:
    """Return what the view at ``path`` answers to the person of ``request``; ``sent`` is sent to it.

    Raises
    ------
    UnknownAddressError
        The path belongs to another address than ``place``.
    """
    inner = _inner(request, path, query, sent)
    try:
        match = resolve(inner.path_info)
    except Resolver404:
        raise UnknownAddressError({one.name: ["?"] for one in place.arguments}) from None
    if match.view_name != place.name:
        raise UnknownAddressError({one.name: ["?"] for one in place.arguments})
    inner.resolver_match = match
    said = Said(inner)
    inner._messages = said  # type: ignore[attr-defined]  # noqa: SLF001 - where Django looks for it
    inner.htmx = HtmxDetails(inner)  # type: ignore[attr-defined]
    answer = by_the_clock_of_the_reader(
        lambda asked: _rendered(match.func(asked, *match.args, **match.kwargs))
    )
    return Answer(answer(inner), path, said.queued)


def _rendered(response: Any) -> Any:
    return response.render() if hasattr(response, "is_rendered") and not response.is_rendered else response


def _inner(request: HttpRequest, path: str, query: QueryDict | None, sent: Sent | None) -> WSGIRequest:
    prefix = get_script_prefix()
    inside = unquote(path).removeprefix(prefix.rstrip("/"))
    kept = {
        name: value
        for name, value in request.META.items()
        if isinstance(name, str) and name not in NOT_PASSED and not name.startswith("HTTP_HX_")
    }
    environ = {
        **kept,
        "REQUEST_METHOD": "GET" if sent is None else "POST",
        "PATH_INFO": inside.encode().decode("latin-1"),
        "QUERY_STRING": query.urlencode() if query else "",
        "CONTENT_TYPE": "" if sent is None else "multipart/form-data",
        "CONTENT_LENGTH": "0",
        "HTTP_ACCEPT": "text/html",
        "wsgi.input": io.BytesIO(),
    }
    inner = WSGIRequest(environ)
    inner.user = request.user
    inner.session = NoSession()
    inner.LANGUAGE_CODE = get_language()
    inner._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # noqa: SLF001 - no cookie, no forgery
    post = QueryDict(mutable=True)
    if sent is not None:
        # Browsers always send it, and views tell by it that a form was sent although nothing is ticked.
        post.setlist(TOKEN, ["-"])
        for name, values in sent.fields.items():
            post.setlist(name, values)
    post._mutable = False  # noqa: SLF001
    inner._post = post  # type: ignore[attr-defined]  # noqa: SLF001
    inner._files = MultiValueDict() if sent is None else sent.files  # type: ignore[attr-defined]  # noqa: SLF001
    return inner
