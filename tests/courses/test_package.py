"""The package describes every file in it with its fingerprint, and the programme comes back from it."""

import csv
import datetime as dt
import hashlib
import io
import json
import re
from dataclasses import replace

import pytest
from tests.courses.making import FILES, LISTEN, PAGE, SHEET, SHEET_HASH, make_module, make_programme, opened

from mentorway.courses.package import package
from mentorway.courses.structure import from_facts

DESCRIPTIONS = {"datapackage.json", "ro-crate-metadata.json"}
RTL = make_programme(
    title="🤝 שלום", summary="", licence="Own terms", partner="", modules=(make_module(key="é"),) * 2
)


def made(programme=None, files=FILES):
    return opened(package(programme or make_programme(), files))


def described(files, name="datapackage.json"):
    return json.loads(files[name])


def table(files, name):
    return list(csv.DictReader(io.StringIO(files[name].decode(), newline="")))


@pytest.mark.parametrize("programme", [make_programme(), make_programme(modules=()), RTL])
def test_frictionless_finds_its_required_fields_and_true_fingerprints(programme):
    files = made(programme)
    found = described(files)
    assert re.fullmatch(r"[a-z0-9._/-]+", found["name"])
    resources = found["resources"]
    assert {one["path"] for one in resources} == set(files) - DESCRIPTIONS
    names = [one["name"] for one in resources]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9._-]+", one) for one in names)
    for one in resources:
        content = files[one["path"]]
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert all({"name", "path"} & set(one) for one in found["licenses"])


@pytest.mark.parametrize("name", ["coverage.csv", "citations.csv"])
def test_a_table_has_the_columns_that_its_schema_names(name):
    files = made()
    (schema,) = [one["schema"] for one in described(files)["resources"] if one["path"] == name]
    assert files[name].decode().split("\r\n")[0].split(",") == [one["name"] for one in schema["fields"]]


@pytest.mark.parametrize("programme", [make_programme(), make_programme(modules=()), RTL])
def test_the_crate_describes_itself_its_root_and_every_part(programme):
    files = made(programme)
    graph = {one["@id"]: one for one in described(files, "ro-crate-metadata.json")["@graph"]}
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert graph["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = graph["./"]
    parts = [one["@id"] for one in root["hasPart"]]
    assert set(parts) == set(files) - DESCRIPTIONS
    assert all(graph[one]["sha256"] == hashlib.sha256(files[one]).hexdigest() for one in parts)
    assert root["license"]["@id"] in graph
    assert root["name"]
    assert root["description"]
    assert not programme.partner or graph[root["author"]["@id"]]["name"] == programme.partner


def test_the_day_of_publication_is_in_the_crate_when_it_is_known():
    files = opened(package(make_programme(), FILES, published=dt.date(2026, 1, 2)))
    root = described(files, "ro-crate-metadata.json")["@graph"][1]
    assert root["datePublished"] == "2026-01-02"


def test_the_programme_comes_back():
    assert from_facts(described(made(), "programme.json")) == make_programme()


def test_it_is_the_same_bytes_again():
    assert package(make_programme(), FILES) == package(make_programme(), FILES)


def test_coverage_shows_what_is_a_gap():
    rows = table(made(), "coverage.csv")
    assert [(one["outcome"], one["practised_in"], one["assessed_by"], one["gap"]) for one in rows] == [
        ("listen to a colleague", "First meeting", "Watched talk", "false"),
        ("ask open questions", "", "", "true"),
    ]


def test_citations_name_what_a_module_answers():
    assert table(made(), "citations.csv") == [
        {
            "module": "Talking",
            "kind": "finding",
            "title": "People feel heard",
            "address": "https://example.org/finding",
            "version": "2",
        }
    ]


def test_pages_keep_their_links_and_files_their_content():
    files = made()
    assert "[the sheet](02-sheet.pdf)" in files["module-1/01-page.md"].decode()
    assert "[the site](03-site.md)" in files["module-1/01-page.md"].decode()
    assert files["module-1/02-sheet.pdf"] == SHEET
    assert "<https://example.org/?a=1&b=2>" in files["module-1/03-site.md"].decode()


def test_a_file_that_is_not_at_hand_is_named_as_missing():
    files = made(files={})
    assert described(files)["missing"] == [SHEET_HASH]
    assert "was not at hand" in files["module-1/02-sheet.md"].decode()


def test_what_a_spreadsheet_would_take_for_a_formula_is_held():
    module = make_module(outcomes=(replace(LISTEN, verb="=1+1"),), sessions=(), assessments=())
    files = made(make_programme(modules=(module,)))
    assert table(files, "coverage.csv")[0]["outcome"] == "'=1+1 to a colleague"


def test_a_licence_of_creative_commons_has_its_address():
    assert described(made())["licenses"] == [
        {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "CC BY 4.0"}
    ]
    assert described(made(RTL))["licenses"] == [{"name": "own-terms", "title": "Own terms"}]


def test_a_large_page_comes_whole():
    page = replace(PAGE, text="word " * 200_000)
    files = made(make_programme(modules=(make_module(materials=(page,)),)))
    assert files["module-1/01-page.md"].count(b"word") == 200_000
