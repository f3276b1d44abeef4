"""Analyses are asked, asked anew, stopped, renamed, put away and brought back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.comparison import queries, tasks
from mentorway.web.comparison.models import UNDER_WAY, Analysis, Comparison, Dataset, Stage, State

FIRST_PLAN: dict[str, Any] = {"groups": [], "scales": [], "several_factors": False, "releases": {}}


@transaction.atomic
def confirm(
    dataset: Dataset, user: User, *, groups: Sequence[str], scales: Sequence[str], several_factors: bool
) -> Comparison:
    """Ask the first question of answers that were looked at; asked twice, it is one."""
    locked = Dataset.objects.select_for_update().get(pk=dataset.pk)
    known = queries.comparisons_of(locked).filter(stage__in=[*UNDER_WAY, Stage.DONE]).first()
    if known:
        return known
    if locked.state != State.READ or not (locked.preview or {}).get("usable"):
        raise ValidationError(_("These answers cannot be compared as they are. Look at what is wrong."))
    plan = {
        **FIRST_PLAN,
        "groups": list(groups),
        "scales": list(scales),
        "several_factors": several_factors,
    }
    analysis = locked.analyses.filter(deleted=None).first() or _saved(locked, user, locked.title)
    return tasks.ask(analysis, plan, asked_by=user)


@transaction.atomic
def create(dataset: Dataset, user: User, *, title: str, plan: Mapping[str, Any]) -> Comparison:
    """Ask another question of stored answers and keep it; the same question sent twice is one."""
    locked = Dataset.objects.select_for_update().get(pk=dataset.pk)
    edition = queries.newest_edition(locked)
    if locked.state != State.READY or edition is None:
        raise ValidationError(_("These answers are not stored yet."))
    waiting = queries.comparisons_of(locked).under_way().filter(analysis__title=title)
    for known in waiting.select_related("analysis"):
        if known.plan == plan and known.analysis.created_by_id == user.pk:
            return known
    return tasks.ask(_saved(locked, user, title), plan, edition=edition, asked_by=user)


def _saved(dataset: Dataset, user: User, title: str) -> Analysis:
    analysis = Analysis(dataset=dataset, title=title, created_by=user)
    analysis.full_clean()
    analysis.save()
    return analysis


@transaction.atomic
def release(
    comparison: Comparison, user: User, *, releases: Mapping[str, Sequence[Mapping[str, str]]], reason: str
) -> Comparison:
    """Ask for a new version in which some parameters may differ between groups; earlier versions stay."""
    plan = {**comparison.plan, "releases": {scale: list(those) for scale, those in releases.items() if those}}
    analysis = Analysis.objects.select_for_update().get(pk=comparison.analysis_id)
    known = analysis.comparisons.under_way().first()
    if known is not None and known.plan == plan:
        return known
    edition = queries.newest_edition(analysis.dataset)
    return tasks.ask(analysis, plan, edition=edition, asked_by=user, reason=reason)


@transaction.atomic
def repeat(comparison: Comparison, user: User) -> Comparison:
    """Ask again for what failed or was cancelled, of the newest answers."""
    analysis = Analysis.objects.select_for_update().get(pk=comparison.analysis_id)
    known = analysis.comparisons.under_way().first()
    if known is not None:
        return known
    edition = queries.newest_edition(analysis.dataset)
    return tasks.ask(
        analysis,
        comparison.plan,
        edition=edition,
        asked_by=user,
        reason=comparison.reason,
        renews=comparison.renews,
    )


def cancel(comparison: Comparison) -> None:
    """Stop a comparison that waits or runs; one that is done stays done."""
    Comparison.objects.filter(pk=comparison.pk).under_way().update(
        stage=Stage.CANCELLED, step=None, finished=timezone.now()
    )


def cancel_all(dataset: Dataset) -> int:
    """Stop every analysis of these answers that waits or runs; return how many."""
    return (
        queries.comparisons_of(dataset)
        .under_way()
        .update(stage=Stage.CANCELLED, step=None, finished=timezone.now())
    )


def note(comparison: Comparison) -> None:
    """Remember that somebody has read what changed; from then on nobody is reminded of it."""
    Comparison.objects.filter(pk=comparison.pk, noted=None).update(noted=timezone.now())


@transaction.atomic
def rename(analysis: Analysis, *, title: str) -> None:
    """Give an analysis another title; what was asked and found stays."""
    row = Analysis.objects.select_for_update().get(pk=analysis.pk)
    row.title = title
    row.full_clean()
    row.save(update_fields=["title"])


@transaction.atomic
def remove(analysis: Analysis) -> None:
    """Put an analysis with all its versions into the bin for a while."""
    for comparison in analysis.comparisons.under_way():
        cancel(comparison)
    Analysis.objects.filter(pk=analysis.pk, deleted=None).update(deleted=timezone.now())


def bring_back(analysis: Analysis) -> None:
    """Take an analysis out of the bin."""
    Analysis.bin.filter(pk=analysis.pk).update(deleted=None)
