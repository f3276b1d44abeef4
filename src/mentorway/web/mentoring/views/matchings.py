"""The matchings of a round: all of them, a new one, and one while it is computed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.mentoring.actions import matchings as doing
from mentorway.web.mentoring.analysis import matchings as choosing
from mentorway.web.mentoring.analysis import results
from mentorway.web.mentoring.forms.matchings import Choice, MatchingForm, pairs_from
from mentorway.web.mentoring.models import Matching, MatchingState, Round, Way
from mentorway.web.mentoring.queries import matchings as queries
from mentorway.web.mentoring.views import door


@require_safe
def matchings(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.meet(request, pk)
    doing.mark_silent(whole)
    page = paging.paged(request, queries.matchings_of(whole))
    rows = [(one, _pairs(one), results.percent_of(_figure(one, "mean"))) for one in page["page"]]
    context = {**door.frame(request.user, whole), **page, "rows": rows, "has_criteria": bool(whole.criteria)}
    return render(request, "mentoring/matchings/list.html", context)


def _pairs(matching: Matching) -> int | None:
    return len(matching.found["pairs"]) if "pairs" in matching.found else None


def _figure(matching: Matching, name: str) -> float | None:
    found: float | None = (matching.found.get("figures") or {}).get(name)
    return found


def new_matching(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    base = _base(request, whole)
    plan = choosing.plan_of(
        whole, base, keep=pairs_from(request.GET.getlist("keep")), out=pairs_from(request.GET.getlist("out"))
    )
    choices = [Choice(*one) for one in plan.choices]
    initial: dict[str, Any] = {"keep": plan.keep, "out": plan.out}
    if base:
        initial |= {"way": base.way, **base.asked.get("groups", {})}
    form = MatchingForm(request.POST or None, choices=choices, initial=initial)
    if form.is_valid():
        made: list[Matching] = []
        if carried_out(form, lambda: made.append(doing.begin(whole, request.user, form.wish()))):
            return redirect("mentoring:matching", pk, made[0].number)
    context = {
        **door.frame(request.user, whole),
        "form": form,
        "base": base,
        "plan": plan,
        "has_criteria": bool(whole.criteria),
    }
    return render(request, "mentoring/matchings/new.html", context)


def _base(request: MemberRequest, whole: Round) -> Matching | None:
    """Return the matching whose pairs can be kept: the one that is named, else the newest."""
    wanted = request.GET.get("from", "")
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 9:  # noqa: PLR2004
        return queries.with_number(whole, int(wanted))
    return queries.newest(whole)


@require_safe
def matching(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    whole = door.meet(request, pk)
    doing.mark_silent(whole)
    row = door.matching_of(whole, number)
    names = results.names_in(row)
    context = {**door.frame(request.user, whole), "matching": row}
    if row.state not in queries.SHOWABLE:
        why, relax = results.trouble_of(row, names)
        waiting = row.state == MatchingState.COMPUTING
        return render(
            request,
            "mentoring/matchings/state.html",
            {**context, "why": why, "relax": relax, "waiting": waiting},
        )
    context |= {
        **_listed(request, row, names),
        "total": _pairs(row),
        "figures": results.figures_of(row),
        "proof": results.proof_of(row),
        "both_ways": results.both_ways(row, names),
        "decisions": results.decisions_of(row),
        "outside": results.outside(row),
        "without": results.without(row, names),
        "groups": results.groups_of(row, names),
        "outdated": results.is_outdated(row),
        "differ": results.counts_differ(row),
    }
    return render(request, "mentoring/matchings/matching.html", context)


def _listed(request: MemberRequest, row: Matching, names: results.Names) -> dict[str, Any]:
    """Return the pairs, or the groups, that are shown."""
    words = paging.words_of(request)
    order = paging.choice_of(request, "order", results.ORDERS, usual=results.NAME)
    of_groups = row.way == Way.GROUPS
    found: list[Any]
    if of_groups:
        found = list(results.teams_of(row, names, words, order))
    else:
        found = list(results.pairs_of(row, names, words, order))
    return {
        **paging.paged(request, found, chosen={"q": words, "order": order}, size=50),
        "words": words,
        "order": order,
        "orders": [(one, _order(one)) for one in results.ORDERS],
        "of_groups": of_groups,
    }


def _order(order: str) -> str:
    return {
        results.NAME: _("By name"),
        results.BEST: _("Best score first"),
        results.WORST: _("Lowest score first"),
    }[order]


@require_POST
def stop_matching(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    row = door.matching_of(door.work(request, pk), number)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, doing.stop, row):
        messages.success(request, _("Nothing more is computed for this matching."))
    return redirect("mentoring:matching", pk, number)
