"""The report as a PDF. Texts go to the template as data and are never read as markup."""

from pathlib import Path

from mentorway.typesetting import Template, printable
from mentorway.web.evaluation.analysis.report import Report

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(report: Report) -> bytes:
    """Set the report as a tagged PDF: the same bytes for the same report."""
    return Template(TEMPLATE).pdf(printable(report.facts(), lines=True))
