"""From two files to a comparison: upload, look, choose."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from mentorway.web.comparison import actions, forms, queries, rules
from mentorway.web.comparison.analysis import files, reading
from mentorway.web.comparison.models import Dataset, State
from mentorway.web.comparison.views.door import go
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.study import rules as study
from mentorway.web.study.models import Download, Stage

MEGABYTE = 2**20


@csrf_exempt  # the inner view checks, once it is known that what comes may be read at all
def upload(request: MemberRequest) -> HttpResponse:
    if forms.is_too_large(request):
        form = forms.UploadForm(partners=queries.partners_to_own(request.user))
        return _upload_page(request, form, 413)
    if request.method == "POST":
        request.upload_handlers = [forms.StreamToDisk(request)]
    return _upload(request)


@csrf_protect
def _upload(request: MemberRequest) -> HttpResponse:
    partners = queries.partners_to_own(request.user)
    form = forms.UploadForm(request.POST or None, request.FILES or None, partners=partners)
    if form.is_valid() and carried_out(form, actions.take_in, request.user, **form.asked()):
        return redirect("comparison:uploaded", form.cleaned_data["token"])
    return _upload_page(request, form)


def _upload_page(request: MemberRequest, form: forms.UploadForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "too_large": status != 200,  # noqa: PLR2004 - the usual one
        "most": settings.MENTORWAY_UPLOAD_BYTES // MEGABYTE,
        "most_bytes": settings.MENTORWAY_UPLOAD_BYTES,
        "has_partner": queries.partners_to_own(request.user).exists(),
    }
    return render(request, "comparison/upload.html", context, status=status)


@require_safe
def uploaded(request: MemberRequest, token: str) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, token=token)
    return redirect("comparison:answers", row.pk)


def answers(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, pk=pk)
    at_work = rules.may_work(request.user, row)
    latest = queries.latest_of(row, at_work=at_work)
    if latest:
        return go(request, "comparison:overview", latest.pk)
    if not at_work:
        raise Http404
    if queries.may_be_chosen(row):
        return go(request, "comparison:check", pk)
    failed = row.state == State.FAILED
    if failed and request.headers.get("HX-Request"):
        return go(request, "comparison:answers", pk)
    return render(request, "comparison/reading.html", {"dataset": row, "failed": failed})


def check(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, may=rules.may_work, pk=pk)
    if row.preview is None or not queries.may_be_chosen(row):
        return redirect("comparison:answers", pk)
    form = forms.ChoiceForm(request.POST or None, preview=row.preview)
    if form.is_valid() and carried_out(form, actions.confirm, row, request.user, **form.asked()):
        return redirect("comparison:answers", pk)
    columns = forms.GroupForm(columns=row.preview["candidates"], initial={"group": row.group})
    context = {"form": form, "columns": columns, "dataset": row, "preview": row.preview}
    context["problems"] = reading.merged(row.preview["problems"])
    context["stored"] = row.state == State.READY
    return render(request, "comparison/check.html", context)


def choose_group(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, may=rules.may_work, pk=pk)
    columns = (row.preview or {}).get("candidates", [])
    form = forms.GroupForm(request.POST or None, columns=columns)
    if form.is_valid() and not carried_out(form, actions.choose_group, row, **form.cleaned_data):
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("comparison:answers", pk)


def discard(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, may=rules.may_work, pk=pk)
    form = forms.ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.discard, row):
        messages.success(request, _("The uploaded files are removed. Nothing was kept."))
        return redirect("comparison:comparisons")
    return render(request, "comparison/discarding.html", {"form": form, "dataset": row})


def from_study(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Download.objects, may=study.may_compare, pk=pk)
    if row.kind != "scales" or row.stage != Stage.DONE:
        raise Http404
    form = forms.ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        dataset = actions.take_from_study(row, request.user)
        return redirect("comparison:answers", dataset.pk)
    return render(request, "comparison/from_study.html", {"form": form, "study": row.study})


@login_not_required
@require_safe
def example_file(_request: MemberRequest, name: str) -> HttpResponse:
    path = files.example_path(name)
    if path is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="example-{path.name}"'}
    return HttpResponse(path.read_bytes(), content_type="text/plain; charset=utf-8", headers=headers)
