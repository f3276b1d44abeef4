"""Practice in threes as one person meets it: the groups, observing, what was seen."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.courses.structure import Assessment, AssessmentKind
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.pilots.actions import triads as actions
from mentorway.web.pilots.analysis import practice as analysis
from mentorway.web.pilots.analysis.programme import assessment_of, programme_of
from mentorway.web.pilots.analysis.windows import based, marked
from mentorway.web.pilots.forms.learning import ObserveForm
from mentorway.web.pilots.models import Observation, Participant, Triad
from mentorway.web.pilots.queries import learning as queries
from mentorway.web.pilots.views import door
from mentorway.web.pilots.views.learners import learner


@secret_page("GET", "HEAD")
def own_practice(request: HttpRequest, link: str) -> HttpResponse:
    person = learner(link)
    frame = door.own_frame(person)
    context = {
        **frame,
        "triads": analysis.practised(person, frame["programme"]),
        "received": [
            analysis.told(row, frame["programme"], mark=marked(actions.seen_of(row)))
            for row in queries.observations_about(person)
        ],
        "written": [analysis.told(row, frame["programme"]) for row in queries.observations_by(person)],
    }
    return render(request, "pilots/own/practice.html", context)


@secret_page("GET", "HEAD", "POST")
def own_observe(request: HttpRequest, link: str, triad: int, key: str, mentor: int) -> HttpResponse:
    person = learner(link)
    asked = assessment_of(programme_of(person.cohort), key, AssessmentKind.OBSERVATION)
    where = _where(person, triad, mentor)
    facts = {"triad": where[0], "assessment": key, "mentor": where[1]}
    row = queries.observation_of(person, **facts)
    if asked is None or not (row or request.method == "POST" or actions.may_observe(person, *where)):
        raise Http404
    stored = actions.seen_of(row or Observation(observer=person, **facts))
    form = ObserveForm(
        settled(request.POST), initial={**stored, "revision": marked(stored)}, assessment=asked
    )
    place = (where[0], asked, where[1])
    if form.is_valid():
        merge = form.clash({**dict.fromkeys(form.fields, ""), **stored}, marked(stored))
        if merge:
            return _form_page(request, (person, *place), form, merge=MergeForm(merge, form))
        if form.is_valid() and carried_out(form, actions.observe, person, place, **form.asked()):
            text = _("Saved. %(person)s can read it now, and nobody else.") % {"person": where[1].name}
            messages.success(request, text)
            return redirect("pilots:own_practice", link)
    return _form_page(request, (person, *place), form, base=based(stored))


def _where(person: Participant, triad: int, mentor: int) -> tuple[Triad, Participant]:
    group, who = queries.triad_of(person.cohort, triad), door.person_of(person.cohort, mentor)
    if group is None or who == person:
        raise Http404
    return group, who


def _form_page(
    request: HttpRequest,
    what: tuple[Participant, Triad, Assessment, Participant],
    form: ObserveForm,
    *,
    base: str = "",
    merge: MergeForm | None = None,
) -> HttpResponse:
    person, triad, asked, mentor = what
    context = {
        **door.own_frame(person),
        "form": form,
        "triad": triad,
        "asked": asked,
        "mentor": mentor,
        "merge": merge,
        "base": form.data.get("base") or base,
    }
    return render(request, "pilots/own/observe.html", context, status=CONFLICT if merge else 200)


@secret_page("POST")
def own_share_observation(request: HttpRequest, link: str, which: int) -> HttpResponse:
    row = queries.observation_about(learner(link), which)
    if row is None:
        raise Http404
    is_shared, said = "share" in request.POST, request.POST.get("revision", "")
    form = ConfirmationForm(request.POST)
    revision = int(said) if said.isascii() and said.isdigit() else 0
    if form.is_valid() and carried_out(form, actions.share, row, is_shared=is_shared, revision=revision):
        messages.success(
            request,
            _("The facilitators can read it now.")
            if is_shared
            else _("Only you and the observer can read it now."),
        )
    else:
        messages.error(request, _("The observer has changed it meanwhile. Read it before you share it."))
    return redirect("pilots:own_practice", link)
