"""Person-days by work package and partner: planned, worked, reported period by period."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.plan import rules
from mentorway.web.plan.actions import efforts as actions
from mentorway.web.plan.analysis import budgets
from mentorway.web.plan.analysis import people as analysis
from mentorway.web.plan.analysis import periods as reporting
from mentorway.web.plan.forms.people import EffortsForm, ReportDaysForm
from mentorway.web.plan.models import Project, ProjectPartner
from mentorway.web.plan.queries import people as queries
from mentorway.web.plan.queries import projects as reading
from mentorway.web.plan.queries.items import rows_of
from mentorway.web.plan.views import door

FILES = ("csv", "xlsx")
ON_A_PAGE = 50


def partner_in(project: Project, which: int) -> ProjectPartner:
    """Return a partner of a project, or say that there is none."""
    found = reading.partner_of(project, which)
    if found is None:
        raise Http404
    found.project = project
    return found


def reporting_for(request: MemberRequest, project: Project, which: int) -> ProjectPartner:
    """Return a partner of a project for which the person reports."""
    row = partner_in(project, which)
    if not rules.may_report_for(request.user, project, row.partner_id):
        raise PermissionDenied
    return row


@require_safe
def people(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.look(request, pk)
    words = paging.words_of(request)
    rows, partners = rows_of(project), list(reading.partners_of(project))
    shorts = {row.partner_id: row.short for row in partners}
    lines = analysis.lines_of(rows, shorts, words)
    context = {
        **door.frame(request.user, project),
        **paging.paged(request, lines, chosen={"q": words}, size=ON_A_PAGE),
        "words": words,
        "work": analysis.work_of(rows, partners, queries.worked_of(project)),
        "money": budgets.money_of(partners, queries.budgets_of(project), queries.spent_of(project)),
    }
    return render(request, "plan/people/people.html", context)


@require_safe
def export_people(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    project = door.look(request, pk)
    if kind not in FILES:
        raise Http404
    rows, partners = rows_of(project), list(reading.partners_of(project))
    work = analysis.work_of(rows, partners, queries.worked_of(project))
    money = budgets.money_of(partners, queries.budgets_of(project), queries.spent_of(project))
    table = analysis.table_of(work, money, project.currency)
    name = _("People and money · %(project)s") % {"project": project.title}
    if kind == "xlsx":
        return tables.xlsx_file(name, _("People and money"), *table)
    return tables.csv_file(name, *table)


def set_efforts(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.plan(request, pk)
    item = door.item_of(project, which)
    partners = list(reading.partners_of(project))
    form = EffortsForm(
        request.POST or None, partners=partners, stored=reporting.efforts_shown(item, partners)
    )
    if form.is_valid() and carried_out(
        form, actions.set_efforts, item, request.user, days=form.facts(), was=form.cleaned_data["was"]
    ):
        messages.success(request, _("The person-days are saved."))
        return redirect("plan:item", pk, which)
    context = {**door.frame(request.user, project), "form": form, "item": item}
    return render(request, "plan/people/efforts.html", context)


def report_days(request: MemberRequest, pk: int, number: int, which: int) -> HttpResponse:
    project = door.report(request, pk)
    period, row = door.period_of(project, number), reporting_for(request, project, which)
    rows = rows_of(project)
    stored = queries.worked_in(period, row.partner_id)
    lines = reporting.lines_to_report(rows, stored)
    work = analysis.work_of(rows, [row], queries.worked_of(project))
    planned = {
        one.item.pk: (analysis.days_shown(one.total.planned), analysis.days_shown(one.total.worked))
        for one in work.rows
        if one.item
    }
    facts = reporting.days_shown_of(lines, stored)
    form = ReportDaysForm(request.POST or None, lines=lines, planned=planned, stored=facts)
    if form.is_valid() and carried_out(
        form,
        actions.report_days,
        period,
        row,
        request.user,
        days=form.facts(),
        was=form.cleaned_data["was"],
    ):
        messages.success(request, _("The person-days are reported."))
        return redirect("plan:period", pk, number)
    context = {**door.frame(request.user, project), "form": form, "period": period, "row": row}
    return render(request, "plan/periods/days.html", context)
