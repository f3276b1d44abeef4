"""What ODK Collect asks for, after the OpenRosa conventions: the list of forms, a form, sending.

The key of the device is in the address; Collect is given it by a QR code and keeps it.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from mentorway import questionnaire
from mentorway.questionnaire.submissions import LARGEST
from mentorway.web.core.addresses import whole
from mentorway.web.core.secret_pages import unlogged
from mentorway.web.core.wording import said
from mentorway.web.study.models import Device
from mentorway.web.study.respondent import receiving
from mentorway.web.study.respondent.refusing import RefusalError
from mentorway.wording import InvalidInputError

View = Callable[..., HttpResponse]
XML = "text/xml; charset=utf-8"
MOST = 2 * LARGEST  # of a whole request: what comes around the answers is looked at by nobody
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="http://openrosa.org/xforms/xformsManifest"/>\n'
)


def device_page(*methods: str) -> Callable[[View], View]:
    """Open an address to the device whose key stands in it; every answer is one that Collect understands."""

    def opened(view: View) -> View:
        @wraps(view)
        def entrance(request: HttpRequest, key: str) -> HttpResponse:
            if request.method not in methods:
                return unlogged(HttpResponseNotAllowed(methods))
            try:
                response = view(request, receiving.device_of(key), key)
            except RefusalError:
                response = said_to_device(_("This device or this questionnaire is not known here."), 404)
            response["X-OpenRosa-Version"] = "1.0"
            response["X-OpenRosa-Accept-Content-Length"] = str(LARGEST)
            if "gunicorn" not in request.META.get("SERVER_SOFTWARE", ""):  # which says the date itself
                response["Date"] = http_date()
            return unlogged(response)

        return login_not_required(csrf_exempt(never_cache(entrance)))

    return opened


def said_to_device(text: str, status: int) -> HttpResponse:
    """Return a sentence in the form in which Collect shows it."""
    nature = ' nature="submit_success"' if status == 201 else ""  # noqa: PLR2004 - created
    body = f'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message{nature}>{escape(text)}</message></OpenRosaResponse>'
    return HttpResponse(body, content_type=XML, status=status)


@device_page("GET", "HEAD")
def server(_request: HttpRequest, device: Device, _key: str) -> HttpResponse:
    """Say to a browser whose address this is."""
    return said_to_device(
        _("This is the address for ODK Collect of “%(title)s”.") % {"title": device.study.title}, 200
    )


@device_page("GET", "HEAD")
def form_list(_request: HttpRequest, device: Device, key: str) -> HttpResponse:
    listed = receiving.listed(device.study, whole(reverse("study:odk_form", args=[key])))
    return HttpResponse(questionnaire.form_list(listed), content_type=XML)


@device_page("GET", "HEAD")
def form(_request: HttpRequest, device: Device, _key: str) -> HttpResponse:
    if not receiving.takes_answers(device.study):
        return said_to_device(
            _("This questionnaire is closed. Answers that you have can still be sent."), 404
        )
    return HttpResponse(receiving.xform_of(device.study).encode(), content_type=XML)


@device_page("GET", "HEAD")
def manifest(_request: HttpRequest, _device: Device, _key: str) -> HttpResponse:
    return HttpResponse(MANIFEST, content_type=XML)


@device_page("HEAD", "POST")
def submission(request: HttpRequest, device: Device, _key: str) -> HttpResponse:
    if request.method == "HEAD":
        return HttpResponse(status=204, headers={"Location": request.build_absolute_uri()})
    try:
        data = _xml(request)
        _response, new = receiving.receive(device, data)
    except InvalidInputError as error:
        return said_to_device(said(error.message), 400)
    except receiving.OtherAnswersError:
        return said_to_device(
            _("Other answers were sent with this identity before. Send them as new ones."), 409
        )
    except (RequestDataTooBig, MultiPartParserError):
        return said_to_device(_("What was sent is too large or damaged. Send it without files."), 413)
    return said_to_device(
        _("The answers have arrived.") if new else _("The answers had arrived before."), 201
    )


def _xml(request: HttpRequest) -> bytes:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST:
        raise RequestDataTooBig
    file = request.FILES.get("xml_submission_file")
    if file is not None:
        return bytes(file.read(LARGEST + 1))
    text = request.POST.get("xml_submission_file", "")
    return text.encode()
