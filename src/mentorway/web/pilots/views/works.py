"""What people of a cohort have handed in: who has passed what, and what waits to be assessed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from mentorway.courses.structure import Assessment, AssessmentKind
from mentorway.web.core import access, attachments
from mentorway.web.core.access import MemberRequest, there
from mentorway.web.core.forms import carried_out
from mentorway.web.core.paging import paged, words_of
from mentorway.web.core.tables import csv_file, xlsx_file
from mentorway.web.pilots.actions import works as actions
from mentorway.web.pilots.analysis import works as analysis
from mentorway.web.pilots.analysis.programme import assessment_of, assessments_of, programme_of
from mentorway.web.pilots.analysis.quiz import judged
from mentorway.web.pilots.forms.learning import PASSES, RETURNED, AssessForm, PassManyForm, initial_levels
from mentorway.web.pilots.models import Cohort, Work, WorkFile, WorkState
from mentorway.web.pilots.queries import learning as queries
from mentorway.web.pilots.views import door

ROWS = 40
FIRST = 20
FILES = {"xlsx": xlsx_file, "csv": csv_file}


@require_safe
def works(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.meet(request, pk)
    frame, words = door.frame(request.user, cohort), words_of(request)
    known = assessments_of(frame["programme"])
    people = paged(request, queries.people_of(cohort, words), chosen={"q": words}, size=ROWS)
    waiting = queries.waiting_works(cohort)
    count = waiting.count()
    context = {
        **frame,
        **people,
        "words": words,
        "assessments": known.values(),
        "rows": analysis.board(cohort, list(people["page"]), known.values()),
        "waiting": [(row, known.get(row.assessment)) for row in waiting[:FIRST]],
        "waiting_count": count,
        "left": max(0, count - FIRST),
        "shared": queries.shared_counts(cohort),
    }
    return render(request, "pilots/learning/works.html", context)


@require_safe
def work(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    cohort = door.meet(request, pk)
    row = access.fetch(request.user, Work.objects, pk=which, participant__cohort=cohort)
    frame = door.frame(request.user, cohort)
    asked = _asked(frame["programme"], row)
    is_quiz = asked.kind == AssessmentKind.QUIZ
    context = {
        **frame,
        **_shown(row, asked),
        "result": judged(asked, row.answers) if is_quiz and row.answers else None,
    }
    return render(request, "pilots/learning/work.html", context)


def _asked(programme: Any, row: Work) -> Assessment:
    return there(assessment_of(programme, row.assessment))


def _shown(row: Work, asked: Assessment) -> dict[str, Any]:
    """Return what facilitators read of a work; what is written anew stays hidden until it is handed in."""
    is_hidden = row.state == WorkState.DRAFT
    return {
        "work": row,
        "asked": asked,
        "is_hidden": is_hidden,
        "files": () if is_hidden else row.files.all(),
        "state": WorkState.RETURNED.label if is_hidden else row.get_state_display(),
        "rubric": analysis.rubric_of(asked, row.levels),
    }


def assess(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    cohort = door.lead(request, pk)
    row = access.fetch(request.user, Work.objects, pk=which, participant__cohort=cohort)
    frame = door.frame(request.user, cohort)
    asked = _asked(frame["programme"], row)
    data = request.POST.copy() if request.method == "POST" else None
    form = AssessForm(data, initial=_initial(row), assessment=asked)
    if form.is_valid():
        done = carried_out(form, actions.assess, row, request.user, asked, **form.asked())
        if done:
            messages.success(request, _("Your assessment is saved. The participant can read it."))
            return _onwards(request, cohort)
        row.refresh_from_db()
        if data is not None:
            data["revision"] = str(row.revision)
    context = {**frame, **_shown(row, asked), "form": form}
    return render(request, "pilots/learning/assess.html", context)


def _initial(row: Work) -> dict[str, Any]:
    verdict = {WorkState.PASSED: PASSES, WorkState.RETURNED: RETURNED}.get(WorkState(row.state), "")
    kept = {"revision": row.revision, "feedback": row.feedback, "note": row.note, "verdict": verdict}
    return {**initial_levels(row.levels), **kept}


def _onwards(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    following = queries.waiting_works(cohort).first() if "next" in request.POST else None
    if following is None:
        return redirect("pilots:works", cohort.pk)
    return redirect("pilots:assess", cohort.pk, following.pk)


@require_safe
def work_file(request: MemberRequest, pk: int, which: int) -> HttpResponseBase:
    cohort = door.meet(request, pk)
    file = access.fetch(request.user, WorkFile.objects, pk=which, work__participant__cohort=cohort)
    if file.work.state == WorkState.DRAFT:
        raise Http404
    return attachments.served(file.path, name=file.name, media_type=file.media_type)


@require_safe
def works_file(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    """Answer with who has passed what, without a word of what anybody wrote."""
    cohort = door.meet(request, pk)
    if kind not in FILES:
        raise Http404
    known = assessments_of(programme_of(cohort))
    people = list(queries.people_of(cohort))
    rows = [
        (person.name, person.organisation, *(cell.said for cell in cells))
        for person, cells in analysis.board(cohort, people, known.values())
    ]
    header = (pgettext("person", "Name"), _("Organisation"), *(one.title for one in known.values()))
    title = _("Work of %(cohort)s") % {"cohort": cohort.title}
    if kind == "csv":
        return csv_file(title, header, rows)
    return xlsx_file(title, _("Work"), header, rows)


def pass_many(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    cohort = door.lead(request, pk)
    frame = door.frame(request.user, cohort)
    asked = assessment_of(frame["programme"], key)
    if asked is None:
        raise Http404
    rows = queries.not_passed(cohort, key)
    form = PassManyForm(request.POST if request.method == "POST" else None, people=rows)
    if form.is_valid():
        chosen = form.cleaned_data["people"]
        left = actions.pass_many(request.user, key, chosen)
        _tell(request, len(chosen) - len(left), ", ".join(person.name for person in left))
        return redirect("pilots:works", pk)
    context = {**frame, "asked": asked, "form": form, "count": rows.count()}
    return render(request, "pilots/learning/pass_many.html", context)


def _tell(request: MemberRequest, done: int, left: str) -> None:
    if done:
        text = ngettext("%(count)d person has passed.", "%(count)d people have passed.", done)
        messages.success(request, text % {"count": done})
    if left:
        text = _("Nothing changed for those who have begun and not handed in yet: %(names)s.")
        messages.warning(request, text % {"names": left})
