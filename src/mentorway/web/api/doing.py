"""A deed: the page's form is read, filled in as the program says, and sent to the view."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib.messages import constants as levels
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.api import shapes
from mentorway.web.api.analysis import reading
from mentorway.web.api.analysis.asked import Asked, Value
from mentorway.web.api.analysis.catalogue import Place
from mentorway.web.api.calling import Answer, Sent, call, path_of
from mentorway.web.core.problems import problem

WHO_IT_IS: Final = ("account_login", "account_reauthenticate", "mfa_reauthenticate")
REDIRECT, BAD, FORBIDDEN, NOT_ALLOWED, CONFLICT, WRONG = 300, 400, 403, 405, 409, 422


def form_of(request: HttpRequest, place: Place, arguments: Mapping[str, Any], query: Any) -> HttpResponseBase:
    """Return what a deed asks, or why it may not be done."""
    path = path_of(place, arguments)
    shown = _shown(request, place, path, query)
    if isinstance(shown, HttpResponseBase):
        return shown
    said = {name: str(value) for name, value in arguments.items()}
    forms = [shapes.form_shape(one) for one in _sent_here(shown, path)]
    title = shown.title if shown else ""
    shape = shapes.DeedShape(name=place.name, words=place.words, arguments=said, title=title, forms=forms)
    return JsonResponse(shapes.plain(shape))


def do(request: HttpRequest, place: Place, asked: Asked) -> HttpResponseBase:
    """Do a deed as the person of ``request``, and return what came of it."""
    path = path_of(place, asked.arguments)
    shown = _shown(request, place, path, asked.query)
    if isinstance(shown, HttpResponseBase):
        return shown
    names = [*asked.fields, *asked.files]
    form = _form_for(_sent_here(shown, path), names)
    strange = form.strange(names) if form else []
    if strange:
        errors = {name: [_("The page has no such field.")] for name in strange}
        return problem(WRONG, _("The page does not ask for all of this."), errors=errors)
    sent = Sent(filled(form, asked.fields), asked.files)
    return outcome(call(request, place, path, query=asked.query, sent=sent))


def filled(form: reading.Form | None, given: Mapping[str, Value]) -> dict[str, list[str]]:
    """Return what is sent: what was given; of the rest, what the page shows, as a browser does."""
    sent = {name: list(values) for name, values in form.usual.items()} if form else {}
    for name, value in given.items():
        values = _sent(form.by_name.get(name) if form else None, value)
        if values:
            sent[name] = values
        else:
            sent.pop(name, None)
    return sent


def outcome(answer: Answer) -> HttpResponseBase:
    """Return what a program is told of what a view answered to what was sent."""
    response = answer.response
    if REDIRECT <= response.status_code < BAD:
        return _moved(answer)
    if not answer.is_page:
        return response
    page = reading.read(answer.content, answer.path)
    shape = shapes.page_shape(page, answer.path)
    if response.status_code >= BAD:
        told = problem(response.status_code, page.title, errors=page.errors, page=shapes.plain(shape))
        if "Retry-After" in response.headers:
            told["Retry-After"] = response.headers["Retry-After"]
        return told
    if page.errors:
        detail = _("The form was not accepted.")
        return problem(WRONG, detail, errors=page.errors, page=shapes.plain(shape))
    said = shapes.message_shapes(answer.messages)
    return JsonResponse(shapes.plain(shapes.DoneShape(done=False, messages=said, page=shape)))


def _moved(answer: Answer) -> HttpResponse:
    location = answer.response.headers["Location"]
    if urlsplit(location).path in {reverse(name) for name in WHO_IT_IS}:
        return problem(FORBIDDEN, _("This asks the person once more who they are. Do it on the page."))
    wrong = [str(one.message) for one in answer.messages if one.level >= levels.ERROR]
    if wrong:
        return problem(WRONG, " ".join(wrong))
    told = shapes.message_shapes(answer.messages)
    target = shapes.target_shape(location)
    return JsonResponse(shapes.plain(shapes.DoneShape(done=True, location=target, messages=told)))


def _shown(
    request: HttpRequest, place: Place, path: str, query: Any
) -> reading.Page | HttpResponseBase | None:
    """Return the page of a deed; nothing if it has none; or the answer if it may not be seen."""
    if not place.reads:
        return None
    answer = call(request, place, path, query=query)
    if answer.response.status_code >= BAD:
        return None if answer.response.status_code == NOT_ALLOWED else outcome(answer)
    if not answer.is_page or answer.response.status_code >= REDIRECT:
        return None
    return reading.read(answer.content, path)


def _sent_here(page: reading.Page | None, path: str) -> list[reading.Form]:
    here = urlsplit(path).path
    return [one for one in page.forms if one.method == "post" and one.path == here] if page else []


def _form_for(forms: list[reading.Form], names: list[str]) -> reading.Form | None:
    """Return the form that asks for all that was given; of several, the first."""
    if len(forms) == 1:
        return forms[0]
    return next((one for one in forms if not one.strange(names)), None)


BOXES: Final = frozenset({"yes_no", "choices"})


def _sent(asked: reading.Field | None, value: Value) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return [asked.checked if asked else "on"] if value else []
    if value is None:
        return [] if asked and asked.type in BOXES else [""]
    return [str(value)]
