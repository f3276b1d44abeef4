"""One pair, one person without a pair, a matching as a file, and what other weights would lead to."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.wording import said
from mentorway.web.mentoring.actions.criteria import adopt, weighed
from mentorway.web.mentoring.analysis import matching_files, pair_page, results, trying
from mentorway.web.mentoring.forms.criteria import RulesForm, WeightsForm
from mentorway.web.mentoring.models import Matching, Round
from mentorway.web.mentoring.queries import matchings as queries
from mentorway.web.mentoring.views import door
from mentorway.wording import InvalidInputError

FILES = ("csv", "xlsx")
Rows = Sequence[Mapping[str, Any]]


def _shown(request: MemberRequest, pk: int, number: int) -> Matching:
    """Return a matching that has pairs."""
    row = door.matching_of(door.meet(request, pk), number)
    if row.state not in queries.SHOWABLE:
        raise Http404
    return row


def _frame(request: MemberRequest, row: Matching, **more: Any) -> dict[str, Any]:
    return {**door.frame(request.user, row.round), "matching": row, **more}


@require_safe
def matching_pair(request: MemberRequest, pk: int, number: int, mentee: int) -> HttpResponse:
    row = _shown(request, pk, number)
    found = pair_page.page_of(row, mentee, results.names_in(row))
    if found is None:
        raise Http404
    return render(request, "mentoring/matchings/pair.html", _frame(request, row, found=found))


@require_safe
def matching_person(request: MemberRequest, pk: int, number: int, who: int) -> HttpResponse:
    row = _shown(request, pk, number)
    found = results.without_of(row, who, results.names_in(row))
    if found is None:
        raise Http404
    return render(request, "mentoring/matchings/person.html", _frame(request, row, found=found))


@require_safe
def export_matching(request: MemberRequest, pk: int, number: int, kind: str) -> HttpResponse:
    row = _shown(request, pk, number)
    if kind not in FILES:
        raise Http404
    name = _("Matching %(number)d · %(round)s") % {"number": number, "round": row.round.title}
    table = matching_files.table_of(row)
    if kind == "xlsx":
        return tables.xlsx_file(name, _("Pairs"), *table)
    return tables.csv_file(name, *table)


def try_matching(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what other weights and rules would lead to; they count for the round only when they are sent."""
    whole = door.work(request, pk) if request.method == "POST" else door.meet(request, pk)
    sent = request.GET if "tried" in request.GET else None
    weights, rules = WeightsForm(sent, whole=whole), RulesForm(sent, whole=whole)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {**door.frame(request.user, whole), "weights": weights, "rules": rules}
    context |= {"newest": queries.newest(whole), "form": form}
    if sent is not None and weights.is_valid() and rules.is_valid():
        decided = {"weights": weights.weights(), "rules": rules.rules()}
        if form.is_valid() and carried_out(form, adopt, whole, **decided):
            messages.success(request, _("Saved. It counts for the next matching."))
            return redirect("mentoring:criteria", pk)
        criteria = weighed(whole.criteria, weights.weights())
        context |= _tried(whole, criteria, rules.rules(), context["newest"])
    return render(request, "mentoring/matchings/try.html", context)


def _tried(whole: Round, criteria: Rows, rules: Rows, newest: Matching | None) -> dict[str, Any]:
    try:
        return {"tried": trying.tried(whole, criteria, rules, newest)}
    except InvalidInputError as refusal:
        return {"refusal": said(refusal.message)}
