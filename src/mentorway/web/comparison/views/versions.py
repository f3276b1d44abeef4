"""New versions of an analysis: setting items free, asking again, cancelling, noting what changed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorway.web.comparison import rules
from mentorway.web.comparison.actions import analyses as actions
from mentorway.web.comparison.analysis import pages
from mentorway.web.comparison.analysis.comparing import result_of
from mentorway.web.comparison.forms import ReleaseForm
from mentorway.web.comparison.models import Comparison, Stage
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out


def release(request: MemberRequest, pk: int, index: int) -> HttpResponse:
    row = access.fetch(
        request.user, Comparison.objects.select_related("analysis__dataset"), may=rules.may_ask, pk=pk
    )
    found = result_of(row.finding) if row.stage == Stage.DONE else None
    if found is None or not 1 <= index <= len(found.scales):
        raise Http404
    scale = found.scales[index - 1]
    items = [(one.name, f"{one.name} · {one.text}") for one in pages.item_rows(scale, get_language() or "en")]
    freed = row.plan["releases"].get(scale.name, [])
    form = ReleaseForm(request.POST or None, scale=scale.name, items=items, freed=freed)
    if form.is_valid():
        releases = {**row.plan["releases"], scale.name: form.releases()}
        asked = {"releases": releases, "reason": form.cleaned_data["reason"]}
        if carried_out(form, actions.release, row, request.user, **asked):
            return redirect("comparison:analysis", row.analysis_id)
    context = {
        "form": form, "comparison": row, "dataset": row.dataset, "scale": scale, "index": index,
        "found": found, "suspects": pages.suspects(scale),
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
        return redirect("comparison:analysis", row.analysis_id)
    return redirect("comparison:overview", pk)


@require_POST
def note(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Comparison.objects, may=rules.may_ask, pk=pk)
    actions.note(row)
    return redirect("comparison:overview", pk)
