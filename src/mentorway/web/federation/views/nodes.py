"""Cards of other installations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.federation import queries
from mentorway.web.federation.actions import nodes as actions
from mentorway.web.federation.analysis import nodes as analysis
from mentorway.web.federation.forms.documents import CardForm, DigitsForm, DocumentForm, WhyForm
from mentorway.web.federation.models import Node, Part, Standing
from mentorway.web.federation.views.door import for_coordinators, frame


@require_safe
@for_coordinators
def nodes(request: MemberRequest) -> HttpResponse:
    part = paging.choice_of(request, "part", Part.values)
    context = {
        **frame(),
        **paging.paged(request, queries.known(part), chosen={"part": part}),
        "part": part,
        "parts": Part.choices,
    }
    return render(request, "federation/nodes/nodes.html", context)


@for_coordinators
def register(request: MemberRequest) -> HttpResponse:
    form = CardForm(request.POST or None, request.FILES or None, initial={"part": Part.NODE})
    if form.is_valid():
        asked = {"part": form.cleaned_data["part"], "group": form.cleaned_data["group"].strip()}
        if carried_out(form, actions.register, request.user, data=form.document(), **asked):
            messages.success(request, _("The card is here. Compare its fingerprint before it is believed."))
            return redirect("federation:nodes")
    return render(request, "federation/nodes/register.html", {**frame(), "form": form})


@require_safe
@for_coordinators
def node(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Node.objects.select_related("by"), pk=pk)
    card = analysis.card_of(row)
    context = {
        **frame(),
        "row": row,
        "card": card,
        "digits": card.fingerprint,
        "has_ended": card.ends < timezone.localdate(),
        "may_forget": row.standing != Standing.CONFIRMED
        and not (row.packages.exists() or row.calls.exists()),
    }
    return render(request, "federation/nodes/node.html", context)


@for_coordinators
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Node.objects, pk=pk)
    form = DigitsForm(request.POST or None)
    if form.is_valid() and carried_out(form, actions.confirm, row, request.user, **form.cleaned_data):
        messages.success(request, _("The card is confirmed."))
        return redirect("federation:node", pk)
    return render(request, "federation/nodes/confirm.html", {**frame(), "form": form, "row": row})


@for_coordinators
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Node.objects, pk=pk)
    form = WhyForm(request.POST or None)
    if form.is_valid() and carried_out(form, actions.revoke, row, request.user, **form.cleaned_data):
        messages.success(request, _("The key is believed no more."))
        return redirect("federation:node", pk)
    return render(request, "federation/nodes/revoke.html", {**frame(), "form": form, "row": row})


@for_coordinators
def hear(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Node.objects, pk=pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid() and carried_out(form, actions.hear, row, request.user, data=form.document()):
        messages.success(request, _("What the key said about itself is noted."))
        return redirect("federation:node", pk)
    return render(request, "federation/nodes/hear.html", {**frame(), "form": form, "row": row})


@for_coordinators
def forget(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Node.objects, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.forget, row):
        messages.success(request, _("The card is forgotten."))
        return redirect("federation:nodes")
    return render(request, "federation/nodes/forget.html", {**frame(), "form": form, "row": row})
