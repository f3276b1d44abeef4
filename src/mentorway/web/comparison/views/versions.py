"""New versions of a comparison: setting items free, asking again, cancelling."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway.web.comparison import actions, rules
from mentorway.web.comparison.analysis import pages
from mentorway.web.comparison.analysis.comparing import result_of
from mentorway.web.comparison.forms import ConfirmationForm, ReleaseForm
from mentorway.web.comparison.models import Comparison, Stage
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out


def release(request: MemberRequest, pk: int, index: int) -> HttpResponse:
    row = access.fetch(request.user, Comparison.objects.select_related("dataset"), may=rules.may_ask, pk=pk)
    scales = result_of(row.finding).scales if row.stage == Stage.DONE else ()
    if not 1 <= index <= len(scales):
        raise Http404
    scale = scales[index - 1]
    items = [(one.name, f"{one.name} · {one.text}") for one in pages.item_rows(scale, get_language() or "en")]
    freed = row.plan["releases"].get(scale.name, [])
    form = ReleaseForm(request.POST or None, scale=scale.name, items=items, freed=freed)
    if form.is_valid():
        releases = {**row.plan["releases"], scale.name: form.releases()}
        asked = {"releases": releases, "reason": form.cleaned_data["reason"]}
        if carried_out(form, actions.release, row, request.user, **asked):
            return redirect("comparison:answers", row.dataset_id)
    context = {
        "form": form, "comparison": row, "dataset": row.dataset, "scale": scale, "index": index,
        "suspects": pages.suspects(scale),
    }  # fmt: skip
    return render(request, "comparison/release.html", context)


def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Comparison.objects, may=rules.may_ask, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.cancel, row):
        messages.success(request, _("The comparison is cancelled."))
    return redirect("comparison:overview", pk)


def repeat(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Comparison.objects, may=rules.may_ask, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.repeat, row, request.user):
        return redirect("comparison:answers", row.dataset_id)
    return redirect("comparison:overview", pk)
