"""The indicators of a methodology document: an overview by level, then a card for each."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.comparing.parts import Part, heading, table
from mentorway.figures import NOTHING
from mentorway.indicators import mathml, parse, spoken
from mentorway.web.core.wording import said
from mentorway.web.methodology.analysis.document_reading import Cell, Facts, Reading, plain
from mentorway.web.methodology.models import Aim, Direction, Level, Origin
from mentorway.wording import InvalidInputError


def indicators(reading: Reading) -> Iterator[Part]:
    """Yield every indicator, level by level."""
    rows = reading.facts["indicators"]
    if not rows:
        return
    yield heading(1, _("Indicators"))
    yield _overview(reading)
    for level in Level:
        of_level = [row for row in rows if row["level"] == level]
        if of_level:
            yield heading(2, str(level.label))
        for row in of_level:
            yield from _card(reading, row)


def _overview(reading: Reading) -> Part:
    heads = [
        _("Level"),
        pgettext("of a programme", "Indicator"),
        _("Aim"),
        _("Unit"),
        _("Baseline"),
        pgettext("of an indicator", "Target"),
    ]
    rows = [
        [
            str(level.label),
            reading.text(f"indicator/{row['key']}/name", row["name"]),
            str(Aim(row["aim"]).label),
            row["unit"],
            reading.number(row["baseline"]),
            reading.number(row["target"]),
        ]
        for level in Level
        for row in reading.facts["indicators"]
        if row["level"] == level
    ]
    return table("3 5 3 3 2 2", heads, rows, texts=4)


def _card(reading: Reading, row: Facts) -> Iterator[Part]:
    key = f"indicator/{row['key']}"
    yield {"kind": "heading", "level": 3, "text": reading.text(f"{key}/name", row["name"])}
    if row["meaning"].strip():
        yield {"kind": "prose", "text": reading.text(f"{key}/meaning", row["meaning"])}
    yield _formula(reading, row)
    yield {"kind": "facts", "inline": True, "rows": _told(reading, row)}
    if row["quantities"]:
        heads = [pgettext("in a formula", "Name"), _("What it is"), _("Unit"), _("Where it is read")]
        cells = [
            [one["name"], _what(reading, row, one), one["unit"], _origin(reading, one)]
            for one in row["quantities"]
        ]
        yield table("2 5 2 4", heads, cells, texts=4)


def _formula(reading: Reading, row: Facts) -> Part:
    """Return a formula as it is written, drawn and said; one that cannot be read only as it is written."""
    names = {one["name"]: plain(_what(reading, row, one)) for one in row["quantities"]}
    try:
        formula = parse(row["formula"])
        return {
            "kind": "formula",
            "text": row["formula"],
            "drawn": mathml(formula, {}),
            "spoken": spoken(formula, names, said),
        }
    except InvalidInputError:
        return {"kind": "formula", "text": row["formula"], "drawn": "", "spoken": ""}


def _what(reading: Reading, row: Facts, quantity: Facts) -> Cell:
    return reading.text(f"indicator/{row['key']}/{quantity['name']}/what", quantity["what"])


def _told(reading: Reading, row: Facts) -> list[list[Cell]]:
    return [[name, value] for name, value in _facts(reading, row) if value != NOTHING]


def _facts(reading: Reading, row: Facts) -> Iterator[tuple[str, Cell]]:
    key = f"indicator/{row['key']}"
    yield _("Aim"), str(Aim(row["aim"]).label)
    yield pgettext("of a methodology", "Construct"), _construct(reading, row["construct"])
    yield _("Unit"), row["unit"]
    yield _("Good values"), str(Direction(row["direction"]).label)
    baseline = reading.number(row["baseline"])
    source = row["baseline_source"]
    yield _("Baseline"), f"{baseline} ({source})" if source and baseline != NOTHING else baseline
    yield pgettext("of an indicator", "Target"), reading.number(row["target"])
    yield _("Smallest change worth having"), reading.number(row["smallest_worthwhile"])
    yield _("When it is measured"), reading.text(f"{key}/when", row["when"]) if row["when"] else NOTHING
    yield _("Who answers for it"), row["owner"] or NOTHING


def _construct(reading: Reading, key: str) -> Cell:
    for one in reading.facts["constructs"]:
        if one["key"] == key:
            return reading.text(f"construct/{key}/name", one["name"])
    return NOTHING


def _origin(reading: Reading, quantity: Facts) -> str:
    label = str(Origin(quantity["origin"]).label)
    if quantity["origin"] == Origin.NUMBER:
        told = reading.number(quantity["value"])
        return f"{told} ({quantity['source']})" if quantity["source"] else told
    source = quantity["source"]
    if quantity["origin"] == Origin.SCALE:
        source = source.partition("/")[2] or source
    return f"{label}: {source}" if source else label
