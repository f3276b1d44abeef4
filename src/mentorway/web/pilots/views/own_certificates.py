"""The certificates of one person, on their own page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core.access import there
from mentorway.web.core.forms import carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.pilots.actions import certificates as actions
from mentorway.web.pilots.analysis import certificate_files as files
from mentorway.web.pilots.analysis.completion import completion_of
from mentorway.web.pilots.analysis.contents import said_by
from mentorway.web.pilots.analysis.signing import address_of
from mentorway.web.pilots.forms.certificates import ShownForm
from mentorway.web.pilots.models import Certificate, Participant, Standing
from mentorway.web.pilots.queries import certificates as queries
from mentorway.web.pilots.views import door
from mentorway.web.pilots.views.certificates import answered


@secret_page("GET", "HEAD")
def certificates(request: HttpRequest, link: str) -> HttpResponse:
    person = door.own(link)
    rows = queries.certificates_held(person)
    context = {
        **door.own_frame(person),
        "certificates": [
            (
                one,
                said_by(one),
                files.offered(one),
                address_of(one.number),
                ShownForm(
                    initial={"shows_name": one.shows_name, "is_hidden": one.is_hidden},
                    auto_id=f"id_{one.pk}_%s",
                ),
            )
            for one in rows
        ],
        "found": completion_of(person) if person.standing == Standing.ENROLLED else None,
        "holds": any(one.revoked is None for one in rows),
    }
    return render(request, "pilots/own/certificates.html", context)


def _held(person: Participant, number: str) -> Certificate:
    return there(queries.held_with(person, number))


@secret_page("GET", "HEAD")
def certificate_file(_request: HttpRequest, link: str, number: str, name: str) -> HttpResponse:
    return answered(files.content_of(_held(door.own(link), number), name))


@secret_page("POST")
def settings(request: HttpRequest, link: str, number: str) -> HttpResponse:
    person = door.own(link)
    row, form = _held(person, number), ShownForm(request.POST)
    if not person.cohort.is_example and form.is_valid():
        carried_out(form, actions.show, row, **form.cleaned_data)
        messages.success(request, _("The changes are saved."))
    return redirect("pilots:own_certificates", link)
