"""What shows how far a line is: added, removed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.plan import rules
from mentorway.web.plan.actions import evidence as actions
from mentorway.web.plan.analysis import evidence as analysis
from mentorway.web.plan.forms.evidence import EvidenceForm
from mentorway.web.plan.models import SOURCES, Item, Project
from mentorway.web.plan.queries import evidence as queries
from mentorway.web.plan.views import door


def _line(request: MemberRequest, pk: int, which: int) -> tuple[Project, Item]:
    """Return a line of which the person may say how far it is."""
    project = door.report(request, pk)
    item = door.item_of(project, which)
    if not rules.may_report_for(request.user, project, item.lead_id or project.partner_id):
        raise PermissionDenied
    return project, item


def add(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project, item = _line(request, pk, which)
    source = paging.choice_of(request, "kind", SOURCES)
    context: dict[str, Any] = {**door.frame(request.user, project), "item": item}
    if not source:
        return render(request, "plan/evidence/kinds.html", {**context, "kinds": analysis.kinds_to_choose()})
    words = paging.words_of(request)
    things = queries.to_choose(request.user, source, words)
    found = paging.paged(request, things, chosen={"kind": source, "q": words})
    offered = analysis.told(source, found["page"].object_list)
    form = EvidenceForm(
        request.POST if request.method == "POST" else None,
        things=queries.to_choose(request.user, source),
        offered=offered,
    )
    if form.is_valid() and carried_out(
        form, actions.add_evidence, item, request.user, source=source, thing=form.cleaned_data["thing"]
    ):
        messages.success(request, _("The line now rests on it."))
        return redirect("plan:item", pk, which)
    context |= {**found, "form": form, "words": words, "source": source, "kind": analysis.KINDS[source]}
    return render(request, "plan/evidence/add.html", {**context, "says": analysis.SAYS[source]})


def remove(request: MemberRequest, pk: int, which: int, evidence: int) -> HttpResponse:
    project, item = _line(request, pk, which)
    row = queries.one_of(item, evidence)
    if row is None:
        raise Http404
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove_evidence, row, item, request.user):
        messages.success(request, _("The line rests on it no more."))
        return redirect("plan:item", pk, which)
    context = {**door.frame(request.user, project), "item": item, "form": form, "thing": queries.named(row)}
    return render(request, "plan/evidence/remove.html", context)
