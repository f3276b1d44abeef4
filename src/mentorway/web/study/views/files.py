"""Files made of the answers."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.study import queries, rules
from mentorway.web.study.actions import downloads as doing
from mentorway.web.study.analysis import files as kept
from mentorway.web.study.analysis import proposing
from mentorway.web.study.analysis.making import KINDS, OFFERED
from mentorway.web.study.forms import FileForm, ScalesForm
from mentorway.web.study.models import Download, Stage, State, Study
from mentorway.web.study.views.door import asked, confirmation, frame


def files(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, pk=pk)
    may_read = rules.may_read_texts(request.user, row)
    has_texts = may_read and proposing.asks_texts(row)
    form = FileForm(
        request.POST or None,
        languages=proposing.languages_asked(row),
        texts=has_texts,
    )
    if form.is_valid() and carried_out(form, doing.ask, row, request.user, **form.asked()):
        return redirect("study:files", pk)
    rows = [
        (one, KINDS[one.kind].title, rules.may_fetch(request.user, one))
        for one in queries.downloads_of(row)[:100]
    ]
    context = frame(
        request,
        row,
        "files",
        form=form,
        rows=rows,
        kinds=[KINDS[name] for name in OFFERED],
        waiting=any(one.is_under_way for one, _title, _may in rows),
        may_read=may_read,
        has_texts=has_texts,
        scales_wait=row.state not in {State.CLOSED, State.ARCHIVED},
    )
    return render(request, "study/files.html", context)


@require_safe
def fetch(request: MemberRequest, pk: int) -> FileResponse:
    row = access.fetch(request.user, Download.objects, may=rules.may_fetch, pk=pk)
    path = kept.download_path(row)
    if row.stage != Stage.DONE or not path.is_file():
        raise Http404
    content_type = KINDS[row.kind].content_type
    return FileResponse(path.open("rb"), as_attachment=True, filename=row.name, content_type=content_type)


@require_POST
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Download.objects, may=rules.may_fetch, pk=pk)
    form = confirmation(request)
    if form.is_valid():
        carried_out(form, doing.cancel, row)
    return redirect("study:files", row.study_id)


def remove(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Download.objects, may=rules.may_fetch, pk=pk)
    return asked(
        request,
        row.study,
        "file_removal",
        lambda: doing.remove(row),
        done=_("The file is removed."),
        download=row,
        back=reverse("study:files", args=[row.study_id]),
    )


def scales(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_read_texts, pk=pk)
    if row.state not in {State.CLOSED, State.ARCHIVED}:
        return redirect("study:files", pk)
    form = ScalesForm(
        request.POST or None,
        questions=proposing.likert_questions(row),
        kinds=proposing.fact_questions(row),
    )
    if form.is_valid() and carried_out(
        form, doing.ask, row, request.user, kind="scales", with_texts=False, **form.asked()
    ):
        return redirect("study:files", pk)
    return render(request, "study/scales.html", frame(request, row, "files", form=form, rows=form.rows()))
