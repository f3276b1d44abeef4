"""What people wrote in their own words: read, sorted by theme, quoted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import paging, tables
from mentorway.web.core.access import MemberRequest, there
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.evaluation.actions import voices as doing
from mentorway.web.evaluation.analysis import voices as analysis
from mentorway.web.evaluation.forms.voices import CodingForm, QuestionForm, QuotingForm, ThemeForm
from mentorway.web.evaluation.models import Evaluation, Speakers, Theme, VoiceQuestion
from mentorway.web.evaluation.queries import voices as queries
from mentorway.web.evaluation.views import door

THEMES, QUOTES = "themes", "quotes"


@require_safe
def voices(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.look(request, pk)
    themes = queries.themes_of(whole)
    context = _frame(request, whole, themes=themes, voices=analysis.voices_of(whole, themes))
    return render(request, "evaluation/voices/voices.html", context)


def _frame(request: MemberRequest, whole: Evaluation, **more: Any) -> dict[str, Any]:
    return {**door.frame(request.user, whole), "fewest": analysis.FEWEST, **more}


@require_safe
def export_voices(request: MemberRequest, pk: int, part: str) -> HttpResponse:
    whole = door.look(request, pk)
    if part == THEMES:
        name, table = _("Themes"), analysis.themes_table(analysis.themes_of(analysis.all_of(whole)))
    elif part == QUOTES:
        name, table = _("Quotes"), analysis.quotes_table(analysis.quotes_of(analysis.all_of(whole)))
    else:
        raise Http404
    return tables.csv_file(f"{name} · {whole.title}", *table)


def set_voices(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose an open question to read, and which answer allows quoting."""
    whole = door.work(request, pk)
    speakers = paging.choice_of(request, "speakers", Speakers.values) or Speakers.OWN
    study = VoiceQuestion(evaluation=whole, speakers=speakers).study
    context = _frame(request, whole, rows=analysis.voices_of(whole, []), study=study, speakers=speakers)
    questions = analysis.open_questions(study) if study else []
    if study and questions:
        offered = {"questions": questions, "permissions": analysis.permissions(study)}
        form = QuestionForm(request.POST or None, speakers=speakers, **offered)
        if form.is_valid() and carried_out(form, doing.set_question, whole, **form.facts()):
            messages.success(request, _("Saved."))
            return redirect("evaluation:voices", pk)
        context["form"] = form
    return render(request, "evaluation/voices/questions.html", context)


def _question(whole: Evaluation, which: int) -> VoiceQuestion:
    return there(queries.question_of(whole, which))


def remove_voices(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = _question(whole, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.remove_question, row):
        messages.success(request, _("The question is not read any more."))
        return redirect("evaluation:voices", pk)
    context = _frame(request, whole, form=form, voice=analysis.voice_of(row), count=queries.coded_at(row))
    return render(request, "evaluation/voices/question_remove.html", context)


def new_theme(request: MemberRequest, pk: int) -> HttpResponse:
    """Name a theme; who came here while reading answers goes back to them."""
    whole = door.work(request, pk)
    back = _coming_from(request, whole)
    form = ThemeForm(request.POST or None, instance=Theme(evaluation=whole))
    if form.is_valid() and carried_out(form, doing.add_theme, whole, **form.facts()):
        messages.success(request, _("The theme is there now."))
        return redirect("evaluation:code_voices", pk, back.pk) if back else redirect("evaluation:voices", pk)
    return render(request, "evaluation/voices/theme_new.html", _frame(request, whole, form=form))


def _coming_from(request: MemberRequest, whole: Evaluation) -> VoiceQuestion | None:
    number = request.GET.get("question", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 19  # noqa: PLR2004 - the largest key
    return queries.question_of(whole, int(number)) if is_number else None


def _theme(whole: Evaluation, which: int) -> Theme:
    return there(queries.theme_of(whole, which))


def change_theme(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = _theme(whole, which)
    form = ThemeForm(request.POST or None, instance=row)
    if form.is_valid() and carried_out(form, doing.change_theme, row, **form.facts()):
        messages.success(request, _("Saved."))
        return redirect("evaluation:voices", pk)
    return render(request, "evaluation/voices/theme_change.html", _frame(request, whole, form=form, row=row))


def remove_theme(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    row = _theme(whole, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.remove_theme, row):
        messages.success(request, _("The theme is gone."))
        return redirect("evaluation:voices", pk)
    context = _frame(request, whole, form=form, row=row, count=queries.coded_with(row))
    return render(request, "evaluation/voices/theme_remove.html", context)


def code_voices(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    """Show a page of answers and say which themes each speaks of."""
    whole = door.work(request, pk)
    voice = analysis.voice_of(_question(whole, which))
    if not voice.is_shown:
        return render(request, "evaluation/voices/few.html", _frame(request, whole, voice=voice))
    words, show = paging.words_of(request), paging.choice_of(request, "show", analysis.SHOWS)
    page = paging.paged(request, voice.chosen(words, show), chosen={"q": words, "show": show})
    shown = list(page["page"])
    if request.method == "POST":
        keys = set(request.POST.getlist("answer"))
        shown = [one for one in voice.answers if one.key in keys][: paging.ON_A_PAGE]
    form = CodingForm(request.POST or None, answers=shown, themes=voice.known)
    if request.method == "POST" and form.is_valid():
        choices = form.choices()
        if carried_out(form, doing.code, voice.row, request.user, choices=choices):
            _say_coded(request, len(choices))
            return redirect(request.get_full_path())
    context = _frame(request, whole, voice=voice, form=form, words=words, show=show, shows=_shows(), **page)
    return render(request, "evaluation/voices/coding.html", context)


def _shows() -> list[tuple[str, str]]:
    return [
        (analysis.NEW, _("Not read yet")),
        (analysis.READ, _("Read")),
        (analysis.QUOTED, _("Quoted")),
    ]


def _say_coded(request: MemberRequest, count: int) -> None:
    if count:
        text = ngettext("%(count)d answer is sorted.", "%(count)d answers are sorted.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.info(request, _("Nothing was changed."))


@require_safe
def choose_quotes(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    voice = analysis.voice_of(_question(whole, which))
    words = paging.words_of(request)
    page = paging.paged(request, voice.quotable(words), chosen={"q": words})
    rows = [(one, voice.titles(one)) for one in page["page"]]
    context = _frame(request, whole, voice=voice, words=words, rows=rows, **page)
    return render(request, "evaluation/voices/quotes.html", context)


@require_POST
def quote(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    voice = analysis.voice_of(_question(whole, which))
    form = QuotingForm(request.POST)
    answer = voice.answer(form.cleaned_data["answer"]) if form.is_valid() else None
    if answer is None:
        raise Http404
    is_quoted = form.cleaned_data["quoted"]
    if carried_out(form, doing.quote, voice, answer, is_quoted=is_quoted):
        messages.success(request, _("It is quoted now.") if is_quoted else _("It is quoted no more."))
    for refusal in form.non_field_errors():
        messages.error(request, str(refusal))
    return redirect("evaluation:choose_quotes", pk, which)
