"""What is stored about a person in a round: to read, take away, correct, delete; leaving and coming back."""

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.mentoring.actions import people as doing
from mentorway.web.mentoring.actions import people_leaving as leaving
from mentorway.web.mentoring.analysis.joining import agreement_of
from mentorway.web.mentoring.analysis.own_data import file_of, sections_of
from mentorway.web.mentoring.analysis.profile import sheet_of
from mentorway.web.mentoring.forms.profile import SettingsForm
from mentorway.web.mentoring.queries import people as queries
from mentorway.web.mentoring.views import door

NAME = "mentorway-my-data.json"


@secret_page("GET", "HEAD")
def own_data(request: HttpRequest, link: str) -> HttpResponse:
    person = door.own(link)
    context = {
        **door.own_frame(person),
        "sections": sections_of(person, sheet_of(person)),
        "agreement": agreement_of(person.round),
    }
    return render(request, "mentoring/own/data.html", context)


@secret_page("GET", "HEAD")
def own_data_file(_request: HttpRequest, link: str) -> HttpResponse:
    person = door.own(link)
    headers = {
        "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=NAME)),
        "X-Content-Type-Options": "nosniff",
    }
    content = file_of(person, sections_of(person, sheet_of(person)))
    return HttpResponse(content, content_type="application/json; charset=utf-8", headers=headers)


@secret_page("GET", "HEAD", "POST")
def own_settings(request: HttpRequest, link: str) -> HttpResponse:
    person = door.own(link)
    form = SettingsForm(request.POST or None, instance=copy(person))
    if form.is_valid() and carried_out(form, doing.change, person, **form.facts()):
        messages.success(request, _("Saved."))
        return redirect("mentoring:own_data", link)
    return render(request, "mentoring/own/settings.html", {**door.own_frame(person), "form": form})


@secret_page("GET", "HEAD", "POST")
def own_leave(request: HttpRequest, link: str) -> HttpResponse:
    """Leave the round, or come back to it."""
    person = door.own(link)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    comes_back = person.left is not None
    step = leaving.come_back if comes_back else leaving.leave
    if form.is_valid() and carried_out(form, step, person):
        messages.success(request, _("You take part again.") if comes_back else _("You have left."))
        return redirect("mentoring:own", link)
    context = {**door.own_frame(person), "form": form, "has_open": queries.open_places_of(person).exists()}
    return render(request, "mentoring/own/leave.html", context)


@secret_page("GET", "HEAD", "POST")
def own_delete(request: HttpRequest, link: str) -> HttpResponse:
    person = door.own(link)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, leaving.erase, person):
        text = _("Everything that was stored about you in this mentoring round is deleted.")
        messages.success(request, text)
        return redirect("mentoring:join", person.round.token)
    context = {**door.own_frame(person), "form": form, "has_open": queries.open_places_of(person).exists()}
    return render(request, "mentoring/own/delete.html", context)
