"""The report on a version of the result: as a page, a PDF and a DOCX, in five languages."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.kinds import DOCX
from mentorway.web.evaluation.analysis.report import Report, report_of
from mentorway.web.evaluation.analysis.report_docx import docx_file
from mentorway.web.evaluation.analysis.report_pdf import pdf
from mentorway.web.evaluation.forms.reports import language_of
from mentorway.web.evaluation.models import Evaluation, Result, Stage
from mentorway.web.evaluation.views import door
from mentorway.wording import InvalidInputError

KINDS = {"pdf": (pdf, "application/pdf"), "docx": (docx_file, DOCX.media_type)}


def _done(whole: Evaluation, number: int) -> Result:
    found = door.result_of(whole, number)
    if found.stage != Stage.DONE:
        raise Http404
    return found


def _report(result: Result, language: str) -> Report:
    try:
        return report_of(result, language)
    except InvalidInputError:
        raise Http404 from None


@require_safe
def report(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    whole = door.look(request, pk)
    result, language = _done(whole, number), language_of(request)
    made = _report(result, language)
    context = {
        **door.frame(request.user, whole),
        "result": result,
        "report": made,
        "languages": settings.LANGUAGES,
        "is_judged": not any(part["kind"] == "missing" for part in made.parts),
    }
    return render(request, "evaluation/reports/report.html", context)


@require_safe
def report_file(request: MemberRequest, pk: int, number: int, kind: str) -> HttpResponse:
    whole = door.look(request, pk)
    result = _done(whole, number)
    if kind not in KINDS:
        raise Http404
    write, media_type = KINDS[kind]
    language = language_of(request)
    name = f"evaluation-{whole.pk}-version-{number}-{language}.{kind}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(write(_report(result, language)), content_type=media_type, headers=headers)
