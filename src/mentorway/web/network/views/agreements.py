"""Pages of agreements: the list, the radar, one agreement, its text, its parties, its answers, its end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, attachments, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network import exports
from mentorway.web.network.actions import agreements as actions
from mentorway.web.network.analysis import agreements as analysis
from mentorway.web.network.forms import agreements as forms
from mentorway.web.network.models import (
    Agreement,
    AgreementFile,
    AgreementState,
    AgreementVersion,
    belonging_to,
)
from mentorway.web.network.queries import agreements as queries
from mentorway.web.network.rules import agreements as rules
from mentorway.web.network.views.agreement_door import asked, frame


@require_safe
def agreements(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    state = paging.choice_of(request, "state", AgreementState.values)
    rows = queries.agreements_of(request.user, words, state)
    context = {
        **paging.paged(request, rows, chosen={"q": words, "state": state}),
        "words": words,
        "state": state,
        "states": queries.count_by_state(request.user),
        "choices": AgreementState.choices,
        "may_write": queries.owners_for(request.user).exists(),
        "has_deleted": queries.deleted_of(request.user).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "network/agreements.html", context)


@require_safe
def agreements_file(request: MemberRequest, kind: str) -> HttpResponse:
    words = paging.words_of(request)
    state = paging.choice_of(request, "state", AgreementState.values)
    return exports.agreements(queries.agreements_of(request.user, words, state), kind)


@require_safe
def radar(request: MemberRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = analysis.radar(queries.radar(request.user, today), today)
    return render(request, "network/agreements_radar.html", {"rows": rows, "today": today})


def write(request: MemberRequest) -> HttpResponse:
    owners = queries.owners_for(request.user)
    if not owners.exists():
        raise PermissionDenied
    initial, own = {"starts": timezone.localdate()}, belonging_to(request.user)
    form = forms.AgreementForm(request.POST or None, owners=owners, own=own, initial=initial)
    if form.is_valid():
        row = actions.write(request.user, **form.cleaned_data)
        messages.success(request, _("The agreement is there. Add the other parties, then offer it."))
        return redirect("network:agreement", row.pk)
    return render(request, "network/agreement_new.html", {"form": form})


@require_safe
def agreement(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, pk=pk)
    offer, newest = queries.open_offer(row), queries.newest_version(row)
    may_write = rules.may_write(request.user, row) or rules.may_read_drafts(request.user, row)
    draft = newest if newest and newest.offered is None and may_write else None
    shown = offer or row.held or queries.newest_offered(row)
    context = {
        **frame(request, row),
        "versions": [one for one in queries.versions_of(row) if one.offered or may_write],
        "shown": shown,
        "draft": draft,
        "offer": offer,
        "refusal": queries.refusal_of(row),
        "lacks": actions.lacks(row, draft) if draft else [],
        "parties": _parties(request, row, shown),
        "files": row.files.select_related("added_by"),
    }
    return render(request, "network/agreement.html", context)


def _parties(
    request: MemberRequest, row: Agreement, shown: AgreementVersion | None
) -> list[queries.PartyAnswer]:
    """Return what each party said to the version that is shown, and whether this reader may answer for it."""
    partners = queries.parties_of(row)
    answers = queries.answers_to(shown) if shown else {}
    led = queries.with_people_in_charge(partners)
    mine = set(queries.partners_signed_by(request.user).values_list("pk", flat=True))
    may_lead, is_asked = rules.may_lead(request.user, row), row.state == AgreementState.OFFERED
    found = []
    for partner in partners:
        waits = is_asked and partner.pk not in answers and not row.is_example
        found.append(
            queries.PartyAnswer(
                partner,
                answers.get(partner.pk),
                may_sign=waits and partner.pk in mine,
                may_sign_on_paper=waits and may_lead and partner.pk not in led,
            )
        )
    return found


@require_safe
def version(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, AgreementVersion.objects, pk=pk)
    earlier = row.agreement.versions.last_before(row.number)
    context = {
        **frame(request, row.agreement),
        "version": row,
        "answers": queries.answers_to(row).values(),
        "earlier": earlier,
        "changes": analysis.changes(earlier.text, row.text) if earlier else [],
        "files": queries.files_of(row),
    }
    return render(request, "network/agreement_version.html", context)


def describe(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, may=rules.may_write, pk=pk)
    initial = {"title": row.title, "kind": row.kind, "reference": row.reference}
    form = forms.DescriptionForm(request.POST or None, initial=initial)
    if form.is_valid() and carried_out(form, actions.describe, row, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect("network:agreement", pk)
    context = {**frame(request, row), "form": form, "heading": _("Change the description")}
    return render(request, "network/agreement_form.html", context)


def draft(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, may=rules.may_draft, pk=pk)
    newest = queries.newest_version(row)
    initial = {"text": newest.text, "starts": newest.starts, "ends": newest.ends} if newest else {}
    if newest and newest.offered is None:
        initial["note"] = newest.note
    form = forms.TermsForm(request.POST or None, initial=initial)
    if form.is_valid() and carried_out(form, actions.draft, row, request.user, **form.cleaned_data):
        messages.success(request, _("The text is saved. Nobody has been asked yet."))
        return redirect("network:agreement", pk)
    context = {**frame(request, row), "form": form, "heading": _("Write the text")}
    return render(request, "network/agreement_form.html", context)


def attach(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, may=rules.may_write, pk=pk)
    form = forms.FileForm(request.POST or None, request.FILES or None)
    if form.is_valid() and carried_out(form, actions.attach, row, request.user, **form.cleaned_data):
        messages.success(request, _("The file is kept with the agreement."))
        return redirect("network:agreement", pk)
    context = {**frame(request, row), "form": form, "heading": _("Attach a file"), "sends_file": True}
    return render(request, "network/agreement_form.html", context)


@require_safe
def agreement_file(request: MemberRequest, pk: int) -> HttpResponseBase:
    row = access.fetch(request.user, AgreementFile.objects, pk=pk)
    return attachments.served(row.path, name=row.name, media_type=row.media_type)


def remove_file(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, AgreementFile.objects, may=rules.may_remove, pk=pk)
    return asked(
        request,
        row.agreement,
        "file_removal",
        lambda: actions.remove_file(row),
        done=_("The file is removed."),
        file=row,
    )
