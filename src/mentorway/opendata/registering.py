"""The study as DataCite registers it, and as programs that cite read it."""

from __future__ import annotations

import json
from typing import Any, Final

from mentorway.opendata.checking import doi_of
from mentorway.opendata.describing import Creator, DataPackage, Organisation, Person
from mentorway.opendata.frictionless import json_of
from mentorway.opendata.saying import ordered, said, spoken

Facts = dict[str, Any]
KERNEL: Final = "http://datacite.org/schema/kernel-4"
SURVEY: Final = {"resourceTypeGeneral": "Dataset", "resourceType": "Survey data"}


def datacite(package: DataPackage, size: int) -> bytes:
    """Return ``datacite.json``: DataCite metadata of kernel 4.5 in JSON.

    Parameters
    ----------
    package : DataPackage
        Checked already.
    size : int
        Bytes of the data in it.

    Returns
    -------
    bytes
        With `doi` where the identifier is one, else with the identifier among the alternate ones.
    """
    study, languages = package.study, ordered(package)
    doi = doi_of(study.identifier)
    facts: Facts = {
        "schemaVersion": KERNEL,
        "types": SURVEY,
        "titles": [
            {"title": text, "lang": code} | ({"titleType": "TranslatedTitle"} if place else {})
            for place, (code, text) in enumerate(spoken(study.titles, languages))
        ],
        "creators": [_creator(one) for one in study.creators],
        "publisher": _publisher(study.publisher),
        "publicationYear": str(package.published.year),
        "language": package.language,
        "version": package.version,
        "dates": [
            {"date": package.published.isoformat(), "dateType": "Issued"},
            {"date": f"{study.first_day}/{study.last_day}", "dateType": "Collected"},
        ],
        "subjects": [
            {"subject": text, "lang": code}
            | ({"subjectScheme": term.vocabulary} if term.vocabulary else {})
            | ({"schemeUri": term.address} if term.address else {})
            for term in (*study.keywords, *study.topics)
            for code, text in spoken(term.labels, languages)
        ],
        "descriptions": [
            {"description": text, "descriptionType": "Abstract", "lang": code}
            for code, text in spoken(study.abstracts, languages)
        ],
        "geoLocations": [{"geoLocationPlace": said(one, "en")} for one in study.nations.values()],
        "rightsList": [_rights(package)],
        "sizes": [f"{size} bytes"],
        "formats": ["text/csv", "application/zip"],
    }
    facts |= _identified(doi, study.identifier) | _related(package)
    facts |= {"contributors": [_creator(one) | {"contributorType": "Other"} for one in study.contributors]}
    facts |= {"fundingReferences": _funded(package), **({"url": study.address} if study.address else {})}
    return json_of({key: value for key, value in facts.items() if value != []})


def _identified(doi: str, identifier: str) -> Facts:
    if doi:
        prefix, _, suffix = doi.partition("/")
        return {"doi": doi, "prefix": prefix, "suffix": suffix}
    kind = "URN" if identifier.lower().startswith("urn:") else "Local"
    return {"alternateIdentifiers": [{"alternateIdentifier": identifier, "alternateIdentifierType": kind}]}


def _creator(one: Creator) -> Facts:
    facts: Facts = {"name": one.formal, "nameType": "Organizational"}
    if isinstance(one, Person):
        facts |= {"nameType": "Personal", "givenName": one.given, "familyName": one.family}
    if one.affiliation:
        facts["affiliation"] = [{"name": one.affiliation}]
    if one.pid:
        address = f"https://{one.scheme.lower()}.org"
        named = {"nameIdentifier": one.pid, "nameIdentifierScheme": one.scheme, "schemeUri": address}
        facts["nameIdentifiers"] = [named]
    return facts


def _publisher(one: Organisation) -> Facts:
    facts: Facts = {"name": one.name}
    if one.identifier:
        facts |= {
            "publisherIdentifier": one.identifier,
            "publisherIdentifierScheme": "ROR",
            "schemeUri": "https://ror.org",
        }
    return facts


def _rights(package: DataPackage) -> Facts:
    return {
        "rights": package.licence.title,
        "rightsUri": package.licence.address,
        "rightsIdentifier": package.licence.name,
        "rightsIdentifierScheme": "SPDX",
        "schemeUri": "https://spdx.org/licenses/",
    }


def _related(package: DataPackage) -> Facts:
    if not package.earlier:
        return {}
    identifier = package.earlier.identifier
    doi = doi_of(identifier)
    kind = "DOI" if doi else "URN" if identifier.lower().startswith("urn:") else "URL"
    one = {
        "relatedIdentifier": doi or identifier,
        "relatedIdentifierType": kind,
        "relationType": "IsNewVersionOf",
    }
    return {"relatedIdentifiers": [one]}


def _funded(package: DataPackage) -> list[Facts]:
    found = []
    for one in package.study.funding:
        facts: Facts = {"funderName": one.funder.name}
        if one.funder.identifier:
            facts |= {"funderIdentifier": one.funder.identifier, "funderIdentifierType": "ROR"}
        facts |= {"awardNumber": one.number} if one.number else {}
        facts |= {"awardTitle": one.title} if one.title else {}
        found.append(facts)
    return found


def citation(package: DataPackage) -> bytes:
    """Return ``CITATION.cff`` (Citation File Format 1.2.0); its texts are quoted as JSON, which is YAML."""
    study, main = package.study, package.language
    lines = [
        "cff-version: 1.2.0",
        "message: If you use these data, please cite them as below.",
        "type: dataset",
        f"title: {_quoted(said(study.titles, main))}",
        f"abstract: {_quoted(said(study.abstracts, main))}",
        f"version: {_quoted(package.version)}",
        f"date-released: {package.published.isoformat()}",
        f"license: {package.licence.name}",
    ]
    doi = doi_of(study.identifier)
    lines += [f"doi: {_quoted(doi)}"] if doi else []
    lines += [f"url: {_quoted(study.address)}"] if study.address else []
    lines += ["keywords:", *(f"  - {_quoted(said(term.labels, main))}" for term in study.keywords)]
    lines += ["authors:", *(line for one in study.creators for line in _author(one))]
    return ("\n".join(lines) + "\n").encode()


def _author(one: Creator) -> list[str]:
    facts = _of_person(one) if isinstance(one, Person) else {"name": one.name, "website": one.address}
    if isinstance(one, Organisation):
        facts["country"] = one.country.upper()
    told = [f"{key}: {_quoted(value)}" for key, value in facts.items() if value]
    return [f"  - {told[0]}", *(f"    {line}" for line in told[1:])]


def _of_person(one: Person) -> dict[str, str]:
    return {
        "family-names": one.family,
        "given-names": one.given,
        "affiliation": one.affiliation,
        "orcid": one.orcid,
    }


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
