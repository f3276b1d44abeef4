"""Lines of the plan: the table of all, and each by itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT, conflict_of
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.plan import rules
from mentorway.web.plan.actions import items as actions
from mentorway.web.plan.analysis import items as analysis
from mentorway.web.plan.analysis.dates import dates_of
from mentorway.web.plan.analysis.effects import Effect, effect_of
from mentorway.web.plan.analysis.evidence import shown_to
from mentorway.web.plan.analysis.projects import told
from mentorway.web.plan.analysis.saying import said
from mentorway.web.plan.forms.items import ItemForm, NewItemForm, ProgressForm, activities
from mentorway.web.plan.models import Item, Kind, Project
from mentorway.web.plan.queries import items as reading
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.views import door
from mentorway.wording import InvalidInputError

ON_A_PAGE = 1000
CHANGES = 20


@require_safe
def items(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.look(request, pk)
    partners = list(queries.partners_of(project))
    shorts = {row.partner_id: row.short for row in partners}
    chosen = _chosen(request, list(map(str, shorts)))
    wanted = analysis.Wanted(
        chosen["q"], int(chosen["partner"] or 0), chosen["kind"], chosen["activity"], bool(chosen["late"])
    )
    rows = reading.rows_of(project)
    lines, dates = analysis.lines_of(rows, wanted, shorts, queries.newest_baseline(project))
    context = {
        **door.frame(request.user, project),
        **paging.paged(request, lines, chosen=chosen, size=ON_A_PAGE),
        "chosen": chosen,
        "is_chosen": bool(wanted),
        "dates": dates,
        "count": len(rows.items),
        "partners": partners,
        "kinds": Kind.choices,
        "activities": activities()[1:],
        "removed": queries.removed_lines(project),
    }
    return render(request, "plan/items/list.html", context)


def _chosen(request: MemberRequest, partners: list[str]) -> dict[str, str]:
    return {
        "q": paging.words_of(request),
        "partner": paging.choice_of(request, "partner", partners),
        "kind": paging.choice_of(request, "kind", Kind.values),
        "activity": paging.choice_of(request, "activity", [value for value, _title in activities()]),
        "late": paging.choice_of(request, "late", ["1"]),
    }


def _choices(project: Project, rows: reading.Rows, item: Item | None = None) -> dict[str, Any]:
    below = {one.pk for one in rows.below(item)} if item else set()
    parents = [one for one in rows.items if not one.is_moment and one.pk not in below]
    return {"leads": queries.leads_of(project), "parents": parents, "depths": rows.depths}


def create(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.plan(request, pk)
    rows = reading.rows_of(project)
    parent = paging.choice_of(request, "parent", [str(one.pk) for one in rows.items])
    kind = paging.choice_of(request, "kind", Kind.values, usual=Kind.TASK if rows.items else Kind.PACKAGE)
    initial = {"kind": kind, "parent": parent, "lead": project.partner_id}
    form = NewItemForm(request.POST or None, initial=initial, **_choices(project, rows))
    made: list[Item] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.create(project, request.user, **form.cleaned_data))
    ):
        messages.success(request, _("%(line)s is in the plan.") % {"line": made[0]})
        return redirect("plan:item", pk, made[0].pk)
    return render(request, "plan/items/new.html", {**door.frame(request.user, project), "form": form})


@require_safe
def item(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.look(request, pk)
    rows = reading.rows_of(project)
    found = rows.by_pk.get(which)
    if found is None:
        raise Http404
    dates = dates_of(project, rows=rows)
    context = {
        **door.frame(request.user, project),
        **analysis.page_of(rows, found, dates),
        "item": found,
        "why": analysis.why_of(rows, found, dates, queries.newest_baseline(project)),
        "efforts": queries.efforts_of(found),
        "events": told(queries.events_of_item(found)[:CHANGES]),
        "facts": shown_to(request.user, found),
        "states": rules.may_report_for(request.user, project, found.lead_id or project.partner_id),
    }
    return render(request, "plan/items/item.html", context)


def change(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.plan(request, pk)
    found, rows = door.item_of(project, which), reading.rows_of(project)
    initial = {**analysis.facts_of(found), "revision": found.revision}
    form = ItemForm(settled(request.POST), initial=initial, **_choices(project, rows, found))
    kept = queries.kept_of_item(found, analysis.snapshot_of(found))
    merge = form.is_valid() and conflict_of(form, found, kept)
    context = {**door.frame(request.user, project), "form": form, "item": found}
    if merge:
        context["merge"] = MergeForm(merge, form)
        return render(request, "plan/items/merge.html", context, status=CONFLICT)
    if "show" in request.POST and form.is_valid():
        context["effect"] = _effect(form, rows, found)
    elif form.is_valid() and carried_out(form, actions.change, found, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("plan:item", pk, which)
    return render(request, "plan/items/change.html", context)


def _effect(form: ItemForm, rows: reading.Rows, found: Item) -> Effect | None:
    try:
        return effect_of(rows, rows.by_pk[found.pk], form.cleaned_data)
    except InvalidInputError as refusal:
        form.add_error(None, ValidationError(said(refusal.message)))
        return None


def state_progress(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.report(request, pk)
    found = door.item_of(project, which)
    if not rules.may_report_for(request.user, project, found.lead_id or project.partner_id):
        raise PermissionDenied
    initial = {**analysis.stated_of(found), "revision": found.revision}
    form = ProgressForm(settled(request.POST), initial=initial, item=found)
    kept = queries.kept_of_item(found, analysis.snapshot_of(found))
    merge = form.is_valid() and conflict_of(form, found, kept)
    context = {**door.frame(request.user, project), "form": form, "item": found}
    if merge:
        context["merge"] = MergeForm(merge, form)
        return render(request, "plan/items/merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(
        form, actions.state_progress, found, request.user, **form.cleaned_data
    ):
        messages.success(request, _("It is said how far the line is."))
        return redirect("plan:item", pk, which)
    context["has_parts"] = bool(reading.rows_of(project).parts.get(found.pk))
    return render(request, "plan/items/progress.html", context)


def remove(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.plan(request, pk)
    found = door.item_of(project, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, found, request.user):
        messages.success(request, _("%(line)s is taken out. You can bring it back.") % {"line": found})
        return redirect(f"{reverse('plan:items', args=[pk])}#removed")
    rows = reading.rows_of(project)
    context = {
        **door.frame(request.user, project),
        "form": form,
        "item": found,
        "hanging": analysis.hanging_on(rows, rows.by_pk[found.pk]),
        "evidence": queries.evidence_on([one.pk for one in rows.below(found)]),
    }
    return render(request, "plan/items/remove.html", context)


def restore(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.plan(request, pk)
    found = queries.removed_line(project, which)
    if found is None:
        raise Http404
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.restore, found, request.user):
        messages.success(request, _("%(line)s is back in the plan.") % {"line": found})
        return redirect("plan:item", pk, which)
    context = {**door.frame(request.user, project), "form": form, "item": found}
    return render(request, "plan/items/restore.html", context)


@require_POST
def move(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    project = door.plan(request, pk)
    found = door.item_of(project, which)
    up = request.POST.get("way") == "up"
    if actions.move(found, request.user, up=up):
        messages.success(request, _("The line is moved up.") if up else _("The line is moved down."))
    else:
        messages.info(request, _("It stands at the end already."))
    return redirect("plan:item", pk, which)
