"""What the programme was worth in money: written down, changed, taken away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.evaluation.actions import costs as doing
from mentorway.web.evaluation.forms.costs import BenefitForm
from mentorway.web.evaluation.models import Benefit, Evaluation
from mentorway.web.evaluation.queries import costs as queries
from mentorway.web.evaluation.views import door


def _benefit(whole: Evaluation, which: int) -> Benefit:
    found = queries.benefit_of(whole, which)
    if found is None:
        raise Http404
    found.evaluation = whole
    return found


def new_benefit(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = Benefit(evaluation=whole, currency=whole.currency, year=whole.price_year)
    form = BenefitForm(request.POST or None, instance=row)
    if form.is_valid() and carried_out(form, doing.add_benefit, whole, **form.facts()):
        messages.success(request, _("The benefit is written down."))
        return redirect("evaluation:costs", pk)
    context = {**door.frame(request.user, whole), "form": form}
    return render(request, "evaluation/costs/benefit_new.html", context)


def change_benefit(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = _benefit(whole, which)
    form = BenefitForm(request.POST or None, instance=row)
    if form.is_valid() and carried_out(form, doing.change_benefit, row, **form.facts()):
        messages.success(request, _("Saved."))
        return redirect("evaluation:costs", pk)
    context = {**door.frame(request.user, whole), "form": form, "row": row}
    return render(request, "evaluation/costs/benefit_change.html", context)


def remove_benefit(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = _benefit(whole, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.remove_benefit, row):
        messages.success(request, _("The benefit is taken away."))
        return redirect("evaluation:costs", pk)
    context = {**door.frame(request.user, whole), "form": form, "row": row}
    return render(request, "evaluation/costs/benefit_remove.html", context)
