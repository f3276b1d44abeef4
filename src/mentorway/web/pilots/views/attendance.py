"""Attendance of a cohort: the overview, the wall, paper, marking by hand, the log."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mentorway.web.core import tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.merging import CONFLICT
from mentorway.web.core.paging import paged, words_of
from mentorway.web.pilots.actions import attendance as actions
from mentorway.web.pilots.analysis import codes, sheets
from mentorway.web.pilots.analysis.attendance import lines_of, rows_of
from mentorway.web.pilots.forms.attendance import MarksForm
from mentorway.web.pilots.models import Cohort, Meeting, Source
from mentorway.web.pilots.queries import attendance as queries
from mentorway.web.pilots.views import door

ON_A_MATRIX = 50
ON_A_MARKING_PAGE = 200


@require_safe
def attendance(request: MemberRequest, pk: int) -> HttpResponse:
    """Show every meeting with what can be done, and people against meetings."""
    cohort, words = door.meet(request, pk), words_of(request)
    meetings = queries.with_cancelled(cohort)
    pages = paged(request, queries.people_of(cohort).matching(words), chosen={"q": words}, size=ON_A_MATRIX)
    context = {
        **door.frame(request.user, cohort),
        **pages,
        "words": words,
        "people_count": (total := queries.people_of(cohort).count()),
        "meetings": lines_of(cohort, meetings, total),
        "planned": [one for one in meetings if one.cancelled is None],
        "rows": rows_of(cohort, pages["page"]),
    }
    return render(request, "pilots/attendance/attendance.html", context)


@require_safe
def attendance_file(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    """Answer with everybody at all meetings as a table."""
    cohort = door.meet(request, pk)
    if kind not in ("csv", "xlsx"):
        raise Http404
    name = _("Attendance")
    header, rows = sheets.header_of(queries.planned_of(cohort)), sheets.table_of(cohort)
    if kind == "xlsx":
        return tables.xlsx_file(f"{name} {cohort}", name, header, rows)
    return tables.csv_file(f"{name} {cohort}", header, rows)


@require_safe
def attendance_log(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what was corrected, by whom and why."""
    cohort = door.meet(request, pk)
    context = {**door.frame(request.user, cohort), **paged(request, queries.corrections_of(cohort))}
    return render(request, "pilots/attendance/log.html", context)


@require_safe
def attendance_sheet(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer with lists to sign, for the meetings that were chosen or for all of them."""
    cohort = door.meet(request, pk)
    wanted = set(request.GET.getlist("meeting"))
    planned = queries.planned_of(cohort)
    chosen = [one for one in planned if str(one.pk) in wanted] if wanted else planned
    if not chosen:
        raise Http404
    return _pdf(_("Attendance sheet"), sheets.signing_sheet(cohort, chosen, list(queries.people_of(cohort))))


@require_safe
def door_sign(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    """Answer with the sign for the door."""
    meeting = door.meeting_of(door.lead(request, pk), which)
    return _pdf(_("Sign for the door"), sheets.door_sign(meeting))


@never_cache
@require_safe
def wall(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    """Show the code on the wall, as large as it goes."""
    meeting = door.meeting_of(door.lead(request, pk), which)
    return render(request, "pilots/attendance/wall.html", _on_the_wall(meeting))


@never_cache
@require_safe
def wall_code(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    """Show what of the wall changes."""
    meeting = door.meeting_of(door.lead(request, pk), which)
    return render(request, "pilots/attendance/wall_code.html", _on_the_wall(meeting))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    """Mark everybody on one page; what somebody else marked meanwhile is shown and not written over."""
    cohort = door.lead(request, pk)
    meeting = door.meeting_of(cohort, which)
    pages = paged(request, queries.people_of(cohort), size=ON_A_MARKING_PAGE)
    people = list(pages["page"])
    form = MarksForm(
        request.POST or None,
        initial={"source": Source.PAPER if "paper" in request.GET else Source.HAND},
        people=people,
        marks=queries.marks_at(meeting),
        elsewhere=queries.elsewhere(meeting, [person.pk for person in people]),
    )
    context = {
        **door.frame(request.user, cohort),
        **pages,
        "meeting": meeting,
        "form": form,
        "is_open": actions.may_be_marked(meeting, timezone.now()),
        "opens": codes.opens_at(meeting),
    }
    done = _marked(request, meeting, form) if form.is_valid() else None
    if done is not None and not done.conflicts:
        return redirect("pilots:attendance", pk)
    lines = form.lines_after(queries.marks_at(meeting), done.conflicts) if done else form.lines()
    context |= {"lines": lines, "conflicts": len(done.conflicts) if done else 0, "is_paper": _is_paper(form)}
    return render(request, "pilots/attendance/mark.html", context, status=CONFLICT if done else 200)


def _marked(request: MemberRequest, meeting: Meeting, form: MarksForm) -> actions.Marked | None:
    data: Mapping[str, Any] = form.cleaned_data
    marking = actions.Marking(request.user, Source(data["source"]), data["why"], timezone.now())
    try:
        done = actions.mark(meeting, data["wishes"], marking)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    said = ngettext("%(count)d mark saved.", "%(count)d marks saved.", done.written) % {"count": done.written}
    messages.success(request, said if done.written else _("Nothing has changed."))
    return done


def _is_paper(form: MarksForm) -> bool:
    return bool(form["source"].value() == Source.PAPER)


def _on_the_wall(meeting: Meeting) -> dict[str, Any]:
    now, cohort = timezone.now(), meeting.cohort
    code = codes.code_at(meeting, now)
    return {
        "cohort": cohort,
        "meeting": meeting,
        "phase": codes.phase_of(meeting, now),
        "opens": codes.opens_at(meeting),
        "closes": codes.closes_at(meeting),
        "code": code,
        "picture": codes.picture_of(meeting, code),
        **_count(cohort, meeting),
    }


def _count(cohort: Cohort, meeting: Meeting) -> dict[str, int]:
    return {"people_count": queries.people_of(cohort).count(), "present": queries.present_at(meeting)}


def _pdf(name: str, content: bytes) -> HttpResponse:
    disposition = str(content_disposition_header(as_attachment=False, filename=f"{name}.pdf"))
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
