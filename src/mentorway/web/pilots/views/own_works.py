"""What one person works on: the list, a work, a quiz, files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.courses.structure import Assessment, AssessmentKind
from mentorway.web.core import attachments
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.pilots.actions import works as actions
from mentorway.web.pilots.analysis import works as analysis
from mentorway.web.pilots.analysis.quiz import judged
from mentorway.web.pilots.analysis.windows import based
from mentorway.web.pilots.forms.learning import QuizForm, WorkForm, answers_initial
from mentorway.web.pilots.models import Participant, Work, WorkState
from mentorway.web.pilots.queries import learning as queries
from mentorway.web.pilots.views import door
from mentorway.web.pilots.views.learners import asked_of, learner


@secret_page("GET", "HEAD")
def own_works(request: HttpRequest, link: str) -> HttpResponse:
    person = learner(link)
    tasks = analysis.tasks_of(person)
    context = {
        **door.own_frame(person),
        "tasks": tasks,
        "left": sum(one.is_open for one in tasks),
        "takes_work": analysis.takes_work(person),
    }
    return render(request, "pilots/own/works.html", context)


@secret_page("GET", "HEAD", "POST")
def own_work(request: HttpRequest, link: str, key: str) -> HttpResponse:
    return _work(request, link, key, hands_in=False)


@secret_page("GET", "HEAD", "POST")
def own_hand_in(request: HttpRequest, link: str, key: str) -> HttpResponse:
    """Keep what was written and hand it in; who only opens the address comes to the work."""
    if request.method != "POST":
        return redirect("pilots:own_work", link, key)
    return _work(request, link, key, hands_in=True)


def _work(request: HttpRequest, link: str, key: str, *, hands_in: bool) -> HttpResponse:
    person = learner(link)
    asked = asked_of(person, key)
    if asked.kind == AssessmentKind.QUIZ:
        return redirect("pilots:own_quiz", link, key)
    if asked.kind != AssessmentKind.ASSIGNMENT:
        return _told(request, person, asked)
    row = queries.work_by(person, key) or Work(participant=person, assessment=key, revision=0)
    form = WorkForm(settled(request.POST), request.FILES or None, initial=_initial(row))
    if request.method == "POST" and form.is_valid() and _file_is_kept(request, person, key, form):
        merge = form.clash({"text": row.text}, row.revision)
        if merge:
            return _work_page(request, person, (asked, row), form, merge=MergeForm(merge, form))
        act = actions.hand_in if hands_in else actions.save
        if form.is_valid() and carried_out(form, act, person, key, **form.asked()):
            text = _("It is handed in.") if hands_in else _("Your draft is saved. Only you can read it.")
            messages.success(request, text)
            return redirect("pilots:own_work", link, key)
    return _work_page(request, person, (asked, row), form)


def _initial(row: Work) -> dict[str, Any]:
    return {"text": row.text, "revision": row.revision}


def _file_is_kept(request: HttpRequest, person: Participant, key: str, form: WorkForm) -> bool:
    """Keep the file that came with a text, whatever becomes of the text; return whether nothing is wrong."""
    file = form.cleaned_data.get("file")
    if not file:
        return True
    done = carried_out(form, actions.add_file, person, key, file=file)
    if done:
        messages.success(request, _("The file “%(name)s” is added.") % {"name": file.name})
    return done


def _work_page(
    request: HttpRequest,
    person: Participant,
    what: tuple[Assessment, Work],
    form: WorkForm,
    merge: MergeForm | None = None,
) -> HttpResponse:
    asked, row = what
    is_passed = asked.key in analysis.passed_by(person)
    can_write = analysis.takes_work(person) and row.state not in actions.CLOSED
    context = {
        **_about(person, asked, row, is_passed=is_passed),
        "form": form,
        "merge": merge,
        "base": form.data.get("base") or based({"text": row.text}),
        "can_write": can_write or form.is_bound,
        "can_take_back": row.state == WorkState.HANDED_IN,
        "files": row.files.all() if row.pk else (),
        "can_change_files": can_write,
    }
    return render(request, "pilots/own/work.html", context, status=CONFLICT if merge else 200)


def _about(person: Participant, asked: Assessment, row: Work | None, *, is_passed: bool) -> dict[str, Any]:
    has_feedback = row is not None and row.assessed is not None
    return {
        **door.own_frame(person),
        "asked": asked,
        "task": analysis.task_of(person, asked, row, passed=is_passed),
        "takes_work": analysis.takes_work(person),
        "work": row,
        "rubric": analysis.rubric_of(asked, row.levels if row is not None and has_feedback else {}),
        "has_feedback": has_feedback,
    }


def _told(request: HttpRequest, person: Participant, asked: Assessment) -> HttpResponse:
    """Show a reflection or an observation, which are done on pages of their own."""
    if request.method == "POST":
        raise Http404
    row = queries.work_by(person, asked.key)
    context = {
        **_about(person, asked, row, is_passed=asked.key in analysis.passed_by(person)),
        "is_reflection": asked.kind == AssessmentKind.REFLECTION,
        "entries": queries.entries_of(person, asked.key),
        "observed": queries.observations_about(person, asked.key).count(),
    }
    return render(request, "pilots/own/told.html", context)


@secret_page("POST")
def own_take_back(request: HttpRequest, link: str, key: str) -> HttpResponse:
    person = learner(link)
    asked_of(person, key)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, actions.take_back, person, key):
        messages.success(request, _("It is a draft again. Hand it in when it is ready."))
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("pilots:own_work", link, key)


@secret_page("GET", "HEAD")
def own_file(request: HttpRequest, link: str, which: int) -> HttpResponseBase:  # noqa: ARG001
    file = queries.file_of(learner(link), which)
    if file is None:
        raise Http404
    return attachments.served(file.path, name=file.name, media_type=file.media_type)


@secret_page("GET", "HEAD", "POST")
def own_file_remove(request: HttpRequest, link: str, which: int) -> HttpResponse:
    person = learner(link)
    file = queries.file_of(person, which)
    if file is None:
        raise Http404
    key = file.work.assessment
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove_file, file):
        messages.success(request, _("%(title)s is removed.") % {"title": file.name})
        return redirect("pilots:own_work", link, key)
    context = {**door.own_frame(person), "form": form, "file": file, "key": key}
    return render(request, "pilots/own/file_removal.html", context)


@secret_page("GET", "HEAD", "POST")
def own_quiz(request: HttpRequest, link: str, key: str) -> HttpResponse:
    person = learner(link)
    asked = asked_of(person, key)
    if asked.kind != AssessmentKind.QUIZ:
        return redirect("pilots:own_work", link, key)
    row = queries.work_by(person, key)
    form = QuizForm(request.POST if request.method == "POST" else None, assessment=asked)
    if form.is_valid() and carried_out(form, actions.answer, person, asked, form.answers()):
        return redirect("pilots:own_quiz", link, key)
    answers = row.answers if row is not None else {}
    if not form.is_bound:
        form.initial = answers_initial(form.keys, answers)
    is_passed = asked.key in analysis.passed_by(person)
    context = {
        **_about(person, asked, row, is_passed=is_passed),
        "form": form,
        "result": judged(asked, answers) if answers else None,
        "is_asking": form.is_bound or not answers or "again" in request.GET,
        "is_passed": is_passed,
    }
    return render(request, "pilots/own/quiz.html", context)
