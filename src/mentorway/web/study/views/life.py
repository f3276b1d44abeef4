"""A study opens, closes, ends, goes: each with a page that says what that means."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.study import queries, rules
from mentorway.web.study.actions import studies as doing
from mentorway.web.study.models import DAYS_IN_BIN, Study
from mentorway.web.study.views.door import asked, frame


def open_study(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_lead, pk=pk)
    return asked(
        request,
        row,
        "opening",
        lambda: doing.open_study(row, request.user),
        done=_("The study is open."),
        lacks=doing.lacks(row),
        waves=queries.waves_of(row),
    )


def close(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_lead, pk=pk)
    done = _("The study is closed. It takes no more answers.")
    return asked(request, row, "closing", lambda: doing.close(row, request.user), done=done)


def close_for_good(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_lead, pk=pk)
    done = _("The study is closed for good.")
    return asked(request, row, "ending", lambda: doing.close_for_good(row, request.user), done=done)


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_lead, pk=pk)
    return asked(
        request,
        row,
        "deletion",
        lambda: doing.delete(row, request.user),
        done=_("%(title)s is deleted.") % {"title": row},
        next=reverse("study:studies"),
        days=DAYS_IN_BIN,
    )


@require_safe
def history(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, pk=pk)
    return render(
        request, "study/history.html", frame(request, row, "history", events=queries.events_of(row)[:500])
    )
