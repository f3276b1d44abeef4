"""What certificates say, and issuing them for many people at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core.access import MemberRequest, there
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.pilots.actions import certificates as actions
from mentorway.web.pilots.actions import issuing
from mentorway.web.pilots.analysis.board import board_of
from mentorway.web.pilots.analysis.contents import lacking_in, terms_or_defaults, unseen, written_in
from mentorway.web.pilots.forms.certificates import IssueForm, TermsForm
from mentorway.web.pilots.models import Cohort, IssueRun, Stage, Terms
from mentorway.web.pilots.queries import certificates as queries
from mentorway.web.pilots.views import door


def terms(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.certify(request, pk)
    found = terms_or_defaults(cohort)
    form = TermsForm(request.POST or None, instance=found, initial={"was": fingerprint_of(written_in(found))})
    theirs: Terms | None = None
    if form.is_valid():
        was = form.cleaned_data["was"]
        try:
            done = carried_out(form, actions.write_terms, cohort, was=was, fields=form.cleaned_data)
        except actions.StaleError as stale:
            done, theirs = False, stale.theirs
        if done:
            messages.success(request, _("The changes are saved."))
            return redirect("pilots:certificates", pk)
    return _terms_page(request, cohort, form, theirs)


def _terms_page(
    request: MemberRequest, cohort: Cohort, form: TermsForm, theirs: Terms | None
) -> HttpResponse:
    stored = terms_or_defaults(cohort)
    context = {
        **door.frame(request.user, cohort),
        "form": form,
        "was": fingerprint_of(written_in(theirs)) if theirs else form["was"].value(),
        "differing": _differing(form, theirs) if theirs else [],
        "is_new": stored.pk is None,
        "lacking": lacking_in(stored),
        "unseen": unseen(cohort),
        "issued": queries.certificates_of(cohort).exists(),
    }
    return render(request, "pilots/certificates/terms.html", context, status=409 if theirs else 200)


def _differing(form: TermsForm, theirs: Terms) -> list[tuple[str, str]]:
    """Return the label and the stored text of every field in which the form says something else."""
    stored = written_in(theirs)
    mine = written_in(form.instance)
    return [(str(form.fields[name].label), stored[name]) for name in stored if stored[name] != mine[name]]


def issue(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.certify(request, pk)
    board = board_of(cohort)
    form = IssueForm(
        request.POST if request.method == "POST" else None,
        complete=[line.person for line in board.complete],
        partial=[line.person for line in board.partial],
        ticked=[line.person for line in board.complete if not line.was_taken_back],
    )
    if form.is_valid() and carried_out(form, _asked, request, cohort, form):
        run = queries.last_run(cohort)
        return redirect("pilots:issue_run", pk, run.pk if run else 0)
    found = terms_or_defaults(cohort)
    context: dict[str, Any] = {
        **door.frame(request.user, cohort),
        "form": form,
        "board": board,
        "terms": found,
        "lacking": lacking_in(found),
        "is_new": found.pk is None,
    }
    return render(request, "pilots/certificates/issue.html", context)


def _asked(request: MemberRequest, cohort: Cohort, form: IssueForm) -> IssueRun:
    return issuing.issue(cohort, request.user, wishes=form.wishes())


def _run(request: MemberRequest, pk: int, run: int) -> IssueRun:
    cohort = door.certify(request, pk)
    return there(queries.run_of(cohort, run))


@require_safe
def issue_run(request: MemberRequest, pk: int, run: int) -> HttpResponse:
    found = _run(request, pk, run)
    names = queries.names_of(found.cohort, [one["who"] for one in found.problem if one["who"]])
    context = {
        **door.frame(request.user, found.cohort),
        "run": found,
        "waiting": found.stage in (Stage.WAITING, Stage.RUNNING),
        "percent": 100 * found.done // max(1, found.total),
        "made": found.done - sum(one["who"] is not None for one in found.problem),
        "problems": [(names.get(one["who"], ""), one["message"]) for one in found.problem],
    }
    return render(request, "pilots/certificates/run.html", context)


@require_POST
def cancel_run(request: MemberRequest, pk: int, run: int) -> HttpResponse:
    found = _run(request, pk, run)
    form = ConfirmationForm(request.POST)
    if form.is_valid():
        carried_out(form, issuing.cancel, found)
    return redirect("pilots:issue_run", pk, run)
