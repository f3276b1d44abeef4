"""Tables that come with a questionnaire (“towns.csv”): sheets of the workbook, lists in the XForm.

XLSForm keeps them as files beside the form. Here they are sheets named like the file, so that the workbook
holds everything, and what is published holds the rows: ODK Collect then needs no other file either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from mentorway.questionnaire.grammar import TOKEN, ExpressionError
from mentorway.questionnaire.limits import MOST_ATTACHED_ROWS, MOST_LISTED
from mentorway.questionnaire.notes import Notes
from mentorway.questionnaire.workbook import Sheet, Workbook
from mentorway.questionnaire.xform import XF, Issue, parse_xml
from mentorway.wording import InvalidInputError, Message, listed, shown

ENDING: Final = ".csv"
LONGEST_SHEET_NAME: Final = 31  # a spreadsheet takes no more
FILE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\.csv", re.IGNORECASE)
COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
SOURCE = re.compile(r"jr://(?:file|file-csv)/(.+)")
ITEMS = re.compile(r"instance\('([^']+)'\)/root/item")
PULL: Final = "pulldata"
PULL_PARTS: Final = 4
EXPRESSIONS: Final = ("calculate", "relevant", "constraint", "required", "readonly", "value", "nodeset")


def attached(workbook: Workbook) -> dict[str, Sheet]:
    """Return the attached tables by the name that expressions use.

    >>> sorted(attached(Workbook((Sheet("survey"), Sheet("towns.csv", ("name",))))))
    ['towns']
    """
    return {
        sheet.name.strip()[: -len(ENDING)]: sheet
        for sheet in workbook.sheets
        if sheet.name.strip().lower().endswith(ENDING)
    }


def check_name(name: str) -> None:
    """Refuse a file name that no sheet can have.

    Raises
    ------
    InvalidInputError
        It is too long, has other signs, or does not end in .csv.

    Examples
    --------
    >>> check_name("towns.csv")
    """
    if not FILE_NAME.fullmatch(name) or len(name) > LONGEST_SHEET_NAME:
        raise InvalidInputError(
            Message(
                "“%(name)s” cannot be the name of an attached table. Begin with a letter from a to z; then "
                "letters, digits, _, - and dots; end with .csv; at most %(limit)d letters in all.",
                {"name": shown(name), "limit": LONGEST_SHEET_NAME},
            )
        )


def look(workbook: Workbook, notes: Notes) -> Mapping[str, set[str]]:
    """Note what is wrong with the attached tables; return the values that each offers, by its file's name."""
    found: dict[str, set[str]] = {}
    for sheet in attached(workbook).values():
        name = sheet.name.strip()
        wrong = [column for column in sheet.header if column and not COLUMN.fullmatch(column)]
        twice = sorted({column for column in sheet.header if column and sheet.header.count(column) > 1})
        if not any(sheet.header):
            notes.error(Message("The attached table has no columns. Write their names into row 1."), name)
        for column in (*wrong, *twice):
            notes.error(
                Message(
                    "“%(column)s” cannot name a column of an attached table, or is there twice. Begin with a "
                    "letter from a to z; then letters, digits, _ and -.",
                    {"column": shown(column)},
                ),
                name,
                1,
                column,
            )
        if len(sheet.rows) > MOST_ATTACHED_ROWS:
            notes.error(
                Message(
                    "The attached table has %(rows)d rows, and at most %(limit)d can be used. Shorten it.",
                    {"rows": len(sheet.rows), "limit": MOST_ATTACHED_ROWS},
                ),
                name,
            )
        found[name] = {cells.get("name", "") for _, cells in sheet.records()} - {""}
    return found


@dataclass(frozen=True)
class Inlined:
    """An XForm that needs no other file, and what cannot be published in it."""

    xform: str
    issues: tuple[Issue, ...]


def inlined(xform: str, workbook: Workbook) -> Inlined:
    """Put the rows of the attached tables into the XForm that looks into them.

    Parameters
    ----------
    xform : str
        As pyxform writes it: ``<instance id="towns" src="jr://file-csv/towns.csv"/>``.
    workbook : Workbook
        With the tables as sheets.

    Returns
    -------
    Inlined
        The same text when no file is looked into.
    """
    if "jr://file" not in xform and PULL not in xform:
        return Inlined(xform, ())
    root = parse_xml(xform.encode())
    issues: list[Issue] = []
    sheets = attached(workbook)
    for instance in [each for each in root.iter(f"{XF}instance") if each.get("src")]:
        issues += _fill(instance, sheets)
        issues += _label(root, instance)
    issues += _without_pulldata(root)
    whole = etree.tostring(root, encoding="UTF-8", xml_declaration=True).decode()
    return Inlined(whole, tuple(issues))


