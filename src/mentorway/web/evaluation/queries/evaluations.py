"""Reads across evaluations: the list, what is in the bin, what can be chosen."""

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from mentorway.web.accounts.models import User
from mentorway.web.evaluation.models import (
    AskedWave,
    Evaluation,
    EvaluationRevision,
    Result,
    Stage,
)
from mentorway.web.mentoring.models import Round
from mentorway.web.network.models import Partner
from mentorway.web.pilots.models import Cohort, CohortState, Standing
from mentorway.web.study.models import Study

MOST_AT_WORK = 20


def evaluations_of(user: User, words: str = "") -> QuerySet[Evaluation]:
    """What ``user`` may see, the newest first, with how many pilots and when results were last computed."""
    done = Result.objects.filter(evaluation=OuterRef("pk"), stage=Stage.DONE).order_by("-number")
    return (
        Evaluation.objects.visible_to(user)
        .matching(words)
        .select_related("partner", "study")
        .defer("search_text", "partner__description", "partner__search_text")
        .annotate(
            pilots=Count("cohorts", filter=Q(cohorts__deleted=None), distinct=True),
            computed=Subquery(done.values("finished")[:1]),
        )
        .order_by("-created", "-pk")
    )


def deleted_of(user: User) -> QuerySet[Evaluation]:
    """What ``user`` may still bring back."""
    return Evaluation.bin.visible_to(user).select_related("partner").order_by("-deleted")


def revisions_since(whole: Evaluation, number: int) -> QuerySet[EvaluationRevision]:
    """Revision ``number`` and those after it."""
    return whole.revisions.select_related("by").filter(number__gte=number)


def cohorts_to_choose(partners: QuerySet[Partner]) -> QuerySet[Cohort]:
    """The pilots of these partners that can be evaluated."""
    rows = Cohort.objects.filter(partner__in=partners, deleted=None, is_example=False)
    return rows.exclude(state=CohortState.CANCELLED).select_related("partner").order_by("-starts_on", "-pk")


def studies_to_choose(partners: QuerySet[Partner]) -> QuerySet[Study]:
    """The studies of these partners; those with pseudonyms first, as only they can be chosen."""
    rows = Study.objects.filter(partner__in=partners, deleted=None, is_example=False)
    return rows.select_related("partner", "version").defer("version__form_json").order_by("-created", "-pk")


def rounds_to_choose(partners: QuerySet[Partner]) -> QuerySet[Round]:
    """The mentoring rounds of these partners."""
    rows = Round.objects.filter(partner__in=partners, deleted=None, is_example=False)
    return rows.select_related("partner").order_by("-starts_on", "-pk")


def partner_itself(whole: Evaluation) -> QuerySet[Partner]:
    """The partner of an evaluation, as rows to choose from."""
    return Partner.objects.filter(pk=whole.partner_id)


def at_work_of(user: User) -> QuerySet[Evaluation]:
    """The evaluations of one's own partners that ask something, the newest first."""
    rows = Evaluation.objects.visible_to(user).filter(
        Exists(AskedWave.objects.filter(evaluation=OuterRef("pk"))),
        partner__in=user.memberships.values("partner"),
        is_example=False,
        study__deleted=None,
    )
    return rows.select_related("study", "partner")


def asking_by_themselves() -> QuerySet[AskedWave]:
    """The waves to which people are invited by themselves."""
    rows = AskedWave.objects.filter(
        Q(days__isnull=False) | Q(months__isnull=False),
        evaluation__deleted=None,
        evaluation__is_example=False,
        wave__study__deleted=None,
    )
    return rows.select_related("evaluation__partner", "wave__study").order_by("pk")


def cohorts_with_people(whole: Evaluation) -> QuerySet[Cohort]:
    """The pilots of an evaluation, each with how many take part and how many wait."""
    return (
        whole.cohorts.filter(deleted=None)
        .select_related("partner")
        .defer("search_text")
        .annotate(
            taking_part=Count("people", filter=Q(people__standing=Standing.ENROLLED)),
            waiting=Count("people", filter=Q(people__standing=Standing.WAITING)),
        )
        .order_by("starts_on", "pk")
    )


def deleted_before(moment: dt.datetime) -> QuerySet[Evaluation]:
    """What has been in the bin since before ``moment``."""
    return Evaluation.objects.deleted_before(moment)
