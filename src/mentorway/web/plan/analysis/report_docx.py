"""The report as a DOCX that people can go on writing in: headings, lists and tables that programs know."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import override
from docx.document import Document

from mentorway.typesetting import printable
from mentorway.web.evaluation.analysis.report_docx import blank, bullets, heading, paragraph, table, timeless
from mentorway.web.evaluation.analysis.report_parts import Part
from mentorway.web.plan.analysis.report import Report

NOON: Final = dt.time(12)


def docx_file(report: Report) -> bytes:
    """Write the report: the same bytes for the same report."""
    file = blank(report.language)
    _say_about(file, report)
    paragraph(file, printable(report.above), "Subtitle")
    paragraph(file, printable(report.title), "Title")
    with override(report.language):
        for part in report.parts:
            writer = _WRITERS.get(part["kind"])
            if writer:
                writer(file, printable(part, lines=True))
    return timeless(file)


def _say_about(file: Document, report: Report) -> None:
    about = file.core_properties
    about.title, about.subject = printable(report.title)[:255], printable(report.above)[:255]
    about.created = about.modified = dt.datetime.combine(dt.date.fromisoformat(report.day), NOON)
    about.revision = report.number


def _paragraph(style: str) -> Callable[[Document, Part], None]:
    def write(file: Document, part: Part) -> None:
        for line in str(part["text"]).splitlines() or [""]:
            if line.strip():
                paragraph(file, line, style)

    return write


def _missing(file: Document, part: Part) -> None:
    """Write a place that shows that nobody has written anything yet."""
    title = file.add_paragraph()
    title.paragraph_format.keep_with_next = True
    title.add_run(part["title"]).bold = True
    _paragraph("Intense Quote")(file, part)


_WRITERS: Final[Mapping[str, Callable[[Any, Part], None]]] = {
    "heading": heading,
    "text": _paragraph("Normal"),
    "quiet": _paragraph("Normal"),
    "notice": _paragraph("Intense Quote"),
    "missing": _missing,
    "list": bullets,
    "table": table,
}
