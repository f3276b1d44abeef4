"""What counts for a good pair in a round, and what must hold for one."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.mentoring.actions import criteria as doing
from mentorway.web.mentoring.analysis.criteria import ALWAYS, Question, both_sides, lines_of
from mentorway.web.mentoring.forms.criteria import CriterionForm, QuestionForm, RulesForm, WeightsForm
from mentorway.web.mentoring.models import Round
from mentorway.web.mentoring.views import door

WEIGHTS, RULES = "weights", "rules"


def criteria(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk) if request.method == "POST" else door.meet(request, pk)
    wanted = request.POST.get("do", "")
    weights = WeightsForm(request.POST if wanted == WEIGHTS else None, whole=whole)
    rules = RulesForm(request.POST if wanted == RULES else None, whole=whole)
    done = False
    if wanted == WEIGHTS and weights.is_valid():
        done = carried_out(weights, doing.weigh, whole, weights=weights.weights())
    if wanted == RULES and rules.is_valid():
        done = carried_out(rules, doing.rule, whole, rules=rules.rules())
    if done:
        messages.success(request, _("Saved. It counts for the next matching."))
        return redirect("mentoring:criteria", pk)
    context = {
        **door.frame(request.user, whole),
        "weights": weights,
        "rules": rules,
        "always": ALWAYS.values(),
    }
    return render(request, "mentoring/matchings/criteria.html", context)


def new_criterion(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask which questions are compared, then how."""
    whole = door.work(request, pk)
    mentees, mentors = both_sides(whole)
    asked = QuestionForm(request.GET if "question" in request.GET else None, mentees=mentees, mentors=mentors)
    context: dict[str, Any] = {**door.frame(request.user, whole), "asked": asked}
    if asked.is_valid():
        form = CriterionForm(request.POST or None, pair=asked.pair())
        if form.is_valid() and carried_out(form, doing.add, whole, row=form.criterion()):
            messages.success(request, _("Saved. It counts for the next matching."))
            return redirect("mentoring:criteria", pk)
        context |= {"form": form, "pair": asked.pair()}
    return render(request, "mentoring/matchings/criterion_new.html", context)


def _row(whole: Round, key: str) -> Mapping[str, Any]:
    found = next((one for one in whole.criteria if one["key"] == key), None)
    if found is None:
        raise Http404
    row: Mapping[str, Any] = found
    return row


def _pair(whole: Round, row: Mapping[str, Any]) -> tuple[Question, Question] | None:
    mentees, mentors = both_sides(whole)
    first, second = mentees.get(row["question"]), mentors.get(row.get("counterpart") or row["question"])
    return (first, second) if first and second else None


def change_criterion(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    whole = door.work(request, pk)
    row = _row(whole, key)
    pair = _pair(whole, row)
    context: dict[str, Any] = {**door.frame(request.user, whole), "row": row, "pair": pair}
    if pair:
        form = CriterionForm(request.POST or None, pair=pair, row=row)
        if form.is_valid() and carried_out(form, doing.change, whole, key=key, row=form.criterion()):
            messages.success(request, _("Saved. It counts for the next matching."))
            return redirect("mentoring:criteria", pk)
        context["form"] = form
    return render(request, "mentoring/matchings/criterion.html", context)


def remove_criterion(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    whole = door.work(request, pk)
    row = _row(whole, key)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.remove, whole, key=key):
        messages.success(request, _("The criterion is removed. Matchings that exist stay as they are."))
        return redirect("mentoring:criteria", pk)
    line = next(one for one in lines_of(whole) if one.key == row["key"])
    context = {**door.frame(request.user, whole), "row": row, "line": line, "form": form}
    return render(request, "mentoring/matchings/criterion_remove.html", context)
