"""Reporting periods: the list, each with who still has to report, and what closes it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT, conflict_of
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.plan import rules
from mentorway.web.plan.actions import periods as actions
from mentorway.web.plan.analysis import periods as analysis
from mentorway.web.plan.analysis.report_work import Deviation, Found, deviating, found_of
from mentorway.web.plan.forms.periods import MakePeriodsForm, NewPeriodForm, PeriodForm
from mentorway.web.plan.models import Period, Project
from mentorway.web.plan.queries import periods as queries
from mentorway.web.plan.queries import projects as reading
from mentorway.web.plan.views import door


@require_safe
def periods(request: MemberRequest, pk: int) -> HttpResponse:
    project, today = door.look(request, pk), timezone.localdate()
    rows = [
        (row, analysis.standing_of(row, today), analysis.is_overdue(row, today))
        for row in queries.periods_of(project)
    ]
    context = {**door.frame(request.user, project), **paging.paged(request, rows), "form": MakePeriodsForm()}
    return render(request, "plan/periods/list.html", context)


def make_periods(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.plan(request, pk)
    form = MakePeriodsForm(request.POST or None)
    made: list[int] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.make(project, request.user, **form.cleaned_data))
    ):
        count = made[0]
        words = ngettext(
            "%(count)d reporting period is there.", "%(count)d reporting periods are there.", count
        )
        messages.success(request, words % {"count": count})
        return redirect("plan:periods", pk)
    return render(request, "plan/periods/make.html", {**door.frame(request.user, project), "form": form})


def new_period(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.plan(request, pk)
    initial = analysis.next_days(project, queries.last_period(project))
    form = NewPeriodForm(request.POST or None, initial=initial)
    if form.is_valid() and carried_out(form, actions.create, project, request.user, **form.cleaned_data):
        messages.success(request, _("The reporting period is there."))
        return redirect("plan:periods", pk)
    return render(request, "plan/periods/new.html", {**door.frame(request.user, project), "form": form})


@require_safe
def period(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    project, today = door.look(request, pk), timezone.localdate()
    row = door.period_of(project, number)
    standings = _standings(request, project, row)
    found = found_of(row, today)
    context = {
        **door.frame(request.user, project),
        "period": row,
        "standing": analysis.standing_of(row, today),
        "overdue": analysis.is_overdue(row, today),
        "standings": standings,
        "missing": [] if row.closed else analysis.missing_in(row, standings),
        "deviations": with_leave(request, found),
        "work": found.work,
        "currency": project.currency,
    }
    return render(request, "plan/periods/period.html", context)


def with_leave(request: MemberRequest, found: Found) -> list[tuple[Deviation, bool]]:
    """Return what is other than planned, each with whether the person may say why."""
    project = found.project
    return [
        (one, rules.may_report_for(request.user, project, one.item.lead_id or project.partner_id))
        for one in deviating(found)
    ]


def _standings(request: MemberRequest, project: Project, row: Period) -> list[analysis.Standing]:
    partners = list(reading.partners_of(project))
    may = {one.partner_id: rules.may_report_for(request.user, project, one.partner_id) for one in partners}
    return analysis.standings_of(row, partners, may)


def change_period(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    project = door.plan(request, pk)
    row = door.period_of(project, number)
    initial = {**analysis.facts_of(row), "revision": row.revision}
    form = PeriodForm(settled(request.POST), initial=initial)
    merge = form.is_valid() and conflict_of(form, row, queries.kept_of_period(row, analysis.snapshot_of(row)))
    context = {**door.frame(request.user, project), "form": form, "period": row}
    if merge:
        context["merge"] = MergeForm(merge, form)
        return render(request, "plan/periods/merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, row, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("plan:period", pk, number)
    return render(request, "plan/periods/change.html", context)


def remove_period(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    project = door.plan(request, pk)
    row = door.period_of(project, number)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, row, request.user):
        messages.success(request, _("The reporting period is removed."))
        return redirect("plan:periods", pk)
    more = {"form": form, "period": row, "stays": bool(row.closed) or queries.has_reports(row)}
    return render(request, "plan/periods/remove.html", {**door.frame(request.user, project), **more})


def close_period(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    project = door.plan(request, pk)
    row = door.period_of(project, number)
    missing = analysis.missing_in(row, _standings(request, project, row))
    more = {"missing": missing, "too_early": row.ends_on >= timezone.localdate()}
    return _confirmed(request, row, actions.close, "close", more)


def reopen_period(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    project = door.plan(request, pk)
    return _confirmed(request, door.period_of(project, number), actions.reopen, "reopen", {})


def _confirmed(
    request: MemberRequest, row: Period, action: Callable[..., Any], name: str, more: dict[str, Any]
) -> HttpResponse:
    said = {
        "close": _("The period is closed. Its report stays as it is."),
        "reopen": _("The period is open again."),
    }
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, action, row, request.user):
        messages.success(request, said[name])
        return redirect("plan:period", row.project_id, row.number)
    context = {**door.frame(request.user, row.project), **more, "form": form, "period": row}
    return render(request, f"plan/periods/{name}.html", context)
