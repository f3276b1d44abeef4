"""Letters to readers: written, looked at, tried out, sent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT
from mentorway.web.core.settling import settled
from mentorway.web.dissemination.actions import mailings as actions
from mentorway.web.dissemination.analysis import mailings as analysis
from mentorway.web.dissemination.analysis.readers import KINDS
from mentorway.web.dissemination.forms.audience import MailingForm, NewMailingForm, ReleaseMailingForm
from mentorway.web.dissemination.forms.claims import NAMES
from mentorway.web.dissemination.models import Mailing
from mentorway.web.dissemination.queries import audience as queries
from mentorway.web.dissemination.views import door
from mentorway.web.dissemination.views import outreach_door as own


@require_safe
def mailings(request: MemberRequest) -> HttpResponse:
    own.coordinates(request)
    context = {**door.frame(request.user), **paging.paged(request, queries.mailings_of(request.user))}
    return render(request, "dissemination/audience/mailings.html", context)


def new(request: MemberRequest) -> HttpResponse:
    own.coordinates(request)
    form = NewMailingForm(request.POST or None, initial={"language": request.user.language})
    made: list[Mailing] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.create(request.user, **form.cleaned_data))
    ):
        messages.success(request, _("The letter is kept. Nobody has got it yet."))
        return redirect("dissemination:mailing", made[0].pk)
    context = {**door.frame(request.user), "form": form}
    return render(request, "dissemination/audience/new_mailing.html", context)


def _frame(request: MemberRequest, row: Mailing) -> dict[str, Any]:
    return {
        **door.frame(request.user),
        "mailing": row,
        "kind": KINDS.get(row.kind, row.kind),
        "is_open": row.released is None and not row.is_example,
    }


@require_safe
def mailing(request: MemberRequest, pk: int) -> HttpResponse:
    row, now = own.mailing(request, pk), timezone.now()
    progress = analysis.progress_of(row, now)
    context = {
        **_frame(request, row),
        "letters": [(NAMES[one.language], one) for one in analysis.previews(row, now)],
        "waiting": row.released is not None and row.sent is None,
        "progress": progress,
        "asleep": [NAMES[code] for code in progress.asleep],
        "to_come": [(NAMES[code], count) for code, count in queries.readers_to_come(row).items()],
        "form": ReleaseMailingForm(initial={"revision": row.revision}),
        "earliest": analysis.EARLIEST,
        "latest": analysis.LATEST,
    }
    return render(request, "dissemination/audience/mailing.html", context)


def change(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.mailing(request, pk)
    frame, snapshot = _frame(request, row), analysis.snapshot_of(row)
    if not frame["is_open"]:
        messages.info(request, _("This letter stays as it is."))
        return redirect("dissemination:mailing", pk)
    form = MailingForm(
        settled(request.POST),
        initial={**analysis.facts_of(row), "revision": row.revision},
        source=row.language,
        entries=queries.entries_to_send(timezone.now()),
    )
    merge = own.merged(request, form, row, snapshot)
    if merge:
        context = {**frame, "merge": merge}
        return render(request, "dissemination/audience/merge_mailing.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("dissemination:mailing", pk)
    base = request.POST.get("base") or own.read_of(snapshot)
    context = {**frame, "form": form, "base": base}
    return render(request, "dissemination/audience/change_mailing.html", context)


@require_POST
def try_out(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.mailing(request, pk)
    words = _("The letter is on its way to %(email)s.") % {"email": request.user.email}
    return _done(request, row, lambda: actions.try_out(row, request.user), words)


@require_POST
def release(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.mailing(request, pk)
    form = ReleaseMailingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Open the page of the letter and send it from there."))
        return redirect("dissemination:mailing", pk)
    words = _("The letter is on its way to its readers.")
    return _done(request, row, lambda: actions.release(row, request.user, **form.cleaned_data), words)


@require_POST
def stop(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.mailing(request, pk)
    return _done(request, row, lambda: actions.stop(row), _("Nobody else gets this letter."))


def _done(request: MemberRequest, row: Mailing, action: Callable[[], object], words: str) -> HttpResponse:
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, action):
        messages.success(request, words)
    else:
        for text in form.non_field_errors():
            messages.error(request, str(text))
    return redirect("dissemination:mailing", row.pk)


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = own.mailing(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, row):
        messages.success(request, _("The letter is deleted."))
        return redirect("dissemination:mailings")
    return render(
        request, "dissemination/audience/delete_mailing.html", {**_frame(request, row), "form": form}
    )
