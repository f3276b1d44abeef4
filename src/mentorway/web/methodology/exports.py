"""What goes out: workbooks, XForms, proofs."""

from django.utils.text import slugify

from mentorway.questionnaire import write_workbook
from mentorway.web.methodology.actions import publishing
from mentorway.web.methodology.models import Proof, Questionnaire, Version
from mentorway.web.translation.analysis.exchange.files import FORMATS
from mentorway.web.translation.exports import File, stem

XLSX = FORMATS["xlsx"].content_type
XML = "text/xml; charset=utf-8"


def _stem(questionnaire: Questionnaire) -> str:
    return stem(questionnaire.title, "questionnaire")


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


def proof(found: Proof) -> File:
    """Return the file that proves a permission."""
    name, _dot, ending = found.name.rpartition(".")
    return File(f"{slugify(name) or 'proof'}.{slugify(ending)}", found.content_type, bytes(found.content))
