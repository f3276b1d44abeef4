"""Letters by e-mail: asked for, confirmed from the mailbox, left with one press.

These forms need no cookie, so they have no token against forged sending: nobody is signed in here, an address
gets letters only after its owner has confirmed, and the other two know who acts by the secret in the address.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mentorway.web.core.forms import carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.dissemination.actions import subscribing
from mentorway.web.dissemination.analysis.readers import consent
from mentorway.web.dissemination.analysis.site_head import About
from mentorway.web.dissemination.forms.site import SubscribeForm
from mentorway.web.dissemination.views import site_door as door

GONE = 404
View = Callable[..., HttpResponseBase]


def in_language(view: View) -> View:
    """Show a page in the language of its address."""

    @wraps(view)
    def spoken(request: HttpRequest, *, language: str, **kwargs: Any) -> HttpResponseBase:
        with override(language), timezone.override(dt.UTC):
            answer = view(request, language=language, **kwargs)
        answer.headers.setdefault("Content-Language", language)
        return answer

    return spoken


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_language
def subscribe(request: HttpRequest, language: str) -> HttpResponse:
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    sent = form.is_valid() and carried_out(
        form, subscribing.ask, form.cleaned_data["email"], language, form.cleaned_data["kinds"]
    )
    wrong = [name for name in form.fields if name in form.errors]
    for name in wrong[:1]:  # one goes on at the first field that is wrong; the site has no script
        form.fields[name].widget.attrs["autofocus"] = True
    text = _("News, events, materials and results by e-mail, as rarely as there is something to say.")
    about = About(_("Letters by e-mail"), text)
    return door.show(
        request, "subscribe.html", about, {"form": form, "sent": sent, "consent": consent(language)}
    )


@csrf_exempt
@secret_page("GET", "HEAD", "POST")
@in_language
def confirm(request: HttpRequest, language: str, secret: str) -> HttpResponse:  # noqa: ARG001
    """Ask for one more press: programs that look at letters open the addresses in them."""
    about = About(_("Confirm that you want letters"), is_indexed=False)
    return _answered(request, secret, "confirm.html", about, subscribing.confirm)


@csrf_exempt
@secret_page("GET", "HEAD", "POST")
@in_language
def leave(request: HttpRequest, language: str, secret: str) -> HttpResponse:  # noqa: ARG001
    """Stop letters: with a press here, or from the program that reads them (RFC 8058)."""
    about = About(_("No more letters"), is_indexed=False)
    return _answered(request, secret, "leave.html", about, subscribing.leave)


def _answered(
    request: HttpRequest, secret: str, template: str, about: About, act: Callable[[str], object]
) -> HttpResponse:
    """Do what is asked with the secret of somebody; say so where it is nobody's, or nobody's any more."""
    is_asked = request.method == "POST"
    is_done = is_asked and bool(act(secret))
    answer = door.show(request, template, about, {"done": is_done, "failed": is_asked and not is_done})
    if is_asked and not is_done:
        answer.status_code = GONE
    return answer
