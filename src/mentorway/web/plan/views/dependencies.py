"""What a line depends on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.plan.actions import dependencies as actions
from mentorway.web.plan.forms.items import DependencyForm
from mentorway.web.plan.queries import items as reading
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.views import door


def set_dependency(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.plan(request, pk)
    found, rows = door.item_of(project, which), reading.rows_of(project)
    links = {str(one.before_id): one for one in rows.waits_for.get(which, ())}
    on = links.get(paging.choice_of(request, "on", list(links)))
    initial = {"before": on.before_id, "link": on.link, "lag": on.lag} if on else {}
    below = {one.pk for one in rows.below(found)}
    others = [one for one in rows.items if one.pk not in below]
    form = DependencyForm(request.POST or None, initial=initial, others=others, depths=rows.depths)
    if form.is_valid() and carried_out(
        form, actions.set_dependency, found, request.user, **form.cleaned_data
    ):
        messages.success(request, _("What it depends on is saved."))
        return redirect("plan:item", pk, which)
    context = {**door.frame(request.user, project), "form": form, "item": found, "has_others": bool(others)}
    return render(request, "plan/items/dependency.html", context)


def remove_dependency(request: MemberRequest, pk: int, which: int, before: int) -> HttpResponse:
    project = door.plan(request, pk)
    found = door.item_of(project, which)
    row = queries.dependency_of(found, before)
    if row is None:
        raise Http404
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove_dependency, row, found, request.user):
        messages.success(request, _("It no longer depends on %(line)s.") % {"line": row.before})
        return redirect("plan:item", pk, which)
    context = {**door.frame(request.user, project), "form": form, "item": found, "row": row}
    return render(request, "plan/items/remove_dependency.html", context)
