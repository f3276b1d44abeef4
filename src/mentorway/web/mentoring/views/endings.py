"""Pausing, ending and saying goodbye, on the own pages of the people in a relationship."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.mentoring.actions import endings as doing
from mentorway.web.mentoring.analysis import endings as analysis
from mentorway.web.mentoring.analysis.relations import stage_of
from mentorway.web.mentoring.forms.endings import ClosingForm, EndForm, PauseForm
from mentorway.web.mentoring.models import Place, RelationState
from mentorway.web.mentoring.queries import endings as queries
from mentorway.web.mentoring.views import door


@secret_page("GET", "HEAD", "POST")
def own_pause(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place, now = door.own_pair(link, which, writes=True), timezone.now()
    first, last = analysis.today_of(place.relation, now), analysis.last_day_to_pause(place.relation, now)
    known = {"until": place.relation.paused_until}
    form = PauseForm(request.POST or None, initial=known, first=first, last=last)
    if form.is_valid() and carried_out(form, doing.pause, place, form.cleaned_data["until"]):
        messages.success(request, _("Your pair pauses. Those who work with you get a letter."))
        return redirect("mentoring:own_relation", link, which)
    context = {**door.pair_frame(place), "form": form, "last": last, "is_possible": first <= last}
    return render(request, "mentoring/together/pause.html", context)


@secret_page("POST")
def own_resume(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which, writes=True)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, doing.resume, place):
        messages.success(request, _("Your pair goes on. Those who work with you get a letter."))
    for text in form.non_field_errors():
        messages.error(request, str(text))
    return redirect("mentoring:own_relation", link, which)


@secret_page("GET", "HEAD", "POST")
def own_end(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which)
    if stage_of(place, timezone.now()) == RelationState.ENDED:  # a second click, or somebody was quicker
        return redirect("mentoring:own_closing", link, which)
    frame, form = door.pair_frame(place), EndForm(request.POST or None)
    if form.is_valid() and carried_out(form, doing.end, place, **form.cleaned_data):
        has_left = _("You have left the group.") if frame["goes_on"] else _("Your pair has ended.")
        messages.success(request, has_left)
        return redirect("mentoring:own_closing", link, which)
    return render(request, "mentoring/together/end.html", {**frame, "form": form})


@secret_page("GET", "HEAD", "POST")
def own_closing(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place, now = door.own_pair(link, which), timezone.now()
    if not analysis.may_close(place, now):
        raise Http404
    form = ClosingForm(request.POST or None, place=place)
    if form.is_valid() and carried_out(form, doing.say_goodbye, place, **form.facts()):
        messages.success(request, _("Saved. Thank you."))
        return redirect("mentoring:own_closing", link, which)
    return render(request, "mentoring/together/closing.html", _closing(place, form))


def _closing(place: Place, form: ClosingForm) -> dict[str, Any]:
    return {
        **door.pair_frame(place),
        "form": form,
        "companions": queries.companions_of(place),
        "thanks": queries.thanks_to(place),
        "takes_part": analysis.takes_part(place.person),
    }
