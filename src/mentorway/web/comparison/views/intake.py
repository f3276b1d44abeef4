"""From two files to a comparison: upload, look, choose."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from mentorway.web.comparison import forms, queries, rules
from mentorway.web.comparison.actions import analyses
from mentorway.web.comparison.actions import answers as actions
from mentorway.web.comparison.actions import editions as storing
from mentorway.web.comparison.analysis import editions, files, reading
from mentorway.web.comparison.models import Dataset
from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
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


def check(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, may=rules.may_work, pk=pk)
    if row.preview is None or not queries.may_be_chosen(row):
        return redirect("comparison:answers", pk)
    form = _choice_form(request, row)
    if form.is_valid() and _confirmed(request, row, form):
        return _after(request, row)
    begun = {"group": row.group, "facts": row.facts or [], "weight": row.weight}
    context = {
        "form": form,
        "columns": forms.ColumnsForm(preview=row.preview, initial=begun),
        "dataset": row,
        "preview": row.preview,
        "problems": reading.merged(row.preview["problems"]),
        "older": row.newer_of,
        "missed": editions.missed_by(row),
        "kept_together": ", ".join([row.group, *_there(row)]),
    }
    return render(request, "comparison/check.html", context)


def _there(row: Dataset) -> list[str]:
    """The facts to keep that the answers have; newer ones may lack some."""
    lacking = (row.preview or {}).get("lacking", [])
    return [name for name in row.facts or [] if name not in lacking]


def _after(request: MemberRequest, row: Dataset) -> HttpResponse:
    """Newer answers are watched on the page of the earlier ones; a first question on its own."""
    asked = None if row.newer_of_id else queries.last_asked(row, request.user)
    if asked:
        return redirect("comparison:analysis", asked.pk)
    return redirect("comparison:answers", row.newer_of_id or row.pk)


def _choice_form(request: MemberRequest, row: Dataset) -> forms.ChoiceForm:
    kind = forms.StoringForm if row.newer_of_id else forms.ChoiceForm
    return kind(request.POST or None, preview=row.preview or {})


def _confirmed(request: MemberRequest, row: Dataset, form: forms.ChoiceForm) -> bool:
    if row.newer_of_id:
        return carried_out(form, storing.store, row, **form.asked())
    return carried_out(form, analyses.confirm, row, request.user, **form.asked())


def choose_columns(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, may=rules.may_work, pk=pk)
    form = forms.ColumnsForm(request.POST or None, preview=row.preview or {})
    done = not form.is_valid() or carried_out(form, actions.choose_columns, row, **form.asked())
    if not done and not row.problem:  # the page of the answers says what stands with them
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("comparison:answers", pk)


def discard(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, may=rules.may_work, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.discard, row):
        messages.success(request, _("The uploaded files are removed. Nothing was kept."))
        if row.newer_of_id:
            return redirect("comparison:answers", row.newer_of_id)
        return redirect("comparison:comparisons")
    return render(request, "comparison/discarding.html", {"form": form, "dataset": row})


def from_study(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Download.objects, may=study.may_compare, pk=pk)
    if row.kind != "scales" or row.stage != Stage.DONE:
        raise Http404
    older = _older(request, row)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.take_from_study, row, request.user, newer_of=older):
        taken = queries.newest_of_study(row.study, request.user)
        return redirect("comparison:answers", taken.pk) if taken else redirect("comparison:comparisons")
    return render(request, "comparison/from_study.html", {"form": form, "study": row.study, "older": older})


def _older(request: MemberRequest, row: Download) -> Dataset | None:
    """The set of answers that the study is taken for once more, if there is one."""
    pk = request.GET.get("newer_of", "")
    if not pk.isdecimal():
        return None
    found: Dataset = access.fetch(
        request.user, Dataset.objects, may=rules.may_renew, pk=paging.number_in(pk) or 0, study=row.study
    )
    return found


@login_not_required
@require_safe
def example_file(_request: MemberRequest, name: str) -> HttpResponse:
    path = files.example_path(name)
    if path is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="example-{path.name}"'}
    return HttpResponse(path.read_bytes(), content_type="text/plain; charset=utf-8", headers=headers)
