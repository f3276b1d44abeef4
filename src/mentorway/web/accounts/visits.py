"""What a session says of itself: since when, the day of the last visit, and with which browser."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from mentorway.web.accounts.devices import device_of
from mentorway.web.accounts.models import User
from mentorway.web.accounts.sessions import DEVICE, SEEN, SINCE

KNOWN: Final = "known_here"  # the cookie of a browser: who has signed in with it, as numbers, signed
A_YEAR: Final = 365 * 24 * 3600
MOST_KNOWN: Final = 20


def remembering_visits(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Write the day of a visit into the session, once a day; end a session that has lasted too long."""

    def answered(request: HttpRequest) -> HttpResponse:
        # Without the cookie nobody is signed in, and what everybody may read stays the same for caches.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
            _remember(request)
        return answer(request)

    return answered


def _remember(request: HttpRequest) -> None:
    today = timezone.now().date()
    if request.session.get(SEEN) == today.isoformat():
        return
    if _is_too_old(str(request.session.get(SINCE, ""))):
        logout(request)
        return
    note(request)


def note(request: HttpRequest) -> str:
    """Write into the session that somebody is here, and return with which browser."""
    now = timezone.now()
    request.session.setdefault(SINCE, now.isoformat())
    request.session[SEEN] = now.date().isoformat()
    request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
    return str(request.session[DEVICE])


def _is_too_old(since: str) -> bool:
    try:
        began = dt.datetime.fromisoformat(since)
    except ValueError:
        return False
    return timezone.now() - began > dt.timedelta(days=settings.MENTORWAY_SESSION_LONGEST_DAYS)


def is_known(request: HttpRequest, user: User) -> bool:
    """Whether ``user`` has signed in with this browser within the last year."""
    return user.pk in _known(request)


def make_known(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let this browser be known as one of ``user``."""
    known = [user.pk, *(one for one in _known(request) if one != user.pk)][:MOST_KNOWN]
    response.set_cookie(
        KNOWN,
        signing.dumps(known, salt=KNOWN),
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> list[int]:
    try:
        found = signing.loads(request.COOKIES.get(KNOWN, ""), salt=KNOWN, max_age=A_YEAR)
    except signing.BadSignature:
        return []
    return [one for one in found if isinstance(one, int)] if isinstance(found, list) else []
