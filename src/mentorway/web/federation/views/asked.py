"""What others ask of us: look at what would leave the house, sign, send, keep the receipt."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.wording import said
from mentorway.web.federation import queries
from mentorway.web.federation.actions import answering as actions
from mentorway.web.federation.analysis import calls, files, preparing
from mentorway.web.federation.forms.calls import SignForm, SourceForm
from mentorway.web.federation.forms.documents import DocumentForm
from mentorway.web.federation.models import Asked, Sent
from mentorway.web.federation.views.door import document, for_coordinators, frame
from mentorway.wording import InvalidInputError


@require_safe
@for_coordinators
def all_asked(request: MemberRequest) -> HttpResponse:
    context = {**frame(), **paging.paged(request, queries.asked_of_us()), "today": timezone.localdate()}
    return render(request, "federation/asked/all.html", context)


@for_coordinators
def take(request: MemberRequest) -> HttpResponse:
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid() and carried_out(form, actions.take, request.user, data=form.document()):
        messages.success(request, _("The call is here. Nothing was sent yet."))
        return redirect("federation:all_asked")
    return render(request, "federation/asked/take.html", {**frame(), "form": form})


@for_coordinators
def asked(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Asked.objects.select_related("coordinator"), pk=pk)
    datasets = queries.answers_of(request.user)
    form = SourceForm(request.POST or None, request.FILES or None, datasets=datasets)
    if form.is_valid():
        found = _where(form)
        if found:
            return redirect(f"{reverse('federation:look', args=[pk])}?{found}")
    context = {
        **frame(),
        **paging.paged(request, queries.sent_for(row)),
        "row": row,
        "call": calls.of_asked(row),
        "form": form,
        "today": timezone.localdate(),
        "fewest": calls.floor().fewest,
    }
    return render(request, "federation/asked/asked.html", context)


def _where(form: SourceForm) -> str:
    """Return what the next page is asked with: the answers, or the fingerprint of a file."""
    if form.cleaned_data["answers"]:
        return f"answers={form.cleaned_data['answers'].pk}"
    try:
        return f"file={preparing.keep_prepared(form.cleaned_data['file'].read())}"
    except InvalidInputError as refusal:
        form.add_error("file", said(refusal.message))
        return ""


@for_coordinators
def look(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Asked.objects.select_related("coordinator"), pk=pk)
    source = _source(request)
    try:
        found = preparing.look(row, source, list(queries.all_sent()), timezone.localdate())
    except InvalidInputError as refusal:
        messages.error(request, said(refusal.message))
        return redirect("federation:asked", pk)
    call = calls.of_asked(row)
    kinds: dict[str, Any] = {"has_address": bool(call.address), "is_close": bool(found.close)}
    form = SignForm(request.POST or None, initial={"seen": found.digest}, **kinds)
    if form.is_valid() and carried_out(form, actions.sign, row, request.user, look=found, wish=_wish(form)):
        messages.success(request, _("The package is signed."))
        return redirect("federation:asked", pk)
    context = {
        **frame(),
        "row": row,
        "call": call,
        "form": form,
        "found": found,
        "close": [said(one.message) for one in found.close],
        "source": source,
    }
    return render(request, "federation/asked/look.html", context)


def _wish(form: SignForm) -> actions.Wish:
    data = form.cleaned_data
    return actions.Wish(data["seen"], bool(data.get("leaves_out")), data["way"] == "network")


def _source(request: MemberRequest) -> preparing.Source:
    """Return what the address names: answers that the person may use, or a file that was brought."""
    pk, file = paging.number_in(request.GET.get("answers", "")), request.GET.get("file", "")
    if file:
        return preparing.Source(file=file)
    found = queries.answers_of(request.user).filter(pk=pk).first() if pk is not None else None
    if found is None:
        raise Http404
    return preparing.Source(dataset=found)


@require_safe
@for_coordinators
def sent_file(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Sent.objects.select_related("asked"), pk=pk)
    try:
        text = files.sent_path(row.digest_hash).read_text(encoding="utf-8")
    except OSError:
        raise Http404 from None
    return document(f"{row.asked.slug}-{row.number}", text)


@require_safe
@for_coordinators
def sent_receipt(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Sent.objects.select_related("asked"), pk=pk)
    if not row.receipt:
        raise Http404
    return document(f"receipt-{row.asked.slug}-{row.number}", row.receipt)


@for_coordinators
def keep_receipt(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Sent.objects.select_related("asked__coordinator"), pk=pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid() and carried_out(form, actions.keep_receipt, row, data=form.document()):
        messages.success(request, _("The receipt is right, and kept."))
        return redirect("federation:asked", row.asked_id)
    return render(request, "federation/asked/keep_receipt.html", {**frame(), "form": form, "row": row})


@require_POST
@for_coordinators
def send_again(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Sent.objects.select_related("asked"), pk=pk)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and not carried_out(form, actions.send_again, row):
        messages.error(request, " ".join(str(one) for one in form.non_field_errors()))
    return redirect("federation:asked", row.asked_id)
