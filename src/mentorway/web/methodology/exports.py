"""What goes out: workbooks, XForms, files for translators, the documentation."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.text import slugify

from mentorway.questionnaire import write_workbook
from mentorway.web.accounts.models import User
from mentorway.web.methodology import queries
from mentorway.web.methodology.actions import publishing
from mentorway.web.methodology.analysis import documenting
from mentorway.web.methodology.analysis.exchange import files
from mentorway.web.methodology.analysis.exchange.units import Unit
from mentorway.web.methodology.analysis.texts import Text
from mentorway.web.methodology.models import Language, Proof, Questionnaire, Version

XLSX = files.FORMATS["xlsx"].content_type
XML = "text/xml; charset=utf-8"


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


def _stem(questionnaire: Questionnaire) -> str:
    return slugify(questionnaire.title)[:60] or "questionnaire"


def draft_workbook(questionnaire: Questionnaire) -> File:
    """Return the draft with every adjudicated translation."""
    workbook, _left = publishing.whole(questionnaire)
    return File(f"{_stem(questionnaire)}-draft.xlsx", XLSX, write_workbook(workbook))


def of_version(version: Version, kind: str) -> File | None:
    """Return a published version as a workbook or an XForm, exactly as it was published."""
    name = f"{_stem(version.questionnaire)}-{version.number}"
    if kind == "xlsx":
        return File(f"{name}.xlsx", XLSX, bytes(version.file))
    return File(f"{name}.xml", XML, version.xform.encode()) if kind == "xform" else None


def heading_of(language: Language, source: Language) -> files.Heading:
    """Return what a file of texts says of itself."""
    return files.Heading(language.questionnaire.title, source.code, language.code)


def texts(language: Language, source: Language, those: list[Text], user: User, kind: str) -> File | None:
    """Return the texts of a language as a file for a translator, with what ``user`` may see of the work."""
    form = files.FORMATS.get(kind)
    if form is None:
        return None
    written = queries.written_for(user, language, {text.key: text.fingerprint for text in those})
    units = [Unit(text.key, text.source, written.get(text.key, "")) for text in those]
    name = f"{_stem(language.questionnaire)}-{language.code}{form.ending}"
    return File(name, form.content_type, form.write(heading_of(language, source), units))


def documentation(language: Language, rows: list[documenting.Documented]) -> File:
    """Return the documentation of a translation as a table."""
    name = f"{_stem(language.questionnaire)}-{language.code}-documentation.csv"
    return File(name, "text/csv; charset=utf-8", documenting.as_csv(rows))


def proof(found: Proof) -> File:
    """Return the file that proves a permission."""
    stem, _dot, ending = found.name.rpartition(".")
    return File(f"{slugify(stem) or 'proof'}.{slugify(ending)}", found.content_type, bytes(found.content))
