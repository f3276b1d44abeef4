"""What contradicts itself in a methodology, and what it leaves open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mentorway.indicators import Given, check, parse
from mentorway.web.methodology.analysis import bank
from mentorway.web.methodology.analysis.methodology_sources import (
    instruments,
    known_questions,
    measured_scales,
    scales_of,
)
from mentorway.web.methodology.models import Level, Methodology, Origin
from mentorway.wording import InvalidInputError, Message, listed, shown

COLUMNS = (Origin.SCALE.value, Origin.QUESTION.value)  # what has one value for each person


@dataclass(frozen=True)
class Fault:
    """Something that stands in the way of publishing: in which list, on which part, in which field."""

    place: str
    key: str
    field: str
    message: Message


@dataclass(frozen=True)
class Known:
    """What quantities and measures may name."""

    scales: frozenset[str]
    questions: frozenset[str]
    instruments: Mapping[str, bank.Entry]


def known_to(methodology: Methodology, content: Mapping[str, Any]) -> Known:
    """Return what a methodology with this content may name."""
    scales, asked = measured_scales(content), known_questions(methodology, content)
    return Known(frozenset(scales), frozenset(asked), instruments(methodology))


def faults_of(content: Mapping[str, Any], known: Known) -> list[Fault]:
    """Return everything that stands in the way of publishing."""
    return [
        *(fault for part in content["constructs"] for fault in construct_faults(part, known)),
        *(fault for part in content["indicators"] for fault in indicator_faults(part, known)),
        *_whole(content),
    ]


def construct_faults(facts: Mapping[str, Any], known: Known) -> Iterator[Fault]:
    """Yield the measures whose scale does not exist, is named twice, or has too few items."""
    seen: set[tuple[str, str]] = set()
    for measure in facts["measures"]:
        entry = known.instruments.get(measure["instrument"])
        message = _unknown_scale(measure, entry) or _too_few_items(measure, entry)
        if (measure["instrument"], measure["scale"]) in seen:
            message = Message("The scale “%(name)s” is chosen twice.", {"name": shown(measure["scale"])})
        seen.add((measure["instrument"], measure["scale"]))
        if message:
            yield Fault("constructs", facts["key"], "measures", message)


def _too_few_items(measure: Mapping[str, Any], entry: bank.Entry | None) -> Message | None:
    """Return that more items shall be answered than there are, if it is so."""
    counts = {one.name: one.items for one in scales_of("", entry)} if entry else {}
    there, asked = counts.get(measure["scale"], 0), measure["fewest_items"] or 0
    if not there or asked <= there:
        return None
    return Message(
        "“Fewest items answered” is %(asked)d for “%(name)s”, more than its items: %(there)d.",
        {"name": shown(measure["scale"]), "there": there, "asked": asked},
    )


def _unknown_scale(measure: Mapping[str, Any], entry: bank.Entry | None) -> Message | None:
    """Return why a construct cannot be measured as it is said, if it cannot."""
    if entry is None:
        values = {"name": shown(measure["instrument"].partition(":")[2])}
        return Message("The instrument “%(name)s” is not in the bank.", values)
    names = [one.name for one in scales_of("", entry)]
    if not entry.items or measure["scale"] in names:
        return None
    return Message(
        "“%(title)s” has no scale “%(name)s”. It has: %(known)s.",
        {"title": shown(entry.title), "name": shown(measure["scale"]), "known": listed(names)},
    )


def indicator_faults(facts: Mapping[str, Any], known: Known) -> Iterator[Fault]:
    """Yield what is wrong with a formula, its units and its sources."""
    for field, message in _formula(facts):
        yield Fault("indicators", facts["key"], field, message)
    for quantity in facts["quantities"]:
        unread = source_fault(quantity, known)
        if unread:
            yield Fault("indicators", facts["key"], "quantities", unread)


def _formula(facts: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    try:
        formula = parse(facts["formula"])
    except InvalidInputError as refusal:
        yield "formula", refusal.message
        return
    given = {one["name"]: Given(one["unit"], one["origin"] in COLUMNS) for one in facts["quantities"]}
    for message in check(formula, given, facts["unit"]):
        yield "formula", message


def source_fault(quantity: Mapping[str, Any], known: Known) -> Message | None:
    """Return why a quantity cannot be read, if it cannot."""
    origin, source = quantity["origin"], quantity["source"]
    values = {"name": shown(quantity["name"]), "source": shown(source) or "–"}
    if origin == Origin.SCALE and source not in known.scales:
        return Message(
            "“%(name)s” is read from the scale “%(source)s”, with which no construct here is measured. "
            "There are: %(known)s.",
            {**values, "known": listed(sorted(known.scales)) or "–"},
        )
    if origin == Origin.QUESTION and source not in known.questions:
        return Message(
            "“%(name)s” is read from the question “%(source)s”, which no questionnaire has. Name the title "
            "of the questionnaire and the question, as “Title/question”.",
            values,
        )
    if origin == Origin.RECORD and not source.strip():
        return Message("It is not said from which record “%(name)s” is read.", values)
    return None


def _whole(content: Mapping[str, Any]) -> Iterator[Fault]:
    if not content["indicators"]:
        yield Fault("indicators", "", "", Message("There is no indicator yet."))


@dataclass(frozen=True)
class Coverage:
    """What a methodology leaves open: none of it forbids publishing, all of it should be meant."""

    empty_levels: list[str]
    without_indicator: list[Mapping[str, Any]]
    without_measure: list[Mapping[str, Any]]
    without_source: list[Mapping[str, Any]]
    without_target: list[Mapping[str, Any]]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left open."""
        return not any(
            (
                self.empty_levels,
                self.without_indicator,
                self.without_measure,
                self.without_source,
                self.without_target,
            )
        )


def coverage_of(content: Mapping[str, Any], known: Known) -> Coverage:
    """Return which levels are empty, which constructs lead nowhere, which indicators are not grounded."""
    indicators, constructs = content["indicators"], content["constructs"]
    used, levels = {one["construct"] for one in indicators}, {one["level"] for one in indicators}
    scales = {
        quantity["source"].partition("/")[0]
        for one in indicators
        for quantity in one["quantities"]
        if quantity["origin"] == Origin.SCALE
    }
    return Coverage(
        [str(level.label) for level in Level if level.value not in levels],
        [one for one in constructs if one["key"] not in used | scales],
        [one for one in constructs if not one["measures"]],
        [one for one in indicators if any(source_fault(each, known) for each in one["quantities"])],
        [one for one in indicators if one["target"] is None],
    )
