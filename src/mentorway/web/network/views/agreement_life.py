"""Who is party to an agreement, what they answer, how it ends."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network.actions import agreements as actions
from mentorway.web.network.forms import agreements as forms
from mentorway.web.network.models import DAYS_IN_BIN, Agreement, AgreementVersion, Partner
from mentorway.web.network.queries import agreements as queries
from mentorway.web.network.rules import agreements as rules
from mentorway.web.network.views.agreement_door import asked, frame
from mentorway.web.network.views.visit_door import done_at_once, with_words


@require_safe
def parties(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, may=rules.may_draft, pk=pk)
    words = paging.words_of(request)
    context = {
        **frame(request, row),
        **paging.first_of(queries.candidates(request.user, row, words) if words else []),
        "words": words,
        "parties": queries.parties_of(row),
    }
    return render(request, "network/agreement_parties.html", context)


@require_POST
def add_party(request: MemberRequest, pk: int, partner: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, may=rules.may_draft, pk=pk)
    party = access.fetch(request.user, Partner.directory, pk=partner)
    done = _("%(partner)s is a party now.") % {"partner": party}
    back = with_words(request, reverse("network:parties", args=[pk]))
    return done_at_once(request, lambda: actions.add_party(row, party), done, back)


@require_POST
def remove_party(request: MemberRequest, pk: int, partner: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, may=rules.may_draft, pk=pk)
    party = access.fetch(request.user, Partner.directory, pk=partner)
    done = _("%(partner)s is no party any more.") % {"partner": party}
    back = reverse("network:parties", args=[pk])
    return done_at_once(request, lambda: actions.remove_party(row, party), done, back)


def offer(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, may=rules.may_lead, pk=pk)
    link = request.build_absolute_uri(reverse("network:agreement", args=[pk]))
    return asked(
        request,
        row,
        "offer",
        lambda: actions.offer(row, request.user, link=link),
        done=_("The parties are asked now."),
        parties=queries.parties_of(row),
    )


def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, may=rules.may_lead, pk=pk)
    done = _("Nobody is asked any more.")
    return asked(request, row, "taking_back", lambda: actions.take_back(row), done=done)


def answer(request: MemberRequest, pk: int, partner: int) -> HttpResponse:
    row = access.fetch(request.user, AgreementVersion.objects, pk=pk)
    party = access.fetch(request.user, Partner.directory, pk=partner)
    if row.agreement.is_example or not rules.may_sign(request.user, party):
        raise PermissionDenied
    form = forms.AnswerForm(request.POST or None, initial={"signatory": request.user.name})
    return _answered(request, (row, party), form, on_paper=False)


def answer_on_paper(request: MemberRequest, pk: int, partner: int) -> HttpResponse:
    row = access.fetch(request.user, AgreementVersion.objects, pk=pk)
    party = access.fetch(request.user, Partner.directory, pk=partner)
    led = queries.with_people_in_charge(queries.parties_of(row.agreement))
    if not rules.may_lead(request.user, row.agreement) or party.pk in led:
        raise PermissionDenied
    return _answered(request, (row, party), forms.PaperForm(request.POST or None), on_paper=True)


def _answered(
    request: MemberRequest,
    what: tuple[AgreementVersion, Partner],
    form: forms.AnswerForm,
    *,
    on_paper: bool,
) -> HttpResponse:
    row, party = what
    link = request.build_absolute_uri(reverse("network:agreement", args=[row.agreement_id]))
    facts = {"link": link, "on_paper": on_paper}
    if form.is_valid() and carried_out(
        form, actions.answer, row, party, request.user, **facts, **form.cleaned_data
    ):
        messages.success(request, _("The answer of %(partner)s is kept.") % {"partner": party})
        return redirect("network:agreement", row.agreement_id)
    context = {
        **frame(request, row.agreement),
        "version": row,
        "party": party,
        "form": form,
        "on_paper": on_paper,
        "has_files": row.agreement.files.exists(),
        "files": queries.files_of(row),
    }
    return render(request, "network/agreement_answer.html", context)


def end(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, may=rules.may_lead, pk=pk)
    form = forms.EndForm(request.POST or None)
    if form.is_valid() and carried_out(form, actions.end, row, **form.cleaned_data):
        messages.success(request, _("The end is written down."))
        return redirect("network:agreement", pk)
    context = {**frame(request, row), "form": form, "heading": _("End the agreement")}
    return render(request, "network/agreement_form.html", context)


def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, may=rules.may_lead, pk=pk)
    done = _("The agreement is withdrawn.")
    return asked(request, row, "withdrawal", lambda: actions.withdraw(row), done=done)


def take_up(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, may=rules.may_lead, pk=pk)
    done = _("You can go on writing.")
    return asked(request, row, "taking_up", lambda: actions.take_up(row), done=done)


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.objects, may=rules.may_lead, pk=pk)
    return asked(
        request,
        row,
        "deletion",
        lambda: actions.delete(row),
        done=_("%(title)s is deleted.") % {"title": row},
        next=reverse("network:agreements"),
        days=DAYS_IN_BIN,
    )


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    rows = [(row, rules.may_lead(request.user, row)) for row in queries.deleted_of(request.user)]
    return render(request, "network/agreements_deleted.html", {"rows": rows, "days": DAYS_IN_BIN})


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Agreement.bin, may=rules.may_lead, pk=pk)
    return asked(
        request,
        row,
        "restoration",
        lambda: actions.restore(row),
        done=_("%(title)s is back.") % {"title": row},
        back=reverse("network:agreements_deleted"),
    )
