"""The one address to which nodes send: no account, the signature of the package is what counts."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mentorway.federation.canonical import written
from mentorway.web.core import limits
from mentorway.web.core.wording import said
from mentorway.web.federation.actions import receiving
from mentorway.web.federation.analysis.desk import EndedKeyError, Reason, RefusedError
from mentorway.web.federation.models import Received
from mentorway.wording import InvalidInputError

TYPE = "application/json"
LONGEST_SIZE = 18  # digits of what a sender says it sends: more is too much, whatever it is
STATUSES = {
    Reason.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Reason.MALFORMED: HTTPStatus.BAD_REQUEST,
    Reason.NEWER: HTTPStatus.BAD_REQUEST,
    Reason.OTHER_KIND: HTTPStatus.BAD_REQUEST,
    Reason.WRONG_SIGNATURE: HTTPStatus.FORBIDDEN,
    Reason.UNKNOWN_NODE: HTTPStatus.FORBIDDEN,
    Reason.REVOKED: HTTPStatus.FORBIDDEN,
    Reason.REPLAYED: HTTPStatus.CONFLICT,
}


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def packages(request: HttpRequest) -> HttpResponse:
    """Take a package: 201 with the receipt, 200 with the same receipt where it came before."""
    seconds = limits.spent("federation", limits.address(request))
    if seconds:
        text = _("Too many packages came from you. Wait and send this one again.")
        answer = _refused(HTTPStatus.TOO_MANY_REQUESTS, "too-many", text)
        answer["Retry-After"] = str(seconds)
        return answer
    length = request.headers.get("Content-Length") or ""
    if not length.isdecimal():
        text = _("The size of the package was not said (Content-Length).")
        return _refused(HTTPStatus.LENGTH_REQUIRED, Reason.MALFORMED, text)
    most = settings.MENTORWAY_FEDERATION_BYTES
    if len(length) > LONGEST_SIZE or int(length) > most:
        text = _("The package has %(came)s bytes, and at most %(most)s are taken.")
        said_so = text % {"came": length[:20], "most": most}
        return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Reason.TOO_LARGE, said_so)
    return _taken(request.read(most + 1))


def _taken(data: bytes) -> HttpResponse:
    try:
        came = receiving.take(data, way=Received.Way.NETWORK)
    except EndedKeyError as refusal:  # ours, so whoever sends is to try again
        return _refused(HTTPStatus.SERVICE_UNAVAILABLE, Reason.EXPIRED, said(refusal.message))
    except RefusedError as refusal:
        status = STATUSES.get(refusal.reason, HTTPStatus.UNPROCESSABLE_ENTITY)
        return _refused(status, refusal.reason, said(refusal.message))
    except InvalidInputError as refusal:
        return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, Reason.CONTRADICTS_ITSELF, said(refusal.message))
    status = HTTPStatus.OK if came.again else HTTPStatus.CREATED
    return HttpResponse(came.row.receipt, content_type=TYPE, status=status)


def _refused(status: HTTPStatus, reason: str, message: str) -> HttpResponse:
    return HttpResponse(
        written({"refused": str(reason), "message": message}), content_type=TYPE, status=status
    )
