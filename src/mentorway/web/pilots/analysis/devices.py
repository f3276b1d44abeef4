"""By which device a person is known: their own page leaves a sign there, for one cohort each."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mentorway.web.pilots.models import Cohort, Participant
from mentorway.web.pilots.queries import people as queries

NAME = "mentorway_cohort_%d"
PATH = "/pilots/"
YEAR = 365 * 24 * 3600
SALT = "mentorway.pilots.device"


def remembered(request: HttpRequest, cohort: Cohort) -> Participant | None:
    """Return who of a cohort uses this device: whose page was opened last here, else who is signed in."""
    link = _link_on(request, cohort)
    found = queries.in_cohort_by_link(cohort, link) if link else None
    if found is None and request.user.is_authenticated:
        found = queries.in_cohort_by_account(cohort, request.user)
    return found


def is_remembered(request: HttpRequest, person: Participant) -> bool:
    """Whether this device has the sign of a person."""
    return _link_on(request, person.cohort) == person.link


def remember(response: HttpResponseBase, person: Participant) -> None:
    """Leave the sign of a person on their device."""
    response.set_signed_cookie(
        NAME % person.cohort_id,
        person.link,
        salt=SALT,
        max_age=YEAR,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponseBase, cohort: Cohort) -> None:
    """Take the sign of a person off their device."""
    response.delete_cookie(NAME % cohort.pk, path=PATH, samesite="Lax")


def _link_on(request: HttpRequest, cohort: Cohort) -> str:
    try:
        link = request.get_signed_cookie(NAME % cohort.pk, default="", salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return ""
    return str(link or "")
