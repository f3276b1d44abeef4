"""Who must sign in with a second step, as the installation sets it, and from when on."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.web.accounts import actions
from mentorway.web.accounts.models import User

STAFF: Final = "staff"
FROM_PROVIDER: Final = "second_step_elsewhere"  # in the session: the organisation asked for a second step
OWN: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
TOLD: Final = "second_step_told"


@dataclass(frozen=True)
class Standing:
    """How a person stands to the second step."""

    must: bool
    has: bool
    by: dt.date | None

    @property
    def lacks(self) -> bool:
        """Whether the second step is missing, be it due or not yet."""
        return self.must and not self.has


def standing(user: User) -> Standing:
    """Return how ``user`` stands to the second step, asking the database once where some role needs it."""
    roles = settings.MENTORWAY_SECOND_STEP
    if not roles:
        return Standing(must=False, has=False, by=None)
    own = Authenticator.objects.filter(user=OuterRef("pk"), type__in=OWN)
    held = user.memberships.model._default_manager.filter(  # noqa: SLF001 - an activity above this one
        user=OuterRef("pk"), role__in=roles, partner__deleted=None
    )
    must = Q(Exists(held)) | Q(is_staff=True) if STAFF in roles else Q(Exists(held))
    found = User.objects.filter(pk=user.pk).annotate(has=Exists(own)).values_list("has", "second_step_by")
    here = found.filter(must).first()
    return Standing(must=True, has=here[0], by=here[1]) if here else Standing(must=False, has=False, by=None)


def is_missing(user: User) -> bool:
    """Whether ``user`` may do nothing, not through programs either, before a second step is set up."""
    found = standing(user)
    return found.lacks and _day_of(user, found) <= timezone.localdate()


def _day_of(user: User, found: Standing) -> dt.date:
    """Return from when on nothing else may be done; the days of grace begin when it is asked for first."""
    latest = timezone.localdate() + dt.timedelta(days=settings.MENTORWAY_SECOND_STEP_DAYS)
    if found.by is not None and found.by <= latest:
        return found.by
    actions.expect_second_step(user, by=latest)
    return latest


def asking_for_a_second_step(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Lead people who must have a second step and have none to where they set it up, before anything else."""

    def answered(request: HttpRequest) -> HttpResponse:
        if not settings.MENTORWAY_SECOND_STEP or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return answer(request)
        user = request.user
        if not isinstance(user, User) or _is_open(request):
            return answer(request)
        if request.session.get(FROM_PROVIDER):
            return answer(request)
        found = standing(user)
        if not found.lacks:
            return answer(request)
        return _led(request, user, found) or answer(request)

    return answered


def _is_open(request: HttpRequest) -> bool:
    """Whether a page is needed on the way: setting up a second step, proving who one is, signing out."""
    ways = ("mfa_index", "account_reauthenticate", "account_logout", "account_email", "accounts:language")
    places = tuple(reverse(name) for name in ways)
    return request.path.startswith(places) or request.path.startswith(("/static/", "/health/", "/api/v1/"))


def _led(request: HttpRequest, user: User, found: Standing) -> HttpResponse | None:
    """Return the way to where a second step is set up, once it is due; tell of it once a session before."""
    today = timezone.localdate()
    by = _day_of(user, found)
    if by <= today:
        messages.warning(
            request,
            _("Your role needs a second step at sign-in. Set one up, then everything else opens again."),
        )
        return redirect("mfa_index")
    if request.session.get(TOLD) != today.isoformat():
        request.session[TOLD] = today.isoformat()
        messages.warning(
            request,
            _("From %(day)s your role needs a second step at sign-in. Set it up under “Two-step sign-in”.")
            % {"day": date_format(by, "DATE_FORMAT")},
        )
    return None
