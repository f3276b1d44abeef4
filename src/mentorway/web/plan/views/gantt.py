"""The chart of a plan: looked at, moved in, and taken away as a file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import whole
from mentorway.web.core.forms import carried_out
from mentorway.web.plan.actions import items as actions
from mentorway.web.plan.analysis import gantt as analysis
from mentorway.web.plan.analysis import gantt_files
from mentorway.web.plan.analysis.dates import dates_of
from mentorway.web.plan.analysis.effects import Effect, effect_of
from mentorway.web.plan.analysis.saying import said
from mentorway.web.plan.forms.gantt import MoveForm
from mentorway.web.plan.models import Project
from mentorway.web.plan.queries import items as reading
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.views import door
from mentorway.wording import InvalidInputError


def _chosen(request: MemberRequest, rows: reading.Rows, baselines: list[str]) -> dict[str, str]:
    packages = [str(pk) for pk in rows.parts]
    return {
        "zoom": paging.choice_of(request, "zoom", [value for value, _title in analysis.ZOOMS]),
        "baseline": paging.choice_of(request, "baseline", baselines),
        "package": paging.choice_of(request, "package", packages),
        "lanes": paging.choice_of(request, "lanes", ["1"]),
        "critical": paging.choice_of(request, "critical", ["1"]),
    }


def _view(project: Project, chosen: dict[str, str]) -> analysis.View:
    which = int(chosen["baseline"] or 0)
    return analysis.view_of(chosen, queries.baseline_of(project, which) if which else None)


def _page(
    request: MemberRequest,
    project: Project,
    rows: reading.Rows,
    form: MoveForm | None = None,
    effect: Effect | None = None,
) -> HttpResponse:
    baselines = list(queries.baselines_of(project))
    chosen = _chosen(request, rows, [str(one.pk) for one in baselines])
    frame = door.frame(request.user, project)
    context: dict[str, Any] = {**frame, "chosen": chosen, "query": paging.query_of(chosen).rstrip("&")}
    if rows.items:
        dates, view = dates_of(project, rows=rows), _view(project, chosen)
        shorts = {row.partner_id: row.short for row in queries.partners_of(project)}
        more = {
            "today": timezone.localdate(),
            "width": analysis.WIDE,
            "base": reverse("plan:items", args=[project.pk]),
        }
        try:
            context["drawing"] = analysis.drawing_of(rows, dates, view, shorts, more)
        except InvalidInputError as refusal:  # centuries, for example
            context["refusal"] = said(refusal.message)
        context |= {
            "deciding": analysis.deciding(rows, dates),
            "zooms": analysis.ZOOMS,
            "baselines": baselines,
            "packages": [item for item in rows.items if item.pk in rows.parts],
            "form": (form or MoveForm(lines=analysis.movable(rows))) if frame["plans"] else None,
            "effect": effect,
        }
    return render(request, "plan/gantt/chart.html", context)


@require_safe
def gantt(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.look(request, pk)
    return _page(request, project, reading.rows_of(project))


def _facts(form: MoveForm, project: Project, rows: reading.Rows) -> dict[str, Any] | None:
    if not form.is_valid() or form.item is None:
        return None
    try:
        return analysis.facts_of(form.item, dates_of(project, rows=rows), form.wish())
    except InvalidInputError as refusal:
        form.add_error(None, ValidationError(said(refusal.message)))
        return None


def gantt_what_if(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what would move; the script asks for a piece of the page only."""
    project = door.plan(request, pk)
    if request.method != "POST":  # whoever changes the language comes back here
        return redirect("plan:gantt", pk)
    rows = reading.rows_of(project)
    form = MoveForm(request.POST, lines=analysis.movable(rows))
    facts, effect = _facts(form, project, rows), None
    if facts is not None and form.item is not None:
        try:
            effect = effect_of(rows, form.item, facts)
        except InvalidInputError as refusal:
            form.add_error(None, ValidationError(said(refusal.message)))
    if "piece" in request.POST:
        context = {"form": form, "effect": effect, "item": form.item, "facts": facts}
        return render(request, "plan/gantt/piece.html", context)
    return _page(request, project, rows, form, effect)


def gantt_move(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.plan(request, pk)
    if request.method != "POST":  # whoever changes the language comes back here
        return redirect("plan:gantt", pk)
    rows = reading.rows_of(project)
    form = MoveForm(request.POST, lines=analysis.movable(rows))
    facts = _facts(form, project, rows)
    if facts is None or not carried_out(
        form, actions.change, form.item, request.user, revision=form.revision, **facts
    ):
        return _page(request, project, reading.rows_of(project), form)
    messages.success(request, _("%(line)s is moved.") % {"line": form.item})
    chosen = _chosen(request, rows, [str(one.pk) for one in queries.baselines_of(project)])
    return redirect(f"{reverse('plan:gantt', args=[pk])}?{paging.query_of(chosen)}".rstrip("?&"))


@require_safe
def gantt_file(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    project = door.look(request, pk)
    rows = reading.rows_of(project)
    if kind not in gantt_files.KINDS or not rows.items:
        raise Http404
    chosen = _chosen(request, rows, [str(one.pk) for one in queries.baselines_of(project)])
    dates, view = dates_of(project, rows=rows), _view(project, chosen)
    shorts = {row.partner_id: row.short for row in queries.partners_of(project)}
    base = whole(reverse("plan:items", args=[pk]))
    try:
        content = gantt_files.file_of(kind, rows, dates, view, {"shorts": shorts, "base": base})
    except InvalidInputError as refusal:
        messages.error(request, said(refusal.message))
        return redirect("plan:gantt", pk)
    if content is None:
        messages.info(request, _("No line fits. Choose less."))
        return redirect("plan:gantt", pk)
    ending, media_type = gantt_files.KINDS[kind]
    name = get_valid_filename(f"{project.title}.{ending}")
    headers = {
        "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=name)),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
