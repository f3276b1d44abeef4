"""Matching again with pairs that may stay, and deleting a matching that nothing came of."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.wording import said
from mentorway.web.mentoring.actions import matchings as doing
from mentorway.web.mentoring.actions.matchings import Wish
from mentorway.web.mentoring.analysis import again
from mentorway.web.mentoring.analysis.again import Before
from mentorway.web.mentoring.forms.matchings import AgainForm
from mentorway.web.mentoring.models import Matching, MatchingState, Round, Way
from mentorway.web.mentoring.queries import matchings as queries
from mentorway.web.mentoring.views import door
from mentorway.wording import InvalidInputError

KEPT = (MatchingState.CONFIRMED, MatchingState.COMPUTING)


def match_again(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Show what a bonus for staying leads to, and compute the matching that is chosen."""
    whole = door.work(request, pk)
    base = door.matching_of(whole, number)
    if base.state not in queries.SHOWABLE or base.way == Way.GROUPS:
        raise Http404
    before = again.before_of(whole, base)
    form = AgainForm(request.POST or None)
    if form.is_valid():
        wish = _wish(base, before, form.cleaned_data["bonus"])
        made: list[Matching] = []
        if carried_out(form, lambda: made.append(doing.begin(whole, request.user, wish))):
            return redirect("mentoring:matching", pk, made[0].number)
    context = {
        **door.frame(request.user, whole),
        "matching": base,
        "before": before,
        "texts": again.said_of(before, base),
        "form": form,
        **_curve(whole, base, before),
    }
    return render(request, "mentoring/matchings/again.html", context)


def _wish(base: Matching, before: Before, bonus: int) -> Wish:
    stay = again.stay_of(base, before, bonus)
    return Wish(Way.TOTAL, base.seed, before.keep, before.out, stay=stay)


def _curve(whole: Round, base: Matching, before: Before) -> dict[str, Any]:
    if before.is_large or not before.pairs:
        return {}
    try:
        return {"curve": again.curve_of(whole, base, before)}
    except InvalidInputError as refusal:
        return {"refusal": said(refusal.message)}


def delete_matching(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = door.matching_of(whole, number)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.delete, row):
        messages.success(request, _("The matching is deleted."))
        return redirect("mentoring:matchings", pk)
    context = {
        **door.frame(request.user, whole),
        "matching": row,
        "form": form,
        "stays": row.state in KEPT,
    }
    return render(request, "mentoring/matchings/delete.html", context)
