"""How far a study has come: answers against what was wanted, and what is missing before it can open."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.study import queries, rules
from mentorway.web.study.actions import answers as doing
from mentorway.web.study.actions import studies
from mentorway.web.study.analysis import counting, drawing, links
from mentorway.web.study.forms import WithdrawalForm
from mentorway.web.study.models import State, Study
from mentorway.web.study.views.door import asked, frame


@require_safe
def board(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, pk=pk)
    targets = list(queries.targets_of(row))
    found = counting.board_of(row, targets)
    context = frame(
        request,
        row,
        "board",
        board=found,
        curve=drawing.curve_of(found.spans),
        rate=counting.rate_of(row),
        waves=queries.waves_of(row),
        lacks=studies.lacks(row) if row.state == State.DRAFT else [],
        newer=queries.newer_version(row) if row.state != State.ARCHIVED else None,
        version=queries.version_of(row),
        odd=queries.odd_answers(row),
        moves={state: row.may_become(state) for state in State.values},
    )
    return render(request, "study/board.html", context)


@require_safe
def open_links(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_work, pk=pk)
    shown = [(one, links.open_link(one)) for one in queries.targets_of(row)]
    cards = [] if row.has_codes else [(one, link, links.qr_data(link)) for one, link in shown]
    return render(request, "study/links.html", frame(request, row, "waves", cards=cards))


def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_work, pk=pk)
    form = WithdrawalForm(request.POST or None)
    lines: list[int] = []
    if form.is_valid() and carried_out(
        form, lambda: lines.append(doing.withdraw(row, request.user, **form.cleaned_data))
    ):
        text = _("The answers are removed, and so is every file that held them.")
        receipt = _("Receipt: line %(number)d of the audit log.") % {"number": lines[0]}
        messages.success(request, f"{text} {receipt}")
        return redirect("study:board", pk)
    return render(request, "study/withdrawal.html", frame(request, row, "board", form=form))


def review(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Study.objects, may=rules.may_work, pk=pk)
    odd = queries.odd_answers(row)
    if not odd:
        return redirect("study:board", pk)
    keep = request.POST.get("do") != "remove"
    text = ngettext("%(count)d set of answers is settled.", "%(count)d sets of answers are settled.", odd)
    return asked(
        request,
        row,
        "review",
        lambda: doing.settle(row, keep=keep),
        done=text % {"count": odd},
        odd=odd,
        back=reverse("study:board", args=[pk]),
    )
