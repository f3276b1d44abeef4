"""Pages of partners: the list, one partner, what is known of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.core.merging import CONFLICT, conflict_of
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.network import exports
from mentorway.web.network.actions import partners as actions
from mentorway.web.network.analysis import partners as analysis
from mentorway.web.network.forms import partners as forms
from mentorway.web.network.models import LANGUAGES, Country, Partner, PartnerKind, Sector, Size
from mentorway.web.network.queries import contacts as contact_queries
from mentorway.web.network.queries import doubles as doubles_queries
from mentorway.web.network.queries import partners as queries
from mentorway.web.network.rules import partners as rules

CHOICES = {
    "country": Country.values,
    "sector": Sector.values,
    "kind": PartnerKind.values,
    "size": Size.values,
    "language": LANGUAGES,
    "lacking": list(queries.LACKING),
    "sort": list(queries.ORDERS),
}


@require_safe
def partners(request: MemberRequest) -> HttpResponse:
    chosen = _chosen(request)
    narrowed = {name: value for name, value in chosen.items() if name != "sort" and value}
    coordinates = rules.may_coordinate(request.user)
    context = {
        **paging.paged(request, queries.cards(request.user, chosen), chosen=chosen),
        "filters": forms.FilterForm(initial=chosen, may_coordinate=coordinates),
        "words": chosen["q"],
        "is_narrowed": bool(narrowed),
        "has_filter": bool(set(narrowed) - {"q"}),
        "mine": queries.places_of(request.user),
        "belongs": rules.belongs(request.user),
        "may_coordinate": coordinates,
        "has_deleted": coordinates and queries.deleted_of(request.user).exists(),
    }
    return render(request, "network/partners.html", context)


def _chosen(request: MemberRequest) -> dict[str, str]:
    asked = {name: paging.choice_of(request, name, allowed) for name, allowed in CHOICES.items()}
    return {"q": paging.words_of(request), **asked}


@require_safe
def partners_file(request: MemberRequest, kind: str) -> HttpResponse:
    return exports.partners(queries.listing(request.user, _chosen(request)), kind)


@require_safe
def partner(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        row = access.fetch(request.user, Partner.directory, pk=pk)
    except Http404:
        successor = queries.successor_of(request.user, pk)
        if successor is None:
            raise
        return redirect("network:partner", successor.pk)
    if not rules.may_see_fully(request.user, row):
        return render(request, "network/partner_card.html", {"partner": row})
    context = {
        "partner": row,
        "people": [(place, rules.may_change(request.user, place)) for place in queries.people_of(row)],
        "contacts": contact_queries.contacts_of(request.user, row),
        "has_deleted_contacts": contact_queries.deleted_of(request.user, row).exists(),
        "may_manage": rules.may_manage(request.user, row),
        "may_turn": rules.may_turn(request.user, row),
        "may_coordinate": rules.may_coordinate(request.user),
        "merges": doubles_queries.merged_into(request.user, row),
    }
    return render(request, "network/partner.html", context)


def found(request: MemberRequest) -> HttpResponse:
    if not rules.may_coordinate(request.user):
        raise PermissionDenied
    form = forms.PartnerForm(request.POST or None, initial={"joined": timezone.localdate()})
    if form.is_valid() and carried_out(form, actions.found, by=request.user, **form.cleaned_data):
        row = Partner.objects.get(
            name=form.cleaned_data["name"], country=form.cleaned_data["country"], deleted=None
        )
        messages.success(request, _("%(partner)s is in the network.") % {"partner": row})
        return redirect("network:partner", row.pk)
    return render(request, "network/partner_form.html", {"form": form})


def describe(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Partner.objects, may=rules.may_manage, pk=pk)
    form = forms.ChangeForm(settled(request.POST), initial=forms.initial_of(row))
    conflict = conflict_of(form, row, queries.revisions_of(row)) if form.is_valid() else None
    if conflict:
        context = {"partner": row, "merge": MergeForm(conflict, form)}
        context["back"] = reverse("network:partner", args=[pk])
        return render(request, "network/partner_merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.describe, row, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("network:partner", pk)
    return render(request, "network/partner_form.html", {"form": form, "partner": row})


@require_safe
def history(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Partner.objects, pk=pk)
    steps = forms.told(analysis.history(queries.revisions_of(row)))
    return render(request, "network/partner_history.html", {"partner": row, "steps": steps})
