"""What ODK Collect writes of itself into answers: the device, its user, the minute. None of it is kept.

Files that come along, as the record of every touch (audit), are never read, so only their names are here.
"""

import re
from typing import Final

from lxml import etree

from mentorway.questionnaire import Form, Kind
from mentorway.questionnaire.xform import parse_xml

MOMENTS: Final = frozenset({"start", "end", "today", "timestart", "timeend"})
OWNERS: Final = frozenset(
    {
        "deviceid",
        "imei",
        "simid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "username",
        "email",
        "userid",
        "audit",
    }
    | {"start-geopoint", "background-audio"}
)
KEPT: Final = frozenset({"instanceID", "deprecatedID", "instanceName"})  # of meta
ATTRIBUTES: Final = frozenset({"id", "version"})
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def without_traces(data: bytes, form: Form) -> str:
    """Return what a device sent as it is kept: moments are days, and what names a device or person is empty.

    A question that people are asked keeps its answer, whatever its name is.
    """
    root = parse_xml(data)
    for name in set(root.attrib) - ATTRIBUTES:
        del root.attrib[name]
    asked = {question.name for question in form.questions if question.kind is not Kind.META}
    moments = {question.name for question in form.questions if question.kind is Kind.META}
    for element in root.iterdescendants():
        if len(element):
            continue
        name = etree.QName(element).localname
        about = any(etree.QName(above).localname == "meta" for above in element.iterancestors())
        if name in moments or (_plain(name) in MOMENTS and (about or name not in asked)):
            element.text = _day(element.text)
        elif (about and name not in KEPT) or (_plain(name) in OWNERS and name not in asked):
            element.text = None
    text: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text.decode()


def _plain(name: str) -> str:
    return name.lower().replace("_", "")


def _day(text: str | None) -> str | None:
    found = DAY.match(text or "")
    return found[0] if found else None
