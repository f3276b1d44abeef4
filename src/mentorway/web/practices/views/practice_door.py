"""What the pages of one practice have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.practices.models import Practice
from mentorway.web.practices.translated import tabs


def frame(request: MemberRequest, practice: Practice, here: str, **more: Any) -> dict[str, Any]:
    """Return what every page of a practice shows: its name, its tabs, what its reader may do."""
    return {**tabs(request.user, practice), "may_read": True, "here": here, **more}


def answered(request: HttpRequest) -> Any:
    """Return what was sent, or None for a page that was only asked for."""
    return request.POST if request.method == "POST" else None


def asked(request: MemberRequest, practice: Practice, doing: Callable[..., Any], **more: Any) -> HttpResponse:
    """Show a question with its form; once it is answered, do it and go on.

    ``question`` and ``explanation`` are for people; ``button`` says what is done, ``done`` that it was.
    """
    form: BaseForm = more.pop("form", None) or ConfirmationForm(answered(request))
    back = more.get("back") or reverse("practices:practice", args=[practice.pk])
    if form.is_valid() and carried_out(form, doing, **form.cleaned_data):
        messages.success(request, more["done"])
        return redirect(more.get("next") or back)
    context = {"practice": practice, "form": form, **more, "back": back}
    return render(request, "practices/question.html", context)


def link_to(request: HttpRequest, name: str, *args: Any) -> str:
    """Return the whole address of a page, for letters."""
    return request.build_absolute_uri(reverse(f"practices:{name}", args=args))
