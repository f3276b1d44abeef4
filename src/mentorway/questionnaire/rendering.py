"""Labels, hints and choices as a person reads them: in one language, with the answers put in."""

from __future__ import annotations

from mentorway.questionnaire.definition import Group, Question, Texts, in_language, plain
from mentorway.questionnaire.engine import engine_of
from mentorway.questionnaire.evaluating import Judgement, situation_of
from mentorway.questionnaire.filling import filled
from mentorway.questionnaire.situation import in_situation
from mentorway.wording import InvalidInputError, Message


def render_text(judgement: Judgement, texts: Texts, *, here: str = "") -> str:
    """Return a text in the language of the judgement, else in the default language, with answers put in.

    It is plain text: the page escapes it.

    Parameters
    ----------
    judgement : Judgement
        The answers, and the language in its context.
    texts : mapping of str to text
        The `labels` or `hints` of a question, group or choice.
    here : str
        The path of the question or group the text belongs to; none for choices.
    """
    form = judgement.form
    text = in_language(texts, judgement.context.language, form.default_language)
    if all(isinstance(part, str) for part in text):
        return plain(text)
    engine = engine_of(form)
    with engine.workspace() as space, in_situation(situation_of(form, judgement.context)):
        for question in form.questions:
            space.elements[question.path].text = judgement.states[question.name].text
        return filled(engine, text, here, space.elements)


def label_of(judgement: Judgement, row: Question | Group) -> str:
    """Return the label of a question or group."""
    row = judgement.form.headings.get(row.path, row)
    return render_text(judgement, row.labels, here=row.path)


def hint_of(judgement: Judgement, row: Question | Group) -> str:
    """Return the hint of a question, or of a group whose questions are rows of one table."""
    row = judgement.form.headings.get(row.path, row)
    return render_text(judgement, row.hints, here=row.path) if isinstance(row, Question) else ""


def choices_of(judgement: Judgement, question: Question) -> list[tuple[str, str]]:
    """Return the choices offered for a question under these answers: value and label.

    Raises
    ------
    InvalidInputError
        The question has no choices.
    """
    found = judgement.form.lists_by_name.get(question.choices)
    if found is None:
        raise InvalidInputError(Message("“%(name)s” has no choices.", {"name": question.name}))
    values = judgement.states[question.name].choices or ()
    return [(value, render_text(judgement, found.by_value[value].labels) or value) for value in values]
