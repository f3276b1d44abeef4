"""Partners say whether a practice would work where they are."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.practices.actions import transfer as actions
from mentorway.web.practices.forms import transfer as forms
from mentorway.web.practices.models import Practice, Transfer
from mentorway.web.practices.queries import practices as queries
from mentorway.web.practices.rules import practices as rules
from mentorway.web.practices.views.practice_door import answered, asked, frame


def judge(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_judge, pk=pk)
    partners = queries.partners_to_judge_for(request.user, row)
    form = forms.TransferForm(answered(request), partners=partners)
    if form.is_valid() and carried_out(form, actions.judge, row, request.user, **form.cleaned_data):
        messages.success(request, _("Your judgement is there."))
        return redirect("practices:practice", pk)
    return render(request, "practices/judging.html", frame(request, row, "reading", form=form))


def change_judgement(request: MemberRequest, pk: int, judgement: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_judge, pk=pk)
    found = access.fetch(request.user, Transfer.objects, may=rules.may_take_back, practice=pk, pk=judgement)
    initial = {"partner": found.partner_id, "verdict": found.verdict, "conditions": found.conditions}
    partners = queries.partner_of(found)
    form = forms.TransferForm(answered(request), partners=partners, initial=initial)
    if form.is_valid() and carried_out(form, actions.judge, row, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("practices:practice", pk)
    context = frame(request, row, "reading", form=form, judgement=found)
    return render(request, "practices/judging.html", context)


def take_back_judgement(request: MemberRequest, pk: int, judgement: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_judge, pk=pk)
    found = access.fetch(request.user, Transfer.objects, may=rules.may_take_back, practice=pk, pk=judgement)
    return asked(
        request,
        row,
        lambda: actions.take_back(found),
        question=_("Remove the judgement of %(partner)s?") % {"partner": found.partner},
        button=_("Remove"),
        danger=True,
        done=_("The judgement is removed."),
    )
