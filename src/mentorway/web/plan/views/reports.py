"""The report to the funder: its texts, and the whole as a page, a PDF and a DOCX, in five languages."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.core.kinds import DOCX
from mentorway.web.core.merging import CONFLICT, conflict_of
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.evaluation.forms.reports import language_of
from mentorway.web.plan.actions import periods as actions
from mentorway.web.plan.analysis import periods as analysis
from mentorway.web.plan.analysis.report import is_complete, report_of
from mentorway.web.plan.analysis.report_docx import docx_file
from mentorway.web.plan.analysis.report_pdf import pdf
from mentorway.web.plan.analysis.report_work import found_of
from mentorway.web.plan.forms.periods import TextsForm
from mentorway.web.plan.queries import periods as queries
from mentorway.web.plan.views import door
from mentorway.web.plan.views.periods import with_leave

KINDS = {"pdf": (pdf, "application/pdf"), "docx": (docx_file, DOCX.media_type)}


def period_texts(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    project = door.plan(request, pk)
    row = door.period_of(project, number)
    initial = {**analysis.facts_of(row), "revision": row.revision}
    form = TextsForm(settled(request.POST), initial=initial)
    merge = form.is_valid() and conflict_of(form, row, queries.kept_of_period(row, analysis.snapshot_of(row)))
    context = {**door.frame(request.user, project), "form": form, "period": row}
    if merge:
        context["merge"] = MergeForm(merge, form)
        return render(request, "plan/periods/merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.write, row, request.user, **form.cleaned_data):
        messages.success(request, _("The texts are saved."))
        return redirect("plan:period", pk, number)
    context["deviations"] = with_leave(request, found_of(row, timezone.localdate()))
    return render(request, "plan/periods/texts.html", context)


@require_safe
def funder_report(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    project = door.look(request, pk)
    row = door.period_of(project, number)
    made = report_of(row, language_of(request))
    context = {
        **door.frame(request.user, project),
        "period": row,
        "report": made,
        "languages": settings.LANGUAGES,
        "is_complete": is_complete(made),
    }
    return render(request, "plan/reports/report.html", context)


@require_safe
def funder_report_file(request: MemberRequest, pk: int, number: int, kind: str) -> HttpResponse:
    project = door.look(request, pk)
    row = door.period_of(project, number)
    if kind not in KINDS:
        raise Http404
    write, media_type = KINDS[kind]
    language = language_of(request)
    name = f"report-{project.pk}-period-{number}-{language}.{kind}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(write(report_of(row, language)), content_type=media_type, headers=headers)
