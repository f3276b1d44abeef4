"""The way of a claim to its readers: handed in, read a second time, published, withdrawn."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.dissemination.actions import breaking
from mentorway.web.dissemination.actions import claims as actions
from mentorway.web.dissemination.analysis import pages as analysis
from mentorway.web.dissemination.forms.claims import NoteForm, PublishForm, ReasonForm
from mentorway.web.dissemination.models import Claim
from mentorway.web.dissemination.views import door


@require_POST
def hand_in(request: MemberRequest, pk: int) -> HttpResponse:
    claim = door.write(request, pk)
    return _done(request, claim, actions.hand_in, _("It is handed in. A second reader publishes it."))


@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    claim = door.write(request, pk)
    return _done(request, claim, actions.take_back, _("It is taken back."))


def _done(request: MemberRequest, claim: Claim, action: Callable[..., Any], words: str) -> HttpResponse:
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, action, claim, request.user):
        messages.success(request, words)
    else:
        for text in form.non_field_errors():
            messages.error(request, str(text))
    return redirect("dissemination:claim", claim.pk)


def publish(request: MemberRequest, pk: int) -> HttpResponse:
    claim = door.read_second(request, pk)
    breaking.look_at([claim])
    form = PublishForm(request.POST or None, initial={"revision": claim.revision})
    if form.is_valid() and carried_out(form, actions.publish, claim, request.user, **form.cleaned_data):
        messages.success(request, _("It is published: everybody can read it now."))
        return redirect("dissemination:claim", pk)
    context = {
        **door.claim_frame(request.user, claim),
        "form": form,
        "note_form": NoteForm(),
        "look": analysis.before_publishing(claim),
    }
    return render(request, "dissemination/claims/publish.html", context)


@require_POST
def send_back(request: MemberRequest, pk: int) -> HttpResponse:
    claim = door.read_second(request, pk)
    form = NoteForm(request.POST)
    if form.is_valid() and carried_out(form, actions.send_back, claim, request.user, **form.cleaned_data):
        messages.success(request, _("It is given back, with what should be other."))
        return redirect("dissemination:claim", pk)
    context = {
        **door.claim_frame(request.user, claim),
        "form": PublishForm(initial={"revision": claim.revision}),
        "note_form": form,
        "look": analysis.before_publishing(claim),
    }
    return render(request, "dissemination/claims/publish.html", context)


def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    claim = door.write(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and carried_out(form, actions.withdraw, claim, request.user, **form.cleaned_data):
        messages.success(request, _("It is withdrawn. It stays at its address and says so."))
        return redirect("dissemination:claim", pk)
    context = {**door.claim_frame(request.user, claim), "form": form}
    return render(request, "dissemination/claims/withdraw.html", context)
