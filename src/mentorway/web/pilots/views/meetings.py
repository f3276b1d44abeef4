"""Meetings of a cohort: one, a new one, all sessions at once; changed, cancelled, removed."""

import json
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT, conflict_of
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.pilots.actions import meetings as actions
from mentorway.web.pilots.analysis import cohorts as cohort_analysis
from mentorway.web.pilots.analysis import meetings as analysis
from mentorway.web.pilots.analysis import overlaps, planning
from mentorway.web.pilots.analysis.planning import Slot
from mentorway.web.pilots.analysis.programme import sessions_of
from mentorway.web.pilots.forms.cohorts import ReasonForm
from mentorway.web.pilots.forms.meetings import AtOnceForm, MeetingForm, PlanForm
from mentorway.web.pilots.models import Cohort, Meeting
from mentorway.web.pilots.queries import meetings as queries
from mentorway.web.pilots.views import door


@require_safe
def meeting(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    row = door.look(request, pk)
    found = door.meeting_of(row, which)
    frame = door.frame(request.user, row)
    session = sessions_of(frame["programme"]).get(found.session)
    context = {
        **frame,
        "meeting": found,
        "session": session,
        "warnings": _warnings(request, found) if frame["at_work"] and not found.cancelled else [],
        "is_over": found.ends < timezone.now(),
        "may_remove": frame["at_work"] and not queries.hangs_together(found),
        "is_closed": cohort_analysis.is_closed(row),
    }
    return render(request, "pilots/meeting.html", context)


def _warnings(request: MemberRequest, row: Meeting) -> list[str]:
    """Return what may be a slip: the facilitator is elsewhere, the day is outside the cohort's."""
    span = (row.starts, row.ends)
    return [
        *analysis.outside_of(row),
        *overlaps.led_twice(request.user, row.facilitator, row.cohort, [span]),
        *overlaps.clashes_of(row.cohort, [span], but=row.pk),
    ]


def create(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    frame = door.frame(request.user, row)
    form = _form(request, row, frame)
    made: list[Meeting] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.add(row, **_without_revision(form)))
    ):
        messages.success(request, _("The meeting is planned."))
        return redirect("pilots:meeting", pk, made[0].pk)
    return render(request, "pilots/meeting_form.html", {**frame, "form": form})


def _form(request: MemberRequest, row: Cohort, frame: dict[str, Any], **initial: Any) -> MeetingForm:
    return MeetingForm(
        settled(request.POST), cohort=row, sessions=sessions_of(frame["programme"]), initial=initial
    )


def _without_revision(form: MeetingForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "revision"}


def change(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    row = door.work(request, pk)
    found = door.meeting_of(row, which)
    frame = {**door.frame(request.user, row), "meeting": found}
    form = _form(request, row, frame, **analysis.facts_of(found), revision=analysis.revision_of(found))
    merge = form.is_valid() and conflict_of(form, analysis.stored(found), _read(request, form, found))
    if merge:
        context = {**frame, "merge": MergeForm(merge, form)}
        return render(request, "pilots/meeting_merge.html", context, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, found, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("pilots:meeting", pk, which)
    base = request.POST.get("base") or json.dumps(analysis.snapshot_of(found))
    return render(request, "pilots/meeting_form.html", {**frame, "form": form, "base": base})


def _read(request: MemberRequest, form: MeetingForm, row: Meeting) -> list[analysis.Read]:
    return analysis.read_before(form.cleaned_data["revision"], request.POST.get("base", ""), row)


def plan(request: MemberRequest, pk: int) -> HttpResponse:
    row = door.work(request, pk)
    frame = door.frame(request.user, row)
    planned = queries.sessions_planned(row)
    left = {key: one for key, one in sessions_of(frame["programme"]).items() if key not in planned}
    form = PlanForm(request.POST or None, cohort=row, sessions=left, initial={"first": row.starts_on})
    found: list[Slot] = []
    if form.is_valid():
        found = planning.slots(row, form.chosen(), form.pattern())
        if _is_what_was_seen(request, found, form) and carried_out(
            form, actions.plan, row, found, at_once=form.cleaned_data["at_once"], **form.where()
        ):
            said = ngettext("%(count)d meeting is planned.", "%(count)d meetings are planned.", len(found))
            messages.success(request, said % {"count": len(found)})
            return redirect("pilots:cohort", pk)
        _say_clashes(form, row, found)
    context = {
        **frame,
        "form": form,
        "left": left,
        "plan": found,
        "seen": planning.fingerprint_of(found, _wanted(form)) if found else "",
        "warnings": _elsewhere(request, row, form, found),
        "is_closed": cohort_analysis.is_closed(row),
    }
    return render(request, "pilots/meetings_plan.html", context)


def _is_what_was_seen(request: MemberRequest, found: list[Slot], form: PlanForm) -> bool:
    """Whether the button to save was pressed under this very plan."""
    seen = request.POST.get("seen", "")
    return "save" in request.POST and seen == planning.fingerprint_of(found, _wanted(form))


def _wanted(form: PlanForm) -> list[str]:
    return [str(value) for value in form.where().values()]


def _say_clashes(form: PlanForm, row: Cohort, found: list[Slot]) -> None:
    """Say what is at the same time before anybody presses the button that saves."""
    clashes = overlaps.clashes_of(row, [one.span for one in found])
    if clashes and not form.cleaned_data.get("at_once") and not form.errors:
        form.add_error("at_once", clashes)


def _elsewhere(request: MemberRequest, row: Cohort, form: PlanForm, found: list[Slot]) -> list[str]:
    leader = form.cleaned_data.get("facilitator") if found else None
    return overlaps.led_twice(request.user, leader, row, [one.span for one in found])


def cancel(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    row = door.work(request, pk)
    found = door.meeting_of(row, which)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and carried_out(form, actions.cancel, found, **form.cleaned_data):
        messages.success(request, _("The meeting is cancelled. Send a letter so that people know."))
        return redirect("pilots:meeting", pk, which)
    return _asked(request, row, found, form, "cancellation")


def restore(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    row = door.work(request, pk)
    found = door.meeting_of(row, which)
    form = AtOnceForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.restore, found, **form.cleaned_data):
        messages.success(request, _("The meeting takes place. Send a letter so that people know."))
        return redirect("pilots:meeting", pk, which)
    return _asked(request, row, found, form, "restoration")


def remove(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    row = door.work(request, pk)
    found = door.meeting_of(row, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, found):
        messages.success(request, _("%(title)s is removed.") % {"title": found})
        return redirect("pilots:cohort", pk)
    return _asked(request, row, found, form, "removal")


def _asked(
    request: MemberRequest, row: Cohort, found: Meeting, form: BaseForm, question: str
) -> HttpResponse:
    context = {**door.frame(request.user, row), "meeting": found, "form": form, "question": question}
    return render(request, "pilots/meeting_question.html", context)
