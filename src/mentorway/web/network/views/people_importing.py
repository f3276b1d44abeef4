"""A file of people: read, looked through, taken in."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network.actions import people_importing as actions
from mentorway.web.network.analysis.people_importing import Found
from mentorway.web.network.forms.people_importing import PeopleFileForm, TakeInForm
from mentorway.web.network.models import Partner
from mentorway.web.network.rules import partners as rules


def import_people(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask for a file, and show what is in it."""
    partner = access.fetch(request.user, Partner.objects, may=rules.may_manage, pk=pk)
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    rows = []
    if form.is_valid():
        try:
            rows = actions.read(partner, request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("file", refusal)
    can_come = sum(one.found in (Found.NEW, Found.JOINS) for one in rows)
    context = {
        "partner": partner,
        "form": form,
        "rows": rows,
        "can_come": can_come,
        "problems": sum(one.found == Found.PROBLEM for one in rows),
        "taking": TakeInForm(initial={"kept": actions.sealed(partner, request.user, rows)}),
    }
    return render(request, "network/people_import.html", context)


def take_in_people(request: MemberRequest, pk: int) -> HttpResponse:
    """Bring in the people that were shown."""
    partner = access.fetch(request.user, Partner.objects, may=rules.may_manage, pk=pk)
    form = TakeInForm(request.POST or None)
    link = request.build_absolute_uri(reverse("account_request_login_code"))
    if form.is_valid():
        told = {"kept": form.cleaned_data["kept"], "link": link}
        if carried_out(form, actions.take_in, partner, request.user, **told):
            text = _("The people of the file belong to %(partner)s now. Each got a letter.")
            messages.success(request, text % {"partner": partner})
            return redirect("network:partner", pk)
        for refusal in form.non_field_errors():
            messages.error(request, str(refusal))
    return redirect("network:import_people", pk)
