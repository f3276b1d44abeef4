"""The list of evaluations, and each as a whole."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT, conflict_of
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.evaluation import rules
from mentorway.web.evaluation.actions import evaluations as actions
from mentorway.web.evaluation.analysis import asking
from mentorway.web.evaluation.analysis import evaluations as analysis
from mentorway.web.evaluation.analysis.asked import when_of
from mentorway.web.evaluation.analysis.outcomes import outcomes_of
from mentorway.web.evaluation.forms.evaluations import EvaluationForm, NewEvaluationForm
from mentorway.web.evaluation.models import DAYS_IN_BIN, Evaluation
from mentorway.web.evaluation.queries import asking as asked_queries
from mentorway.web.evaluation.queries import evaluations as queries
from mentorway.web.evaluation.queries import own
from mentorway.web.evaluation.views import door
from mentorway.web.network.models import Partner
from mentorway.web.pilots.queries.cohorts import partners_to_run


@require_safe
def evaluations(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    context = {
        **paging.paged(request, queries.evaluations_of(request.user, words), chosen={"q": words}),
        "words": words,
        "has_partner": partners_to_run(request.user).exists(),
        "has_deleted": queries.deleted_of(request.user).exists(),
    }
    return render(request, "evaluation/evaluations/list.html", context)


def create(request: MemberRequest) -> HttpResponse:
    partners = partners_to_run(request.user)
    if not partners:
        return render(request, "evaluation/evaluations/new.html")
    form = NewEvaluationForm(
        request.POST or None,
        partners=partners,
        choices=_choices(partners),
        initial=analysis.beginnings(partners[0], timezone.localdate()),
    )
    made: list[Evaluation] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.create(request.user, **form.cleaned_data))
    ):
        messages.success(request, _("The evaluation is there. The page says what is next."))
        return redirect("evaluation:evaluation", made[0].pk)
    return render(request, "evaluation/evaluations/new.html", {"form": form})


def _choices(partners: QuerySet[Partner]) -> dict[str, QuerySet[Any]]:
    studies = queries.studies_to_choose(partners)
    return {
        "cohorts": queries.cohorts_to_choose(partners),
        "study": studies,
        "mentee_study": studies,
        "round": queries.rounds_to_choose(partners),
    }


@require_safe
def overview(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.look(request, pk)
    frame, waves, newest = (
        door.frame(request.user, whole),
        asked_queries.waves_of(whole),
        own.newest_of(whole),
    )
    now = timezone.now()
    known = asking.known_of(whole, waves, now)
    standing = analysis.Standing(
        bool(known.cohorts),
        waves,
        outcomes_of(whole),
        asking.invited_by_asking(waves, known),
        {one.key: when_of(one, list(known.cohorts.values())) for one in waves},
        newest,
    )
    steps = analysis.steps_of(whole, standing) if frame["at_work"] else []
    context = {
        **frame,
        "steps": steps,
        "next": analysis.next_of(steps),
        "cohorts": queries.cohorts_with_people(whole),
        "people": analysis.people_by_arm(known.members),
        "without_address": asked_queries.without_address(whole),
        "boards": asking.boards_of(whole, waves, known, now),
        "newest": newest,
    }
    return render(request, "evaluation/evaluations/overview.html", context)


def change(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    frame = door.frame(request.user, whole)
    initial = {**analysis.facts_of(whole), "revision": whole.revision}
    choices = _choices(queries.partner_itself(whole))
    form = EvaluationForm(settled(request.POST), choices=choices, initial=initial)
    merge = form.is_valid() and conflict_of(
        form, whole, queries.revisions_since(whole, form.cleaned_data["revision"])
    )
    if merge:
        context = {**frame, "merge": MergeForm(merge, form)}
        return render(request, "evaluation/evaluations/merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, whole, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("evaluation:evaluation", pk)
    return render(request, "evaluation/evaluations/change.html", {**frame, "form": form})


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.dispose(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, whole):
        messages.success(request, _("%(title)s is deleted.") % {"title": whole})
        return redirect("evaluation:evaluations")
    context = {**door.frame(request.user, whole), "form": form, "days": DAYS_IN_BIN}
    return render(request, "evaluation/evaluations/delete.html", context)


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    found = paging.paged(request, queries.deleted_of(request.user))
    rows = [(row, rules.may_dispose(request.user, row)) for row in found["page"]]
    return render(
        request, "evaluation/evaluations/deleted.html", {**found, "rows": rows, "days": DAYS_IN_BIN}
    )


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    whole = access.fetch(request.user, Evaluation.bin, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.restore, whole):
        messages.success(request, _("%(title)s is back.") % {"title": whole})
        return redirect("evaluation:evaluation", pk)
    return render(request, "evaluation/evaluations/restore.html", {"form": form, "evaluation": whole})
