"""The package as an RO-Crate: every file, whose it is, how it was made, under which licence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from mentorway.opendata.checking import doi_of
from mentorway.opendata.describing import Creator, DataPackage, Organisation
from mentorway.opendata.frictionless import json_of, media_of
from mentorway.opendata.saying import ordered, said, spoken

Facts = dict[str, Any]
VERSION: Final = "https://w3id.org/ro/crate/1.1"
SELF: Final = "ro-crate-metadata.json"
MORE_TERMS: Final = {"sha256": "http://schema.org/sha256"}  # schema.org has it, the context of 1.1 not yet
MADE_BY: Final = "#mentorway"
MAKING: Final = "#making"
SCRIPTS: Final = ("py", "R")


def crate(package: DataPackage, files: Mapping[str, bytes], titles: Mapping[str, str]) -> bytes:
    """Return ``ro-crate-metadata.json`` of RO-Crate 1.1.

    Parameters
    ----------
    package : DataPackage
        Checked already.
    files : mapping of str to bytes
        Every other file, by path.
    titles : mapping of str to str
        What each file is, in words.

    Returns
    -------
    bytes
    """
    study, languages = package.study, ordered(package)
    doi = doi_of(study.identifier)
    identifier = f"https://doi.org/{doi}" if doi else study.identifier
    people = {_id(one): one for one in (*study.creators, *study.contributors, study.publisher)}
    root: Facts = {
        "@id": "./",
        "@type": "Dataset",
        "name": said(study.titles, package.language),
        "alternateName": [text for _, text in spoken(study.titles, languages)[1:]],
        "description": said(study.abstracts, package.language),
        "identifier": identifier,
        "datePublished": package.published.isoformat(),
        "version": package.version,
        "inLanguage": list(languages),
        "keywords": [said(term.labels, package.language) for term in study.keywords],
        "temporalCoverage": f"{study.first_day}/{study.last_day}",
        "spatialCoverage": [{"@id": f"#country-{code}"} for code in study.nations],
        "license": {"@id": package.licence.address},
        "author": [{"@id": _id(one)} for one in study.creators],
        "publisher": {"@id": _id(study.publisher)},
        "hasPart": [{"@id": path} for path in files],
    }
    root |= {"url": study.address} if study.address else {}
    root |= {"isBasedOn": package.earlier.identifier} if package.earlier else {}
    root |= {"funding": [{"@id": f"#grant-{n}"} for n in range(1, len(study.funding) + 1)]}
    root |= {"mentions": {"@id": MAKING}}
    root = {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in root.items()
    }
    root = {key: value for key, value in root.items() if value != []}
    graph = [_descriptor(), root, *(_file(*each, titles) for each in files.items())]
    graph += [_person(key, one) for key, one in people.items()]
    graph += [_country(code, said(names, "en")) for code, names in study.nations.items()]
    graph += [*_grants(package), _licence(package), _making(package, files), _software(package)]
    return json_of({"@context": [f"{VERSION}/context", MORE_TERMS], "@graph": graph})


def _descriptor() -> Facts:
    return {
        "@id": SELF,
        "@type": "CreativeWork",
        "conformsTo": {"@id": VERSION},
        "about": {"@id": "./"},
    }


def _file(path: str, content: bytes, titles: Mapping[str, str]) -> Facts:
    facts: Facts = {
        "@id": path,
        "@type": ["File", "SoftwareSourceCode"] if path.rpartition(".")[2] in SCRIPTS else "File",
        "name": titles.get(path, path),
        "encodingFormat": media_of(path),
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return facts


def _id(one: Creator) -> str:
    """Return what names an organisation or person in the graph."""
    kind = "organisation" if isinstance(one, Organisation) else "person"
    return one.pid or one.address or f"#{kind}-{_plain(one.name)}"


def _plain(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def _person(key: str, one: Creator) -> Facts:
    if isinstance(one, Organisation):
        facts = {"@id": key, "@type": "Organization", "name": one.name}
        return facts | ({"url": one.address} if one.address else {})
    facts = {"@id": key, "@type": "Person", "name": one.name}
    facts |= {"givenName": one.given, "familyName": one.family}
    return facts | ({"affiliation": one.affiliation} if one.affiliation else {})


def _country(code: str, name: str) -> Facts:
    return {"@id": f"#country-{code}", "@type": "Country", "name": name or code}


def _grants(package: DataPackage) -> list[Facts]:
    found: list[Facts] = []
    for number, one in enumerate(package.study.funding, start=1):
        facts = {"@id": f"#grant-{number}", "@type": "Grant", "name": one.title or one.number or "–"}
        facts |= {"identifier": one.number} if one.number else {}
        found.append(facts | {"funder": one.funder.name})
    return found


def _licence(package: DataPackage) -> Facts:
    one = package.licence
    return {
        "@id": one.address,
        "@type": "CreativeWork",
        "name": one.title,
        "description": one.name,
        "identifier": one.name,
    }


def _making(package: DataPackage, files: Mapping[str, bytes]) -> Facts:
    return {
        "@id": MAKING,
        "@type": "CreateAction",
        "name": "Answers protected, tables and numbers made",
        "endTime": package.published.isoformat(),
        "instrument": {"@id": MADE_BY},
        "result": [{"@id": path} for path in files if path.startswith("data/")],
    }


def _software(package: DataPackage) -> Facts:
    made_with = [f"{name} {version}" for name, version in package.versions.items()]
    return {
        "@id": MADE_BY,
        "@type": "SoftwareApplication",
        "name": "Mentorway",
        "softwareRequirements": made_with,
    }
