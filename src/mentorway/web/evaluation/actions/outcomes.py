"""Outcomes are written, changed, taken away; one of them is the main one."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from mentorway.web.core.wording import said
from mentorway.web.evaluation.actions.evaluations import holding
from mentorway.web.evaluation.analysis import outcomes as analysis
from mentorway.web.evaluation.models import LASTING, Evaluation, Outcome
from mentorway.web.evaluation.queries import asking as queries

PLAIN = ("title", "level", "scoring", "higher_is_better")


def create(whole: Evaluation, **facts: Any) -> Outcome:
    """Write an outcome; the first one is the main one."""
    with holding(whole) as held:
        taken = list(held.outcomes.values_list("key", flat=True))
        last = held.outcomes.aggregate(last=Max("position"))["last"] or 0
        row = Outcome(
            evaluation=held,
            key=analysis.free_key(facts["title"], taken),
            position=last + 1,
            is_main=not taken,
        )
        _take_over(held, row, facts)
        row.save()
        return row


def change(whole: Evaluation, which: int, **facts: Any) -> None:
    """Change an outcome; its short name stays, as results speak of it."""
    with holding(whole) as held:
        row = _hold(held, which)
        _take_over(held, row, facts)
        row.save()


def remove(whole: Evaluation, which: int) -> None:
    """Take an outcome away; results that speak of it stay as they are."""
    with holding(whole) as held:
        _hold(held, which).delete()


def make_main(whole: Evaluation, which: int) -> None:
    """Say that an outcome is the main one; there is one main outcome at most."""
    with holding(whole) as held:
        row = _hold(held, which)
        held.outcomes.exclude(pk=row.pk).update(is_main=False)
        row.is_main = True
        row.save(update_fields=["is_main"])


def _hold(held: Evaluation, which: int) -> Outcome:
    row = held.outcomes.select_for_update(of=("self",)).filter(pk=which).first()
    if row is None:
        raise ValidationError(_("This outcome does not exist any more."))
    row.evaluation = held
    return row


def _take_over(held: Evaluation, row: Outcome, facts: Mapping[str, Any]) -> None:
    """Write what a form said into an outcome, and refuse what cannot be computed."""
    for name in PLAIN:
        setattr(row, name, facts[name])
    if row.level not in LASTING:
        row.follow_up = None  # only what people do and what changed at work has a follow-up of its own
    row.questions = _chosen(facts["questions"], facts["reverse"])
    row.mentee_questions = _chosen(facts["mentee_questions"], facts["mentee_reverse"])
    row.licence_id, row.scale = analysis.chosen_licence(facts["licence"])
    allowed = {one.comparison_id for one in queries.comparisons_to_choose(held)}
    if row.licence_id and row.licence_id not in allowed and not _is_as_it_was(row):
        raise ValidationError({"licence": _("Choose a comparison of the partner that holds the evaluation.")})
    found = analysis.defined(row, analysis.asked_of(held.study_id), analysis.asked_of(held.mentee_study_id))
    if found.problems:
        raise ValidationError({"questions": [said(one) for one in found.problems]})
    row.full_clean()


def _chosen(names: Sequence[str], reverse: Collection[str]) -> list[dict[str, Any]]:
    return [{"name": one, "reverse": one in reverse} for one in names]


def _is_as_it_was(row: Outcome) -> bool:
    """Whether an outcome has this comparison already: it may be older than those that are offered."""
    return row.pk is not None and Outcome.objects.filter(pk=row.pk, licence=row.licence_id).exists()
