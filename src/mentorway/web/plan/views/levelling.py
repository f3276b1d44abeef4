"""Searches for better dates: asked for, watched, stopped; what they propose is taken or thrown away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.plan.actions import levelling as actions
from mentorway.web.plan.analysis import levelling as analysis
from mentorway.web.plan.analysis.saying import said
from mentorway.web.plan.forms.outlook import PersonsForm, SearchForm
from mentorway.web.plan.models import Levelling
from mentorway.web.plan.models.levelling import FOUND, Stage
from mentorway.web.plan.queries import outlook as queries
from mentorway.web.plan.queries.items import rows_of
from mentorway.web.plan.views import door


@require_POST
def try_levelling(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask for a search; nothing of the plan changes."""
    project = door.look(request, pk)
    persons = PersonsForm(request.POST, partners=queries.working(project))
    form = SearchForm(request.POST)
    made: list[Levelling] = []
    if not persons.errors and form.is_valid():
        wish = {"persons": persons.persons(), "minutes": form.cleaned_data["minutes"]}
        if carried_out(form, lambda: made.append(actions.begin(project, request.user, **wish))):
            return redirect("plan:levelling", pk, made[0].number)
    refusal = " ".join(map(str, form.non_field_errors()))
    default = _("Nothing was searched. Look at the people and the minutes, then try again.")
    messages.error(request, refusal or default)
    return redirect("plan:outlook", pk)


@require_safe
def levelling(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    project = door.look(request, pk)
    actions.mark_silent(project)
    search = door.search_of(project, number)
    return _page(request, search, ConfirmationForm())


def _page(request: MemberRequest, search: Levelling, form: ConfirmationForm) -> HttpResponse:
    project = search.project
    context: dict[str, Any] = {
        **door.frame(request.user, project),
        "search": search,
        "form": form,
        "why": said(search.problem) if search.problem else "",
    }
    if search.stage in FOUND:
        context["found"] = analysis.shown(rows_of(project), search)
        context["decides"] = context["plans"] and search.stage == Stage.DONE
    return render(request, "plan/outlook/levelling.html", context)


@require_POST
def stop_levelling(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    search = door.search_of(door.look(request, pk), number)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, actions.stop, search):
        messages.success(request, _("The search was stopped."))
    return redirect("plan:levelling", pk, number)


@require_POST
def take_levelling(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    search = door.search_of(door.plan(request, pk), number)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, _take, request, search):
        return redirect("plan:gantt", pk)
    return _page(request, search, form)


def _take(request: MemberRequest, search: Levelling) -> None:
    count = actions.take(search, request.user)
    words = ngettext("%(count)d line begins later now.", "%(count)d lines begin later now.", count)
    messages.success(request, words % {"count": count})


@require_POST
def drop_levelling(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    search = door.search_of(door.plan(request, pk), number)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, actions.drop, search):
        messages.success(request, _("The proposal was thrown away. The plan stays as it is."))
        return redirect("plan:outlook", pk)
    return _page(request, search, form)
