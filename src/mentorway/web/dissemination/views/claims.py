"""The list of claims, and each with its number, its chain and its history."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT, conflict_of
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.dissemination import rules
from mentorway.web.dissemination.actions import breaking
from mentorway.web.dissemination.actions import claims as actions
from mentorway.web.dissemination.analysis import pages as analysis
from mentorway.web.dissemination.forms.claims import ClaimForm
from mentorway.web.dissemination.models import DAYS_IN_BIN, Basis, Claim
from mentorway.web.dissemination.queries import claims as queries
from mentorway.web.dissemination.views import door


@require_safe
def claims(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    chosen = {
        "q": words,
        "state": paging.choice_of(request, "state", queries.STATES),
        "basis": paging.choice_of(request, "basis", Basis.values),
    }
    found = paging.paged(request, queries.claims_of(request.user, chosen), chosen=chosen)
    rows = list(found["page"])
    breaking.look_at(rows)
    context = {
        **door.frame(request.user),
        **found,
        "rows": analysis.lines_of(rows, get_language() or "en"),
        "words": words,
        "chosen": chosen,
        "narrowed": any(chosen.values()),
        "states": analysis.states(),
        "bases": Basis.choices,
        "has_partner": queries.partners_to_claim_for(request.user).exists(),
        "has_deleted": queries.deleted_of(request.user).exists(),
    }
    return render(request, "dissemination/claims/list.html", context)


@require_safe
def claim(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    breaking.look_at([row])
    context = {
        **door.claim_frame(request.user, row),
        "now": analysis.standing_of(row, get_language() or "en"),
        "versions": queries.versions_of(row),
        "cited": queries.entries_with(row),
    }
    return render(request, "dissemination/claims/claim.html", context)


@require_safe
def version(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    row = door.look(request, pk)
    found = door.version_of(row, number)
    context = {
        **door.claim_frame(request.user, row),
        "version": found,
        "shown": analysis.kept_of(row, found),
    }
    return render(request, "dissemination/claims/version.html", context)


@require_safe
def history(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    found = paging.paged(request, queries.steps_of(row))
    context = {
        **door.claim_frame(request.user, row),
        **found,
        "steps": [(step, analysis.said_of(step)) for step in found["page"]],
    }
    return render(request, "dissemination/claims/history.html", context)


def change(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.write(request, pk)
    frame = door.claim_frame(request.user, row)
    form = _form(request, row)
    merge = form.is_valid() and conflict_of(
        form, row, queries.revisions_since(row, form.cleaned_data["revision"])
    )
    if merge:
        context: dict[str, Any] = {**frame, "merge": MergeForm(merge, form)}
        return render(request, "dissemination/claims/merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, row, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved. Readers see them once they are published."))
        return redirect("dissemination:claim", pk)
    return render(request, "dissemination/claims/change.html", {**frame, "form": form})


def _form(request: MemberRequest, row: Claim) -> ClaimForm:
    return ClaimForm(
        settled(request.POST),
        initial={**analysis.facts_of(row), "revision": row.revision},
        source=row.language,
        is_published=row.published is not None,
    )


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.dispose(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, row):
        messages.success(request, _("%(title)s is deleted.") % {"title": row})
        return redirect("dissemination:claims")
    context = {**door.claim_frame(request.user, row), "form": form, "days": DAYS_IN_BIN}
    return render(request, "dissemination/claims/delete.html", context)


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    found = paging.paged(request, queries.deleted_of(request.user))
    rows = [(row, rules.may_dispose(request.user, row)) for row in found["page"]]
    context = {**door.frame(request.user), **found, "rows": rows, "days": DAYS_IN_BIN}
    return render(request, "dissemination/claims/deleted.html", context)


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Claim.bin, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.restore, row):
        messages.success(request, _("%(title)s is back.") % {"title": row})
        return redirect("dissemination:claim", pk)
    context = {**door.frame(request.user), "form": form, "claim": row}
    return render(request, "dissemination/claims/restore.html", context)
