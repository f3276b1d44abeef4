"""The texts of a programme that people translate: where each stands in the facts, and its key."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from mentorway.web.training.analysis.parts import Facts, said_outcome
from mentorway.web.translation.analysis.texts import Text

PARTS: Mapping[str, Promise] = {
    "title": pgettext_lazy("text of a programme", "Title"),
    "summary": pgettext_lazy("text of a programme", "Summary"),
    "audience": pgettext_lazy("text of a programme", "For whom"),
    "verb": pgettext_lazy("text of a programme", "Outcome: verb"),
    "object": pgettext_lazy("text of a programme", "Outcome: object"),
    "text": pgettext_lazy("text of a programme", "Text"),
    "method": pgettext_lazy("text of a programme", "Method"),
    "task": pgettext_lazy("text of a programme", "Task"),
    "question": pgettext_lazy("text of a programme", "Question"),
    "choice": pgettext_lazy("text of a programme", "Choice"),
    "feedback": pgettext_lazy("text of a programme", "Feedback"),
    "criterion": pgettext_lazy("text of a programme", "Criterion"),
    "level": pgettext_lazy("text of a programme", "Level"),
}
WHOLE = ("title", "summary", "audience")


@dataclass(frozen=True)
class Place:
    """Where a text stands: in ``facts`` under ``name``. What is ``counted`` has its place in its key."""

    key: str
    facts: Any
    name: str | int
    part: str
    about: str
    counted: bool = False

    @property
    def source(self) -> str:
        return str(self.facts[self.name])


def places(content: Mapping[str, Any]) -> Iterator[Place]:
    """Yield every text that is written, in the order of the programme."""
    return (one for one in _places(content) if one.source.strip())


def _places(content: Mapping[str, Any]) -> Iterator[Place]:
    for name in WHOLE:
        yield Place(name, content, name, name, "")
    for module in content["modules"]:
        yield from _of_module(module)


def _of_module(module: Facts) -> Iterator[Place]:
    for name in ("title", "summary"):
        yield Place(f"module/{module['key']}/{name}", module, name, name, module["title"])
    for outcome in module["outcomes"]:
        for name in ("verb", "object"):
            yield Place(f"outcome/{outcome['key']}/{name}", outcome, name, name, said_outcome(outcome))
    for session in module["sessions"]:
        yield from _of_session(session)
    for material in module["materials"]:
        for name in ("title", "text"):
            yield Place(f"material/{material['key']}/{name}", material, name, name, material["title"])
    for assessment in module["assessments"]:
        yield from _of_assessment(assessment)


def _of_session(session: Facts) -> Iterator[Place]:
    stem = f"session/{session['key']}"
    yield Place(f"{stem}/title", session, "title", "title", session["title"])
    for number, step in enumerate(session["steps"]):
        about = f"{session['title']} · {number + 1}"
        for name in ("title", "text", "method"):
            yield Place(f"{stem}/{number}/{name}", step, name, name, about, counted=True)


def _of_assessment(assessment: Facts) -> Iterator[Place]:
    stem, about = f"assessment/{assessment['key']}", assessment["title"]
    for name in ("title", "task"):
        yield Place(f"{stem}/{name}", assessment, name, name, about)
    for question in assessment["questions"]:
        inner = f"{stem}/{question['key']}"
        yield Place(f"{inner}/text", question, "text", "question", about)
        for number, choice in enumerate(question["choices"]):
            yield Place(f"{inner}/{number}/text", choice, "text", "choice", question["text"], counted=True)
            yield Place(
                f"{inner}/{number}/feedback", choice, "feedback", "feedback", question["text"], counted=True
            )
    for criterion in assessment["criteria"]:
        inner = f"{stem}/{criterion['key']}"
        yield Place(f"{inner}/title", criterion, "title", "criterion", about)
        for number in range(len(criterion["levels"])):
            yield Place(
                f"{inner}/{number}", criterion["levels"], number, "level", criterion["title"], counted=True
            )


def texts_of(content: Mapping[str, Any]) -> list[Text]:
    """Return every text in the source language, in the order of the programme."""
    return [Text(one.key, one.source, PARTS[one.part], one.about) for one in places(content)]


def with_texts(content: Mapping[str, Any], texts: Mapping[str, str]) -> Facts:
    """Return the content with other texts in their places; what has none stays as it is."""
    changed = copy.deepcopy(dict(content))
    for one in list(places(changed)):
        one.facts[one.name] = texts.get(one.key) or one.facts[one.name]
    return changed
