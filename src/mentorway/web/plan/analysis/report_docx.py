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
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from mentorway.typesetting import printable
from mentorway.web.evaluation.analysis.report_docx import GRID, TONGUES, ZIP_EPOCH, ZIP_UNIX
from mentorway.web.evaluation.analysis.report_parts import Part
from mentorway.web.plan.analysis.report import Report

NOON: Final = dt.time(12)


def docx_file(report: Report) -> bytes:
    """Write the report: the same bytes for the same report."""
    file = docx.Document()
    _set_up(file, report)
    file.add_paragraph(printable(report.above), style="Subtitle")
    file.add_paragraph(printable(report.title), style="Title")
    with override(report.language):
        for part in report.parts:
            writer = _WRITERS.get(part["kind"])
            if writer:
                writer(file, printable(part, lines=True))
    written = io.BytesIO()
    file.save(written)
    return _timeless(written.getvalue())


def _set_up(file: Document, report: Report) -> None:
    """Set the page, the language, and what is known of the file."""
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    tongue = TONGUES.get(report.language, report.language)
    defaults = file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    spoken = defaults.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        defaults.append(spoken)
    spoken.set(qn("w:val"), tongue)
    file.styles["Normal"].font.size = Pt(10)
    about = file.core_properties
    about.title, about.subject = printable(report.title)[:255], printable(report.above)[:255]
    about.author = about.last_modified_by = "Mentorway"
    about.language, about.comments = tongue, ""
    about.created = about.modified = dt.datetime.combine(dt.date.fromisoformat(report.day), NOON)
    about.revision = report.number


def _heading(file: Document, part: Part) -> None:
    file.add_heading(part["text"], level=part["level"])


def _paragraph(style: str) -> Callable[[Document, Part], None]:
    def write(file: Document, part: Part) -> None:
        for line in str(part["text"]).splitlines() or [""]:
            if line.strip():
                file.add_paragraph(line, style=style)

    return write


def _missing(file: Document, part: Part) -> None:
    """Write a place that shows that nobody has written anything yet."""
    title = file.add_paragraph()
    title.paragraph_format.keep_with_next = True
    title.add_run(part["title"]).bold = True
    _paragraph("Intense Quote")(file, part)


def _list(file: Document, part: Part) -> None:
    for row in part["rows"]:
        file.add_paragraph(row, style="List Bullet")


def _table(file: Document, part: Part) -> None:
    """Write a table with a caption, a header row that is repeated, and a text for those who cannot see it."""
    caption = file.add_paragraph(part["caption"], style="Caption")
    caption.paragraph_format.keep_with_next = True
    made = file.add_table(rows=1 + len(part["rows"]), cols=len(part["heads"]), style=GRID)
    _describe(made, part)
    for place, row in enumerate([part["heads"], *part["rows"]]):
        for column, (cell, words) in enumerate(zip(made.rows[place].cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(words)
            run.bold, run.font.size = place == 0, Pt(8.5)
            paragraph.paragraph_format.space_after = Pt(1)
            if place and column >= part["texts"]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    file.add_paragraph()


def _describe(made: Table, part: Part) -> None:
    first = made.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - no other way to say that a row is a header
    for name in ("w:cantSplit", "w:tblHeader"):
        first.append(OxmlElement(name))
    told = _("Table with %(rows)d rows and these columns: %(heads)s.") % {
        "rows": len(part["rows"]),
        "heads": ", ".join(part["heads"]),
    }
    for name, words in (("w:tblCaption", part["caption"]), ("w:tblDescription", told)):
        element = OxmlElement(name)
        element.set(qn("w:val"), words)
        made._tbl.tblPr.append(element)  # noqa: SLF001 - nor to give a table its text


def _timeless(content: bytes) -> bytes:
    """Pack a DOCX again so that it holds no moment at which it was written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as came, zipfile.ZipFile(packed, "w") as made:
        for name in came.namelist():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, ZIP_UNIX
            made.writestr(entry, came.read(name))
    return packed.getvalue()


_WRITERS: Final[Mapping[str, Callable[[Any, Part], None]]] = {
    "heading": _heading,
    "text": _paragraph("Normal"),
    "quiet": _paragraph("Normal"),
    "notice": _paragraph("Intense Quote"),
    "missing": _missing,
    "list": _list,
    "table": _table,
}
