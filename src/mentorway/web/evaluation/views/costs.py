"""The cost sheet of an evaluation: its lines, its rates, and hours taken from the pilots."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.evaluation.actions import costs as doing
from mentorway.web.evaluation.analysis import costs as analysis
from mentorway.web.evaluation.forms.costs import CostForm, RatesForm
from mentorway.web.evaluation.models import CostKind, CostLine, Evaluation
from mentorway.web.evaluation.queries import costs as queries
from mentorway.web.evaluation.views import door

ON_A_PAGE = 50


@require_safe
def costs(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.look(request, pk)
    words, kind = paging.words_of(request), paging.choice_of(request, "kind", CostKind.values)
    found = analysis.page_of(whole)
    lines = analysis.searched(found.lines, words, kind)
    context = {
        **door.frame(request.user, whole),
        **paging.paged(request, lines, chosen={"q": words, "kind": kind}, size=ON_A_PAGE),
        "found": found,
        "words": words,
        "kind": kind,
        "kinds": CostKind.choices,
        "worth": analysis.benefit_page_of(whole),
        "missing": analysis.missing_of(whole),
    }
    return render(request, "evaluation/costs/costs.html", context)


def _line(whole: Evaluation, which: int) -> CostLine:
    found = queries.line_of(whole, which)
    if found is None:
        raise Http404
    found.evaluation = whole
    return found


def _frame(request: MemberRequest, whole: Evaluation, **more: Any) -> dict[str, Any]:
    return {**door.frame(request.user, whole), **more}


def new_cost(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = CostLine(evaluation=whole, currency=whole.currency, year=whole.price_year)
    form = CostForm(request.POST or None, instance=row, pilots=queries.pilots_of(whole))
    if form.is_valid() and carried_out(form, doing.add_line, whole, **form.facts()):
        messages.success(request, _("The line is on the cost sheet now."))
        return redirect("evaluation:new_cost" if "another" in request.POST else "evaluation:costs", pk)
    return render(request, "evaluation/costs/cost_new.html", _frame(request, whole, form=form))


def change_cost(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = _line(whole, which)
    form = CostForm(request.POST or None, instance=row, pilots=queries.pilots_of(whole))
    if form.is_valid() and carried_out(form, doing.change_line, row, **form.facts()):
        messages.success(request, _("Saved."))
        return redirect("evaluation:costs", pk)
    return render(request, "evaluation/costs/cost_change.html", _frame(request, whole, form=form, row=row))


def remove_cost(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = _line(whole, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.remove_line, row):
        messages.success(request, _("The line is off the cost sheet."))
        return redirect("evaluation:costs", pk)
    amount = analysis.shown(analysis.amount_of(row))
    context = _frame(request, whole, form=form, row=row, amount=amount)
    return render(request, "evaluation/costs/cost_remove.html", context)


@require_POST
def fill_hours(request: MemberRequest, pk: int) -> HttpResponse:
    """Write the hours of the meetings of all pilots on the cost sheet; what one costs is filled in later."""
    whole = door.work(request, pk)
    form = ConfirmationForm(request.POST)
    count = len(analysis.hours_of(whole))
    if form.is_valid() and carried_out(form, doing.fill_hours, whole):
        _say_filled(request, count)
    for refusal in form.non_field_errors():
        messages.error(request, str(refusal))
    return redirect("evaluation:costs", pk)


def _say_filled(request: MemberRequest, count: int) -> None:
    if not count:
        messages.info(request, _("No meeting of the pilots has taken place yet, so there are no hours."))
        return
    text = ngettext(
        "%(count)d line with hours is on the cost sheet. Say what an hour costs.",
        "%(count)d lines with hours are on the cost sheet. Say what an hour costs.",
        count,
    )
    messages.success(request, text % {"count": count})


def rates(request: MemberRequest, pk: int) -> HttpResponse:
    """Show exchange rates and price levels; who runs the evaluation changes them here."""
    whole = door.work(request, pk) if request.method == "POST" else door.look(request, pk)
    missing = analysis.missing_of(whole)
    form = RatesForm(request.POST or None, whole=whole, missing=missing)
    if form.is_valid() and carried_out(form, doing.set_rates, whole, **form.said()):
        messages.success(request, _("Saved."))
        return redirect("evaluation:rates", pk)
    context = _frame(
        request,
        whole,
        form=form,
        missing=missing,
        rates=queries.rates_of(whole),
        levels=queries.price_levels_of(whole),
    )
    return render(request, "evaluation/costs/rates.html", context)
