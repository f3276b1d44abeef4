"""Readers of letters, in numbers: nobody sees a list of addresses."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import ConfirmationForm, carried_out
from mentorway.web.dissemination.actions import subscribing
from mentorway.web.dissemination.analysis import readers as analysis
from mentorway.web.dissemination.forms.audience import AddressForm
from mentorway.web.dissemination.forms.claims import NAMES
from mentorway.web.dissemination.models import Subscriber
from mentorway.web.dissemination.queries import audience as queries
from mentorway.web.dissemination.views import door
from mentorway.web.dissemination.views import outreach_door as own


@require_safe
def readers(request: MemberRequest) -> HttpResponse:
    own.coordinates(request)
    standings = queries.standings()
    found = analysis.counted(standings, queries.wanted_by_readers())
    context = {
        **door.frame(request.user),
        "rows": [(NAMES[one.language], one) for one in found],
        "confirmed": sum(one.confirmed for one in found),
        "asked": sum(one.asked for one in found),
        "examples": sum(row["count"] for row in standings if row["is_example"]),
        "kinds": analysis.kinds_to_choose(),
        "days": subscribing.DAYS_TO_CONFIRM,
    }
    return render(request, "dissemination/audience/readers.html", context)


def find(request: MemberRequest) -> HttpResponse:
    """Look for one address by the whole of it; it comes in the body, so that no log keeps it."""
    own.coordinates(request)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        for found in queries.found_by_address(form.cleaned_data["email"]):
            return redirect("dissemination:remove_reader", found.pk)
        form.add_error("email", _("Nobody with this address is among the readers."))
    return render(request, "dissemination/audience/find.html", {**door.frame(request.user), "form": form})


def remove(request: MemberRequest, pk: int) -> HttpResponse:
    reader = access.fetch(request.user, Subscriber.objects, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, subscribing.remove, reader, request.user):
        messages.success(request, _("The address is deleted. It gets no more letters."))
        return redirect("dissemination:readers")
    context = {**door.frame(request.user), "form": form, "reader": reader, "language": NAMES[reader.language]}
    return render(request, "dissemination/audience/remove.html", context)
