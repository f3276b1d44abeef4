"""What a program sends: read strictly, so that nothing of it can be meant in two ways."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

MOST: Final = 1_000_000  # bytes of JSON
MOST_VALUES: Final = 10_000
BAD, TOO_LARGE, OTHER_KIND = 400, 413, 415
Value = str | int | float | bool | None | list[str | int | float]
KNOWN: Final = frozenset({"arguments", "fields", "query"})


class NotUnderstoodError(Exception):
    """What came cannot be read."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


@dataclass(frozen=True)
class Asked:
    """What a program wants done: arguments of the address, answers to the form, files."""

    arguments: Mapping[str, Any]
    fields: Mapping[str, Value]
    query: QueryDict
    digest: str
    files: MultiValueDict[str, UploadedFile] = field(default_factory=MultiValueDict)


def read(request: HttpRequest, names: frozenset[str]) -> Asked:
    """Return what was sent; ``names`` are arguments of the address, which may also stand in the query.

    Raises
    ------
    NotUnderstoodError
        It is neither JSON nor a form, is too large, too deep, or holds what is no text.
    """
    kind = request.content_type or ""
    if kind in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        return _form(request, names)
    if kind != "application/json" and (kind or int(request.META.get("CONTENT_LENGTH") or 0)):
        raise NotUnderstoodError(
            OTHER_KIND,
            _("Send application/json or multipart/form-data; “%(kind)s” came.") % {"kind": kind[:80]},
        )
    return _json(request, names)


def split(request: HttpRequest, names: frozenset[str]) -> tuple[dict[str, str], QueryDict]:
    """Return what the query of a request says of arguments of the address, and the rest for the page."""
    rest = request.GET.copy()
    arguments = {name: rest.pop(name)[-1] for name in names if name in rest}
    return {name: str(value) for name, value in arguments.items()}, rest


def _json(request: HttpRequest, names: frozenset[str]) -> Asked:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST:
        raise NotUnderstoodError(TOO_LARGE, _("More than 1 MB came. Send files as multipart/form-data."))
    body = _body(request)
    said = loaded(body) if body.strip() else {}
    strange = sorted(set(said) - KNOWN)
    if strange:
        raise NotUnderstoodError(
            BAD, _("Send “arguments”, “fields” and “query”; “%(name)s” came.") % {"name": strange[0][:80]}
        )
    parts = {name: _object(said.get(name, {}), name) for name in sorted(KNOWN)}
    fields = {name: _value(name, value) for name, value in parts["fields"].items()}
    arguments, query = split(request, names)
    for name, value in parts["query"].items():
        query.setlist(name, [str(value)])
    digest = hashlib.sha256(b"json" + body).hexdigest()
    return Asked({**arguments, **parts["arguments"]}, fields, query, digest)


def _body(request: HttpRequest) -> bytes:
    try:
        body = request.body
    except RequestDataTooBig:
        raise NotUnderstoodError(
            TOO_LARGE, _("More than 1 MB came. Send files as multipart/form-data.")
        ) from None
    except UnreadablePostError:
        raise NotUnderstoodError(BAD, _("The connection broke while it was sent.")) from None
    if len(body) > MOST:
        raise NotUnderstoodError(TOO_LARGE, _("More than 1 MB came. Send files as multipart/form-data."))
    return body


def loaded(body: bytes) -> dict[str, Any]:
    """Return the object that ``body`` holds.

    Raises
    ------
    NotUnderstoodError
        It is no JSON, no object, nested too deeply, or holds a number or a text that nobody can store.
    """
    try:
        said = json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except RecursionError:
        raise NotUnderstoodError(BAD, _("It is nested too deeply.")) from None
    except ValueError:  # also wrong UTF-8, and numbers with thousands of digits
        raise NotUnderstoodError(BAD, _("This is not JSON in UTF-8.")) from None
    return _object(said, "")


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _object(said: Any, name: str) -> dict[str, Any]:
    if not isinstance(said, dict):
        what = _("“%(name)s” must be an object.") % {"name": name} if name else _("Send an object.")
        raise NotUnderstoodError(BAD, what)
    if len(said) > MOST_VALUES:
        raise NotUnderstoodError(BAD, _("More than %(most)d values came.") % {"most": MOST_VALUES})
    for key in said:
        storable(key)
    for value in said.values():
        if name != "fields" and name and not isinstance(value, str | int):
            raise NotUnderstoodError(BAD, _("Values of “%(name)s” are texts or numbers.") % {"name": name})
        if isinstance(value, str):
            storable(value)
    return said


def _value(name: str, value: Any) -> Value:
    """Return an answer to a field: a text, a number, yes or no, or several texts and numbers."""
    if isinstance(value, list):
        if len(value) > MOST_VALUES or not all(isinstance(one, str | int | float) for one in value):
            raise NotUnderstoodError(BAD, _("“%(name)s” must be a list of texts.") % {"name": name[:80]})
        for one in value:
            storable(str(one))
        return list(value)
    if isinstance(value, dict):
        raise NotUnderstoodError(BAD, _("“%(name)s” must be one value, or a list.") % {"name": name[:80]})
    if isinstance(value, str):
        storable(value)
    found: Value = value
    return found


def storable(said: str) -> None:
    """Refuse what looks like a text and is none.

    Raises
    ------
    NotUnderstoodError
        It holds NUL or half of a character, which no database keeps.
    """
    if "\x00" in said:
        raise NotUnderstoodError(BAD, _("A text holds the character NUL."))
    try:
        said.encode()
    except UnicodeEncodeError:
        raise NotUnderstoodError(BAD, _("A text holds half of a character (a lone surrogate).")) from None


def _form(request: HttpRequest, names: frozenset[str]) -> Asked:
    try:
        post, files = request.POST, request.FILES
    except RequestDataTooBig:
        raise NotUnderstoodError(TOO_LARGE, _("The fields have more than 2.5 MB.")) from None
    except (MultiPartParserError, UnreadablePostError, SuspiciousOperation):
        raise NotUnderstoodError(BAD, _("The form could not be read.")) from None
    found = hashlib.sha256(b"form")
    for name, values in sorted(post.lists()):
        for value in (name, *map(str, values)):
            storable(value)
        found.update(json.dumps([name, values]).encode())
    for name, given in sorted(files.lists()):
        for file in given:
            storable(f"{name}{file.name}")
            found.update(json.dumps([name, file.name, _digest_of(file)]).encode())
    arguments, query = split(request, names)
    fields: dict[str, Value] = {name: [str(value) for value in values] for name, values in post.lists()}
    return Asked(arguments, fields, query, found.hexdigest(), files)


def _digest_of(file: UploadedFile) -> str:
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    file.seek(0)
    return found.hexdigest()
