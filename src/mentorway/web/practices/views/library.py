"""The library of good practices: its list, as a file, and the bin."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.network.models import DAYS_IN_BIN
from mentorway.web.practices.analysis import translated
from mentorway.web.practices.exports import practices as exports
from mentorway.web.practices.forms.library import VIEWS, FilterForm
from mentorway.web.practices.models import Practice, Topic
from mentorway.web.practices.queries import finding
from mentorway.web.practices.queries import practices as queries
from mentorway.web.practices.rules import practices as rules

MOST_IN_FILE = 5000


@require_safe
def practices(request: MemberRequest) -> HttpResponse:
    wanted, form = asked_for(request, with_state=True)
    found = finding.find(queries.library(request.user, wanted.view), wanted)
    context = {
        **listed(request, found, wanted),
        "form": form,
        "may_add": queries.partners_to_write_for(request.user).exists(),
        "may_coordinate": rules.may_coordinate(request.user),
        "has_deleted": Practice.bin.visible_to(request.user).exists(),
        "most_in_file": MOST_IN_FILE,
    }
    return render(request, "practices/practices.html", context)


def asked_for(request: HttpRequest, *, with_state: bool) -> tuple[queries.Wanted, FilterForm]:
    """Return what the address asks for, and the form that shows it."""
    form = FilterForm(request.GET, topics=list(Topic.objects.all()), with_state=with_state)
    return form.wanted(paging.choice_of(request, "view", VIEWS)), form


def listed(request: HttpRequest, found: finding.Found, wanted: queries.Wanted) -> dict[str, Any]:
    """Return one page of a list."""
    shown = paging.paged(request, found.keys, chosen=wanted.chosen)
    rows = queries.cards(shown["page"].object_list)
    return {
        **shown,
        "rows": rows,
        "cards": translated.in_lists(rows, get_language() or ""),
        "wanted": wanted,
        "is_cut": found.is_cut,
    }


@require_safe
def export(request: MemberRequest, kind: str) -> HttpResponse:
    if kind not in ("csv", "xlsx"):
        raise Http404
    wanted, _form = asked_for(request, with_state=True)
    keys = finding.all_keys(queries.library(request.user, wanted.view), wanted, MOST_IN_FILE)
    return exports.library(queries.in_parts(keys), kind)


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    found = Practice.bin.visible_to(request.user).select_related("partner").order_by("-deleted", "-pk")
    shown = paging.paged(request, found)
    rows = [(row, rules.may_lead(request.user, row)) for row in shown["page"]]
    return render(request, "practices/deleted.html", {**shown, "rows": rows, "days": DAYS_IN_BIN})
