"""Pages that ask once more before something is done."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network.forms.partners import RemovalForm


def asked(
    request: MemberRequest, doing: Callable[[], Any], *, template: str, context: Mapping[str, Any], done: str
) -> HttpResponse:
    """Show a question; once it is answered, do it, say ``done`` and go where ``context`` says ``next``."""
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing):
        messages.success(request, done)
        return redirect(context["next"])
    return render(request, template, {**context, "form": form})
