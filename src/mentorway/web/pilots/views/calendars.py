"""Meetings for calendars: of one cohort as a file, and of a member at a secret address."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import whole
from mentorway.web.core.calendar import MEDIA_TYPE
from mentorway.web.core.forms import ConfirmationForm
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.pilots.actions import meetings as actions
from mentorway.web.pilots.analysis.calendars import file_of
from mentorway.web.pilots.queries import meetings as queries
from mentorway.web.pilots.views import door


@require_safe
def cohort(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    content = file_of(queries.meetings_of(row), name=row.title, address=_address())
    name = f"{get_valid_filename(row.title)}.ics"
    return _answer(content, str(content_disposition_header(as_attachment=True, filename=name)))


def link(request: MemberRequest) -> HttpResponse:
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    known = queries.calendar_link_of(request.user)
    if form.is_valid():
        actions.renew_calendar(request.user)
        if known:
            messages.success(request, _("The address is new. The old one shows nothing any more."))
        return redirect("pilots:calendar_link")
    address = whole(reverse("pilots:calendar", args=[known.link])) if known else ""
    return render(request, "pilots/calendar_link.html", {"form": form, "address": address})


@secret_page("GET", "HEAD")
def feed(_request: HttpRequest, link: str) -> HttpResponse:
    user = queries.whose_calendar(link)
    if user is None:
        raise Http404
    with override(user.language or None):
        rows = queries.with_facilitator_or_planned_by(user, timezone.now())
        content = file_of(rows, name=_("Meetings of cohorts"), address=_address())
    return _answer(content, "inline")


def _address() -> str:
    """Return where a meeting is read, with {cohort} and {meeting} for its keys."""
    found = whole(reverse("pilots:meeting", args=[0, 0]))
    return found.replace("/0/meetings/0/", "/{cohort}/meetings/{meeting}/")


def _answer(content: bytes, disposition: str) -> HttpResponse:
    headers = {
        "Content-Disposition": disposition,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)
