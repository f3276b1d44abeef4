"""What a publication was, and how it comes back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.wording import said
from mentorway.web.dissemination.actions import entries as actions
from mentorway.web.dissemination.analysis import entry_publishing, entry_writing
from mentorway.web.dissemination.forms.entries import LABELS
from mentorway.web.dissemination.queries import entries as queries
from mentorway.web.dissemination.views import entry_door


@require_safe
def history(request: MemberRequest, pk: int) -> HttpResponse:
    entry = entry_door.look(request, pk)
    steps = [(step, [said(one) for one in step.said]) for step in queries.steps_of(entry)]
    found = paging.paged(request, queries.revisions_of(entry))
    context = entry_door.frame(request, entry, steps=steps, **found)
    return render(request, "dissemination/entries/history.html", context)


@require_safe
def revision(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    entry = entry_door.look(request, pk)
    found = entry_door.revision_of(entry, number)
    after = entry_writing.texts_in(found[number].fields)
    before = entry_writing.texts_in(found[number - 1].fields) if number - 1 in found else {}
    changes = entry_writing.changed_texts(before, after)
    context = entry_door.frame(
        request,
        entry,
        revision=found[number],
        changes=[(one, entry_publishing.NAMES[one.language], LABELS[one.field]) for one in changes],
        is_first=number - 1 not in found,
        may_return=after != entry.texts,
    )
    return render(request, "dissemination/entries/revision.html", context)


@require_POST
def bring_back(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    entry = entry_door.write(request, pk)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, actions.bring_back_texts, entry, request.user, number=number):
        messages.success(request, _("The texts are as they were then. Readers see them once published."))
        return redirect("dissemination:entry", pk)
    for text in form.non_field_errors():
        messages.error(request, str(text))
    return redirect("dissemination:entry_history", pk)
