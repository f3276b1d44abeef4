"""A methodology as people read it: in their language, with formulas drawn and said in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorway.indicators import mathml, parse, spoken
from mentorway.web.core.wording import said
from mentorway.web.methodology.analysis.methodologies import Facts
from mentorway.web.methodology.analysis.methodology_checks import Fault, Known, indicator_faults
from mentorway.web.methodology.analysis.methodology_sources import scales_of
from mentorway.web.methodology.analysis.methodology_texts import PARTS, with_texts
from mentorway.web.methodology.models import Level, Methodology
from mentorway.web.translation.analysis.reading import Agreed, agreed_in_each, agreed_texts
from mentorway.web.translation.analysis.texts import Text
from mentorway.wording import InvalidInputError

IN_LISTS = ("title", "purpose")


@dataclass(frozen=True)
class InLanguage:
    """The content in the reader's language; ``language`` is what it is written in where that is another."""

    content: Facts
    code: str
    untranslated: int
    stale: int


def read_in(methodology: Methodology, content: Facts, texts: Sequence[Text], code: str) -> InLanguage:
    """Return a methodology as somebody reads it: agreed texts in their language, the rest as written."""
    source = content["language"]
    if code.partition("-")[0] == source.partition("-")[0]:
        return InLanguage(content, source, 0, 0)
    agreed = agreed_texts(methodology.document, code, texts)
    changed = with_texts(content, {key: one.text for key, one in agreed.items()})
    return InLanguage(changed, source, len(texts) - len(agreed), sum(one.stale for one in agreed.values()))


def in_lists(rows: Iterable[Methodology], code: str) -> list[tuple[Methodology, dict[str, str]]]:
    """Return methodologies with what lists show of them to a reader: two queries for all."""
    shown = list(rows)
    texts = {
        row.document_id: [Text(name, getattr(row, name), PARTS[name]) for name in IN_LISTS] for row in shown
    }
    agreed = agreed_in_each(texts, code)
    return [(row, {name: _read(row, name, agreed[row.document_id]) for name in IN_LISTS}) for row in shown]


def _read(row: Methodology, name: str, agreed: Mapping[str, Agreed]) -> str:
    return agreed[name].text if name in agreed else str(getattr(row, name))


@dataclass(frozen=True)
class Drawn:
    """An indicator with its formula as MathML and in words, if it can be read, and what is wrong with it."""

    facts: Facts
    formula: str
    words: str
    faults: list[Fault]


def drawn(facts: Facts, known: Known) -> Drawn:
    """Return an indicator as people read it."""
    names = {one["name"]: one["what"] for one in facts["quantities"]}
    try:
        formula = parse(facts["formula"])
        pictures = mathml(formula, names), spoken(formula, names, said)
    except InvalidInputError:
        pictures = "", ""
    return Drawn(facts, *pictures, list(indicator_faults(facts, known)))


@dataclass(frozen=True)
class OfLevel:
    """The indicators of one level of evaluation."""

    name: str
    indicators: list[Drawn]


def by_level(content: Mapping[str, Any], known: Known) -> list[OfLevel]:
    """Return the indicators by level; empty levels too, for they are gaps."""
    return [
        OfLevel(
            str(level.label),
            [drawn(one, known) for one in content["indicators"] if one["level"] == level.value],
        )
        for level in Level
    ]


@dataclass(frozen=True)
class Measured:
    """How a construct is measured: the scale, and what is known of its instrument."""

    facts: Facts
    instrument: Facts | None
    items: list[Facts]


def measured(facts: Facts, content: Mapping[str, Any]) -> list[Measured]:
    """Return the measures of a construct with the items and published figures of their instruments."""
    found = []
    for one in facts["measures"]:
        known = content["instruments"].get(one["instrument"])
        found.append(Measured(one, known, known["scales"].get(one["scale"], []) if known else []))
    return found


def scale_choices(known: Known, facts: Mapping[str, Any]) -> list[Any]:
    """Return the scales to choose from, by instrument; what is measured already stays among them."""
    groups: list[Any] = []
    for ref, entry in known.instruments.items():
        names = [(f"{ref}|{one.name}", one.name) for one in scales_of(ref, entry)]
        groups.append((entry.title, names or [(f"{ref}|", f"{entry.title} …")]))
    there = {value for _title, names in groups for value, _name in names}
    kept = [f"{one['instrument']}|{one['scale']}" for one in facts.get("measures", ())]
    return [
        *groups,
        *((value, value.partition(":")[2].replace("|", ": ")) for value in kept if value not in there),
    ]
