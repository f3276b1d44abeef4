"""The package as Frictionless Data describes one: what each file is, what each column may hold."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Mapping
from typing import Any, Final

from mentorway.opendata.checking import doi_of, files_of
from mentorway.opendata.describing import Column, Creator, DataPackage, Hidden, Table
from mentorway.opendata.saying import said, spoken

Facts = dict[str, Any]
MEDIA: Final = {"md": "text/markdown", "cff": "text/yaml", "R": "text/x-r", "py": "text/x-python",
                "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip


def json_of(facts: Any) -> bytes:
    """Return facts as JSON that people can read, the same for the same facts."""
    return (json.dumps(facts, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def media_of(path: str) -> str:
    """Return the kind of content by the ending.

    >>> media_of("README.md"), media_of("ddi.xml"), media_of("reproduce/reproduce.R")
    ('text/markdown', 'application/xml', 'text/x-r')
    """
    ending = path.rpartition(".")[2]
    known = mimetypes.MimeTypes(()).types_map[True]
    kind = MEDIA.get(ending) or known.get(f".{ending}", "text/plain")
    return "application/xml" if kind == "text/xml" else kind


def datapackage(package: DataPackage, files: Mapping[str, bytes]) -> bytes:
    """Return ``datapackage.json`` for the files of a package.

    Parameters
    ----------
    package : DataPackage
        Checked already.
    files : mapping of str to bytes
        What is in it, by path.

    Returns
    -------
    bytes
        A Data Package of Frictionless (version 1; `categories` as in version 2). Labels in all languages are
        in `labels`, which Frictionless leaves to others. Tables have schemas; every file its SHA-256.
    """
    study, main = package.study, package.language
    tables = files_of(package)
    facts: Facts = {
        "profile": "data-package",
        "name": _plain(said(study.titles, "en", main)),
        "id": _address(study.identifier),
        "title": said(study.titles, main),
        "description": said(study.abstracts, main),
        "labels": {"title": dict(study.titles), "description": dict(study.abstracts)},
        "languages": list(package.languages),
        "version": package.version,
        "created": f"{package.published.isoformat()}T00:00:00Z",
        "keywords": [said(term.labels, main) for term in study.keywords],
        "licenses": [_licence(package)],
        "contributors": _contributors(package),
        "resources": [_resource(path, content, tables.get(path), main) for path, content in files.items()],
    }
    if study.address:
        facts["homepage"] = study.address
    if study.sources:
        facts["sources"] = [{"title": source} for source in study.sources]
    if package.earlier:
        facts["replaces"] = package.earlier.identifier
    return json_of(facts)


def _plain(title: str) -> str:
    """Return a title as Frictionless takes names."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in title.lower())
    return "-".join(filter(None, letters.split("-")))[:80] or "study"


def _address(identifier: str) -> str:
    doi = doi_of(identifier)
    return f"https://doi.org/{doi}" if doi else identifier


def _licence(package: DataPackage) -> Facts:
    one = package.licence
    return {"name": one.name, "path": one.address, "title": one.title}


def _contributors(package: DataPackage) -> list[Facts]:
    study = package.study
    ranked: list[tuple[Creator, str]] = [(one, "author") for one in study.creators]
    ranked += [(one, "contributor") for one in study.contributors] + [(study.publisher, "publisher")]
    found = []
    for one, role in ranked:
        facts: Facts = {"title": one.name, "role": role}
        path = one.pid or one.address
        facts |= {"path": path} if path else {}
        found.append(facts | ({"organization": one.affiliation} if one.affiliation else {}))
    return found


def _resource(path: str, content: bytes, table: Table | None, main: str) -> Facts:
    facts: Facts = {
        "name": _plain(path),
        "path": path,
        "format": path.rpartition(".")[2] if "." in path else "txt",
        "mediatype": media_of(path),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if table is None:
        return facts | {"type": "file"}  # else a workbook is taken for a table
    facts |= {
        "profile": "tabular-data-resource",
        "title": said(table.titles, main) or table.name,
        "labels": {"title": dict(table.titles)},
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": {
            "fields": [_field(column, main) for column in table.columns],
            "missingValues": ["", Hidden.CELL.value],
        },
    }
    return facts | ({"description": said(table.notes, main)} if table.notes else {})


def _field(column: Column, main: str) -> Facts:
    facts: Facts = {
        "name": column.name,
        "type": column.type.value,
        "title": said(column.labels, main),
        "labels": dict(spoken(column.labels, ())),
    }
    if column.question:
        facts |= {"description": said(column.question, main), "question": dict(column.question)}
    missing = [str(one.code) for one in column.categories if one.missing]
    if missing:
        facts["missingValues"] = ["", Hidden.CELL.value, *missing]
    if column.categories:
        facts["categories"] = [
            {"value": one.code, "label": said(one.labels, main), "labels": dict(one.labels)}
            | ({"missing": True} if one.missing else {})
            for one in column.categories
        ]
    more = {"measure": column.measure.value, "unit": column.unit, "scale": column.scale}
    facts |= {key: value for key, value in more.items() if value}
    facts |= {"reverse": True} if column.reverse else {}
    facts |= {"protection": [str(one) for one in column.protected]} if column.protected else {}
    constraints = _constraints(column)
    return facts | ({"constraints": constraints} if constraints else {})


def _constraints(column: Column) -> Facts:
    codes = [one.code for one in column.categories if not one.missing]
    found: Facts = {"required": True} if column.required else {}
    if codes:
        found["enum"] = codes
    for name, limit in (("minimum", column.low), ("maximum", column.high)):
        if limit is not None:
            found[name] = int(limit) if float(limit).is_integer() else limit
    return found
