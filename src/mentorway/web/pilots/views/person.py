"""One person of a cohort, as those who run it see them."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.pilots.actions import erasing, seats
from mentorway.web.pilots.actions import people as doing
from mentorway.web.pilots.forms.people import DetailsForm, MoveForm
from mentorway.web.pilots.models import STANDING_MOVES, Participant, Standing
from mentorway.web.pilots.queries import people as queries
from mentorway.web.pilots.views import door

STEPS: dict[str, Callable[..., None]] = {
    Standing.ENROLLED: seats.choose,
    Standing.OFFERED: seats.offer,
    Standing.WAITING: seats.put_on_list,
    Standing.DECLINED: seats.refuse,
    Standing.WITHDRAWN: seats.withdraw,
    Standing.APPLIED: seats.take_again,
}


def _frame(request: MemberRequest, person: Participant, **more: Any) -> dict[str, Any]:
    return {**door.frame(request.user, person.cohort), "person": person, **more}


@require_safe
def person(request: MemberRequest, pk: int, who: int) -> HttpResponse:
    row = door.person_of(door.meet(request, pk), who)
    context = _frame(
        request,
        row,
        place=queries.place_of(row),
        changes=queries.changes_of(row),
        certificates=queries.certificates_of(row),
        may_move=bool(STANDING_MOVES[row.standing]),
    )
    return render(request, "pilots/people/person.html", context)


def change_person(request: MemberRequest, pk: int, who: int) -> HttpResponse:
    row = door.person_of(door.work(request, pk), who)
    form = DetailsForm(request.POST or None, instance=copy(row))
    if form.is_valid() and carried_out(form, doing.change, row, **form.facts()):
        messages.success(request, _("Saved."))
        return redirect("pilots:person", pk, who)
    return render(request, "pilots/people/change.html", _frame(request, row, form=form))


def move_person(request: MemberRequest, pk: int, who: int) -> HttpResponse:
    row = door.person_of(door.work(request, pk), who)
    form = MoveForm(request.POST or None, person=row)
    if form.is_valid():
        step, why = STEPS[form.cleaned_data["standing"]], form.cleaned_data["why"]
        if carried_out(form, step, row, by=request.user, why=why):
            facts = {"name": row.name, "standing": row.get_standing_display()}
            messages.success(request, _("%(name)s: %(standing)s.") % facts)
            return redirect("pilots:person", pk, who)
    context = _frame(request, row, form=form, free=seats.free_seats(row.cohort), place=queries.place_of(row))
    return render(request, "pilots/people/move.html", context)


@require_POST
def send_link(request: MemberRequest, pk: int, who: int) -> HttpResponse:
    row = door.person_of(door.work(request, pk), who)
    form = ConfirmationForm(request.POST)
    if form.is_valid() and carried_out(form, doing.send_link, row):
        text = _("A letter with the link to the own page goes to %(email)s.")
        messages.success(request, text % {"email": row.email})
    _tell_refusals(request, form)
    return redirect("pilots:person", pk, who)


def _tell_refusals(request: MemberRequest, form: ConfirmationForm) -> None:
    for text in form.non_field_errors():
        messages.error(request, str(text))


def renew_link(request: MemberRequest, pk: int, who: int) -> HttpResponse:
    row = door.person_of(door.work(request, pk), who)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, doing.renew_link, row):
        text = _("The old link works no more. A letter with the new one goes to %(email)s.")
        messages.success(request, text % {"email": row.email})
        return redirect("pilots:person", pk, who)
    return render(request, "pilots/people/renew.html", _frame(request, row, form=form))


def remove_person(request: MemberRequest, pk: int, who: int) -> HttpResponse:
    row = door.person_of(door.work(request, pk), who)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    name = row.name
    if form.is_valid() and carried_out(form, erasing.remove, row):
        text = _("Everything that was stored about %(name)s in this cohort is deleted.")
        messages.success(request, text % {"name": name})
        return redirect("pilots:people", pk)
    stands = queries.certificates_of(row).exists()
    return render(request, "pilots/people/remove.html", _frame(request, row, form=form, stands=stands))
