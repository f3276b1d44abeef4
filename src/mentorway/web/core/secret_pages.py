"""Pages whose address is a secret that opens them: nobody signs in, and nothing keeps the address."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

Answer = TypeVar("Answer", bound=HttpResponseBase)
View = Callable[..., HttpResponseBase]


def unlogged(response: Answer) -> Answer:
    """Keep the address out of Django's log of refusals: it holds a secret."""
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - Django asks for it
    return response


def secret_page(*methods: str) -> Callable[[View], View]:
    """Open a page to everyone who has its address; other sites, logs, caches and indexes never learn it."""

    def opened(view: View) -> View:
        @wraps(view)
        def entrance(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods:
                return unlogged(HttpResponseNotAllowed(methods))
            response = view(request, *args, **kwargs)
            response["X-Robots-Tag"] = "noindex"
            return unlogged(response)

        return login_not_required(never_cache(entrance))

    return opened
