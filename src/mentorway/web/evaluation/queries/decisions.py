"""Reads across decisions, the results they follow from, and the versions of programmes that change."""

import datetime as dt

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from mentorway.web.accounts.models import User
from mentorway.web.core.folding import fold, terms
from mentorway.web.evaluation.models import Decision, DecisionState, Evaluation, Result, Stage
from mentorway.web.training.models import Edition, Programme

OVERDUE = "overdue"
BESIDE = ("result__evaluation__partner", "programme", "who", "edition__programme", "verified_by__evaluation")


def overdue(today: dt.date) -> Q:
    """What is still to be done though its day is over."""
    return Q(state=DecisionState.OPEN, due__lt=today)


def decisions_of(whole: Evaluation, today: dt.date) -> QuerySet[Decision]:
    """All decisions of an evaluation: overdue, to be done, done, verified, dropped."""
    return _in_order(Decision.objects.filter(result__evaluation=whole), today)


def all_decisions(user: User, today: dt.date) -> QuerySet[Decision]:
    """The decisions of all evaluations that somebody may see, in the same order."""
    return _in_order(Decision.objects.visible_to(user), today)


def _in_order(rows: QuerySet[Decision], today: dt.date) -> QuerySet[Decision]:
    states = [When(state=state, then=Value(place)) for place, state in enumerate(DecisionState, start=1)]
    rank = Case(When(overdue(today), then=Value(0)), *states, output_field=IntegerField())
    rows = rows.select_related(*BESIDE).defer("result__value", "result__changes", "verified_by__value")
    return rows.annotate(rank=rank).order_by("rank", "due", "pk")


def narrowed(
    rows: QuerySet[Decision], today: dt.date, *, state: str = "", words: str = ""
) -> QuerySet[Decision]:
    """Those in one state (or overdue) in which every word is written."""
    if state == OVERDUE:
        rows = rows.filter(overdue(today))
    elif state:
        rows = rows.filter(state=state)
    wanted = terms(words)
    if not wanted:
        return rows
    texts = rows.values_list(
        "pk", "recommendation", "remark", "result__evaluation__title", "programme__title"
    )
    folded = ((pk, fold(" ".join(text or "" for text in of_row))) for pk, *of_row in texts)
    return rows.filter(pk__in=[pk for pk, text in folded if all(word in text for word in wanted)])


def counts_of(rows: QuerySet[Decision], today: dt.date) -> dict[str, int]:
    """How many there are in each state, how many of them are overdue, and all together."""
    counted = {state: Count("pk", filter=Q(state=state)) for state in DecisionState.values}
    found = rows.order_by().aggregate(
        **counted, **{OVERDUE: Count("pk", filter=overdue(today))}, all=Count("pk")
    )
    return {name: int(count) for name, count in found.items()}


def overdue_of(user: User, today: dt.date) -> QuerySet[Evaluation]:
    """The evaluations of one's own partners with overdue decisions, each with how many (`count`)."""
    late = Q(results__decisions__state=DecisionState.OPEN, results__decisions__due__lt=today)
    rows = Evaluation.objects.visible_to(user).filter(
        is_example=False, partner__in=user.memberships.values("partner")
    )
    counted = rows.annotate(count=Count("results__decisions", filter=late, distinct=True))
    return counted.filter(count__gt=0).order_by("pk")


def mine(user: User) -> QuerySet[Decision]:
    """What somebody has promised to do and has not done yet, the next day first."""
    rows = Decision.objects.visible_to(user).filter(who=user, state=DecisionState.OPEN)
    rows = rows.filter(result__evaluation__is_example=False).select_related("result__evaluation")
    return rows.defer("result__value").order_by("due", "pk")


def results_of(whole: Evaluation) -> QuerySet[Result]:
    """The results of an evaluation that are done, the newest first, without what was found."""
    return whole.results.filter(stage=Stage.DONE).defer("value", "changes").order_by("-number")


def who_can_do_it(whole: Evaluation, decision: Decision | None = None) -> QuerySet[User]:
    """The people of the partner that holds an evaluation; who was chosen stays."""
    belongs = Q(memberships__partner=whole.partner_id, is_active=True)
    kept = Q(pk=decision.who_id) if decision and decision.who_id else Q(pk__in=[])
    return User.objects.filter(belongs | kept).distinct().order_by("name", "pk")


def programmes_for(user: User, decision: Decision | None = None) -> QuerySet[Programme]:
    """The training programmes that may change because of a result; the one that was chosen stays."""
    seen = Q(pk__in=Programme.objects.visible_to(user).values("pk"))
    kept = Q(pk=decision.programme_id) if decision and decision.programme_id else Q(pk__in=[])
    return Programme.objects.filter(seen | kept).order_by("title", "pk")


def editions_for(user: User, decision: Decision) -> QuerySet[Edition]:
    """Versions of the programme that were published after the result was there."""
    rows = Edition.objects.visible_to(user).filter(programme=decision.programme_id)
    rows = rows.filter(published__gte=decision.result.finished or decision.result.created)
    return rows.defer("content").select_related("programme").order_by("-number")


def results_after(user: User, decision: Decision) -> QuerySet[Result]:
    """Results of the same partner that were asked for after that of a decision, of any evaluation."""
    rows = Result.objects.visible_to(user).filter(stage=Stage.DONE, created__gt=decision.result.created)
    same = Exists(
        Evaluation.objects.filter(pk=OuterRef("evaluation"), partner=decision.result.evaluation.partner_id)
    )
    rows = rows.filter(same).exclude(pk=decision.result_id)
    return rows.defer("value", "changes").select_related("evaluation").order_by("-created", "-pk")


def may_see_programme(user: User, programme: Programme | None) -> bool:
    """Whether somebody may open a training programme."""
    return programme is not None and Programme.objects.visible_to(user).filter(pk=programme.pk).exists()


def may_see_result(user: User, result: Result | None) -> bool:
    """Whether somebody may open a result."""
    return result is not None and Result.objects.visible_to(user).filter(pk=result.pk).exists()


def result_with(pk: int) -> Result | None:
    """A result that is done, by its number in the table."""
    return Result.objects.filter(pk=pk, stage=Stage.DONE).select_related("evaluation__partner").first()


def decided_until(result: Result) -> QuerySet[Decision]:
    """Decisions that follow from a result, and from those before it, the oldest first."""
    rows = Decision.objects.filter(
        result__evaluation=result.evaluation_id, result__number__lte=result.number
    ).select_related("result", "programme", "edition__programme", "verified_by__evaluation")
    return rows.defer("result__value", "verified_by__value").order_by("result__number", "pk")
