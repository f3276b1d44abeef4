"""Making a claim: on what it rests, which number, in which words."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.dissemination.actions import claims as actions
from mentorway.web.dissemination.analysis import numbers
from mentorway.web.dissemination.analysis.sources import Offer
from mentorway.web.dissemination.forms.claims import NewClaimForm, NumberForm
from mentorway.web.dissemination.models import Basis, Claim
from mentorway.web.dissemination.queries import claims as queries
from mentorway.web.dissemination.views import door


@require_safe
def new(request: MemberRequest) -> HttpResponse:
    context = {
        **_frame(request),
        "bases": numbers.bases(),
        "has_partner": queries.partners_to_claim_for(request.user).exists(),
    }
    return render(request, "dissemination/claims/new.html", context)


@require_safe
def sources(request: MemberRequest, basis: str) -> HttpResponse:
    if basis not in Basis.values:
        raise Http404
    words = paging.words_of(request)
    rows = queries.sources_to_claim(request.user, basis, words)
    frame = _frame(request)
    if rows is None:
        return redirect(f"{reverse('dissemination:claim_numbers', args=[basis, 0])}{frame['carried']}")
    claim = frame["claim"]
    found = paging.paged(request, rows, chosen={"q": words, "claim": str(claim.pk) if claim else ""})
    context = {
        **frame,
        **found,
        "rows": [numbers.line_of(basis, row) for row in found["page"]],
        "basis": basis,
        "basis_label": Basis(basis).label,
        "words": words,
    }
    return render(request, "dissemination/claims/sources.html", context)


@require_safe
def offers(request: MemberRequest, basis: str, source: int) -> HttpResponse:
    row = door.source_for(request.user, basis, source)
    page = numbers.page_of(basis, row, request.GET.get("part", ""), paging.words_of(request))
    context = {
        **_frame(request),
        "numbers": page,
        "basis": basis,
        "basis_label": Basis(basis).label,
        "source": source,
        "source_title": numbers.line_of(basis, row).title if source else "",
        "words": paging.words_of(request),
    }
    return render(request, "dissemination/claims/numbers.html", context)


def write(request: MemberRequest, basis: str, source: int) -> HttpResponse:
    row = door.source_for(request.user, basis, source)
    offer = _offer(request, basis, row)
    partners = queries.partners_to_claim_for(request.user)
    context = {
        **_frame(request),
        "offer": numbers.shown_of(offer),
        "number": numbers.name_of(offer),
        "basis": basis,
        "source": source,
    }
    if not partners:
        return render(request, "dissemination/claims/write.html", context)
    form = NewClaimForm(request.POST or None, partners=partners, initial={"limits": offer.not_said})
    made: list[Claim] = []
    if form.is_valid() and carried_out(
        form,
        lambda: made.append(
            actions.create(request.user, basis=basis, source=row, offer=offer, **form.cleaned_data)
        ),
    ):
        messages.success(request, _("The claim is written. The page says what it still lacks."))
        return redirect("dissemination:claim", made[0].pk)
    return render(request, "dissemination/claims/write.html", {**context, "form": form})


def point(request: MemberRequest, pk: int, basis: str, source: int) -> HttpResponse:
    claim = door.write(request, pk)
    row = door.source_for(request.user, basis, source)
    offer = _offer(request, basis, row)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(
        form, actions.point_at, claim, request.user, basis=basis, source=row, offer=offer
    ):
        messages.success(request, _("The claim rests on this number now. Publish it to show it to readers."))
        return redirect("dissemination:claim", pk)
    context = {
        **door.claim_frame(request.user, claim),
        "offer": numbers.shown_of(offer),
        "number": numbers.name_of(offer),
        "form": form,
    }
    return render(request, "dissemination/claims/point.html", context)


@require_POST
def renew(request: MemberRequest, pk: int) -> HttpResponse:
    claim = door.write(request, pk)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, actions.renew, claim, request.user):
        messages.success(request, _("The claim rests on the newest number now. Publish it to show it."))
    else:
        for text in form.non_field_errors():
            messages.error(request, str(text))
    return redirect("dissemination:claim", pk)


def _offer(request: MemberRequest, basis: str, row: Any) -> Offer:
    """Return the number that the address names, or say that there is none."""
    form = NumberForm(request.GET)
    offer = numbers.named(basis, row, form.cleaned_data["number"]) if form.is_valid() else None
    if offer is None or offer.refused:
        raise Http404
    return offer


def _frame(request: MemberRequest) -> dict[str, Any]:
    """Return the tabs, and the claim that is pointed at another number, if one is."""
    wanted = request.GET.get("claim", "")
    claim = door.write(request, int(wanted)) if wanted.isdecimal() and len(wanted) < 10 else None  # noqa: PLR2004
    carried = f"?claim={claim.pk}" if claim else ""
    return {**door.frame(request.user), "claim": claim, "carried": carried}
