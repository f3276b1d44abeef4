"""Pictures and papers of a publication."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import attachments
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.dissemination.actions import entry_files as actions
from mentorway.web.dissemination.forms.entries import AboutFileForm, EntryFileForm
from mentorway.web.dissemination.models import Entry
from mentorway.web.dissemination.queries import entries as queries
from mentorway.web.dissemination.views import entry_door


def files(request: MemberRequest, pk: int) -> HttpResponse:
    entry = entry_door.write(request, pk)
    form = EntryFileForm(request.POST or None, request.FILES or None, initial={"licence": entry.licence})
    if form.is_valid() and carried_out(form, actions.add, entry, request.user, **form.cleaned_data):
        messages.success(request, _("The file is there. Readers see it once it is published."))
        return redirect("dissemination:entry_files", pk)
    context = _frame(request, entry, form=form, most=actions.MOST_FILES)
    return render(request, "dissemination/entries/files.html", context)


def _frame(request: MemberRequest, entry: Entry, **more: object) -> dict[str, object]:
    return entry_door.frame(request, entry, files=queries.files_of(entry), **more)


@require_safe
def file(request: MemberRequest, pk: int, which: int) -> HttpResponseBase:
    row = entry_door.file_of(request, entry_door.look(request, pk), which)
    return attachments.served(row.path, name=row.name, media_type=row.media_type, inline=True)


def describe(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    entry = entry_door.write(request, pk)
    row = entry_door.file_of(request, entry, which)
    facts = {"caption": row.caption, "language": row.language, "licence": row.licence}
    form = AboutFileForm(request.POST or None, initial=facts)
    if form.is_valid() and carried_out(form, actions.describe, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("dissemination:entry_files", pk)
    context = entry_door.frame(request, entry, file=row, form=form)
    return render(request, "dissemination/entries/file.html", context)


def remove(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    entry = entry_door.write(request, pk)
    row = entry_door.file_of(request, entry, which)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.remove, row):
        messages.success(request, _("The file is removed."))
        return redirect("dissemination:entry_files", pk)
    context = entry_door.frame(request, entry, file=row, form=form)
    return render(request, "dissemination/entries/file_removal.html", context)
