"""Files that people send → plain text, or rows of a table."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

from mentorway.web.core import kinds

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
MOST_XML = 50 * 2**20
MOST_ROWS = 5000
MOST_COLUMNS = 60
DELIMITERS = (",", ";", "\t")
Row = tuple[int, dict[str, str]]


def text_of(content: bytes, name: str) -> str:
    """Return the text of a file: plain text, or the paragraphs of a Word document."""
    kind, content = kinds.looked_at(content, name)
    if kind is kinds.TEXT:
        return tidy(content.decode("utf-8-sig"))
    if kind is kinds.DOCX:
        return tidy(_paragraphs(content))
    raise ValidationError(_("Send a text (TXT) or a Word document (DOCX)."))


def tidy(text: str) -> str:
    r"""Return a text with the same line ends everywhere and without signs that cannot be seen.

    >>> tidy("a\r\nb\x00 \n")
    'a\nb'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return "".join(one for one in lines if one in "\n\t" or one.isprintable() or one == "\u00ad").strip()


def _paragraphs(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open(DOCUMENT) as part:
        xml = part.read(MOST_XML + 1)
    if len(xml) > MOST_XML:
        raise ValidationError(_("The document is too long to be read. Divide it."))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise ValidationError(_("The file is damaged and cannot be opened.")) from None
    return "\n\n".join(filter(None, (_words(one).strip() for one in root.iter(f"{WORD}p"))))


def _words(paragraph: Any) -> str:
    """Return the words of a paragraph as they stand: what was struck out by a reviewer is left out."""
    found = []
    for node in paragraph.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br", f"{WORD}cr", f"{WORD}noBreakHyphen"):
        name = node.tag.removeprefix(WORD)
        inner = (
            next(node.iterancestors(f"{WORD}p"), None) is not paragraph
        )  # a text box has its own paragraphs
        if not inner:
            found.append({"t": node.text or "", "tab": "\t", "noBreakHyphen": "-"}.get(name, "\n"))
    return "".join(found)


def rows_of(content: bytes, name: str) -> list[Row]:
    """Return the rows of a CSV file or of the first sheet of a workbook, by the names of the columns."""
    kind, content = kinds.looked_at(content, name)
    if kind in {kinds.CSV, kinds.TEXT}:
        found = _csv_rows(content.decode("utf-8-sig"))
    elif kind is kinds.XLSX:
        found = _sheet_rows(content)
    else:
        raise ValidationError(_("Send a table as CSV in UTF-8 or as an Excel workbook (XLSX)."))
    if not found:
        raise ValidationError(_("The file has no rows."))
    header = [cell.strip().casefold() for cell in found[0][1]]
    _refuse_header(header)
    rows = [
        (number, {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name})
        for number, cells in found[1:]
    ]
    rows = [(number, cells) for number, cells in rows if any(cells.values())]
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            _("The file has more than %(most)d rows. Divide it."), params={"most": MOST_ROWS}
        )
    return rows


def _refuse_header(header: Sequence[str]) -> None:
    named = [name for name in header if name]
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise ValidationError(
            _("The first row names a column twice: %(columns)s."), params={"columns": ", ".join(twice)[:200]}
        )


def _csv_rows(text: str) -> list[tuple[int, list[str]]]:
    first = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count), strict=True
    )
    found: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begins, cells[:MOST_COLUMNS]))
            begins = reader.line_num + 1
    except csv.Error:
        raise ValidationError(
            _("From row %(row)d on the file cannot be read as CSV. Is a quotation mark left open?"),
            params={"row": begins},
        ) from None
    return found


def _sheet_rows(content: bytes) -> list[tuple[int, list[str]]]:
    import openpyxl  # noqa: PLC0415 - heavy, and seldom needed

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS, max_row=MOST_ROWS + 1000)
        found = [(number, [_cell(one) for one in row]) for number, row in enumerate(rows, start=1)]
        book.close()
    except (
        *kinds.DAMAGE,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        etree.XMLSyntaxError,
        SyntaxError,
    ):
        raise ValidationError(_("The file is damaged and cannot be opened.")) from None
    return [(number, cells) for number, cells in found if any(cell.strip() for cell in cells)]


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case dt.datetime():
            return value.date().isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
