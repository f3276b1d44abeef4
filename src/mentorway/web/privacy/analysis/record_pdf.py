"""The record of processing as a PDF, set as reports are. Texts go to the template as data."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.typesetting import Template, printable
from mentorway.web.evaluation.analysis.report_parts import Part, heading, items, notice, quiet, table, text
from mentorway.web.evaluation.analysis.report_pdf import TEMPLATE
from mentorway.web.privacy.analysis.essence import essence_of
from mentorway.web.privacy.analysis.record import HEADER, MEASURES, Processing, Record


def pdf(record: Record, language: str) -> bytes:
    """Set the record as a tagged PDF: the same bytes for the same record."""
    with override(language):
        facts = {
            "title": _("Record of processing"),
            "above": f"{record.partner}" if record.partner else _("All partners"),
            "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
            "language": language,
            "parts": [*_who(record), *_what(record), *_how()],
        }
        return Template(TEMPLATE).pdf(printable(facts, lines=True))


def _who(record: Record) -> Iterator[Part]:
    as_on = _("Article 30 of the General Data Protection Regulation. As it was on %(day)s.")
    yield quiet(as_on % {"day": date_format(record.day)})
    yield heading(1, _("Controllers"))
    yield text(_("Each partner answers for the data of its own people."))
    rows = [[one.name, one.get_country_display(), one.website or "–"] for one in record.partners]
    if rows:
        yield table(_("Partners"), [_("Partner"), _("Country"), _("Website")], rows, texts=3)
    else:
        yield notice(_("No partner is in the network yet."))
    yield heading(1, _("Joint controllers"))
    if not record.arrangements:
        yield notice(_("No arrangement between partners is in force."))
    for one in record.arrangements:
        yield heading(2, one.title)
        yield text(", ".join(partner.name for partner in one.parties.all()))
        yield text(f"{one.covers}\n{essence_of(one)[0]}")
        yield quiet(_("Contact point for people: %(email)s") % {"email": one.contact})
    yield from _processors(record)


def _processors(record: Record) -> Iterator[Part]:
    yield heading(1, _("Processors"))
    if record.operator is None:
        yield notice(_("Nobody is noted yet as running this installation."))
    for one, troubles in record.processors:
        yield heading(2, one.name)
        yield text(one.what)
        where = _("Data lies in: %(country)s.") % {"country": one.get_country_display()}
        yield quiet(f"{where} {one.safeguards}".strip())
        for trouble in troubles:
            yield notice(trouble)


def _what(record: Record) -> Iterator[Part]:
    yield heading(1, _("What is done with data"))
    activity = ""
    for one in record.processings:
        if one.activity != activity:
            activity = one.activity
            yield heading(2, activity)
        yield _processing(one)


def _processing(one: Processing) -> Part:
    data = "\n".join(one.data)
    rows = [
        [str(HEADER[2]), str(one.basis.value)],
        [str(HEADER[3]), data],
        [str(HEADER[4]), ", ".join(one.viewers)],
        [str(HEADER[5]), "\n".join(one.kept)],
    ]
    found = table(one.purpose, [_("Point"), _("What is recorded")], rows, texts=2)
    return {**found, "widths": [1.0, 4.0]}


def _how() -> Iterator[Part]:
    yield heading(1, _("How data is protected"))
    yield items(str(one) for one in MEASURES)
