"""A methodology as a workbook with one sheet for each list, or as JSON; and what is wrong in such a file."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from mentorway.questionnaire import Problem, Severity, Sheet, Workbook, read_workbook
from mentorway.web.methodology.analysis.methodologies import (
    CONSTRUCT,
    INDICATOR,
    MEASURE,
    QUANTITY,
    RULE,
    SCHEMA,
    Facts,
)
from mentorway.web.methodology.analysis.methodology_checks import faults_of, known_to
from mentorway.web.methodology.analysis.methodology_texts import WHOLE
from mentorway.web.methodology.models import (
    Construct,
    Indicator,
    Measure,
    Methodology,
    QualityRule,
    Quantity,
)
from mentorway.wording import InvalidInputError, Message, shown

METHODOLOGY, LANGUAGES, TEXTS = "methodology", "languages", "texts"
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
WHOLE_NUMBERS = ("fewest_items",)
NUMBERS = ("baseline", "target", "smallest_worthwhile", "threshold", "value", *WHOLE_NUMBERS)
MOST_BYTES = 5_000_000
MOST_ITEMS = 500


@dataclass(frozen=True)
class Listed:
    """One sheet of a list: its columns, the model that knows their limits, and what its rows belong to."""

    columns: tuple[str, ...]
    model: type[Model]
    parent: str = ""  # the sheet whose row a row belongs to
    child: str = ""  # the name of the list in its parent


LISTS: Mapping[str, Listed] = {
    "constructs": Listed(CONSTRUCT, Construct),
    "measures": Listed(("construct", "instrument", *MEASURE), Measure, "constructs", "measures"),
    "indicators": Listed(("construct", *INDICATOR), Indicator),
    "quantities": Listed(("indicator", *QUANTITY), Quantity, "indicators", "quantities"),
    "quality_rules": Listed(RULE, QualityRule),
}
IDENTITY = {"quantities": "name"}


@dataclass
class Reading:
    """What a file holds, and what is wrong or doubtful in it."""

    facts: Facts = field(default_factory=dict)
    code: str = ""
    problems: list[Problem] = field(default_factory=list)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def usable(self) -> bool:
        """Whether nothing in it is wrong."""
        return bool(self.facts) and all(one.severity is not Severity.ERROR for one in self.problems)

    def wrong(self, message: Message, sheet: str = "", row: int = 0, column: str = "") -> None:
        """Note an error."""
        self.problems.append(Problem(Severity.ERROR, message, sheet, row, column))

    def note_doubts(self, methodology: Methodology) -> None:
        """Note what will stand in the way of publishing once this is a methodology of the same partner."""
        for fault in faults_of(self.facts, known_to(methodology, self.facts)):
            row = self.rows.get((fault.place, fault.key), 0)
            self.problems.append(
                Problem(Severity.WARNING, fault.message, fault.place, row, fault.field if row else "")
            )


def workbook_of(content: Mapping[str, Any]) -> Workbook:
    """Return a methodology as sheets of texts."""
    about = {name: str(content.get(name) or "") for name in (*WHOLE, "language")}
    sheets = [Sheet(METHODOLOGY, ("name", "text"), tuple(about.items()))]
    sheets += [Sheet(name, LISTS[name].columns, tuple(_rows(content, name))) for name in LISTS]
    languages = content.get(LANGUAGES) or {}
    texts = content.get(TEXTS) or {}
    sheets.append(
        Sheet(LANGUAGES, ("code", "name"), tuple((code, str(languages[code])) for code in languages))
    )
    lines = [(code, key, str(text)) for code in texts for key, text in texts[code].items()]
    return Workbook((*sheets, Sheet(TEXTS, ("language", "key", "text"), tuple(lines))))


def _rows(content: Mapping[str, Any], name: str) -> Iterator[tuple[str, ...]]:
    known = LISTS[name]
    if not known.parent:
        for part in content[name]:
            yield tuple(_cell(part.get(column)) for column in known.columns)
        return
    for part in content[known.parent]:
        for row in part.get(known.child) or ():
            yield (_cell(part.get("key")), *(_cell(row.get(column)) for column in known.columns[1:]))


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact so far
        return str(int(value))
    return "" if value is None else str(value)


def read(data: bytes, name: str) -> Reading:
    """Return what a file holds; its problems say what is wrong, by sheet and row.

    Raises
    ------
    InvalidInputError
        It cannot be read at all.
    """
    book = _of_json(data) if name.lower().endswith(".json") else read_workbook(data, name)
    found = Reading()
    if METHODOLOGY not in {sheet.name.strip().lower() for sheet in book.sheets}:
        found.wrong(
            Message("There is no sheet “%(sheet)s”. This file is not a methodology.", {"sheet": METHODOLOGY})
        )
        return found
    facts = {"schema": SCHEMA, **_about(book, found)}
    for sheet in LISTS:
        _take(book.sheet(sheet), sheet, facts, found)
    facts[LANGUAGES] = {
        one["code"]: one.get("name", one["code"]) for one in _records(book, LANGUAGES, "code")
    }
    facts[TEXTS] = {code: {} for code in facts[LANGUAGES]}
    for line in _records(book, TEXTS, "text"):
        facts[TEXTS].setdefault(line.get("language", ""), {})[line.get("key", "")] = line["text"]
    found.facts = facts
    return found


def _of_json(data: bytes) -> Workbook:
    if len(data) > MOST_BYTES:
        raise InvalidInputError(
            Message("The file has more than %(most)d MB.", {"most": MOST_BYTES // 1_000_000})
        )
    try:
        content = json.loads(data)
        return workbook_of(content)
    except (ValueError, RecursionError):
        raise InvalidInputError(Message("The file is not JSON.")) from None
    except (TypeError, KeyError, AttributeError):
        raise InvalidInputError(
            Message("The file is JSON, but not a methodology as this platform writes it.")
        ) from None


def _records(book: Workbook, sheet: str, needed: str) -> list[dict[str, str]]:
    return [cells for _row, cells in book.sheet(sheet).records() if cells.get(needed)]


def _about(book: Workbook, found: Reading) -> Facts:
    rows = {
        cells.get("name", "").strip(): (row, cells.get("text", ""))
        for row, cells in book.sheet(METHODOLOGY).records()
    }
    about = {}
    for name in WHOLE:
        row, text = rows.get(name, (0, ""))
        about[name] = text.strip()
        _refuse_long(about[name], (Methodology, name), found, (METHODOLOGY, row, "text"))
    if not about["title"]:
        found.wrong(Message("The title is missing."), METHODOLOGY, rows.get("title", (0, ""))[0], "text")
    found.code = rows.get("language", (0, ""))[1].strip()
    return about


def _take(sheet: Sheet, name: str, facts: Facts, found: Reading) -> None:
    """Put the rows of a sheet where they belong in the facts."""
    known = LISTS[name]
    facts.setdefault(name, [])
    parents = {one["key"]: one for one in facts.get(known.parent, ())}
    for row, cells in sheet.records():
        part = _part(cells, name, (row, found))
        if known.parent:
            owner = part.pop(known.columns[0])
            if owner not in parents:
                values = {"name": shown(owner) or "–", "sheet": known.parent}
                text = Message("“%(name)s” is no key on the sheet “%(sheet)s”.", values)
                found.wrong(text, name, row, known.columns[0])
                continue
            siblings = parents[owner][known.child]
        else:
            siblings = facts[name]
            found.rows[name, part["key"]] = row
            part.update({LISTS[one].child: [] for one in LISTS if LISTS[one].parent == name})
        _refuse_twice(part, siblings, name, (row, found))
        siblings.append(part)
    if known.parent:
        del facts[name]


def _part(cells: Mapping[str, str], name: str, where: tuple[int, Reading]) -> Facts:
    row, found = where
    part: Facts = {}
    for column in LISTS[name].columns:
        text = cells.get(column, "").strip()
        part[column] = _number(text, (name, row, column), found) if column in NUMBERS else text
        if column in NUMBERS or (LISTS[name].parent and column == LISTS[name].columns[0]):
            continue
        part[column] = _checked(text, (LISTS[name].model, column), found, (name, row, column))
    if name == "indicators":
        part["construct"] = cells.get("construct", "").strip()
    return part


def _checked(text: str, limit: tuple[type[Model], str], found: Reading, where: tuple[str, int, str]) -> str:
    """Return a text; note it if it is missing, too long, or none of the choices."""
    if where[2] in ("instrument", "construct"):
        return text
    known: Any = limit[0]._meta.get_field(limit[1])  # noqa: SLF001 - Django's own door to a model
    if not text and known.has_default():
        return str(known.get_default())
    if not text and not known.blank:
        found.wrong(Message("This must not be empty."), *where)
    choices = [str(value) for value, _label in known.choices or ()]
    if text and choices and text not in choices:
        values = {"found": shown(text), "known": ", ".join(choices)}
        found.wrong(Message("“%(found)s” is not one of: %(known)s.", values), *where)
    if text and (where[2] == "key" or where[0::2] == ("quantities", "name")) and not KEY.fullmatch(text):
        found.wrong(
            Message(
                "“%(found)s” is no short name: small letters a–z, digits and _, a letter first, at most 40.",
                {"found": shown(text)},
            ),
            *where,
        )
    _refuse_long(text, limit, found, where)
    return text


def _refuse_long(
    text: str, limit: tuple[type[Model], str], found: Reading, where: tuple[str, int, str]
) -> None:
    known: Any = limit[0]._meta.get_field(limit[1])  # noqa: SLF001 - Django's own door to a model
    if known.max_length and len(text) > known.max_length:
        values = {"count": len(text), "most": known.max_length}
        found.wrong(Message("The text has %(count)d letters; at most %(most)d.", values), *where)


def _number(text: str, where: tuple[str, int, str], found: Reading) -> float | int | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    fits = value.is_integer() and 0 <= value <= MOST_ITEMS if where[2] in WHOLE_NUMBERS else True
    if not math.isfinite(value) or not fits:
        found.wrong(Message("“%(found)s” is not a number that fits here.", {"found": shown(text)}), *where)
        return None
    return int(value) if where[2] in WHOLE_NUMBERS else value


def _refuse_twice(part: Facts, siblings: Sequence[Facts], name: str, where: tuple[int, Reading]) -> None:
    """Note a key that is there already, a number without a value, and a value that is none."""
    row, found = where
    identity = IDENTITY.get(name, "key")
    if identity in part and part[identity] in {one[identity] for one in siblings}:
        text = Message("“%(name)s” is there twice.", {"name": shown(part[identity])})
        found.wrong(text, name, row, identity)
    if name == "quantities" and (part["origin"] == "number") != (part["value"] is not None):
        found.wrong(Message("A number agreed on has a value, and nothing else has one."), name, row, "value")
