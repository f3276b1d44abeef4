"""The methodology document as a PDF. Texts go to the template as data and are never read as markup."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.comparing import drawing
from mentorway.web.methodology.analysis.document import Document

TEMPLATE = Path(__file__).with_name("document.typ")


def pdf(document: Document) -> bytes:
    """Set the document as a tagged PDF in its language; the same bytes for the same document."""
    with override(document.language):
        page = _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}
    data = json.dumps(_printable({**asdict(document), "page": page}), ensure_ascii=False)
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
        kept = "\n".join(drawing.CONTROL.sub(" ", line) for line in value.splitlines())
        return kept.replace(" %", "\u00a0%")
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    if isinstance(value, dict):
        return {name: _printable(one) for name, one in value.items()}
    return value
