"""The report on challenges as a PDF. Texts go to the template as data and are never read as markup."""

import json
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway.comparing import drawing
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
    data = json.dumps(_printable(facts), ensure_ascii=False)
    try:
        return _set(data, "ua-1")
    except typst.TypstError:  # a letter that no typeface here has; the tags stay
        return _set(data, None)


def _set(data: str, standard: Literal["ua-1"] | None) -> bytes:
    made: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(drawing.TYPEFACE)],
        ignore_system_fonts=True,
        sys_inputs={"report": data},
        pdf_standards=standard,
        timestamp=0,
    )
    return made


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return drawing.CONTROL.sub(" ", value).replace(" %", "\u00a0%")
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    if isinstance(value, dict):
        return {name: _printable(one) for name, one in value.items()}
    return value
