"""Where people say that they are at a meeting: they scan the code on the wall, or type it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mentorway.web.accounts.models import User
from mentorway.web.core.access import MemberRequest, there
from mentorway.web.pilots.actions import checking_in as actions
from mentorway.web.pilots.actions.checking_in import Outcome
from mentorway.web.pilots.analysis import codes
from mentorway.web.pilots.analysis.devices import remembered
from mentorway.web.pilots.forms.attendance import HereForm
from mentorway.web.pilots.models import Meeting, Participant, Source
from mentorway.web.pilots.queries import attendance as queries


@dataclass(frozen=True)
class Asked:
    """Who asks about which meeting, when, and what shows that they are in the room."""

    meeting: Meeting
    person: Participant | None
    now: dt.datetime
    proof: str

    @property
    def source(self) -> Source | None:
        """How the right code came in; nothing while it is not proven."""
        return codes.proven(self.meeting, self.proof, self.now)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Ask for what is not known yet: the code on the wall, and who it is; then mark the person."""
    meeting, now = _meeting(token), timezone.now()
    refused = actions.barrier(meeting, now)
    if refused is not None:
        return _said(request, meeting, refused)
    # Who uses somebody else's device says so, and types their own code.
    person = None if "other" in request.GET else remembered(request, meeting.cohort)
    asked, problem = _asked(request, meeting, person, now)
    form = HereForm(
        request.POST if request.method == "POST" else None,
        asks_code=asked.source is None,
        asks_person=person is None,
    )
    if form.is_valid():
        outcome = _checked_in(request, asked, form)
        if outcome is not None:
            return _said(request, meeting, *outcome)
    return _form(request, asked, form, problem)


@never_cache
@require_safe
def here_sign_in(request: MemberRequest, token: uuid.UUID) -> HttpResponse:
    """Come back to the same meeting after signing in, with the proof that the code was right."""
    meeting = _meeting(token)
    proof = request.GET.get("p", "")
    return redirect(_address(meeting, proof))


def _meeting(token: uuid.UUID) -> Meeting:
    return there(queries.meeting_behind(token))


def _asked(
    request: HttpRequest, meeting: Meeting, person: Participant | None, now: dt.datetime
) -> tuple[Asked, list[str]]:
    """Return what is known; a code that is not right comes with a sentence that says so.

    A right one is proven from then on, so that who mistypes the personal code need not run after the wall.
    """
    proof = request.POST.get("p") or request.GET.get("p", "")
    asked = Asked(meeting, person, now, proof)
    is_typed = request.method == "POST"
    code = (request.POST.get("code", "") if is_typed else request.GET.get("c", "")).strip()
    if not code or (is_typed and asked.source is not None):
        return asked, []
    source = Source.TYPED if is_typed else Source.SCAN
    try:
        proof = actions.prove(meeting, code, source=source, person=person, now=now)
    except ValidationError as refusal:
        return asked, refusal.messages
    return Asked(meeting, person, now, proof), []


def _checked_in(
    request: HttpRequest, asked: Asked, form: HereForm
) -> tuple[Outcome, Participant, bool] | None:
    """Mark the person, whose personal code is looked at only when the code on the wall is proven."""
    source, person = asked.source, asked.person
    if source is None:
        return None
    try:
        if person is None:
            personal = form.cleaned_data["personal"]
            person, source = actions.known_by(asked.meeting.cohort, personal, asked.now), Source.TYPED
    except ValidationError as refusal:
        form.add_error("personal", refusal)
        return None
    by = request.user if isinstance(request.user, User) else None
    outcome = actions.check_in(asked.meeting, person, source=source, by=by, now=asked.now)
    return outcome, person, asked.person is not None


def _form(request: HttpRequest, asked: Asked, form: HereForm, problem: list[str]) -> HttpResponse:
    source = asked.source
    proof = asked.proof if source else ""
    if problem and "code" in form.fields:  # one goes on where it is put right, scripts or not
        form.fields["code"].widget.attrs["autofocus"] = True
    context = {
        "meeting": asked.meeting,
        "cohort": asked.meeting.cohort,
        "person": asked.person,
        "form": form,
        "proof": proof,
        "problem": problem,
        "address": reverse("pilots:here", args=[asked.meeting.token]),
        "other": _address(asked.meeting, proof, other="1"),
        "sign_in": _sign_in(asked.meeting, proof),
    }
    return render(request, "pilots/attendance/here.html", context)


def _said(
    request: HttpRequest,
    meeting: Meeting,
    outcome: Outcome,
    person: Participant | None = None,
    is_known: bool = False,  # noqa: FBT001, FBT002 - comes with the outcome
) -> HttpResponse:
    """Say what became of it; the own page is named only on the person's own device."""
    context: dict[str, Any] = {
        "meeting": meeting,
        "cohort": meeting.cohort,
        "outcome": outcome.value,
        "person": person,
        "is_known": is_known,
        "opens": codes.opens_at(meeting),
        "closes": codes.closes_at(meeting),
        "elsewhere": queries.elsewhere(meeting, [person.pk]).get(person.pk, "") if person else "",
    }
    return render(request, "pilots/attendance/here_said.html", context)


def _address(meeting: Meeting, proof: str, **more: str) -> str:
    path = reverse("pilots:here", args=[meeting.token])
    query = urlencode({**({"p": proof} if proof else {}), **more})
    return f"{path}?{query}" if query else path


def _sign_in(meeting: Meeting, proof: str) -> str:
    path = reverse("pilots:here_sign_in", args=[meeting.token])
    return f"{path}?{urlencode({'p': proof})}" if proof else path
