"""Arrangements between partners, their papers, and who works with data for them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, attachments, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.network.forms.agreements import FileForm
from mentorway.web.network.models import Partner
from mentorway.web.privacy import rules
from mentorway.web.privacy.actions import arrangements as actions
from mentorway.web.privacy.analysis import essence
from mentorway.web.privacy.analysis.troubles import troubles_of
from mentorway.web.privacy.forms.answering import ArrangementForm, ProcessorForm, initial_of
from mentorway.web.privacy.models import Arrangement, ArrangementFile, Processor
from mentorway.web.privacy.queries import answering as queries
from mentorway.web.privacy.views import door


@login_not_required
@require_safe
def who_answers(request: MemberRequest) -> HttpResponse:
    """Say to everybody who answers for data, and what partners agreed on about it."""
    today = timezone.localdate()
    arrangements = queries.arrangements_in_force(today)
    context = {
        **door.frame(request),
        "told": essence.told(arrangements),
        "partners": queries.public_controllers(arrangements),
        "processors": queries.processors_at_work(today),
    }
    return render(request, "privacy/records/who_answers.html", context)


@require_safe
def arrangements(request: MemberRequest) -> HttpResponse:
    rows = queries.arrangements_of(request.user)
    context = {**door.frame(request), **paging.paged(request, rows), "today": timezone.localdate()}
    return render(request, "privacy/answering/arrangements.html", context)


def new_arrangement(request: MemberRequest) -> HttpResponse:
    door.answers(request)
    partners = Partner.directory.visible_to(request.user)
    form = ArrangementForm(request.POST or None, partners=partners, initial={"begins": timezone.localdate()})
    if form.is_valid():
        facts = form.facts()
        facts.pop("revision")
        if carried_out(form, actions.write, request.user, **facts):
            messages.success(request, _("The arrangement is written down. Add the signed paper to it."))
            return redirect("privacy:arrangements")
    context = {**door.frame(request), "form": form}
    return render(request, "privacy/answering/arrangement_form.html", context)


@require_safe
def arrangement(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Arrangement.objects, pk=pk)
    [told] = essence.told([row])
    context = {
        **door.frame(request),
        "row": row,
        "told": told,
        "lacking": essence.lacking(row),
        "today": timezone.localdate(),
    }
    return render(request, "privacy/answering/arrangement.html", context)


def change_arrangement(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Arrangement.objects, may=rules.may_answer, pk=pk)
    partners = Partner.directory.visible_to(request.user)
    form = ArrangementForm(request.POST or None, partners=partners, initial=initial_of(row))
    if form.is_valid() and carried_out(form, actions.change, row, **form.facts()):
        messages.success(request, _("The changes are saved."))
        return redirect("privacy:arrangement", pk)
    context = {**door.frame(request), "form": form, "row": row}
    return render(request, "privacy/answering/arrangement_form.html", context)


def attach(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Arrangement.objects, may=rules.may_answer, pk=pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid() and carried_out(form, actions.attach, row, request.user, **form.cleaned_data):
        messages.success(request, _("The file is kept with the arrangement."))
        return redirect("privacy:arrangement", pk)
    context = {**door.frame(request), "form": form, "row": row}
    return render(request, "privacy/answering/attach.html", context)


@require_safe
def arrangement_file(request: MemberRequest, pk: int) -> HttpResponseBase:
    row = access.fetch(request.user, ArrangementFile.objects, pk=pk)
    return attachments.served(row.path, name=row.name, media_type=row.media_type)


def detach(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, ArrangementFile.objects, may=rules.may_answer, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.detach, row):
        messages.success(request, _("The file is removed."))
        return redirect("privacy:arrangement", row.arrangement_id)
    context = {**door.frame(request), "form": form, "row": row.arrangement, "file": row}
    return render(request, "privacy/answering/detach.html", context)


@require_safe
def processors(request: MemberRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = queries.processors_of(request.user)
    context = {
        **door.frame(request),
        "rows": [(one, troubles_of(one, today)) for one in rows],
        "is_run": any(one.runs_it for one in rows),
        "today": today,
    }
    return render(request, "privacy/answering/processors.html", context)


def new_processor(request: MemberRequest) -> HttpResponse:
    door.answers(request)
    return _saved(request, Processor())


def change_processor(request: MemberRequest, pk: int) -> HttpResponse:
    return _saved(request, access.fetch(request.user, Processor.objects, may=rules.may_answer, pk=pk))


def _saved(request: MemberRequest, row: Processor) -> HttpResponse:
    form = ProcessorForm(request.POST or None, instance=row)
    if form.is_valid() and carried_out(form, actions.save_processor, row, **form.cleaned_data):
        messages.success(request, _("The processor is saved."))
        return redirect("privacy:processors")
    context = {**door.frame(request), "form": form, "row": row if row.pk else None}
    return render(request, "privacy/answering/processor_form.html", context)
