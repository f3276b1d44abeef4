"""The plan as files of other programs and as a calendar; files taken over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import whole
from mentorway.web.core.calendar import MEDIA_TYPE
from mentorway.web.core.forms import carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.core.wording import said
from mentorway.web.plan.actions import importing as actions
from mentorway.web.plan.analysis import calendar
from mentorway.web.plan.analysis import plan_files as analysis
from mentorway.web.plan.analysis.plan_changes import changes_of
from mentorway.web.plan.forms.plan_files import PlanFileForm, TakeOverForm
from mentorway.web.plan.models import Project
from mentorway.web.plan.queries import items as reading
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.views import door
from mentorway.wording import InvalidInputError

SHOWN = 200
MOST_CARRIED = 2_000_000  # letters that a page sends back


def _file(content: bytes, media_type: str, disposition: str) -> HttpResponse:
    headers = {
        "Content-Disposition": disposition,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)


@require_safe
def plan_files(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.look(request, pk)
    rows = reading.rows_of(project)
    shorts = {row.partner_id: row.short for row in queries.partners_of(project)}
    link = calendar.link_of(request.user, project)
    context = {
        **door.frame(request.user, project),
        "has_lines": bool(rows.items),
        "left_out": analysis.left_out(rows, shorts) if rows.items else (),
        "address": whole(reverse("plan:plan_calendar", args=[pk, link])),
    }
    return render(request, "plan/gantt/files.html", context)


@require_safe
def export_plan(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    project = door.look(request, pk)
    if kind not in analysis.KINDS:
        raise Http404
    ending, media_type = analysis.KINDS[kind]
    rows = reading.rows_of(project)
    shorts = {row.partner_id: row.short for row in queries.partners_of(project)}
    try:
        content = analysis.written(rows, shorts, kind)
    except InvalidInputError as refusal:
        messages.error(request, said(refusal.message))
        return redirect("plan:plan_files", pk)
    name = get_valid_filename(f"{project.title}.{ending}")
    return _file(content, media_type, str(content_disposition_header(as_attachment=True, filename=name)))


@secret_page("GET", "HEAD")
def plan_calendar(_request: HttpRequest, pk: int, link: str) -> HttpResponse:
    found = calendar.opened_by(link, pk)
    if found is None:
        raise Http404
    user, project = found
    with override(user.language or None):
        return _file(calendar.calendar_of(project), MEDIA_TYPE, "inline")


def import_plan(request: MemberRequest, pk: int) -> HttpResponse:
    project = door.plan(request, pk)
    context: dict[str, Any] = {**door.frame(request.user, project), "shown": SHOWN}
    if "packed" in request.POST:
        return _taken_over(request, project, context)
    form = PlanFileForm(request.POST or None, request.FILES or None)
    context["form"] = form
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            came = analysis.read(file.read(), file.name, project)
        except InvalidInputError as refusal:
            form.add_error("file", said(refusal.message))
        else:
            context |= {"name": file.name, **_preview(request, project, came)}
    return render(request, "plan/gantt/import.html", context)


def _preview(request: MemberRequest, project: Project, came: analysis.Incoming) -> dict[str, Any]:
    rows, partners = reading.rows_of(project), list(queries.partners_of(project))
    changes = changes_of(rows, came, partners)
    found: dict[str, Any] = {"changes": changes}
    if changes.troubles or not changes.some:
        return found
    try:
        found["taken"] = actions.tried(project, request.user, came)
    except ValidationError as refusal:
        return found | {"refusals": refusal.messages}
    packed = came.packed(project)
    if len(packed) > MOST_CARRIED:
        return found | {"refusals": [_("The file says too much at once. Take it over in several parts.")]}
    return found | {"packed": TakeOverForm(initial={"packed": packed})}


def _taken_over(request: MemberRequest, project: Project, context: dict[str, Any]) -> HttpResponse:
    packed = TakeOverForm(request.POST)
    came = analysis.unpacked(packed.cleaned_data["packed"], project) if packed.is_valid() else None
    form = PlanFileForm()
    if came is None:
        messages.error(request, _("The file was read too long ago. Send it again."))
        return redirect("plan:import_plan", project.pk)
    made: list[actions.Taken] = []
    if carried_out(packed, lambda: made.append(actions.take_over(project, request.user, came))):
        count, agreed = made[0].new + made[0].changed, made[0].agreed
        if count:
            words = ngettext("%(count)d line was taken over.", "%(count)d lines were taken over.", count)
            messages.success(request, words % {"count": count})
        if agreed:
            words = ngettext(
                "%(count)d baseline was taken over.", "%(count)d baselines were taken over.", agreed
            )
            messages.success(request, words % {"count": agreed})
        return redirect("plan:items", project.pk)
    context |= {"form": form, "refusals": [str(one) for one in packed.non_field_errors()]}
    return render(request, "plan/gantt/import.html", context)
