"""What the XML of Microsoft Project calls things: numbers for links, fields and days; durations; elements.

The order of elements, the codes and the units are those of Microsoft's schema of 2007 (mspdi_pj12.xsd),
https://github.com/MicrosoftDocs/office-developer-msproject-xml-docs (project-xml-data-interchange).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from mentorway.schedule.plan import Link
from mentorway.wording import InvalidInputError, Message, Value, shown

SPACE: Final = "http://schemas.microsoft.com/project"
HOURS: Final = 8  # of work that a day has in files that we write
MINUTES: Final = HOURS * 60
DAY_OF_WORK: Final = HOURS * 3600  # seconds
TENTHS: Final = MINUTES * 10  # of a minute, in which lags and floats are counted
LINKS: Final = {Link.FINISH_FINISH: 0, Link.FINISH_START: 1, Link.START_FINISH: 2, Link.START_START: 3}
IN_DAYS: Final = 7  # a duration or lag is shown in days
PERCENT: Final = frozenset({19, 20, 51, 52})  # formats of lags that are shares of a duration
ELAPSED: Final = frozenset({4, 6, 8, 10, 12, 36, 38, 40, 42, 44})  # around the clock, weekends too
SOON, MUST_START, NOT_EARLIER = 0, 2, 4
LATE, MUST_FINISH, START_NOT_LATER, FINISH_NOT_EARLIER, FINISH_NOT_LATER = 1, 3, 5, 6, 7
OWN_FIELD: Final = "Mentorway"  # what the alias of a custom field that is ours begins with
KEY_FIELD: Final = 188744016  # Text30 of a task: its key
FIRST_BASELINE_FIELD: Final = 188744005  # Text19 to Text29 of the project summary: baselines 0 to 10
BASELINES: Final = 11
GUESS_FIELDS: Final = (188743783, 188743784, 188743785)  # Duration1 to 3, as in Project's own PERT analysis
PLANNED_FIELD: Final = 188743955  # Duration4 of a task: its days as planned, where it really took others
NOBODY: Final = -65535  # resource of the row that stands for a task to which nobody is assigned
MORNING, EVENING = dt.time(8), dt.time(17)
NEVER_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DURATION: Final = re.compile(
    r"P(?:(\d+)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.ASCII
)
NUMBER: Final = re.compile(r"[+-]?\d{1,15}(?:\.\d{0,12})?", re.ASCII)


def duration(seconds: float) -> str:
    """Seconds of work as a duration, to a whole second.

    >>> duration(4.5 * 3600)
    'PT4H30M0S'
    """
    whole = round(seconds)
    return f"PT{whole // 3600}H{whole // 60 % 60}M{whole % 60}S"


def at(day: dt.date, hours: float) -> str:
    """The moment of a day at which so many hours of it are worked, with a break at noon.

    >>> at(dt.date(2026, 11, 2), 6)
    '2026-11-02T15:00:00'
    """
    start = dt.datetime.combine(day, MORNING)
    after = dt.timedelta(hours=hours + (hours > HOURS / 2))
    return (start + after).isoformat(timespec="seconds")


def plain(text: str) -> str:
    """A text without characters that XML cannot hold."""
    return NEVER_IN_XML.sub("\ufffd", text)


def below(parent: etree._Element, name: str, value: object = None) -> etree._Element:
    """Add an element and return it."""
    made = etree.SubElement(parent, f"{{{SPACE}}}{name}")
    if value is not None:
        made.text = plain(str(value))
    return made


def named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of a name right below another, whatever their namespace."""
    return (child for child in parent if isinstance(child.tag, str) and local(child) == name)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def listed_in(root: etree._Element, collection: str, name: str) -> list[etree._Element]:
    """The elements of a name in a collection right below the root."""
    return [one for found in named(root, collection) for one in named(found, name)]


def text(parent: etree._Element, name: str) -> str:
    """What the first element of a name holds, "" where there is none."""
    found = next(named(parent, name), None)
    return (found.text or "").strip() if found is not None else ""


def number(parent: etree._Element, name: str, default: float) -> float:
    """The number that an element holds; InvalidInputError with its line where it holds something else."""
    came = text(parent, name)
    if came and not NUMBER.fullmatch(came):
        raise _unfit(parent, name, came)
    return float(came or default)


def integer(parent: etree._Element, name: str, default: int) -> int:
    """The whole number that an element holds; InvalidInputError as for `number`."""
    found = number(parent, name, default)
    if not found.is_integer():
        raise _unfit(parent, name, text(parent, name))
    return int(found)


def flag(parent: etree._Element, name: str, *, default: bool = False) -> bool:
    """Whether an element says 1 or true."""
    came = text(parent, name).lower()
    return came in {"1", "true", "yes"} if came else default


def moment(parent: etree._Element, name: str) -> dt.datetime | None:
    """Day and time that an element holds; None where it is missing; InvalidInputError as for `number`."""
    came = text(parent, name)
    if not came or came.upper() == "NA":
        return None
    try:
        return dt.datetime.fromisoformat(came).replace(tzinfo=None)
    except ValueError as error:
        raise _unfit(parent, name, came) from error


def first_day(parent: etree._Element, name: str) -> dt.date | None:
    """The day that an element holds, whatever the time."""
    found = moment(parent, name)
    return found.date() if found else None


def last_day(parent: etree._Element, name: str) -> dt.date | None:
    """The day that an element holds; a time of midnight, when nothing is done, ends the day before."""
    found = moment(parent, name)
    if found and "T" in text(parent, name) and found.time() == dt.time() and found.date() > dt.date.min:
        return found.date() - dt.timedelta(days=1)
    return found.date() if found else None


def seconds(parent: etree._Element, name: str) -> float | None:
    """Seconds of a duration; None where the element is missing; InvalidInputError as for `number`."""
    came = text(parent, name)
    if not came:
        return None
    found = DURATION.fullmatch(came)
    if not found or not any(found.groups()):
        raise _unfit(parent, name, came)
    days, hours, minutes, rest = (float(part or 0) for part in found.groups())
    return days * 86400 + hours * 3600 + minutes * 60 + rest


def line_of(element: etree._Element) -> int:
    """In which line of the file an element begins."""
    line: Any = element.sourceline  # which the stubs do not know
    return int(line or 0)


def _unfit(parent: etree._Element, name: str, came: str) -> InvalidInputError:
    element = next(named(parent, name), parent)
    values: dict[str, Value] = {"line": line_of(element), "name": name, "came": shown(came)}
    return InvalidInputError(
        Message("Line %(line)d: %(name)s says “%(came)s”, which cannot be understood.", values)
    )
