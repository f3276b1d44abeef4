"""Who we are: our key, its card, and what it says when it is replaced or ends."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.federation import queries
from mentorway.web.federation.actions import own as actions
from mentorway.web.federation.analysis import own as analysis
from mentorway.web.federation.forms.documents import EndForm, IdentityForm
from mentorway.web.federation.models import Identity
from mentorway.web.federation.views.door import document, for_coordinators, frame


@require_safe
@for_coordinators
def overview(request: MemberRequest) -> HttpResponse:
    framed = frame()
    own = framed["own"]
    context = {
        **framed,
        "digits": analysis.card_of(own).fingerprint if own else "",
        "keys": queries.keys(),
        "today": timezone.localdate(),
        "fewest": settings.MENTORWAY_FEDERATION_FEWEST,
        "facts": settings.MENTORWAY_FEDERATION_FACTS,
    }
    return render(request, "federation/overview.html", context)


@for_coordinators
def begin(request: MemberRequest) -> HttpResponse:
    form = IdentityForm(request.POST or None)
    if form.is_valid() and carried_out(form, actions.begin, request.user, **form.cleaned_data):
        messages.success(request, _("The key is made. Give your card to the others."))
        return redirect("federation:overview")
    return render(request, "federation/own/begin.html", {**frame(), "form": form})


@for_coordinators
def replace(request: MemberRequest) -> HttpResponse:
    if queries.own() is None:
        raise Http404
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.replace, request.user):
        messages.success(request, _("The new key is in use. Give the file “new key” to the others now."))
        return redirect("federation:overview")
    return render(request, "federation/own/replace.html", {**frame(), "form": form})


@for_coordinators
def end(request: MemberRequest) -> HttpResponse:
    if queries.own() is None:
        raise Http404
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.end, request.user, **form.cleaned_data):
        messages.success(request, _("The key has ended. Give the file “end of the key” to the others now."))
        return redirect("federation:overview")
    return render(request, "federation/own/end.html", {**frame(), "form": form})


@require_safe
@for_coordinators
def own_file(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    row = access.fetch(request.user, Identity.objects, pk=pk)
    text = {"card": row.card, "new-key": row.rotation, "end": row.revocation}.get(kind, "")
    if not text:
        raise Http404
    return document(f"{row.slug}-{kind}", text)
