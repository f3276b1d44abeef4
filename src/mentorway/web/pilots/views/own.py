"""The own page of a person: what is next, how they stand, and when they meet."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import whole
from mentorway.web.core.calendar import MEDIA_TYPE
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.pilots.actions import people as doing
from mentorway.web.pilots.actions import seats
from mentorway.web.pilots.analysis import calendars, devices
from mentorway.web.pilots.analysis.own_page import page_of
from mentorway.web.pilots.models import Standing
from mentorway.web.pilots.queries import people as queries
from mentorway.web.pilots.views import door

ANSWERS = {"accept": seats.accept, "decline": seats.decline_offer, "again": seats.apply_again}


@secret_page("GET", "HEAD")
def home(request: HttpRequest, link: str) -> HttpResponse:
    person, now = door.own(link), timezone.now()
    if seats.let_lapse(now, person.cohort):
        person = door.own(link)
    feed = reverse("pilots:own_calendar", args=[queries.feed_sign(person)])
    context = {
        **door.own_frame(person),
        "page": page_of(person, now),
        "feed": whole(feed),
        "has_feed": person.standing == Standing.ENROLLED,
        "may_come_back": _may_come_back(person.standing, open_now=person.cohort.takes_applications_at(now)),
    }
    response = render(request, "pilots/own/home.html", context)
    devices.remember(response, person)
    return response


def _may_come_back(standing: str, *, open_now: bool) -> bool:
    return standing == Standing.LAPSED or (standing == Standing.WITHDRAWN and open_now)


@secret_page("POST")
def own_offer(request: HttpRequest, link: str) -> HttpResponse:
    """Take the seat that is offered, leave it to others, or come back to the list."""
    person, answer = door.own(link), ANSWERS.get(request.POST.get("answer", ""))
    if answer is None:
        raise Http404
    form = ConfirmationForm(request.POST)
    if form.is_valid() and not carried_out(form, answer, person):
        for text in form.non_field_errors():
            messages.error(request, str(text))
    return redirect("pilots:own", link)


@secret_page("GET", "HEAD", "POST")
def own_withdraw(request: HttpRequest, link: str) -> HttpResponse:
    person = door.own(link)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, seats.withdraw, person):
        messages.success(request, _("You have withdrawn."))
        return redirect("pilots:own", link)
    context = {
        **door.own_frame(person),
        "form": form,
        "may_withdraw": person.may_become(Standing.WITHDRAWN),
    }
    return render(request, "pilots/own/withdraw.html", context)


@secret_page("POST")
def forget_device(request: HttpRequest, link: str) -> HttpResponse:
    """Take the sign off this device; it comes back when the own page is opened here again."""
    person = door.own(link)
    messages.success(request, _("This device does not know you any more. Close this page now."))
    response = redirect("pilots:own_data", link)
    devices.forget(response, person.cohort)
    return response


@secret_page("GET", "HEAD")
def own_calendar(_request: HttpRequest, sign: str) -> HttpResponse:
    """Give the meetings to a calendar; who does not take part any more has none."""
    person = queries.behind_feed(sign)
    if person is None:
        raise Http404
    meetings = queries.meetings_for(person) if person.standing == Standing.ENROLLED else []
    content = calendars.file_of(meetings, name=person.cohort.title)
    return HttpResponse(content, content_type=MEDIA_TYPE, headers={"X-Content-Type-Options": "nosniff"})


@never_cache
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """List what a member takes part in, with the ways to their own pages."""
    doing.link_account(request.user)
    rows = list(queries.participations_of(request.user))
    addresses = queries.verified_addresses(request.user)
    return render(request, "pilots/own/mine.html", {"rows": rows, "addresses": addresses})
