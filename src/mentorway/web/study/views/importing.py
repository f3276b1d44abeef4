"""Older answers from a spreadsheet."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.study import queries, rules
from mentorway.web.study.actions import importing as doing
from mentorway.web.study.analysis import importing
from mentorway.web.study.forms import MatchForm, SpreadsheetForm
from mentorway.web.study.models import Batch, BatchState, Study
from mentorway.web.study.views.door import asked, frame


def imports(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_work, pk=pk)
    form = SpreadsheetForm(request.POST or None, request.FILES or None, waves=queries.waves_of(row))
    if form.is_valid():
        wave, file = form.cleaned_data["wave"], form.cleaned_data["file"]
        if carried_out(form, doing.take_in, wave, request.user, file=file):
            return redirect("study:batch", queries.newest_batch(row, request.user))
    context = frame(request, row, "imports", form=form, batches=queries.batches_of(row))
    return render(request, "study/imports.html", context)


def batch(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Batch.objects, may=rules.may_import, pk=pk)
    study = row.wave.study
    form = MatchForm(
        request.POST or None,
        columns=row.columns,
        choices=importing.choices_for(study),
        mapping=row.mapping,
    )
    matching = row.state in {BatchState.UPLOADED, BatchState.CHECKED}
    if matching and form.is_valid() and carried_out(form, doing.match, row, mapping=form.asked()):
        return redirect("study:batch", pk)
    context = frame(
        request, study, "imports", batch=row, form=form, rows=form.rows(), matching=matching,
        more=max(0, row.wrong - len(row.problems)),
    )  # fmt: skip
    return render(request, "study/batch.html", context)


def store(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Batch.objects, may=rules.may_import, pk=pk)
    return asked(
        request,
        row.wave.study,
        "storing",
        lambda: doing.store(row, request.user),
        batch=row,
        back=reverse("study:batch", args=[pk]),
    )


def undo(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Batch.objects, may=rules.may_import, pk=pk)
    text = ngettext(
        "The answers of %(count)d person are removed.",
        "The answers of %(count)d people are removed.",
        row.count,
    )
    return asked(
        request,
        row.wave.study,
        "undoing",
        lambda: doing.undo(row, request.user),
        done=text % {"count": row.count},
        batch=row,
        back=reverse("study:imports", args=[row.wave.study_id]),
    )


def discard(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Batch.objects, may=rules.may_import, pk=pk)
    return asked(
        request,
        row.wave.study,
        "discarding",
        lambda: doing.discard(row),
        done=_("The spreadsheet is removed. Nothing of it was stored."),
        batch=row,
        back=reverse("study:imports", args=[row.wave.study_id]),
    )
