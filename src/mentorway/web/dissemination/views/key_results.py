"""What becomes of results after the project: who uses them, who keeps them up, on what they rest."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT
from mentorway.web.core.settling import settled
from mentorway.web.dissemination.actions import breaking
from mentorway.web.dissemination.actions import key_results as actions
from mentorway.web.dissemination.analysis import key_results as analysis
from mentorway.web.dissemination.forms.outreach import KeyResultForm, NewKeyResultForm
from mentorway.web.dissemination.models import KeyResult
from mentorway.web.dissemination.queries import outreach as queries
from mentorway.web.dissemination.views import door
from mentorway.web.dissemination.views import outreach_door as own


def _under(*results: KeyResult) -> dict[int, list[analysis.Under]]:
    """Return the claims under results, each after a look at whether its evidence still stands."""
    claims = queries.claims_under(results)
    breaking.look_at({claim.pk: claim for under in claims.values() for claim in under}.values())
    language = get_language() or "en"
    return {pk: analysis.under(under, language) for pk, under in claims.items()}


@require_safe
def results(request: MemberRequest) -> HttpResponse:
    found = paging.paged(request, queries.key_results_of(request.user))
    under = _under(*found["page"])
    rows = [(row, analysis.steps_of(row), under[row.pk]) for row in found["page"]]
    has_partner = queries.partners_to_act_for(request.user).exists()
    context = {**door.frame(request.user), **found, "rows": rows, "has_partner": has_partner}
    return render(request, "dissemination/outreach/results.html", context)


@require_safe
def table(request: MemberRequest) -> HttpResponse:
    rows = list(queries.key_results_of(request.user))
    name = _("Results that are used")
    return tables.xlsx_file(name, name, analysis.header(), analysis.rows_of(rows, _under(*rows)))


@require_safe
def result(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.look_at_result(request, pk)
    context = {
        **own.result_frame(request, row),
        "steps": analysis.steps_of(row),
        "claims": _under(row)[row.pk],
    }
    return render(request, "dissemination/outreach/result.html", context)


def new(request: MemberRequest) -> HttpResponse:
    partners = queries.partners_to_act_for(request.user)
    form = NewKeyResultForm(request.POST or None, partners=partners, claims=queries.claims_to_rest_on())
    made: list[KeyResult] = []
    if form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        if carried_out(form, lambda: made.append(actions.create(request.user, **facts))):
            messages.success(request, _("The result is there."))
            return redirect("dissemination:key_result", made[0].pk)
    context = {**door.frame(request.user), "form": form, "has_partner": partners.exists()}
    return render(request, "dissemination/outreach/new_result.html", context)


def change(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.write_result(request, pk)
    initial = {**analysis.facts_of(row), "revision": row.revision}
    form = KeyResultForm(settled(request.POST), initial=initial, claims=queries.claims_to_rest_on(row))
    frame = own.result_frame(request, row)
    snapshot = analysis.snapshot_of(row)
    merge = own.merged(request, form, row, snapshot)
    if merge:
        context: dict[str, Any] = {**frame, "merge": merge}
        return render(request, "dissemination/outreach/merge_result.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("dissemination:key_result", pk)
    base = request.POST.get("base") or own.read_of(snapshot)
    context = {**frame, "form": form, "base": base}
    return render(request, "dissemination/outreach/change_result.html", context)


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.dispose_of_result(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, row):
        messages.success(request, _("%(title)s is deleted.") % {"title": row})
        return redirect("dissemination:key_results")
    context = {**own.result_frame(request, row), "form": form}
    return render(request, "dissemination/outreach/delete_result.html", context)
