"""OpenRosa documents: a submission in, the list of forms out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from mentorway.questionnaire.definition import Form, Group, Question
from mentorway.questionnaire.limits import MEGABYTE
from mentorway.questionnaire.xform import parse_xml
from mentorway.wording import InvalidInputError, Message, shown

LARGEST: Final = 2 * MEGABYTE
LIST_NAMESPACE: Final = "http://openrosa.org/xforms/xformsList"
INSTANCE_ID = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True)
class Submission:
    """What a device sent: which form and version, its identity, and the answers as texts.

    `answers` has every named question, empty ones too; give it to `judge` with the form of that version.
    """

    form: str
    version: str
    instance_id: str
    answers: dict[str, str] = field(default_factory=dict)
    replaces: str = ""  # the instance that it corrects


def read_submission(data: bytes) -> Submission:
    """Read the XML of a submission.

    Raises
    ------
    InvalidInputError
        It is too large, no XML, has a document type, no form, no instanceID, or a name twice.

    Examples
    --------
    >>> xml = b'''<data id="mentors" version="2" xmlns:orx="http://openrosa.org/xforms">
    ... <city>Oulu</city><orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>'''
    >>> read_submission(xml)
    Submission(form='mentors', version='2', instance_id='uuid:1', answers={'city': 'Oulu'}, replaces='')
    """
    if len(data) > LARGEST:
        raise InvalidInputError(
            Message(
                "The submission has %(size).1f MB, and at most %(limit).1f MB can be kept. Send it "
                "without files.",
                {"size": len(data) / MEGABYTE, "limit": LARGEST / MEGABYTE},
            )
        )
    root = parse_xml(data)
    answers: dict[str, str] = {}
    meta: dict[str, str] = {}
    for name, text, about in _leaves(root):
        kept = meta if about else answers
        if name in kept:
            raise InvalidInputError(
                Message(
                    "The submission has “%(name)s” twice. Repeated groups are not supported: send each "
                    "answer once.",
                    {"name": shown(name)},
                )
            )
        kept[name] = text
    form = root.get("id", "") or etree.QName(root).namespace or ""
    instance_id = meta.get("instanceID", "").strip()
    if not form or not INSTANCE_ID.fullmatch(instance_id):
        raise InvalidInputError(
            Message("The submission does not say which form it belongs to, or has no instanceID. Send both.")
        )
    return Submission(
        form, root.get("version", ""), instance_id, answers, meta.get("deprecatedID", "").strip()
    )


def _leaves(root: etree._Element) -> Iterator[tuple[str, str, bool]]:
    """Yield name and text of each element without children, and whether it stands in meta."""
    stack = [(child, False) for child in reversed(root)]
    while stack:
        element, about = stack.pop()
        name = etree.QName(element).localname
        about = about or name == "meta"
        if len(element):
            stack.extend((child, about) for child in reversed(element))
        elif name != "meta":
            yield name, element.text or "", about


def write_submission(form: Form, answers: dict[str, str], instance_id: str) -> bytes:
    """Return the answers as the XML that a device would send, for exports and tests."""
    root = etree.Element(form.root, id=form.name, version=form.version)
    elements = {"": root}
    rows: list[Question | Group] = [*form.groups, *form.questions]
    for row in sorted(rows, key=lambda each: each.path.count("/")):
        elements[row.path] = etree.SubElement(elements[row.group], row.name)
        if row.path not in form.groups_by_path:
            elements[row.path].text = answers.get(row.name) or None
    meta = etree.SubElement(root, "meta")
    etree.SubElement(meta, "instanceID").text = instance_id
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


@dataclass(frozen=True)
class Listed:
    """A form in the list that devices ask for."""

    form: str
    name: str
    version: str
    xform: str
    download_url: str


def xform_hash(xform: str) -> str:
    """Return the hash by which a device knows a form: the MD5 of exactly the bytes it downloads.

    >>> xform_hash("<h:html/>")
    'md5:c715eca0d5372c12583041b8bc1e3f09'
    """
    return "md5:" + hashlib.md5(xform.encode(), usedforsecurity=False).hexdigest()


def form_list(forms: Iterable[Listed]) -> bytes:
    """Return the OpenRosa form list."""
    root = etree.Element("xforms", xmlns=LIST_NAMESPACE)
    for form in forms:
        entry = etree.SubElement(root, "xform")
        for tag, text in (
            ("formID", form.form),
            ("name", form.name),
            ("version", form.version),
            ("hash", xform_hash(form.xform)),
            ("downloadUrl", form.download_url),
        ):
            etree.SubElement(entry, tag).text = text
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
