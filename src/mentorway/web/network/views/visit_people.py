"""Who comes to a visit: the list, invitations, answers."""

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
from mentorway.web.network.actions import visit_letters as letters
from mentorway.web.network.actions import visit_people as actions
from mentorway.web.network.analysis import visits as analysis
from mentorway.web.network.forms import visit_people as forms
from mentorway.web.network.models import Attendee, Contact, Visit
from mentorway.web.network.queries import visits as queries
from mentorway.web.network.rules import visits as rules
from mentorway.web.network.views.visit_door import asked, done_at_once, filled, frame, with_words


@require_safe
def people(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_change, pk=pk)
    words = paging.words_of(request)
    context = {
        **frame(request, row),
        **paging.first_of(queries.contacts_for(request.user, row, words)),
        "words": words,
        "delegations": analysis.delegations(queries.people_at(row)),
    }
    return render(request, "network/visit_people.html", context)


@require_POST
def add_contact(request: MemberRequest, pk: int, contact: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_change, pk=pk)
    person = access.fetch(request.user, Contact.objects, pk=contact)
    done = _("%(person)s is on the list. Nobody is written to before you send the invitations.")
    back = with_words(request, reverse("network:visit_people", args=[pk]))
    return done_at_once(request, lambda: actions.add_contact(row, person), done % {"person": person}, back)


def add_person(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_change, pk=pk)
    form = forms.PersonForm(
        request.POST or None,
        partners=queries.everyone_at(row),
        state=row.state,
        initial={"partner": row.host_id},
    )
    back = reverse("network:visit_people", args=[pk])
    if form.is_valid() and carried_out(form, actions.add_person, row, **form.cleaned_data):
        messages.success(request, _("%(person)s is on the list.") % {"person": form.cleaned_data["name"]})
        return redirect(back)
    return filled(request, row, form, _("Add a person"), back=back)


def change_person(request: MemberRequest, pk: int) -> HttpResponse:
    """Who changes the visit changes everything; who belongs to the person's partner, whether they come."""
    person = access.fetch(request.user, Attendee.objects, may=rules.may_answer_for, pk=pk)
    row = person.visit
    names = ("presence", "travel_from", "travel_until")
    initial = {name: getattr(person, name) for name in names}
    data = request.POST or None
    form: forms.JourneyForm
    if rules.may_change_person(request.user, person):
        initial |= {name: getattr(person, name) for name in ("partner", "name", "email", "part")}
        form = forms.PersonForm(data, state=row.state, partners=queries.everyone_at(row), initial=initial)
    else:
        form = forms.JourneyForm(data, state=row.state, initial=initial)
    if form.is_valid() and carried_out(form, actions.change_person, person, **form.cleaned_data):
        messages.success(request, _("The changes are saved."))
        return redirect(f"{reverse('network:visit', args=[row.pk])}#people")
    return filled(request, row, form, person.name)


def remove_person(request: MemberRequest, pk: int) -> HttpResponse:
    person = access.fetch(request.user, Attendee.objects, may=rules.may_change_person, pk=pk)
    return asked(
        request,
        person.visit,
        "person_removal",
        lambda: actions.remove_person(person),
        done=_("%(person)s is off the list.") % {"person": person},
        back=reverse("network:visit_people", args=[person.visit_id]),
        person=person,
    )


def announce(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_announce, pk=pk)
    place, partners = queries.place_of(request.user, row), queries.own_partners_at(request.user, row)
    initial = {}
    if place:
        initial = {name: getattr(place, name) for name in ("presence", "travel_from", "travel_until")}
    form = forms.ComingForm(request.POST or None, partners=partners, initial=initial)
    if form.is_valid() and carried_out(form, actions.announce, row, request.user, **form.cleaned_data):
        messages.success(request, _("Your answer is kept."))
        return redirect("network:visit", pk)
    return filled(request, row, form, _("Will you come?"))


def invite(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Visit.objects, may=rules.may_plan, pk=pk)
    data = request.POST if request.method == "POST" else None
    form = forms.InvitationForm(data)
    sent: list[int] = []
    if form.is_valid() and carried_out(
        form, lambda: sent.append(letters.invite(row, request.user, **form.cleaned_data))
    ):
        _say_letters(request, sent[0])
        return redirect("network:visit", pk)
    context = {
        **frame(request, row),
        "form": form,
        "new": queries.to_write_to(row),
        "has_people": row.people.exists(),
        "others": queries.told_of(row).filter(told=row.sequence).count(),
        "without": row.people.filter(email="").count(),
    }
    return render(request, "network/visit_invitation.html", context)


def _say_letters(request: MemberRequest, count: int) -> None:
    if not count:
        messages.info(request, _("Everybody has the newest letter already. Nobody was written to."))
        return
    sentence = ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", count)
    messages.success(request, sentence % {"count": count})
