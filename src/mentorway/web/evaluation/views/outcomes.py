"""Outcomes: written, changed, taken away, and which one is the main one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorway.web.core.access import MemberRequest, there
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.evaluation.actions import outcomes as actions
from mentorway.web.evaluation.analysis import outcomes as analysis
from mentorway.web.evaluation.forms.asking import OutcomeForm, written
from mentorway.web.evaluation.models import Evaluation, Outcome
from mentorway.web.evaluation.queries import asking as queries
from mentorway.web.evaluation.views import door


def create(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    form = _form(request, whole, Outcome())
    if form.is_valid() and carried_out(form, actions.create, whole, **form.cleaned_data):
        messages.success(request, _("The outcome is there."))
        return redirect("evaluation:asking", pk)
    return render(
        request, "evaluation/asking/outcome.html", {**door.frame(request.user, whole), "form": form}
    )


def change(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = _outcome_of(whole, which)
    form = _form(request, whole, row)
    if form.is_valid() and carried_out(form, actions.change, whole, which, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("evaluation:asking", pk)
    context = {**door.frame(request.user, whole), "form": form, "outcome": row}
    return render(request, "evaluation/asking/outcome.html", context)


def _form(request: MemberRequest, whole: Evaluation, row: Outcome) -> OutcomeForm:
    """Return the form; who only looks for questions gets back what was written, and nothing is judged yet."""
    looks = "look" in request.POST
    return OutcomeForm(
        request.POST if request.method == "POST" and not looks else None,
        own=analysis.asked_of(whole.study_id) or {},
        mentees=analysis.asked_of(whole.mentee_study_id) or {},
        licences=analysis.licences_to_choose(queries.comparisons_to_choose(whole)),
        initial=written(request.POST) if looks else analysis.facts_of(row),
    )


def _outcome_of(whole: Evaluation, which: int) -> Outcome:
    return there(queries.outcome_of(whole, which))


def remove(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = _outcome_of(whole, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, whole, which):
        messages.success(request, _("The outcome is taken away."))
        return redirect("evaluation:asking", pk)
    context = {**door.frame(request.user, whole), "form": form, "outcome": row}
    return render(request, "evaluation/asking/remove.html", context)


@require_POST
def make_main(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = _outcome_of(whole, which)
    form = ConfirmationForm(request.POST)
    if carried_out(form, actions.make_main, whole, which):
        messages.success(request, _("“%(outcome)s” is the main outcome.") % {"outcome": row})
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("evaluation:asking", pk)
