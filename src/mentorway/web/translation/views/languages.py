"""The languages of a document: which there are, who translates, how far they are."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.translation import exports, forms, queries
from mentorway.web.translation.actions import languages as actions
from mentorway.web.translation.actions import translating
from mentorway.web.translation.analysis import documenting
from mentorway.web.translation.analysis.board import lines_of, progress_of
from mentorway.web.translation.models import Document, Language, Part
from mentorway.web.translation.views import door
from mentorway.web.translation.views.door import AnyOwner, Desk


@require_safe
def languages(request: MemberRequest, owner: AnyOwner, pk: int) -> HttpResponse:
    row = door.look(request, owner, pk)
    found = queries.targets_of(row.document)
    lines = lines_of(owner.texts(row), [language.pk for language in found], queries.stages_of(row.document))
    context = {
        **door.frame(request.user, owner, row),
        "source": queries.source_of(row.document),
        "languages": [
            (language, progress_of(lines, place), _people(language)) for place, language in enumerate(found)
        ],
        "count": len(lines),
        "offers": _offers(owner, row.document),
    }
    return render(request, "translation/languages.html", context)


def _offers(owner: AnyOwner, document: Document) -> list[tuple[str, str]]:
    """Return the languages that can be added with one click, as far as they are not there."""
    there = {language.code for language in document.languages.all()}
    return [(code, name) for code, name in owner.offers if code not in there]


def _people(language: Language) -> list[tuple[Part, Any]]:
    """Return who has each part, nobody included."""
    known = {one.part: one.user for one in language.assignments.all()}
    return [(part, known.get(part)) for part in Part]


def add_language(request: MemberRequest, owner: AnyOwner, pk: int) -> HttpResponse:
    row = door.work(request, owner, pk)
    form = forms.LanguageForm(request.POST or None)
    if form.is_valid() and carried_out(form, actions.add_language, row.document, **form.cleaned_data):
        messages.success(request, _("The language is added. Say who translates."))
        return redirect(owner.named("parts"), pk, form.cleaned_data["code"])
    context = {**door.frame(request.user, owner, row), "form": form}
    return render(request, "translation/language.html", context)


def remove_language(request: MemberRequest, owner: AnyOwner, pk: int, code: str) -> HttpResponse:
    desk = door.desk(request, owner, pk, code, door.arranges)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, desk.followed(actions.remove_language), desk.language):
        messages.success(request, _("%(language)s is removed.") % {"language": desk.language.name})
        return redirect(owner.named("languages"), pk)
    return render(request, "translation/language_removal.html", {**desk.frame(request.user), "form": form})


def parts(request: MemberRequest, owner: AnyOwner, pk: int, code: str) -> HttpResponse:
    desk = door.desk(request, owner, pk, code, door.arranges)
    initial = {one.part: one.user_id for one in desk.language.assignments.all()}
    form = forms.PartsForm(request.POST or None, people=queries.people_to_ask(), initial=initial)
    if form.is_valid() and carried_out(
        form, actions.assign, desk.language, request.user, people=form.cleaned_data
    ):
        messages.success(request, _("The changes are saved."))
        return desk.to("board")
    return render(request, "translation/parts.html", {**desk.frame(request.user), "form": form})


@require_POST
def hand_in(request: MemberRequest, owner: AnyOwner, pk: int, code: str) -> HttpResponse:
    desk = door.desk(request, owner, pk, code, door.takes_part)
    count = translating.hand_in_all(desk.language, request.user)
    text = ngettext("%(count)d draft is handed in.", "%(count)d drafts are handed in.", count)
    messages.success(request, text % {"count": count})
    return desk.to("board")


def adopt(request: MemberRequest, owner: AnyOwner, pk: int, code: str) -> HttpResponse:
    desk = door.desk(request, owner, pk, code, door.takes_part)
    form = forms.AdoptionForm(request.POST or None)
    take_over = desk.followed(translating.adopt)
    if form.is_valid() and carried_out(
        form, take_over, desk.language, request.user, texts=desk.texts(), **form.cleaned_data
    ):
        messages.success(request, _("The texts are taken over."))
        return desk.to("board")
    return render(request, "translation/adoption.html", {**desk.frame(request.user), "form": form})


@require_safe
def texts_out(request: MemberRequest, owner: AnyOwner, pk: int, code: str, kind: str) -> HttpResponse:
    desk = door.desk(request, owner, pk, code)
    file = exports.texts(str(desk.row), desk.language, desk.texts(), user=request.user, kind=kind)
    return file.response() if file else desk.to("board")


def texts_in(request: MemberRequest, owner: AnyOwner, pk: int, code: str) -> HttpResponse:
    desk = door.desk(request, owner, pk, code, door.takes_part)
    form = forms.TextsForm(
        request.POST or None,
        request.FILES or None,
        parts=queries.parts_of(request.user, desk.language),
        heading=exports.heading_of(str(desk.row), desk.language),
        texts={text.key: text for text in desk.texts()},
    )
    if form.is_valid() and form.checked:
        asked = {"texts": form.texts, "targets": form.checked.targets, "part": form.cleaned_data["part"]}
        take_in = desk.followed(translating.take_in_file)
        if carried_out(form, take_in, desk.language, request.user, **asked):
            count = len(form.checked.targets)
            text = ngettext("%(count)d text is taken over.", "%(count)d texts are taken over.", count)
            messages.success(request, text % {"count": count})
            return desk.to("board")
    return render(request, "translation/texts_in.html", {**desk.frame(request.user), "form": form})


def _documented(desk: Desk) -> list[documenting.Documented]:
    texts, language = desk.texts(), desk.language
    lines = lines_of(texts, [language.pk], queries.stages_in(language))
    states = {line.text.key: line.states[0] for line in lines}
    return documenting.documented(texts, states, queries.documented(language), queries.notes_of(language))


@require_safe
def documentation(request: MemberRequest, owner: AnyOwner, pk: int, code: str) -> HttpResponse:
    desk = door.desk(request, owner, pk, code)
    context = {
        **desk.frame(request.user),
        "source": queries.source_of(desk.row.document),
        "rows": _documented(desk),
        "people": queries.people_with_parts(desk.language, list(Part)),
        "assigned": queries.assigned_in(desk.language),
    }
    return render(request, "translation/documentation.html", context)


@require_safe
def documentation_file(request: MemberRequest, owner: AnyOwner, pk: int, code: str) -> HttpResponse:
    desk = door.desk(request, owner, pk, code)
    return exports.documentation(str(desk.row), desk.language, _documented(desk)).response()
