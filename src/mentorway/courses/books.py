"""A programme as two books to print: the trainer's handbook and the participant's workbook.

Here a book is put together as a list of parts in the reader's language; `book.typ` sets them. Texts go there
as data and are never read as markup of the typesetter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from mentorway.courses.book_parts import Part
from mentorway.courses.handbook_parts import handbook_parts
from mentorway.courses.placing import printable
from mentorway.courses.structure import Programme
from mentorway.courses.workbook_parts import workbook_parts
from mentorway.language import Words
from mentorway.typesetting import Template

TEMPLATE = Path(__file__).with_name("book.typ")
TONGUE = re.compile("[a-z]{2,3}")


def handbook(programme: Programme, *, language: str) -> bytes:
    """Set everything that trainers need as a PDF.

    Parameters
    ----------
    programme : Programme
        In whichever language it is written.
    language : str
        The language of the book's own words, one of the five; of another one, English.

    Returns
    -------
    bytes
        A4, tagged, in PDF/UA-1 mode; the same bytes for the same programme and language. Where a text has
        letters that no typeface here can show, that mode is left, and the tags stay.
    """
    programme, words = printable(programme), Words.of(language)
    return _set(programme, words, words.gettext("Trainer's handbook"), handbook_parts(programme, words))


def workbook(programme: Programme, *, language: str) -> bytes:
    """Set what participants read and fill in as a PDF.

    Parameters
    ----------
    programme : Programme
        Its materials for trainers, the answers of its quizzes and the plans of its sessions stay out.
    language : str
        The language of the book's own words, one of the five; of another one, English.

    Returns
    -------
    bytes
        As of `handbook`.
    """
    programme, words = printable(programme), Words.of(language)
    return _set(programme, words, words.gettext("Participant's workbook"), workbook_parts(programme, words))


def _set(programme: Programme, words: Words, above: str, parts: Iterable[Part]) -> bytes:
    page = words.gettext("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}
    tongue = programme.language.partition("-")[0].lower()
    data = {
        "language": tongue if TONGUE.fullmatch(tongue) else words.language,
        "title": programme.title.strip() or words.gettext("Training programme"),
        "author": programme.partner or "Mentorway",
        "above": above,
        "page": page,
        "parts": list(parts),
    }
    return Template(TEMPLATE, "book").pdf(data)
