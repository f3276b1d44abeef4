"""Notes on the own pages of a relationship: of nobody else, unless their author shares them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mentorway.web.core.access import there
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.paging import paged, words_of
from mentorway.web.core.secret_pages import secret_page
from mentorway.web.mentoring.actions import notes as doing
from mentorway.web.mentoring.analysis import notes as analysis
from mentorway.web.mentoring.analysis.talks import choices_of
from mentorway.web.mentoring.forms.notes import PRIVATE, SHARED, NoteForm
from mentorway.web.mentoring.models import Note, Place, Talk
from mentorway.web.mentoring.queries import talks as queries
from mentorway.web.mentoring.views import door


def _note_of(place: Place, number: int) -> Note:
    return there(queries.own_note(place, number))


def _form(request: HttpRequest, place: Place, initial: dict[str, Any], kept: Talk | None = None) -> NoteForm:
    data = request.POST if request.method == "POST" else None
    return NoteForm(data, initial=initial, talks=choices_of(place.relation, place.person.zone, kept))


@secret_page("GET", "HEAD")
def own_notes(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place, words = door.own_pair(link, which), words_of(request)
    listed = paged(request, analysis.readable(place, words), chosen={"q": words})
    context = {
        **door.pair_frame(place),
        **listed,
        "rows": [(one, analysis.reading_of(one, place)) for one in listed["page"]],
        "words": words,
    }
    return render(request, "mentoring/together/notes.html", context)


@secret_page("GET", "HEAD", "POST")
def own_note_new(request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which, writes=True)
    form = _form(request, place, {"talk": request.GET.get("meeting", ""), "reading": PRIVATE})
    if form.is_valid() and carried_out(form, doing.write, place, **form.facts()):
        messages.success(request, _("Your note is kept."))
        return redirect("mentoring:own_notes", link, which)
    return render(request, "mentoring/together/note_new.html", {**door.pair_frame(place), "form": form})


@secret_page("GET", "HEAD", "POST")
def own_note(request: HttpRequest, link: str, which: int, number: int) -> HttpResponse:
    place = door.own_pair(link, which, writes=True)
    note = _note_of(place, number)
    initial = {
        "mark": analysis.mark_of(note),
        "text": note.text,
        "talk": str(note.talk_id or ""),
        "reading": SHARED if note.is_shared else PRIVATE,
    }
    form = _form(request, place, initial, note.talk)
    mark = form.cleaned_data.get("mark") or 0 if form.is_valid() else 0
    if form.is_valid() and carried_out(form, doing.change, note, mark=mark, **form.facts()):
        if note.is_shared and not form.facts()["is_shared"]:
            messages.warning(request, _("Only you can read this note now. Others may have read it before."))
        else:
            messages.success(request, _("Your note is kept."))
        return redirect("mentoring:own_notes", link, which)
    context = {**door.pair_frame(place), "form": form, "note": note}
    return render(request, "mentoring/together/note.html", context)


@secret_page("GET", "HEAD", "POST")
def own_note_delete(request: HttpRequest, link: str, which: int, number: int) -> HttpResponse:
    place = door.own_pair(link, which)
    note = _note_of(place, number)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.delete, note):
        messages.success(request, _("The note is deleted."))
        return redirect("mentoring:own_notes", link, which)
    context = {**door.pair_frame(place), "form": form, "note": note}
    return render(request, "mentoring/together/note_delete.html", context)


@secret_page("GET", "HEAD")
def own_notes_file(_request: HttpRequest, link: str, which: int) -> HttpResponse:
    place = door.own_pair(link, which)
    content = analysis.file_of(place, analysis.readable(place))
    headers = {"Content-Disposition": 'attachment; filename="notes.md"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="text/markdown; charset=utf-8", headers=headers)
