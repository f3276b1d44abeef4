"""Which partners come to a visit; that it was held, is cancelled, deleted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.network.actions import visits as actions
from mentorway.web.network.analysis import visits as analysis
from mentorway.web.network.forms import visit_people as people_forms
from mentorway.web.network.forms import visits as forms
from mentorway.web.network.models import DAYS_IN_BIN, Partner, Visit
from mentorway.web.network.queries import visits as queries
from mentorway.web.network.rules import visits as rules
from mentorway.web.network.views.visit_door import asked, done_at_once, filled, frame, with_words


@require_safe
def partners(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_change, pk=pk)
    words = paging.words_of(request)
    context = {
        **frame(request, row),
        **paging.first_of(queries.candidates(request.user, row, words) if words else []),
        "words": words,
        "partners": queries.partners_at(row),
    }
    return render(request, "network/visit_partners.html", context)


@require_POST
def add_partner(request: MemberRequest, pk: int, partner: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_change, pk=pk)
    guest = access.fetch(request.user, Partner.directory, pk=partner)
    done = _("%(partner)s takes part now.") % {"partner": guest}
    back = with_words(request, reverse("network:visit_partners", args=[pk]))
    return done_at_once(request, lambda: actions.add_partner(row, guest), done, back)


@require_POST
def remove_partner(request: MemberRequest, pk: int, partner: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_change, pk=pk)
    guest = access.fetch(request.user, Partner.directory, pk=partner)
    done = _("%(partner)s does not take part any more.") % {"partner": guest}
    back = with_words(request, reverse("network:visit_partners", args=[pk]))
    return done_at_once(request, lambda: actions.remove_partner(row, guest), done, back)


def hold(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_change, pk=pk)
    people = list(queries.people_at(row))
    initial = {"present": [str(key) for key in analysis.expected(people)]}
    data = request.POST if request.method == "POST" else None
    form = people_forms.HoldingForm(data, people=people, initial=initial)
    if form.is_valid() and carried_out(form, actions.hold, row, **form.cleaned_data):
        messages.success(request, _("The visit is held. Write the minutes and what follows."))
        return redirect("network:visit", pk)
    if not people:
        form.fields.pop("present")
    return filled(
        request, row, form, _("The visit took place"), question="holding", button=_("It took place")
    )


def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_change, pk=pk)
    done = _("The visit is planned again.")
    return asked(request, row, "reopening", lambda: actions.reopen(row), done=done)


def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_change, pk=pk)
    form = forms.CancellationForm(request.POST or None)
    told: list[int] = []
    if form.is_valid() and carried_out(
        form, lambda: told.append(actions.cancel(row, request.user, **form.cleaned_data))
    ):
        messages.success(request, _("The visit is cancelled."))
        if told[0]:
            _say_letters(request, told[0])
        return redirect("network:visit", pk)
    more = {"letters": queries.told_of(row), "question": "cancellation", "button": _("Cancel the visit")}
    return filled(request, row, form, _("Cancel the visit"), **more)


def _say_letters(request: MemberRequest, count: int) -> None:
    sentence = ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", count)
    messages.success(request, sentence % {"count": count})


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_change, pk=pk)
    return asked(
        request,
        row,
        "deletion",
        lambda: actions.delete(row),
        done=_("%(title)s is deleted.") % {"title": row},
        next=reverse("network:visits"),
        days=DAYS_IN_BIN,
    )


@require_safe
def deleted(request: MemberRequest) -> HttpResponse:
    found = paging.paged(request, queries.deleted_of(request.user))
    rows = [(row, rules.may_change(request.user, row)) for row in found["page"]]
    return render(request, "network/visits_deleted.html", {**found, "rows": rows, "days": DAYS_IN_BIN})


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.bin, may=rules.may_change, pk=pk)
    return asked(
        request,
        row,
        "restoration",
        lambda: actions.restore(row),
        done=_("%(title)s is back.") % {"title": row},
        back=reverse("network:visits_deleted"),
        next=reverse("network:visit", args=[pk]),
    )
