"""The OpenAPI document is whole: every reference leads somewhere, every name is there once."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from mentorway.web.api.openapi import document

METHODS = {"get", "post"}


def every(node):
    yield node
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for one in inside:
        yield from every(one)


def operations():
    return [said for path in document()["paths"].values() for said in path.values()]


@pytest.mark.django_db
def test_everybody_may_read_it():
    answer = Client().get(reverse("api:openapi"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    said = json.loads(answer.content)
    assert said["openapi"] == "3.1.0"
    assert said["info"]["title"] == "Mentorway"


def test_every_reference_leads_somewhere():
    whole = document()
    for node in every(whole):
        if isinstance(node, dict) and "$ref" in node:
            found = whole
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            assert found


def test_every_operation_has_a_name_of_its_own_words_and_answers():
    names = [one["operationId"] for one in operations()]
    assert sorted(names) == sorted(set(names))
    for one in operations():
        assert one["summary"]
        assert {"401", "403", "429"} <= set(one["responses"])
        assert any(status.startswith("2") for status in one["responses"])
        assert one["security"] == [{"TokenAuth": []}]
    assert list(document()["components"]["securitySchemes"]) == ["TokenAuth"]


def test_every_operation_tells_the_scope_that_its_door_asks_for():
    paths = document()["paths"]
    assert paths["/api/v1/network/partners/"]["get"]["x-scope"] == "network:read"
    assert paths["/api/v1/deeds/network:describe/"]["post"]["x-scope"] == "network:write"
    assert paths["/api/v1/deeds/network:describe/"]["get"]["x-scope"] == "network:write"
    assert paths["/api/v1/pages/network:partner/"]["get"]["x-scope"] == "network:read"
    silent = {path for path, said in paths.items() if not all("x-scope" in one for one in said.values())}
    assert silent == {f"/api/v1/{name}/" for name in ("me", "pages", "files", "deeds")}


def test_every_part_of_a_path_is_a_parameter():
    for path, methods in document()["paths"].items():
        wanted = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        assert set(methods) <= METHODS
        for one in methods.values():
            given = {each["name"] for each in one.get("parameters", []) if each.get("in") == "path"}
            assert given == wanted


def test_every_schema_is_of_known_words():
    words = {"string", "integer", "number", "boolean", "null", "array", "object"}
    for node in every(document()["components"]["schemas"]):
        if isinstance(node, dict) and isinstance(node.get("type"), str | list) and "properties" not in node:
            kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
            assert set(kinds) <= words


def test_a_deed_is_described_with_the_fields_of_its_form():
    said = document()["paths"]["/api/v1/deeds/network:describe/"]["post"]
    fields = said["requestBody"]["content"]["application/json"]["schema"]["properties"]["fields"][
        "properties"
    ]
    assert fields["name"]["maxLength"] > 10
    assert "FI" in fields["country"]["enum"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "status", "shown"),
    [
        ({}, 200, "How to begin"),
        ({"area": "network"}, 200, "/api/v1/deeds/network:describe/"),
        ({"area": "network", "q": "nothing is called so"}, 200, "Nothing is called so."),
        ({"q": "<b>"}, 200, "&lt;b&gt;"),
        ({"area": "nothing"}, 404, ""),
    ],
)
def test_people_read_what_programs_can_do(asked, status, shown):
    page = Client().get(reverse("api:guide"), asked)
    assert page.status_code == status
    assert shown in page.content.decode()
