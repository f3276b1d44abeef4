"""A practice is written, changed and handed in; its history and its files."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.core.merging import CONFLICT, Merge, conflict_of
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.practices.actions import files as keeping
from mentorway.web.practices.actions import practices as actions
from mentorway.web.practices.analysis import completeness, differences
from mentorway.web.practices.forms import practices as forms
from mentorway.web.practices.forms.practices import LABELS, LONG_FIELDS
from mentorway.web.practices.models import Practice, PracticeFile, PracticeState
from mentorway.web.practices.queries import practices as queries
from mentorway.web.practices.rules import practices as rules
from mentorway.web.practices.views.practice_door import answered, asked, frame, link_to


def create(request: MemberRequest) -> HttpResponse:
    partners = queries.partners_to_write_for(request.user)
    form = forms.NewPracticeForm(
        answered(request),
        partners=partners,
        topics=queries.topics_offered(),
        initial={"language": request.user.language},
    )
    if form.is_valid() and "preview" not in request.POST:
        row = actions.write(request.user, **form.cleaned_data)
        messages.success(
            request, _("It is saved. You can go on now or later; hand it in when it is complete.")
        )
        return redirect("practices:practice", row.pk)
    context = {"form": form, "has_partner": partners.exists(), **preview_of(request, form)}
    return render(request, "practices/new.html", context)


def edit(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_write, pk=pk)
    topics = queries.topics_offered(row.topics.values_list("pk", flat=True))
    form = forms.ChangeForm(settled(request.POST), topics=topics, initial=forms.initial_of(row))
    merge = conflict_of(form, row, queries.revisions_of(row)) if form.is_valid() else None
    if merge:
        return _clash(request, row, merge, form)
    wanted = form.is_valid() and "preview" not in request.POST
    if wanted and carried_out(form, actions.change, row, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("practices:practice", pk)
    context = frame(request, row, "edit", form=form, **preview_of(request, form))
    return render(request, "practices/edit.html", context)


def _clash(request: MemberRequest, row: Practice, merge: Merge, form: forms.ChangeForm) -> HttpResponse:
    back = reverse("practices:practice", args=[row.pk])
    context = frame(request, row, "edit", merge=MergeForm(merge, form), back=back)
    return render(request, "practices/merge.html", context, status=CONFLICT)


def preview_of(request: MemberRequest, form: Any) -> dict[str, Any]:
    """Return the texts as readers would see them, if that was asked for; nothing is saved."""
    if "preview" not in request.POST or not form.is_valid():
        return {}
    values = form.cleaned_data
    parts = [(name, LABELS[name], values[name]) for name in LONG_FIELDS if values[name]]
    return {"preview": {"title": values["title"], "summary": values["summary"], "parts": parts}}


def hand_in(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_write, pk=pk)
    again = row.state == PracticeState.CHANGES
    return asked(
        request,
        row,
        lambda note: actions.hand_in(row, request.user, note=note, link=link_to(request, "practice", pk)),
        form=forms.NoteForm(answered(request), label=_("To the coordinators"), required=again),
        question=_("Hand in %(title)s?") % {"title": row},
        explanation=_("Two people of other partners review it. You cannot change it meanwhile."),
        button=_("Hand in"),
        done=_("It is handed in. You hear from the coordinators when it is reviewed."),
        lacking=[
            (LABELS[name], has, needed) for name, has, needed in completeness.lacking(row, row.topics.count())
        ],
    )


@require_safe
def history(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_follow, pk=pk)
    context = frame(
        request,
        row,
        "history",
        steps=queries.steps_of(row),
        **paging.paged(request, queries.revisions_of(row)),
    )
    return render(request, "practices/history.html", context)


@require_safe
def revision(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_follow, pk=pk)
    found = queries.two_revisions(row, number)
    if number not in found:
        return redirect("practices:history", pk)
    before = forms.read_snapshot(found[number - 1].fields if number - 1 in found else {})
    after = forms.read_snapshot(found[number].fields)
    changed = [(LABELS[one.name], one.pieces) for one in differences.differences(before, after)]
    context = frame(request, row, "history", revision=found[number], changed=changed, first=not before)
    return render(request, "practices/revision.html", context)


def files(request: MemberRequest, pk: int) -> HttpResponse:
    may = None if request.method in ("GET", "HEAD") else rules.may_write
    row = access.fetch(request.user, Practice.objects, may=may, pk=pk)
    form = forms.FileForm(answered(request), request.FILES or None)
    if form.is_valid() and carried_out(form, keeping.add, row, request.user, **form.cleaned_data):
        messages.success(request, _("The file is there."))
        return redirect("practices:files", pk)
    rows = row.files.select_related("added_by").order_by("added", "pk")
    context = frame(request, row, "files", form=form, files=rows, most=keeping.MOST_FILES)
    return render(request, "practices/files.html", context)


def remove_file(request: MemberRequest, pk: int, file: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_write, pk=pk)
    kept = access.fetch(request.user, PracticeFile.objects, practice=pk, pk=file)
    return asked(
        request,
        row,
        lambda: keeping.remove(kept),
        question=_("Remove %(name)s?") % {"name": kept},
        explanation=_("The file is removed for good."),
        button=_("Remove"),
        done=_("The file is removed."),
        back=reverse("practices:files", args=[pk]),
    )
