"""Where somebody is signed in, and what they have connected."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.accounts import actions
from mentorway.web.accounts.devices import in_words
from mentorway.web.accounts.models import UserSession
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest


@require_safe
def sessions(request: MemberRequest) -> HttpResponse:
    """Show where a person is signed in, this browser first."""
    here = request.session.session_key
    found = [_row(one, here) for one in UserSession.objects.visible_to(request.user).alive()]
    found.sort(key=lambda one: not one["is_here"])
    others = sum(not one["is_here"] for one in found)
    return render(request, "accounts/sessions.html", {"sessions": found, "others": others})


def _row(session: UserSession, here: str | None) -> dict[str, Any]:
    return {
        "token": session.token,
        "device": in_words(session.device),
        "since": session.since,
        "seen": session.seen,
        "is_here": session.session_key == here,
    }


@require_POST
def end_session(request: MemberRequest, token: str) -> HttpResponse:
    """Sign out of another browser."""
    session: UserSession = access.fetch(request.user, UserSession.objects, token=token)
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    actions.end_session(session)
    messages.success(request, _("You are signed out there."))
    return redirect("accounts:sessions")


@require_POST
def end_sessions(request: MemberRequest) -> HttpResponse:
    """Sign out of all other browsers."""
    ended = actions.sign_out_everywhere(request.user, but=request.session.session_key)
    said = ngettext(
        "You are signed out in %(count)d other place.", "You are signed out in %(count)d other places.", ended
    )
    messages.success(request, said % {"count": ended})
    return redirect("accounts:sessions")
