"""What goes out: files for translators, the documentation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.text import slugify

from mentorway.web.accounts.models import User
from mentorway.web.translation import queries
from mentorway.web.translation.analysis import documenting
from mentorway.web.translation.analysis.exchange import files
from mentorway.web.translation.analysis.exchange.units import Unit
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.models import Language


@dataclass(frozen=True)
class File:
    """A file for people to keep."""

    name: str
    content_type: str
    content: bytes

    def response(self) -> HttpResponse:
        """Return it as something to keep, never to be shown as a page."""
        return HttpResponse(
            self.content,
            content_type=self.content_type,
            headers={
                "Content-Disposition": f'attachment; filename="{self.name}"',
                "X-Content-Type-Options": "nosniff",
            },
        )


def stem(title: str, otherwise: str = "texts") -> str:
    """Return how the names of files begin that are about something with this title."""
    return slugify(title)[:60] or otherwise


def heading_of(title: str, language: Language) -> files.Heading:
    """Return what a file of texts says of itself."""
    return files.Heading(title, queries.source_of(language.document).code, language.code)


def texts(title: str, language: Language, those: Sequence[Text], *, user: User, kind: str) -> File | None:
    """Return the texts of a language as a file for a translator, with what ``user`` may see of the work."""
    form = files.FORMATS.get(kind)
    if form is None:
        return None
    written = queries.written_for(user, language, {text.key: text.fingerprint for text in those})
    units = [Unit(text.key, text.source, written.get(text.key, "")) for text in those]
    name = f"{stem(title)}-{language.code}{form.ending}"
    return File(name, form.content_type, form.write(heading_of(title, language), units))


def documentation(title: str, language: Language, rows: list[documenting.Documented]) -> File:
    """Return the documentation of a translation as a table."""
    name = f"{stem(title)}-{language.code}-documentation.csv"
    return File(name, "text/csv; charset=utf-8", documenting.as_csv(rows))
