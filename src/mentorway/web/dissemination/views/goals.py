"""What is wanted of dissemination, and what is reached of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.dissemination.actions import goals as actions
from mentorway.web.dissemination.analysis import goals as analysis
from mentorway.web.dissemination.forms.outreach import GoalForm
from mentorway.web.dissemination.models import Goal
from mentorway.web.dissemination.queries import outreach as queries
from mentorway.web.dissemination.views import door
from mentorway.web.dissemination.views import outreach_door as own


@require_safe
def goals(request: MemberRequest) -> HttpResponse:
    rows = list(analysis.reached_by(queries.goals_of(request.user), timezone.localdate()))
    return render(request, "dissemination/outreach/goals.html", {**door.frame(request.user), "rows": rows})


def new(request: MemberRequest) -> HttpResponse:
    own.coordinates(request)
    return _saved(request, Goal())


def change(request: MemberRequest, pk: int) -> HttpResponse:
    own.coordinates(request)
    return _saved(request, access.fetch(request.user, Goal.objects, pk=pk))


def _saved(request: MemberRequest, goal: Goal) -> HttpResponse:
    initial = {"indicator": goal.indicator, "wanted": goal.wanted, "until": goal.until}
    form = GoalForm(request.POST or None, initial=initial)
    if form.is_valid() and carried_out(form, actions.save, goal, **form.cleaned_data):
        messages.success(request, _("The goal is saved."))
        return redirect("dissemination:goals")
    context = {**door.frame(request.user), "form": form, "goal": goal if goal.pk else None}
    return render(request, "dissemination/outreach/goal.html", context)


def remove(request: MemberRequest, pk: int) -> HttpResponse:
    own.coordinates(request)
    goal = access.fetch(request.user, Goal.objects, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, goal):
        messages.success(request, _("The goal is removed."))
        return redirect("dissemination:goals")
    context = {**door.frame(request.user), "form": form, "goal": goal}
    return render(request, "dissemination/outreach/goal_removal.html", context)
