"""Contacts of the network are asked: how surveys of the network reach its partners."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.study import queries, rules
from mentorway.web.study.actions import inviting as doing
from mentorway.web.study.analysis import contacts
from mentorway.web.study.forms import ContactsForm
from mentorway.web.study.models import Wave
from mentorway.web.study.views.door import frame

SHOWN = 50


def ask_contacts(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Wave.objects, may=rules.may_ask, pk=pk)
    form = ContactsForm(request.POST or None, countries=queries.countries_of_contacts(request.user))
    found = None
    if form.is_valid():
        rows = queries.contacts_to_ask(request.user, **form.cleaned_data)
        known = queries.addresses_known(row)
        found = [one for one in contacts.people_of(row.study, rows) if one.email not in known]
        wanted = request.POST.get("do") == "add" and bool(found)
        if wanted and carried_out(form, doing.invite, row, people=found):
            count = len(found)
            text = ngettext("%(count)d person is on the list.", "%(count)d people are on the list.", count)
            messages.success(request, text % {"count": count})
            return redirect("study:people", pk)
    context = frame(request, row.study, "waves", wave=row, form=form, found=found, most=SHOWN)
    context["has_contacts"] = bool(form.fields["countries"].choices)  # type: ignore[attr-defined]
    return render(request, "study/contacts.html", context)
