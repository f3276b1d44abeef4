"""The keys that sign certificates, for who runs the installation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest, there
from mentorway.web.core.addresses import whole
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.pilots import rules
from mentorway.web.pilots.actions import keys as actions
from mentorway.web.pilots.models import IssuerKey
from mentorway.web.pilots.queries import certificates as queries


def _refuse_others(request: MemberRequest) -> None:
    if not rules.may_keep_keys(request.user):
        raise PermissionDenied


def _confirmation(request: MemberRequest) -> ConfirmationForm:
    return ConfirmationForm(request.POST if request.method == "POST" else None)


def _key(which: int) -> IssuerKey:
    return there(queries.key_with(which))


@require_safe
def keys(request: MemberRequest) -> HttpResponse:
    _refuse_others(request)
    context = {"keys": queries.keys(), "address": whole(reverse("issuer_document"))}
    return render(request, "pilots/keys/keys.html", context)


def rotate_key(request: MemberRequest) -> HttpResponse:
    _refuse_others(request)
    form = _confirmation(request)
    if form.is_valid() and carried_out(form, actions.rotate):
        messages.success(request, _("A new key signs from now on."))
        return redirect("pilots:keys")
    return render(request, "pilots/keys/rotation.html", {"form": form})


def distrust_key(request: MemberRequest, which: int) -> HttpResponse:
    _refuse_others(request)
    row, form = _key(which), _confirmation(request)
    if form.is_valid() and carried_out(form, actions.distrust, row):
        messages.success(request, _("The key is not published any more."))
        return redirect("pilots:keys")
    context = {"form": form, "key": row, "cohorts": queries.cohorts_signed_with(row)}
    return render(request, "pilots/keys/distrust.html", context)
