"""Versions of what was found: asked for, stopped, and what people say to them."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.turns import writing
from mentorway.web.core.wording import OUR_FAULT_KEPT
from mentorway.web.evaluation import tasks
from mentorway.web.evaluation.analysis import results as reading
from mentorway.web.evaluation.analysis.decided import decided
from mentorway.web.evaluation.analysis.outcomes import outcomes_of
from mentorway.web.evaluation.models import Evaluation, Result, Stage
from mentorway.web.evaluation.models.findings import UNDER_WAY
from mentorway.web.evaluation.queries import results as queries

HIGHEST_SEED: Final = 999_999
SILENCE: Final = dt.timedelta(hours=1)  # without a word of how far it is; it tells every few seconds
PATIENCE: Final = dt.timedelta(days=1)  # in the queue, behind what others compute


def begin(whole: Evaluation, user: User | None, *, seed: int | None = None) -> Result:
    """Ask for the next version; one is computed at a time."""
    _refuse_example(whole)
    mark_silent(whole)
    with writing():
        held = Evaluation.objects.select_for_update(of=("self",)).get(pk=whole.pk)
        _refuse_unready(held)
        result = Result(
            evaluation=held,
            number=queries.last_number(held) + 1,
            seed=secrets.randbelow(HIGHEST_SEED) + 1 if seed is None else seed,
            asked=decided(held, outcomes_of(held)),
            by=user,
        )
        result.full_clean()
        result.save()
        transaction.on_commit(lambda: tasks.compute.enqueue(result.pk))
    return result


def _refuse_example(whole: Evaluation) -> None:
    if whole.is_example:
        raise ValidationError(_("The example stays as it is. Make an evaluation of your own."))


def _refuse_unready(whole: Evaluation) -> None:
    if whole.study is None:
        raise ValidationError(_("Choose first which study asks before and after."))
    if not whole.cohorts.filter(deleted=None).exists():
        raise ValidationError(_("Choose first which pilots are evaluated."))
    if not whole.outcomes.exists():
        raise ValidationError(_("Say first which questions make an outcome."))


def stop(result: Result) -> None:
    """Stop computing; what is done already stays."""
    rows = Result.objects.filter(pk=result.pk, stage__in=UNDER_WAY)
    rows.update(stage=Stage.STOPPED, finished=timezone.now())


def mark_silent(whole: Evaluation) -> None:
    """Give up what has not been heard of for long: its worker is gone. How long it takes does not count."""
    now = timezone.now()
    for rows in (queries.silent_since(whole, now - SILENCE), queries.waiting_since(whole, now - PATIENCE)):
        rows.update(stage=Stage.FAILED, problem=OUR_FAULT_KEPT, finished=now)


@transaction.atomic
def say(result: Result, *, read: str, words: Mapping[str, str]) -> None:
    """Keep what people say to a version, unless somebody else has said something since it was read.

    ``read`` is the fingerprint of the words that were read.
    """
    _refuse_example(result.evaluation)
    held = Result.objects.select_for_update(of=("self",)).defer("value").get(pk=result.pk)
    if held.stage != Stage.DONE:
        raise ValidationError(_("There is nothing to say anything about before it is computed."))
    if reading.fingerprint_of(held.words) != read:
        raise ValidationError(
            _(
                "Somebody has saved a change just now. What is kept is below; put both together and save "
                "again."
            )
        )
    held.words = {key: text.strip() for key, text in words.items() if text.strip()}
    held.save(update_fields=["words"])
    result.words = held.words
