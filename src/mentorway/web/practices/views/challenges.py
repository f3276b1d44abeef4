"""The codebook: one challenge, its sources, its history, and what coordinators do with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import access, merging, paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.network.models import Country, Sector
from mentorway.web.practices.actions import challenges as actions
from mentorway.web.practices.analysis import challenges_rows as codebook_rows
from mentorway.web.practices.analysis import matrix as analysis
from mentorway.web.practices.analysis import matrix_differences as differing
from mentorway.web.practices.analysis import matrix_report as reporting
from mentorway.web.practices.forms.challenges import ChallengeForm
from mentorway.web.practices.models import Challenge, MaterialKind
from mentorway.web.practices.queries import challenges as queries
from mentorway.web.practices.queries import matrix as matrix_queries
from mentorway.web.practices.rules import challenges as rules

SHOWN_QUOTES = 6
STATES = ("retired", "deleted")
FILTERS = {"country": Country.values, "sector": Sector.values, "kind": MaterialKind.values}


@require_safe
def challenge(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Challenge.objects, token=token)
    quotes = matrix_queries.quotes(row, {})[:SHOWN_QUOTES]
    context: dict[str, Any] = {
        "challenge": row,
        "parts": queries.parts_of(row),
        "may_keep": rules.may_keep_codebook(request.user),
        "is_used": queries.is_used(row),
        "quotes": [(one, reporting.quoted_from(one)) for one in quotes],
        **_numbers(request, row),
    }
    return render(request, "practices/challenge.html", context)


def _numbers(request: MemberRequest, row: Challenge) -> dict[str, Any]:
    """Return what was counted of one challenge, if anything was."""
    finding = queries.last_finding(request.user)
    if finding is None:
        return {}
    counted = analysis.Counted(finding.result)
    countries = reporting.usual_countries(counted.countries())
    tests = differing.differences(counted, countries)
    token = str(row.token)
    return {
        "finding": finding,
        "cells": [(Country(one).label, counted.cell(token, one)) for one in counted.countries()],
        "tests": [one for one in tests if one.token == token],
        "sentence": differing.sentence(tests, token),
        "caution": differing.caution(),
        "fewest": analysis.FEWEST,
    }


@require_safe
def challenge_sources(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Challenge.objects, token=token)
    chosen = {name: paging.choice_of(request, name, allowed) for name, allowed in FILTERS.items()}
    rows = matrix_queries.naming(row, chosen)
    seen = matrix_queries.seen_among(request.user, rows)
    total, visible = rows.count(), seen.count()
    quotes = matrix_queries.quotes(row, chosen)
    context = {
        "challenge": row,
        "chosen": chosen,
        "place": _place(chosen),
        **paging.paged(request, seen, chosen=chosen),
        "total": total,
        "visible": visible,
        "closed": total - visible,
        "quotes": [(one, reporting.quoted_from(one)) for one in quotes[: paging.ON_A_PAGE]],
        "more_quotes": max(0, quotes.count() - paging.ON_A_PAGE),
    }
    return render(request, "practices/challenge_sources.html", context)


def _place(chosen: dict[str, str]) -> str:
    """Return in words which cell of the matrix this is."""
    kinds = ((Country, "country"), (Sector, "sector"), (MaterialKind, "kind"))
    return " · ".join(str(kind(chosen[name]).label) for kind, name in kinds if chosen[name])


@require_safe
def challenge_history(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Challenge.objects, token=token)
    page = paging.paged(request, queries.revisions_of(row))
    form = ChallengeForm(parents=queries.parents_for(row))
    labels = {name: field.label for name, field in form.fields.items()}
    labels |= {"retired": _("No longer offered"), "deleted": _("Deleted")}
    revisions = [(one, _shown(one.fields, labels)) for one in page["page"]]
    context = {"challenge": row, **page, "revisions": revisions}
    return render(request, "practices/challenge_history.html", context)


def _shown(fields: dict[str, str], labels: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the fields of a revision by their labels, empty ones left out."""
    known = [(name, text) for name, text in fields.items() if text and name in labels and name != "parent"]
    return [(str(labels[name]), _("Yes") if name in STATES else text) for name, text in known]


def add_challenge(request: MemberRequest) -> HttpResponse:
    if not rules.may_keep_codebook(request.user):
        raise PermissionDenied
    form = ChallengeForm(request.POST or None, parents=queries.parents_for(None))
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != merging.REVISION}
        row = actions.add(request.user, **values)
        messages.success(request, _("The challenge is in the codebook."))
        return redirect("practices:challenge", row.token)
    return render(request, "practices/challenge_form.html", {"form": form})


def change_challenge(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Challenge.objects, may=rules.may_keep_codebook, token=token)
    initial = {**actions.fields_of(row), merging.REVISION: row.revision}
    form = ChallengeForm(settled(request.POST), initial=initial, parents=queries.parents_for(row))
    form.fields[merging.REVISION].required = True
    context = {"challenge": row, "form": form}
    merge = form.is_valid() and merging.conflict_of(form, row, queries.revisions_of(row))
    if merge:
        both = {**context, "merge": MergeForm(merge, form)}
        return render(request, "practices/challenge_form.html", both, status=merging.CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, row, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("practices:challenge", token)
    return render(request, "practices/challenge_form.html", context)


@require_POST
def move_challenge(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Challenge.objects, may=rules.may_keep_codebook, token=token)
    actions.move(row, up=request.POST.get("to") == "up")
    return redirect("practices:codebook")


@require_safe
def codebook(request: MemberRequest) -> HttpResponse:
    rows = queries.codebook_of(request.user)
    context = {
        "codebook": queries.arranged(list(rows)),
        "may_keep": rules.may_keep_codebook(request.user),
        "belongs": rules.may_count(request.user),
        "has_deleted": queries.deleted_of(request.user).exists(),
    }
    return render(request, "practices/challenges_codebook.html", context)


@require_safe
def codebook_file(request: MemberRequest, kind: str) -> HttpResponse:
    rows = codebook_rows.rows(queries.arranged(list(queries.codebook_of(request.user))))
    name = _("Codebook")
    if kind == "xlsx":
        return tables.xlsx_file("codebook", name, codebook_rows.header(), rows)
    if kind == "csv":
        return tables.csv_file("codebook", codebook_rows.header(), rows)
    raise Http404
