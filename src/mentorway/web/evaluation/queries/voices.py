"""What people wrote in their own words, and by which themes it is sorted."""

import uuid
from dataclasses import dataclass

from django.db.models import Value
from django.db.models.fields.json import KeyTextTransform

from mentorway.web.evaluation.models import Coded, Evaluation, Theme, VoiceQuestion
from mentorway.web.study.models import Response, Status

Sorted = tuple[frozenset[int], bool]  # themes, whether it is quoted


@dataclass(frozen=True)
class Written:
    """What one person wrote; ``person`` is the same for one person and leaves the server nowhere."""

    response: uuid.UUID
    person: str
    language: str
    text: str
    allowed: str


def questions_of(whole: Evaluation) -> list[VoiceQuestion]:
    """The open questions whose answers are read."""
    return [_of(whole, row) for row in whole.voice_questions.order_by("-speakers", "pk")]


def question_of(whole: Evaluation, which: int) -> VoiceQuestion | None:
    """One open question whose answers are read."""
    row = whole.voice_questions.filter(pk=which).first()
    return row and _of(whole, row)


def question_named(whole: Evaluation, name: str, speakers: str) -> VoiceQuestion | None:
    """The open question of this name in one of both studies, if its answers are read."""
    row = whole.voice_questions.filter(question=name, speakers=speakers).first()
    return row and _of(whole, row)


def _of(whole: Evaluation, row: VoiceQuestion) -> VoiceQuestion:
    row.evaluation = whole
    return row


def themes_of(whole: Evaluation) -> list[Theme]:
    """The themes of an evaluation, by title."""
    return list(whole.themes.order_by("title", "pk"))


def theme_of(whole: Evaluation, which: int) -> Theme | None:
    """One theme."""
    row = whole.themes.filter(pk=which).first()
    if row is not None:
        row.evaluation = whole
    return row


def coded_with(theme: Theme) -> int:
    """How many answers were sorted under a theme."""
    return theme.coded.count()


def coded_at(question: VoiceQuestion) -> int:
    """How many answers to a question were read."""
    return question.coded.count()


def written_at(question: VoiceQuestion) -> list[Written]:
    """What people wrote at a question, in the order of their random keys."""
    study = question.study
    if study is None:
        return []
    allowed = KeyTextTransform(question.consent, "answers") if question.consent else Value("")
    told = (
        Response.objects.filter(wave__study=study, status=Status.COMPLETE)
        .filter(answers__has_key=question.question)
        .annotate(words=KeyTextTransform(question.question, "answers"), allowed=allowed)
        .order_by("id")
        .values_list("id", "pseudonym", "language", "words", "allowed")
    )
    return [
        Written(key, pseudonym or str(key), language, words.strip(), str(yes or ""))
        for key, pseudonym, language, words, yes in told
        if isinstance(words, str) and words.strip()
    ]


def coded_of(question: VoiceQuestion) -> dict[uuid.UUID, Sorted]:
    """By which themes answers are sorted; an answer that nobody has read is not there."""
    themes: dict[int, set[int]] = {}
    pairs = Theme.coded.through.objects.filter(coded__question=question).order_by()
    for row, theme in pairs.values_list("coded_id", "theme_id"):
        themes.setdefault(row, set()).add(theme)
    rows = question.coded.order_by().values_list("pk", "response_id", "is_quoted")
    return {key: (frozenset(themes.get(pk, ())), quoted) for pk, key, quoted in rows}


def coded_answer(question: VoiceQuestion, response: uuid.UUID) -> Coded | None:
    """How one answer is sorted."""
    return question.coded.filter(response=response).first()
