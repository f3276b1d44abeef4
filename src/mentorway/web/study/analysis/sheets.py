"""One-time codes as a sheet to print and cut: a QR code and the code in letters on every card."""

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway.typesetting import TYPEFACE
from mentorway.web.study.analysis import links
from mentorway.web.study.analysis.codes import one_time_code
from mentorway.web.study.models import AccessCode, Study

TEMPLATE = Path(__file__).parent / "sheet.typ"


@dataclass(frozen=True)
class Card:
    """What one person gets."""

    code: str
    link: str

    @property
    def picture(self) -> str:
        """The QR code as the address of a picture."""
        return links.qr_data(self.link)


def cards_of(codes: Iterable[AccessCode]) -> Iterator[Card]:
    """Yield a card for every code."""
    for code in codes:
        yield Card(one_time_code(code.serial), links.code_link(code))


def pdf(study: Study, title: str, cards: Iterable[Card]) -> bytes:
    """Return the sheet as a PDF: twelve cards on a page."""
    facts = {
        "title": study.title,
        "heading": title,
        "language": get_language() or "en",
        "help": _("Scan the picture, or open the address and type the code. It works once."),
        "place": links.entrance(),
        "cards": [{"code": card.code, "qr": _svg(card.link)} for card in cards],
    }
    import typst  # noqa: PLC0415 - heavy, and seldom needed

    made: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(TYPEFACE)],
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(facts, ensure_ascii=False)},
    )
    return made


def _svg(text: str) -> str:
    kept = io.BytesIO()
    segno.make(text, error="m").save(kept, kind="svg", border=1, xmldecl=False)
    return kept.getvalue().decode()
