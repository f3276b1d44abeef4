"""Proposals and pairs of a round, as those who run it see them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.mentoring.actions import proposals as doing
from mentorway.web.mentoring.analysis.proposals import plan_of
from mentorway.web.mentoring.analysis.relations import row_of, table_of
from mentorway.web.mentoring.forms.relations import ReplyForm, WithdrawForm
from mentorway.web.mentoring.models import MatchingState, Relation, RelationState, Round
from mentorway.web.mentoring.queries import concerns
from mentorway.web.mentoring.queries import relations as queries
from mentorway.web.mentoring.views import door

ON_A_PAGE = 50


def confirm_matching(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    whole = door.work(request, pk)
    matching = door.matching_of(whole, number)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.confirm, matching, request.user):
        messages.success(request, _("The matching is confirmed. The proposals go out now."))
        return redirect("mentoring:relations", pk)
    plan = plan_of(whole, matching, timezone.localdate(timezone=whole.zone))
    context = {
        **door.frame(request.user, whole),
        "form": form,
        "matching": matching,
        "plan": plan,
        "is_draft": matching.state == MatchingState.DRAFT,
    }
    return render(request, "mentoring/relations/confirm.html", context)


@require_safe
def relations(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.meet(request, pk)
    words, state = _asked(request)
    counts = queries.states_of(whole)
    rows = queries.relations_of(whole, words, state)
    found = paging.paged(request, rows, chosen={"q": words, "state": state}, size=ON_A_PAGE)
    context = {
        **door.frame(request.user, whole),
        **found,
        "rows": [row_of(one) for one in found["page"]],
        "words": words,
        "state": state,
        "counts": [(one, one.label, counts[one]) for one in RelationState if counts.get(one)],
        "total": sum(counts.values()),
        "open_concerns": concerns.count_open(whole),
    }
    return render(request, "mentoring/relations/list.html", context)


def _asked(request: MemberRequest) -> tuple[str, str]:
    return paging.words_of(request), paging.choice_of(request, "state", RelationState.values)


@require_safe
def export_relations(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.meet(request, pk)
    rows = list(queries.relations_of(whole, *_asked(request)))
    for one in rows:
        one.round = whole
    return tables.csv_file(_("Pairs · %(round)s") % {"round": whole.title}, *table_of(rows))


def _frame(request: MemberRequest, whole: Round, row: Relation, **more: Any) -> dict[str, Any]:
    return {**door.frame(request.user, whole), "relation": row, "row": row_of(row), **more}


@require_safe
def relation(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.meet(request, pk)
    row = door.relation_of(whole, which)
    enquiries = queries.enquiries_about(row)
    context = _frame(request, whole, row, enquiries=enquiries)
    return render(request, "mentoring/relations/relation.html", context)


def withdraw_relation(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = door.relation_of(whole, which)
    form = WithdrawForm(request.POST if request.method == "POST" else None, relation=row)
    if form.is_valid() and carried_out(form, doing.withdraw, row, **form.cleaned_data):
        messages.success(request, _("Done. Everybody concerned gets a letter."))
        return redirect("mentoring:relation", pk, which)
    return render(request, "mentoring/relations/withdraw.html", _frame(request, whole, row, form=form))


def reply_enquiry(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    enquiry = queries.enquiry_of(whole, which)
    if enquiry is None:
        raise Http404
    row = door.relation_of(whole, enquiry.place.relation_id)
    form = ReplyForm(request.POST or None)
    if form.is_valid() and carried_out(form, doing.reply, enquiry, request.user, **form.cleaned_data):
        messages.success(request, _("Your reply is saved and goes out as a letter."))
        return redirect("mentoring:relation", pk, row.pk)
    context = _frame(request, whole, row, form=form, enquiry=enquiry)
    return render(request, "mentoring/relations/reply.html", context)
