"""What pages for everybody have in common: the language of the address, no cookie, answers to be kept."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Final, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date, quote_etag
from django.utils.translation import override
from django.views.decorators.http import require_safe

from mentorway.web.core.paging import number_in
from mentorway.web.dissemination.actions import breaking, reaching
from mentorway.web.dissemination.analysis.claims import Reading, readings_of
from mentorway.web.dissemination.analysis.site_entries import Story, claims_named
from mentorway.web.dissemination.analysis.site_head import About, head_of, parts_of
from mentorway.web.dissemination.models import Claim, Entry, Kind
from mentorway.web.dissemination.queries import site as queries

SECONDS: Final = 60  # for which a browser, or a cache before us, may show an answer again
OK: Final = 200
View = Callable[..., HttpResponseBase]
Row = TypeVar("Row")
# In which part of the navigation a page is.
PARTS: Final = {
    "about": "about_pages", "claim": "results", "claim_version": "results", "news_item": "news",
    "event": "events", "material": "materials", "programme": "programmes", "dataset": "data",
}  # fmt: skip


def public(view: View) -> View:
    """Open a page to everybody, in the language of its address; the same for everybody, so it can be kept."""

    @wraps(view)
    def opened(request: HttpRequest, *, language: str, **kwargs: Any) -> HttpResponseBase:
        with override(language), timezone.override(dt.UTC):
            answer = view(request, language=language, **kwargs)
        if answer.status_code == OK and request.method == "GET" and reaching.is_counted(request.headers):
            reaching.opened(request.path.removeprefix(f"/{language}/") or "front", language)
        return to_keep(request, answer, language)

    return login_not_required(require_safe(opened))


def to_keep(request: HttpRequest, answer: HttpResponseBase, language: str = "") -> HttpResponseBase:
    """Let browsers keep an answer, and tell those that have it that it is still the same."""
    if answer.status_code != OK:
        return answer
    if language:
        answer.headers.setdefault("Content-Language", language)
    answer.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if not isinstance(answer, HttpResponse):
        return answer
    mark = quote_etag(hashlib.blake2b(answer.content, digest_size=16).hexdigest())
    answer.headers["ETag"] = mark
    changed = answer.headers.get("Last-Modified")
    found = get_conditional_response(
        request, etag=mark, last_modified=parse_http_date(changed) if changed else None, response=answer
    )
    return answer if found is None else found


def changed_at(answer: HttpResponse, moment: dt.datetime) -> HttpResponse:
    """Say when what is in an answer changed last."""
    answer.headers["Last-Modified"] = http_date(moment.timestamp())
    return answer


def show(request: HttpRequest, template: str, about: About, context: Mapping[str, Any]) -> HttpResponse:
    """Answer with a page. It is rendered without the request: nothing of who asks can be in it."""
    match = request.resolver_match
    name, arguments = (match.url_name or "", match.kwargs) if match else ("front", {"language": "en"})
    page = request.GET.get("page", "")
    query = f"?page={page}" if (number_in(page) or 0) > 1 else ""
    whole = {
        "language": arguments["language"],
        "head": head_of(about, name, arguments, query),
        "parts": parts_of(arguments["language"], PARTS.get(name, name)),
        "path": request.path,
        **context,
    }
    return HttpResponse(render_to_string(f"site/{template}", whole))


def file(content: str | bytes, media_type: str, name: str = "") -> HttpResponse:
    """Answer with a file that programs of other sites may read, too."""
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if name:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def readings(rows: Iterable[Claim], language: str) -> list[Reading]:
    """Return claims as they are read, each after a look at whether its evidence still stands."""
    found = list(rows)
    breaking.look_at(found)
    return readings_of(found, language)


def named_in(stories: Iterable[Story], language: str) -> dict[str, Reading]:
    """Return the claims that publications name, by their address."""
    slugs = claims_named(one.body for one in stories)
    return {one.slug: one for one in readings(queries.claims_at(slugs), language)} if slugs else {}


def entry(kind: Kind, slug: str) -> Entry:
    """Return a publication that everybody may read, or say that there is none."""
    return there(queries.entry_at(timezone.now(), kind, slug))


def claim(slug: str) -> Claim:
    """Return a claim that was published, or say that there is none."""
    return there(queries.claim_at(slug))


def there(found: Row | None) -> Row:
    """Return what was found, or say that there is nothing."""
    if found is None:
        raise Http404
    return found
