"""How often public pages are opened: a drawing, a table, a file; nothing about people."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.dissemination.analysis import reach as analysis
from mentorway.web.dissemination.forms.claims import NAMES
from mentorway.web.dissemination.models import LANGUAGES
from mentorway.web.dissemination.queries import audience as queries
from mentorway.web.dissemination.views import door

USUAL_DAYS = 90


def _chosen(request: MemberRequest) -> tuple[dict[str, Any], dict[str, str]]:
    """Return which counts are wanted, and what was wrong with what was asked."""
    today = timezone.localdate()
    problems: dict[str, str] = {}
    usual = {"first": today - dt.timedelta(days=USUAL_DAYS), "last": today}
    days = {name: _day(request, name, usual[name], problems) for name in usual}
    if days["first"] > days["last"]:
        problems["first"] = _("The first day is after the last one, so the last 90 days are shown.")
        days = usual
    if (days["last"] - days["first"]).days > analysis.MOST_DAYS:
        problems["first"] = _("Ten years at most can be shown at once.")
        days["first"] = days["last"] - dt.timedelta(days=analysis.MOST_DAYS)
    chosen = {
        **days,
        "step": paging.choice_of(request, "step", analysis.STEPS, usual=analysis.WEEK),
        "language": paging.choice_of(request, "language", LANGUAGES),
        "group": paging.choice_of(request, "group", tuple(analysis.GROUPS)),
    }
    return chosen, problems


def _day(request: MemberRequest, name: str, usual: dt.date, problems: dict[str, str]) -> dt.date:
    text = request.GET.get(name, "")
    try:
        found = parse_date(text) if text else usual
    except ValueError:
        found = None
    if found is None or found.year < analysis.FIRST_YEAR or found.year > analysis.LAST_YEAR:
        problems[name] = _("“%(text)s” is no day that can be shown. Write it like 2026-11-29.") % {
            "text": text[:40]
        }
        return usual
    return found


@require_safe
def reach(request: MemberRequest) -> HttpResponse:
    chosen, problems = _chosen(request)
    rows = queries.by_day_and_page(queries.counts_of(request.user, chosen))
    days = {name: chosen[name].isoformat() for name in ("first", "last")}
    found = analysis.found_in(rows, chosen)
    context = {
        **door.frame(request.user),
        "found": found,
        "by_language": [(NAMES[code], times) for code, times in found.languages],
        "chosen": {**chosen, **days},
        "problems": list(problems.values()),
        "steps": analysis.steps(),
        "groups": analysis.groups(),
        "languages": list(NAMES.items()),
        "since": queries.first_day(),
        "query": paging.query_of({name: str(value) for name, value in {**chosen, **days}.items()}),
    }
    return render(request, "dissemination/audience/reach.html", context)


@require_safe
def table(request: MemberRequest) -> HttpResponse:
    chosen, _problems = _chosen(request)
    rows = queries.by_day_and_page(queries.counts_of(request.user, chosen))
    return tables.csv_file(_("Pages opened"), analysis.header(), analysis.rows_of(rows, chosen["group"]))
