"""A training programme: modules, outcomes, sessions minute by minute, materials, assessments."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from cattrs import Converter

from mentorway.courses.facts import faults
from mentorway.wording import InvalidInputError


class Area(StrEnum):
    """The six areas of the European competence matrix for mentors (Certi.MenTu), by its names."""

    RELATIONSHIP = "relationship"  # good relationships in mentoring
    TUTOR = "tutor"  # coordinate with and support the tutor
    PLAN = "plan"  # plan, negotiate and implement the workplace learning programme
    SUPPORT = "support"  # support and encourage
    FEEDBACK = "feedback"  # monitor and give feedback
    EVALUATION = "evaluation"  # evaluate the process and one's own contribution


class MaterialKind(StrEnum):
    """What a material is."""

    PAGE = "page"  # text with light marks, in `text`
    FILE = "file"  # a file, named by `address` and found by its fingerprint
    LINK = "link"  # an address on the web


class AssessmentKind(StrEnum):
    """How it is seen whether an outcome is reached."""

    QUIZ = "quiz"
    ASSIGNMENT = "assignment"
    OBSERVATION = "observation"
    REFLECTION = "reflection"


@dataclass(frozen=True)
class Outcome:
    """What people can do after a module: a verb and an object; `esco` are addresses, `emcc` names only."""

    key: str
    verb: str
    object: str
    areas: tuple[Area, ...] = ()
    esco: tuple[str, ...] = ()
    emcc: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A part of a session: how long, by which method, what happens."""

    minutes: int
    method: str
    title: str
    text: str = ""
    materials: tuple[str, ...] = ()  # keys
    outcomes: tuple[str, ...] = ()  # keys


@dataclass(frozen=True)
class Session:
    """People together in a room or online, minute by minute."""

    key: str
    title: str
    steps: tuple[Step, ...]
    online: bool = False

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class Material:
    """Something to read, watch or fill in; `for_trainers` stays out of what participants get."""

    key: str
    kind: MaterialKind
    title: str
    text: str = ""
    address: str = ""
    sha256: str = ""
    licence: str = ""
    source: str = ""
    for_trainers: bool = False


@dataclass(frozen=True)
class Choice:
    """One answer to a question, and what to say to who chose it."""

    text: str
    right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Question:
    """A question of a quiz with several choices."""

    key: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Criterion:
    """One row of a rubric: what is looked at, and what each level looks like, the lowest first."""

    key: str
    title: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """What people do so that they and others see what they have learned."""

    key: str
    kind: AssessmentKind
    title: str
    task: str = ""
    outcomes: tuple[str, ...] = ()
    required: bool = True
    questions: tuple[Question, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    pass_level: int = 0  # from 0; the lowest level of every criterion that passes


@dataclass(frozen=True)
class Cited:
    """What a module answers: a finding, a good practice, a challenge; `address` leads to it."""

    kind: str
    title: str
    address: str = ""
    version: str = ""


@dataclass(frozen=True)
class Module:
    """A part of the programme that makes sense by itself."""

    key: str
    title: str
    summary: str
    outcomes: tuple[Outcome, ...]
    sessions: tuple[Session, ...]
    materials: tuple[Material, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    cites: tuple[Cited, ...] = ()
    own_minutes: int = 0  # work by oneself, between sessions

    @property
    def minutes(self) -> int:
        """Time together, in minutes."""
        return sum(session.minutes for session in self.sessions)


@dataclass(frozen=True)
class Programme:
    """A whole training programme in one language."""

    title: str
    language: str
    summary: str
    audience: str
    modules: tuple[Module, ...]
    partner: str = ""
    licence: str = "CC BY 4.0"
    version: str = "1"
    changed_because: str = ""

    @property
    def minutes(self) -> int:
        """Time together, in minutes."""
        return sum(module.minutes for module in self.modules)

    @property
    def own_minutes(self) -> int:
        """Work by oneself, in minutes."""
        return sum(module.own_minutes for module in self.modules)

    @cached_property
    def outcomes(self) -> dict[str, tuple[Module, Outcome]]:
        """Every outcome by its key, with its module."""
        return {outcome.key: (module, outcome) for module in self.modules for outcome in module.outcomes}

    def to_json(self) -> str:
        """Return the programme as canonical JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """The fingerprint of everything in it."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def from_facts(facts: dict[str, Any]) -> Programme:
    """Return the programme that plain facts, as from JSON, describe.

    Raises
    ------
    InvalidInputError
        Something is missing or of the wrong kind. The message says where; `faults` says all that is wrong.

    Examples
    --------
    >>> found = from_facts({"title": "T", "language": "en", "summary": "", "audience": "", "modules": []})
    >>> from_facts(json.loads(found.to_json())) == found
    True
    """
    wrong = next(faults(facts, Programme), None)
    if wrong:
        raise InvalidInputError(wrong)
    return _READER.structure(facts, Programme)


@dataclass(frozen=True)
class Covered:
    """One outcome: the sessions that practise it, and the assessments that show it; empty is a gap."""

    module: str
    outcome: Outcome
    sessions: tuple[str, ...]
    assessments: tuple[str, ...]


def coverage(programme: Programme) -> tuple[Covered, ...]:
    """Return for every outcome where it is practised and where it is assessed, by title.

    Parameters
    ----------
    programme : Programme

    Returns
    -------
    tuple of Covered
        In the order of the programme.

    Examples
    --------
    >>> module = Module("m", "Listening", "", (Outcome("o", "listen", "to a colleague"),), ())
    >>> coverage(Programme("T", "en", "", "", (module,)))[0].sessions
    ()
    """
    return tuple(
        Covered(module.title, outcome, _practised(programme, outcome.key), _assessed(programme, outcome.key))
        for module, outcome in programme.outcomes.values()
    )


def _practised(programme: Programme, key: str) -> tuple[str, ...]:
    return tuple(
        session.title
        for module in programme.modules
        for session in module.sessions
        if any(key in step.outcomes for step in session.steps)
    )


def _assessed(programme: Programme, key: str) -> tuple[str, ...]:
    return tuple(
        assessment.title
        for module in programme.modules
        for assessment in module.assessments
        if key in assessment.outcomes
    )


_READER = Converter(forbid_extra_keys=True)
