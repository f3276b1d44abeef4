"""What people wrote is sorted by theme, and chosen to be quoted."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.evaluation.actions.costs import refuse_example
from mentorway.web.evaluation.analysis.voices import Answer, Voice, open_questions
from mentorway.web.evaluation.models import Coded, Evaluation, Speakers, Theme, VoiceQuestion
from mentorway.web.evaluation.queries import voices as queries


@dataclass(frozen=True)
class Choice:
    """What somebody says an answer speaks of: themes taken on and off, and whether it was read."""

    response: uuid.UUID
    added: frozenset[int]
    removed: frozenset[int]
    is_read: bool


@transaction.atomic
def set_question(
    whole: Evaluation, *, question: str, consent: str = "", yes: str = "", speakers: str = Speakers.OWN
) -> VoiceQuestion:
    """Read the answers to an open question, or say anew which answer allows quoting."""
    held = _held(whole)
    known = queries.question_named(held, question, speakers)
    row = known or VoiceQuestion(evaluation=held, question=question, speakers=speakers)
    study = row.study
    if study is None:
        raise ValidationError(_("Choose a study first: then its open questions can be read."))
    if known is None and question not in dict(open_questions(study)):
        raise ValidationError({"question": _("This question is not in the questionnaire.")})
    row.consent, row.yes = consent, yes
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def remove_question(row: VoiceQuestion) -> None:
    """Read a question no more; how its answers were sorted is forgotten."""
    refuse_example(row.evaluation)
    row.delete()


@transaction.atomic
def add_theme(whole: Evaluation, **facts: Any) -> Theme:
    """Name something that several people speak of."""
    held = _held(whole)
    row = Theme(evaluation=held, **facts)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def change_theme(row: Theme, **facts: Any) -> None:
    """Write a theme anew."""
    refuse_example(row.evaluation)
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save(update_fields=list(facts))


@transaction.atomic
def remove_theme(row: Theme) -> None:
    """Take a theme off every answer."""
    refuse_example(row.evaluation)
    row.delete()


@transaction.atomic
def code(question: VoiceQuestion, by: User, *, choices: Iterable[Choice]) -> int:
    """Sort answers by theme; what somebody else chose meanwhile stays. Return how many were changed."""
    held = _held(question.evaluation)
    known = {one.pk for one in queries.themes_of(held)}
    count = 0
    for one in choices:
        row = queries.coded_answer(question, one.response)
        if row is None and not one.is_read:
            continue
        row = row or Coded(question=question, response_id=one.response)
        _sort(row, one, known, by)
        count += 1
    return count


def _sort(row: Coded, choice: Choice, known: set[int], by: User) -> None:
    """Keep how an answer is sorted; one without a theme that nobody calls read is unread again."""
    there = {one.pk for one in row.themes.all()} if row.pk else set()
    themes = ((there | choice.added) - choice.removed) & known
    if not themes and not choice.is_read:
        row.delete()
        return
    row.by = by
    row.is_quoted = row.is_quoted and bool(themes)
    row.full_clean()
    row.save()
    row.themes.set(themes)


@transaction.atomic
def quote(voice: Voice, answer: Answer, *, is_quoted: bool) -> None:
    """Quote an answer in the report, or quote it no more."""
    _held(voice.row.evaluation)
    hindrance = voice.hindrance(answer) if is_quoted else ""
    row = queries.coded_answer(voice.row, answer.response)
    if hindrance or row is None:
        raise ValidationError(hindrance or _("Nobody has read this answer yet."))
    row.is_quoted = is_quoted
    row.full_clean()
    row.save(update_fields=["is_quoted", "at"])


def _held(whole: Evaluation) -> Evaluation:
    """Lock an evaluation, so that what two people choose at once is put together."""
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("study", "mentee_study")
    held = rows.get(pk=whole.pk)
    refuse_example(held)
    return held
