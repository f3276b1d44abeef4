"""What the pages of one visit have in common."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.network.models import Visit
from mentorway.web.network.rules import visits as rules


def frame(request: MemberRequest, row: Visit) -> dict[str, Any]:
    """Return what every page of a visit shows."""
    return {
        "visit": row,
        "may_change": rules.may_change(request.user, row),
        "may_contribute": rules.may_contribute(request.user, row),
    }


def asked(
    request: MemberRequest, row: Visit, question: str, doing: Callable[[], Any], **more: Any
) -> HttpResponse:
    """Show a question; once it is answered, do it."""
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    back = more.get("back") or reverse("network:visit", args=[row.pk])
    if form.is_valid() and carried_out(form, doing):
        messages.success(request, more["done"])
        return redirect(more.get("next") or back)
    context = {"visit": row, "question": question, "form": form, **more, "back": back}
    return render(request, "network/visit_question.html", context)


def filled(request: MemberRequest, row: Visit, form: BaseForm, heading: str, **more: Any) -> HttpResponse:
    """Show a form about a visit."""
    back = more.pop("back", None) or reverse("network:visit", args=[row.pk])
    context = {"visit": row, "form": form, "heading": heading, "back": back, **more}
    return render(request, "network/visit_form.html", context)


def with_words(request: MemberRequest, address: str) -> str:
    """Return ``address`` with the words that were searched for when the button was pressed."""
    words = request.POST.get("q", "").replace("\x00", "").strip()[: paging.LONGEST_WORDS]
    return f"{address}?{urlencode({'q': words})}" if words else address


def done_at_once(request: MemberRequest, doing: Callable[[], Any], done: str, back: str) -> HttpResponse:
    """Do what a button asks for, say what came of it, and show the page again."""
    form = ConfirmationForm(request.POST)
    form.is_valid()
    if carried_out(form, doing):
        messages.success(request, done)
    for sentence in form.non_field_errors():
        messages.error(request, str(sentence))
    return redirect(back)
