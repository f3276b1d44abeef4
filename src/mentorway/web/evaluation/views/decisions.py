"""Decisions: those of an evaluation, those of all, one with what it follows from and what became of it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.evaluation.actions import decisions as doing
from mentorway.web.evaluation.analysis import decisions as reading
from mentorway.web.evaluation.forms.decisions import MoveForm, NewDecisionForm, PlanForm
from mentorway.web.evaluation.models import Decision, DecisionState, Evaluation, Result, Stage
from mentorway.web.evaluation.queries import decisions as queries
from mentorway.web.evaluation.queries import own
from mentorway.web.evaluation.views import door

ON_A_PAGE = 50


@require_safe
def decisions(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.look(request, pk)
    listed = _listed(request, queries.decisions_of(whole, timezone.localdate()))
    context = {**door.frame(request.user, whole), **listed, "has_result": own.newest_of(whole) is not None}
    return render(request, "evaluation/decisions/list.html", context)


@require_safe
def all_decisions(request: MemberRequest) -> HttpResponse:
    rows = queries.all_decisions(request.user, timezone.localdate())
    return render(request, "evaluation/decisions/all.html", _listed(request, rows))


def _listed(request: HttpRequest, rows: QuerySet[Decision]) -> dict[str, Any]:
    """Return one page of decisions in one state, with how many there are in each."""
    today = timezone.localdate()
    state = paging.choice_of(request, "state", [queries.OVERDUE, *DecisionState.values])
    words = paging.words_of(request)
    chosen = {"q": words, "state": state}
    counts = queries.counts_of(rows, today)
    found = queries.narrowed(rows, today, state=state, words=words)
    return {
        **paging.paged(request, found, chosen=chosen, size=ON_A_PAGE),
        "today": today,
        "state": state,
        "words": words,
        "count_all": counts["all"],
        "count_overdue": counts[queries.OVERDUE],
        "states": _states(counts),
    }


def _states(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    late = (queries.OVERDUE, _("Overdue"), counts[queries.OVERDUE])
    return [late, *((value, str(label), counts[value]) for value, label in DecisionState.choices)]


@require_safe
def export_decisions(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.look(request, pk)
    today = timezone.localdate()
    rows = queries.decisions_of(whole, today)
    late = set(rows.filter(queries.overdue(today)).values_list("pk", flat=True))
    return tables.csv_file(f"decisions-{whole.pk}", reading.HEADER, reading.rows_of(rows, late))


def _result(request: HttpRequest, whole: Evaluation) -> Result | None:
    """Return the version that the address names, else the newest that is done."""
    wanted = request.GET.get("result", "")
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 9:  # noqa: PLR2004
        found = door.result_of(whole, int(wanted))
        if found.stage != Stage.DONE:
            raise Http404
        return found
    return own.newest_of(whole)


def new_decision(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    result = _result(request, whole)
    conclusions = reading.concluded(result) if result else []
    context = {**door.frame(request.user, whole), "result": result, "results": queries.results_of(whole)}
    if result is None or not conclusions:
        return render(request, "evaluation/decisions/new.html", context)
    form = NewDecisionForm(
        request.POST or None,
        conclusions=conclusions,
        whole=whole,
        user=request.user,
        initial={"finding": request.GET.get("finding", "")},
    )
    made: list[Decision] = []
    if form.is_valid():
        finding, plan = form.cleaned_data["finding"], form.plan()
        if carried_out(
            form, lambda: made.append(doing.decide(result, request.user, finding=finding, plan=plan))
        ):
            messages.success(request, _("The decision is written down."))
            return redirect("evaluation:decision", pk, made[0].pk)
    return render(request, "evaluation/decisions/new.html", {**context, "form": form})


@require_safe
def decision(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.look(request, pk)
    row = door.decision_of(whole, which)
    row.result.evaluation = whole
    context = {
        **door.frame(request.user, whole),
        "decision": row,
        "finding": reading.conclusion_of(row.result, row.finding),
        "is_overdue": _is_overdue(row),
        "is_overview": True,
        "sees_programme": queries.may_see_programme(request.user, row.programme),
        "sees_verified": queries.may_see_result(request.user, row.verified_by),
        "moves": _moves(row),
    }
    return render(request, "evaluation/decisions/decision.html", context)


def _is_overdue(row: Decision) -> bool:
    return row.state == DecisionState.OPEN and row.due is not None and row.due < timezone.localdate()


def _moves(row: Decision) -> list[tuple[str, str]]:
    """Return where a decision can go from here, each with what its button says."""
    says = {
        DecisionState.DONE: _("It is done"),
        DecisionState.VERIFIED: _("A later result shows whether it helped"),
        DecisionState.DROPPED: _("It will not be done"),
        DecisionState.OPEN: _("Take it up again"),
    }
    if row.state == DecisionState.VERIFIED:
        says[DecisionState.DONE] = _("It is not verified after all")
    if row.state == DecisionState.DONE:
        says[DecisionState.OPEN] = _("It is not done after all")
    return [(value, text) for value, text in says.items() if row.may_become(value)]


def change_decision(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = door.decision_of(whole, which)
    form = PlanForm(request.POST or None, whole=whole, user=request.user, decision=row)
    if form.is_valid() and carried_out(
        form, doing.change, row, request.user, plan=form.plan(), seen=form.cleaned_data["seen"]
    ):
        messages.success(request, _("Saved."))
        return redirect("evaluation:decision", pk, which)
    context = {**door.frame(request.user, whole), "decision": row, "form": form}
    return render(request, "evaluation/decisions/change.html", context)


def move_decision(request: MemberRequest, pk: int, which: int, state: str) -> HttpResponse:
    whole = door.work(request, pk)
    row = door.decision_of(whole, which)
    if state not in DecisionState.values:
        raise Http404
    row.result.evaluation = whole
    if not row.may_become(state):
        messages.error(request, _("Somebody has changed this decision meanwhile."))
        return redirect("evaluation:decision", pk, which)
    form = MoveForm(
        request.POST if request.method == "POST" else None, decision=row, to=state, user=request.user
    )
    if form.is_valid() and carried_out(form, doing.move, row, request.user, to=form.move()):
        messages.success(request, _("Saved."))
        return redirect("evaluation:decision", pk, which)
    context = {
        **door.frame(request.user, whole),
        "decision": row,
        "form": form,
        "title": dict(_moves(row))[DecisionState(state)],
        "lacks": _lacks(form),
    }
    return render(request, "evaluation/decisions/move.html", context)


def _lacks(form: MoveForm) -> str:
    """Say what has to be there first, where nothing can be chosen."""
    if "edition" in form.fields and not form.fields["edition"].queryset.exists():  # type: ignore[attr-defined]
        return _(
            "No version of this programme has been published since the result was there. Publish one first."
        )
    if "verified_by" in form.fields and not form.fields["verified_by"].queryset.exists():  # type: ignore[attr-defined]
        return _("There is no later result yet. Compute one when the next pilot has answered.")
    return ""
