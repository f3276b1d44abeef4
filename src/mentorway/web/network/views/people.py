"""Pages of the people of a partner."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.accounts import actions as accounts
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network.actions import partners as actions
from mentorway.web.network.forms.partners import PersonForm, RemovalForm, RoleForm
from mentorway.web.network.models import Membership, Partner, Role
from mentorway.web.network.queries import partners as queries
from mentorway.web.network.rules import partners as rules


def add_person(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Partner.objects, may=rules.may_manage, pk=pk)
    roles = rules.roles_given_by(request.user)
    form = PersonForm(request.POST or None, roles=roles, initial={"role": Role.MEMBER})
    link = request.build_absolute_uri(reverse("account_request_login_code"))
    if form.is_valid() and carried_out(form, actions.add, row, link=link, **form.cleaned_data):
        text = _("%(person)s now belongs to %(partner)s.")
        messages.success(request, text % {"person": form.cleaned_data["email"], "partner": row})
        return redirect("network:partner", pk)
    return render(request, "network/person_form.html", {"form": form, "partner": row})


def change_role(request: MemberRequest, pk: int) -> HttpResponse:
    place = access.fetch(request.user, Membership.objects, may=rules.may_change, pk=pk)
    roles = rules.roles_given_by(request.user)
    form = RoleForm(request.POST or None, roles=roles, initial={"role": place.role})
    if form.is_valid() and carried_out(
        form, actions.change_role, place, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("%(person)s has a new role.") % {"person": place.user})
        return redirect("network:partner", place.partner_id)
    return render(request, "network/role_form.html", {"form": form, "place": place})


def remove_person(request: MemberRequest, pk: int) -> HttpResponse:
    place = access.fetch(request.user, Membership.objects, may=rules.may_change, pk=pk)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, place):
        text = _("%(person)s no longer belongs to %(partner)s.")
        messages.success(request, text % {"person": place.user, "partner": place.partner})
        if queries.still_sees(request.user, place):
            return redirect("network:partner", place.partner_id)
        return redirect("network:partners")
    return render(request, "network/person_removal.html", {"form": form, "place": place})


def take_second_step(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the second step from somebody who lost it."""
    place = access.fetch(request.user, Membership.objects, may=rules.may_take_second_step, pk=pk)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, accounts.take_second_step, place.user, by=request.user):
        messages.success(
            request, _("%(person)s signs in without a second step now.") % {"person": place.user}
        )
        return redirect("network:partner", place.partner_id)
    return render(request, "network/second_step_taking.html", {"form": form, "place": place})
