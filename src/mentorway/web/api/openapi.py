"""The OpenAPI document: what activities let programs read, and every page, file and deed by its own name."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import get_language
from pydantic.json_schema import models_json_schema

from mentorway.web.api import shapes
from mentorway.web.api.analysis import schemas, views
from mentorway.web.api.analysis.catalogue import Place, places
from mentorway.web.api.rules.scopes import READ, WRITE, areas
from mentorway.web.api.v1 import SCOPE, api
from mentorway.web.core.problems import Problem

PREFIX: Final = "/api/v1"
REFERENCE: Final = "#/components/schemas/{model}"
SHAPES: Final = (shapes.PageShape, shapes.DeedShape, shapes.DoneShape, Problem)
TYPES: Final[Mapping[str, Mapping[str, Any]]] = {
    "int": {"type": "integer", "minimum": 0},
    "uuid": {"type": "string", "format": "uuid"},
}
TEXT: Final[Mapping[str, Any]] = {"type": "string", "minLength": 1, "maxLength": 200}
TROUBLES: Final = {
    "400": "It could not be understood.",
    "401": "No token that opens the door was shown.",
    "403": "The token does not reach so far, or the person may see it but not do it.",
    "404": "It is not there, or not for this person to see.",
    "422": "Something of what was asked or sent is wrong; `errors` says what.",
    "429": "Asked too often; `Retry-After` says for how many seconds to wait.",
}
DEED_TROUBLES: Final = {
    **TROUBLES,
    "409": "Somebody changed it meanwhile; `page` says what is to be decided. Or the key was used before.",
    "413": "More came than is taken.",
    "415": "It is neither JSON nor a form of several parts.",
}
ABOUT: Final = (
    "Everything that a person can do on the pages, a program can do for them: it reads resources and pages, "
    "fetches files, and does deeds, under the same rules and with the same words. `/api/` says how to begin."
)


def document() -> Mapping[str, Any]:
    """Return the document in the language of who asks."""
    return _document(get_language() or "en")


def encoded() -> bytes:
    """Return the document as it is sent; it is long, and stays the same as long as the process runs."""
    return _encoded(get_language() or "en")


@cache
def _encoded(language: str) -> bytes:
    return json.dumps(_document(language), ensure_ascii=False, cls=DjangoJSONEncoder).encode()


@cache
def _document(_language: str) -> Mapping[str, Any]:
    found = dict(api.get_openapi_schema(path_prefix="api/v1/"))
    found["info"] = {
        "title": "Mentorway",
        "version": api.version,
        "description": ABOUT,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    found["servers"] = [{"url": "/"}]
    paths = {name: _with_troubles(one) for name, one in found["paths"].items()}
    for place in places().values():
        paths.update(_paths_of(place))
    found["paths"] = paths
    found["tags"] = [
        {"name": "Programs"},
        *({"name": area.app, "description": str(area.title)} for area in areas()),
    ]
    parts = {**found["components"]}
    _ways, defined = models_json_schema([(one, "serialization") for one in SHAPES], ref_template=REFERENCE)
    parts["schemas"] = {**parts.get("schemas", {}), **defined["$defs"]}
    parts["responses"] = {
        f"Problem{status}": _json(words, "Problem", "application/problem+json")
        for status, words in DEED_TROUBLES.items()
    }
    parts["parameters"] = {"IdempotencyKey": dict(KEY)}
    found["components"] = parts
    return found


def _with_troubles(path: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ninja says of a path, and how trouble is told."""
    found = {}
    for method, said in path.items():
        answers = {str(status): answer for status, answer in said["responses"].items()}
        found[method] = {**said, "responses": {**answers, **_troubles(TROUBLES)}}
    return found


def _paths_of(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if place.is_deed:
        found[f"{PREFIX}/deeds/{place.name}/"] = {"get": _asking(place), "post": _doing(place)}
    if place.is_file:
        found[f"{PREFIX}/files/{place.name}/"] = {"get": _file(place)}
    elif place.reads:
        found[f"{PREFIX}/pages/{place.name}/"] = {"get": _page(place)}
    return found


def _operation(place: Place, way: str, verb: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "operationId": f"{verb}_{place.name.replace(':', '_')}",
        "summary": place.words,
        "description": f"Needs the scope `{place.scope(way)}`.",
        "tags": [place.app],
        "parameters": [
            {"name": one.name, "in": "query", "required": True, "schema": dict(TYPES.get(one.kind, TEXT))}
            for one in place.arguments
        ],
        "responses": dict(answers),
        "security": [{"TokenAuth": []}],
        SCOPE: place.scope(way),
    }


def _page(place: Place) -> dict[str, Any]:
    return _operation(
        place,
        READ,
        "read",
        {"200": _json("What people see on the page.", "PageShape"), **_troubles(TROUBLES)},
    )


def _file(place: Place) -> dict[str, Any]:
    content: dict[str, Any] = {"*/*": {"schema": {}}}
    given = {"description": "The file as it is.", "content": content}
    return _operation(place, READ, "fetch", {"200": given, **_troubles(TROUBLES)})


def _asking(place: Place) -> dict[str, Any]:
    return _operation(
        place, WRITE, "ask", {"200": _json("What the deed asks.", "DeedShape"), **_troubles(TROUBLES)}
    )


def _doing(place: Place) -> dict[str, Any]:
    kinds = views.forms_of(place.view)
    fields = schemas.schema_of(kinds)
    body = {
        "type": "object",
        "properties": {
            "arguments": {"type": "object", "additionalProperties": {"type": ["string", "integer"]}},
            "fields": fields,
            "query": {"type": "object", "additionalProperties": {"type": ["string", "integer"]}},
        },
        "additionalProperties": False,
    }
    content: dict[str, Any] = {"application/json": {"schema": body}}
    if schemas.has_files(kinds):
        content["multipart/form-data"] = {"schema": fields}
    answers = {"200": _json("What came of it.", "DoneShape"), **_troubles(DEED_TROUBLES)}
    found = _operation(place, WRITE, "do", answers)
    found["parameters"].append({"$ref": "#/components/parameters/IdempotencyKey"})
    return {**found, "requestBody": {"required": False, "content": content}}


KEY: Final[Mapping[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same body within 24 hours gets the first answer again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


def _json(description: str, model: str, kind: str = "application/json") -> dict[str, Any]:
    return {
        "description": description,
        "content": {kind: {"schema": {"$ref": REFERENCE.format(model=model)}}},
    }


def _troubles(said: Mapping[str, str]) -> dict[str, Any]:
    return {status: {"$ref": f"#/components/responses/Problem{status}"} for status in said}
