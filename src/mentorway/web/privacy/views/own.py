"""A person's own page: what is kept about them, to take, to delete, to ask; and receipts."""

from typing import Final

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.privacy.actions import asking, erasing, telling
from mentorway.web.privacy.analysis import overview
from mentorway.web.privacy.analysis.going import what_goes
from mentorway.web.privacy.analysis.receipts import lines_of
from mentorway.web.privacy.analysis.telling import package
from mentorway.web.privacy.forms.own import AskForm
from mentorway.web.privacy.queries import own as queries

NAME: Final = "mentorway-my-data.zip"


@require_safe
def own(request: MemberRequest) -> HttpResponse:
    person = queries.person_of(request.user)
    context = {
        "groups": overview.kept_about(person),
        "consents": overview.consents_of(person),
        "requests": queries.requests_of(request.user),
        "holds": queries.holds_on(request.user, timezone.now().date()),
    }
    return render(request, "privacy/own.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def take(request: MemberRequest) -> HttpResponseBase:
    """Give everything as a file, after asking who it is: a screen left open must not give it away.

    The page comes before the file: a file in answer to the password would leave the question on the screen.
    """
    if request.method != "POST":
        return render(request, "privacy/take.html")
    receipt = telling.tell(request.user)
    packed = package(queries.person_of(request.user), receipt=receipt.number)
    answer = FileResponse(packed, as_attachment=True, filename=NAME, content_type="application/zip")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@never_cache
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def delete(request: MemberRequest) -> HttpResponse:
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done: list[str] = []
        if carried_out(form, lambda: done.append(erasing.erase(request.user).number)):
            if not queries.is_there(request.user):
                logout(request)
            return redirect("privacy:receipt", done[0])
    going = what_goes(queries.person_of(request.user), timezone.now().date())
    context = {"form": form, "going": going, "groups": overview.grouped(going.lines)}
    return render(request, "privacy/delete.html", context)


def ask(request: MemberRequest) -> HttpResponse:
    form = AskForm(request.POST or None)
    link = request.build_absolute_uri(reverse("privacy:requests"))
    if form.is_valid() and carried_out(form, asking.ask, request.user, link=link, **form.cleaned_data):
        messages.success(request, _("It is sent. You get an answer within 30 days."))
        return redirect("privacy:own")
    return render(request, "privacy/ask.html", {"form": form})


@login_not_required
@never_cache
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was done to whoever has the number; it says nothing about whom."""
    row = queries.receipt(number)
    if row is None:
        raise Http404
    answer = render(request, "privacy/receipt.html", {"receipt": row, "lines": lines_of(row)})
    answer["X-Robots-Tag"] = "noindex"
    return answer
