"""The page for everybody on which one joins a round."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mentorway.web.accounts.models import User
from mentorway.web.core import paging
from mentorway.web.core.access import there
from mentorway.web.core.forms import carried_out
from mentorway.web.mentoring.actions import joining
from mentorway.web.mentoring.analysis.joining import agreement_of
from mentorway.web.mentoring.forms.joining import JoinForm
from mentorway.web.mentoring.models import Round, Side
from mentorway.web.mentoring.queries import people as queries
from mentorway.web.pilots.analysis.intake import fingerprint_of

LATER = 429


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: UUID) -> HttpResponse:
    whole = _round(token)
    context = {"round": whole, "is_open": whole.is_open_at(timezone.now())}
    if not context["is_open"]:
        return render(request, "mentoring/own/join.html", context)
    text, user = agreement_of(whole), _member(request)
    fingerprint, status = fingerprint_of(text), 200
    known = {"name": user.name, "email": user.email, "language": user.language} if user else {}
    side = paging.choice_of(request, "side", Side.values)
    form = JoinForm(
        request.POST or None,
        fingerprint=fingerprint,
        initial={**known, "country": whole.country, "side": side},
    )
    if form.is_valid():
        facts = {**form.facts(), "agreed_to": fingerprint}
        if carried_out(form, joining.take, whole, user=user, **facts):
            return redirect("mentoring:joined", token)
        status = LATER if form.has_error("__all__", "too_many") else 200
    return render(request, "mentoring/own/join.html", {**context, "form": form, "text": text}, status=status)


@login_not_required
@require_safe
def joined(request: HttpRequest, token: UUID) -> HttpResponse:
    return render(request, "mentoring/own/joined.html", {"round": _round(token)})


def _round(token: UUID) -> Round:
    return there(queries.by_token(token))


def _member(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None
