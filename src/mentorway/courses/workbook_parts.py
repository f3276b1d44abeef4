"""The participant's workbook: what to read, and room to write; no answers, nothing for trainers."""

from __future__ import annotations

from collections.abc import Iterator

from mentorway.courses import wordings
from mentorway.courses.book_parts import (
    BREAK,
    Part,
    bullets,
    choices,
    front,
    heading,
    label,
    lines,
    marked,
    material,
    outcomes,
    quiet,
    rubric,
    text,
    together,
)
from mentorway.courses.structure import Assessment, AssessmentKind, Module, Programme, Question, Session
from mentorway.language import Words

NOTES, ANSWER, OBSERVED, WORK, REFLECTION = 5, 4, 8, 14, 18  # lines to write on
OPEN = ("…", "...")


def workbook_parts(programme: Programme, words: Words) -> Iterator[Part]:
    """Yield the workbook part by part."""
    yield from front(programme, words)
    for number, module in enumerate(programme.modules, 1):
        yield from _module(programme, module, number, words)


def _module(programme: Programme, module: Module, number: int, words: Words) -> Iterator[Part]:
    yield BREAK
    yield heading(1, wordings.numbered(words, number, module.title))
    yield marked(module.summary)
    yield from outcomes(module, words)
    yield label(words.gettext("What I want to learn here"))
    yield lines(NOTES)
    for session in module.sessions:
        yield from _session(session, words)
    if module.own_minutes:
        yield text(wordings.own_work(words, module.own_minutes))
    read = [one for one in module.materials if not one.for_trainers]
    if read:
        yield heading(2, words.gettext("To read"))
    for one in read:
        yield from map(_with_room, material(one, programme, words))
    for assessment in module.assessments:
        yield from _assessment(assessment, words)


def _with_room(part: Part) -> Part:
    """Give each point of a list that ends in an ellipsis a line to write on."""
    for block in part.get("blocks", ()):
        for item in block.get("items", ()):
            for one in item:
                if one["kind"] == "prose" and one["runs"] and one["runs"][-1]["text"].rstrip().endswith(OPEN):
                    last = one["runs"][-1]
                    last["text"] = last["text"].rstrip().removesuffix("…").removesuffix("...").rstrip() + " "
                    one["room"] = True
    return part


def _session(session: Session, words: Words) -> Iterator[Part]:
    """Yield what happens in a session, without how the trainer does it, and room for notes."""
    yield heading(2, wordings.session(words, session))
    yield bullets(step.title for step in session.steps)
    yield label(words.gettext("My notes"))
    yield lines(NOTES)


def _assessment(one: Assessment, words: Words) -> Iterator[Part]:
    if one.kind is AssessmentKind.REFLECTION:
        yield BREAK
    yield heading(2, one.title)
    yield quiet(wordings.kind(words, one))
    yield marked(one.task)
    for number, question in enumerate(one.questions, 1):
        yield together(_question(question, number, words))
    yield from rubric(one, words)
    if one.kind is AssessmentKind.REFLECTION:
        yield lines(REFLECTION)
    if one.kind is AssessmentKind.ASSIGNMENT:
        yield label(words.gettext("My work"))
        yield lines(WORK)
    if one.kind is AssessmentKind.OBSERVATION:
        yield label(words.gettext("What was observed"))
        yield lines(OBSERVED)


def _question(one: Question, number: int, words: Words) -> Iterator[Part]:
    yield heading(3, words.gettext("Question %(number)d") % {"number": number})
    yield marked(one.text)
    right = sum(choice.right for choice in one.choices)
    if not one.choices:
        yield lines(ANSWER)
        return
    if right > 1:
        yield quiet(words.gettext("More than one answer is right."))
    yield choices((choice.text for choice in one.choices), several=right > 1)
