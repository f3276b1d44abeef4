"""The waves of a study, the letters in each, the one-time codes."""

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.study import queries, rules
from mentorway.web.study.actions import inviting as doing
from mentorway.web.study.actions import plan as planning
from mentorway.web.study.analysis import sheets
from mentorway.web.study.forms import CodesForm, WaveForm
from mentorway.web.study.models import Study, Wave
from mentorway.web.study.views.door import asked, frame


@require_safe
def waves(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, pk=pk)
    return render(request, "study/waves.html", frame(request, row, "waves", waves=queries.waves_of(row)))


def add(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_work, pk=pk)
    form = WaveForm(request.POST or None, zone=row.zone)
    if form.is_valid() and carried_out(form, planning.add_wave, row, **form.cleaned_data):
        messages.success(request, _("The wave is there."))
        return redirect("study:waves", pk)
    return render(request, "study/wave.html", frame(request, row, "waves", form=form))


def change(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Wave.objects, may=rules.may_ask, pk=pk)
    form = WaveForm(request.POST or None, instance=copy(row), zone=row.study.zone)
    if form.is_valid() and carried_out(form, planning.change_wave, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("study:waves", row.study_id)
    return render(request, "study/wave.html", frame(request, row.study, "waves", form=form, wave=row))


def remove(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Wave.objects, may=rules.may_ask, pk=pk)
    return asked(
        request,
        row.study,
        "wave_removal",
        lambda: planning.remove_wave(row),
        done=_("The wave is removed."),
        wave=row,
        back=reverse("study:waves", args=[row.study_id]),
    )


def sending(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Wave.objects, may=rules.may_ask, pk=pk)
    stop = row.sending
    done = (
        _("No more letters are sent.")
        if stop
        else _("Letters are sent in the hours when people may be written to.")
    )
    return asked(
        request,
        row.study,
        "sending",
        lambda: doing.stop_sending(row) if stop else doing.start_sending(row),
        done=done,
        wave=row,
        contacts=queries.contacts_of(row),
        back=reverse("study:people", args=[pk]),
    )


def codes(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Wave.objects, may=rules.may_ask, pk=pk)
    form = CodesForm(request.POST or None, targets=queries.targets_of(row.study))
    if form.is_valid() and carried_out(form, doing.make_codes, row, **form.asked()):
        messages.success(request, _("The codes are made. Print them from the list."))
        return redirect("study:codes", pk)
    batches = queries.batches_of_codes(row)
    return render(
        request, "study/codes.html", frame(request, row.study, "waves", form=form, wave=row, batches=batches)
    )


@require_safe
def sheet(request: MemberRequest, pk: int, batch: int) -> HttpResponse:
    row = access.fetch(request.user, Wave.objects, may=rules.may_ask, pk=pk)
    cards = list(sheets.cards_of(queries.codes_of_batch(row, batch)))
    if not cards:
        raise Http404
    return render(
        request, "study/sheet.html", frame(request, row.study, "waves", wave=row, batch=batch, cards=cards)
    )


@require_safe
def sheet_file(request: MemberRequest, pk: int, batch: int) -> HttpResponse:
    row = access.fetch(request.user, Wave.objects, may=rules.may_ask, pk=pk)
    cards = list(sheets.cards_of(queries.codes_of_batch(row, batch)))
    if not cards:
        raise Http404
    title = _("%(wave)s, batch %(number)d") % {"wave": row.title, "number": batch}
    name = f"{slugify(row.study.title)[:60] or 'codes'}-{batch}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(sheets.pdf(row.study, title, cards), content_type="application/pdf", headers=headers)


def void(request: MemberRequest, pk: int, batch: int) -> HttpResponse:
    row = access.fetch(request.user, Wave.objects, may=rules.may_ask, pk=pk)
    return asked(
        request,
        row.study,
        "voiding",
        lambda: doing.void_codes(row, batch),
        done=_("The codes that nobody had used are removed."),
        wave=row,
        batch=batch,
        back=reverse("study:codes", args=[pk]),
    )
