"""Hand a package of open data to the validators of other people.

Usage: python open_data_validators.py PACKAGE.zip

It needs none of Mentorway. Install what you want to ask in an environment of its own: frictionless, datacite,
roc-validator, cffconvert, lxml. A validator that is not installed is skipped, and said so. Some ask for files
that are not installed with them; without them they are skipped too:

MENTORWAY_DDI_XSD        codebook.xsd of DDI-Codebook 2.5, with the files beside it (from the DDI Alliance)
MENTORWAY_CDC_PROFILE    cdc25_profile.xml (from the repository cessda/cessda.metadata.profiles)
MENTORWAY_CRATE_CONTEXT  the context of RO-Crate 1.1 as JSON-LD, needed where the network is closed

The exit status is 1 where one of them finds a fault; what is only recommended is listed and is none.
"""

# ruff: noqa: PLC0415, T201 - what is not installed is not imported, and this is a program

import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
NAMES = {"ddi": "ddi:codebook:2_5", "xsi": "http://www.w3.org/2001/XMLSchema-instance"}


class SkippedError(Exception):
    """A validator that cannot be asked here."""


def installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError as error:
        raise SkippedError(f"{name} is not installed") from error


def given(name: str) -> Path:
    if not os.environ.get(name):
        raise SkippedError(f"{name} is not set")
    return Path(os.environ[name])


def frictionless(folder: Path) -> tuple[str, list[str]]:
    told = f"frictionless {installed('frictionless')}"
    from frictionless import validate

    report = validate(str(folder / "datapackage.json"))
    return told, [" ".join(map(str, row)) for row in report.flatten(["title", "message"])]


def datacite(folder: Path) -> tuple[str, list[str]]:
    told = f"datacite {installed('datacite')} (kernel 4.5)"
    from datacite import schema45

    facts = json.loads((folder / "datacite.json").read_text("utf-8"))
    return told, [error.message for error in schema45.validator.iter_errors(facts)]


def citation(folder: Path) -> tuple[str, list[str]]:
    told = f"cffconvert {installed('cffconvert')}"
    from cffconvert import Citation

    try:
        Citation((folder / "CITATION.cff").read_text("utf-8")).validate()
    except ValueError as error:
        return told, [str(error)]
    return told, []


def crate(folder: Path) -> tuple[str, list[str]]:
    told = f"roc-validator {installed('roc-validator')} (RO-Crate 1.1)"
    from rocrate_validator import services
    from rocrate_validator.models import Severity, ValidationSettings

    if os.environ.get("MENTORWAY_CRATE_CONTEXT"):
        _without_network(given("MENTORWAY_CRATE_CONTEXT").read_bytes())
    settings = ValidationSettings(
        rocrate_uri=str(folder), profile_identifier="ro-crate-1.1", requirement_severity=Severity.RECOMMENDED
    )
    found = services.validate(settings)
    return told, [f"{issue.severity.name}: {issue.message}" for issue in found.get_issues()]


def _without_network(context: bytes) -> None:
    """Answer requests for the context from the file, and all others with “not found”."""
    import requests

    def answer(_session: requests.Session, _method: str, url: str, **_options: object) -> requests.Response:
        response = requests.Response()
        response.status_code = 200 if str(url).startswith(CONTEXT) else 404
        response._content = context if response.status_code == 200 else b""
        response.headers["Content-Type"] = "application/ld+json"
        response.url = str(url)
        return response

    requests.Session.request = answer  # type: ignore[method-assign]
    from rocrate_validator.utils.http import HttpRequester

    HttpRequester.get = lambda _self, url, **_more: answer(None, "GET", url)  # type: ignore[arg-type]


def ddi(folder: Path) -> tuple[str, list[str]]:
    path = given("MENTORWAY_DDI_XSD")
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(str(path)))
    schema.validate(etree.parse(str(folder / "ddi.xml")))
    return "XML Schema of DDI-Codebook 2.5", [str(error) for error in schema.error_log]


def cessda(folder: Path) -> tuple[str, list[str]]:
    """Mandatory nodes; under a parent that is there, what is mandatory then, and what is recommended."""
    path = given("MENTORWAY_CDC_PROFILE")
    from lxml import etree

    profile, tree = etree.parse(str(path)), etree.parse(str(folder / "ddi.xml"))
    told = f"CESSDA profile {profile.findtext('.//{*}Version')}"
    problems = []
    for used in profile.iter("{*}Used"):
        words, place = " ".join("".join(used.itertext()).split()), str(used.get("xpath"))
        parent, _, last = place.rpartition("/")
        required, parents = used.get("isRequired") == "true", tree.xpath(parent, namespaces=NAMES)
        lacking = any(not one.xpath(last, namespaces=NAMES) for one in parents)
        if (required and not parents) or ((required or "MandatoryNodeIfParent" in words) and lacking):
            problems.append(f"mandatory: {place}")
        elif "RecommendedNode" in words and parents and lacking:
            problems.append(f"recommended: {place}")
    return told, problems


VALIDATORS: tuple[Callable[[Path], tuple[str, list[str]]], ...] = (
    frictionless,
    datacite,
    citation,
    crate,
    ddi,
    cessda,
)


def asked(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for one in VALIDATORS:
        try:
            yield one(folder)
        except SkippedError as reason:
            print(f"skipped  {one.__name__}: {reason}")


def main(package: Path) -> int:
    poor = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "package"
        with zipfile.ZipFile(package) as archive:
            archive.extractall(folder)
        for told, problems in asked(folder):
            faults = [one for one in problems if not one.lower().startswith("recommended")]
            print(f"{'faults' if faults else 'valid':8} {told}")
            poor += bool(faults)
            for problem in problems:
                print(f"         {problem}")
    return min(poor, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
