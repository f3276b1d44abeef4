"""What goes out: workbooks, XForms, proofs, methodology documents, tables of power."""

import csv
import io
import json

from django.utils.text import slugify

from mentorway.cells import safe
from mentorway.questionnaire import write_workbook
from mentorway.web.methodology.actions import publishing
from mentorway.web.methodology.analysis import power_sentences
from mentorway.web.methodology.analysis.document import Document, Issue
from mentorway.web.methodology.analysis.document_pdf import pdf
from mentorway.web.methodology.analysis.methodologies import Facts
from mentorway.web.methodology.analysis.methodology_files import workbook_of
from mentorway.web.methodology.analysis.power import asked_of, found_of
from mentorway.web.methodology.models import Methodology, PowerAnalysis, Proof, Questionnaire, Version
from mentorway.web.translation.analysis.exchange.files import FORMATS
from mentorway.web.translation.exports import File, stem

XLSX = FORMATS["xlsx"].content_type
CSV = "text/csv; charset=utf-8"
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


def document(methodology: Methodology, issue: Issue, found: Document) -> File:
    """Return the methodology document as a PDF."""
    state = str(issue.number) if issue.number else "draft"
    name = f"{stem(methodology.title, 'methodology')}-{state}-{found.language}.pdf"
    return File(name, "application/pdf", pdf(found))


def power(kept: PowerAnalysis) -> File:
    """Return the table of a power analysis for a spreadsheet, with what it rests on above it."""
    asked, found = asked_of(kept.asked), found_of(kept.found)
    heads, rows = power_sentences.table(asked, found)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    sentences = (kept.title, power_sentences.looked_for(asked), power_sentences.answer(asked, found))
    writer.writerows([safe(one)] for one in sentences)
    writer.writerows([safe(name), safe(value)] for name, value in power_sentences.facts(asked))
    writer.writerow(["Mentorway", kept.library_version])
    writer.writerows([[], heads, *rows])
    return File(f"{stem(kept.title, 'power')}.csv", CSV, text.getvalue().encode("utf-8-sig"))


def proof(found: Proof) -> File:
    """Return the file that proves a permission."""
    name, _dot, ending = found.name.rpartition(".")
    return File(f"{slugify(name) or 'proof'}.{slugify(ending)}", found.content_type, bytes(found.content))


def methodology_file(title: str, content: Facts, kind: str) -> File | None:
    """Return a methodology as a workbook of sheets or as JSON; both can be read again."""
    name = stem(title, "methodology")
    if kind == "xlsx":
        return File(f"{name}.xlsx", XLSX, write_workbook(workbook_of(content)))
    if kind == "json":
        plain = json.dumps(content, ensure_ascii=False, indent=1)
        return File(f"{name}.json", "application/json; charset=utf-8", plain.encode())
    return None
