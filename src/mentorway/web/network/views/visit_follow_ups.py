"""What follows from visits: the list of what one has to do, and each of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network.actions import visit_follow_ups as actions
from mentorway.web.network.analysis import visits as analysis
from mentorway.web.network.forms import visits as forms
from mentorway.web.network.models import FollowUp, Visit
from mentorway.web.network.queries import visit_follow_ups as queries
from mentorway.web.network.queries import visits as visit_queries
from mentorway.web.network.rules import visits as rules
from mentorway.web.network.views.visit_door import asked, filled


@require_safe
def follow_ups(request: MemberRequest) -> HttpResponse:
    state = paging.choice_of(request, "state", (queries.OPEN, queries.DONE), usual=queries.OPEN)
    whose = paging.choice_of(request, "whose", ("mine", "all"), usual="mine")
    rows = queries.follow_ups_of(request.user, state=state, everyone=whose == "all")
    context = {
        **paging.paged(request, rows, chosen={"state": state, "whose": whose}),
        "state": state,
        "whose": whose,
        "today": timezone.localdate(),
    }
    return render(request, "network/visit_follow_ups.html", context)


def add(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_contribute, pk=pk)
    members, since = visit_queries.members_at(row), analysis.first_due(row)
    form = forms.FollowUpForm(request.POST or None, members=members, since=since)
    if form.is_valid() and carried_out(form, actions.add, row, **form.cleaned_data):
        messages.success(request, _("The follow-up is written down."))
        return redirect(_back(pk))
    return filled(request, row, form, _("Add a follow-up"), back=_back(pk))


def change(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, FollowUp.objects, may=rules.may_change_follow_up, pk=pk)
    initial = {name: getattr(row, name) for name in ("text", "owner", "owner_name", "due")}
    members, since = visit_queries.members_at(row.visit), analysis.first_due(row.visit)
    form = forms.FollowUpForm(request.POST or None, members=members, since=since, initial=initial)
    if form.is_valid() and carried_out(form, actions.change, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect(_back(row.visit_id))
    return filled(request, row.visit, form, _("Change a follow-up"), back=_back(row.visit_id))


def finish(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, FollowUp.objects, may=rules.may_finish, pk=pk)
    data = request.POST if request.method == "POST" else None
    form = forms.OutcomeForm(data, initial={"outcome": row.outcome})
    if form.is_valid() and carried_out(form, actions.finish, row, **form.cleaned_data):
        messages.success(request, _("It is done."))
        return redirect(_back(row.visit_id))
    more = {"question": "finishing", "follow_up": row, "button": _("It is done")}
    return filled(request, row.visit, form, _("Done"), back=_back(row.visit_id), **more)


def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, FollowUp.objects, may=rules.may_finish, pk=pk)
    done, back = _("It is to be done again."), _back(row.visit_id)
    more = {"done": done, "back": back, "follow_up": row}
    return asked(request, row.visit, "follow_up_reopening", lambda: actions.reopen(row), **more)


def remove(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, FollowUp.objects, may=rules.may_change_follow_up, pk=pk)
    done, back = _("The follow-up is removed."), _back(row.visit_id)
    more = {"done": done, "back": back, "follow_up": row}
    return asked(request, row.visit, "follow_up_removal", lambda: actions.remove(row), **more)


def _back(visit: int) -> str:
    return f"{reverse('network:visit', args=[visit])}#follow-ups"
