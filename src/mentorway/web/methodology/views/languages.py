"""The languages of a questionnaire: which there are, who translates, how far they are."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.methodology import exports, queries, rules
from mentorway.web.methodology.actions import keeping, translating
from mentorway.web.methodology.analysis import documenting
from mentorway.web.methodology.analysis.board import lines_of, progress_of
from mentorway.web.methodology.forms.fields import ConfirmationForm, LanguageForm
from mentorway.web.methodology.forms.translating import AdoptionForm, PartsForm, TextsForm
from mentorway.web.methodology.models import Language, Part
from mentorway.web.methodology.views import door


@require_safe
def languages(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    found = queries.targets_of(row)
    lines = lines_of(door.texts(row), [language.pk for language in found], queries.stages_of(row))
    context = {
        **door.frame(request.user, row),
        "source": queries.source_of(row),
        "languages": [
            (language, progress_of(lines, place), _people(language)) for place, language in enumerate(found)
        ],
        "count": len(lines),
    }
    return render(request, "methodology/languages.html", context)


def _people(language: Language) -> list[tuple[Part, Any]]:
    """Return who has each part, nobody included."""
    known = {one.part: one.user for one in language.assignments.all()}
    return [(part, known.get(part)) for part in Part]


def add_language(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    form = LanguageForm(request.POST or None)
    if form.is_valid() and carried_out(form, keeping.add_language, row, **form.cleaned_data):
        messages.success(request, _("The language is added. Say who translates."))
        return redirect("methodology:parts", pk, form.cleaned_data["code"])
    return render(request, "methodology/language.html", {**door.frame(request.user, row), "form": form})


def remove_language(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    language = door.target(request, pk, code, rules.may_arrange)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, keeping.remove_language, language):
        messages.success(request, _("%(language)s is removed.") % {"language": language.name})
        return redirect("methodology:languages", pk)
    context = {**door.frame(request.user, language.questionnaire), "form": form, "language": language}
    return render(request, "methodology/language_removal.html", context)


def parts(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    language = door.target(request, pk, code, rules.may_arrange)
    initial = {one.part: one.user_id for one in language.assignments.all()}
    form = PartsForm(request.POST or None, people=queries.people_to_ask(), initial=initial)
    if form.is_valid() and carried_out(
        form, keeping.assign, language, request.user, people=form.cleaned_data
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("methodology:board", pk, code)
    context = {**door.frame(request.user, language.questionnaire), "form": form, "language": language}
    return render(request, "methodology/parts.html", context)


@require_POST
def hand_in(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    language = door.target(request, pk, code, rules.may_take_part)
    count = translating.hand_in_all(language, request.user)
    text = ngettext("%(count)d draft is handed in.", "%(count)d drafts are handed in.", count)
    messages.success(request, text % {"count": count})
    return redirect("methodology:board", pk, code)


def adopt(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    language = door.target(request, pk, code, rules.may_take_part)
    form = AdoptionForm(request.POST or None)
    texts = door.texts(language.questionnaire)
    if form.is_valid() and carried_out(
        form, translating.adopt, language, request.user, texts=texts, **form.cleaned_data
    ):
        messages.success(request, _("The texts are taken over."))
        return redirect("methodology:board", pk, code)
    context = {**door.frame(request.user, language.questionnaire), "form": form, "language": language}
    return render(request, "methodology/adoption.html", context)


@require_safe
def texts_out(request: MemberRequest, pk: int, code: str, kind: str) -> HttpResponse:
    language = door.target(request, pk, code)
    source = queries.source_of(language.questionnaire)
    texts = door.texts(language.questionnaire)
    file = exports.texts(language, source, texts, request.user, kind)
    return file.response() if file else redirect("methodology:board", pk, code)


def texts_in(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    language = door.target(request, pk, code, rules.may_take_part)
    heading = exports.heading_of(language, queries.source_of(language.questionnaire))
    form = TextsForm(
        request.POST or None,
        request.FILES or None,
        parts=queries.parts_of(request.user, language),
        heading=heading,
        texts={text.key: text for text in door.texts(language.questionnaire)},
    )
    if form.is_valid() and form.checked:
        asked = {"texts": form.texts, "targets": form.checked.targets, "part": form.cleaned_data["part"]}
        if carried_out(form, translating.take_in_file, language, request.user, **asked):
            count = len(form.checked.targets)
            text = ngettext("%(count)d text is taken over.", "%(count)d texts are taken over.", count)
            messages.success(request, text % {"count": count})
            return redirect("methodology:board", pk, code)
    context = {**door.frame(request.user, language.questionnaire), "form": form, "language": language}
    return render(request, "methodology/texts_in.html", context)


def _documented(language: Language) -> list[documenting.Documented]:
    texts = door.texts(language.questionnaire)
    lines = lines_of(texts, [language.pk], queries.stages_in(language))
    states = {line.text.key: line.states[0] for line in lines}
    return documenting.documented(texts, states, queries.documented(language), queries.notes_of(language))


@require_safe
def documentation(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    language = door.target(request, pk, code)
    context = {
        **door.frame(request.user, language.questionnaire),
        "language": language,
        "source": queries.source_of(language.questionnaire),
        "rows": _documented(language),
        "people": queries.people_with_parts(language, list(Part)),
        "assigned": queries.assigned_in(language),
    }
    return render(request, "methodology/documentation.html", context)


@require_safe
def documentation_file(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    language = door.target(request, pk, code)
    return exports.documentation(language, _documented(language)).response()
