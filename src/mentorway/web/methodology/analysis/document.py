"""The methodology document: one list of parts, shown as a page and set as a PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from mentorway.comparing.parts import Part, heading, notice, quiet, table, text
from mentorway.web.methodology.analysis import power_sentences
from mentorway.web.methodology.analysis.document_indicators import indicators
from mentorway.web.methodology.analysis.document_instruments import constructs, instruments
from mentorway.web.methodology.analysis.document_reading import Cell, Facts, Reading, plain, read
from mentorway.web.methodology.analysis.power import asked_of, found_of


@dataclass(frozen=True)
class Issue:
    """Which state of a methodology it is: a version that was agreed on, or the draft (``number`` 0)."""

    number: int
    fingerprint: str
    day: Any
    note: str = ""
    is_example: bool = False

    @property
    def is_draft(self) -> bool:
        return not self.number


@dataclass(frozen=True)
class Document:
    """What is shown: title, what stands above it, a word across draft pages, and the parts."""

    language: str
    title: Cell
    above: str
    mark: str
    parts: list[Part]


def document(content: Facts, issue: Issue, code: str) -> Document:
    """Return the document in a language; what is not translated stays in the source language, marked so."""
    with override(code):
        reading = read(content, code)
        return Document(
            language=code,
            title=reading.text("title", reading.facts["title"]),
            above=_above(reading, issue),
            mark=pgettext("mark across a page", "Draft") if issue.is_draft else "",
            parts=list(_parts(reading, issue)),
        )


def languages_of(content: Facts) -> list[tuple[str, str, bool]]:
    """Return the languages of the platform: code, name, and whether every text is there."""
    return [(code, name, not read(content, code).missing) for code, name in settings.LANGUAGES]


def _above(reading: Reading, issue: Issue) -> str:
    day = date_format(timezone.localtime(issue.day), "DATE_FORMAT")
    if issue.is_draft:
        return _("Draft of a methodology · %(partner)s · %(day)s") % {
            "partner": reading.facts["partner"],
            "day": day,
        }
    values = {"partner": reading.facts["partner"], "number": issue.number, "day": day}
    return _("Methodology · version %(number)d · %(partner)s · %(day)s") % values


def _parts(reading: Reading, issue: Issue) -> Iterator[Part]:
    yield from _notices(reading, issue)
    for name, title in (("purpose", _("Purpose")), ("design", pgettext("of a study", "Design"))):
        if reading.facts[name].strip():
            yield heading(1, title)
            yield _paragraphs(reading.text(name, reading.facts[name]))
    yield from constructs(reading)
    yield from instruments(reading)
    yield from indicators(reading)
    yield from _rules(reading)
    yield from _power(reading)
    yield from _references(reading)
    yield from _about(reading, issue)


def _notices(reading: Reading, issue: Issue) -> Iterator[Part]:
    if issue.is_draft:
        yield notice(_("This is a draft: nobody has agreed on it yet, and it may change any day."))
    if issue.is_example:
        yield notice(_("Example. It shows what a methodology can look like; nobody works by it."))
    if reading.missing:
        said = ngettext(
            "%(count)d text is not translated yet. It stands here in %(language)s, marked with %(code)s.",
            "%(count)d texts are not translated yet. They stand here in %(language)s, marked with %(code)s.",
            len(reading.missing),
        )
        source = reading.source
        values = {"count": len(reading.missing), "language": reading.name_of(source), "code": source.upper()}
        yield notice(said % values)


def _paragraphs(said: Cell) -> Part:
    return {"kind": "prose", "text": said}


def _rules(reading: Reading) -> Iterator[Part]:
    rows = reading.facts["quality_rules"]
    if not rows:
        return
    yield heading(1, _("Quality rules"))
    for row in rows:
        key = f"rule/{row['key']}"
        yield {"kind": "heading", "level": 2, "text": reading.text(f"{key}/name", row["name"])}
        yield _paragraphs(reading.text(f"{key}/rule", row["rule"]))
        pairs: list[list[Cell]] = []
        if row["threshold"] is not None:
            pairs.append([_("Threshold"), reading.number(row["threshold"])])
        if row["consequence"].strip():
            pairs.append([_("If it is broken"), reading.text(f"{key}/consequence", row["consequence"])])
        if row["source"]:
            pairs.append([pgettext("of a text", "Source"), row["source"]])
        if pairs:
            yield {"kind": "facts", "rows": pairs}


def _power(reading: Reading) -> Iterator[Part]:
    rows = reading.facts["power"]
    if not rows:
        return
    yield heading(1, _("Plan of the sample"))
    for row in rows:
        asked, found = asked_of(row["asked"]), found_of(row["found"])
        yield heading(2, row["title"])
        yield text(power_sentences.looked_for(asked))
        yield {"kind": "lead", "text": power_sentences.answer(asked, found)}
        yield from map(text, power_sentences.further(asked, found))
        yield from map(notice, power_sentences.warnings(found))
        heads, cells = power_sentences.table(asked, found)
        yield table(" ".join("1" for _head in heads), heads, cells, texts=0)
        yield quiet(_("Worked out by Mentorway %(version)s.") % {"version": row["library_version"]})


def _references(reading: Reading) -> Iterator[Part]:
    facts = reading.facts
    found = [
        *(one["source"] for one in facts["constructs"]),
        *(_cited(one) for one in facts["instruments"].values()),
        *(one["baseline_source"] for one in facts["indicators"]),
        *(one["source"] for one in facts["quality_rules"]),
    ]
    sources = sorted({one.strip() for one in found if one.strip()}, key=str.casefold)
    if sources:
        yield heading(1, _("References"))
        yield {"kind": "list", "rows": sources}


def _cited(instrument: Facts) -> str:
    where = f"https://doi.org/{instrument['doi']}" if instrument["doi"] else instrument["address"]
    return " ".join(part for part in (instrument["source"], where) if part)


def _about(reading: Reading, issue: Issue) -> Iterator[Part]:
    yield heading(1, _("About this document"))
    pairs: list[list[Cell]] = [
        [_("Title"), reading.text("title", reading.facts["title"])],
        [_("Partner"), reading.facts["partner"]],
        [_("Version"), str(issue.number) if issue.number else pgettext("state of a text", "Draft")],
        [_("Date"), date_format(timezone.localtime(issue.day), "DATE_FORMAT")],
        [_("Written in"), reading.name_of(reading.source)],
    ]
    if issue.note:
        pairs.append([_("What changed and why"), issue.note])
    yield {"kind": "facts", "rows": pairs}
    yield text(_("Fingerprint of the content (SHA-256)"))
    yield {"kind": "code", "text": issue.fingerprint}
    yield heading(2, _("How to cite this"))
    yield text(_citation(reading, issue))


def _citation(reading: Reading, issue: Issue) -> str:
    values = {
        "partner": reading.facts["partner"],
        "year": timezone.localtime(issue.day).year,
        "title": plain(reading.text("title", reading.facts["title"])),
        "number": issue.number,
        "mark": issue.fingerprint[:12],
    }
    if issue.is_draft:
        return _("%(partner)s (%(year)d). %(title)s. Draft, fingerprint %(mark)s.") % values
    return _("%(partner)s (%(year)d). %(title)s. Version %(number)d, fingerprint %(mark)s.") % values
