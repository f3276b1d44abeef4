"""The outlook of a plan: how sure its end is, who has too much to do, what is earned."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.core.wording import said
from mentorway.web.plan.actions import levelling as actions
from mentorway.web.plan.analysis import outlook as analysis
from mentorway.web.plan.analysis.dates import checked, laid
from mentorway.web.plan.forms.outlook import EarnedForm, PersonsForm, TakeForm
from mentorway.web.plan.models import Project
from mentorway.web.plan.queries import outlook as queries
from mentorway.web.plan.queries.items import Rows, rows_of
from mentorway.web.plan.views import door
from mentorway.wording import InvalidInputError


@require_safe
def outlook(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.look(request, pk)
    rows, partners = rows_of(project), queries.working(project)
    today = timezone.localdate()
    persons = PersonsForm(request.GET, partners=partners)
    earned = EarnedForm(request.GET, baselines=queries.baselines(project), today=today)
    context: dict[str, Any] = {
        **door.frame(request.user, project),
        "rows": rows,
        "persons": persons,
        "earned": earned,
        "too_long": analysis.too_long(rows),
    }
    if rows.items:
        try:
            context |= _found(project, rows, persons, earned)
        except InvalidInputError as refusal:
            context["refusal"] = said(refusal.message)
    return render(request, "plan/outlook/outlook.html", context)


def _found(project: Project, rows: Rows, persons: PersonsForm, earned: EarnedForm) -> dict[str, Any]:
    today, plan = timezone.localdate(), laid(project, rows=rows)
    dates = checked(project, today=today, plan=plan)
    baseline, day = earned.wish()
    guessed = analysis.guessed(rows)
    return {
        "guessed": guessed,
        "sure": analysis.certainty_of(rows, plan, today) if guessed else None,
        "workload": analysis.workload_of(plan, dates, persons.partners, persons.persons()),
        "baseline": baseline,
        "day": day,
        "earnings": (
            analysis.earnings_of(rows, plan, baseline, day, queries.worked(project)) if baseline else None
        ),
    }


@require_POST
def try_levelling(request: MemberRequest, pk: int) -> HttpResponse:
    """Search for some seconds; nothing changes."""
    project = door.look(request, pk)
    rows, persons = rows_of(project), PersonsForm(request.POST, partners=queries.working(project))
    if analysis.too_long(rows) or not rows.items or persons.errors:
        messages.error(request, _("Nothing was searched. Look at the people and lines, then try again."))
        return redirect("plan:outlook", pk)
    today = timezone.localdate()
    plan = analysis.named_plan(laid(project, rows=rows), persons.partners)
    context = {**door.frame(request.user, project), "chosen": persons.chosen()}
    try:
        tried = analysis.tried(rows, plan, persons.persons(), today)
        form = TakeForm(initial={"revision": project.revision, "moves": tried.moves})
        context |= {"tried": tried, "form": form}
    except InvalidInputError as refusal:
        context["refusal"] = said(refusal.message)
    return render(request, "plan/outlook/levelling.html", context)


@require_POST
def take_levelling(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.plan(request, pk)
    form = TakeForm(request.POST)
    if form.is_valid():
        facts = form.cleaned_data
        if carried_out(form, _take, request, project, facts):
            return redirect("plan:gantt", pk)
    context = {**door.frame(request.user, project), "form": form}
    return render(request, "plan/outlook/levelling.html", context)


def _take(request: MemberRequest, project: Project, facts: dict[str, Any]) -> None:
    count = actions.take(project, request.user, **facts)
    words = ngettext("%(count)d line begins later now.", "%(count)d lines begin later now.", count)
    messages.success(request, words % {"count": count})
