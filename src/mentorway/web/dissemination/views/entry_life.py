"""The way of a publication to its readers: looked at, handed in, read a second time, published, withdrawn."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.zones import zone_of
from mentorway.web.dissemination.actions import breaking
from mentorway.web.dissemination.actions import entry_life as actions
from mentorway.web.dissemination.analysis import entries as analysis
from mentorway.web.dissemination.analysis import entry_publishing
from mentorway.web.dissemination.forms.claims import NoteForm
from mentorway.web.dissemination.forms.entries import LABELS, PublishEntryForm, WithdrawEntryForm
from mentorway.web.dissemination.models import Entry, Kind, State
from mentorway.web.dissemination.views import entry_door

PAGES: Final = {
    Kind.PAGE: "about", Kind.NEWS: "news_item", Kind.EVENT: "event_item", Kind.MATERIAL: "material_item",
}  # fmt: skip


@require_safe
def preview(request: MemberRequest, pk: int, language: str) -> HttpResponse:
    """Show the page of the public site as it will be, rendered like it: without the request."""
    entry = entry_door.look(request, pk)
    breaking.look_at(entry.claims.all())
    context = {
        **analysis.page_of(entry, language, timezone.now()),
        "site_page": f"site/{PAGES[Kind(entry.kind)]}.html",
        "entry": entry,
        "spoken_here": get_language(),
        "preview_languages": analysis.languages_in(entry),
    }
    with override(language), timezone.override(dt.UTC):
        return HttpResponse(render_to_string("dissemination/entries/preview.html", context))


@require_POST
def hand_in(request: MemberRequest, pk: int) -> HttpResponse:
    entry = entry_door.write(request, pk)
    breaking.look_at(entry.claims.all())
    return _done(request, entry, actions.hand_in, _("It is handed in. A second reader publishes it."))


@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    entry = entry_door.write(request, pk)
    return _done(request, entry, actions.take_back, _("It is taken back."))


def _done(request: MemberRequest, entry: Entry, action: Callable[..., Any], words: str) -> HttpResponse:
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, action, entry, request.user):
        messages.success(request, words)
    else:
        for text in form.non_field_errors():
            messages.error(request, str(text))
    return redirect("dissemination:entry", entry.pk)


def publish(request: MemberRequest, pk: int) -> HttpResponse:
    entry = entry_door.read_second(request, pk)
    breaking.look_at(entry.claims.all())
    form = _publish_form(request, entry)
    if form.is_valid() and carried_out(form, lambda: actions.publish(entry, request.user, **form.said())):
        said = (
            _("It is published: readers see it from the moment on that you chose.")
            if form.cleaned_data["moment"]
            else _("It is published: everybody can read it now.")
        )
        messages.success(request, said)
        return redirect("dissemination:entry", pk)
    return _reading(request, entry, form, NoteForm())


@require_POST
def send_back(request: MemberRequest, pk: int) -> HttpResponse:
    entry = entry_door.read_second(request, pk)
    note = NoteForm(request.POST)
    if note.is_valid() and carried_out(note, actions.send_back, entry, request.user, **note.cleaned_data):
        messages.success(request, _("It is given back, with what should be other."))
        return redirect("dissemination:entry", pk)
    return _reading(request, entry, _publish_form(request, entry, is_asked=False), note)


def _publish_form(request: MemberRequest, entry: Entry, *, is_asked: bool = True) -> PublishEntryForm:
    is_seen = bool(entry.state == State.PUBLISHED and entry.published and entry.published <= timezone.now())
    return PublishEntryForm(
        (request.POST or None) if is_asked else None,
        initial={"revision": entry.revision, "zone": zone_of(entry.partner.country).key},
        may_wait=not is_seen,
    )


def _reading(
    request: MemberRequest, entry: Entry, form: PublishEntryForm, note_form: NoteForm
) -> HttpResponse:
    changes = entry_publishing.changes_of(entry) if entry.shown else []
    context = entry_door.frame(
        request,
        entry,
        form=form,
        note_form=note_form,
        look=entry_publishing.look_at(entry),
        articles=analysis.articles_of(entry),
        changes=[(one, entry_publishing.NAMES[one.language], LABELS[one.field]) for one in changes],
    )
    return render(request, "dissemination/entries/publish.html", context)


def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    entry = entry_door.write(request, pk)
    form = WithdrawEntryForm(request.POST or None)
    if form.is_valid() and carried_out(form, actions.withdraw, entry, request.user, **form.cleaned_data):
        messages.success(request, _("It is withdrawn: readers no longer find it."))
        return redirect("dissemination:entry", pk)
    return render(request, "dissemination/entries/withdraw.html", entry_door.frame(request, entry, form=form))
