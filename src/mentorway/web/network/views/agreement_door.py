"""What the pages of one agreement have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.network.analysis import agreements as analysis
from mentorway.web.network.models import Agreement
from mentorway.web.network.rules import agreements as rules

HEADINGS = {
    "offer": gettext_lazy("Offer it to the parties"),
    "taking_back": gettext_lazy("Take the offer back"),
    "withdrawal": gettext_lazy("Withdraw it"),
    "taking_up": gettext_lazy("Go on writing"),
    "deletion": gettext_lazy("Delete"),
    "restoration": gettext_lazy("Bring back"),
    "file_removal": gettext_lazy("Remove"),
}


def frame(request: MemberRequest, row: Agreement) -> dict[str, Any]:
    """Return what every page of an agreement shows."""
    return {
        "agreement": row,
        "may_write": rules.may_write(request.user, row),
        "may_draft": rules.may_draft(request.user, row),
        "may_lead": rules.may_lead(request.user, row),
        "holds": analysis.holds(row, timezone.localdate()),
    }


def asked(
    request: MemberRequest, row: Agreement, question: str, doing: Callable[[], Any], **more: Any
) -> HttpResponse:
    """Show a question; once it is answered, do it."""
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    back = more.get("back") or reverse("network:agreement", args=[row.pk])
    if form.is_valid() and carried_out(form, doing):
        messages.success(request, more["done"])
        return redirect(more.get("next") or reverse("network:agreement", args=[row.pk]))
    heading = str(HEADINGS[question])
    context = {"agreement": row, "question": question, "heading": heading, "form": form, **more, "back": back}
    return render(request, "network/agreement_question.html", context)
