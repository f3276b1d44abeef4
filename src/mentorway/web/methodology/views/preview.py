"""The draft as people who answer will see it, page by page, in each language."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from mentorway.questionnaire import Answer, Context, Form, Judgement, Page, initial_answers, judge, open_pages
from mentorway.web.core.access import MemberRequest
from mentorway.web.methodology.actions import publishing
from mentorway.web.methodology.analysis import pages
from mentorway.web.methodology.views import door
from mentorway.web.translation.queries import source_of
from mentorway.wording import InvalidInputError

MOST_KEPT = 5


def preview(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.look(request, pk)
    form = publishing.look(row).proof.publication.form
    if form is None:
        problems = publishing.look(row).proof.errors
        context = {**door.frame(request.user, row), "problems": problems}
        return render(request, "methodology/no_preview.html", context)
    return redirect("methodology:preview_page", pk, form.default_language or source_of(row.document).code, 1)


@dataclass(frozen=True)
class Trial:
    """Answers that somebody tries out; they live in the session and nowhere else."""

    form: Form
    answers: dict[str, Answer]
    context: Context

    def judged(self) -> Judgement:
        return judge(self.form, self.answers, self.context)


def page(request: MemberRequest, pk: int, code: str, number: int) -> HttpResponse:
    row = door.look(request, pk)
    form = publishing.look(row).proof.publication.form
    if form is None:
        return redirect("methodology:preview", pk)
    if request.POST.get("do") == "restart":
        _forget(request, pk)
        return redirect("methodology:preview_page", pk, code, 1)
    trial = _trial(request, pk, form, code)
    faults = False
    here = next((page for page in form.pages if page.number == number), None)
    if request.method == "POST" and here is not None:
        trial.answers.update(pages.sent(form, here, request.POST))
        _keep(request, pk, trial)
        faults = request.POST.get("do") != "back" and bool(set(here.questions) & set(trial.judged().faults))
        if not faults:
            back = request.POST.get("do") == "back"
            return redirect("methodology:preview_page", pk, code, _next(trial.judged(), number, back=back))
    context = {
        **door.frame(request.user, row),
        **_shown(trial, here, faults=faults),
        "code": code,
        "number": number,
    }
    return render(request, "methodology/preview.html", context)


def _shown(trial: Trial, here: Page | None, *, faults: bool) -> dict[str, Any]:
    judged = trial.judged()
    found = open_pages(judged)
    return {
        "form": trial.form,
        "blocks": pages.blocks_of(judged, here, trial.answers, faults=faults) if here else [],
        "here": here,
        "place": sum(1 for page in found if here is None or page.number <= here.number),
        "count": len(found),
        "faults": faults,
        "stored": [] if here else [(name, value) for name, value in judged.stored.items()],
        "missing": [] if here else judged.missing,
    }


def _next(judged: Judgement, number: int, *, back: bool) -> int:
    """Return the next page with something on it; after the last one comes the end."""
    numbers = [page.number for page in open_pages(judged)]
    if back:
        return max((other for other in numbers if other < number), default=number)
    return min((other for other in numbers if other > number), default=len(judged.form.pages) + 1)


def _trial(request: MemberRequest, pk: int, form: Form, code: str) -> Trial:
    kept = request.session.get("trials", {}).get(str(pk), {})
    if kept.get("form") != form.hash:
        kept = {}
    now = parse_datetime(kept.get("now", "")) or timezone.now()
    context = Context(now=now, seed=kept.get("seed") or secrets.token_hex(8), language=code)
    try:
        answers = kept["answers"] if "answers" in kept else dict(initial_answers(form, context))
    except InvalidInputError as error:
        raise Http404 from error
    if code not in {language.code for language in form.languages}:
        raise Http404
    return Trial(form, answers, context)


def _keep(request: HttpRequest, pk: int, trial: Trial) -> None:
    trials = dict(request.session.get("trials", {}))
    trials.pop(str(pk), None)
    kept = dict(list(trials.items())[-(MOST_KEPT - 1) :])
    kept[str(pk)] = {
        "form": trial.form.hash,
        "answers": trial.answers,
        "seed": trial.context.seed,
        "now": trial.context.now.isoformat(),
    }
    request.session["trials"] = kept


def _forget(request: HttpRequest, pk: int) -> None:
    trials = dict(request.session.get("trials", {}))
    trials.pop(str(pk), None)
    request.session["trials"] = trials
