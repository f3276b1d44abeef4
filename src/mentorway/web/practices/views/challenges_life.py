"""Challenges are retired, deleted, brought back, and taken in from a file."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.network.models import DAYS_IN_BIN
from mentorway.web.practices.actions import challenges as actions
from mentorway.web.practices.actions.material import read_rows
from mentorway.web.practices.analysis import challenges_rows as analysis
from mentorway.web.practices.forms.challenges import CodebookForm
from mentorway.web.practices.models import Challenge, Intake
from mentorway.web.practices.queries import challenges as queries
from mentorway.web.practices.rules import challenges as rules

SHOWN_PROBLEMS = 200


def _asked(
    request: MemberRequest, row: Challenge, question: str, doing: Callable[[], Any], **more: Any
) -> HttpResponse:
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    here = reverse("practices:challenge", args=[row.token])
    if form.is_valid() and carried_out(form, doing):
        messages.success(request, more["done"])
        return redirect(more.get("next", here))
    context = {"challenge": row, "question": question, "form": form, "back": here, **more}
    return render(request, "practices/challenge_question.html", context)


def retire_challenge(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Challenge.objects, may=rules.may_keep_codebook, token=token)
    if row.is_retired:
        done = _("Coders can use it again.")
        return _asked(request, row, "return", lambda: actions.offer_again(row, request.user), done=done)
    done = _("Coders can use it no longer. What was coded stays.")
    return _asked(request, row, "retirement", lambda: actions.retire(row, request.user), done=done)


def delete_challenge(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Challenge.objects, may=rules.may_keep_codebook, token=token)
    return _asked(
        request,
        row,
        "deletion",
        lambda: actions.delete(row, request.user),
        done=_("%(title)s is deleted.") % {"title": row},
        next=reverse("practices:codebook"),
        days=DAYS_IN_BIN,
    )


@require_safe
def challenges_deleted(request: MemberRequest) -> HttpResponse:
    if not rules.may_keep_codebook(request.user):
        raise PermissionDenied
    context = {"rows": queries.deleted_of(request.user), "days": DAYS_IN_BIN}
    return render(request, "practices/challenges_deleted.html", context)


def restore_challenge(request: MemberRequest, token: UUID) -> HttpResponse:
    row = access.fetch(request.user, Challenge.bin, may=rules.may_keep_codebook, token=token)
    return _asked(
        request,
        row,
        "restoration",
        lambda: actions.restore(row, request.user),
        done=_("%(title)s is back.") % {"title": row},
        back=reverse("practices:challenges_deleted"),
    )


def take_in_codebook(request: MemberRequest) -> HttpResponse:
    if not rules.may_keep_codebook(request.user):
        raise PermissionDenied
    form = CodebookForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        found = analysis.checked(form.cleaned_data["rows"])
        name = str(form.cleaned_data["file"].name)
        facts = {"rows": found.rows, "problems": found.problems}
        intake = read_rows(request.user, partner=None, file_name=name, **facts)
        return redirect("practices:look_through_codebook", intake.pk)
    context = {"form": form, "columns": analysis.COLUMNS}
    return render(request, "practices/challenges_take_in.html", context)


def look_through_codebook(request: MemberRequest, pk: int) -> HttpResponse:
    intake = access.fetch(request.user, Intake.objects, pk=pk, partner=None)
    if not rules.may_keep_codebook(request.user):
        raise PermissionDenied
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    count = len(intake.rows)
    if form.is_valid() and carried_out(form, actions.take_in, intake, request.user):
        said = ngettext("%(count)d challenge is taken in.", "%(count)d challenges are taken in.", count)
        messages.success(request, said % {"count": count})
        return redirect("practices:codebook")
    context = {
        "form": form,
        "intake": intake,
        "count": count,
        "rows": intake.rows,
        "problems": intake.problems[:SHOWN_PROBLEMS],
        "more_problems": max(0, len(intake.problems) - SHOWN_PROBLEMS),
    }
    return render(request, "practices/challenges_look.html", context)
