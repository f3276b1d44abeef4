"""The journal of one person: read, written, shared, deleted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.courses.structure import AssessmentKind
from mentorway.web.core.access import there
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT
from mentorway.web.core.paging import paged
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.pilots.actions import journal as actions
from mentorway.web.pilots.analysis.programme import assessment_of, assessments_of, programme_of
from mentorway.web.pilots.analysis.windows import based, marked
from mentorway.web.pilots.forms.learning import EntryForm
from mentorway.web.pilots.models import JournalEntry, Participant
from mentorway.web.pilots.queries import learning as queries
from mentorway.web.pilots.views import door
from mentorway.web.pilots.views.learners import learner

ROWS = 10


@secret_page("GET", "HEAD")
def own_journal(request: HttpRequest, link: str) -> HttpResponse:
    person = learner(link)
    frame = door.own_frame(person)
    known = assessments_of(frame["programme"])
    found = paged(request, queries.entries_of(person), size=ROWS)
    context = {**frame, **found, "rows": [(row, known.get(row.assessment)) for row in found["page"]]}
    return render(request, "pilots/own/journal.html", context)


@secret_page("GET", "HEAD", "POST")
def own_new_entry(request: HttpRequest, link: str) -> HttpResponse:
    return _new(request, learner(link))


def _new(request: HttpRequest, person: Participant) -> HttpResponse:
    key = request.GET.get("about", "")
    asked = assessment_of(programme_of(person.cohort), key, AssessmentKind.REFLECTION)
    form = EntryForm(request.POST or None, initial={"revision": 0})
    if form.is_valid() and carried_out(form, _write, person, form, asked.key if asked else ""):
        return _saved(request, person.link)
    context = {"form": form, "entry": None, "asked": asked}
    return _page(request, person, context)


def _write(person: Participant, form: EntryForm, key: str) -> None:
    facts = form.cleaned_data
    actions.write(person, text=facts["text"], is_shared=facts["is_shared"], assessment=key)


def _saved(request: HttpRequest, link: str) -> HttpResponse:
    messages.success(request, _("The entry is saved."))
    return redirect("pilots:own_journal", link)


@secret_page("GET", "HEAD", "POST")
def own_entry(request: HttpRequest, link: str, which: int) -> HttpResponse:
    """Show an entry to be changed; what is sent for one that was deleted meanwhile becomes a new one."""
    person = learner(link)
    row = queries.entry_of(person, which)
    if row is None:
        if request.method != "POST":
            raise Http404
        return _new(request, person)
    stored, mark = actions.fields_of(row), marked(actions.fields_of(row))
    form = EntryForm(settled(request.POST), initial={**stored, "revision": mark})
    if form.is_valid():
        merge = form.clash(stored, mark)
        if merge:
            return _page(request, person, {"form": form, "entry": row, "merge": MergeForm(merge, form)})
        if form.is_valid() and carried_out(form, actions.change, row, **form.asked()):
            return _saved(request, link)
    asked = assessment_of(programme_of(person.cohort), row.assessment)
    return _page(request, person, {"form": form, "entry": row, "asked": asked, "base": based(stored)})


def _page(request: HttpRequest, person: Participant, more: dict[str, Any]) -> HttpResponse:
    base = more["form"].data.get("base") or more.get("base", "")
    context = {**door.own_frame(person), **more, "base": base}
    status = CONFLICT if "merge" in more else 200
    return render(request, "pilots/own/entry.html", context, status=status)


@secret_page("POST")
def own_entry_share(request: HttpRequest, link: str, which: int) -> HttpResponse:
    row = _mine(learner(link), which)
    is_shared = "share" in request.POST
    actions.share(row, is_shared=is_shared)
    text = (
        _("The facilitators can read the entry now.") if is_shared else _("Only you can read the entry now.")
    )
    messages.success(request, text)
    return redirect(f"{reverse('pilots:own_journal', args=[link])}#entry-{which}")


@secret_page("GET", "HEAD", "POST")
def own_entry_delete(request: HttpRequest, link: str, which: int) -> HttpResponse:
    person = learner(link)
    row = _mine(person, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, row):
        messages.success(request, _("The entry is deleted."))
        return redirect("pilots:own_journal", link)
    asked = assessment_of(programme_of(person.cohort), row.assessment)
    context = {**door.own_frame(person), "form": form, "entry": row, "asked": asked}
    return render(request, "pilots/own/entry_deletion.html", context)


def _mine(person: Participant, which: int) -> JournalEntry:
    return there(queries.entry_of(person, which))