def _fill(instance: etree._Element, sheets: Mapping[str, Sheet]) -> Iterator[Issue]:
    name = instance.get("id", "")
    source = SOURCE.fullmatch(str(instance.attrib.pop("src", "")))
    file = source[1] if source else name
    sheet = sheets.get(file[: -len(ENDING)]) if file.lower().endswith(ENDING) else None
    items = etree.SubElement(instance, f"{XF}root")
    if sheet is None:
        yield Issue(
            name,
            "type",
            Message(
                "The questionnaire looks into the file “%(file)s”, which is not attached. Attach it as a "
                "table whose name ends with .csv; attached are: %(attached)s.",
                {"file": shown(file), "attached": listed(sorted(sheets), most=MOST_LISTED) or "–"},
            ),
        )
        return
    for _, cells in sheet.records():
        item = etree.SubElement(items, f"{XF}item")
        for column in sheet.header:
            if COLUMN.fullmatch(column):
                etree.SubElement(item, f"{XF}{column}").text = cells.get(column, "")


def _label(root: etree._Element, instance: etree._Element) -> Iterator[Issue]:
    """Give the rows a name and a label where a question takes them from other columns."""
    name = instance.get("id", "")
    for itemset in root.iter(f"{XF}itemset"):
        match = ITEMS.match(itemset.get("nodeset", "").strip())
        if match is None or match[1] != name:
            continue
        for tag, column in (("value", "name"), ("label", "label")):
            taken = itemset.find(f"{XF}{tag}")
            wanted = taken.get("ref", column) if taken is not None else column
            if taken is None or wanted == column:
                continue
            if instance.find(f"{XF}root/{XF}item/{XF}{column}") is not None:
                yield Issue(
                    name,
                    "parameters",
                    Message(
                        "The table “%(table)s” has a column “%(column)s”, so no other can take its place. "
                        "Rename the column that is not wanted, and remove the parameter.",
                        {"table": shown(name), "column": column},
                    ),
                )
                continue
            for item in instance.iterfind(f"{XF}root/{XF}item"):
                etree.SubElement(item, f"{XF}{column}").text = item.findtext(f"{XF}{wanted}", "")
            taken.set("ref", column)


def _without_pulldata(root: etree._Element) -> Iterator[Issue]:
    for element in root.iter(etree.Element):
        for attribute in EXPRESSIONS:
            text = element.get(attribute, "")
            if PULL not in text:
                continue
            try:
                element.set(attribute, looked_up(text))
            except ExpressionError as error:
                owner = element.get("nodeset", element.get("ref", ""))
                yield Issue(owner.rpartition("/")[2], "calculation", error.message)


def looked_up(expression: str) -> str:
    """Return an expression in which each ``pulldata`` is a path into the table.

    Raises
    ------
    ExpressionError
        The table or a column is not written between quotes, or a part is missing.

    Examples
    --------
    >>> looked_up("pulldata('towns', 'county', 'name', /data/town )")
    "string(instance('towns')/root/item[name =  /data/town ]/county)"
    """
    tokens = list(_placed(expression))
    for place, (kind, text, start, _) in enumerate(tokens):
        if kind == "name" and text == PULL:
            parts, end = _parts(expression, tokens, place)
            rest = looked_up(expression[end:])
            return f"{expression[:start]}{_path(parts)}{rest}"
    return expression


Placed = tuple[str, str, int, int]  # kind, text, where it begins and ends


def _placed(expression: str) -> Iterator[Placed]:
    place = 0
    while match := TOKEN.match(expression, place):
        kind = str(match.lastgroup)
        yield kind, match.group(kind), match.start(kind), match.end()
        place = match.end()


def _parts(expression: str, tokens: list[Placed], place: int) -> tuple[list[str], int]:
    """Return what stands between the brackets after a function's name, part by part, and where they end."""
    depth, begun = 0, 0
    parts: list[str] = []
    for _, text, start, end in tokens[place + 1 :]:
        depth += (text in "([") - (text in ")]")
        if depth == 1 and text == "(" and not begun:
            begun = end
        elif (depth == 1 and text == ",") or depth == 0:
            parts.append(expression[begun:start])
            begun = end
        if depth == 0:
            return parts, end
    raise ExpressionError(NOT_PULLED)


def _path(parts: list[str]) -> str:
    if len(parts) != PULL_PARTS:
        raise ExpressionError(NOT_PULLED)
    names = [part.strip() for part in parts[:3]]
    if not all(name[:1] in "'\"" and name[-1:] == name[:1] and len(name) > 1 for name in names):
        raise ExpressionError(NOT_PULLED)
    table, wanted, key = (name[1:-1].removesuffix(ENDING) for name in names)
    if not (COLUMN.fullmatch(wanted) and COLUMN.fullmatch(key)) or "'" in table:
        raise ExpressionError(NOT_PULLED)
    return f"string(instance('{table}')/root/item[{key} = {_from_outside(looked_up(parts[3]))}]/{wanted})"


def _from_outside(expression: str) -> str:
    """Return an expression that means the same inside ``[…]``: what is relative starts at the question."""
    out, done, before = "", 0, ""
    for kind, text, start, end in _placed(expression):
        begins = before not in ("name", "number", "literal", ")", "]", "/", "//", "::", "*", "@", ".", "..")
        if text in (".", "..") and begins:
            out += f"{expression[done:start]}current()/{text}"
            done = end
        before = text if kind == "sign" else kind
    return out + expression[done:]


NOT_PULLED: Final = Message(
    "pulldata needs four parts: the table, the column wanted and the column compared, each between quotes, "
    "and what to look for, as in pulldata('towns', 'county', 'name', ${town})."
)
