"""What programs ask: who they are, what there is, pages, files and deeds."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from mentorway.web.api import doing, shapes
from mentorway.web.api.actions import answers
from mentorway.web.api.analysis import asked, reading
from mentorway.web.api.analysis.catalogue import Place, places
from mentorway.web.api.auth import RefusedError, Token, beyond
from mentorway.web.api.calling import Answer, call, path_of
from mentorway.web.api.rules.scopes import READ, WRITE
from mentorway.web.core.problems import problem
from mentorway.web.core.resources import Listing, Window, paged

DONE, REDIRECT, BAD, NOT_FOUND, CONFLICT = 200, 300, 400, 404, 409
A_MOMENT = 2  # seconds after which the answer to what is being done may be there
router = Router(tags=["Programs"])
PAGES, FILES, DEEDS = "pages", "files", "deeds"


@router.get("/me/", response=shapes.MeShape)
def me(request: HttpRequest) -> shapes.MeShape:
    """Whose token this is, and what it may do."""
    token = token_of(request)
    return shapes.MeShape(
        name=token.user.name,
        email=token.user.email,
        language=token.user.language,
        scopes=list(token.row.scopes),
        expires=token.row.expires.isoformat(),
    )


@router.get("/pages/", response=Listing[shapes.PlaceShape])
def pages(request: HttpRequest, window: Query[Window], q: str = "") -> Listing[shapes.PlaceShape]:
    """Pages that this token may read."""
    return _listed(request, window, (PAGES, READ, q), lambda one: one.reads and not one.is_file)


@router.get("/files/", response=Listing[shapes.PlaceShape])
def files(request: HttpRequest, window: Query[Window], q: str = "") -> Listing[shapes.PlaceShape]:
    """Files that this token may fetch."""
    return _listed(request, window, (FILES, READ, q), lambda one: one.is_file)


@router.get("/deeds/", response=Listing[shapes.PlaceShape])
def deeds(request: HttpRequest, window: Query[Window], q: str = "") -> Listing[shapes.PlaceShape]:
    """What this token may do."""
    return _listed(request, window, (DEEDS, WRITE, q), lambda one: one.is_deed)


@router.get("/pages/{name}/", include_in_schema=False)
def page(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return what stands on a page."""
    place = _place(request, name, READ, lambda one: one.reads)
    answer = _looked_at(request, place)
    if isinstance(answer, HttpResponseBase):
        return answer
    if not answer.is_page:
        return problem(
            NOT_FOUND, _("This is a file. Ask for it under %(address)s.") % {"address": f"{FILES}/{name}/"}
        )
    found = reading.read(answer.content, answer.path)
    return JsonResponse(shapes.plain(shapes.page_shape(found, answer.path)))


@router.get("/files/{name}/", include_in_schema=False)
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give a file as it is."""
    place = _place(request, name, READ, lambda one: one.reads)
    answer = _looked_at(request, place)
    if isinstance(answer, HttpResponseBase):
        return answer
    if answer.is_page:
        return problem(
            NOT_FOUND, _("This is a page. Ask for it under %(address)s.") % {"address": f"{PAGES}/{name}/"}
        )
    answer.response.cookies.clear()
    return answer.response


@router.get("/deeds/{name}/", include_in_schema=False)
def deed(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return what a deed asks."""
    place = _place(request, name, WRITE, lambda one: one.is_deed)
    arguments, rest = asked.split(request, _names(place))
    return doing.form_of(request, place, arguments, rest)


@router.post("/deeds/{name}/", include_in_schema=False)
def do(request: HttpRequest, name: str) -> HttpResponseBase:
    """Do a deed, once for each key."""
    place = _place(request, name, WRITE, lambda one: one.is_deed)
    said = asked.read(request, _names(place))
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return doing.do(request, place, said)
    if len(key) > answers.LONGEST_KEY or not key.isprintable():
        return problem(
            BAD, _("An Idempotency-Key has at most %(most)d letters.") % {"most": answers.LONGEST_KEY}
        )
    digest = answers.digest(name.encode(), request.GET.urlencode().encode(), said.digest.encode())
    return _once(request, key, digest, lambda: doing.do(request, place, said))


def _once(
    request: HttpRequest, key: str, digest: str, done: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    try:
        row, is_new = answers.begin(token_of(request).row, key, digest, timezone.now())
    except answers.OtherDeedError:
        return problem(CONFLICT, _("This Idempotency-Key was used for something else."))
    except answers.UnderWayError:
        busy = problem(CONFLICT, _("The same is being done now, or broke off. Look what came of it."))
        busy["Retry-After"] = str(A_MOMENT)
        return busy
    if not is_new:
        again = HttpResponse(row.answer, status=row.status, content_type="application/json")
        again["Idempotency-Replayed"] = "true"
        return again
    try:
        answer = done()
    except BaseException:
        answers.let_go(row)
        raise
    if answer.status_code == DONE and isinstance(answer, JsonResponse):
        answers.keep(row, answer.status_code, answer.content.decode())
    else:
        answers.let_go(row)  # nothing was done, so it may be sent again
    return answer


def token_of(request: HttpRequest) -> Token:
    """Return the token that opened the door."""
    token: Token = request.auth  # type: ignore[attr-defined]
    return token


def _looked_at(request: HttpRequest, place: Place) -> Answer | HttpResponseBase:
    """Return what looking at a place gives; an answer for the program where it gives nothing to read."""
    arguments, rest = asked.split(request, _names(place))
    answer = call(request, place, path_of(place, arguments), query=rest)
    status = answer.response.status_code
    if REDIRECT <= status < BAD:
        return _elsewhere(answer.response.headers["Location"])
    return doing.outcome(answer) if status >= BAD and answer.is_page else answer


def _elsewhere(location: str) -> HttpResponse:
    target = shapes.target_shape(location)
    if target.name is None:
        return problem(
            NOT_FOUND,
            _("It leads to %(path)s, which programs do not reach.") % {"path": urlsplit(location).path},
        )
    query = f"?{urlencode(target.arguments)}" if target.arguments else ""
    return HttpResponseRedirect(f"/api/v1/{PAGES}/{target.name}/{query}")


def _place(request: HttpRequest, name: str, way: str, is_meant: Callable[[Place], bool]) -> Place:
    place = places().get(name)
    if place is None or not is_meant(place):
        raise Http404
    if not token_of(request).allows(place.scope(way)):
        raise RefusedError(beyond(place.scope(way)))
    return place


def _names(place: Place) -> frozenset[str]:
    return frozenset(one.name for one in place.arguments)


def _listed(
    request: HttpRequest, window: Window, what: tuple[str, str, str], is_meant: Callable[[Place], bool]
) -> Listing[shapes.PlaceShape]:
    kind, way, words = what
    token = token_of(request)
    found = [
        one
        for one in places().values()
        if is_meant(one)
        and words.lower() in f"{one.name} {one.words}".lower()
        and token.allows(one.scope(way))
    ]
    return paged(request, found, window, lambda one: shapes.place_shape(one, kind, way))
