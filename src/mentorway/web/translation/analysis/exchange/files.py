"""Files of texts: a spreadsheet, XLIFF 1.2, PO."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polib
from lxml import etree

from mentorway.questionnaire import Limits, Sheet, Workbook, read_workbook, write_workbook
from mentorway.questionnaire.xform import parse_xml
from mentorway.web.translation.analysis.exchange.units import Unit
from mentorway.wording import InvalidInputError, Message

XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
NS = f"{{{XLIFF}}}"
NAMES: Any = {None: XLIFF}
SHEET = "texts"
COLUMNS = ("key", "source", "translation")
MOST_BYTES = Limits().bytes
MOST_UNITS = 20_000


@dataclass(frozen=True)
class Heading:
    """What a file of texts is about: the document, and the codes of two languages."""

    title: str
    source: str
    target: str


def write_xlsx(heading: Heading, units: Sequence[Unit]) -> bytes:
    """Return a workbook with a sheet of texts; every cell is text."""
    columns = (COLUMNS[0], f"{COLUMNS[1]} ({heading.source})", f"{COLUMNS[2]} ({heading.target})")
    rows = tuple((unit.key, unit.source, unit.target) for unit in units)
    return write_workbook(Workbook((Sheet(SHEET, columns, rows),)))


def read_xlsx(data: bytes, heading: Heading) -> list[Unit]:
    """Read a workbook in the limited worker."""
    sheet = read_workbook(data, "texts.xlsx").sheet(SHEET)
    wanted = (COLUMNS[0], f"{COLUMNS[1]} ({heading.source})", f"{COLUMNS[2]} ({heading.target})")
    missing = [column for column in wanted if column not in sheet.header]
    if missing:
        raise InvalidInputError(
            Message(
                "The workbook needs a sheet “%(sheet)s” with the columns %(columns)s. Download the file for "
                "this language, and fill in its last column.",
                {"sheet": SHEET, "columns": ", ".join(f"“{name}”" for name in wanted)},
            )
        )
    units = []
    for number, cells in sheet.records():
        key, source, target = (cells.get(column, "") for column in wanted)
        units.append(Unit(key, source, target, place=sheet.address(number, wanted[2])))
    return units


def write_xliff(heading: Heading, units: Sequence[Unit]) -> bytes:
    """Return XLIFF 1.2; the key is the identifier of each unit."""
    root = etree.Element(f"{NS}xliff", {"version": "1.2"}, nsmap=NAMES)
    about = {"original": heading.title, "datatype": "plaintext"}
    languages = {"source-language": heading.source, "target-language": heading.target}
    body = etree.SubElement(etree.SubElement(root, f"{NS}file", {**about, **languages}), f"{NS}body")
    for unit in units:
        row = etree.SubElement(
            body,
            f"{NS}trans-unit",
            {"id": unit.key, "{http://www.w3.org/XML/1998/namespace}space": "preserve"},
        )
        etree.SubElement(row, f"{NS}source").text = unit.source
        target = etree.SubElement(row, f"{NS}target", {"state": "translated" if unit.target else "new"})
        target.text = unit.target
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def read_xliff(data: bytes, heading: Heading) -> list[Unit]:
    """Read XLIFF 1.2 without entities, document types or network."""
    root = parse_xml(data)
    if root.tag != f"{NS}xliff":
        raise InvalidInputError(Message("The file is not XLIFF 1.2. Save it as XLIFF 1.2."))
    for file in root.iterfind(f"{NS}file"):
        _same_language(file.get("target-language", heading.target), heading)
    rows = [*root.iter(f"{NS}trans-unit")]
    return [
        Unit(
            row.get("id", ""),
            _text(row.find(f"{NS}source")),
            _text(row.find(f"{NS}target")),
            place=f"trans-unit {number}",
        )
        for number, row in enumerate(rows[:MOST_UNITS], start=1)
    ]


def _text(element: etree._Element | None) -> str:
    if element is None:
        return ""
    if len(element):
        raise InvalidInputError(
            Message(
                "The file has marks inside a text, as “%(tag)s”. Texts are plain here: remove the marks.",
                {"tag": etree.QName(element[0]).localname},
            )
        )
    return element.text or ""


def write_po(heading: Heading, units: Sequence[Unit]) -> bytes:
    """Return a PO file; the key is the context of each message."""
    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "Project-Id-Version": " ".join(heading.title.split()),
        "Language": heading.target.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    file.extend(polib.POEntry(msgctxt=unit.key, msgid=unit.source, msgstr=unit.target) for unit in units)
    return str(file).encode()


def read_po(data: bytes, heading: Heading) -> list[Unit]:
    """Read a PO file; fuzzy messages count as not translated."""
    try:
        text = data.decode("utf-8-sig")
        file = polib.pofile(f"#\n{text}", encoding="utf-8")  # never taken for the name of a file
    except (OSError, ValueError, IndexError, KeyError) as error:
        raise InvalidInputError(
            Message("The file cannot be read as a PO file in UTF-8: it is damaged or another kind of file.")
        ) from error
    _same_language(file.metadata.get("Language", heading.target).replace("_", "-"), heading)
    return list(_of_po(file))


def _of_po(file: polib.POFile) -> Iterator[Unit]:
    for entry in list(file)[:MOST_UNITS]:
        if not entry.obsolete:
            target = "" if entry.fuzzy else entry.msgstr
            yield Unit(entry.msgctxt or "", entry.msgid, target, place=f"PO:{entry.linenum - 1}")


def _same_language(code: str, heading: Heading) -> None:
    if code.lower() != heading.target.lower():
        raise InvalidInputError(
            Message(
                "The file is for the language “%(found)s”, and this is “%(wanted)s”. Choose the file of this "
                "language.",
                {"found": code[:20], "wanted": heading.target},
            )
        )


@dataclass(frozen=True)
class Format:
    """A kind of file: its ending, what browsers call it, how it is written and read."""

    ending: str
    content_type: str
    write: Callable[[Heading, Sequence[Unit]], bytes]
    read: Callable[[bytes, Heading], list[Unit]]


FORMATS = {
    "xlsx": Format(
        ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx, read_xlsx
    ),
    "xliff": Format(".xlf", "application/x-xliff+xml", write_xliff, read_xliff),
    "po": Format(".po", "text/x-gettext-translation; charset=utf-8", write_po, read_po),
}
ENDINGS = {".xlsx": "xlsx", ".xlf": "xliff", ".xliff": "xliff", ".po": "po"}


def read(data: bytes, filename: str, heading: Heading) -> list[Unit]:
    """Read a file of texts of one of the kinds, by the ending of its name."""
    Limits().admit_size(len(data))
    ending = next((kind for end, kind in ENDINGS.items() if filename.lower().endswith(end)), None)
    if ending is None:
        raise InvalidInputError(
            Message(
                "A file of texts is a spreadsheet (.xlsx), XLIFF 1.2 (.xlf) or PO (.po), and this is none of "
                "them."
            )
        )
    return FORMATS[ending].read(data, heading)
