"""The editor of a draft: its questions, groups and lists of choices."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.questionnaire.workbook import Workbook
from mentorway.web.core.access import MemberRequest
from mentorway.web.methodology import exports, queries
from mentorway.web.methodology.actions import drafting
from mentorway.web.methodology.actions.drafting import ConflictError
from mentorway.web.methodology.analysis import drafts, editing, lists, tables
from mentorway.web.methodology.forms.questions import (
    GROUP,
    NAMED,
    TYPES,
    ArrangeForm,
    ListForm,
    Place,
    QuestionForm,
    initial_of,
)
from mentorway.web.methodology.models import Questionnaire
from mentorway.web.methodology.views import door
from mentorway.web.translation.analysis.texts import digest
from mentorway.web.translation.queries import in_languages, source_of

CONFLICT = 409


@require_safe
def draft(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    source = source_of(row.document)
    book = drafts.found(row.workbook)
    context = {
        **door.frame(request.user, row),
        "lines": editing.lines_of(book, str(source)),
        "lists": lists.all_lines(book, str(source)),
        "tables": tables.lines_of(book),
        "source": source,
        "last": queries.last_change(row),
        "version": queries.last_version(row),
        "types": NAMED,
    }
    return render(request, "methodology/draft.html", context)


@require_POST
def arrange(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    form = ArrangeForm(request.POST)
    if not form.is_valid():
        return redirect("methodology:draft", pk)
    mark = _arranged(row, request, form.cleaned_data)
    return redirect(f"{reverse('methodology:draft', args=[pk])}{f'#r{mark}' if mark else ''}")


def _arranged(row: Questionnaire, request: MemberRequest, asked: dict[str, Any]) -> str:
    """Do what a button of the list asks; return the row to look at afterwards."""
    try:
        if asked["undo"]:
            drafting.undo(row, request.user, revision=asked["undo"])
        elif asked["delete"]:
            drafting.remove(row, request.user, mark=asked["delete"])
        elif asked["ungroup"]:
            drafting.ungroup(row, request.user, mark=asked["ungroup"])
        elif asked["up"] or asked["down"]:
            mark = str(asked["up"] or asked["down"])
            drafting.move(row, request.user, mark=mark, up=bool(asked["up"]))
            return mark if mark.isalnum() else ""
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return ""


def add(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    kind = request.POST.get("type") or request.GET.get("type") or ""
    if kind not in NAMED:
        context = {**door.frame(request.user, row), "types": TYPES, "after": request.GET.get("after", "")}
        return render(request, "methodology/add.html", context)
    place = Place(drafts.found(row.workbook), str(source_of(row.document)))
    after = request.POST.get("after") or request.GET.get("after") or ""
    form = QuestionForm(request.POST or None, place=place, initial={"type": kind})
    if form.is_valid():
        try:
            drafting.add_rows(row, request.user, wish=form.wish(), after=after)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("The question is added.") if kind != GROUP else _("The group is added.")
            )
            return redirect("methodology:draft", pk)
    context = {
        **door.frame(request.user, row),
        "form": form,
        "kind": NAMED[kind],
        "after": after,
        "new": True,
    }
    return render(request, "methodology/question.html", context)


def edit(request: MemberRequest, pk: int, mark: str) -> HttpResponse:
    row = door.work(request, pk)
    place, initial = _place(row, mark)
    form = QuestionForm(request.POST or None, place=place, initial=initial)
    key = f"survey/{initial['name']}/label"
    context = {
        **door.frame(request.user, row),
        "mark": mark,
        "kind": NAMED.get(form.kind, form.kind),
        "digest": digest(key),
        "others": in_languages(row.document, key),
    }
    if not form.is_valid():
        return render(
            request, "methodology/question.html", {**context, "form": form, "revision": row.revision}
        )
    try:
        revision = form.cleaned_data["revision"] or 0
        drafting.change_row(row, request.user, mark=mark, revision=revision, wish=form.wish())
    except ConflictError as conflict:
        row.refresh_from_db()
        place, _initial = _place(row, mark)
        merged = QuestionForm(place=place, initial=initial_of(conflict.merged, place.language, form.offers))
        more = {
            "form": merged,
            "revision": row.revision,
            "conflict": conflict,
            "last": queries.last_change(row),
        }
        return render(request, "methodology/question.html", {**context, **more}, status=CONFLICT)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return render(
            request, "methodology/question.html", {**context, "form": form, "revision": row.revision}
        )
    messages.success(request, _("The changes are saved."))
    return redirect(f"{reverse('methodology:draft', args=[pk])}#r{mark}")


def _place(row: Questionnaire, mark: str) -> tuple[Place, dict[str, Any]]:
    book, language = drafts.found(row.workbook), str(source_of(row.document))
    here = drafts.row_of(book, mark)
    if here is None or here.kind.kind == "end":
        raise Http404
    place = Place(book, language, here)
    offers = QuestionForm(place=place, initial={"type": "text"}).offers
    return place, {**initial_of(here.cells, language, offers), "revision": row.revision}


def choice_list(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    row = door.work(request, pk)
    book, language = drafts.found(row.workbook), str(source_of(row.document))
    if name not in lists.names(book):
        raise Http404
    form = ListForm(request.POST or None, initial=_written(book, name, language, row.revision))
    context = {**door.frame(request.user, row), "name": name, "used": _users(book, name)}
    if not form.is_valid():
        return render(
            request, "methodology/choice_list.html", {**context, "form": form, "revision": row.revision}
        )
    try:
        drafting.change_list(row, request.user, name=name, **form.cleaned_data)
    except ConflictError as conflict:
        row.refresh_from_db()
        mine = ListForm(initial={"choices": form.cleaned_data["choices"]})
        more = {
            "form": mine,
            "revision": row.revision,
            "conflict": conflict,
            "last": queries.last_change(row),
        }
        return render(request, "methodology/choice_list.html", {**context, **more}, status=CONFLICT)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return render(
            request, "methodology/choice_list.html", {**context, "form": form, "revision": row.revision}
        )
    messages.success(request, _("The changes are saved."))
    return redirect("methodology:draft", pk)


def _written(book: Workbook, name: str, language: str, revision: int) -> dict[str, Any]:
    return {"choices": lists.written(lists.lines_of(book, name, language)), "revision": revision}


def _users(book: Workbook, name: str) -> list[str]:
    return [row.name for row in drafts.rows_of(book) if row.kind.list == name]


@require_safe
def download(request: MemberRequest, pk: int) -> HttpResponse:
    return exports.draft_workbook(door.look(request, pk)).response()
