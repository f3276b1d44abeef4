"""The report as a PDF. Texts go to the template as data and are never read as markup."""

from mentorway.typesetting import Template, printable
from mentorway.web.evaluation.analysis.report_pdf import TEMPLATE
from mentorway.web.plan.analysis.report import Report


def pdf(report: Report) -> bytes:
    """Set the report as a tagged PDF: the same bytes for the same report."""
    return Template(TEMPLATE).pdf(printable(report.facts(), lines=True))
