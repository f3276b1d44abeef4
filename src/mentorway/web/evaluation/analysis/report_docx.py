"""The report as a DOCX that people can go on writing in: headings, lists and tables that programs know."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, Final

import docx
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from mentorway.typesetting import printable
from mentorway.web.evaluation.analysis.report import Report
from mentorway.web.evaluation.analysis.report_chart import picture
from mentorway.web.evaluation.analysis.report_parts import Part

TONGUES: Final[Mapping[str, str]] = {
    "en": "en-GB",
    "lt": "lt-LT",
    "lv": "lv-LV",
    "sv": "sv-SE",
    "fi": "fi-FI",
}
ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can hold, so that files are the same
ZIP_UNIX: Final = 3
CELL: Final = "Table Text"


def docx_file(report: Report) -> bytes:
    """Write the report: the same bytes for the same report."""
    file = blank(report.language)
    _say_about(file, report)
    paragraph(file, printable(report.above), "Subtitle")
    paragraph(file, printable(report.title), "Title")
    with override(report.language):
        for part in report.parts:
            _WRITERS[part["kind"]](file, printable(part, lines=True))
    return timeless(file)


def _say_about(file: Document, report: Report) -> None:
    about, result = file.core_properties, report.result
    moment = (result.finished or result.created).astimezone(dt.UTC).replace(microsecond=0, tzinfo=None)
    about.title, about.subject = printable(report.title), printable(report.above)
    about.created = about.modified = moment
    about.revision = result.number


def blank(language: str) -> Document:
    """Return a file with nothing in it but its page, its language and who wrote it."""
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    tongue = TONGUES.get(language, language)
    defaults = file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    spoken = defaults.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        defaults.append(spoken)
    spoken.set(qn("w:val"), tongue)
    usual = file.styles["Normal"]
    usual.font.size = Pt(10)
    cells = file.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cells.base_style, cells.font.size, cells.paragraph_format.space_after = usual, Pt(8.5), Pt(1)
    about = file.core_properties
    about.author = about.last_modified_by = "Mentorway"
    about.language, about.comments = tongue, ""
    return file


def paragraph(file: Document, text: str, style: str) -> Paragraph:
    """Write a paragraph that looks as ``style`` says."""
    made = file.add_paragraph(text)
    _look(made, style)
    return made


def _look(made: Paragraph, style: str) -> None:
    made._p.style = style.replace(" ", "")  # noqa: SLF001 - by its name, all 166 are looked through each time


def heading(file: Document, part: Part) -> None:
    """Write a heading of its level."""
    paragraph(file, part["text"], f"Heading {part['level']}")


def lines(style: str) -> Callable[[Document, Part], None]:
    """Return what writes each line of a text as a paragraph."""

    def write(file: Document, part: Part) -> None:
        for line in str(part["text"]).splitlines() or [""]:
            paragraph(file, line, style)

    return write


def _lead(file: Document, part: Part) -> None:
    file.add_paragraph().add_run(part["text"]).bold = True


def _judgement(file: Document, part: Part) -> None:
    """Write what people say, or a place that shows that nobody has said anything yet."""
    title = file.add_paragraph()
    title.paragraph_format.keep_with_next = True
    title.add_run(part["title"]).bold = True
    style = "Intense Quote" if part["kind"] == "missing" else "Normal"
    lines(style)(file, part)


def bullets(file: Document, part: Part) -> None:
    """Write a list."""
    for row in part["rows"]:
        paragraph(file, row, "List Bullet")


def _quote(file: Document, part: Part) -> None:
    lines("Quote")(file, {"text": f"“{part['text']}”"})
    paragraph(file, part["by"], "Caption")


def _code(file: Document, part: Part) -> None:
    run = file.add_paragraph().add_run(part["text"])
    run.font.name, run.font.size = "Courier New", Pt(8)


def _chart(file: Document, part: Part) -> None:
    """Write a drawing with a text for those who cannot see it."""
    shape = file.add_picture(io.BytesIO(picture(part["svg"])), width=Cm(12))
    shape._inline.docPr.set("descr", part["alt"])  # noqa: SLF001 - no other way to give a picture its text
    paragraph(file, part["caption"], "Caption")


def _nothing(_file: Document, _part: Part) -> None:
    """Leave out what only a page has."""


def table(file: Document, part: Part) -> None:
    """Write a table with a caption, a header row that is repeated, and a text for those who cannot see it."""
    caption = paragraph(file, part["caption"], "Caption")
    caption.paragraph_format.keep_with_next = True
    rows = [part["heads"], *part["rows"]]
    made = file.add_table(rows=len(rows), cols=len(part["heads"]))
    made._tbl.tblStyle_val = "TableGrid"  # noqa: SLF001 - as with paragraphs
    _describe(made, part)
    for place, (row, texts) in enumerate(zip(made.rows, rows, strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            written = cell.paragraphs[0]
            _look(written, CELL)
            run = written.add_run(text)
            if place == 0:
                run.bold = True
            elif column >= part["texts"]:
                written.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    file.add_paragraph()


def _describe(made: Table, part: Part) -> None:
    """Say that the first row is a header, and what the table holds."""
    first = made.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - no other way to say that a row is a header
    for name in ("w:cantSplit", "w:tblHeader"):
        first.append(OxmlElement(name))
    told = _("Table with %(rows)d rows and these columns: %(heads)s.") % {
        "rows": len(part["rows"]),
        "heads": ", ".join(part["heads"]),
    }
    for name, text in (("w:tblCaption", part["caption"]), ("w:tblDescription", told)):
        element = OxmlElement(name)
        element.set(qn("w:val"), text)
        made._tbl.tblPr.append(element)  # noqa: SLF001 - nor to give a table its text


def timeless(file: Document) -> bytes:
    """Return the bytes of a DOCX, packed so that it holds no moment at which it was written."""
    written, packed = io.BytesIO(), io.BytesIO()
    file.save(written)
    with zipfile.ZipFile(written) as came, zipfile.ZipFile(packed, "w") as made:
        for name in came.namelist():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, ZIP_UNIX
            made.writestr(entry, came.read(name))
    return packed.getvalue()


_WRITERS: Final[Mapping[str, Callable[[Any, Part], None]]] = {
    "heading": heading,
    "text": lines("Normal"),
    "quiet": lines("Normal"),
    "notice": lines("Intense Quote"),
    "lead": _lead,
    "human": _judgement,
    "missing": _judgement,
    "list": bullets,
    "quote": _quote,
    "code": _code,
    "table": table,
    "contents": _nothing,
    "chart": _chart,
}
