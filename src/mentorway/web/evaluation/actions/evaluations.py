"""An evaluation is begun, changed, deleted, brought back."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.merging import refuse_stale
from mentorway.web.core.turns import writing
from mentorway.web.evaluation.analysis import evaluations as analysis
from mentorway.web.evaluation.models import DAYS_IN_BIN, AskedWave, Evaluation, EvaluationRevision
from mentorway.web.evaluation.queries import evaluations as queries
from mentorway.web.network.models import Partner
from mentorway.web.pilots.models import Cohort
from mentorway.web.study.models import Study


@contextmanager
def holding(whole: Evaluation) -> Iterator[Evaluation]:
    """Hold an evaluation while it is changed; nobody changes the example."""
    with writing():
        rows = Evaluation.objects.select_for_update(of=("self",)).select_related("partner")
        held = rows.filter(pk=whole.pk, deleted=None).first()
        if held is None:
            raise ValidationError(_("The evaluation does not exist any more."))
        if held.is_example:
            raise ValidationError(_("This is an example: nothing can be changed here."))
        yield held


@transaction.atomic
def create(user: User, *, partner: Partner, cohorts: Sequence[Cohort], **facts: Any) -> Evaluation:
    """Begin an evaluation of ``partner``; the waves of its study are taken by their order."""
    whole = Evaluation(partner=partner, created_by=user)
    analysis.take_over(whole, facts)
    _refuse_strangers(whole, cohorts, before={})
    whole.full_clean()
    whole.save()
    whole.cohorts.set(cohorts)
    _propose_waves(whole)
    keep_revision(whole, user)
    return whole


def change(whole: Evaluation, user: User, *, revision: int, cohorts: Sequence[Cohort], **facts: Any) -> None:
    """Change what is written about an evaluation, unless somebody else has changed it meanwhile."""
    with holding(whole) as held:
        refuse_stale(held, revision)
        before, chosen = analysis.snapshot_of(held), analysis.facts_of(held)
        analysis.take_over(held, facts)
        _refuse_strangers(held, cohorts, before=chosen)
        held.cohorts.set(cohorts)
        if analysis.snapshot_of(held) == before:
            return
        held.revision += 1
        held.full_clean(exclude=["created_by"])  # whose account may be gone
        held.save()
        if held.study_id != chosen["study"]:
            _propose_waves(held)
        keep_revision(held, user)


def keep_revision(whole: Evaluation, user: User) -> None:
    """Keep what is written about an evaluation now: merging starts from it."""
    row = EvaluationRevision(
        evaluation=whole, number=whole.revision, fields=analysis.snapshot_of(whole), by=user
    )
    row.full_clean()
    row.save()


def _refuse_strangers(whole: Evaluation, cohorts: Sequence[Cohort], *, before: dict[str, Any]) -> None:
    """Refuse pilots, studies and rounds of others; what was chosen before and is as it was stays."""
    problems: dict[str, str] = {}
    if any(one.partner_id != whole.partner_id for one in cohorts):
        problems["cohorts"] = _("Choose pilots of the partner that holds the evaluation.")
    for name in ("study", "mentee_study"):
        study: Study | None = getattr(whole, name)
        if study is not None and before.get(name) != study.pk:
            refusal = analysis.refusal_of(study, whole.partner_id)
            if refusal:
                problems[name] = refusal
    if whole.round is not None and whole.round.partner_id != whole.partner_id:
        problems["round"] = _("Choose a mentoring round of the partner that holds the evaluation.")
    if problems:
        raise ValidationError(problems)


def _propose_waves(whole: Evaluation) -> None:
    """Take the waves of the chosen study by their order; those of another study go."""
    whole.waves.all().delete()
    if whole.study is None:
        return
    by_number = {one.number: one for one in whole.study.waves.order_by("number")}
    for asking, key, number in analysis.proposed(list(by_number)):
        row = AskedWave(evaluation=whole, asking=asking, key=key, wave=by_number[number])
        row.full_clean()
        row.save()


def delete(whole: Evaluation) -> None:
    """Put an evaluation into the bin."""
    with holding(whole) as held:
        held.deleted = timezone.now()
        held.save(update_fields=["deleted"])


def restore(whole: Evaluation) -> None:
    """Take an evaluation out of the bin."""
    Evaluation.bin.filter(pk=whole.pk, is_example=False).update(deleted=None)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough; return how many evaluations."""
    old = queries.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN))
    count = old.count()
    old.delete()
    return count
