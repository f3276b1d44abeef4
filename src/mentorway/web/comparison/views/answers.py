"""One set of answers: its analyses, its editions, and newer answers to it."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from mentorway.web.comparison import forms, queries, rules
from mentorway.web.comparison.actions import analyses, editions
from mentorway.web.comparison.actions import answers as actions
from mentorway.web.comparison.analysis import asked, stored
from mentorway.web.comparison.models import Dataset, State
from mentorway.web.comparison.views.door import VisitorRequest, go, open_to_visitors, shown
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out

ON_A_PAGE = 10
MEGABYTE = 2**20


@open_to_visitors
def answers(request: VisitorRequest, pk: int) -> HttpResponse:
    row = shown(request, Dataset.objects.select_related("partner", "newer_of"), pk=pk)
    at_work = rules.may_work(request.user, row)
    if row.newer_of_id and row.state == State.STORING:
        return go(request, "comparison:answers", row.newer_of_id)
    entries = asked.entries(row, at_work=at_work)
    if entries or row.state == State.READY:
        if not entries and not at_work:
            raise Http404
        return _answers_page(request, row, entries)
    if not at_work:
        raise Http404
    return _intake_page(request, row)


def _answers_page(request: VisitorRequest, row: Dataset, entries: list[asked.Entry]) -> HttpResponse:
    may_work = rules.may_work(request.user, row)
    page = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "dataset": row,
        "page": page,
        "cards": [asked.card(entry) for entry in page],
        "waits": any(entry.version.is_under_way for entry in entries),
        "editions": stored.counted(queries.editions_of(row)),
        "newer": queries.newer_of(row) if may_work else None,
        "may_work": may_work,
        "may_renew": rules.may_renew(request.user, row),
        "may_dispose": rules.may_dispose(request.user, row),
        "may_choose": may_work and queries.may_be_chosen(row),
        "removed": queries.deleted_analyses(row) if may_work else [],
    }
    return render(request, "comparison/answers.html", context)


def _intake_page(request: VisitorRequest, row: Dataset) -> HttpResponse:
    if queries.may_be_chosen(row):
        return go(request, "comparison:check", row.pk)
    failed = row.state == State.FAILED
    if failed and request.headers.get("HX-Request"):
        return go(request, "comparison:answers", row.pk)
    return render(request, "comparison/reading.html", {"dataset": row, "failed": failed})


@csrf_exempt  # the inner view checks, once it is known that what comes may be read at all
def newer(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, may=rules.may_work, pk=pk)
    if not rules.may_renew(request.user, row):
        return redirect("comparison:answers", pk)
    if forms.is_too_large(request):
        return _newer_page(request, row, forms.NewerForm(), 413)
    if request.method == "POST":
        request.upload_handlers = [forms.StreamToDisk(request)]
    return _newer(request, row)


@csrf_protect
def _newer(request: MemberRequest, row: Dataset) -> HttpResponse:
    form = forms.NewerForm(request.POST or None, request.FILES or None)
    if form.is_valid() and carried_out(form, actions.take_newer, row, request.user, **form.asked()):
        return redirect("comparison:uploaded", form.cleaned_data["token"])
    return _newer_page(request, row, form)


def _newer_page(
    request: MemberRequest, row: Dataset, form: forms.NewerForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "dataset": row,
        "waiting": queries.newer_of(row),
        "made": queries.scales_made(row),
        "too_large": status != 200,  # noqa: PLR2004 - the usual one
        "most": settings.MENTORWAY_UPLOAD_BYTES // MEGABYTE,
        "most_bytes": settings.MENTORWAY_UPLOAD_BYTES,
    }
    return render(request, "comparison/newer.html", context, status=status)


@require_POST
def ask_study(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects.select_related("study"), may=rules.may_work, pk=pk)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and not carried_out(form, editions.ask_study, row, request.user):
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("comparison:newer", pk)


@require_POST
def cancel_all(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Dataset.objects, may=rules.may_work, pk=pk)
    count = analyses.cancel_all(row)
    text = ngettext("%(count)d analysis is cancelled.", "%(count)d analyses are cancelled.", count)
    messages.success(request, text % {"count": count})
    return redirect("comparison:answers", pk)
