"""Where quantities are read: scales that a methodology measures, and questions of questionnaires."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mentorway.web.methodology import queries
from mentorway.web.methodology.analysis import bank, drafts
from mentorway.web.methodology.models import Methodology, Questionnaire

BANK, OWN = "bank:", "own:"
MOST_QUESTIONNAIRES = 50


@dataclass(frozen=True)
class Scale:
    """A scale of an instrument that can measure a construct; one whose items are not kept has none."""

    instrument: str
    title: str
    name: str
    items: int


def instrument_of(methodology: Methodology, ref: str) -> bank.Entry | None:
    """Return the instrument that a measure names, if it is in the bank."""
    if ref.startswith(BANK):
        return bank.shipped().get(ref.removeprefix(BANK))
    return _own(methodology).get(ref)


def instruments(methodology: Methodology) -> dict[str, bank.Entry]:
    """Return every instrument that the partner may use: its own, then those of the bank."""
    return {**_own(methodology), **{f"{BANK}{name}": entry for name, entry in bank.shipped().items()}}


def _own(methodology: Methodology) -> dict[str, bank.Entry]:
    rows = queries.instruments_by_partner(methodology.partner_id)
    return {f"{OWN}{row.title}": bank.found(row.content) for row in reversed(rows)}


def scales_of(ref: str, entry: bank.Entry) -> Iterator[Scale]:
    """Yield the scales of an instrument; items that name no scale are one of the title."""
    for name, items in entry.scales.items():
        yield Scale(ref, entry.title, name or entry.title, len(items))


def measured_scales(content: Mapping[str, Any]) -> list[str]:
    """Return the scales that constructs are measured with, as quantities name them."""
    return [
        f"{construct['key']}/{measure['scale']}"
        for construct in content["constructs"]
        for measure in construct["measures"]
    ]


def questions(methodology: Methodology) -> list[str]:
    """Return the questions that a quantity may read, as quantities name them: title, then name."""
    rows = queries.questionnaires_for(methodology)[:MOST_QUESTIONNAIRES]
    return [name for row in rows for name in _questions_in(row)]


def known_questions(methodology: Methodology, content: Mapping[str, Any]) -> set[str]:
    """Return the questions of the questionnaires that the quantities name."""
    rows = queries.questionnaires_for(methodology, _titles(content))
    return {name for row in rows for name in _questions_in(row)}


def named_questionnaires(methodology: Methodology, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the last published version of every questionnaire that the quantities name."""
    found: dict[str, Any] = {}
    for row in queries.questionnaires_for(methodology, _titles(content)):
        last = queries.last_version(row)
        facts = {"number": last.number if last else None, "form_hash": last.form_hash if last else ""}
        found.setdefault(row.title, facts)
    return found


def _titles(content: Mapping[str, Any]) -> set[str]:
    return {
        quantity["source"].rpartition("/")[0]
        for indicator in content["indicators"]
        for quantity in indicator["quantities"]
        if quantity["origin"] == "question"
    }


def _questions_in(row: Questionnaire) -> Iterator[str]:
    for each in drafts.rows_of(drafts.found(row.workbook)):
        if each.name and not each.kind.kind.startswith(("begin", "end")):
            yield f"{row.title}/{each.name}"
