"""Letters to a cohort: written, looked at, sent; news of meetings; who is asked for feedback."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.pilots.actions import feedback as feedback_actions
from mentorway.web.pilots.actions import letters as actions
from mentorway.web.pilots.actions import meeting_letters
from mentorway.web.pilots.actions.letters import Written
from mentorway.web.pilots.analysis.letters import filled
from mentorway.web.pilots.forms.letters import FeedbackForm, LetterForm
from mentorway.web.pilots.models import Audience, Cohort
from mentorway.web.pilots.queries import letters as queries
from mentorway.web.pilots.views import door


@require_safe
def letters(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.meet(request, pk)
    context = {
        **door.frame(request.user, cohort),
        **paging.paged(request, queries.letters_of(cohort)),
        "news": meeting_letters.news_of(cohort),
        "has_meetings": queries.has_meetings(cohort),
        "without": queries.without_letters(cohort),
        "wave": cohort.feedback,
    }
    return render(request, "pilots/letters/list.html", context)


@require_safe
def letter(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    cohort = door.meet(request, pk)
    found = queries.letter_of(cohort, which)
    if found is None:
        raise Http404
    return render(
        request, "pilots/letters/letter.html", {**door.frame(request.user, cohort), "letter": found}
    )


def new_letter(request: MemberRequest, pk: int) -> HttpResponse:
    """Write a letter, look at it as the first of its receivers gets it, then send it."""
    cohort = door.lead(request, pk)
    start = {"key": secrets.token_urlsafe(24), "audience": Audience.ENROLLED}
    form = LetterForm(request.POST or None, initial=start)
    context: dict[str, Any] = {**door.frame(request.user, cohort), "form": form}
    if form.is_valid():
        written = form.written()
        if "send" in request.POST and carried_out(form, actions.write, cohort, request.user, written):
            messages.success(request, _("The letter is on its way."))
            return redirect("pilots:letters", pk)
        context |= _preview(cohort, written)
    return render(request, "pilots/letters/new.html", context)


def _preview(cohort: Cohort, written: Written) -> dict[str, Any]:
    """Return a letter as the first of its receivers gets it."""
    people = actions.receivers(cohort, written.audience)
    if not people:
        return {"nobody": True}
    first, meetings, now = people[0], queries.meetings_to_tell(cohort), timezone.now()
    with override(first.language):
        subject = filled(written.subject, first, meetings, now)
        body = filled(written.body, first, meetings, now)
    return {"first": first, "count": len(people), "subject": subject, "body": body}


@require_POST
def announce(request: MemberRequest, pk: int) -> HttpResponse:
    """Tell those who take part what is new about the meetings."""
    count = meeting_letters.announce(door.lead(request, pk))
    text = ngettext(
        "%(count)d person is told about the meetings.", "%(count)d people are told about the meetings.", count
    )
    messages.success(request, text % {"count": count} if count else _("Everybody knows everything already."))
    return redirect("pilots:letters", pk)


def feedback(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.work(request, pk)
    waves = queries.waves_to_choose(cohort)
    form = FeedbackForm(request.POST or None, waves=waves, initial={"wave": cohort.feedback_id})
    if form.is_valid() and carried_out(form, feedback_actions.choose, cohort, wave=form.cleaned_data["wave"]):
        messages.success(request, _("The changes are saved."))
        return redirect("pilots:letters", pk)
    context = {**door.frame(request.user, cohort), "form": form, "has_waves": waves.exists()}
    return render(request, "pilots/letters/feedback.html", context)


def invite_feedback(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.work(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if cohort.feedback is None:
        return redirect("pilots:feedback", pk)
    if form.is_valid() and carried_out(form, feedback_actions.invite, cohort):
        messages.success(request, _("Those who take part are invited. The study sends the letters."))
        return redirect("pilots:letters", pk)
    reached = queries.reachable(cohort, Audience.ENROLLED).count()
    context = {**door.frame(request.user, cohort), "form": form, "reached": reached, "wave": cohort.feedback}
    return render(request, "pilots/letters/invite.html", context)


@secret_page("GET", "HEAD", "POST")
def stop_letters(request: HttpRequest, link: str) -> HttpResponse:
    """Stop letters with one press: the letter leads here, and mail programs that only look change nothing."""
    person = door.own(link)
    if request.method == "POST":
        actions.stop(person)
        return redirect("pilots:stop_letters", link)
    return render(request, "pilots/own/stop_letters.html", door.own_frame(person))
