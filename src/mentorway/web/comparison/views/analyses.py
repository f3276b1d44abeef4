"""Saved analyses: asked, copied, renamed, put away, brought back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.comparison import queries, rules
from mentorway.web.comparison.actions import analyses as actions
from mentorway.web.comparison.analysis import naming
from mentorway.web.comparison.analysis.stored import contents
from mentorway.web.comparison.forms import AnalysisForm, TitleForm
from mentorway.web.comparison.models import DAYS_IN_BIN, Analysis, Comparison, Dataset, State
from mentorway.web.comparison.views.door import VisitorRequest, open_to_visitors, shown
from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.wording import said
from mentorway.wording import InvalidInputError


def ask(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, may=rules.may_work, pk=pk)
    if row.state != State.READY:
        return redirect("comparison:answers", pk)
    try:
        inside = contents(row)
    except InvalidInputError as refusal:
        messages.error(request, said(refusal.message))
        return redirect("comparison:answers", pk)
    origin = _origin(request, row)
    initial = {"title": _("Copy of %(title)s") % {"title": origin.analysis}} if origin else {}
    form = AnalysisForm(
        request.POST or None,
        contents=inside,
        names=naming.names_of(row, [column.name for column in inside.columns]),
        copied=origin.plan if origin else None,
        initial=initial,
    )
    if form.is_valid():
        wanted = {"title": form.cleaned_data["title"], "plan": form.plan()}
        if carried_out(form, actions.create, row, request.user, **wanted):
            asked = queries.last_asked(row, request.user)
            return redirect("comparison:analysis", asked.pk) if asked else redirect("comparison:answers", pk)
    context = {
        "form": form,
        "dataset": row,
        "origin": origin,
        "wrong_who": form.has_errors_among(form.who()),
        "wrong_how": form.has_errors_among(form.how()),
    }
    return render(request, "comparison/analysis.html", context)


def _origin(request: MemberRequest, row: Dataset) -> Comparison | None:
    """The version that is copied, if one is."""
    pk = request.GET.get("copy", "")
    if not pk.isdecimal():
        return None
    rows = Comparison.objects.select_related("analysis")
    return access.fetch(request.user, rows, pk=paging.number_in(pk) or 0, analysis__dataset=row)


@open_to_visitors
@require_safe
def analysis(request: VisitorRequest, pk: int) -> HttpResponse:
    row = shown(request, Analysis.objects.select_related("dataset"), pk=pk)
    latest = queries.latest_of(row, at_work=rules.may_work(request.user, row.dataset))
    if latest is None:
        raise Http404
    return redirect("comparison:overview", latest.pk)


def rename(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Analysis.objects.select_related("dataset"), may=rules.may_rename, pk=pk)
    form = TitleForm(request.POST or None, initial={"title": row.title})
    if form.is_valid() and carried_out(form, actions.rename, row, title=form.cleaned_data["title"]):
        messages.success(request, _("The changes are saved."))
        return redirect("comparison:analysis", pk)
    context = {"form": form, "dataset": row.dataset, "analysis": row}
    return render(request, "comparison/analysis_title.html", context)


def remove(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Analysis.objects.select_related("dataset"), may=rules.may_remove, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, row):
        messages.success(request, _("%(title)s is deleted.") % {"title": row})
        return redirect("comparison:answers", row.dataset_id)
    context = {"form": form, "dataset": row.dataset, "analysis": row, "days": DAYS_IN_BIN}
    return render(request, "comparison/analysis_removal.html", context)


def bring_back(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Analysis.bin.select_related("dataset"), may=rules.may_remove, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.bring_back, row):
        messages.success(request, _("%(title)s is back.") % {"title": row})
        return redirect("comparison:answers", row.dataset_id)
    return render(
        request, "comparison/analysis_return.html", {"form": form, "dataset": row.dataset, "analysis": row}
    )
