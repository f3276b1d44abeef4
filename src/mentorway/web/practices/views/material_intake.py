"""Many answers at once: a file, its problems, and all or nothing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mentorway.web.core import access, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.practices.actions import material as actions
from mentorway.web.practices.analysis import material_privacy as privacy
from mentorway.web.practices.analysis import material_rows as analysis
from mentorway.web.practices.forms import material as forms
from mentorway.web.practices.models import Intake, MaterialKind
from mentorway.web.practices.queries import material as queries
from mentorway.web.practices.rules import material as rules

SHOWN = 10
SHOWN_PROBLEMS = 200


def take_in_material(request: MemberRequest) -> HttpResponse:
    partners = queries.owners_for(request.user)
    if not partners.exists():
        raise PermissionDenied
    form = forms.RowsForm(
        request.POST or None, request.FILES or None, partners=partners, initial={"kind": MaterialKind.SURVEY}
    )
    if form.is_valid():
        data = form.cleaned_data
        found = analysis.checked(data["rows"], form.usual, data["title"])
        intake = actions.read_rows(
            request.user,
            partner=data["partner"],
            file_name=str(data["file"].name),
            about={"kind": data["kind"], "title": data["title"]},
            rows=found.rows,
            problems=found.problems,
        )
        return redirect("practices:look_through_material", intake.pk)
    return render(request, "practices/material_many.html", {"form": form, "columns": analysis.COLUMNS})


def look_through_material(request: MemberRequest, pk: int) -> HttpResponse:
    intake = access.fetch(request.user, Intake.objects, may=rules.may_take_in, pk=pk, partner__isnull=False)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    count = len(intake.rows)
    if form.is_valid() and carried_out(form, actions.take_in, intake, request.user):
        said = ngettext("%(count)d material is taken in.", "%(count)d materials are taken in.", count)
        messages.success(request, said % {"count": count})
        return redirect("practices:materials")
    context = {
        "form": form,
        "intake": intake,
        "kind": MaterialKind(intake.about["kind"]).label,
        "count": count,
        "rows": intake.rows[:SHOWN],
        "problems": intake.problems[:SHOWN_PROBLEMS],
        "more_problems": max(0, len(intake.problems) - SHOWN_PROBLEMS),
        "personal": sum(bool(privacy.traces(row.get("text", ""))) for row in intake.rows),
    }
    return render(request, "practices/material_look.html", context)


@require_safe
def material_pattern(_request: MemberRequest, kind: str) -> HttpResponse:
    header, *rows = analysis.PATTERN
    if kind == "xlsx":
        return tables.xlsx_file("material", _("Material"), header, rows)
    if kind == "csv":
        return tables.csv_file("material", header, rows)
    raise Http404
