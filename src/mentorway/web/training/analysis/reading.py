"""A programme as people read it: in their language, with a clock, totals, and what covers what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mentorway.courses.structure import Programme as Described
from mentorway.courses.structure import coverage
from mentorway.web.training.analysis.parts import Facts, choices_of, described, said_outcome
from mentorway.web.training.analysis.texts import places, texts_of, with_texts
from mentorway.web.training.models import Programme
from mentorway.web.translation.analysis.reading import Agreed, agreed_in_each, agreed_texts
from mentorway.web.translation.analysis.texts import Text


@dataclass(frozen=True)
class InLanguage:
    """The content in the reader's language, and what of it could not be shown in it."""

    content: Facts
    code: str
    untranslated: int = 0
    stale: int = 0


def read_in(programme: Programme, code: str) -> InLanguage:
    """Return the draft as somebody reads it: agreed texts in their language, the rest as written.

    A text whose key holds its place is left as written once it has changed: the place may be another's now.
    """
    content, source = programme.content, programme.content["language"]
    if code.partition("-")[0] == source.partition("-")[0]:
        return InLanguage(content, source)
    texts = texts_of(content)
    counted = {one.key for one in places(content) if one.counted}
    found = agreed_texts(programme.document, code, texts).items()
    agreed = {key: one for key, one in found if not (one.stale and key in counted)}
    changed = with_texts(content, {key: one.text for key, one in agreed.items()})
    stale = sum(one.stale for one in agreed.values())
    return InLanguage(changed, source, len(texts) - len(agreed), stale)


def in_lists(rows: Iterable[Programme], code: str) -> list[tuple[Programme, dict[str, Any]]]:
    """Return programmes with what lists show of them to a reader: two queries for all."""
    shown = list(rows)
    names = ("title", "summary")
    texts = {row.document_id: [Text(name, row.content[name], "") for name in names] for row in shown}
    agreed = agreed_in_each(texts, code)
    return [(row, _listed(row, names, agreed[row.document_id])) for row in shown]


def _listed(row: Programme, names: Iterable[str], agreed: Mapping[str, Agreed]) -> dict[str, Any]:
    texts = {name: agreed[name].text if name in agreed else row.content[name] for name in names}
    modules = row.content["modules"]
    minutes = sum(minutes_of(session) for module in modules for session in module["sessions"])
    return {**texts, "modules": len(modules), "minutes": minutes}


@dataclass(frozen=True)
class Timed:
    """A step of a session with the minutes at which it begins and ends, and what it names."""

    facts: Facts
    begins: int
    ends: int
    outcomes: list[str]
    materials: list[tuple[str, str, str]]  # the module of each, its short name, its title


def timed(content: Mapping[str, Any], session: Facts) -> list[Timed]:
    """Return the steps of a session with a running clock."""
    names = {name: dict(rows) for name, rows in choices_of(content).items()}
    homes = {one["key"]: module["key"] for module in content["modules"] for one in module["materials"]}
    found, now = [], 0
    for step in session["steps"]:
        ends = now + step["minutes"]
        outcomes = [names["outcomes"].get(key, key) for key in step["outcomes"]]
        materials = [(homes.get(key, ""), key, names["materials"].get(key, key)) for key in step["materials"]]
        found.append(Timed(step, now, ends, outcomes, materials))
        now = ends
    return found


def minutes_of(session: Mapping[str, Any]) -> int:
    """Return how long a session takes."""
    return sum(step["minutes"] for step in session["steps"])


@dataclass(frozen=True)
class Listed:
    """A module in a list: its facts and its minutes together."""

    facts: Facts
    minutes: int
    gaps: list[str]


def modules_of(content: Mapping[str, Any]) -> list[Listed]:
    """Return the modules with how long they take and what is missing in each."""
    of_outcomes = outcome_gaps(described(content))
    return [
        Listed(module, sum(map(minutes_of, module["sessions"])), module_gaps(module, of_outcomes))
        for module in content["modules"]
    ]


def module_gaps(module: Facts, of_outcomes: Mapping[str, list[str]]) -> list[str]:
    """Return in words what a module lacks, its outcomes included."""
    found = []
    if not module["outcomes"]:
        found.append(_("No outcome says what people can do after it."))
    if not module["sessions"]:
        found.append(_("No session is planned."))
    found += [
        _("“%(session)s” has no step yet.") % {"session": one["title"]}
        for one in module["sessions"]
        if not one["steps"]
    ]
    return found + [gap for one in module["outcomes"] for gap in of_outcomes[one["key"]]]


def outcome_gaps(programme: Described) -> dict[str, list[str]]:
    """Return in words, for each outcome, that nothing practises it or nothing shows it."""
    found: dict[str, list[str]] = {}
    for one in coverage(programme):
        name = {"outcome": f"{one.outcome.verb} {one.outcome.object}".strip()}
        gaps = found.setdefault(one.outcome.key, [])
        if not one.sessions:
            gaps.append(_("No session practises “%(outcome)s”.") % name)
        if not one.assessments:
            gaps.append(_("No assessment shows “%(outcome)s”.") % name)
        if not one.outcome.areas:
            gaps.append(_("“%(outcome)s” belongs to no area of the competence matrix.") % name)
    return found


@dataclass(frozen=True)
class Row:
    """One outcome in the matrix: its module, and where it is practised and shown."""

    module: Facts
    outcome: str
    sessions: list[tuple[str, str, str]]
    assessments: list[tuple[str, str, str]]
    areas: list[str]


def matrix(content: Mapping[str, Any]) -> list[Row]:
    """Return outcome × session × assessment; each of these by its module, short name and title."""
    return [
        Row(
            module,
            said_outcome(outcome),
            [
                (each["key"], session["key"], session["title"])
                for each in content["modules"]
                for session in each["sessions"]
                if any(outcome["key"] in step["outcomes"] for step in session["steps"])
            ],
            [
                (each["key"], one["key"], one["title"])
                for each in content["modules"]
                for one in each["assessments"]
                if outcome["key"] in one["outcomes"]
            ],
            outcome["areas"],
        )
        for module in content["modules"]
        for outcome in module["outcomes"]
    ]
