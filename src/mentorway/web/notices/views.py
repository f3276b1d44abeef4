"""What is new, which letters come about it, and how they are stopped."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.core.models import Happening
from mentorway.web.core.moments import moment_in_words
from mentorway.web.core.needs import needs_of
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.network.queries.partners import country_of
from mentorway.web.notices import queries
from mentorway.web.notices.actions import reading
from mentorway.web.notices.analysis import clock, digest
from mentorway.web.notices.analysis.bell import new_for
from mentorway.web.notices.analysis.news import Reading, page_of
from mentorway.web.notices.forms import LettersForm, ReadForm, facts_of
from mentorway.web.notices.models import Reader, Rhythm

OK, GONE = 200, 404
LONGEST_NUMBER: Final = 18  # digits that every database can compare


@never_cache
@require_safe
def news(request: MemberRequest) -> HttpResponse:
    """What needs you, and what happened in what you may see."""
    choices = digest.activities()
    app = paging.choice_of(request, "activity", [one for one, _title in choices])
    reader, before = queries.reader_of(request.user), _before(request)
    by = Reading(request.user, timezone.get_current_timezone(), reader.seen if reader else None)
    rows = queries.heard(request.user, Happening.objects.all(), [app] if app else None)
    newest = queries.newest()
    context = {
        "needs": [] if before else needs_of(request.user, [app] if app else None),
        "listed": page_of(by, rows, before),
        "is_first": before is None,
        "activities": choices,
        "chosen": app,
        "query": paging.query_of({"activity": app}),
        "unread": new_for(request.user) > 0,
        "until": newest.isoformat() if newest else "",
    }
    return render(request, "notices/news.html", context)


def _before(request: HttpRequest) -> int | None:
    """Return the number before which the page begins; what is no number begins with the newest."""
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_NUMBER else None


@require_POST
def mark_read(request: MemberRequest) -> HttpResponse:
    """Mark everything as read that had happened when the page was shown."""
    form = ReadForm(request.POST)
    if form.is_valid():
        reading.mark_read(request.user, form.cleaned_data["until"])
        messages.success(request, _("Everything is marked as read."))
    else:
        messages.error(request, _("Nothing was marked: the page was not sent whole."))
    return redirect("notices:news")


@never_cache
def settings(request: MemberRequest) -> HttpResponse:
    """Choose which letters come about what is new, and see the next one as it would be."""
    reader, now = queries.reader_of(request.user) or _not_yet(request), timezone.now()
    country = country_of(request.user)
    rhythm = clock.rhythm_of(reader, belongs=bool(country) or request.user.is_staff)
    form = LettersForm(request.POST or None, initial=facts_of(reader, rhythm))
    if form.is_valid() and carried_out(form, reading.choose, request.user, **form.cleaned_data):
        messages.success(request, _("Your choice is saved."))
        return redirect("notices:settings")
    found = digest.digest_of(reader, now, clock.zone_in(country))
    context = {
        "form": form,
        "digest": found,
        "subject": digest.subject_of(found) if found.is_worth else "",
        "next": _next(reader, rhythm, clock.zone_in(country), now),
    }
    return render(request, "notices/settings.html", context)


def _not_yet(request: MemberRequest) -> Reader:
    """Return what will hold for a person for whom nothing is counted yet."""
    now = timezone.now()
    return Reader(user=request.user, seen=now, looked=now)


def _next(reader: Reader, rhythm: Rhythm, zone: ZoneInfo, now: dt.datetime) -> str:
    """Return when the next letter is due, in words, or nothing where none is wanted."""
    if rhythm == Rhythm.NEVER:
        return ""
    return moment_in_words(clock.hour_after(rhythm, reader.hour, now, zone), zone)


@csrf_exempt
@secret_page("GET", "HEAD", "POST")
def leave(request: HttpRequest, sign: str) -> HttpResponse:
    """Stop letters without signing in: with a press here, or from the program that reads them (RFC 8058).

    One press is asked for, as programs that look at letters open the addresses in them. No token against
    forged sending is needed: who acts is known by the signature in the address.
    """
    reader = queries.reader_with_person(digest.reader_behind(sign))
    is_done = reader is not None and request.method == "POST" and reading.stop(reader)
    with override(reader.user.language if reader else get_language()):
        context = {"done": is_done, "known": reader is not None, "sign": sign}
        return render(request, "notices/leave.html", context, status=OK if reader else GONE)
