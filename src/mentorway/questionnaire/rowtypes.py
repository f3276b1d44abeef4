"""The type column of the survey sheet: which words it may hold, and what we make of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

PLAIN: Final = {
    "text": "text", "string": "text", "integer": "integer", "int": "integer", "decimal": "decimal",
    "date": "date", "time": "time", "datetime": "dateTime", "date time": "dateTime", "note": "note",
    "calculate": "calculate", "hidden": "calculate", "acknowledge": "acknowledge", "trigger": "acknowledge",
    "range": "range", "start": "meta", "end": "meta", "today": "meta", "csv-external": "table",
}  # fmt: skip
IDENTIFYING: Final = frozenset(
    {"deviceid", "device id", "imei", "phonenumber", "phone number", "simserial", "sim id", "subscriberid",
     "subscriber id", "username", "email", "audit", "start-geopoint", "background-geopoint",
     "background-audio"}
)  # fmt: skip
UNSUPPORTED: Final = frozenset(
    {"geopoint", "geotrace", "geoshape", "gps", "location", "image", "photo", "audio", "video", "file",
     "barcode", "osm", "xml-external", "select_one_external", "percentage"}
)  # fmt: skip
SELECT = re.compile(
    r"(?P<kind>select[ _]one(?: from)?|select1|select[ _]multiple(?: from)?|select all that apply(?: from)?|"
    r"select_(?:one|multiple)_from_file|rank)\s+"
    r"(?P<list>\S.*?)(?P<other>\s+or[ _](?:specify[ _])?other)?",
    re.IGNORECASE,
)
GROUP = re.compile(r"(?P<end>begin|end)[ _]?(?P<kind>group|repeat|lgroup|loop|looped group)", re.IGNORECASE)


@dataclass(frozen=True)
class RowType:
    """What a row is: a kind of question, or begin, end, repeat, table, identifying, unsupported or unknown.

    `list` is the name of the choice list, `other` whether a question for another answer is added.
    """

    kind: str
    list: str = ""
    other: bool = False

    @property
    def question(self) -> bool:
        """Whether the row is a question, a note or a calculation."""
        return self.kind in QUESTIONS

    @property
    def shown(self) -> bool:
        """Whether a person sees it, so that it needs a label."""
        return self.kind in QUESTIONS and self.kind not in ("calculate", "meta")


SELECTS: Final = {"select1": "select_one", "rank": "rank"}
QUESTIONS: Final = frozenset({*PLAIN.values(), "select_one", "select_multiple", "rank"} - {"table"})


def row_type(text: str) -> RowType:
    """Return what a row is.

    >>> row_type("select_one yes_no or_other")
    RowType(kind='select_one', list='yes_no', other=True)
    >>> row_type("begin repeat").kind, row_type("geopoint").kind, row_type("txt").kind
    ('repeat', 'unsupported', 'unknown')
    """
    word = " ".join(text.split())
    lowered = word.lower()
    if lowered in PLAIN:
        return RowType(PLAIN[lowered])
    group = GROUP.fullmatch(word)
    if group:
        if group["end"].lower() == "end":
            return RowType("end")
        return RowType("begin" if group["kind"].lower() == "group" else "repeat")
    select = SELECT.fullmatch(word)
    if select:
        kind = select["kind"].lower()
        found = SELECTS.get(kind) or ("select_one" if "one" in kind else "select_multiple")
        return RowType(found, select["list"], select["other"] is not None)
    if lowered in IDENTIFYING:
        return RowType("identifying")
    return RowType("unsupported" if lowered.split(" ")[0] in UNSUPPORTED else "unknown")
