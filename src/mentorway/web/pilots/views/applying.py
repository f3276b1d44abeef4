"""Pages for everybody: which cohorts take applications, and how to apply to one."""

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
from mentorway.web.network.analysis.partners import language_name
from mentorway.web.pilots.actions import applying, seats
from mentorway.web.pilots.analysis import intake
from mentorway.web.pilots.analysis.programme import programme_of
from mentorway.web.pilots.forms.people import ApplicationForm
from mentorway.web.pilots.models import Cohort, Entry
from mentorway.web.pilots.queries import people as queries

LATER = 429


@login_not_required
@require_safe
def open_cohorts(request: HttpRequest) -> HttpResponse:
    words = paging.words_of(request)
    found = paging.paged(request, queries.open_cohorts(timezone.now(), words), chosen={"q": words})
    rows = [(one, programme_of(one), seats.free_seats(one)) for one in found["page"]]
    return render(request, "pilots/applying/open.html", {**found, "rows": rows, "words": words})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, token: UUID) -> HttpResponse:
    cohort = _cohort(token)
    context = {"cohort": cohort, "programme": programme_of(cohort)}
    if not cohort.takes_applications_at(timezone.now()):
        return render(request, "pilots/applying/closed.html", context)
    text, user = intake.agreement_of(cohort), _member(request)
    fingerprint = intake.fingerprint_of(text)
    known = {"name": user.name, "email": user.email, "language": user.language} if user else {}
    form = ApplicationForm(request.POST or None, fingerprint=fingerprint, initial=known)
    status = 200
    if form.is_valid():
        facts = {**form.facts(), "agreed_to": fingerprint}
        if carried_out(form, applying.take, cohort, user=user, **facts):
            return redirect("pilots:applied", token)
        status = LATER if form.has_error("__all__", "too_many") else 200
    waiting = queries.standings_of(cohort).get("waiting", 0)
    free = seats.free_seats(cohort)
    context |= {
        "form": form,
        "text": text,
        "free": free,
        "waiting": waiting,
        "is_first": cohort.entry == Entry.FIRST,
        "is_full": not free or bool(waiting),
        "meetings": queries.dates_of(cohort),
        "language": language_name(cohort.language),
    }
    return render(request, "pilots/applying/apply.html", context, status=status)


@login_not_required
@require_safe
def applied(request: HttpRequest, token: UUID) -> HttpResponse:
    return render(request, "pilots/applying/applied.html", {"cohort": _cohort(token)})


def _cohort(token: UUID) -> Cohort:
    return there(queries.by_token(token))


def _member(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None
