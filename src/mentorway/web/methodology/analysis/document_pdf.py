"""The methodology document as a PDF. Texts go to the template as data and are never read as markup."""

from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.typesetting import Template, printable
from mentorway.web.methodology.analysis.document import Document

TEMPLATE = Path(__file__).with_name("document.typ")


def pdf(document: Document) -> bytes:
    """Set the document as a tagged PDF in its language; the same bytes for the same document."""
    with override(document.language):
        page = _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}
    return Template(TEMPLATE).pdf(printable({**asdict(document), "page": page}, lines=True))
