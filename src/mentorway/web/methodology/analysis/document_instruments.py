"""The constructs of a methodology document, and the instruments that measure them, with published figures."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from mentorway.comparing.parts import Part, heading, notice, quiet, table, text
from mentorway.evidence.figures.verdicts import Verdict
from mentorway.web.methodology.analysis import figures
from mentorway.web.methodology.analysis.bank import Figure
from mentorway.web.methodology.analysis.document_reading import Cell, Facts, Reading, foreign
from mentorway.web.methodology.analysis.methodology_sources import BANK
from mentorway.web.methodology.models import Scoring

ENGLISH = "en"  # in which the shipped instruments are described


def constructs(reading: Reading) -> Iterator[Part]:
    """Yield what is measured: definitions, sources, and the items of each measure."""
    if not reading.facts["constructs"]:
        return
    yield heading(1, _("Constructs"))
    for row in reading.facts["constructs"]:
        key = f"construct/{row['key']}"
        yield {"kind": "heading", "level": 2, "text": reading.text(f"{key}/name", row["name"])}
        yield {"kind": "prose", "text": reading.text(f"{key}/definition", row["definition"])}
        if row["source"]:
            yield quiet(_("Source: %(source)s") % {"source": row["source"]})
        for measure in row["measures"]:
            yield from _measure(reading, measure)


def _measure(reading: Reading, measure: Facts) -> Iterator[Part]:
    instrument = reading.instrument(measure["instrument"])
    said = _("Measured by the scale “%(scale)s” of %(instrument)s.")
    name = instrument.get("title", measure["instrument"])
    scoring = Scoring(measure["scoring"]).label
    told = said % {"scale": measure["scale"], "instrument": name}
    yield text(f"{told} {_('Scoring: %(how)s.') % {'how': scoring}}{_fewest(measure)}")
    if measure["note"]:
        yield quiet(measure["note"])
    items = instrument.get("scales", {}).get(measure["scale"], [])
    if items:
        rows = [[item["name"], _wording(reading, item), _turned(item)] for item in items]
        yield {"kind": "items", "rows": rows}
    elif instrument:
        yield quiet(
            _("The wording is not given here: %(licence)s.") % {"licence": instrument["licence"].rstrip(".")}
        )


def _fewest(measure: Facts) -> str:
    count = measure["fewest_items"]
    if not count:
        return ""
    said = ngettext(
        "A person with fewer than %(count)d answer gets no score.",
        "A person with fewer than %(count)d answers gets no score.",
        count,
    )
    return " " + said % {"count": count}


def _wording(reading: Reading, item: Facts) -> Cell:
    """Return the wording of an item in the language of the document, or the one there is, marked."""
    texts: Mapping[str, str] = item.get("texts", {})
    if texts.get(reading.code):
        return texts[reading.code]
    for code in (reading.source, "en", *texts):
        if texts.get(code):
            return texts[code] if code == reading.code else foreign(texts[code], code)
    return item["text"] if reading.code == reading.source else foreign(item["text"], reading.source)


def _turned(item: Facts) -> str:
    return _("counts the other way") if item["reverse"] else ""


def instruments(reading: Reading) -> Iterator[Part]:
    """Yield the instruments: source, licence, scoring, and published figures worked out again."""
    rows = reading.facts["instruments"].items()
    if not rows:
        return
    yield heading(1, _("Instruments"))
    for ref, row in rows:
        yield heading(2, row["title"])
        facts = _facts(reading, row, ENGLISH if ref.startswith(BANK) else reading.source)
        yield {"kind": "facts", "rows": [[name, value] for name, value in facts if value]}
        yield from _figures(row)


def _facts(reading: Reading, row: Facts, code: str) -> Iterator[tuple[str, Cell]]:
    """Yield what is known of an instrument; ``code`` is the language in which that is written."""

    def told(said: str) -> Cell:
        return said if not said or code == reading.code else foreign(said, code)

    yield pgettext("of a text", "Source"), row["source"]
    yield "DOI", row["doi"]
    yield _("Web address"), row["address"]
    yield _("Licence"), told(row["licence"])
    yield _("Answers"), _answers(reading, row)
    yield _("Scoring"), told(row["scoring"])


def _answers(reading: Reading, row: Facts) -> str:
    codes = (reading.code, reading.source, "en")
    told = [
        (value, next((texts[code] for code in codes if texts.get(code)), ""))
        for value, texts in row.get("answers", ())
    ]
    return " · ".join(f"{value} {label}".strip() for value, label in told)


def _figures(row: Facts) -> Iterator[Part]:
    groups = figures.checked([Figure(**one) for one in row["figures"]])
    numbers = [group for group in groups if group.is_checked]
    if groups:
        yield heading(3, _("Published figures"))
    for group in numbers:
        said = f"{group.figure.what} ({group.figure.source})" if group.figure.source else group.figure.what
        yield text(said)
        yield from (notice(flag) for flag in group.flags)
        heads = [pgettext("statistic", "Figure"), _("Printed"), _("Worked out again"), _("What that says")]
        cells = [[one.label, one.printed, one.again, _verdict(one)] for one in group.rows]
        yield table("4 2 3 5", heads, cells, texts=4)
    words = [[group.figure.what, _told(group)] for group in groups if not group.is_checked]
    if words:
        yield {"kind": "facts", "rows": words}


def _told(group: figures.Group) -> str:
    return f"{group.told} ({group.figure.source})" if group.figure.source else group.told


def _verdict(row: figures.Row) -> str:
    return {
        str(Verdict.AGREES): _("agrees"),
        str(Verdict.DISAGREES): _("does not agree"),
        str(Verdict.UNKNOWN): _("cannot tell"),
    }.get(row.verdict, row.sentence)
