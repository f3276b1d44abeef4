"""What is stored about a person: to read, to take away, to correct, to delete."""

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.pilots.actions import erasing
from mentorway.web.pilots.actions import people as doing
from mentorway.web.pilots.analysis import devices, intake
from mentorway.web.pilots.analysis.own_data import file_of, sections_of
from mentorway.web.pilots.forms.people import OwnForm
from mentorway.web.pilots.models import Standing
from mentorway.web.pilots.queries import people as queries
from mentorway.web.pilots.views import door

NAME = "mentorway-my-data.json"


@secret_page("GET", "HEAD")
def own_data(request: HttpRequest, link: str) -> HttpResponse:
    person = door.own(link)
    context = {
        **door.own_frame(person),
        "sections": sections_of(person),
        "agreement": intake.agreement_of(person.cohort),
        "is_remembered": devices.is_remembered(request, person),
        "may_withdraw": person.may_become(Standing.WITHDRAWN),
    }
    return render(request, "pilots/own/data.html", context)


@secret_page("GET", "HEAD")
def own_data_file(_request: HttpRequest, link: str) -> HttpResponse:
    person = door.own(link)
    headers = {
        "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=NAME)),
        "X-Content-Type-Options": "nosniff",
    }
    content = file_of(person, sections_of(person))
    return HttpResponse(content, content_type="application/json; charset=utf-8", headers=headers)


@secret_page("GET", "HEAD", "POST")
def own_settings(request: HttpRequest, link: str) -> HttpResponse:
    person = door.own(link)
    form = OwnForm(request.POST or None, instance=copy(person))
    if form.is_valid() and carried_out(form, doing.change, person, **form.facts()):
        messages.success(request, _("Saved."))
        return redirect("pilots:own_data", link)
    has_certificate = queries.certificates_of(person).exists()
    context = {**door.own_frame(person), "form": form, "has_certificate": has_certificate}
    return render(request, "pilots/own/settings.html", context)


@secret_page("GET", "HEAD", "POST")
def own_delete(request: HttpRequest, link: str) -> HttpResponse:
    person = door.own(link)
    cohort = person.cohort
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, erasing.erase, person):
        messages.success(request, _("Everything that was stored about you in this cohort is deleted."))
        response = redirect("pilots:open")
        devices.forget(response, cohort)
        return response
    has_certificate = queries.certificates_of(person).exists()
    context = {**door.own_frame(person), "form": form, "has_certificate": has_certificate}
    return render(request, "pilots/own/delete.html", context)
