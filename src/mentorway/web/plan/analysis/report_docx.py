"""The report as a DOCX that people can go on writing in: headings, lists and tables that programs know."""

import datetime as dt
import io
from collections.abc import Callable, Mapping
from typing import Any, Final

import docx
from django.utils.translation import override
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from mentorway.typesetting import printable
from mentorway.web.evaluation.analysis.report_docx import GRID, bullets, describe, heading, set_page, timeless
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
    return timeless(written.getvalue())


def _set_up(file: Document, report: Report) -> None:
    about = file.core_properties
    set_page(file, report.language)
    about.title, about.subject = printable(report.title)[:255], printable(report.above)[:255]
    about.created = about.modified = dt.datetime.combine(dt.date.fromisoformat(report.day), NOON)
    about.revision = report.number


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


def _table(file: Document, part: Part) -> None:
    """Write a table with a caption, a header row that is repeated, and a text for those who cannot see it."""
    caption = file.add_paragraph(part["caption"], style="Caption")
    caption.paragraph_format.keep_with_next = True
    made = file.add_table(rows=1 + len(part["rows"]), cols=len(part["heads"]), style=GRID)
    describe(made, part)
    for place, row in enumerate([part["heads"], *part["rows"]]):
        for column, (cell, words) in enumerate(zip(made.rows[place].cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(words)
            run.bold, run.font.size = place == 0, Pt(8.5)
            paragraph.paragraph_format.space_after = Pt(1)
            if place and column >= part["texts"]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    file.add_paragraph()


_WRITERS: Final[Mapping[str, Callable[[Any, Part], None]]] = {
    "heading": heading,
    "text": _paragraph("Normal"),
    "quiet": _paragraph("Normal"),
    "notice": _paragraph("Intense Quote"),
    "missing": _missing,
    "list": bullets,
    "table": _table,
}
