"""What stands in the way of publishing a programme: what contradicts itself, and what is not finished."""

from __future__ import annotations

from collections.abc import Iterator

from mentorway.courses.marks import outside
from mentorway.courses.structure import (
    Assessment,
    AssessmentKind,
    Material,
    MaterialKind,
    Programme,
    Question,
)
from mentorway.wording import Message, Value

FEWEST = 2  # choices that make a choice


def problems(programme: Programme) -> tuple[Message, ...]:
    """Return what contradicts itself or is not finished: in words, with the part and what it needs.

    Short names given twice or leading nowhere, steps without time, sessions without steps, materials without
    text, address or file, assessments without a task, quizzes without questions that can be marked.

    Parameters
    ----------
    programme : Programme

    Returns
    -------
    tuple of Message
        Nothing when all is well.

    Examples
    --------
    >>> from mentorway.courses.structure import Module, Session, Step
    >>> step = Step(0, "pairs", "Listen", outcomes=("lost",))
    >>> module = Module("m", "Listening", "", (), (Session("s", "First", (step,)),))
    >>> for problem in problems(Programme("T", "en", "", "", (module,))):
    ...     print(problem)
    “Listen” in “First” takes 0 minutes. Give it at least one.
    “First” names the outcome “lost”, which no module has.
    """
    return (*_twice(programme), *_timeless(programme), *_astray(programme), *_unfinished(programme))


def _keys(programme: Programme) -> Iterator[str]:
    for module in programme.modules:
        yield module.key
        yield from (each.key for each in module.outcomes)
        yield from (each.key for each in module.sessions)
        yield from (each.key for each in module.materials)
        yield from (each.key for each in module.assessments)


def _twice(programme: Programme) -> Iterator[Message]:
    seen: set[str] = set()
    for key in _keys(programme):
        if key in seen:
            yield Message("The short name “%(key)s” is used twice. Give each part its own.", {"key": key})
        seen.add(key)


def _timeless(programme: Programme) -> Iterator[Message]:
    for module in programme.modules:
        for session in module.sessions:
            if not session.steps:
                yield Message("“%(session)s” has no step yet.", {"session": session.title})
            for step in session.steps:
                if step.minutes < 1:
                    yield Message(
                        "“%(step)s” in “%(session)s” takes %(minutes)d minutes. Give it at least one.",
                        {"step": step.title, "session": session.title, "minutes": step.minutes},
                    )


def _astray(programme: Programme) -> Iterator[Message]:
    materials = {each.key for module in programme.modules for each in module.materials}
    for module in programme.modules:
        named = [(session.title, step.outcomes) for session in module.sessions for step in session.steps]
        named += [(assessment.title, assessment.outcomes) for assessment in module.assessments]
        for title, keys in named:
            for key in keys:
                if key not in programme.outcomes:
                    yield Message(
                        "“%(title)s” names the outcome “%(key)s”, which no module has.",
                        {"title": title, "key": key},
                    )
        for session in module.sessions:
            for key in (key for step in session.steps for key in step.materials):
                if key not in materials:
                    yield Message(
                        "“%(title)s” names the material “%(key)s”, which no module has.",
                        {"title": session.title, "key": key},
                    )


def _unfinished(programme: Programme) -> Iterator[Message]:
    for module in programme.modules:
        for material in module.materials:
            yield from _of_material(material)
        for assessment in module.assessments:
            yield from _of_assessment(assessment)


def _of_material(one: Material) -> Iterator[Message]:
    named = {"title": one.title}
    if one.kind is MaterialKind.PAGE and not one.text.strip():
        yield Message("The page “%(title)s” is empty. Write its text.", named)
    elif one.kind is MaterialKind.LINK and not outside(one.address):
        yield Message("The link “%(title)s” leads nowhere. Give an address on the web.", named)
    elif one.kind is MaterialKind.FILE and not one.sha256:
        yield Message("“%(title)s” is to be a file, and there is none. Add the file.", named)


def _of_assessment(one: Assessment) -> Iterator[Message]:
    named = {"title": one.title}
    if one.kind is AssessmentKind.QUIZ:
        if not one.questions:
            yield Message("The quiz “%(title)s” has no question. Write at least one.", named)
        for number, question in enumerate(one.questions, 1):
            yield from _of_question(one, number, question)
    elif not one.task.strip():
        yield Message("“%(title)s” does not say what to do. Write the task.", named)


def _of_question(quiz: Assessment, number: int, one: Question) -> Iterator[Message]:
    place: dict[str, Value] = {"title": quiz.title, "number": number}
    if not one.text.strip():
        yield Message("Question %(number)d of the quiz “%(title)s” is empty. Write it.", place)
    if len(one.choices) < FEWEST or not any(choice.right for choice in one.choices):
        yield Message(
            "Question %(number)d of the quiz “%(title)s” needs at least two choices, and one that is right.",
            place,
        )
