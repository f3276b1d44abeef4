"""Groups of three: formed, looked at, changed."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.pilots.actions import triads as actions
from mentorway.web.pilots.analysis.grouping import Group, groups_of, rounds_of
from mentorway.web.pilots.forms.triads import MOST_SEED, AgreedForm, GroupingForm, NewcomerForm, TargetForm
from mentorway.web.pilots.models import Cohort, Meeting, Triad
from mentorway.web.pilots.queries import learning as queries
from mentorway.web.pilots.views import door


@require_safe
def triads(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.meet(request, pk)
    sets: dict[int | None, dict[str, Any]] = {}
    people = list(queries.people_of(cohort))
    for triad in queries.triads_of(cohort):
        one = sets.setdefault(triad.meeting_id, {"meeting": triad.meeting, "triads": [], "placed": set()})
        if triad.meeting is not None:
            triad.meeting.cohort = cohort
        places = triad.places.all()
        one["triads"].append((triad, places, rounds_of(triad)))
        one["placed"].update(place.participant_id for place in places)
    for one in sets.values():
        one["left"] = [person for person in people if person.pk not in one["placed"]]
    shared = queries.shared_counts(cohort)
    frame = door.frame(request.user, cohort)
    context = {**frame, "sets": sets.values(), "count": len(people), "shared": shared}
    return render(request, "pilots/learning/triads.html", context)


def form_triads(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask for which meeting, show the groups, and store them as they were shown."""
    cohort = door.lead(request, pk)
    meetings = queries.meetings_of(cohort)
    if request.method == "POST":
        form: GroupingForm = AgreedForm(request.POST, meetings=meetings)
    else:
        form = GroupingForm(request.GET if "seed" in request.GET else None, meetings=meetings)
    form.initial = {"seed": secrets.randbelow(MOST_SEED), "meeting": _next(meetings)}
    context: dict[str, Any] = {**door.frame(request.user, cohort), "form": form}
    if form.is_valid():
        groups = _groups(cohort, form)
        mark = _mark(groups)
        if request.method == "POST" and _is_stored(form, cohort, groups, mark):
            count = len(groups)
            text = ngettext("%(count)d group is formed.", "%(count)d groups are formed.", count)
            messages.success(request, text % {"count": count})
            return redirect("pilots:triads", pk)
        context |= _preview(cohort, form.chosen, groups, mark)
        context["again"] = secrets.randbelow(MOST_SEED)
    return render(request, "pilots/learning/triads_form.html", context)


def _next(meetings: Sequence[Meeting]) -> int:
    """Return the meeting that goes on or comes next, or none."""
    now = timezone.now()
    return next((one.pk for one in meetings if one.ends >= now), 0)


def _groups(cohort: Cohort, form: GroupingForm) -> tuple[Group, ...]:
    meeting = form.chosen
    people = queries.people_of(cohort)
    if form.cleaned_data["present_only"] and meeting is not None:
        people = queries.present_at(cohort, meeting)
    homes = dict(people.values_list("pk", "organisation"))
    homes = {pk: home.strip().casefold() for pk, home in homes.items()}
    before = queries.groups_before(cohort, meeting)
    return groups_of(homes, before, seed=form.cleaned_data["seed"])


def _mark(groups: Sequence[Group]) -> str:
    return hashlib.sha256(repr(groups).encode()).hexdigest()


def _is_stored(form: GroupingForm, cohort: Cohort, groups: Sequence[Group], mark: str) -> bool:
    if form.cleaned_data["groups"] != mark:
        form.add_error(None, _("People have come or gone meanwhile. Look at the groups again."))
        return False
    return carried_out(form, actions.form, cohort, form.chosen, groups)


def _preview(cohort: Cohort, meeting: Meeting | None, groups: Sequence[Group], mark: str) -> dict[str, Any]:
    people = {person.pk: person for person in queries.people_of(cohort)}
    there = queries.triads_at(cohort, meeting)
    return {
        "groups": [[people[who] for who in group] for group in groups],
        "is_shown": True,
        "mark": mark,
        "meeting": meeting,
        "replaced": there.count(),
    }


def move_in_triad(request: MemberRequest, pk: int, which: int, who: int) -> HttpResponse:
    cohort = door.lead(request, pk)
    triad, person = _triad(cohort, which), door.person_of(cohort, who)
    others = queries.triads_beside(triad)
    form = TargetForm(request.POST if request.method == "POST" else None, triads=others)
    if form.is_valid() and carried_out(form, actions.move, triad, person, form.chosen):
        messages.success(request, _("The changes are saved."))
        return redirect("pilots:triads", pk)
    context = {**door.frame(request.user, cohort), "triad": triad, "moved": person, "form": form}
    return render(request, "pilots/learning/triad_move.html", context)


def add_to_triad(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    cohort = door.lead(request, pk)
    triad = _triad(cohort, which)
    people = queries.people_beside(triad)
    form = NewcomerForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid() and carried_out(form, actions.add, triad, form.cleaned_data["person"]):
        messages.success(request, _("The changes are saved."))
        return redirect("pilots:triads", pk)
    context = {**door.frame(request.user, cohort), "triad": triad, "form": form, "count": people.count()}
    return render(request, "pilots/learning/triad_add.html", context)


def remove_triad(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    cohort = door.lead(request, pk)
    triad = _triad(cohort, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, triad):
        messages.success(request, _("The group is removed."))
        return redirect("pilots:triads", pk)
    context = {**door.frame(request.user, cohort), "triad": triad, "form": form}
    return render(request, "pilots/learning/triad_removal.html", context)


def _triad(cohort: Cohort, which: int) -> Triad:
    found = queries.triad_of(cohort, which)
    if found is None:
        raise Http404
    found.cohort = cohort
    return found
