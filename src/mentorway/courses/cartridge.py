"""A programme as an IMS Common Cartridge 1.1, which Moodle and other learning platforms read.

References
----------
IMS Global Learning Consortium (2011), Common Cartridge Profile, version 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from mentorway.courses import pages, quiz
from mentorway.courses.archive import zipped
from mentorway.courses.marks import to_html
from mentorway.courses.pages import Links
from mentorway.courses.placing import Place, Placed, placed, printable
from mentorway.courses.quiz import below
from mentorway.courses.structure import Assessment, AssessmentKind, MaterialKind, Programme

PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
METADATA = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
NAMESPACES: Final[dict[Any, str]] = {None: PACKAGE, "lom": METADATA}
WEB, TOPIC, LINK = "webcontent", "imsdt_xmlv1p1", "imswl_xmlv1p1"
QUIZ = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"


@dataclass(frozen=True)
class Resource:
    """One entry of the manifest and the file that it stands for; ``leads_to`` are paths of others."""

    identifier: str
    title: str
    kind: str
    path: str
    content: bytes
    leads_to: tuple[str, ...] = ()


Folder = tuple[Placed, list[Resource]]


def cartridge(programme: Programme, files: Mapping[str, bytes]) -> bytes:
    """Return the programme for people who learn as a Common Cartridge.

    Parameters
    ----------
    programme : Programme
        Its materials for trainers are left out, and its sessions appear with title and length only.
    files : mapping of str to bytes
        The content of each file by its fingerprint (SHA-256). For one that is not there, a page says so.

    Returns
    -------
    bytes
        A zip (``.imscc``): the introduction, then a folder a module with its pages, files, links, quizzes,
        topics to reflect on, and tasks with their rubrics as pages. The same bytes for the same programme.

    Examples
    --------
    >>> programme = Programme("Mentoring", "en", "", "", ())
    >>> cartridge(programme, {}) == cartridge(programme, {})
    True
    """
    programme = printable(programme)
    modules = placed(programme, files)
    links = Links.of(modules)
    first = Resource("intro", programme.title, WEB, "introduction.html", pages.introduction(programme))
    folders = [(one, _folder(programme, one, files, links)) for one in modules]
    held = [first, *(resource for _, resources in folders for resource in resources)]
    manifest = _manifest(programme, first, folders)
    return zipped({"imsmanifest.xml": manifest} | {one.path: one.content for one in held})


def _folder(programme: Programme, module: Placed, files: Mapping[str, bytes], links: Links) -> list[Resource]:
    opening = Resource(
        f"m{module.number}-00",
        module.module.title,
        WEB,
        f"{module.folder}/00-overview.html",
        pages.module(programme, module.module),
    )
    return [opening, *(_resource(programme, place, files, links) for place in module.places)]


def _resource(programme: Programme, place: Place, files: Mapping[str, bytes], links: Links) -> Resource:
    thing, kind, trail = place.thing, WEB, links.seen_from(place.path)
    if isinstance(thing, Assessment):
        return _assessment(programme, place, thing, links)
    if place.lacking:
        content = pages.missing(programme, thing)
    elif thing.kind is MaterialKind.LINK:
        kind, content = LINK, quiz.web_link(thing.title, thing.address.strip())
    elif thing.kind is MaterialKind.FILE:
        content = files[thing.sha256]
    else:
        content = pages.material(programme, thing, trail)
    return Resource(place.identifier, thing.title, kind, place.path, content, tuple(trail.met))


def _assessment(programme: Programme, place: Place, thing: Assessment, links: Links) -> Resource:
    kind, trail = WEB, links.seen_from(place.path)
    if thing.kind is AssessmentKind.QUIZ:
        kind, content = QUIZ, quiz.quiz(thing, f"{place.identifier}-a")
    elif thing.kind is AssessmentKind.REFLECTION:
        kind, content = TOPIC, quiz.topic(thing, to_html(thing.task, links.to_web))
    else:
        content = pages.task(programme, thing, trail)
    return Resource(place.identifier, thing.title, kind, place.path, content, tuple(trail.met))


def _manifest(programme: Programme, first: Resource, folders: Sequence[Folder]) -> bytes:
    """Return the list of all that is in the cartridge.

    Moodle looks for the namespace among the first 500 bytes, so nothing stands before the outermost element.
    """
    root = etree.Element(etree.QName(PACKAGE, "manifest"), {"identifier": "programme"}, nsmap=NAMESPACES)
    _about(below(root, "metadata"), programme)
    organization = below(
        below(root, "organizations"), "organization", identifier="order", structure="rooted-hierarchy"
    )
    top = below(organization, "item", identifier="top")
    _item(top, first)
    for module, held in folders:
        folder = below(top, "item", identifier=f"i-m{module.number}")
        below(folder, "title", module.module.title)
        for one in held:
            _item(folder, one)
    resources = below(root, "resources")
    every = [first, *(one for _, held in folders for one in held)]
    identifiers = {one.path: one.identifier for one in every}
    for one in every:
        _listed(resources, one, identifiers)
    return quiz.written(root)


def _item(parent: etree._Element, one: Resource) -> None:
    made = below(parent, "item", identifier=f"i-{one.identifier}", identifierref=one.identifier)
    below(made, "title", one.title)


def _listed(resources: etree._Element, one: Resource, identifiers: Mapping[str, str]) -> None:
    place = {"href": one.path} if one.kind == WEB else {}
    made = below(resources, "resource", identifier=one.identifier, type=one.kind, **place)
    below(made, "file", href=one.path)
    for path in one.leads_to:
        if path != one.path:
            below(made, "dependency", identifierref=identifiers[path])


def _about(metadata: etree._Element, programme: Programme) -> None:
    """Say what it is, in which language, whose, and under which licence (LOM)."""
    below(metadata, "schema", "IMS Common Cartridge")
    below(metadata, "schemaversion", "1.1.0")
    lom = etree.SubElement(metadata, etree.QName(METADATA, "lom"))
    general = below(lom, "general")
    _said(below(general, "title"), programme, programme.title)
    below(general, "language", programme.language)
    _said(below(general, "description"), programme, programme.summary)
    if programme.partner:
        whose = below(below(lom, "lifeCycle"), "contribute")
        role = below(whose, "role")
        below(role, "value", "publisher")
        below(whose, "entity", _card(programme.partner))
    rights = below(lom, "rights")
    bound = below(rights, "copyrightAndOtherRestrictions")
    below(bound, "value", "yes")
    _said(below(rights, "description"), programme, programme.licence)


def _said(parent: etree._Element, programme: Programme, text: str) -> None:
    below(parent, "string", text, language=programme.language)


def _card(name: str) -> str:
    """Return an organisation as a vCard, in which commas, semicolons and backslashes have a meaning."""
    said = re.sub(r"([\\,;])", r"\\\1", name.replace("\n", " "))
    return f"BEGIN:VCARD\nVERSION:3.0\nFN:{said}\nORG:{said}\nEND:VCARD"
