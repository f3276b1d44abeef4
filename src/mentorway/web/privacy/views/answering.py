"""Requests of people are answered; legal holds are set, extended and lifted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.privacy import rules
from mentorway.web.privacy.actions import answering, holds
from mentorway.web.privacy.forms.answering import AnswerForm, HoldForm, HoldTermsForm
from mentorway.web.privacy.models import Hold, Request
from mentorway.web.privacy.queries import answering as queries
from mentorway.web.privacy.views import door


@require_safe
def requests(request: MemberRequest) -> HttpResponse:
    door.answers(request)
    rows = queries.requests_seen_by(request.user)
    context = {**door.frame(request), **paging.paged(request, rows), "today": timezone.localdate()}
    return render(request, "privacy/answering/requests.html", context)


def answer(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Request.objects, may=rules.may_answer, pk=pk)
    form = AnswerForm(request.POST or None)
    links = {
        "link": _own(request),
        "receipts_at": request.build_absolute_uri(reverse("privacy:receipt", args=["n"])).removesuffix("n/"),
    }
    if form.is_valid() and carried_out(
        form, answering.answer, row, request.user, **links, **form.cleaned_data
    ):
        messages.success(request, _("The person gets a letter, and reads the answer on their page."))
        return redirect("privacy:requests")
    context = {**door.frame(request), "form": form, "row": row, "today": timezone.localdate()}
    return render(request, "privacy/answering/answer.html", context)


@require_safe
def all_holds(request: MemberRequest) -> HttpResponse:
    door.answers(request)
    rows = queries.holds_seen_by(request.user)
    context = {**door.frame(request), **paging.paged(request, rows), "today": timezone.localdate()}
    return render(request, "privacy/answering/holds.html", context)


def set_hold(request: MemberRequest) -> HttpResponse:
    door.answers(request)
    form = HoldForm(request.POST or None, initial={"email": request.GET.get("email", "")[:254]})
    if form.is_valid():
        more = {"terms": form.terms(), "tables": form.tables(), "link": _own(request)}
        if carried_out(form, holds.hold, request.user, form.person(), **more):
            messages.success(request, _("The hold is set. The person gets a letter with the reason."))
            return redirect("privacy:holds")
    return render(request, "privacy/answering/set_hold.html", {**door.frame(request), "form": form})


def extend_hold(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Hold.objects, may=rules.may_answer, pk=pk)
    form = HoldTermsForm(request.POST or None, initial={"reason": row.reason, "until": row.until})
    if form.is_valid() and carried_out(
        form, holds.extend, row, request.user, terms=form.terms(), link=_own(request)
    ):
        messages.success(request, _("The hold is changed. The person gets a letter with the reason."))
        return redirect("privacy:holds")
    context = {**door.frame(request), "form": form, "row": row}
    return render(request, "privacy/answering/extend_hold.html", context)


def lift_hold(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Hold.objects, may=rules.may_answer, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, holds.lift, row, request.user, link=_own(request)):
        messages.success(request, _("The hold is lifted. The person gets a letter."))
        return redirect("privacy:holds")
    context = {**door.frame(request), "form": form, "row": row}
    return render(request, "privacy/answering/lift_hold.html", context)


def _own(request: MemberRequest) -> str:
    return request.build_absolute_uri(reverse("privacy:own"))
