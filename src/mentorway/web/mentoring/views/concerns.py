"""Wishes to talk: written on the own pages, read and replied to by those who run the round."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest, there
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.mentoring.actions import concerns as doing
from mentorway.web.mentoring.forms.concerns import ConcernReplyForm, TalkToUsForm
from mentorway.web.mentoring.models import Concern, Round
from mentorway.web.mentoring.queries import concerns as queries
from mentorway.web.mentoring.views import door

ON_A_PAGE = 50


@secret_page("GET", "HEAD", "POST")
def own_concern(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which)
    form = TalkToUsForm(request.POST or None)
    if form.is_valid() and carried_out(form, doing.ask_to_talk, place, **form.cleaned_data):
        messages.success(
            request, _("Thank you. Those who run the mentoring round will get in touch with you.")
        )
        return redirect("mentoring:own_concern", link, which)
    context = {**door.pair_frame(place), "form": form, "concerns": queries.concerns_of(place)}
    return render(request, "mentoring/together/concern.html", context)


@require_safe
def concerns(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.meet(request, pk)
    found = paging.paged(request, queries.concerns_in(whole), chosen={}, size=ON_A_PAGE)
    context = {**door.frame(request.user, whole), **found, "count_open": queries.count_open(whole)}
    return render(request, "mentoring/concerns/list.html", context)


def _concern(whole: Round, which: int) -> Concern:
    return there(queries.concern_of(whole, which))


def concern(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk) if request.method == "POST" else door.meet(request, pk)
    row = _concern(whole, which)
    form = ConcernReplyForm(request.POST or None)
    if form.is_valid() and carried_out(form, doing.reply, row, request.user, **form.cleaned_data):
        messages.success(request, _("Your reply is saved. The person gets a letter that it is there."))
        return redirect("mentoring:concern", pk, which)
    context = {**door.frame(request.user, whole), "concern": row, "form": form}
    return render(request, "mentoring/concerns/concern.html", context)


@require_POST
def settle_concern(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    return _marked(request, _concern(door.work(request, pk), which), doing.settle)


@require_POST
def reopen_concern(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    return _marked(request, _concern(door.work(request, pk), which), doing.reopen)


def _marked(request: MemberRequest, row: Concern, action: Callable[[Concern], None]) -> HttpResponse:
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, action, row):
        messages.success(request, _("Saved."))
    for text in form.non_field_errors():
        messages.error(request, str(text))
    return redirect("mentoring:concern", row.place.relation.round_id, row.pk)
