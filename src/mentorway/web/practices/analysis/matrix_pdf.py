"""The report on challenges as a PDF. Texts go to the template as data and are never read as markup."""

from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway.typesetting import Template, printable
from mentorway.web.practices.analysis.matrix_report import Choice, parts, title
from mentorway.web.practices.models import ChallengeFinding

TEMPLATE = Path(__file__).with_name("matrix_report.typ")


def pdf(finding: ChallengeFinding, choice: Choice) -> bytes:
    """Set the report as a tagged PDF in the current language."""
    page = _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}
    facts = {
        "language": get_language() or "en",
        "title": title(),
        "above": date_format(timezone.localtime(finding.at), "DATE_FORMAT"),
        "page": page,
        "parts": parts(finding, choice),
    }
    return Template(TEMPLATE).pdf(printable(facts))
