"""What was found: all versions, a new one, one with its parts, and what people say to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.evaluating.whole import Evaluation as Found
from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.wording import said
from mentorway.web.evaluation.actions import results as doing
from mentorway.web.evaluation.analysis import drawings, results
from mentorway.web.evaluation.analysis import result_pages as pages
from mentorway.web.evaluation.analysis.result_parts import pilots_apart
from mentorway.web.evaluation.forms.results import LABELS, WordsForm
from mentorway.web.evaluation.models import Evaluation, Result, Stage
from mentorway.web.evaluation.queries import results as queries
from mentorway.web.evaluation.views import door

CONFLICT = 409


@require_safe
def all_results(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.look(request, pk)
    doing.mark_silent(whole)
    context = {
        **door.frame(request.user, whole),
        **paging.paged(request, queries.versions_of(whole)),
        "news": _news(whole),
        "under_way": queries.under_way(whole),
        "can_compare": len(queries.numbers_done(whole)) > 1,
    }
    return render(request, "evaluation/results/list.html", context)


def _news(whole: Evaluation) -> list[str]:
    newest = queries.newest_decided(whole)
    return [said(one) for one in results.news_of(whole, newest)]


def new_result(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    made: list[Result] = []
    if form.is_valid() and carried_out(form, lambda: made.append(doing.begin(whole, request.user))):
        return redirect("evaluation:result", pk, made[0].number)
    newest = queries.newest_decided(whole)
    context = {**door.frame(request.user, whole), "form": form, "news": _news(whole), "newest": newest}
    context["by_few"] = results.is_by_few(whole, newest)
    return render(request, "evaluation/results/new.html", context)


@require_safe
def result(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    whole = door.look(request, pk)
    doing.mark_silent(whole)
    row = door.result_of(whole, number)
    context = {**door.frame(request.user, whole), "result": row}
    found = results.found_in(row) if row.stage == Stage.DONE else None
    if found is None:
        return render(request, "evaluation/results/state.html", {**context, **_state(row)})
    context |= {
        "size": pages.size_of(found.size),
        "messages_of_whole": [said(one) for one in found.messages],
        "conclusions": pages.conclusions_of(found),
        "apart": pilots_apart(found),
        "levels": pages.glance_of(found),
        "forest": drawings.forest_of(found),
        "line": drawings.reference_line(found),
        "money": pages.money_at_a_glance(found),
        "parts": pages.PARTS,
        "changes": [said(one) for one in row.changes],
        "notes": [said(one) for one in results.notes_of(row)],
        "words": _words(row),
        "confidence": round(100 * found.confidence),
        "is_newest": queries.numbers_done(whole)[:1] == [row.number],
    }
    return render(request, "evaluation/results/result.html", context)


def _state(row: Result) -> dict[str, Any]:
    """Return why nothing is shown: it is under way, failed, or was stored by another version."""
    return {
        "waiting": row.is_under_way,
        "why": said(row.problem) if row.problem else "",
        "unreadable": row.stage == Stage.DONE,
    }


def _words(row: Result) -> list[tuple[str, str]]:
    return [(str(label), row.words[name]) for name, label in LABELS.items() if row.words.get(name)]


@require_safe
def result_part(request: MemberRequest, pk: int, number: int, part: str) -> HttpResponse:
    row, found = shown(request, pk, number)
    one = pages.part_called(part)
    if one is None:
        raise Http404
    context = {
        **door.frame(request.user, row.evaluation),
        "result": row,
        "part": one,
        "parts": pages.PARTS,
        "sections": one.sections(found),
        "planes": drawings.planes_of(found) if one.slug == "money" else [],
        "note": pages.hidden_note(),
        "words": row.words.get(one.slug, ""),
        "confidence": round(100 * found.confidence),
    }
    return render(request, "evaluation/results/part.html", context)


def shown(request: MemberRequest, pk: int, number: int) -> tuple[Result, Found]:
    """Return a version that is done, and what it found; others have no such pages."""
    row = door.result_of(door.look(request, pk), number)
    found = results.found_in(row) if row.stage == Stage.DONE else None
    if found is None:
        raise Http404
    return row, found


@require_POST
def stop_result(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    row = door.result_of(door.work(request, pk), number)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, doing.stop, row):
        messages.success(request, _("Nothing more is computed for this version."))
    return redirect("evaluation:result", pk, number)


def result_words(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    row = door.result_of(door.work(request, pk), number)
    form = WordsForm(request.POST or None, words=row.words)
    status = 200
    if form.is_valid():
        facts = {"read": form.cleaned_data["read"], "words": form.words()}
        if carried_out(form, doing.say, row, **facts):
            messages.success(request, _("Saved."))
            return redirect("evaluation:result", pk, number)
        row.refresh_from_db(fields=["words"])
        form = form.again(row.words)
        status = CONFLICT
    context = {**door.frame(request.user, row.evaluation), "result": row, "form": form}
    context["kept"] = _words(row) if status == CONFLICT else []
    return render(request, "evaluation/results/words.html", context, status=status)
