"""What the pages of one material have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.practices.models import Material
from mentorway.web.practices.rules import coding as coding_rules
from mentorway.web.practices.rules import material as rules


def frame(request: MemberRequest, row: Material) -> dict[str, Any]:
    """Return what every page of a material shows."""
    return {
        "material": row,
        "may_own": rules.may_own(request.user, row),
        "may_write": rules.may_write(request.user, row),
        "may_divide": rules.may_divide(request.user, row),
        "may_ask": coding_rules.may_ask(request.user, row),
        "may_compare": coding_rules.may_compare(request.user, row),
        "may_settle": coding_rules.may_settle(request.user, row),
    }


def asked(
    request: MemberRequest, row: Material, question: str, doing: Callable[[], Any], **more: Any
) -> HttpResponse:
    """Show a question; once it is answered, do it."""
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    back = more.get("back") or reverse("practices:material", args=[row.token])
    if form.is_valid() and carried_out(form, doing):
        messages.success(request, more["done"])
        return redirect(more.get("next") or reverse("practices:material", args=[row.token]))
    context = {"material": row, "question": question, "form": form, **more, "back": back}
    return render(request, "practices/material_question.html", context)
