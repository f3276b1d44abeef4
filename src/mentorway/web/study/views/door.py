"""What the coordinator's pages of this activity have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.study import rules
from mentorway.web.study.models import Study


def frame(request: MemberRequest, study: Study, here: str, **more: Any) -> dict[str, Any]:
    """Return what every page of a study shows: its name, its tabs, what its reader may do."""
    return {
        "study": study,
        "here": here,
        "may_work": rules.may_work(request.user, study),
        "may_lead": rules.may_lead(request.user, study),
        **more,
    }


def confirmation(request: HttpRequest) -> ConfirmationForm:
    """Return the form of a page that only asks."""
    return ConfirmationForm(request.POST if request.method == "POST" else None)


def asked(
    request: MemberRequest, study: Study, template: str, doing: Callable[[], Any], **more: Any
) -> HttpResponse:
    """Show the question of ``template``; once it is answered, do it and go to ``back``."""
    form = confirmation(request)
    back = more.get("back") or reverse("study:board", args=[study.pk])
    if form.is_valid() and carried_out(form, doing):
        if more.get("done"):
            messages.success(request, more["done"])
        return redirect(more.get("next") or back)
    context = frame(request, study, more.get("here", ""), form=form, **{**more, "back": back})
    return render(request, f"study/{template}.html", context)
