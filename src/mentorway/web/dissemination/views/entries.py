"""The list of publications, and each with its languages, its texts and what is known of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.core.merging import CONFLICT, conflict_of
from mentorway.web.core.settling import MergeForm, settled
from mentorway.web.dissemination import rules
from mentorway.web.dissemination.actions import breaking
from mentorway.web.dissemination.actions import entries as actions
from mentorway.web.dissemination.analysis import entries as analysis
from mentorway.web.dissemination.analysis import entry_publishing, entry_writing
from mentorway.web.dissemination.forms import entries as forms
from mentorway.web.dissemination.models import DAYS_IN_BIN, LANGUAGES, Entry, Kind
from mentorway.web.dissemination.queries import claims as claims_of
from mentorway.web.dissemination.queries import entries as queries
from mentorway.web.dissemination.views import door, entry_door

IN_THE_PICKER = 30


@require_safe
def entries(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    chosen = {
        "q": words,
        "kind": paging.choice_of(request, "kind", Kind.values),
        "state": paging.choice_of(request, "state", queries.STATES),
        "language": paging.choice_of(request, "language", LANGUAGES),
    }
    found = paging.paged(request, queries.entries_of(request.user, chosen), chosen=chosen)
    context = {
        **door.frame(request.user),
        **found,
        "rows": analysis.lines_of(found["page"], get_language() or "en", timezone.now()),
        "words": words,
        "chosen": chosen,
        "narrowed": any(chosen.values()),
        "kinds": Kind.choices,
        "states": analysis.states(),
        "languages": list(entry_publishing.NAMES.items()),
        "has_partner": queries.partners_to_write_for(request.user).exists(),
        "has_deleted": queries.deleted_of(request.user).exists(),
    }
    return render(request, "dissemination/entries/list.html", context)


@require_safe
def entry(request: MemberRequest, pk: int) -> HttpResponse:
    row = entry_door.look(request, pk)
    breaking.look_at(row.claims.all())
    context = entry_door.frame(
        request,
        row,
        when=analysis.when_of(row),
        look=entry_publishing.look_at(row),
        languages=analysis.languages_in(row),
        groups=analysis.groups_in(queries.groups_of(row), get_language() or "en"),
        files=queries.files_of(row),
        why_withdrawn=queries.why_withdrawn(row),
    )
    return render(request, "dissemination/entries/entry.html", context)


@require_safe
def new(request: MemberRequest) -> HttpResponse:
    context = {
        **door.frame(request.user),
        "kinds": analysis.kinds(),
        "has_partner": queries.partners_to_write_for(request.user).exists(),
    }
    return render(request, "dissemination/entries/new.html", context)


def begin(request: MemberRequest, kind: str) -> HttpResponse:
    if kind not in Kind.values:
        raise Http404
    partners = queries.partners_to_write_for(request.user)
    context: dict[str, Any] = {**door.frame(request.user), "kind": kind, "kind_label": Kind(kind).label}
    if not partners:
        return render(request, "dissemination/entries/begin.html", context)
    form = forms.new_form(kind)(
        request.POST or None, partners=partners, initial={"language": request.user.language}
    )
    made: list[Entry] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.create(request.user, kind=kind, **form.cleaned_data))
    ):
        messages.success(request, _("It is begun. Write the text now."))
        return redirect("dissemination:entry_text", made[0].pk, made[0].language)
    return render(request, "dissemination/entries/begin.html", {**context, "form": form})


def text(request: MemberRequest, pk: int, language: str) -> HttpResponse:
    row = entry_door.write(request, pk)
    is_source = language == row.language
    form = forms.TextsForm(
        settled(request.POST),
        initial={**entry_writing.snapshot_of(row), "revision": row.revision},
        language=language,
        is_source=is_source,
    )
    merge = _clash(form, row)
    name = entry_publishing.NAMES[language]
    frame = entry_door.frame(request, row, language=language, language_name=name)
    if merge:
        return _merging(request, {**frame, "merge": merge})
    if form.is_valid() and carried_out(
        form, lambda: actions.write(row, request.user, language=language, **form.said())
    ):
        messages.success(request, _("The text is saved. Readers see it once it is published."))
        return redirect("dissemination:entry", pk)
    claims = queries.claims_to_name(request.user)
    context = {
        **frame,
        "form": form,
        "is_source": is_source,
        "source": row.texts.get(row.language, {}),
        "source_name": entry_publishing.NAMES[row.language],
        "languages": analysis.languages_in(row),
        "markers": analysis.markers_of(claims[:IN_THE_PICKER], language),
        "more_claims": claims.count() > IN_THE_PICKER,
    }
    return render(request, "dissemination/entries/text.html", context)


def change(request: MemberRequest, pk: int) -> HttpResponse:
    row = entry_door.write(request, pk)
    form = forms.facts_form(row.kind)(
        settled(request.POST),
        initial={**entry_writing.facts_of(row), "revision": row.revision},
        kind=row.kind,
        is_published=row.published is not None,
        groups=queries.target_groups(),
    )
    merge = _clash(form, row)
    if merge:
        return _merging(request, entry_door.frame(request, row, merge=merge))
    if form.is_valid() and carried_out(form, actions.change, row, request.user, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("dissemination:entry", pk)
    context = entry_door.frame(request, row, form=form, has_hours=entry_writing.has_hours(row.kind))
    return render(request, "dissemination/entries/change.html", context)


def _clash(form: Any, row: Entry) -> MergeForm | None:
    if not form.is_valid():
        return None
    merge = conflict_of(form, row, queries.revisions_since(row, form.cleaned_data["revision"]))
    return MergeForm(merge, form) if merge else None


def _merging(request: MemberRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "dissemination/entries/merge.html", context, status=CONFLICT)


@require_safe
def figures(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    found = paging.paged(request, queries.claims_to_name(request.user, words), chosen={"q": words})
    context = {
        **door.frame(request.user),
        **found,
        "words": words,
        "markers": analysis.markers_of(found["page"], get_language() or "en"),
        "has_claims": claims_of.partners_to_claim_for(request.user).exists(),
    }
    return render(request, "dissemination/entries/figures.html", context)


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = entry_door.dispose(request, pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.delete, row):
        messages.success(request, _("%(title)s is deleted.") % {"title": row})
        return redirect("dissemination:entries")
    context = entry_door.frame(request, row, form=form, days=DAYS_IN_BIN)
    return render(request, "dissemination/entries/delete.html", context)


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    found = paging.paged(request, queries.deleted_of(request.user))
    rows = [(row, rules.may_dispose(request.user, row)) for row in found["page"]]
    context = {**door.frame(request.user), **found, "rows": rows, "days": DAYS_IN_BIN}
    return render(request, "dissemination/entries/deleted.html", context)


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Entry.bin, may=rules.may_dispose, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, actions.restore, row):
        messages.success(request, _("%(title)s is back.") % {"title": row})
        return redirect("dissemination:entry", pk)
    context = {**door.frame(request.user), "form": form, "entry": row}
    return render(request, "dissemination/entries/restore.html", context)
