"""Dates as they were agreed, and what became of them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.plan.actions import baselines as actions
from mentorway.web.plan.analysis import baselines as analysis
from mentorway.web.plan.forms.items import BaselineForm
from mentorway.web.plan.models import Baseline, Project
from mentorway.web.plan.queries import items as reading
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.views import door


def baselines(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.plan(request, pk) if request.method == "POST" else door.look(request, pk)
    frame = door.frame(request.user, project)
    form = BaselineForm(request.POST or None) if frame["plans"] else None
    if (
        form
        and form.is_valid()
        and carried_out(form, actions.keep, project, request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The dates are kept as they are planned now."))
        return redirect("plan:baselines", pk)
    context = {**frame, "form": form, "rows": queries.baselines_of(project)}
    return render(request, "plan/items/baselines.html", context)


def _row(project: Project, which: int) -> Baseline:
    found = queries.baseline_of(project, which)
    if found is None:
        raise Http404
    found.project = project
    return found


@require_safe
def baseline(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.look(request, pk)
    row, rows = _row(project, which), reading.rows_of(project)
    shorts = {one.partner_id: one.short for one in queries.partners_of(project)}
    compared = analysis.slips_of(rows, row, queries.names_of_removed(project), shorts)
    context = {**door.frame(request.user, project), "row": row, "compared": compared}
    return render(request, "plan/items/baseline.html", context)


def delete(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.plan(request, pk)
    row = _row(project, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, row, request.user):
        messages.success(request, _("%(title)s is deleted.") % {"title": row})
        return redirect("plan:baselines", pk)
    context = {**door.frame(request.user, project), "form": form, "row": row}
    return render(request, "plan/items/delete_baseline.html", context)
