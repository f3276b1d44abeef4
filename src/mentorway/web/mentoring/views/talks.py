"""Meetings on the own pages of a relationship, and what calendars read of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.access import there
from mentorway.web.core.addresses import whole as whole_address
from mentorway.web.core.calendar import MEDIA_TYPE
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.paging import paged
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.mentoring.actions import talks as doing
from mentorway.web.mentoring.analysis import notes
from mentorway.web.mentoring.analysis import talks as analysis
from mentorway.web.mentoring.forms.talks import CorrectionForm, LogForm, TalkForm
from mentorway.web.mentoring.models import Place, Talk, TalkState
from mentorway.web.mentoring.queries import talks as queries
from mentorway.web.mentoring.views import door


def _talk_of(place: Place, number: int) -> Talk:
    return there(None if analysis.has_left(place) else queries.talk_of(place.relation, number))


@secret_page("GET", "HEAD")
def own_talks(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which)
    planned = analysis.planned_for(place, timezone.now())
    context = {
        **door.pair_frame(place),
        **paged(request, analysis.settled_for(place)),
        "coming": planned.coming,
        "asked": planned.asked,
        "calendar": whole_address(reverse("mentoring:own_calendar", args=[link, which])),
    }
    return render(request, "mentoring/together/talks.html", context)


@secret_page("GET", "HEAD", "POST")
def own_talk_new(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which, writes=True)
    form = TalkForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.book, place, **_planning(form)):
        messages.success(request, _("The meeting is planned. Everybody in it gets a letter with the date."))
        return redirect("mentoring:own_talks", link, which)
    return render(request, "mentoring/together/talk_new.html", {**door.pair_frame(place), "form": form})


def _planning(form: TalkForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "sequence"}


@secret_page("GET", "HEAD", "POST")
def own_talk_log(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which, writes=True)
    today = timezone.localdate(timezone=place.person.zone)
    form = LogForm(request.POST if request.method == "POST" else None, initial={"day": today})
    if form.is_valid() and carried_out(form, doing.log, place, **form.cleaned_data):
        messages.success(request, _("The meeting is kept."))
        return redirect("mentoring:own_talks", link, which)
    return render(request, "mentoring/together/talk_log.html", {**door.pair_frame(place), "form": form})


@secret_page("GET", "HEAD", "POST")
def own_talk(request: HttpRequest, link: str, which: int, number: int) -> HttpResponse:
    sends = request.method == "POST"
    place = door.own_pair(link, which, writes=sends)
    talk = _talk_of(place, number)
    form = _form_about(talk, place, request.POST if sends else None)
    if form is not None and form.is_valid() and _is_changed(form, talk, place):
        messages.success(request, _("Your changes are kept."))
        return redirect("mentoring:own_talk", link, which, number)
    frame = door.pair_frame(place)
    context = {
        **frame,
        "talk": talk,
        "has_begun_already": talk.starts <= timezone.now(),
        "form": form if frame["may_write"] else None,
        "notes": [(one, notes.reading_of(one, place)) for one in notes.readable(place, talk=talk)],
    }
    return render(request, "mentoring/together/talk.html", context)


def _form_about(talk: Talk, place: Place, data: Any) -> TalkForm | CorrectionForm | None:
    facts = analysis.facts_of(talk, place.person.zone)
    if talk.state == TalkState.PLANNED:
        return TalkForm(data, initial=facts)
    return CorrectionForm(data, initial=facts) if talk.state == TalkState.HELD else None


def _is_changed(form: TalkForm | CorrectionForm, talk: Talk, place: Place) -> bool:
    does = doing.change if isinstance(form, TalkForm) else doing.correct
    return carried_out(form, does, talk, place, **form.cleaned_data)


@secret_page("POST")
def own_talk_held(request: HttpRequest, link: str, which: int, number: int) -> HttpResponse:
    place = door.own_pair(link, which, writes=True)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, doing.say_it_took_place, _talk_of(place, number), place):
        messages.success(request, _("Thank you. The meeting is kept."))
    for text in form.non_field_errors():
        messages.error(request, str(text))
    return redirect("mentoring:own_talks", link, which)


@secret_page("GET", "HEAD", "POST")
def own_talk_cancel(request: HttpRequest, link: str, which: int, number: int) -> HttpResponse:
    place = door.own_pair(link, which, writes=True)
    talk = _talk_of(place, number)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.cancel, talk, place):
        messages.success(request, _("The meeting is cancelled."))
        return redirect("mentoring:own_talks", link, which)
    context = {
        **door.pair_frame(place),
        "talk": talk,
        "form": form,
        "is_to_come": talk.state == TalkState.PLANNED and talk.ends > timezone.now(),
    }
    return render(request, "mentoring/together/talk_cancel.html", context)


@secret_page("GET", "HEAD")
def own_talk_file(_request: HttpRequest, link: str, which: int, number: int) -> HttpResponse:
    place = door.own_pair(link, which)
    return _calendar(analysis.file_of(place, [_talk_of(place, number)]), "attachment")


@secret_page("GET", "HEAD")
def own_calendar(_request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which)
    with override(place.person.language):
        content = analysis.feed_of(place)
    return _calendar(content, "inline")


def _calendar(content: bytes, disposition: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'{disposition}; filename="meetings.ics"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)
