"""Supervision groups: for those who run a round, and on the own pages of the mentors in them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from mentorway.web.core.access import MemberRequest, there
from mentorway.web.core.calendar import MEDIA_TYPE
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.mentoring.actions import supervision as doing
from mentorway.web.mentoring.analysis.supervision import file_of, has_begun
from mentorway.web.mentoring.forms.supervision import GroupForm, MeetingForm, PresenceForm
from mentorway.web.mentoring.models import Person, Round, Side, SupervisionGroup, SupervisionMeeting
from mentorway.web.mentoring.queries import supervision as queries
from mentorway.web.mentoring.views import door

ON_LINE = 30  # names of mentors in no group that are listed


@require_safe
def supervision(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.meet(request, pk)
    alone = queries.in_none(whole)
    context = {
        **door.frame(request.user, whole),
        "groups": queries.groups_of(whole),
        "alone": alone[:ON_LINE],
        "alone_count": alone.count(),
    }
    return render(request, "mentoring/supervision/list.html", context)


def new_supervision(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.work(request, pk)
    form = GroupForm(request.POST or None, whole=whole)
    made: list[SupervisionGroup] = []
    if form.is_valid() and carried_out(form, lambda: made.append(doing.create(whole, **form.cleaned_data))):
        messages.success(request, _("The supervision group is made. Plan its first meeting."))
        return redirect("mentoring:supervision_group", pk, made[0].pk)
    context = {**door.frame(request.user, whole), "form": form}
    return render(request, "mentoring/supervision/group_form.html", context)


def _group(whole: Round, which: int) -> SupervisionGroup:
    return there(queries.group_of(whole, which))


def _frame(request: MemberRequest, group: SupervisionGroup, **more: Any) -> dict[str, Any]:
    return {**door.frame(request.user, group.round), "group": group, **more}


@require_safe
def supervision_group(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    group = _group(door.meet(request, pk), which)
    context = _frame(
        request,
        group,
        mentors=queries.mentors_in(group),
        meetings=queries.meetings_of(group),
        now=timezone.now(),
    )
    return render(request, "mentoring/supervision/group.html", context)


def change_supervision(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    whole = door.work(request, pk)
    group = _group(whole, which)
    form = GroupForm(request.POST or None, whole=whole, group=group)
    if form.is_valid() and carried_out(form, doing.change, group, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("mentoring:supervision_group", pk, which)
    return render(request, "mentoring/supervision/group_form.html", _frame(request, group, form=form))


def delete_supervision(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    group = _group(door.work(request, pk), which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.delete, group):
        messages.success(request, _("The supervision group is deleted."))
        return redirect("mentoring:supervision", pk)
    coming = queries.coming(group, timezone.now())
    context = _frame(request, group, form=form, coming=coming)
    return render(request, "mentoring/supervision/delete.html", context)


def supervision_meeting_new(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    group = _group(door.work(request, pk), which)
    form = MeetingForm(request.POST or None, zone=group.round.zone)
    if form.is_valid() and carried_out(form, doing.plan, group, **form.facts()):
        is_to_come = form.facts()["starts"] > timezone.now()
        told = _("The meeting is planned. The mentors get a letter.")
        messages.success(request, told if is_to_come else _("The meeting is saved."))
        return redirect("mentoring:supervision_group", pk, which)
    return render(request, "mentoring/supervision/meeting_new.html", _frame(request, group, form=form))


def _meeting(group: SupervisionGroup, number: int) -> SupervisionMeeting:
    return there(queries.meeting_of(group, number))


def supervision_meeting(request: MemberRequest, pk: int, which: int, number: int) -> HttpResponse:
    group = _group(door.work(request, pk), which)
    meeting = _meeting(group, number)
    marks = request.POST if request.POST.get("what") == "presence" else None
    facts = request.POST if request.POST and marks is None else None
    form = MeetingForm(facts, zone=group.round.zone, meeting=meeting)
    presence = PresenceForm(marks, meeting=meeting)
    if presence.is_valid() and carried_out(presence, doing.mark, meeting, **presence.cleaned_data):
        messages.success(request, _("Saved who was there."))
        return redirect("mentoring:supervision_group", pk, which)
    if form.is_valid() and _moved(form, meeting):
        messages.success(request, _("The meeting is saved."))
        return redirect("mentoring:supervision_group", pk, which)
    more = {"meeting": meeting, "begun": has_begun(meeting, timezone.now())}
    context = _frame(request, group, form=form, presence=presence, **more)
    return render(request, "mentoring/supervision/meeting.html", context)


def _moved(form: MeetingForm, meeting: SupervisionMeeting) -> bool:
    sequence = form.cleaned_data["sequence"]
    return carried_out(form, doing.move, meeting, sequence=sequence, **form.facts())


def cancel_supervision_meeting(request: MemberRequest, pk: int, which: int, number: int) -> HttpResponse:
    group = _group(door.work(request, pk), which)
    meeting = _meeting(group, number)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.cancel, meeting):
        messages.success(request, _("The meeting is cancelled. The mentors get a letter."))
        return redirect("mentoring:supervision_group", pk, which)
    context = _frame(request, group, form=form, meeting=meeting)
    return render(request, "mentoring/supervision/cancel.html", context)


def _mentor(link: str) -> Person:
    person = door.own(link)
    if person.side != Side.MENTOR:
        raise Http404
    return person


@secret_page("GET", "HEAD")
def own_supervision(request: HttpRequest, link: str) -> HttpResponse:
    person = _mentor(link)
    context = {**door.own_frame(person), "supervision": queries.supervision_of(person)}
    return render(request, "mentoring/supervision/own.html", context)


@secret_page("GET", "HEAD")
def own_supervision_file(_request: HttpRequest, link: str) -> HttpResponse:
    person = _mentor(link)
    with override(person.language):
        content = file_of(queries.for_calendar(person), person)
    disposition = content_disposition_header(as_attachment=True, filename="supervision.ics")
    headers = {"Content-Disposition": str(disposition), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)
