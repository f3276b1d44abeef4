"""What partners may spend, and what they have spent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.plan.actions import budgets as actions
from mentorway.web.plan.analysis import budgets as analysis
from mentorway.web.plan.analysis import periods as reporting
from mentorway.web.plan.forms.people import BudgetForm, ReportMoneyForm
from mentorway.web.plan.queries import people as queries
from mentorway.web.plan.views import door
from mentorway.web.plan.views.people import partner_in, reporting_for


def set_budget(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.plan(request, pk)
    row = partner_in(project, which)
    stored = reporting.budget_shown(queries.budget_of(project, row.partner_id))
    form = BudgetForm(request.POST or None, stored=stored)
    if form.is_valid() and carried_out(
        form, actions.set_budget, row, request.user, lines=form.facts(), was=form.cleaned_data["was"]
    ):
        messages.success(request, _("The budget is saved."))
        return redirect("plan:people", pk)
    context = {**door.frame(request.user, project), "form": form, "row": row}
    return render(request, "plan/people/budget.html", context)


def report_money(request: MemberRequest, pk: int, number: int, which: int) -> HttpResponse:
    project = door.report(request, pk)
    period, row = door.period_of(project, number), reporting_for(request, project, which)
    money = analysis.money_of([row], queries.budgets_of(project), queries.spent_of(project))
    planned = {
        one.line: (analysis.shown(one.sum.planned), analysis.shown(one.sum.spent))
        for one in money.partners[0].rows
    }
    stored = reporting.money_shown_of(queries.spent_in(period, row.partner_id))
    form = ReportMoneyForm(request.POST or None, planned=planned, stored=stored)
    if form.is_valid() and carried_out(
        form,
        actions.report_money,
        period,
        row,
        request.user,
        lines=form.facts(),
        was=form.cleaned_data["was"],
    ):
        messages.success(request, _("The money is reported."))
        return redirect("plan:period", pk, number)
    context = {**door.frame(request.user, project), "form": form, "period": period, "row": row}
    return render(request, "plan/periods/money.html", context)
